"""The drawn bar of a project's milestones: fields with form, word and date, never told apart by tone alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator import sachstand
from generator.documents.blatt import Leiste, Meilensteinfeld
from generator.model import Meilenstein, Projekt
from generator.wording import datum

_BREITE = 175
"""Millimetres that a bar of milestones may take."""


def leisten(projekt: Projekt, stichtag: date) -> Iterator[Leiste]:
    """As many fields in a row as their longest word allows, five at most; rows of equal length."""
    fields = [_feld(stone, stichtag) for stone in projekt.meilensteine]
    if not fields:
        return
    longest = max(_breite(word) for field in fields for word in f"{field.titel} {field.soll}".split())
    most = max(1, min(5, int(_BREITE // (longest + 2.8))))
    count = -(-len(fields) // most)
    size = -(-len(fields) // count)
    yield from (Leiste(tuple(fields[i : i + size])) for i in range(0, len(fields), size))


def _feld(stone: Meilenstein, stichtag: date) -> Meilensteinfeld:
    day = sachstand.termin(stone, stichtag)
    if sachstand.erreicht(stone, stichtag):
        return Meilensteinfeld("erreicht", "◆", "erreicht", datum(day), stone.titel, "")
    if day != stone.soll:
        return Meilensteinfeld("verschoben", "◈", "verschoben", datum(day), stone.titel, f"geplant {datum(stone.soll)}")
    return Meilensteinfeld("geplant", "◇", "fällig" if day < stichtag else "geplant", datum(day), stone.titel, "")


def _breite(word: str) -> float:
    """About how wide a word is in the bar's type (9 pt), in millimetres."""
    return 3.175 * sum(0.3 if c in "fijlrtI.,-:()" else 0.86 if c in "mwMW" else 0.68 if c.isupper() else 0.56 for c in word)
