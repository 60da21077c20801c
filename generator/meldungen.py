"""How commands speak: results on standard output, findings on standard error, each once and one a line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.problems import Problem, Problems

if TYPE_CHECKING:
    from generator.make import Ereignis

FERTIG, FEHLER, AUFRUF, PROGRAMMFEHLER, ABBRUCH = 0, 1, 2, 70, 130
"""Exit codes: done (Hinweise allowed), Fehler, wrong usage, a bug with its traceback, Ctrl-C."""

_WORDS = {
    "geschrieben": "geschrieben",
    "von-hand-geaendert": "von Hand geändert, bleibt",
    "daneben": "neue Fassung daneben",
    "veraltet": "veraltet, weil die Word-Datei von Hand geändert ist",
    "gesichert": "geänderte Datei aufgehoben",
    "entfernt": "entfernt, wird nicht mehr gebraucht",
    "verschoben": "aufgehoben; die Daten verlangen das Papier nicht mehr",
    "bereitgestellt": "Ordner zur Übergabe bereitgestellt",
}
"""What is said of a file; of the rest, unchanged or left out, only the number."""


@dataclass(frozen=True, slots=True)
class Ordner:
    """What a run works with: the three folders, and who renders."""

    daten: Path
    druckvorlagen: Path
    ausgabe: Path
    rechner: str = ""
    """The address of a cluster that renders; empty for this machine."""


class Meldungen:
    """What a run had to say: findings go to standard error, each once and one a line."""

    def __init__(self) -> None:
        self.seen: set[Problem] = set()
        self.bug = False

    def report(self, problems: Iterable[Problem], panne: str = "") -> None:
        """Shows what is new; a bug with its traceback."""
        for problem in sorted(set(problems) - self.seen):
            say(str(problem), err=True)
        self.seen.update(problems)
        if panne:
            say(f"{panne}Das ist ein Fehler im Programm und nicht Ihrer. Bitte die Zeilen darüber an die Betreuung des Programms geben.", err=True)
            self.bug = True

    def verdict(self) -> str:
        """How many findings of each weight there were."""
        wrong = sum(problem.blocks for problem in self.seen)
        return f"{count(wrong, 'Fehler', 'Fehler')}, {count(len(self.seen) - wrong, 'Hinweis', 'Hinweise')}."

    def code(self) -> int:
        """The exit code that follows."""
        return PROGRAMMFEHLER if self.bug else FEHLER if any(problem.blocks for problem in self.seen) else FERTIG


def say(text: str, *, err: bool = False) -> None:
    """A line; whoever reads us may stop (`| head`), the work goes on."""
    if _mitschrift is not None:
        _mitschrift.append((text, err))
    try:
        with _balken.hidden() if _balken else nullcontext():
            click.echo(text, err=err)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), (sys.stderr if err else sys.stdout).fileno())


def count(number: int, one: str, many: str) -> str:
    """1 Hinweis, 2 Hinweise, keine Hinweise; kein Fehler."""
    return f"{number or 'kein'} {one}" if number in (0, 1) and one == many else f"{number or 'keine'} {many}" if number != 1 else f"1 {one}"


_mitschrift: list[tuple[str, bool]] | None = None


@contextmanager
def mitgeschrieben() -> Iterator[list[tuple[str, bool]]]:
    """All lines that are said meanwhile, with whether they are findings."""
    global _mitschrift  # noqa: PLW0603 - the one voice of the program has one record
    lines: list[tuple[str, bool]] = []
    _mitschrift = lines
    try:
        yield lines
    finally:
        _mitschrift = None


def erinnert(ordner: Ordner, befehl: Sequence[object], work: Callable[[], tuple[int, str | None]], *, ausgabe: bool = False) -> int:
    """A command that changes nothing the second time: what it said and its exit code are worked out only if something changed since.

    `work` returns the exit code and the last line that the same command would say if it were given again (None: all as it
    said now; empty: nobody can tell). `ausgabe`: what it says depends on output/ too.
    """
    from generator.gedaechtnis import Gedaechtnis, lage, mark

    def read() -> str:
        return mark(ordner.daten, ordner.druckvorlagen)

    def seen() -> str:
        return lage(ordner.ausgabe) if ausgabe else ""

    gedaechtnis, name, before = Gedaechtnis(ordner.ausgabe), repr([str(part) for part in befehl]), read()  # a word may hold blanks
    if before and (known := gedaechtnis.erinnern(name, f"{before} {seen()}")):
        for text, err in known["gesagt"]:
            say(text, err=err)
        return int(known["code"])
    with mitgeschrieben() as said:
        code, last = work()
    again = said if last is None else [*(line for line in said if line[1]), (last, False)]
    if before and code in (FERTIG, FEHLER) and last != "" and read() == before:
        gedaechtnis.merken(name, f"{before} {seen()}", {"gesagt": again, "code": code})
    return code


class Balken:
    """How far a run is, on a terminal: a bar with papers a second and the time left; lines are said above it."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
        from rich.text import Text

        class Tempo(ProgressColumn):
            def render(self, task: Task) -> Text:
                return Text(f"{task.speed:.1f} je Sekunde".replace(".", ",") if task.speed else "")

        columns = (
            TextColumn("{task.completed:.0f} von {task.total:.0f} Papieren"),
            BarColumn(),
            Tempo(),
            TextColumn("noch"),
            TimeRemainingColumn(compact=True),
        )
        self._bar = Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True, redirect_stdout=False, redirect_stderr=False)
        self._task = self._bar.add_task("", total=total)
        self._bar.start()

    def advance(self, papers: int) -> None:
        """So many papers are done since the last time."""
        self._bar.update(self._task, advance=papers, refresh=True)

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """While a line is said the bar is not there."""
        self._bar.stop()
        yield
        self._bar.start()

    def close(self) -> None:
        """The bar goes."""
        self._bar.stop()


_balken: Balken | None = None


def progressing(events: Iterable[Ereignis], total: int) -> Generator[Ereignis]:
    """The events of a run of so many papers; on a terminal with a bar, which appears with the first paper that is made."""
    global _balken  # noqa: PLW0603 - the one voice of the program knows of its one bar
    waiting = 0
    try:
        for event in events:
            waiting += event.subject is not None
            if _balken is None and sys.stderr.isatty() and any(done.vorgang == "geschrieben" for done in event.geschehen):
                _balken = Balken(total)
            if _balken:
                _balken.advance(waiting)
                waiting = 0
            yield event
    finally:
        if _balken:
            _balken.close()
            _balken = None


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What cannot be written becomes a finding."""
    try:
        yield
    except OSError as error:
        where = str(error.filename or path)
        raise Problems([Problem(where, 0, "Hier lässt sich nichts schreiben: keine Schreibrechte, kein Platz oder kein Ordner")]) from None


def tell(folder: Path, event: Ereignis) -> None:
    """A line for each file of a paper that something happened to; of one that was made anew also what is different."""
    for done in event.geschehen:
        if done.vorgang in _WORDS:
            other = f" (geändert: {', '.join(event.geaendert)})" if done.vorgang == "geschrieben" and event.geaendert else ""
            say(f"{folder / done.pfad}: {_WORDS[done.vorgang]}{other}{f' → {folder / done.wohin}' if done.wohin else ''}")
