"""No secret in a public file: looks in finished files for what the whole data say and the public ones do not.

A public paper is built from the public Bestand alone; this is the second lock. It knows nothing of how a paper is made and
reads only what came out (`formats.spuren`). A hit names its kind, its place in the file and in the data, never the secret.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from generator.model import Bestand
from generator.problems import path_text
from generator.rules.geheimnisse import Aussage, Welt, Worte, verborgen, worte
from generator.views import as_data

_WHAT = {"Text": "ein Text", "Wort": "ein Wort", "Betrag": "ein Betrag", "Datum": "ein Datum", "Zahl": "eine Zahl"}
_MANY = 3


@dataclass(frozen=True)
class Geheimnisse:
    """What no public file of some day may say."""

    aussagen: tuple[Aussage, ...]
    public: Welt

    @cached_property
    def kennzeichen(self) -> str:
        """Equal for equal secrets: a file that was looked through for these need not be again."""
        return hashlib.sha256("\0".join(sorted({f"{a.art} {a.muster}" for a in self.aussagen})).encode()).hexdigest()

    def sentence(self, spuren: Iterable[tuple[str, str]]) -> str:
        """What the texts of a file, each with its place, give away: kind and place, never the words. Empty if nothing."""
        found: dict[str, None] = {}
        for ort, text in spuren:
            said = worte(text)
            found |= dict.fromkeys(f"{ort}: {_WHAT[a.art]} aus {_origin(a)}" for a in self.aussagen if said.sagen(a))
        if not found:
            return ""
        rest = f" und an {len(found) - _MANY} weiteren Stellen" if len(found) > _MANY else ""
        return f"Hier steht, was nicht öffentlich ist ({'; '.join(list(found)[:_MANY])}{rest})"

    def with_view(self, ganz: object, public: object) -> Geheimnisse:
        """The same, and what a paper made from the whole Bestand would say and the public one does not: sums, for example."""
        here = worte("\n".join(_strings(as_data(public))))
        derived = (a for a in _derived(ganz) if not here.sagen(a) and not self.public.worte.sagen(a))
        return Geheimnisse((*self.excusing(here).aussagen, *derived), self.public)

    def excusing(self, view: Worte) -> Geheimnisse:
        """The same without amounts that no seal protects and that a public view says all the same.

        It was made from the public Bestand alone: an undecided share may be as high as a sum of public ones.
        """
        kept = tuple(a for a in self.aussagen if a.versiegelt or a.art != "Betrag" or not view.sagen(a))
        return self if len(kept) == len(self.aussagen) else Geheimnisse(kept, self.public)


class Wache:
    """The secrets of one run, found once for each state of what is public."""

    def __init__(self, bestand: Bestand, oeffentlich: Callable[[date], Bestand]) -> None:
        self._ganz, self._oeffentlich = Welt(bestand), oeffentlich
        self._found: dict[int, Geheimnisse] = {}

    def am(self, day: date) -> Geheimnisse:
        """What a public paper of that day must not say."""
        public = self._oeffentlich(day)
        if id(public) not in self._found:
            welt = Welt(public)
            self._found[id(public)] = Geheimnisse(verborgen(self._ganz, welt), welt)
        return self._found[id(public)]


def _origin(aussage: Aussage) -> str:
    return f"{aussage.datei}.yaml, »{path_text(aussage.stelle)}«" if aussage.datei else "nichtöffentlichen Angaben"


def _derived(ganz: object) -> Iterator[Aussage]:
    """Amounts of the view that the whole Bestand would give."""
    yield from (Aussage("Betrag", number, "", ()) for number in worte("\n".join(_strings(as_data(ganz)))).zahlen)


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from _strings(inner)
