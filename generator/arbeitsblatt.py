"""A table of words and the amounts behind them: what a spreadsheet needs of a view, whatever the paper.

Which rows a sum takes follows from the kinds of rows: `summe` takes the rows above it back to the last sum, `gesamt` all sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Spalte:
    """Eine Spalte mit ihrer Überschrift."""

    kopf: str
    """Überschrift."""
    breite: int
    """Breite in Zeichen."""


@dataclass(frozen=True, slots=True)
class Feld:
    """Eine Zelle: ein Wort, oder ein Betrag mit dem Wort, das auf dem Papier steht."""

    wort: str
    """Der Wortlaut."""
    art: Literal["text", "betrag"] = "text"
    """text oder betrag."""
    cent: int = 0
    """betrag: der Betrag in Cent."""
    zusatz: str = ""
    """betrag: was nach der Zahl steht."""


@dataclass(frozen=True, slots=True)
class Zeile:
    """Eine Zeile der Tabelle."""

    art: Literal["daten", "summe", "gesamt"]
    """daten: eine Zeile; summe: Summe der Zeilen darüber bis zur letzten Summe; gesamt: Summe der Summen."""
    felder: tuple[Feld, ...]
    """Ihre Zellen, je Spalte eine."""


@dataclass(frozen=True, slots=True)
class Arbeitsblatt:
    """Ein Blatt einer Arbeitsmappe."""

    name: str = ""
    """Name des Blattes, höchstens 31 Zeichen."""
    titel: str = ""
    """Überschrift."""
    vorspann: tuple[str, ...] = ()
    """Zeilen zwischen Überschrift und Tabelle."""
    spalten: tuple[Spalte, ...] = ()
    """Die Spalten."""
    zeilen: tuple[Zeile, ...] = ()
    """Die Zeilen."""
    nachspann: tuple[str, ...] = ()
    """Zeilen unter der Tabelle."""
    nachkommastellen: Literal[0, 2] = 2
    """Wie viele Stellen die Beträge zeigen."""
    fest: int = 1
    """So viele Spalten bleiben beim Blättern stehen."""
