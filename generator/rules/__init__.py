"""What must hold between things. Each rule is a pure function of the Bestand that yields findings by place in the data.

`data` turns a Befund into a Problem with file and line. A Hinweis has a name; the object's `begruendet` answers it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.model import Bestand


@dataclass(frozen=True, slots=True)
class Befund:
    """A finding before it has a line: the file's id, the place in its object, the sentence; a Hinweis has a name."""

    datei: str
    stelle: tuple[str | int, ...]
    satz: str
    hinweis: str = ""


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """Every finding that more than one field is needed for; answered Hinweise are left out."""
    from generator.rules import finanzen, koerperschaften, projekte, texte, vorlagen

    for rules in (koerperschaften, vorlagen, finanzen, texte, projekte):
        for befund in rules.pruefen(bestand):
            if not befund.hinweis or befund.hinweis not in _answers(bestand, befund):
                yield befund


def _answers(bestand: Bestand, befund: Befund) -> dict[str, str]:
    homes: tuple[Any, ...] = (bestand.vorlagen, bestand.projekte, bestand.koerperschaften)
    body = befund.datei.split("/")[0]
    for home in homes:
        for key in (befund.datei, befund.datei.removeprefix("projekte/"), body):
            if key in home:
                return dict(home[key].begruendet)
    return {}
