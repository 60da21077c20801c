"""<koerperschaft>/laeufe.yaml: what is made by itself, how long before which Termin."""

from __future__ import annotations

from typing import Literal

from generator.model.angaben import Angaben
from generator.scalars import Ganzzahl, Ja, Kennung

Papierart = Literal["beschlussvorlage", "projektblatt", "sachstandsbericht", "beschlusskontrolle"]


class Anlass(Angaben):
    """Wovor gemacht wird: genau eines von dreien."""

    gremium: Kennung | None = None
    """Jede Sitzung dieses Gremiums."""
    termin: Kennung | None = None
    """Dieser Termin aus termine.yaml."""
    abgabe: Ja = False
    """ja: der Tag der Abgabefrist jeder Vorlage, vor jeder ihrer Sitzungen."""


class Lauf(Angaben):
    """laeufe.yaml, ein Eintrag: was wie lange vorher gemacht wird."""

    was: tuple[Papierart, ...]
    """Arten von Papieren; vor einer Sitzung die Vorlagen und Berichte, die auf ihr stehen."""
    vor: Anlass
    """Wovor."""
    tage: Ganzzahl = 0
    """So viele Kalendertage vorher."""
