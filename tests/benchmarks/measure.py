"""Measuring side by side: each contestant is a process of its own, kept warm and asked in turn for the same papers.

A contestant speaks JSON lines. Asked `{"papers": [4, 5], "folder": "/somewhere"}` it makes these papers, answers
`{"seconds": 0.012, "peak": 81.5}` (peak: its resident memory so far, in MB), and only then lays them into the folder as
`4.docx`: neither writing nor what is read out of them counts. What it prints elsewhere goes to standard error.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Any, Self

Make = Callable[[int], bytes]


@dataclass(frozen=True)
class Contestant:
    """What is measured: its name in tables, the command of its process, and what is added to the environment."""

    name: str
    command: tuple[str, ...]
    ending: str
    """Of its files: docx or pdf."""
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Score:
    """What was measured of one contestant: seconds a paper in each round, and the peak of its memory in MB."""

    name: str
    rounds: list[float] = field(default_factory=list)
    peak: float = 0.0

    @property
    def milliseconds(self) -> float:
        """The median of a paper."""
        return median(self.rounds) * 1000

    def times(self, other: Score) -> float:
        """How many times as long the other takes: the median of what each round says, since rounds are interleaved."""
        return median(theirs / ours for ours, theirs in zip(self.rounds, other.rounds, strict=True))


@dataclass(frozen=True)
class Row:
    """What one peer needs for a kind of paper, beside us."""

    case: str
    ours: Score
    peer: Score
    times: float
    """How many of our papers fit into one of theirs, the median of interleaved rounds; for two workers: how many one makes in the time of two."""
    goal: float
    """0: printed only."""
    pages: int = 0


class Process:
    """A contestant that runs; a context manager."""

    def __init__(self, contestant: Contestant) -> None:
        self.contestant = contestant
        environment = {**os.environ, **contestant.environment}
        self.process = subprocess.Popen(contestant.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.process.stdin and self.process.stdout:
            self.process.stdin.close()
            self.process.stdout.close()
        self.process.wait(60)

    def ask(self, papers: Sequence[int], folder: Path) -> tuple[float, float]:
        """Seconds a paper, and the peak of the process's memory in MB. Raises RuntimeError if it ends instead of answering."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"papers": list(papers), "folder": str(folder)}) + "\n")
        self.process.stdin.flush()
        timed = self.process.stdout.readline()
        if not timed or self.process.stdout.readline() != "done\n":
            raise RuntimeError(f"{self.contestant.name} ended with {self.process.wait()} instead of answering")
        answer = json.loads(timed)
        return answer["seconds"] / len(papers), answer["peak"]


def race(contestants: Sequence[Contestant], folder: Path, rounds: int, papers: int) -> dict[str, Score]:
    """All contestants make the same papers in turn, round after round; each round has papers of its own, and the first, warm-up, is not counted."""
    scores = {contestant.name: Score(contestant.name) for contestant in contestants}
    with ExitStack() as stack:
        processes = [stack.enter_context(Process(contestant)) for contestant in contestants]
        for number in range(rounds + 1):
            wanted = range(number * papers, (number + 1) * papers)
            turn = number % len(processes)  # whoever comes first in one round comes last in the next
            for process in (*processes[turn:], *processes[:turn]):
                home = folder / process.contestant.name
                home.mkdir(parents=True, exist_ok=True)
                seconds, peak = process.ask(wanted, home)
                score = scores[process.contestant.name]
                score.peak = peak
                if number:
                    score.rounds.append(seconds)
    return scores


def serve(make: Make, ending: str, *, children: bool = False) -> None:
    """The loop of a contestant in Python. `children`: its memory is that of the programs which it calls."""
    serve_together(lambda numbers: [make(number) for number in numbers], ending, children=children)


def serve_together(make: Callable[[Sequence[int]], list[bytes]], ending: str, *, children: bool = False) -> None:
    """As `serve`, for one that makes all papers which it is asked for in one go."""
    out, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        asked = json.loads(line)
        begun = time.perf_counter()
        made = make(asked["papers"])
        seconds = time.perf_counter() - begun
        out.write(json.dumps({"seconds": seconds, "peak": _peak(children=children)}) + "\n")
        for number, data in zip(asked["papers"], made, strict=True):
            Path(asked["folder"], f"{number}.{ending}").write_bytes(data)
        out.write("done\n")
        out.flush()


def _peak(*, children: bool) -> float:
    """In MB. What Linux says of a process itself, since getrusage counts what its parent had when it began."""
    status = Path("/proc/self/status")
    if not children and status.is_file():
        return int(next(line for line in status.read_text().splitlines() if line.startswith("VmHWM")).split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF).ru_maxrss / 1024


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as Markdown: texts on the left, numbers on the right."""
    cells = [[f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in (list(heads), *cells)) for i in range(len(heads))]

    def line(row: Sequence[str]) -> str:
        return "| " + " | ".join(cell.ljust(width) if i == 0 else cell.rjust(width) for i, (cell, width) in enumerate(zip(row, widths, strict=True))) + " |"

    rule = "|" + "|".join("-" * (width + 2) if i == 0 else "-" * (width + 1) + ":" for i, width in enumerate(widths)) + "|"
    return "\n".join([line(list(heads)), rule, *map(line, cells)])
