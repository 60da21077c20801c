"""The story of a run: plan → view → render → check → write. Yields events; prints nothing and knows no clock."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generator import markup
from generator.data import Daten
from generator.documents import ARTEN, Subject, as_data, papierart
from generator.formats import docx, pdf
from generator.markup import Langtext
from generator.model import Bestand
from generator.output import Ausgabe, Geschehen, Papier
from generator.problems import Problem, Problems, nearest

FORMATS = {"docx": (docx, ".docx"), "pdf": (pdf, ".html")}
"""Output formats with their room and the ending of their Druckvorlagen; Word first, since an edit there outdates the PDF."""
ENGINES = {"docx": ("docxtpl", "python-docx", "lxml", "jinja2"), "pdf": ("weasyprint", "pydyf", "fonttools", "jinja2")}


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be rendered; travels to another process."""

    format: str
    template: Path
    view: object
    folder: Path


@dataclass(frozen=True, slots=True)
class Ereignis:
    """What became of one paper: what happened to its files, or why it was left out."""

    subject: Subject | None
    geschehen: tuple[Geschehen, ...] = ()
    problems: tuple[Problem, ...] = ()
    blocked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Auftrag:
    """What a run works on."""

    daten: Daten
    druckvorlagen: Path
    subjects: tuple[Subject, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The findings that concern the chosen papers; all, if all are chosen."""
        if len(self.subjects) == len(subjects(self.daten.bestand)):
            return self.daten.problems
        needed = {str(self.daten.folder / f"{name}.yaml") for subject in self.subjects for name in subject.braucht}
        return tuple(p for p in self.daten.problems if p.path in needed)


def subjects(bestand: Bestand) -> tuple[Subject, ...]:
    """All papers of all kinds that the data ask for."""
    return tuple(subject for art in ARTEN for subject in papierart(art).subjects(bestand))


def choose(daten: Daten, druckvorlagen: Path, was: Sequence[str]) -> Auftrag:
    """The papers that all words of WAS name. Raises LookupError with a sentence where a word names none."""
    chosen = subjects(daten.bestand)
    known = {part for subject in chosen for part in _parts(daten.bestand, subject)}
    for word in was:
        key = word.casefold().removesuffix(".yaml").removeprefix(f"{daten.folder.as_posix()}/")
        matching = tuple(subject for subject in chosen if key in _parts(daten.bestand, subject))
        if not matching:
            rest = "" if key not in known else ", zusammen mit den übrigen Angaben"
            raise LookupError(f"»{word}« nennt kein Papier{rest}{nearest(key, (k for k in known if '/' not in k))}")
        chosen = matching
    return Auftrag(daten, druckvorlagen, chosen)


def _parts(bestand: Bestand, subject: Subject) -> set[str]:
    vorlage = bestand.vorlagen.get(subject.gegenstand)
    names = {subject.art, subject.koerperschaft, subject.gegenstand, subject.gegenstand.rsplit("/", 1)[-1], subject.name, subject.id, subject.zugang}
    return {name.casefold() for name in (*names, (vorlage.nummer or "") if vorlage else "") if name}


def pruefen(auftrag: Auftrag) -> Iterator[Ereignis]:
    """Builds every view and checks every Druckvorlage against it; renders and writes nothing."""
    for subject in auftrag.subjects:
        if causes := _causes(auftrag.daten, subject):
            yield Ereignis(subject, blocked_by=causes)
        else:
            view(auftrag.daten, subject)
            yield Ereignis(subject)
    for art in sorted({subject.art for subject in auftrag.subjects}):
        for format_ in FORMATS:
            yield Ereignis(None, problems=_checked(_template(auftrag.druckvorlagen, art, format_), art, format_))


def erzeugen(auftrag: Auftrag, folder: Path, *, ueberschreiben: bool = False, executor: Executor | None = None) -> Iterator[Ereignis]:
    """Makes the chosen papers; one that cannot be made stops no other."""
    with Ausgabe(folder) as ausgabe:
        # What became secret or was withdrawn leaves before anything is written.
        withdrawn = tuple(ausgabe.withdraw(_wanted(auftrag.daten, ausgabe)))
        if withdrawn:
            yield Ereignis(None, withdrawn)
        waiting: list[tuple[_Blatt, list[Geschehen], list[Problem]]] = []
        for subject in auftrag.subjects:
            if causes := _causes(auftrag.daten, subject):
                yield Ereignis(subject, blocked_by=causes)
                continue
            try:
                waiting.append((_Blatt(auftrag, subject, ausgabe, ueberschreiben=ueberschreiben), [], []))
            except Problems as problems:
                yield Ereignis(subject, problems=problems.problems)
        submit = _submitter(executor)
        started = [(blatt, done, wrong, blatt.start(submit, done, wrong)) for blatt, done, wrong in waiting]
        for blatt, done, wrong, futures in started:
            for papier, future in futures:
                try:
                    done.extend(ausgabe.write(papier, future()))
                except Problems as problems:
                    wrong.extend(problems.problems)
            yield Ereignis(blatt.subject, tuple(done), tuple(wrong))
        ausgabe.register()


def view(daten: Daten, subject: Subject) -> Any:
    """The view of a paper; a public one is built from the public Bestand alone."""
    return papierart(subject.art).view(daten.oeffentlich if subject.zugang == "oeffentlich" else daten.bestand, subject)


def render(job: Job) -> bytes:
    """Renders one file: the function that a worker runs."""
    return FORMATS[job.format][0].render(job.template, job.view, job.folder)


class _Blatt:
    """One paper on its way: its view, and what is to be done for each of its files."""

    def __init__(self, auftrag: Auftrag, subject: Subject, ausgabe: Ausgabe, *, ueberschreiben: bool) -> None:
        self.subject, self.ausgabe = subject, ausgabe
        self.view = view(auftrag.daten, subject)
        self.folder = (auftrag.daten.folder / subject.gegenstand).parent
        self.templates = {format_: _template(auftrag.druckvorlagen, subject.art, format_) for format_ in FORMATS}
        self.ueberschreiben = ueberschreiben
        vorlage = auftrag.daten.bestand.vorlagen.get(subject.gegenstand)
        self.nummer, self.stand = ((vorlage.nummer or "", vorlage.stand) if vorlage else ("", ""))

    def papier(self, format_: str) -> Papier:
        """The row of one file."""
        data = json.dumps(as_data(self.view), ensure_ascii=False, sort_keys=True)
        mark = _fingerprint(data, self.templates[format_], format_, tuple(self.folder / name for name in _files(self.view)))
        s = self.subject
        return Papier(path(s, format_), s.art, s.koerperschaft, s.gegenstand, format_, s.zugang, self.view.dokument.titel, self.nummer, self.stand, mark, data)

    def start(self, submit: Callable[[Job], Callable[[], bytes]], done: list[Geschehen], wrong: list[Problem]) -> list[tuple[Papier, Callable[[], bytes]]]:
        """Begins rendering what must be rendered; what needs none is settled at once."""
        started: list[tuple[Papier, Callable[[], bytes]]] = []
        word_edited = False
        for format_ in FORMATS:
            papier = self.papier(format_)
            try:
                if self.ueberschreiben:
                    done.extend(self.ausgabe.secure(papier.pfad))
                edited = self.ausgabe.is_edited(papier.pfad)
                if format_ == "pdf" and word_edited:
                    done.extend(self.ausgabe.outdate(papier))
                elif edited and self.ausgabe.made_from(papier.pfad) == papier.fingerabdruck:
                    done.extend(self.ausgabe.keep_edit(papier))
                elif self.ausgabe.is_current(papier):
                    done.append(Geschehen("unveraendert", papier.pfad))
                elif problems := _checked(self.templates[format_], self.subject.art, format_):
                    wrong.extend(problems)
                else:
                    started.append((papier, submit(Job(format_, self.templates[format_], self.view, self.folder))))
                word_edited = word_edited or (format_ == "docx" and edited)
            except Problems as problems:
                wrong.extend(problems.problems)
        return started


def path(subject: Subject, format_: str) -> str:
    """Where a paper's file lies below output/."""
    return f"{subject.zugang}/{subject.koerperschaft}/{subject.name}.{format_}"


def _submitter(executor: Executor | None) -> Callable[[Job], Callable[[], bytes]]:
    def here(job: Job) -> Callable[[], bytes]:
        return lambda: render(job)

    def there(job: Job) -> Callable[[], bytes]:
        future: Future[bytes] = executor.submit(render, job)  # type: ignore[union-attr]  # only used with an executor
        return future.result

    return there if executor else here


def _causes(daten: Daten, subject: Subject) -> tuple[str, ...]:
    return tuple(sorted(subject.braucht & daten.broken))


def _wanted(daten: Daten, ausgabe: Ausgabe) -> set[str]:
    """The paths that stay: those of all papers, and all files of a paper whose own data cannot be read."""
    everything = subjects(daten.bestand)
    wanted = {path(subject, format_) for subject in everything for format_ in FORMATS}
    unreadable = {subject.gegenstand for subject in everything if subject.gegenstand in daten.bestand.fehlerhaft}
    bodies = {name.split("/")[0] for name in daten.broken if name.endswith("/koerperschaft")}
    rows = ausgabe.laufbuch.execute("SELECT pfad, gegenstand, koerperschaft FROM papiere").fetchall()
    return wanted | {pfad for pfad, gegenstand, body in rows if gegenstand in unreadable or body in bodies}


def _template(druckvorlagen: Path, art: str, format_: str) -> Path:
    return druckvorlagen / art / f"{art}{FORMATS[format_][1]}"


@cache
def _checked(template: Path, art: str, format_: str) -> tuple[Problem, ...]:
    return FORMATS[format_][0].check(template, papierart(art).View)


def _files(view: object) -> Iterator[str]:
    """The pictures that a view's long texts name."""
    if isinstance(view, Langtext):
        yield from markup.pictures(view)
    elif isinstance(view, tuple):
        for item in view:
            yield from _files(item)
    elif hasattr(type(view), "__dataclass_fields__"):
        for name in type(view).__dataclass_fields__:  # type: ignore[attr-defined]  # checked in the line above
            yield from _files(getattr(view, name))


def _fingerprint(view: str, template: Path, format_: str, files: Iterable[Path]) -> str:
    """Hash of everything that a paper's bytes depend on: equal and the file is ours → it is not rendered again."""
    total = hashlib.sha256(view.encode())
    total.update(_template_print(template, format_).encode())
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


@cache
def _template_print(template: Path, format_: str) -> str:
    source = Path(__file__).parent
    files = [*template.parent.iterdir(), *(template.parent.parent / "_basis").rglob("*"), *source.rglob("*.py")]
    total = hashlib.sha256()
    for file in sorted(f for f in files if f.is_file() and not f.name.startswith(("~", "."))):
        relative = file.relative_to(source) if file.is_relative_to(source) else file.relative_to(template.parent.parent)
        total.update(f"{relative.as_posix()}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    for engine in ENGINES[format_]:
        total.update(f"{engine} {version(engine)}\0".encode())
    return total.hexdigest()
