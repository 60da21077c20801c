"""The Beschlusskontrolle: what a body's decisions ask of its administration, by when, and how it stands at the newest Stichtag.

Public Vorlagen and the others have a paper each; the second shows only what is not in the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator import markup, wording
from generator.documents import Dokument, Subject
from generator.documents.auftragsteile import Art, Auftragsliste, Auftragszeile, Erklaerung, Legende, View, Zustand
from generator.documents.formular import MUSTERDATEN
from generator.documents.sachstandsbericht import nummer
from generator.model import Auftrag, Bestand, Koerperschaft, Vorlage
from generator.rules import auftraege as rules
from generator.rules.auftraege import Entscheid
from generator.wording import NBSP, datum

ART = "beschlusskontrolle"
FORMATE = ("docx", "pdf")
FORTLAUFEND = True

_ZEICHEN: dict[Art, tuple[str, str]] = {
    "ueberfaellig": ("■", "überfällig"),
    "offen": ("○", "offen"),
    "in_arbeit": ("►", f"in{NBSP}Arbeit"),
    "zurueckgestellt": ("◊", "zurückgestellt"),
    "erledigt": ("✓", "erledigt"),
}


@dataclass(frozen=True, slots=True)
class _Fall:
    """One Auftrag of a decided Vorlage."""

    key: str
    vorlage: Vorlage
    entscheid: Entscheid
    auftrag: Auftrag


def subjects(bestand: Bestand) -> Iterable[Subject]:
    """Up to two papers for each body: one of public decisions, and one of those that are not, or not in all."""
    day = max(bestand.region.stichtage)
    public: dict[str, list[_Fall]] | None = None
    for body, cases in _by_body(bestand, day).items():
        public = _by_body(bestand.oeffentlich(day), day) if public is None else public
        needed = frozenset(_needs(bestand, body, cases))
        if public.get(body):
            yield Subject(ART, body, f"{body}/{ART}/{day.isoformat()}", "oeffentlich", needed, day)
        if _without(cases, public.get(body, [])):
            yield Subject(ART, body, f"{body}/{ART}/{day.isoformat()}", "nichtoeffentlich", needed, day)


def view(bestand: Bestand, subject: Subject, frueher: Any = None) -> View:  # noqa: ARG001 - the protocol's; what is done is dated
    """The words of one Beschlusskontrolle."""
    cases = _by_body(bestand, subject.stand).get(subject.koerperschaft, [])
    if subject.zugang != "oeffentlich":
        cases = _without(cases, _by_body(bestand.oeffentlich(subject.stand), subject.stand).get(subject.koerperschaft, []))
    return _Schreiber(bestand, subject, cases).view()


def _by_body(bestand: Bestand, day: date) -> dict[str, list[_Fall]]:
    """The Aufträge of all Vorlagen decided until a day, by body, in the order of the decisions; found once for all bodies."""
    known = bestand.einmal(_by_day)
    if day not in known:
        known[day] = _decided(bestand, day)
    return known[day]


def _by_day(_: Bestand) -> dict[date, dict[str, list[_Fall]]]:
    return {}


def _decided(bestand: Bestand, day: date) -> dict[str, list[_Fall]]:
    found: dict[str, list[_Fall]] = {}
    for key, vorlage in bestand.papiere.items():
        if vorlage.auftraege and (decided := rules.entschieden(bestand, key, vorlage, day)):
            found.setdefault(key.split("/", maxsplit=1)[0], []).extend(_Fall(key, vorlage, decided, auftrag) for auftrag in vorlage.auftraege)
    for cases in found.values():
        cases.sort(key=lambda case: (case.entscheid.tag, case.vorlage.nummer or "", case.key, case.auftrag.punkt))
    return dict(sorted(found.items()))


def _without(cases: list[_Fall], public: list[_Fall]) -> list[_Fall]:
    """The cases that the public paper does not show just so."""
    known = {(case.key, case.auftrag.id): case for case in public}
    return [case for case in cases if (same := known.get((case.key, case.auftrag.id))) is None or same.auftrag != case.auftrag]


def _needs(bestand: Bestand, body: str, cases: list[_Fall]) -> Iterator[str]:
    """The files that must be sound: those that have Aufträge or report on them, and what cannot be read might."""
    yield from ("region", f"{body}/koerperschaft")
    yield from (key for key in bestand.fehlerhaft if key.startswith((f"{body}/vorlagen/", f"{body}/berichte/")))
    for case in cases:
        yield case.key
        for home in rules.homes(case.key, case.vorlage):
            yield from (f"{home}/gremien", f"{home}/sitzungen")
        yield from (name for _, name in rules.berichte(bestand, case.key, case.auftrag, max(bestand.region.stichtage)))


class _Schreiber:
    """Writes one Beschlusskontrolle."""

    def __init__(self, bestand: Bestand, subject: Subject, cases: list[_Fall]) -> None:
        self.bestand, self.cases, self.stichtag = bestand, cases, subject.stand
        self.owner: Koerperschaft = bestand.koerperschaften[subject.koerperschaft]
        self.oeffentlich = subject.zugang == "oeffentlich"
        self.vorher = max((day for day in bestand.region.stichtage if day < self.stichtag), default=None)
        self.gedruckt: dict[tuple[str, int], str] = {}

    def view(self) -> View:
        title, state = f"Beschlusskontrolle {wording.genitiv(self.owner)}", f"Stand der Daten {datum(self.stichtag)}"
        part = "Öffentliche Beschlüsse" if self.oeffentlich else "Nichtöffentliche Beschlüsse"
        todo, done = sorted((case for case in self.cases if not self._done(case)), key=self._urgency), sorted(filter(self._just_done, self.cases), key=_end)
        since = f"Seit dem {datum(self.vorher)} erledigt" if self.vorher else "Erledigt"
        heads = ("Nr.", "Frist und Stand", "Auftrag und Wortlaut des Beschlusses", "Beschluss", "Zuständig", "Letzte Meldung")
        open_rows = tuple(self._row(i, case) for i, case in enumerate(todo, 1))
        done_rows = tuple(self._row(i, case) for i, case in enumerate(done, len(todo) + 1))
        return View(
            dokument=Dokument(f"{title}, Stand {datum(self.stichtag)}", f"{wording.mit_art(self.owner)}", part, self.stichtag),
            absender=f"{wording.mit_art(self.owner)} – {self.owner.leitung.bezeichnung}",
            titel=title,
            stand=f"{state} · {part}",
            vermerke=() if self.oeffentlich else ("nichtöffentlich – Verschwiegenheitspflicht",),
            musterdaten=MUSTERDATEN if self.bestand.region.musterdaten else "",
            kopfzeile=f"{title} · {state}",
            zusammenfassung=self._summary(todo, done),
            offen=Auftragsliste("Offene Aufträge", heads if todo else (), open_rows, "" if todo else "Derzeit ist kein Auftrag offen."),
            erledigt=Auftragsliste(since, heads if done else (), done_rows, "" if done else "Kein Auftrag."),
            legende=self._legend(),
        )

    def _done(self, case: _Fall) -> bool:
        """Whether it was done on the Stichtag; what was done later was still open then."""
        return case.auftrag.erledigt_am is not None and case.auftrag.erledigt_am <= self.stichtag

    def _just_done(self, case: _Fall) -> bool:
        return self._done(case) and (self.vorher is None or _end(case) > self.vorher)

    def _late(self, case: _Fall) -> int:
        """For how many days it has been overdue; what was put off waits."""
        due = case.auftrag.bis
        return (self.stichtag - due).days if due and due < self.stichtag and not self._done(case) and case.auftrag.stand != "zurueckgestellt" else 0

    def _urgency(self, case: _Fall) -> tuple[bool, bool, bool, date]:
        """Overdue ones first, then by deadline, then what was put off, at last what has no end."""
        auftrag, late = case.auftrag, self._late(case) > 0
        return not late, auftrag.fortlaufend and not late, auftrag.stand == "zurueckgestellt", auftrag.bis or date.max

    def _summary(self, todo: list[_Fall], done: list[_Fall]) -> str:
        late = sum(self._late(case) > 0 for case in todo)
        off = sum(case.auftrag.stand == "zurueckgestellt" for case in todo)
        endless = sum(case.auftrag.fortlaufend for case in todo)
        parts = [f"{number} {word}" for number, word in ((late, "überfällig"), (off, "zurückgestellt"), (endless, "fortlaufend")) if number]
        more = f", davon {wording.aufzaehlung(parts)}" if parts else ""
        none = ", keiner überfällig" if todo and not late else ""
        since = f" seit dem {datum(self.vorher)}" if self.vorher else ""
        return f"{_auftraege(len(todo))} offen{more}{none}; {len(done) or 'keiner'}{since} erledigt."

    def _row(self, number: int, case: _Fall) -> Auftragszeile:
        auftrag, vorlage, decided = case.auftrag, case.vorlage, case.entscheid
        when, text = self._report(case)
        named = f"Vorlage {vorlage.nummer}" if vorlage.nummer else "Vorlage ohne Nummer"
        return Auftragszeile(
            nummer=str(number),
            frist=_deadline(auftrag),
            zustand=self._state(case),
            was=wording.fest(auftrag.was),
            wortlaut=self._wording(number, case),
            beschluss=f"{decided.gremium}, {datum(decided.tag)}",
            vorlage=f"{named}, Punkt{NBSP}{auftrag.punkt}",
            betreff=wording.fest(vorlage.betreff),
            wer=rules.amt(self.bestand, case.key, auftrag),
            gemeldet=datum(when) if when else "",
            meldung=text,
        )

    def _state(self, case: _Fall) -> Zustand:
        auftrag = case.auftrag
        if self._done(case):
            return Zustand("erledigt", *_ZEICHEN["erledigt"], f"am {datum(_end(case))}")
        # Done after the Stichtag: on that day it was under way if anybody had reported on it.
        known = ("in_arbeit" if self._reports(case) else "offen") if auftrag.stand == "erledigt" else auftrag.stand
        if days := self._late(case):
            return Zustand("ueberfaellig", *_ZEICHEN["ueberfaellig"], f"seit {days}{NBSP}{'Tag' if days == 1 else 'Tagen'}, {_ZEICHEN[known][1]}")
        return Zustand(known, *_ZEICHEN[known], "")

    def _wording(self, number: int, case: _Fall) -> str:
        """The text of the Beschlusspunkt, once; where it stands already, which row has it."""
        here = (case.key, case.auftrag.punkt)
        if here in self.gedruckt:
            return f"Wortlaut wie bei Nr.{NBSP}{self.gedruckt[here]}"
        self.gedruckt[here] = str(number)
        text = case.entscheid.wortlaut or case.vorlage.beschlussvorschlag[case.auftrag.punkt - 1]
        changed = "Geänderter Wortlaut" if case.entscheid.wortlaut else "Wortlaut"
        return f"{changed}: „{_inner(' '.join(_plain(wording.langtext(text).bloecke)))}“"

    def _reports(self, case: _Fall) -> list[tuple[date, str]]:
        """All that was reported until the Stichtag, or until it was done, by day; on one day the Bericht is named behind what was said."""
        until = min(self.stichtag, _end(case))
        found = {meldung.am: wording.fest(meldung.text) for meldung in case.auftrag.meldungen if meldung.am <= until}
        for day, key in rules.berichte(self.bestand, case.key, case.auftrag, until):
            number = self.bestand.berichte[key].nummer
            name = f"Sachstandsbericht {nummer(key)}{f', Vorlage {number}' if number else ''}"
            found[day] = f"{found[day]} ({name})" if day in found else name
        return sorted(found.items())

    def _report(self, case: _Fall) -> tuple[date | None, str]:
        reports = self._reports(case)
        return reports[-1] if reports else (None, "keine Meldung")

    def _legend(self) -> Legende:
        signs = " · ".join(f"{sign}{NBSP}{word}" for sign, word in _ZEICHEN.values())
        rows = (
            ("Stand", signs),
            ("Überfällig", f"Die Frist liegt vor dem {datum(self.stichtag)}, dem Stand der Daten. Was zurückgestellt ist, wird nicht überfällig."),
            (
                "Letzte Meldung",
                "Was das zuständige Amt zuletzt mitgeteilt hat, oder der Sachstandsbericht, der sich auf den Beschluss beruft, zu seinem Stichtag.",
            ),
            (
                "Reihenfolge",
                "Überfällige Aufträge zuerst, dann nach Frist, danach zurückgestellte, zuletzt fortlaufende. Erledigte stehen noch einmal hier, danach nicht mehr.",
            ),
        )
        return Legende("Zeichenerklärung", tuple(Erklaerung(*row) for row in rows))


def _auftraege(number: int) -> str:
    return f"{number or 'Kein'} {'Auftrag' if number <= 1 else 'Aufträge'}"


def _end(case: _Fall) -> date:
    return case.auftrag.erledigt_am or date.max


def _deadline(auftrag: Auftrag) -> str:
    if not auftrag.fortlaufend:
        return f"bis {datum(auftrag.bis)}" if auftrag.bis else "ohne Frist"
    return f"fortlaufend, nächste Frist {datum(auftrag.bis)}" if auftrag.bis else "fortlaufend"


def _plain(blocks: tuple[markup.Textblock, ...]) -> Iterator[str]:
    """The texts of a long text in running words."""
    for block in blocks:
        for runs in (block.laeufe, *(cell.laeufe for row in (block.kopf, *block.zeilen) for cell in row)):
            if runs:
                yield "".join(run.text for run in runs)
        for punkt in block.punkte:
            yield from _plain(punkt)


def _inner(text: str) -> str:
    """A text as it stands within quotation marks: its own become single ones."""
    return text.replace("„", "‚").replace("“", "‘")
