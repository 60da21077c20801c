"""The status of a project, as papers show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Status:
    """Die Ampel eines Projekts."""

    farbe: Literal["gruen", "gelb", "rot", "grau", "blau"]
    """Welche Farbe; wird nicht gedruckt."""
    zeichen: str
    """Zeichen, an der Form zu unterscheiden."""
    wort: str
    """Das Wort dazu."""
