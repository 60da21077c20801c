"""From a view to the bytes of one file, here or in another process: which formats there are, their Druckvorlagen, the jobs."""

from __future__ import annotations

import gc
import importlib
import traceback
from collections.abc import Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from dataclasses import astuple, dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import fingerprint, gedaechtnis
from generator.documents import papierart
from generator.gedaechtnis import Gedaechtnis
from generator.problems import Problem, Problems

if TYPE_CHECKING:
    from generator.formats.spuren import Gesagtes

FORMATS = {"docx": ".docx", "pdf": ".html", "xlsx": "", "html": ".html"}
"""Output formats, each a room in formats/, with the ending of their Druckvorlagen; a workbook needs none."""
PRINT_OF = {"pdf": "docx"}
"""A PDF is the print of its Word file: an edit there outdates it."""
POOL_FROM = 8
"""Fewer files are rendered here: other processes would not even have started."""
BATCH, ALONE = 20, 4
"""What is handed over at once, in Word files: so much that handing over costs next to nothing, so little that nobody waits long for the last. So
many files go alone before that: the first papers are waited for. An executor that is farther away may ask for larger batches (`batch`)."""
_WEIGHT = {"pdf": 10}
"""A PDF takes as long as so many Word files."""
RETRIES = 2
"""So often a file is tried again whose worker died."""
_FOLDERS: dict[str, Path] = {}
"""Where the bundles of Druckvorlagen lie for this process, by their hash."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be rendered; travels to another process or machine, and so names nothing that lies on the disk of this one."""

    art: str
    format: str
    buendel: str
    """The hash of the bundle of Druckvorlagen."""
    template: str
    """The Druckvorlage in the bundle: `beschlussvorlage/beschlussvorlage.docx`."""
    view: object
    bilder: Mapping[str, bytes] = field(default_factory=dict)
    """The pictures that the long texts of the view name."""
    oeffentlich: bool = False
    """Whether anybody may read the file: then it comes back with what it says, since that is looked through for secrets."""


@dataclass(frozen=True, slots=True)
class Ergebnis:
    """What became of a Job; travels back. `panne` is the traceback of a bug; a relative path in `problems` lies in the bundle."""

    data: bytes = b""
    gesagt: Gesagtes | None = None
    problems: tuple[Problem, ...] = ()
    panne: str = ""


def render(job: Job) -> Ergebnis:
    """Renders one file. Raises nothing, so that one paper stops no other."""
    try:
        folder = _FOLDERS[job.buendel]
        data = _room(job.format).render(folder / job.template, job.view, job.bilder)
        return Ergebnis(data, _said(data) if job.oeffentlich else None)
    except Problems as problems:
        return Ergebnis(problems=tuple(replace(p, path=_in_bundle(folder, p.path)) for p in problems.problems))
    except Exception:  # noqa: BLE001 - a bug is shown with its paper, after the others are done
        return Ergebnis(panne=traceback.format_exc())


def render_all(jobs: Sequence[Job]) -> list[Ergebnis]:
    """Renders a batch: the function that a worker runs."""
    if not gc.isenabled():
        gc.collect()  # before, not after: somebody waits for the result
    return [render(job) for job in jobs]


def _in_bundle(folder: Path, path: str) -> str:
    for root in (folder, folder.resolve()):
        if Path(path).is_relative_to(root):
            return Path(path).relative_to(root).as_posix()
    return path


def _room(format_: str) -> Any:
    """The room of a format, imported when it has something to do."""
    return importlib.import_module(f"generator.formats.{format_}")


def _said(data: bytes) -> Gesagtes:
    from generator.formats.spuren import gesagtes  # with Jinja

    return gesagtes(data)


def keep(buendel: str, folder: Path) -> None:
    """Tells this process where a bundle of Druckvorlagen lies."""
    _FOLDERS[buendel] = folder


def begin(folder: Path) -> None:
    """Imports what prints and reads PDF, with the fonts of these Druckvorlagen: what takes longest, and no more, since the first paper waits for it."""
    importlib.import_module("generator.formats.pdf.printing").begin(folder)
    importlib.import_module("generator.formats.pdf.spuren")


def warm(folder: Path) -> None:
    """The same, and all Druckvorlagen compiled: for a process that has time before its first paper."""
    begin(folder)
    importlib.import_module("generator.formats.docx.druckvorlage")
    _room("pdf").warm(folder)


def tame() -> None:
    """Of a process that does nothing but render: what is there by now stays, and garbage is collected between batches."""
    _room("pdf").tame()


class Ausfall(BrokenExecutor):
    """Whoever should have rendered cannot any more; says why in German."""


class Arbeit:
    """A Job that was handed in, and the batch in which it went away."""

    __slots__ = ("future", "job", "number")

    def __init__(self, job: Job) -> None:
        self.job = job
        self.future: Future[list[Ergebnis]] | None = None
        self.number = 0

    @property
    def done(self) -> bool:
        """Whether fetching it does not wait."""
        return self.future is not None and self.future.done()


class Setzerei:
    """Where jobs are handed in: rendered in batches by the executor if there are enough of them, else here when they are fetched."""

    def __init__(self, executor: Executor | None) -> None:
        self.executor = executor
        self._batch: int = getattr(executor, "batch", BATCH)
        self._waiting: list[Arbeit] = []
        self._open = False
        self._batches = 0

    @property
    def at_work(self) -> bool:
        """Whether the executor has got anything to render."""
        return self._batches > 0

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
        if arbeit in self._waiting and self.executor is not None and self._open:  # the last batch need not be full
            self._submit(self.executor, all_of_it=True)
        self._waiting = [waiting for waiting in self._waiting if waiting is not arbeit]
        result = self._result(arbeit)
        folder = _FOLDERS[arbeit.job.buendel]
        return replace(result, problems=tuple(replace(p, path=str(folder / p.path)) for p in result.problems))

    def _result(self, arbeit: Arbeit) -> Ergebnis:
        """What became of a job; one whose worker died is tried again.

        Twice: a worker that dies takes along all that others have in hand. The first time there may be more such papers among
        that; the second time there is nothing else, since nothing is handed in while this waits.
        """
        with suppress(BrokenExecutor):
            return arbeit.future.result()[arbeit.number] if arbeit.future else render(arbeit.job)
        why = ""
        for _ in range(RETRIES):
            try:
                return self.executor.submit(render_all, [arbeit.job]).result()[0] if self.executor else render(arbeit.job)
            except Ausfall as ausfall:  # a cluster has tried often enough by itself
                why = str(ausfall)
                break
            except BrokenExecutor:
                why = "der Prozess, der es setzen sollte, ist jedes Mal abgestürzt (fehlt Arbeitsspeicher?)"
        return Ergebnis(problems=(Problem(arbeit.job.template, 0, f"Das Papier ist nicht gesetzt: {why}"),))

    def _submit(self, executor: Executor, *, all_of_it: bool = False) -> None:
        """Hands over what waits, in batches that are full; at the end `all_of_it`."""
        while self._waiting:
            limit = 1 if self._batches < ALONE else self._batch
            sums = accumulate(_WEIGHT.get(arbeit.job.format, 1) for arbeit in self._waiting)
            size = next((number for number, weight in enumerate(sums, 1) if weight >= limit), len(self._waiting) if all_of_it else 0)
            batch, self._waiting = self._waiting[:size], self._waiting[size:]
            if not batch:
                return
            self._batches += 1
            try:
                future = executor.submit(render_all, [arbeit.job for arbeit in batch])
            except BrokenExecutor:  # it will not be made anew: what is fetched is rendered here
                self.executor = None
                return
            for number, arbeit in enumerate(batch):
                arbeit.future, arbeit.number = future, number


class Druckvorlagen:
    """templates/ for one run: each Druckvorlage is hashed and checked once."""

    def __init__(self, folder: Path, gedaechtnis: Gedaechtnis | None = None) -> None:
        self.folder, self.gedaechtnis = folder, gedaechtnis
        self._hashes: dict[tuple[Path, str], str] = {}
        self._problems: dict[tuple[Path, str], tuple[Problem, ...]] = {}

    def path(self, art: str, format_: str, body: str = "") -> Path:
        """`templates/beschlussvorlage/beschlussvorlage.docx`, or a body's own `ahlen.docx` beside it; of a format without Druckvorlagen the folder."""
        ending = FORMATS[format_]
        if not ending:
            return self.folder / art
        own = self.folder / art / f"{body}{ending}"
        return own if body and own.is_file() else self.folder / art / f"{art}{ending}"

    @cached_property
    def buendel(self) -> str:
        """The hash of all Druckvorlagen together; this process knows from then on where they lie."""
        found = fingerprint.ordner(self.folder)
        keep(found, self.folder)
        return found

    def job(self, art: str, format_: str, body: str, view: object, bilder: Mapping[str, bytes], *, oeffentlich: bool = False) -> Job:
        """What has to be done for one file."""
        template = self.path(art, format_, body).relative_to(self.folder).as_posix()
        return Job(art, format_, self.buendel, template, view, bilder, oeffentlich)

    def hash(self, template: Path, format_: str) -> str:
        """What a fingerprint says of a Druckvorlage."""
        if (template, format_) not in self._hashes:
            self._hashes[template, format_] = fingerprint.druckvorlage(template, format_)
        return self._hashes[template, format_]

    def problems(self, template: Path, art: str, format_: str) -> tuple[Problem, ...]:
        """What is wrong with a Druckvorlage."""
        if (template, format_) not in self._problems:
            self._problems[template, format_] = self._checked(template, art, format_)
        return self._problems[template, format_]

    def _checked(self, template: Path, art: str, format_: str) -> tuple[Problem, ...]:
        """Checked anew only if the Druckvorlage or the program is another than the last time."""
        name, mark = f"druckvorlage {template} {art} {format_}", gedaechtnis.mark(more=self.hash(template, format_))
        if self.gedaechtnis and (known := self.gedaechtnis.erinnern(name, mark)) is not None:
            return tuple(Problem(*problem) for problem in known)
        found: tuple[Problem, ...] = _room(format_).check(template, papierart(art).View)
        if self.gedaechtnis:
            self.gedaechtnis.merken(name, mark, [astuple(problem) for problem in found])
        return found
