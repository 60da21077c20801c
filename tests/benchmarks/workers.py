"""Workers: two of this machine against the same two of a Dask cluster, the same papers with the same bytes; and how soon commands answer.

The papers are public Projektblätter, each with other words. Both sides are warm: the pool with its workers and the cluster
with its bundle are there before the first round, as they are in the middle of a long run.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = map(str, (HERE, ROOT / "tests", ROOT))

from daskcluster import dask  # noqa: E402 - its folder had to be named first
from measure import Score, table  # noqa: E402 - likewise

from generator import data, make, selection  # noqa: E402 - likewise
from generator.arbeiter import Arbeiter  # noqa: E402 - likewise
from generator.rechner import cluster  # noqa: E402 - likewise
from generator.rendering import Druckvorlagen, Job, Setzerei  # noqa: E402 - likewise

TEMPLATES, DATA = ROOT / "templates", ROOT / "data"
GOAL_CLUSTER = 0.9
LIMITS = {
    "pruefen": 0.4,
    "pruefen again": 0.4,
    "fristen": 0.4,
    "fristen again": 0.4,
    "erzeugen, nothing to do": 0.4,
    "lauf, nothing to do": 0.4,
    "first PDF": 1.0,
}
"""Seconds."""


@dataclass(frozen=True)
class Workers:
    """Two workers here, two of a cluster, and one here: papers a second, medians of interleaved rounds."""

    pool: Score
    dask: Score
    alone: Score


def workers_bench(folder: Path, rounds: int, papers: int) -> Workers:
    """`rounds` rounds of `papers` sheets each after one of warm-up. Raises AssertionError if the bytes differ."""
    jobs = list(_jobs((rounds + 1) * papers))
    found = Workers(Score("two workers here"), Score("two of a cluster"), Score("one worker here"))
    pool, one = Arbeiter(2, TEMPLATES), Arbeiter(1, TEMPLATES)
    try:
        with dask(folder / "dask", 2) as running, cluster(running.address, TEMPLATES) as there:
            for number in range(rounds + 1):
                batch = jobs[number * papers : (number + 1) * papers]
                sides: list[tuple[Score, Executor]] = [(found.pool, pool), (found.dask, there), (found.alone, one)]
                made = {score.name: _rendered(batch, executor, score, counted=number > 0) for score, executor in sides[number % 3 :] + sides[: number % 3]}
                assert len(set(map(tuple, made.values()))) == 1, "the same papers have other bytes"
    finally:
        pool.shutdown()
        one.shutdown()
    return found


def _rendered(jobs: Sequence[Job], executor: Executor, score: Score, *, counted: bool) -> list[bytes]:
    setzerei = Setzerei(executor)
    begun = time.perf_counter()
    handed = [setzerei.hand_in(job) for job in jobs]
    done = [setzerei.fetch(arbeit) for arbeit in handed]
    if counted:
        score.rounds.append((time.perf_counter() - begun) / len(jobs))
    assert not any(ergebnis.problems or ergebnis.panne for ergebnis in done), done[0]
    return [ergebnis.data for ergebnis in done]


def _jobs(number: int) -> Iterator[Job]:
    """Public sheets of the sample data in turn, each with a title of its own."""
    daten = data.load(DATA)
    vorlagen = Druckvorlagen(TEMPLATES)
    subjects = selection.choose(daten, TEMPLATES, ("projektblatt", "oeffentlich")).subjects
    views = [make.view(daten, subject) for subject in subjects]
    for i in range(number):
        subject, view = subjects[i % len(subjects)], views[i % len(views)]
        named = replace(view.dokument, titel=f"{view.dokument.titel} ({i})")
        yield vorlagen.job(subject.art, "pdf", subject.koerperschaft, replace(view, dokument=named), {}, oeffentlich=True)


def startup_bench(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds of whole commands on the sample data, and from the start of a first `erzeugen` to its first PDF."""
    found: dict[str, list[float]] = {name: [] for name in LIMITS}
    subprocess.run([sys.executable, "-m", "compileall", "-q", "generator"], cwd=ROOT, check=True)  # as when it is installed
    for number in range(rounds):
        out = folder / f"out-{number}"
        out.mkdir(parents=True)
        found["first PDF"].append(_first_pdf(out))
        for name, command in (("pruefen", ["pruefen"]), ("fristen", ["fristen", "--heute", "2025-03-01"])):
            found[name].append(_timed(out, *command))
            found[f"{name} again"].append(_timed(out, *command))
        found["erzeugen, nothing to do"].append(_timed(out, "erzeugen"))
        _timed(out, "lauf", "--heute", "2030-01-07")
        found["lauf, nothing to do"].append(_timed(out, "lauf", "--heute", "2030-01-08"))
    return found


def _command(out: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "generator", "--ausgabe", str(out), *arguments]


def _timed(out: Path, *arguments: str) -> float:
    begun = time.perf_counter()
    subprocess.run(_command(out, *arguments), cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - begun


def _first_pdf(out: Path) -> float:
    begun = time.perf_counter()
    with subprocess.Popen(_command(out, "erzeugen"), cwd=ROOT, stdout=subprocess.DEVNULL) as run:
        while run.poll() is None and not any(out.glob("*/*/*.pdf")):
            time.sleep(0.005)
        seconds = time.perf_counter() - begun
    assert run.returncode == 0
    return seconds


def report(found: Workers) -> str:
    """The results as a table."""
    heads = ("two workers", "papers/s", "times one worker", "times the pool")
    rows = [
        (score.name, f"{1000 / score.milliseconds:.1f}", f"{score.times(found.alone):.2f}", f"{score.times(found.pool):.2f}")
        for score in (found.alone, found.pool, found.dask)
    ]
    return table(heads, rows)


def report_startup(found: dict[str, list[float]]) -> str:
    """The results as a table."""
    return table(("command", "s", "goal"), [(name, f"{median(seconds):.2f}", f"{LIMITS[name]:.1f}") for name, seconds in found.items()])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        benches: list[Callable[[], str]] = [
            lambda: report_startup(startup_bench(Path(scratch), 3)),
            lambda: report(workers_bench(Path(scratch, "workers"), 5, 40)),
        ]
        for bench in benches:
            print(bench(), flush=True)
