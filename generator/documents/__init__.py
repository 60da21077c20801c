"""What a kind of paper (Papierart) offers, and which kinds there are.

The module is the kind: `documents/x.py`, `templates/x/`, `tests/golden/x` and `art` share its name.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:  # whoever only prints a paper needs nothing of the data
    from generator.model import Bestand, Zugang

ARTEN = ("beschlussvorlage", "projektblatt", "sachstandsbericht", "beschlusskontrolle")


@dataclass(frozen=True, slots=True)
class Subject:
    """One paper to be made: its kind, whose it is, what it is about, who may see it, and the files (ids) it needs sound."""

    art: str
    koerperschaft: str
    gegenstand: str
    zugang: Zugang
    braucht: frozenset[str]
    stand: date = date.min
    """The day of the paper: a public one knows what is public on that day."""
    nennt: frozenset[str] = frozenset()
    """Files (ids) that must be sound too, since others are named from them; papers share it."""

    @property
    def name(self) -> str:
        """The file's name without its ending: kind and last part of the id."""
        return f"{self.art}-{self.gegenstand.rsplit('/', 1)[-1]}"

    @property
    def id(self) -> str:
        """How commands and findings name the paper: `kreis-warendorf/beschlussvorlage-smart-region-strategie`."""
        return f"{self.koerperschaft}/{self.name}"


@dataclass(frozen=True, slots=True)
class Dokument:
    """Was in den Metadaten der Datei steht."""

    titel: str
    """Titel der Datei."""
    verfasser: str
    """Körperschaft und Amt."""
    thema: str
    """Worum es geht, in einem Satz."""
    datum: date
    """Datum des Papiers; nie das der Herstellung."""
    sprache: str = "de-DE"
    """Sprache des Textes."""
    einbetten: bool = False
    """Ob die Daten des Papiers der PDF-Datei beiliegen."""


class Papierart(Protocol):
    """What a module in documents/ offers."""

    View: type
    FORMATE: tuple[str, ...]
    """The formats in which the paper is made, Word first: an edit there outdates the PDF."""
    FORTLAUFEND: bool
    """Whether a body has one such paper at a time, which the next one replaces."""

    def subjects(self, bestand: Bestand) -> Iterable[Subject]:
        """All papers of this kind that the data ask for, those of broken files included (their file is in `braucht`)."""

    def view(self, bestand: Bestand, subject: Subject, frueher: Any = None) -> Any:
        """What the paper says, in finished words; pure. `frueher` is the view of the paper that this one replaces, as data (`views.as_data`)."""


@cache
def papierart(art: str) -> Papierart:
    """The module of a kind; imported on first use."""
    return cast(Papierart, importlib.import_module(f"generator.documents.{art}"))
