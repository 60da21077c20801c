"""What texts say: running words, amounts and days, each in one way of writing; and the search for many of them in one text.

Typography, lines and pages, Word behind one's back, the grouping of figures: none of that makes two texts say different things.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from generator.problems import Stelle

Art = Literal["Text", "Wort", "Betrag", "Datum", "Zahl"]
SHORTEST = 6
"""Letters and digits that a text must have to be looked for."""
_FEW = 100
_MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NO_WORD = re.compile(r"[\W_]+")
# Grouped, with cents (point or comma), or with its currency behind it: other numbers are years, pages and the like.
_NUMBER = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:\.\d{3})+(?:,\d{2})?|\d+,\d{2}|\d+\.\d{2}(?![.,]\d)|\d+(?= ?(?:EUR|€)))(?!\d)")
_DAY = re.compile(r"(?<!\d)\d{2}\.\d{2}\.\d{4}(?!\d)")
_LONG_DAY = re.compile(rf"(?<!\d)(\d{{1,2}})\. ?({'|'.join(_MONTHS)}) ?(\d{{4}})(?!\d)")


@dataclass(frozen=True, slots=True)
class Aussage:
    """A value as `Worte` know it, with its place in the data."""

    art: Art
    muster: str
    datei: str
    stelle: Stelle
    versiegelt: bool = field(default=False, compare=False)
    """Whether the data say themselves that it is secret."""


@dataclass(frozen=True)
class Worte:
    """All that a text, or many, say: the running words in `normal` form, amounts and days apart, each in one way of writing."""

    text: str
    zahlen: frozenset[str]
    tage: frozenset[str]

    def sagen(self, aussage: Aussage) -> bool:
        """Whether they say it."""
        match aussage.art:
            case "Text" | "Wort":
                return aussage.muster in self.text
            case "Datum":
                return aussage.muster in self.tage
        return aussage.muster in self.zahlen


def worte(text: str) -> Worte:
    """What a text says; its white space parts numbers."""
    plain = _plain_signs(text)
    days = {f"{int(day):02}.{_MONTHS.index(month) + 1:02}.{year}" for day, month, year in _LONG_DAY.findall(plain)}
    return Worte(_letters(plain), frozenset(_numbers(plain)), frozenset(_DAY.findall(plain)) | days)


def betraege(text: str) -> frozenset[str]:
    """The amounts that a text says."""
    return frozenset(_numbers(_plain_signs(text)))


def normal(text: str) -> str:
    """The letters and digits of a text: all else is changed by lines, pages and typography, or by Word behind one's back."""
    return _letters(_plain_signs(text))


def _plain_signs(text: str) -> str:
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text))


def _letters(plain: str) -> str:
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", plain.casefold()))


def _numbers(plain: str) -> Iterator[str]:
    """The amounts in a text, without grouping and empty cents: 20.000,00 and 20.000 are `20000`, 1.000,50 is `1000,50`."""
    for number in _NUMBER.findall(plain):
        whole, cents = (number[:-3], number[-2:]) if number[-3:-2] in (",", ".") else (number, "00")
        amount = whole.replace(".", "") + (f",{cents}" if cents != "00" else "")
        if amount.strip("0"):  # nothing is no secret
            yield amount


class Suche:
    """Tells which of many Aussagen a text says. What it costs, the text decides and not how many they are."""

    def __init__(self, aussagen: Iterable[Aussage]) -> None:
        self.aussagen = tuple(aussagen)
        self._texts: dict[str, list[int]] = defaultdict(list)
        self._values: dict[tuple[bool, str], list[int]] = defaultdict(list)
        for number, aussage in enumerate(self.aussagen):
            if aussage.art in ("Text", "Wort"):
                self._texts[aussage.muster[:SHORTEST]].append(number)
            else:
                self._values[aussage.art == "Datum", aussage.muster].append(number)

    def in_worten(self, said: Worte) -> list[Aussage]:
        """Those that they say, in their order."""
        found = [number for start in self._starts(said.text) for number in self._texts[start] if self.aussagen[number].muster in said.text]
        values = (*((False, number) for number in said.zahlen), *((True, day) for day in said.tage))
        found += [number for value in values for number in self._values.get(value, ())]
        return [self.aussagen[number] for number in sorted(found)]

    def _starts(self, text: str) -> set[str]:
        """The first letters of texts that stand in a text: few are looked for one by one, many as the text is gone through once."""
        if len(self._texts) <= _FEW:
            return {start for start in self._texts if start in text}
        short = {start for start in self._texts if len(start) < SHORTEST and start in text}
        return short | {piece for i in range(len(text) - SHORTEST + 1) if (piece := text[i : i + SHORTEST]) in self._texts}

    @cached_property
    def kennzeichen(self) -> str:
        """Equal for equal Aussagen, wherever they stand."""
        return hashlib.sha256("\0".join(sorted({f"{a.art} {a.muster}" for a in self.aussagen})).encode()).hexdigest()
