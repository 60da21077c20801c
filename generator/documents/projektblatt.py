"""The Projektblatt: one sheet for each municipality at the newest Stichtag, intern with figures and tasks, public without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any, Literal

from generator import sachstand, wording
from generator.arbeitsblatt import Arbeitsblatt
from generator.documents import Dokument, Subject, moeglich
from generator.documents import projektworte as worte
from generator.documents.blatt import (
    Angabe,
    Erwartung,
    Erwartungen,
    Kaemmerei,
    Legende,
    Neues,
    Neuigkeit,
    Projektblock,
    Projektbloecke,
    Tabelle,
    Teilnahme,
    Teilnahmen,
    Ueberblick,
    View,
    Zaehler,
    Zeile,
)  # fmt: skip
from generator.documents.formular import MUSTERDATEN
from generator.documents.kaemmerei import Anteile
from generator.documents.kommune import Eigenes, Kommune, unreadable
from generator.documents.meilensteinleiste import leisten
from generator.model import Bestand, Projekt
from generator.wording import NBSP, datum

ART = "projektblatt"
FORMATE = ("docx", "pdf", "xlsx")
FORTLAUFEND = True
_ZUSTAENDE: tuple[sachstand.Zustand, ...] = ("gruen", "gelb", "rot", "blau", "grau")
_DRINGEND: tuple[sachstand.Zustand, ...] = ("rot", "gelb", "blau", "gruen", "grau")
_BINDUNGEN = (
    "beschlossen: der Rat hat die Teilnahme beschlossen · Vorbehalt: unter Haushaltsvorbehalt zugesagt · interessiert: ohne Zusage und ohne Eigenanteil"
)
_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-ZÄÖÜ])")


def formate(subject: Subject) -> tuple[str, ...]:
    """The formats of one edition: the workbook belongs to the intern one."""
    return FORMATE if subject.zugang == "intern" else FORMATE[:2]


def subjects(bestand: Bestand) -> Iterable[Subject]:
    """Two editions for each municipality, at the newest Stichtag."""
    if not bestand.region.stichtage:
        return
    day = max(bestand.region.stichtage)
    needed, named = frozenset(_needs(bestand)), dict[str, frozenset[str]]()
    for key in sorted({*bestand.koerperschaften, *unreadable(bestand)}):
        body = bestand.koerperschaften.get(key)
        if body is None or body.art != "kreis":
            own = needed | {f"{key}/koerperschaft", f"{key}/gremien", f"{key}/sitzungen"}
            where = moeglich.kreis(body)
            if where not in named:  # sheets of one Kreis share it: in a nation it is long
                named[where] = frozenset(bestand.einmal(moeglich.Beteiligte).dateien(where))
            subject = Subject(ART, key, f"{key}/{ART}/{day.isoformat()}", "intern", own, day, named[where])
            yield from (subject, replace(subject, zugang="oeffentlich"))


def _needs(bestand: Bestand) -> Iterator[str]:
    """The files that must be sound for any sheet: each shows every project, as its own or as one that is open to it."""
    yield "region"
    yield from (f"projekte/{name}" for name in bestand.projekte)
    yield from (name for name in bestand.fehlerhaft if name.startswith("projekte/"))
    homes = {projekt.federfuehrung.split("/", maxsplit=1)[0] for projekt in bestand.projekte.values()}
    homes |= {(bestand.region.koordination or "").split("/", maxsplit=1)[0]} - {""}
    yield from (f"{home}/koerperschaft" for home in sorted(homes))
    if bestand.region.strategie:
        home = bestand.region.strategie.split("/", maxsplit=1)[0]
        yield from (bestand.region.strategie, f"{home}/gremien", f"{home}/sitzungen")


def view(bestand: Bestand, subject: Subject, frueher: Mapping[str, Any] | None = None) -> View:
    """The words of one sheet. The one before it, as data, tells which projects the municipality has left since: data/ no longer does."""
    day = max(bestand.region.stichtage)
    return _Schreiber(Kommune(bestand, subject.koerperschaft, day, oeffentlich=subject.zugang == "oeffentlich"), frueher).view()


class _Schreiber:
    """Writes one sheet, section by section."""

    def __init__(self, kommune: Kommune, frueher: Mapping[str, Any] | None) -> None:
        self.kommune, self.frueher = kommune, (frueher or {}) if kommune.vorher else {}
        self.bestand, self.stichtag, self.eigene = kommune.bestand, kommune.stichtag, kommune.eigene
        self.intern = not kommune.oeffentlich
        self.neu = {own.key: kommune.neues(own) for own in self.eigene}

    def view(self) -> View:
        k, region = self.kommune, self.bestand.region
        title = f"Projektblatt {wording.genitiv(k.body)}"
        state = f"Stand der Daten {datum(self.stichtag)}"
        number = sum(1 for day in region.stichtage if day.year == self.stichtag.year and day <= self.stichtag)
        before = f"vorheriges Blatt: {datum(k.vorher)}" if k.vorher else "erstes Blatt"
        head = k.body.leitung.bezeichnung.replace("Der ", "den ").replace("Die ", "die ")
        vermerke = ("INTERN – nicht zur Veröffentlichung",) if self.intern else ()
        muster = MUSTERDATEN if region.musterdaten else ""
        shares = Anteile(k)
        expected, news, projekte = self._erwartet() if self.intern else Erwartungen(), self._neues(), self._projekte()
        return View(
            dokument=Dokument(f"{title}, Stand {datum(self.stichtag)}", ", ".join(reversed(k.koordination)), f"Smart Region {region.name}", self.stichtag),
            absender=f"Smart Region {region.name} · {state}",
            titel=title,
            stand=f"{state} · Nr.{NBSP}{number}/{self.stichtag.year} · {before}",
            anrede=f"für {head} und die Kämmerei" if self.intern else "Öffentliche Ausgabe",
            vermerke=vermerke,
            musterdaten=muster,
            kopfzeile=f"{title} · {state}",
            intern=self.intern,
            dichte=_dichte(expected, news, projekte),
            erwartet=expected,
            ueberblick=self._ueberblick(shares),
            neues=news,
            projekte=projekte,
            kaemmerei=shares.tabelle() if self.intern else Kaemmerei(),
            bloecke=self._bloecke() if self.intern else Projektbloecke(),
            uebrige=self._uebrige() if self.intern else Tabelle(),
            moeglich=moeglich.tabelle(k),
            angaben=self._angaben(),
            legende=self._legende(),
            arbeitsblatt=shares.arbeitsblatt(f"{title}: Eigenanteile", filter(None, (*vermerke, state, muster))) if self.intern else Arbeitsblatt(),
        )

    # page 1 --------------------------------------------------------------------------------------------------------

    def _abschnitt(self, letter: str, words: str) -> str:
        """A heading with its letter; the public edition has no A and therefore no letters."""
        return f"{letter}{NBSP}{NBSP}{words}" if self.intern else words

    def _erwartet(self) -> Erwartungen:
        rows = []
        for _, group in groupby(self.kommune.pflichten, key=lambda p: (p.termin, p.was)):
            same = tuple(group)
            concerned = tuple(p.betrifft for p in same)
            rows.append(Erwartung(same[0].termin, self.kommune.entscheidung(same[0], concerned), ", ".join(own.nummer for own in concerned)))
        return Erwartungen(
            ueberschrift=self._abschnitt("A", "Von Ihnen erwartet"),
            rueckmeldung=f"Rückmeldung an: {', '.join(self.kommune.koordination[:2])}",
            koepfe=("Termin", "Was", "Projekte") if rows else (),
            zeilen=tuple(rows),
            leer="" if rows else f"Nach dem {datum(self.stichtag)} wird nichts erwartet; alle Zahlen sind bestätigt.",
        )

    def _ueberblick(self, shares: Anteile) -> Ueberblick:
        states = [self.kommune.status(own.projekt).farbe for own in self.eigene]
        facts = [Angabe("Beschluss zur Strategie", self._strategie())]
        if self.intern:
            facts.insert(0, Angabe(f"Eigenanteil {self.stichtag.year + 1}", shares.naechstes_jahr()))
        return Ueberblick(
            ueberschrift=self._abschnitt("B", "Auf einen Blick"),
            beschriftung="Projekte",
            beteiligt=f"{len(self.eigene)} von {len(self.bestand.projekte)}",
            zaehler=tuple(Zaehler(worte.status(state), str(states.count(state))) for state in _ZUSTAENDE),
            angaben=tuple(facts),
        )

    def _strategie(self) -> str:
        own, region = self.kommune.body.strategiebeschluss, self.bestand.region
        number = f" ({own.nummer})" if own and own.nummer else ""
        parts = [
            f"{self.kommune.gremium(own.gremium, voll=True)} {datum(own.datum)}{number}"
            if own
            else f"{wording.mit_art(self.kommune.body)}: kein Beschluss gemeldet"
        ]
        vorlage = self.bestand.vorlagen.get(region.strategie or "")
        home = (region.strategie or "").split("/", maxsplit=1)[0]
        stops = [self.bestand.sitzungen.get(f"{home}/{stop.sitzung}") for stop in vorlage.beratungsfolge if stop.rolle == "entscheidung"] if vorlage else []
        for sitzung in filter(None, stops):
            gremium = self.bestand.gremien[f"{home}/{sitzung.gremium}"].name
            parts.append(f"{gremium} {datum(sitzung.termin)}{f' ({vorlage.nummer})' if vorlage and vorlage.nummer else ''}")
        return " · ".join(parts)

    def _neues(self) -> Neues:
        k = self.kommune
        heading = f"Neu seit dem Blatt vom {datum(k.vorher)}" if k.vorher else "Neu seit dem letzten Blatt"
        changed = [own for own in self.eigene if self.neu[own.key]]
        changed.sort(key=lambda own: (k.aenderungen(own).ampel is None, _DRINGEND.index(k.status(own.projekt).farbe)))
        rows = [Neuigkeit(k.status(own.projekt).zeichen, own.nummer, own.projekt.titel, " · ".join(k.neues_kurz(own))) for own in changed]
        rows += self._verlassen()
        same = ", ".join(own.nummer for own in self.eigene if not self.neu[own.key])
        rest = f"Unverändert: {same}" if same else "" if self.eigene else "Keine eigenen Projekte."
        return Neues(self._abschnitt("C", heading), ("Projekt", "Neu") if rows else (), tuple(rows),
                     rest if k.vorher else "Dies ist das erste Blatt; einen Vergleich gibt es ab dem nächsten.")  # fmt: skip

    def _verlassen(self) -> Iterator[Neuigkeit]:
        """Projects of the sheet before that are not this one's: with the sign of today, if there still is such a project."""
        own, all_ = {own.nummer for own in self.eigene}, {worte.kennung(key): projekt for key, projekt in self.bestand.projekte.items()}
        for old in self.frueher.get("projekte", {}).get("zeilen", ()):
            if (number := old["nummer"]) not in own:
                sign = self.kommune.status(all_[number]).zeichen if number in all_ else old["status"]["zeichen"]
                yield Neuigkeit(sign, number, old["titel"], "nicht mehr beteiligt")

    def _projekte(self) -> Teilnahmen:
        rows = tuple(Teilnahme(own.nummer, own.projekt.titel, self.kommune.status(own.projekt), self._vor_ort(own), self._bindung(own),
                               worte.naechster_schritt(own.projekt, self.stichtag)) for own in self.eigene)  # fmt: skip
        return Teilnahmen(
            self._abschnitt("D", f"Unsere Projekte{' (Zeichenerklärung auf der letzten Seite)' if rows else ''}"),
            ("Nr.", "Projekt", "Status", "vor Ort", "Bindung" if self.intern else "Beschluss", "nächster Schritt") if rows else (),
            rows,
            "" if rows else f"Die {wording.mit_art(self.kommune.body)} ist zum Stichtag an keinem Projekt beteiligt.",
        )

    def _vor_ort(self, own: Eigenes) -> str:
        notes = [note for note in own.teil.vor_ort if note.am <= self.stichtag]
        return max(notes, key=lambda note: note.am).text if notes else "–"

    def _bindung(self, own: Eigenes) -> str:
        if self.intern:
            return "Vorbehalt" if own.teil.bindung == "haushaltsvorbehalt" else worte.bindung(own.teil.bindung)
        return datum(own.teil.beschluss.datum) if own.teil.beschluss and own.teil.bindung == "beschlossen" else "–"

    # projects in full ----------------------------------------------------------------------------------------------

    def _ausfuehrlich(self) -> set[str]:
        return {key for key, news in self.neu.items() if news} | {pflicht.betrifft.key for pflicht in self.kommune.pflichten}

    def _bloecke(self) -> Projektbloecke:
        chosen = self._ausfuehrlich()
        blocks = tuple(self._block(own) for own in self.eigene if own.key in chosen)
        return Projektbloecke("Projekte mit Änderung oder Aufgabe", "Meilensteine", blocks) if blocks else Projektbloecke()

    def _block(self, own: Eigenes) -> Projektblock:
        projekt, k = own.projekt, self.kommune
        light = sachstand.ampel(projekt, self.stichtag, self.bestand.region.ampel)
        entry = sachstand.sachstand(projekt, self.stichtag)
        before = [Angabe("Neu", " · ".join(self.neu[own.key]))] if self.neu[own.key] else []
        if entry:
            before.append(Angabe(f"Stand {datum(entry.am)}", wording.fest(entry.text)))
        duties = "; ".join(f"{p.termin}: {k.entscheidung(p, (own,))}" for p in k.pflichten if p.betrifft.key == own.key)
        after = [Angabe("Aufgabe der Gemeinde" if k.body.art == "gemeinde" else "Aufgabe der Stadt", duties)] if duties else []
        return Projektblock(own.nummer, projekt.titel, worte.status(light.zustand), worte.gruende(projekt, light, self.stichtag), _satz(projekt), tuple(before),
                            tuple(leisten(projekt, self.stichtag)),
                            (*after, Angabe("Ansprechstelle", k.ansprechstelle(projekt))))  # fmt: skip

    def _uebrige(self) -> Tabelle:
        chosen = self._ausfuehrlich()
        rows = []
        for own in self.eigene:
            if own.key not in chosen:
                entry = sachstand.sachstand(own.projekt, self.stichtag)
                done = f", {entry.fertig_prozent}{NBSP}% fertig" if entry and entry.fertig_prozent is not None else ""
                phase = f"{worte.phase(entry.phase)}{done}" if entry else "–"
                rows.append(Zeile((own.nummer, own.projekt.titel, phase, self.kommune.ansprechstelle(own.projekt))))
        return Tabelle("Projekte ohne Änderung und ohne Aufgabe", "", ("Nr.", "Projekt", "Phase", "Ansprechstelle"), tuple(rows)) if rows else Tabelle()

    # last pages ----------------------------------------------------------------------------------------------------

    def _angaben(self) -> Tabelle:
        body = self.kommune.body
        rows = [("Amtlicher Gemeindeschlüssel", body.ags, "–", "–")]
        if body.einwohner:
            rows.append(("Einwohnerinnen und Einwohner", wording.zahl(body.einwohner.zahl), datum(body.einwohner.stand), body.einwohner.quelle))
        if body.flaeche_km2:
            rows.append(("Fläche", f"{wording.zahl(body.flaeche_km2.zahl)}{NBSP}km²", datum(body.flaeche_km2.stand), body.flaeche_km2.quelle))
        heading = f"Angaben zur {wording.mit_art(body)}"
        return Tabelle(heading, "", ("Angabe", "Wert", "Stand", "Quelle"), tuple(map(Zeile, rows)))

    def _legende(self) -> Legende:
        signs = " · ".join(f"{status.zeichen}{NBSP}{status.wort}" for status in map(worte.status, _ZUSTAENDE))
        *parts, rule = worte.legende(self.bestand.region.ampel)
        rows = [Angabe("Status", signs), *(Angabe(*sentence.split(": ", 1)) for sentence in parts), Angabe("Gesamt", rule)]
        if self.intern:
            rows += [Angabe("Meilensteine", f"◆{NBSP}erreicht · ◈{NBSP}gegenüber der Planung verschoben · ◇{NBSP}geplant"), Angabe("Bindung", _BINDUNGEN)]
        return Legende("Zeichenerklärung und Schwellen", tuple(rows))


def _dichte(expected: Erwartungen, news: Neues, projekte: Teilnahmen) -> Literal["normal", "dicht", "lang"]:
    """How close page 1 is set: by about how many lines its tables have, from the characters that a line of each column holds."""
    lines = sum(max(_lines(row.was, 66), _lines(row.projekte, 26)) for row in expected.zeilen)
    lines += sum(max(_lines(f"{row.nummer}{row.titel}", 40), _lines(row.text, 66)) for row in news.zeilen)
    lines += sum(max(_lines(row.titel, 29), _lines(row.vor_ort, 19), _lines(row.schritt, 21)) for row in projekte.zeilen)
    return "normal" if lines <= 29 else "dicht" if lines <= 48 else "lang"


def _lines(text: str, width: int) -> int:
    return -(-len(text) // width)


def _satz(projekt: Projekt) -> str:
    """What the project is, in one sentence."""
    return _SENTENCE.split(wording.fest(projekt.kurz), maxsplit=1)[0]
