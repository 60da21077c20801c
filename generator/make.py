"""The story of a run: plan → view → render → check → write. Yields events; prints nothing and knows no clock."""

from __future__ import annotations

import hashlib
import traceback
from collections import deque
from collections.abc import Collection, Generator, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import uebergabe
from generator.beilagen import Beilagen
from generator.disclosure import Durchsicht
from generator.documents import Subject, papierart, uebergabeblatt
from generator.gedaechtnis import Gedaechtnis
from generator.laufbuch import Papier
from generator.output import PUBLIC, Ausgabe, Geschehen
from generator.planung import Plan, Planung, path, view
from generator.problems import Problem, Problems
from generator.rendering import POOL_FROM, PRINT_OF, Arbeit, Druckvorlagen, Job, Setzerei
from generator.selection import Auftrag, blocking, formats
from generator.uebergabe import Uebergabe

if TYPE_CHECKING:
    from generator.formats.spuren import Gesagtes

_SHEET = uebergabeblatt.ART
WINDOW, PER_WORKER = 64, 20
"""So many files are under way at once, or so many for each worker: what waits to be written is all that a run holds."""
FIRST_WINDOW = POOL_FROM - 1
"""Fewer than open the pool, before the first paper is there: planning more would take the processors from those who render it."""


@dataclass(frozen=True, slots=True)
class Ereignis:
    """What became of one paper (or, without `subject`, of the run): what happened to its files, or why it was left out."""

    subject: Subject | None
    geschehen: tuple[Geschehen, ...] = ()
    problems: tuple[Problem, ...] = ()
    blocked_by: tuple[str, ...] = ()
    panne: str = ""
    geaendert: tuple[str, ...] = ()
    """Of a paper that is made anew: what it no longer says as before."""


def pruefen(auftrag: Auftrag, gedaechtnis: Gedaechtnis | None = None) -> Iterator[Ereignis]:
    """Builds every view and checks every Druckvorlage against it; renders and writes nothing."""
    beilagen = Beilagen(auftrag.daten)
    for subject in auftrag.subjects:
        causes, panne, problems = auftrag.causes(subject), "", tuple[Problem, ...]()
        try:
            _ = causes or (view(auftrag.daten, subject), beilagen.looked_at(subject))
        except Problems as found:
            problems = found.problems
        except Exception:  # noqa: BLE001 - a bug is reported with its paper, after the others are done
            panne = traceback.format_exc()
        yield Ereignis(subject, problems=problems, blocked_by=causes, panne=panne)
    vorlagen = Druckvorlagen(auftrag.druckvorlagen, gedaechtnis)
    used = {(vorlagen.path(s.art, format_, s.koerperschaft), s.art, format_) for s in auftrag.subjects for format_ in formats(s)}
    papers = auftrag.daten.bestand.papiere
    used |= {(vorlagen.path(_SHEET, "html", s.koerperschaft), _SHEET, "html") for s in auftrag.subjects if s.gegenstand in papers}
    for template, art, format_ in sorted(used):
        yield Ereignis(None, problems=vorlagen.problems(template, art, format_))


def erzeugen(auftrag: Auftrag, folder: Path, *, ueberschreiben: bool = False, executor: Executor | None = None) -> Generator[Ereignis]:
    """Makes the chosen papers; one that cannot be made stops no other."""
    with Ausgabe(folder) as ausgabe:
        lauf = _Lauf(auftrag, ausgabe, ueberschreiben=ueberschreiben, executor=executor)
        # What became secret or was withdrawn leaves before anything is written.
        yield from lauf.withdraw()
        yield from lauf.make()
        try:
            lauf.look_through()
            ausgabe.register()
        except Problems as problems:
            yield Ereignis(None, problems=problems.problems)


@dataclass
class _Blatt:
    """One paper on its way: what is being rendered for it, what happened so far."""

    subject: Subject
    plan: Plan | None = None
    whole: Any = None
    begun: dict[str, Arbeit] = field(default_factory=dict)
    later: dict[str, Job] = field(default_factory=dict)
    geschehen: list[Geschehen] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    blocked_by: tuple[str, ...] = ()
    panne: str = ""
    geaendert: tuple[str, ...] = ()
    gesagt: dict[str, Gesagtes] = field(default_factory=dict)
    """What its files say, by their hash, as far as whoever rendered them has read them."""

    @property
    def papiere(self) -> Mapping[str, Papier]:
        """Its files by format, Word first; none before it is planned."""
        return self.plan.papiere if self.plan else {}

    @property
    def done(self) -> bool:
        """Whether nothing of it is being rendered any more."""
        return all(arbeit.done for arbeit in self.begun.values())

    def stop(self, problems: tuple[Problem, ...] = (), panne: str = "") -> None:
        """Leaves the rest of the paper as it is."""
        self.problems.extend(problems)
        self.panne = self.panne or panne
        self.begun, self.later = {}, {}

    def ereignis(self) -> Ereignis:
        """What became of it; a file of which nothing is told was left out."""
        told = {done.pfad for done in self.geschehen}
        left = [path(self.subject, format_) for format_ in formats(self.subject)]
        skipped = [Geschehen("uebersprungen", pfad) for pfad in left if pfad not in told]
        return Ereignis(self.subject, (*self.geschehen, *skipped), tuple(self.problems), self.blocked_by, self.panne, self.geaendert)


class _Lauf:
    """One run over the chosen papers."""

    def __init__(self, auftrag: Auftrag, ausgabe: Ausgabe, *, ueberschreiben: bool, executor: Executor | None) -> None:
        self.auftrag, self.ausgabe, self.ueberschreiben = auftrag, ausgabe, ueberschreiben
        self.vorlagen = Druckvorlagen(auftrag.druckvorlagen, Gedaechtnis(ausgabe.folder))
        self.planung = Planung(auftrag.daten, self.vorlagen, ausgabe, ueberschreiben=ueberschreiben)
        self.setzerei = Setzerei(executor)
        self.window = max(WINDOW, PER_WORKER * getattr(executor, "number", 1))
        self.durchsicht = Durchsicht(auftrag.daten, ausgabe)
        self.uebergabe = Uebergabe(auftrag.daten, ausgabe, self.vorlagen, ueberschreiben=ueberschreiben)

    @cached_property
    def taken(self) -> dict[str, Subject]:
        """Which paper has which path, in its upload folders too; the first of two that would share one."""
        own = {path(subject, format_): subject for subject in reversed(self.auftrag.alle) for format_ in formats(subject)}
        return own | {pfad: subject for subject in self.auftrag.alle for pfad in self.uebergabe.pfade(subject)}

    def withdraw(self) -> Iterator[Ereignis]:
        """What the data no longer ask for leaves output/; what only cannot be made now is kept, unless it became secret.

        A sheet that a newer one replaces stays until that one is made: a run for one municipality takes none from the others.
        """
        chosen = {(s.art, s.koerperschaft, s.zugang) for s in self.auftrag.subjects if not self.auftrag.causes(s)}
        later = {(s.art, s.koerperschaft, s.zugang) for s in self.auftrag.alle if papierart(s.art).FORTLAUFEND} - chosen
        asked = {(art, s.gegenstand) for s in self.auftrag.alle if s.gegenstand not in self.auftrag.daten.bestand.fehlerhaft for art in (s.art, uebergabe.ART)}
        for eintrag in self.ausgabe.laufbuch.eintraege():
            if eintrag.pfad in self.taken:
                continue
            # Asked for and sound, but not here: if it lies in public, it became secret.
            now_secret = eintrag.zugang == PUBLIC and (eintrag.art, eintrag.gegenstand) in asked
            if not now_secret and (eintrag.art, eintrag.koerperschaft, eintrag.zugang) in later:
                continue
            if not now_secret and eintrag.zustand != "entfallen" and blocking(self.ausgabe.laufbuch.braucht(eintrag.pfad), self.auftrag.daten.broken):
                continue
            try:
                if done := tuple(self.uebergabe.withdrawn(eintrag, self.taken)):
                    yield Ereignis(None, done)
            except Problems as problems:
                yield Ereignis(None, problems=problems.problems)

    def make(self) -> Iterator[Ereignis]:
        """One event a paper, in order. Without an executor each is finished before the next begins."""
        waiting: deque[_Blatt] = deque()
        window = FIRST_WINDOW
        for subject in self.auftrag.subjects:
            waiting.append(self._begun(subject))
            while waiting and (self.setzerei.executor is None or waiting[0].done or sum(len(blatt.begun) for blatt in waiting) > window):
                window = self.window if waiting[0].begun else window
                yield self._finished(waiting.popleft())
        while waiting:
            yield self._finished(waiting.popleft())

    def _begun(self, subject: Subject) -> _Blatt:
        """The paper with all of it settled that needs no rendering, and the rest begun."""
        blatt = _Blatt(subject, blocked_by=self.auftrag.causes(subject))
        if blatt.blocked_by:
            return blatt
        twin = self.taken[path(subject, formats(subject)[0])]
        if twin != subject:
            where = str(self.auftrag.daten.folder / f"{subject.gegenstand}.yaml")
            blatt.stop((Problem(where, 0, f"Das Papier hieße wie das aus »{twin.gegenstand}.yaml«; eine der beiden Dateien umbenennen"),))
            return blatt
        try:
            self._plan(blatt)
        except Problems as problems:
            blatt.stop(problems.problems)
        except Exception:  # noqa: BLE001 - as above
            blatt.stop(panne=traceback.format_exc())
        return blatt

    def _plan(self, blatt: _Blatt) -> None:
        subject = blatt.subject
        planned = self.planung.plan(subject)
        blatt.plan = planned
        self.uebergabe.look(subject)
        due = self._settled(blatt)
        blatt.geaendert = self.planung.geaendert(planned) if due else ()
        for format_ in due:
            self._refuse_open(blatt, format_)
        if self.setzerei.at_work:  # the first papers are handed over unchecked: workers render while they are looked at
            self._check(subject, due)
        oeffentlich = subject.zugang == PUBLIC
        jobs = {f: self.vorlagen.job(subject.art, f, subject.koerperschaft, planned.view, planned.bilder, oeffentlich=oeffentlich) for f in due}
        # A PDF waits for an edited Word file, whose new bytes may turn out to be those on the disk.
        blatt.later = {format_: jobs.pop(format_) for format_ in due if self._original_edited(blatt, format_)}
        handed = {format_: self.setzerei.hand_in(jobs[format_]) for format_ in reversed(jobs)}  # the PDF takes longest
        blatt.begun = {format_: handed[format_] for format_ in jobs}

    def _settled(self, blatt: _Blatt) -> list[str]:
        """Settles the files that need not be rendered, and returns the others. Beside an edited Word file a PDF is outdated."""
        due: list[str] = []
        for format_, papier in blatt.papiere.items():
            lage = self.ausgabe.lage(papier, ueberschreiben=self.ueberschreiben)
            if self._original_edited(blatt, format_):
                if PRINT_OF[format_] in due:
                    due.append(format_)
                else:
                    blatt.geschehen.extend(self.ausgabe.outdate(papier.pfad))
            elif lage == "faellig":
                due.append(format_)
            else:
                blatt.geschehen.extend(self.ausgabe.keep(papier, lage))
        return due

    def _original_edited(self, blatt: _Blatt, format_: str) -> bool:
        """Whether a file is the print of one that a person edited, and that stays."""
        original = blatt.papiere.get(PRINT_OF.get(format_, ""))
        return not self.ueberschreiben and original is not None and self.ausgabe.is_edited(original.pfad)

    def _refuse_open(self, blatt: _Blatt, format_: str) -> None:
        """Nothing is begun that could not be finished: somebody has the file open."""
        pfad = blatt.papiere[format_].pfad
        if self.ueberschreiben or not self.ausgabe.is_edited(pfad):
            self.ausgabe.refuse_open(pfad)

    def _finished(self, blatt: _Blatt) -> Ereignis:
        """The paper with its files written: all of them, or none, so that Word and PDF say the same."""
        try:
            self._check(blatt.subject, (*blatt.begun, *blatt.later))
            self._write(blatt)
            later = {format_: job for format_, job in blatt.later.items() if not self._original_edited(blatt, format_)}
            for format_ in blatt.later.keys() - later.keys():
                blatt.geschehen.extend(self.ausgabe.outdate(blatt.papiere[format_].pfad))
            blatt.begun = {format_: Arbeit(job) for format_, job in later.items()}
            self._write(blatt)
            if blatt.plan and not (blatt.problems or blatt.panne):
                blatt.geschehen.extend(self.uebergabe.make(blatt.subject, blatt.plan, partial(self._refuse_leaks, blatt)))
        except Problems as problems:
            blatt.stop(problems.problems)
        except Exception:  # noqa: BLE001 - as above
            blatt.stop(panne=traceback.format_exc())
        return blatt.ereignis()

    def _check(self, subject: Subject, due: Collection[str]) -> None:
        """Nothing is written from a faulty Druckvorlage, nor before it is known what is secret; both is found out once."""
        for format_ in due:
            if problems := self.vorlagen.problems(self.planung.template(subject, format_), subject.art, format_):
                raise Problems(problems)
        if due and subject.zugang == PUBLIC:
            self.durchsicht.get_ready(subject.stand)

    def _write(self, blatt: _Blatt) -> None:
        results = {format_: self.setzerei.fetch(arbeit) for format_, arbeit in blatt.begun.items()}
        for result in results.values():
            if result.problems or result.panne:  # only this paper's words bring it about: a finding in a Druckvorlage names the paper
                blatt.stop(tuple(replace(p, sentence=f"{p.sentence} ({blatt.subject.id})") for p in result.problems), result.panne)
        blatt.gesagt |= {hashlib.sha256(result.data).hexdigest(): result.gesagt for result in results.values() if result.gesagt and not result.gesagt.unlesbar}
        if results and blatt.subject.zugang == PUBLIC:
            self._refuse_leaks(blatt, {path(blatt.subject, format_): result.data for format_, result in results.items()})
        for format_ in blatt.begun:
            blatt.geschehen.extend(self.ausgabe.write(blatt.papiere[format_], results[format_].data, ueberschreiben=self.ueberschreiben))

    def _refuse_leaks(self, blatt: _Blatt, files: Mapping[str, bytes]) -> None:
        if blatt.whole is None:  # once for the paper and all that is handed over with it
            blatt.whole = papierart(blatt.subject.art).view(self.auftrag.daten.bestand, blatt.subject)
        self.durchsicht.refuse_leaks(files, blatt.subject.stand, blatt.whole, blatt.plan.view if blatt.plan else None, blatt.gesagt)

    def look_through(self) -> None:
        """Nothing that lies in oeffentlich/, whoever put it there, says what is secret."""
        self.durchsicht.look_through({pfad: subject.stand for pfad, subject in self.taken.items()})
