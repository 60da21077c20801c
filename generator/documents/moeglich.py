"""»Noch möglich«: the projects that are open to a municipality, who takes part in them, and whom it may ask.

Of many that take part a sheet names some, its neighbours first: a list of a thousand names helps nobody, and each sheet has
to stay as long, and as quick to make, as it would be among a dozen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from generator import wording
from generator.documents import projektworte as worte
from generator.documents.blatt import Tabelle, Zeile
from generator.documents.kaemmerei import groessenordnung
from generator.documents.kommune import Kommune
from generator.model import Bestand, Koerperschaft, Projekt

GENANNT = 20
"""So many that take part in a project are named one by one."""


def tabelle(kommune: Kommune) -> Tabelle:
    """The projects in which the municipality takes no part; nothing where it takes part in all."""
    taken = {own.key for own in kommune.eigene}
    rows = tuple(_zeile(kommune, key, projekt) for key, projekt in worte.reihenfolge(kommune.bestand) if key not in taken)
    intern = not kommune.oeffentlich
    size = ("Eigenanteil je Kommune in EUR",) if intern else ()
    words = f"An diesen Projekten ist die {wording.mit_art(kommune.body)} nicht beteiligt. Die Teilnahme ist freiwillig; Auskunft gibt die Ansprechstelle.{' Eigenanteile der beteiligten Kommunen über alle Jahre, gerundet.' if intern else ''}"
    return Tabelle("Noch möglich", words, ("Nr.", "Projekt", "beteiligte Kommunen", *size, "Ansprechstelle"), rows) if rows else Tabelle()


def kreis(body: Koerperschaft | None) -> str:
    """The Kreis of a municipality: the first five digits of its Amtlicher Gemeindeschlüssel (Land, Regierungsbezirk, Kreis)."""
    return body.ags[:5] if body else ""


class Beteiligte:
    """Who takes part in which project, as the sheets of one Kreis name them: found once for all of them."""

    def __init__(self, bestand: Bestand) -> None:
        self.bodies, self.projekte = bestand.koerperschaften, bestand.projekte
        self.nach_namen = {key: self._by_name(projekt) for key, projekt in self.projekte.items()}
        self.nach_kreis: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key, names in self.nach_namen.items():
            for name in names:
                self.nach_kreis[key, kreis(self.bodies[name])].append(name)
        self._worte: dict[tuple[str, str], str] = {}

    def worte(self, key: str, von: str) -> str:
        """Ahlen, Beckum und 1.331 weitere."""
        if (key, von) not in self._worte:
            named = self.genannt(key, von)
            left = len(self.nach_namen[key]) - len(named)
            more = f" und {'eine weitere' if left == 1 else f'{wording.zahl(left)} weitere'}" if left else ""
            self._worte[key, von] = f"{', '.join(self.bodies[name].name for name in named)}{more}" or "bisher keine"
        return self._worte[key, von]

    def genannt(self, key: str, von: str) -> tuple[str, ...]:
        """Those that are named: of the Kreis itself first, then by name."""
        near = self.nach_kreis.get((key, von), [])[:GENANNT]
        others = (name for name in self.nach_namen[key] if kreis(self.bodies[name]) != von)
        return (*near, *islice(others, GENANNT - len(near)))

    def dateien(self, von: str) -> Iterator[str]:
        """The files of all that are named to that Kreis; where nobody is left out, also those that cannot be read."""
        for key, projekt in self.projekte.items():
            named = projekt.beteiligung if len(projekt.beteiligung) <= GENANNT else self.genannt(key, von)
            yield from (f"{name}/koerperschaft" for name in named)

    def _by_name(self, projekt: Projekt) -> list[str]:
        known = (name for name in projekt.beteiligung if name in self.bodies)
        return sorted(known, key=lambda name: (self.bodies[name].name, name))


def _zeile(kommune: Kommune, key: str, projekt: Projekt) -> Zeile:
    names = kommune.bestand.einmal(Beteiligte).worte(key, kreis(kommune.body))
    size = () if kommune.oeffentlich else (groessenordnung(projekt),)
    return Zeile((worte.kennung(key), projekt.titel, names, *size, kommune.ansprechstelle(projekt)))
