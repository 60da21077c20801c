"""Large runs over a made-up nation: whether time and memory grow with the number of municipalities and no faster.

Each command runs in a process of its own, as a person would call it. The run before the unchanged `erzeugen` is made by the
program itself but for rendering: every file says one word, so that 50,000 of them are there in minutes instead of hours.
Sheets are rendered in earnest, by one worker at a time, to see whether it gets slower or larger with the time.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TEMPLATES = ROOT / "templates"
sys.path[:0] = map(str, (HERE, ROOT))

from measure import table  # noqa: E402 - its folder had to be named first

from generator import data, make, planung, rendering, selection  # noqa: E402 - likewise
from generator.arbeiter import Arbeiter  # noqa: E402 - likewise
from generator.output import PUBLIC  # noqa: E402 - likewise

SIZES = (100, 1_000, 10_753)
SHEETS = 3_000
EDITIONS = 2
"""Sheets of each municipality: an intern one in Word, PDF and Excel, a public one in Word and PDF."""
FILES = 5
PART = 1_000
"""So many sheets at the beginning and at the end are compared."""
SETTLED = 300
"""From this sheet on a worker has met all that it keeps."""
BATCH = 2
"""As many sheets at once as a run hands over, so that workers are replaced as often."""
_CHECKED = re.compile(r"Geprüft: (\d+) Körperschaften, .*, (\d+) Papiere: kein Fehler, keine Hinweise\.")
_MADE = re.compile(r"Fertig: (\d+) geschrieben, (\d+) unverändert, 0 von Hand geändert, 0 übersprungen; kein Fehler, keine Hinweise\.")


@dataclass(frozen=True)
class Run:
    """One command in a process of its own."""

    seconds: float
    busy: float
    """Seconds of the processor: what a busy machine leaves as it is."""
    peak: float
    """MB."""
    said: str


@dataclass(frozen=True)
class Row:
    """What a nation of one size takes."""

    bodies: int
    papers: int
    first: Run
    """`pruefen` for the first time."""
    again: Run
    """And once more, when all that was found out is remembered."""
    made: Run
    """The first `erzeugen`, without rendering."""
    unchanged: Run
    """`erzeugen` with nothing to do."""
    once_more: Run
    """And once more, remembered likewise."""


@dataclass(frozen=True)
class Sheets:
    """Sheets rendered by one worker at a time, one after the other."""

    number: int
    part: int
    first: float
    """Seconds of the first `part` sheets."""
    last: float
    """Of the last `part`."""
    settled: float
    """MB when the worker had settled."""
    peak: float
    """MB, the most that it or a later one ever took."""


class Unprinted(Executor):
    """Renders nothing and is done at once."""

    def submit(self, _fn, /, jobs):
        """Each file says one word."""
        future: Future[list[rendering.Ergebnis]] = Future()
        future.set_result([rendering.Ergebnis(b"Muster")] * len(jobs))
        return future


def large_bench(folder: Path, sizes: Sequence[int]) -> list[Row]:
    """A nation of each size in `folder`, which is empty. Raises AssertionError if papers are lacking or anything is found."""
    return [_row(folder / str(size), size) for size in sizes]


def sheets_bench(folder: Path, number: int) -> Sheets:
    """So many sheets of a nation that has as many, in `folder`, which is empty."""
    daten = folder / "data"
    _own("nation.py", str(daten), "--bodies", str(-(-number // EDITIONS)))
    return Sheets(**json.loads(_own("large.py", "sheets", str(daten), "--number", str(number)).said))


def _row(folder: Path, size: int) -> Row:
    daten, ausgabe = folder / "data", folder / "output"
    _own("nation.py", str(daten), "--bodies", str(size))
    ausgabe.mkdir()  # what was found out is remembered there
    first, again = (_command("pruefen", daten, ausgabe) for _ in range(2))
    for checked in (first, again):
        assert _numbers(_CHECKED, checked) == (size + 1, EDITIONS * size)
    made = _own("large.py", "fill", str(daten), str(ausgabe))
    unchanged, once_more = (_command("erzeugen", daten, ausgabe) for _ in range(2))
    for kept in (unchanged, once_more):
        assert _numbers(_MADE, kept) == (0, FILES * size)
    return Row(size, EDITIONS * size, first, again, made, unchanged, once_more)


def _numbers(pattern: re.Pattern[str], run: Run) -> tuple[int, ...]:
    found = pattern.search(run.said)
    assert found, run.said[-2_000:]
    return tuple(map(int, found.groups()))


def _command(name: str, daten: Path, ausgabe: Path) -> Run:
    places = (f"--daten={daten}", f"--druckvorlagen={TEMPLATES}", f"--ausgabe={ausgabe}")
    return _measured(sys.executable, "-m", "generator", *places, name)


def _own(script: str, *arguments: str) -> Run:
    return _measured(sys.executable, str(HERE / script), *arguments)


def _measured(*command: str) -> Run:
    """A command to its end. What calls it has to be small: a process counts the memory of the one that began it as its own."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, encoding="utf-8")
    assert process.stdout
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    assert process.returncode == 0, f"{' '.join(command)}: {process.returncode}\n{said[-2_000:]}"
    return Run(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, said)


# in processes of their own ------------------------------------------------------------------------------------------


def fill(daten: Path, ausgabe: Path) -> None:
    """The first `erzeugen`, without rendering."""
    auftrag = selection.choose(data.load(daten), TEMPLATES, ())
    for event in make.erzeugen(auftrag, ausgabe, executor=Unprinted()):
        assert not event.problems, event
        assert not event.panne, event.panne


def render_sheets(daten: Path, number: int) -> Sheets:
    """Makes the views here and hands them to one worker, in batches; it is replaced now and then, as in any run."""
    batches = _batches(daten, number)
    with Arbeiter(1, TEMPLATES) as worker:
        measured = [worker.submit(timed, batch, files).result() for batch, files in batches]
    seconds = [each for batch, _ in measured for each in batch]
    peaks = [peak for batch, peak in measured for _ in batch]
    part = min(PART, number // 2)
    return Sheets(number, part, sum(seconds[:part]), sum(seconds[-part:]), peaks[min(SETTLED, part) - 1], max(peaks))


def timed(jobs: Sequence[rendering.Job], files: Sequence[int]) -> tuple[list[float], float]:
    """Runs in the worker: the seconds of the processor for each sheet, and the peak of its memory in MB."""
    seconds = []
    waiting = iter(jobs)
    for many in files:
        begun = time.process_time()
        results = rendering.render_all(list(islice(waiting, many)))
        seconds.append(time.process_time() - begun)
        assert all(result.data for result in results), [(result.problems, result.panne) for result in results]
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _batches(daten: Path, number: int) -> Iterator[tuple[list[rendering.Job], list[int]]]:
    """The jobs of some sheets, and how many files each sheet has."""
    found = data.load(daten)
    vorlagen = rendering.Druckvorlagen(TEMPLATES)
    subjects = selection.subjects(found.bestand)[:number]
    assert len(subjects) == number
    for start in range(0, number, BATCH):
        batch = subjects[start : start + BATCH]
        views = [planung.view(found, subject) for subject in batch]
        jobs = [
            vorlagen.job(s.art, format_, s.koerperschaft, view, {}, oeffentlich=s.zugang == PUBLIC)
            for s, view in zip(batch, views, strict=True)
            for format_ in selection.formats(s)
        ]
        yield jobs, [len(selection.formats(subject)) for subject in batch]


# what is printed ----------------------------------------------------------------------------------------------------


def printed(rows: Sequence[Row]) -> str:
    """Seconds and memory of each size, and what a further municipality costs: the same in every row if all is linear."""
    commands = (
        ("pruefen", "first"),
        ("pruefen again", "again"),
        ("first erzeugen, unprinted", "made"),
        ("unchanged erzeugen", "unchanged"),
        ("erzeugen once more", "once_more"),
    )
    heads = ("command", "municipalities", "papers", "s", "CPU s", "CPU ms each", "each further", "peak MB", "KB each further")
    lines = []
    for name, field in commands:
        further: list[tuple[float | str, float | str]] = [("–", "–")]
        for small, large in pairwise(rows):
            more = large.bodies - small.bodies
            less, much = getattr(small, field), getattr(large, field)
            further.append((1000 * (much.busy - less.busy) / more, 1024 * (much.peak - less.peak) / more))
        for row, (ms, kb) in zip(rows, further, strict=True):
            run = getattr(row, field)
            lines.append((name, row.bodies, row.papers, run.seconds, run.busy, 1000 * run.busy / row.bodies, ms, run.peak, kb))
    return table(heads, lines)


def printed_sheets(found: Sheets) -> str:
    """The beginning and the end of a long run side by side."""
    heads = ("one worker at a time", "sheets", "CPU ms a sheet", "peak MB")
    rows = (
        (f"first {found.part}", found.part, 1000 * found.first / found.part, found.settled),
        (f"last {found.part} of {found.number}", found.part, 1000 * found.last / found.part, found.peak),
        ("growth in %", "", 100 * (found.last / found.first - 1), 100 * (found.peak / found.settled - 1)),
    )
    return table(heads, rows)


def main() -> None:
    """Without a subcommand the whole benchmark; the subcommands are what it starts."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command")
    filling = commands.add_parser("fill")
    filling.add_argument("daten", type=Path)
    filling.add_argument("ausgabe", type=Path)
    rendered = commands.add_parser("sheets")
    rendered.add_argument("daten", type=Path)
    rendered.add_argument("--number", type=int, required=True)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--sheets", type=int, default=SHEETS, help="0: none")
    asked = parser.parse_args()
    if asked.command == "fill":
        fill(asked.daten, asked.ausgabe)
    elif asked.command == "sheets":
        print(json.dumps(vars(render_sheets(asked.daten, asked.number))))
    else:
        with TemporaryDirectory() as folder:
            if asked.sizes:
                print(printed(large_bench(Path(folder), asked.sizes)), flush=True)
            if asked.sheets:
                print(printed_sheets(sheets_bench(Path(folder, "sheets"), asked.sheets)))


if __name__ == "__main__":
    main()
