"""Other processes that render: of this machine, begun while data are read and replaced when one dies or all are old, or of a cluster."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from functools import cached_property
from multiprocessing import get_all_start_methods, get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from generator.problems import Problem, Problems

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

FOLDER = "VORLAGEN_DRUCKVORLAGEN"
"""The variable of the environment that tells the process from which workers are forked where the Druckvorlagen lie."""
MOST = 8
"""So many at most if nobody says how many: each holds some 150 MB."""
RENEWED = 400
"""So many batches for each worker, some 800 PDFs, and new ones take their place: Pango and HarfBuzz keep 300 bytes of each font in each PDF for ever.

Not by `max_tasks_per_child`, with which a pool may wait for ever (python/cpython#115634).
"""
_PRELOADED = "generator.vorrat"
"""What the process has imported from which workers are forked."""
T = TypeVar("T")


def kerne() -> int:
    """How many processes may run at once on this machine, at most MOST."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST)


def prepare(druckvorlagen: Path) -> None:
    """Begins the process from which workers are forked, so that it imports what renders while this one still reads data.

    To be called before any thread is started. Where processes cannot be forked workers import for themselves.
    """
    if "forkserver" not in get_all_start_methods():
        return
    from multiprocessing import forkserver

    os.environ[FOLDER] = str(druckvorlagen.absolute())
    forkserver.set_forkserver_preload([_PRELOADED])
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run: a process inherits what is ignored
    try:
        forkserver.ensure_running()
    finally:
        signal.signal(signal.SIGINT, before)


class Arbeiter(Executor):
    """A pool of processes that begins with the first job, and is made anew after one of them died, or when they are old.

    What the dead one had in hand ends as BrokenExecutor; whoever waits for it may hand it in once more.
    """

    def __init__(self, number: int, druckvorlagen: Path) -> None:
        self.number, self.druckvorlagen = number, druckvorlagen
        self._pool: ProcessPoolExecutor | None = None
        self._batches = 0

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Hands a call to a worker; waits for all that is under way if the workers are old."""
        if self._batches >= RENEWED * self.number:
            self.shutdown()
        try:
            return self._running().submit(fn, *args, **kwargs)
        except BrokenExecutor:
            self.shutdown()
            return self._running().submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - Executor's signature
        """Ends the processes, after what they have in hand."""
        if self._pool:
            self._pool.shutdown(wait, cancel_futures=cancel_futures)
            self._pool = None

    @cached_property
    def _begun(self) -> tuple[str, Path]:
        """What each worker begins with; of the bundle the hash that it had first, as all jobs name it."""
        from generator.rendering import Druckvorlagen

        return Druckvorlagen(self.druckvorlagen).buendel, self.druckvorlagen

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor

            prepare(self.druckvorlagen)
            method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
            self._pool, self._batches = ProcessPoolExecutor(self.number, get_context(method), _begin, self._begun), 0
        self._batches += 1
        return self._pool


def _begin(buendel: str, folder: Path) -> None:
    """Begins a worker: Ctrl-C is for the run, which tells its workers to stop; what is there by now stays to the end."""
    from generator.rendering import keep, tame

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_run, daemon=True).start()
    keep(buendel, folder)
    tame()


def _end_with_the_run() -> None:
    """A run that was killed tells its workers nothing: they would wait for jobs for ever."""
    if run := parent_process():
        run.join()
        os._exit(1)


@contextmanager
def arbeiter(number: int | None, druckvorlagen: Path, rechner: str = "", *, sofort: bool = False) -> Iterator[Executor | None]:
    """Who renders: so many processes here (by default one for each core), or the cluster at an address; None for this process alone.

    `sofort`: there will be many papers, so that it is worth while to begin before it is known which.
    """
    if rechner:
        try:
            from generator.rechner import cluster
        except ModuleNotFoundError as missing:
            if missing.name != "distributed":
                raise
            raise Problems([Problem(rechner, 0, "Für »--rechner« fehlt das Paket distributed: pip install 'vorlagen[cluster]'")]) from None
        with cluster(rechner, druckvorlagen) as executor:
            yield executor
        return
    number = number or kerne()
    if number == 1:
        yield None
        return
    if sofort:
        prepare(druckvorlagen)
    pool = Arbeiter(number, druckvorlagen)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
