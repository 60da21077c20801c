"""Findings: what is wrong or unusual, where, and how to mend it; `Problems` is the only exception that users see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Schwere = Literal["Fehler", "Hinweis"]


@dataclass(frozen=True, slots=True, order=True)
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

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.schwere}: {self.sentence}"

    @property
    def blocks(self) -> bool:
        """Whether papers that need this file cannot be made."""
        return self.schwere == "Fehler"


class Problems(Exception):
    """One or more findings that stop what was asked for."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a sentence that names the nearest known name: `; gemeint »ka-2025-1«?`, or all of a few, or nothing."""
    choices = sorted(set(known))
    lowered = {choice.casefold(): choice for choice in choices}
    close = get_close_matches(name.casefold(), lowered, n=1, cutoff=0.5)
    if close:
        return f"; gemeint »{lowered[close[0]]}«?"
    if 0 < len(choices) <= 8:
        return f"; möglich: {', '.join(choices)}"
    return ""
