"""Findings: what is wrong or unusual, where, and how to mend it; `Problems` is the only exception that users see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Schwere = Literal["Fehler", "Hinweis"]
Stelle = tuple[str | int, ...]
"""A path in an object: keys and 0-based list positions."""

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What breaks a line, moves a terminal's cursor or turns the order of its letters."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "_": "-", " ": "-"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `path` is as the user named the folder; `line` counts from 1, 0 where a file has no lines.

    A Fehler means that a paper cannot be right and is not made; a Hinweis means unusual, and `name` is what the data
    answers it by (`begruendet: {name: "…"}`).
    """

    path: str
    line: int
    sentence: str
    schwere: Schwere = "Fehler"
    name: str = ""

    def __lt__(self, other: Problem) -> bool:
        """By place; at one place what stops a paper comes before what is only said besides."""
        return (self.path, self.line, self.schwere, self.sentence) < (other.path, other.line, other.schwere, other.sentence)

    def __str__(self) -> str:
        """On one line, whatever a file is called."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", f"{place}: {self.schwere}: {self.sentence}")

    @property
    def blocks(self) -> bool:
        """Whether papers that need this file cannot be made."""
        return self.schwere == "Fehler"


class Problems(Exception):
    """One or more findings that stop what was asked for."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def path_text(stelle: Sequence[str | int]) -> str:
    """A path as sentences write it: list positions count from 1; a key without end is cut."""
    return "/".join(str(part + 1) if isinstance(part, int) else part if len(part) <= 80 else f"{part[:77]}…" for part in stelle)


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a sentence that names the nearest known name: `; gemeint »ka-2025-1«?`, or all of a few, or nothing."""
    choices = sorted(set(known))
    if close := closest(name, choices):
        return f"; gemeint »{close}«?"
    if 0 < len(choices) <= 8:
        return f"; möglich: {', '.join(choices)}"
    return ""


def closest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known name that is written most alike, empty if none is; case, umlauts and the kind of dash do not count."""
    folded = {_folded(choice): choice for choice in known}
    close = get_close_matches(_folded(name), folded, n=1, cutoff=cutoff)
    return folded[close[0]] if close else ""


def _folded(name: str) -> str:
    return name[:200].casefold().translate(_UMLAUTS)
