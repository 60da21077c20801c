"""From a view to the bytes of one file, here or in another process: which formats there are, their Druckvorlagen, the jobs."""

from __future__ import annotations

import importlib
import signal
import traceback
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import fingerprint
from generator.documents import papierart
from generator.problems import Problem, Problems

FORMATS = {"docx": ".docx", "pdf": ".html", "xlsx": "", "html": ".html"}
"""Output formats, each a room in formats/, with the ending of their Druckvorlagen; a workbook needs none."""
PRINT_OF = {"pdf": "docx"}
"""A PDF is the print of its Word file: an edit there outdates it."""
POOL_FROM = 8
"""Fewer files are rendered here: other processes would not even have started."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be rendered; travels to another process."""

    format: str
    template: Path
    view: object
    folder: Path


@dataclass(frozen=True, slots=True)
class Ergebnis:
    """What became of a Job; travels back. `panne` is the traceback of a bug."""

    data: bytes = b""
    problems: tuple[Problem, ...] = ()
    panne: str = ""


@dataclass(slots=True)
class Arbeit:
    """A Job that was handed in."""

    job: Job
    future: Future[Ergebnis] | None = None


def render(job: Job) -> Ergebnis:
    """Renders one file: the function that a worker runs. Raises nothing, so that one paper stops no other."""
    try:
        return Ergebnis(_room(job.format).render(job.template, job.view, job.folder))
    except Problems as problems:
        return Ergebnis(problems=problems.problems)
    except Exception:  # noqa: BLE001 - a bug is shown with its paper, after the others are done
        return Ergebnis(panne=traceback.format_exc())


def _room(format_: str) -> Any:
    """The room of a format, imported when it has something to do."""
    return importlib.import_module(f"generator.formats.{format_}")


def worker() -> None:
    """Begins a process that renders: Ctrl-C is for the run, which tells its workers to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Setzerei:
    """Where jobs are handed in: rendered by the executor if there are enough of them, else here when they are fetched."""

    def __init__(self, executor: Executor | None) -> None:
        self.executor = executor
        self._waiting: list[Arbeit] = []
        self._open = False

    def hand_in(self, job: Job) -> Arbeit:
        """Begins a job, or keeps it until there is enough to do."""
        arbeit = Arbeit(job)
        if self.executor is not None:
            self._waiting.append(arbeit)
            self._open = self._open or len(self._waiting) >= POOL_FROM
            if self._open:
                self._submit(self.executor)
        return arbeit

    def fetch(self, arbeit: Arbeit) -> Ergebnis:
        """The finished file."""
        try:
            return arbeit.future.result() if arbeit.future else render(arbeit.job)
        except BrokenExecutor:
            sentence = "Der Prozess, der das Papier setzen sollte, ist abgestürzt (fehlt Arbeitsspeicher?); noch einmal ohne »--jobs« erzeugen"
            return Ergebnis(problems=(Problem(str(arbeit.job.template), 0, sentence),))

    def _submit(self, executor: Executor) -> None:
        try:
            for arbeit in self._waiting:
                arbeit.future = executor.submit(render, arbeit.job)
        except BrokenExecutor:  # a worker died before: the rest is rendered here
            self.executor = None
        self._waiting.clear()


class Druckvorlagen:
    """templates/ for one run: each Druckvorlage is hashed and checked once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._hashes: dict[tuple[Path, str], str] = {}
        self._problems: dict[tuple[Path, str], tuple[Problem, ...]] = {}

    def path(self, art: str, format_: str, body: str = "") -> Path:
        """`templates/beschlussvorlage/beschlussvorlage.docx`, or a body's own `ahlen.docx` beside it; of a format without Druckvorlagen the folder."""
        ending = FORMATS[format_]
        if not ending:
            return self.folder / art
        own = self.folder / art / f"{body}{ending}"
        return own if body and own.is_file() else self.folder / art / f"{art}{ending}"

    def hash(self, template: Path, format_: str) -> str:
        """What a fingerprint says of a Druckvorlage."""
        if (template, format_) not in self._hashes:
            self._hashes[template, format_] = fingerprint.druckvorlage(template, format_)
        return self._hashes[template, format_]

    def problems(self, template: Path, art: str, format_: str) -> tuple[Problem, ...]:
        """What is wrong with a Druckvorlage."""
        if (template, format_) not in self._problems:
            self._problems[template, format_] = _room(format_).check(template, papierart(art).View)
        return self._problems[template, format_]
