"""The Sachstandsbericht: how the projects of the strategy stand, told to the committees in the body's form, with three Anlagen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from generator import geld, sachstand, wording
from generator.charts import Balken, Diagramm, Muster, Reihe
from generator.documents import Subject, berichtsanlagen
from generator.documents import projektworte as worte
from generator.documents.anlagenteile import ANLAGEN
from generator.documents.berichtslage import FRISTEN_TAGE, Fall, Lage
from generator.documents.berichtsteile import (
    Abschnitt,
    Anstehend,
    Entscheidungen,
    Neues,
    Neuigkeit,
    Statustabelle,
    Statuszeile,
    Termine,
    Terminzeile,
    View,
    Zaehlung,
)
from generator.documents.formular import Schreiber, needs, zugang
from generator.markup import Langtext
from generator.model import Anlage, Bericht, Bestand, Entscheidung, Foerderstand, Zugang, vorlage_id
from generator.rules import berichte as rules
from generator.rules.vorlagen import station
from generator.sachstand import Zustand

ART = "sachstandsbericht"
FORMATE = ("docx", "pdf")
FORTLAUFEND = False
_MUSTER: dict[Zustand, Muster] = {"gruen": "voll", "gelb": "schraeg", "rot": "kreuz", "grau": "punkte", "blau": "leer"}
_URGENT: tuple[Zustand, ...] = ("rot", "blau", "gelb", "gruen", "grau")
_COUNTED: tuple[Foerderstand, ...] = ("bewilligt", "beantragt", "abgelehnt")


def subjects(bestand: Bestand) -> Iterable[Subject]:
    """One paper per Bericht, and of a public one with words under seal a second with all of them.

    One whose file is broken is named too, so that nobody takes it for withdrawn.
    """
    broken = (key for key in bestand.fehlerhaft if "/berichte/" in key)
    for key in sorted({*bestand.berichte, *broken}):
        bericht = bestand.berichte.get(key)
        needed = frozenset(_needs(bestand, key, bericht))
        subject = Subject(ART, key.split("/", maxsplit=1)[0], key, zugang(bericht), needed, bericht.stichtag if bericht else date.min)
        yield subject
        if key in bestand.gemischt:
            yield replace(subject, zugang="nichtoeffentlich")


def view(bestand: Bestand, subject: Subject, frueher: View | None = None) -> View:  # noqa: ARG001 - the protocol's; changes are found from dated entries
    """The words of one Bericht; the Bestand must be sound in all that the subject needs."""
    return _Seite(bestand, subject.gegenstand, subject.zugang).view()


def nummer(key: str) -> str:
    """1/2025 for `kreis-warendorf/berichte/2025-1`; another name stays as it is."""
    name = key.rsplit("/", 1)[-1]
    year, _, number = name.partition("-")
    return f"{number}/{year}" if year.isdecimal() and number.isdecimal() else name


def _needs(bestand: Bestand, key: str, bericht: Bericht | None) -> Iterator[str]:
    """A Bericht shows every project and every municipality; and it names its predecessor, its mandate and Sitzungen to come."""
    yield from needs(bestand, key, bericht)
    yield from (f"projekte/{name}" for name in bestand.projekte)
    yield from (name for name in bestand.fehlerhaft if name.startswith("projekte/") or name.endswith("/koerperschaft"))
    yield from (f"{name}/koerperschaft" for name in bestand.koerperschaften)
    if bericht is None:
        return
    body = key.split("/", maxsplit=1)[0]
    named = [bericht.grundlage.vorlage, *(e.vorlage for e in bericht.entscheidungen if e.vorlage)]
    yield from (vorlage_id(body, bezug) for bezug in named)
    yield from (f"{body}/gremien", f"{body}/sitzungen")
    if bericht.vorheriger:
        yield f"{body}/berichte/{bericht.vorheriger}"


class _Seite:
    """Writes the Bericht itself; its Anlagen are written in `berichtsanlagen`."""

    def __init__(self, bestand: Bestand, key: str, zugang: Zugang) -> None:
        bericht = bestand.berichte[key]
        if key in bestand.gemischt:  # the edition that has all of it is no public paper
            bericht = bericht.model_copy(update={"zugang": zugang})
        titles = (*(Anlage(titel=titel) for titel in ANLAGEN), *bericht.anlagen)
        numbered = tuple(anlage.model_copy(update={"titel": f"{i} {anlage.titel}"}) for i, anlage in enumerate(titles, 1))
        self.key = key
        self.lage = Lage(bestand, key)
        self.bericht = bericht
        self.form = Schreiber(bestand, key, bericht.model_copy(update={"anlagen": numbered, "erlaeuterungen": None}))

    def view(self) -> View:
        """All of it."""
        form, lage = self.form, self.lage
        blocks = tuple(form.bloecke())
        last = tuple(block for block in blocks if block.art in ("anlagen", "noch_offen") or block.feld in ("unterschriften", "mitzeichnung"))
        before = tuple(block for block in blocks if block not in last)
        later = lage.nachtraege()
        counted = Counter(fall.zustand for fall in lage.faelle)
        number = len(lage.faelle)
        text = wording.langtext(self.bericht.erlaeuterungen) if self.bericht.erlaeuterungen else Langtext()
        return View(
            dokument=form.dokument(),
            absender=form.absender(),
            titel=form.titel(),
            vermerke=tuple(form.vermerke()),
            musterdaten=form.musterdaten(),
            kopfzeile=f"{self._number()} · Sachstandsbericht {nummer(self.key)} · Stand der Daten {wording.datum(lage.stichtag)}",
            bloecke=before,
            grundlage=self._mandate(),
            blick="Auf einen Blick",
            bewertung_kopf="Bewertung der Verwaltung:",
            bewertung=wording.fest(self.bericht.bewertung) if self.bericht.bewertung else form.gap("bewertung"),
            bewertung_von=self._signed(),
            anzahl=_projekte(number),
            zaehlungen=tuple(Zaehlung(worte.status(zustand), str(counted[zustand])) for zustand in worte.ZUSTAENDE),
            diagramm=self._chart(),
            tabelle=self._table(),
            neues=self._news(),
            geld=Abschnitt("Geld", tuple(self._money())),
            entscheidungen=self._decisions(),
            nachtraege=Abschnitt("Nach dem Stichtag bekannt geworden" if later else "", later),
            termine=self._dates(),
            legende=Abschnitt("Wie die Ampel zustande kommt", worte.legende(lage.schwellen)),
            text_kopf=next((b.ueberschrift or "" for b in form.formular.bloecke if b.block == "erlaeuterungen"), "") if text else "",
            text=text,
            schluss=last,
            einzelheiten=berichtsanlagen.einzelheiten(lage),
            finanzen=berichtsanlagen.finanzen(lage),
            matrix=berichtsanlagen.matrix(lage),
        )

    def _number(self) -> str:
        labels = self.form.formular.beschriftungen
        return f"{labels.nummer_kurz}{wording.NBSP}{self.bericht.nummer}" if self.bericht.nummer else labels.nummer_offen

    def _signed(self) -> str:
        key = self.bericht.bewertung_von
        return wording.person(self.form.owner.personen[key]) if key else self.form.gap("bewertung_von")

    def _mandate(self) -> str:
        """Who asked for the Bericht, and which one came before."""
        bestand, bericht = self.lage.bestand, self.bericht
        name = vorlage_id(self.lage.body, bericht.grundlage.vorlage)
        vorlage = bestand.vorlagen[name]
        decided = [station(bestand, name.split("/", maxsplit=1)[0], stop) for stop in vorlage.beratungsfolge if stop.rolle == "entscheidung"]
        who = next((f"{gremium.name} {wording.datum(day)}" for gremium, day in decided if gremium and day), "")
        parts = (
            who,
            f"Vorlage {vorlage.nummer}" if vorlage.nummer else "",
            f"Beschluss Nr.{wording.NBSP}{bericht.grundlage.punkt}" if bericht.grundlage.punkt else "",
        )
        before = "Erster Bericht; einen vorherigen gibt es nicht."
        if self.lage.vorheriger and bericht.vorheriger:
            before = f"Vorheriger Bericht: {nummer(bericht.vorheriger)}, Stichtag{wording.NBSP}{wording.datum(self.lage.vorheriger.stichtag)}."
        return f"Grundlage: {', '.join(filter(None, parts))}. {before}"

    def _rows(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Each Handlungsfeld with its projects per state."""
        for key, name in self.lage.bestand.region.handlungsfelder.items():
            counted = Counter(fall.zustand for fall in self.lage.faelle if fall.projekt.handlungsfeld == key)
            yield name, tuple(counted[zustand] for zustand in worte.ZUSTAENDE)

    def _chart(self) -> Diagramm:
        titel = "Status der Projekte nach Handlungsfeld"
        bars = tuple(Balken(f"{name} ({sum(numbers)})", numbers) for name, numbers in self._rows())
        words = [worte.status(zustand).wort for zustand in worte.ZUSTAENDE]
        told = (f"{bar.name}: {', '.join(f'{n} {w}' for n, w in zip(bar.zahlen, words, strict=True) if n) or 'keine'}" for bar in bars)
        series = tuple(Reihe(_MUSTER[zustand], _sign(zustand)) for zustand in worte.ZUSTAENDE)
        return Diagramm(titel, f"Balkendiagramm: {titel}. {'; '.join(told)}.", series, bars)

    def _table(self) -> Statustabelle:
        rows = tuple(self._rows())
        totals = tuple(sum(column) for column in zip(*(numbers for _, numbers in rows), strict=True)) or (0,) * len(worte.ZUSTAENDE)
        head = (*map(_sign, worte.ZUSTAENDE), "Projekte")
        return Statustabelle(
            "Status nach Handlungsfeld in Zahlen", "Handlungsfeld", head, tuple(_status_row(*row) for row in rows), _status_row("Alle Handlungsfelder", totals)
        )

    def _news(self) -> Neues:
        heading = "Neu seit dem letzten Bericht"
        if self.lage.vorheriger is None:
            return Neues(heading, (), "Der Vergleich beginnt mit dem nächsten Bericht.")
        changed = sorted((fall for fall in self.lage.faelle if fall.neu.wesentlich), key=_urgency)
        if not changed:
            return Neues(heading, (), "Kein Projekt hat sich bei Ampel, Terminen, Geld oder Beteiligung geändert.")
        rest = len(self.lage.faelle) - len(changed)
        return Neues(f"{heading} (vollständig: Anlage{wording.NBSP}1)", tuple(map(self._news_line, changed)), f"unverändert: {_projekte(rest)}" if rest else "")

    def _news_line(self, fall: Fall) -> Neuigkeit:
        signs = [worte.status(zustand) for zustand in fall.neu.ampel or (fall.zustand,)]
        text = " · ".join(worte.kern(fall.projekt, fall.neu, self.lage.schwellen, self.lage.bestand))
        return Neuigkeit("→".join(s.zeichen for s in signs), f" →{wording.NBSP}".join(s.wort for s in signs), fall.name, text)

    def _money(self) -> Iterator[str]:
        """Sums that say what is not in them, and the deadlines of funders."""
        budgets = [(fall, fall.projekt.budget) for fall in self.lage.faelle]
        known = [budget for _, budget in budgets if budget]
        if known:
            years = sorted({year for budget in known for year in budget.jahre})
            span = f" {years[0]}–{years[-1]}" if len(years) > 1 else f" {years[0]}" if years else ""
            missing = [worte.kennung(fall.key) for fall, budget in budgets if budget is None]
            of = f"{len(known)} von {len(budgets)} Projekten, {wording.aufzaehlung(missing)} nicht beziffert" if missing else _projekte(len(budgets))
            yield f"Budget{span}: {_geld(geld.summe(budget.gesamt for budget in known))} ({of})."
        funded = [(sachstand.foerderstand(fall.projekt, self.lage.stichtag), fall.projekt.foerderung) for fall in self.lage.faelle]
        sums = [(stand, [f.betrag for s, f in funded if s == stand and f and f.betrag is not None]) for stand in _COUNTED]
        told = [f"{worte.foerderung(stand)} {_geld(geld.summe(amounts))} ({len(amounts)})" for stand, amounts in sums if amounts]
        yield f"Förderung (Projekte): {', '.join(told)}." if told else "Förderung: keine bewilligt oder beantragt."
        dates = [f"{worte.kennung(fall.key)} {frist.was} bis {wording.datum(frist.am)}" for frist, fall in self.lage.fristen()]
        yield f"Förderfristen in {FRISTEN_TAGE} Tagen: {', '.join(dates) or 'keine'}."

    def _dates(self) -> Termine:
        lines = tuple(Terminzeile(wording.datum(day), fall.name, stone.titel, worte.status(fall.zustand)) for day, fall, stone in self.lage.meilensteine())
        if not lines:
            return Termine("", (), ())
        return Termine(f"Meilensteine in den {FRISTEN_TAGE} Tagen nach dem Stichtag", ("Termin", "Projekt", "Meilenstein", "Status"), lines)

    def _decisions(self) -> Entscheidungen:
        lines = tuple(map(self._decision, self.bericht.entscheidungen))
        return Entscheidungen("Anstehende Entscheidungen (jeweils eigene Vorlage)", lines, "" if lines else "Derzeit stehen keine Entscheidungen an.")

    def _decision(self, entscheidung: Entscheidung) -> Anstehend:
        gremium, day = rules.termin(self.lage.bestand, self.lage.body, entscheidung)
        vorlage = self.lage.bestand.vorlagen.get(vorlage_id(self.lage.body, entscheidung.vorlage)) if entscheidung.vorlage else None
        secret = entscheidung.nichtoeffentlich or (vorlage is not None and vorlage.zugang != "oeffentlich")
        fixed = entscheidung.sitzung and (vorlage or secret)
        when = wording.datum(day) if day else "Termin folgt"
        named = f"Vorlage {vorlage.nummer}" if vorlage and vorlage.nummer else "Vorlage in Vorbereitung" if vorlage else "Vorlage folgt"
        matter = (vorlage.betreff_oeffentlich if secret and vorlage else None) or entscheidung.was
        return Anstehend(
            was=f"{worte.kennung(entscheidung.projekt)}: {matter}" if entscheidung.projekt else matter,
            gremium=gremium,
            termin=when if fixed else f"voraussichtlich {when}",
            vorlage="nichtöffentlich" if secret else named,
        )


def _urgency(fall: Fall) -> tuple[bool, int, int]:
    """Changes of the Ampel first, the worst of them before all; then the longest delays."""
    moved = max((abs(move.tage) for move in fall.neu.termine), default=0)
    return fall.neu.ampel is None, _URGENT.index(fall.zustand), -moved


def _status_row(name: str, numbers: tuple[int, ...]) -> Statuszeile:
    return Statuszeile(name, tuple(map(str, (*numbers, sum(numbers)))))


def _sign(zustand: Zustand) -> str:
    status = worte.status(zustand)
    return f"{status.zeichen}{wording.NBSP}{status.wort}"


def _projekte(number: int) -> str:
    return f"{number or 'keine'} {'Projekt' if number == 1 else 'Projekte'}"


def _geld(amount: Decimal) -> str:
    return wording.geld(amount, worte.GELD)
