"""How commands speak: results on standard output, findings on standard error, each once and one a line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
    """The three folders that a run works with."""

    daten: Path
    druckvorlagen: Path
    ausgabe: Path


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
    try:
        click.echo(text, err=err)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), (sys.stderr if err else sys.stdout).fileno())


def count(number: int, one: str, many: str) -> str:
    """1 Hinweis, 2 Hinweise, keine Hinweise; kein Fehler."""
    return f"{number or 'kein'} {one}" if number in (0, 1) and one == many else f"{number or 'keine'} {many}" if number != 1 else f"1 {one}"


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
