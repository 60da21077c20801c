"""No secret in a public file: looks in finished files for what the whole data say and the public ones do not.

A public paper is built from the public Bestand alone; this is the second lock. It knows nothing of how a paper is made and
reads only what came out (`formats.spuren`). A hit names its kind, its place in the file and in the data, never the secret.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from generator.model import Bestand
from generator.problems import path_text
from generator.rules.aussagen import Aussage, Suche, Worte, betraege
from generator.rules.geheimnisse import Welt, verborgen
from generator.views import as_data

_WHAT = {"Text": "ein Text", "Wort": "ein Wort", "Betrag": "ein Betrag", "Datum": "ein Datum", "Zahl": "eine Zahl"}
_MANY = 3


@dataclass(frozen=True, slots=True)
class Geheimnisse:
    """What no public file of some day may say; those of one paper share the search with all others."""

    suche: Suche
    oeffentlich: frozenset[str]
    """Amounts that the public data say anyway."""
    gesagt: frozenset[str] = frozenset()
    """Amounts that the public view of the paper says all the same."""
    abgeleitet: tuple[Aussage, ...] = ()
    """What only a view of the whole Bestand would say."""

    @property
    def kennzeichen(self) -> str:
        """Equal for equal secrets: a file that was looked through for these need not be again."""
        return self.suche.kennzeichen

    def sentence(self, gesagt: Iterable[tuple[str, Worte]]) -> str:
        """What the words of a file, each with their place, give away: kind and place, never the words. Empty if nothing."""
        found: dict[str, None] = {}
        for ort, said in gesagt:
            hits = (*filter(self._counts, self.suche.in_worten(said)), *(a for a in self.abgeleitet if said.sagen(a)))
            found |= dict.fromkeys(f"{ort}: {_WHAT[a.art]} aus {_origin(a)}" for a in hits)
        if not found:
            return ""
        rest = f" und an {len(found) - _MANY} weiteren Stellen" if len(found) > _MANY else ""
        return f"Hier steht, was nicht öffentlich ist ({'; '.join(list(found)[:_MANY])}{rest})"

    def with_view(self, ganz: object, public: object) -> Geheimnisse:
        """The same, and what a paper made from the whole Bestand would say and the public one does not: sums, for example."""
        here = _amounts(public)
        derived = (Aussage("Betrag", amount, "", ()) for amount in _amounts(ganz) - here - self.oeffentlich)
        return replace(self, gesagt=here, abgeleitet=tuple(derived))

    def excusing(self, view: str) -> Geheimnisse:
        """The same without amounts that no seal protects and that a public view, as JSON, says all the same."""
        return replace(self, gesagt=betraege(view))

    def _counts(self, aussage: Aussage) -> bool:
        """The view was made from the public Bestand alone: an undecided share may be as high as a sum of public ones."""
        return aussage.versiegelt or aussage.art != "Betrag" or aussage.muster not in self.gesagt


class Wache:
    """The secrets of one run, found once for each state of what is public."""

    def __init__(self, bestand: Bestand, oeffentlich: Callable[[date], Bestand]) -> None:
        self._ganz, self._oeffentlich = bestand, oeffentlich
        self._found: dict[int, tuple[Bestand, Geheimnisse]] = {}

    def am(self, day: date) -> Geheimnisse:
        """What a public paper of that day must not say."""
        public = self._oeffentlich(day)
        if id(public) not in self._found:
            welt = Welt(public)
            self._found[id(public)] = public, Geheimnisse(Suche(verborgen(self._ganz, welt)), welt.worte.zahlen)
        return self._found[id(public)][1]


def _origin(aussage: Aussage) -> str:
    return f"{aussage.datei}.yaml, »{path_text(aussage.stelle)}«" if aussage.datei else "nichtöffentlichen Angaben"


def _amounts(view: object) -> frozenset[str]:
    """The amounts that a view says."""
    return betraege("\n".join(_strings(as_data(view))))


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from _strings(inner)
