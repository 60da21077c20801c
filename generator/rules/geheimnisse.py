"""Secrets as a paper would print them: what the whole data say and the public ones do not.

The leak check looks for these in finished files. What it could not tell apart from public words is refused when data are
read: a seal on a text of under four letters, or on one that stands in public anyway.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BeforeValidator

from generator import markup, wording
from generator.model import Angaben, Bestand, Vorlage
from generator.problems import Stelle, path_text
from generator.rules import Befund
from generator.scalars import Betrag, Datum, Ganzzahl, Markdown, Text, Zahl

Art = Literal["Text", "Wort", "Betrag", "Datum", "Zahl"]
SHORTEST = 6
"""Letters and digits that a text must have to be looked for."""
ORDINARY = 8
"""So many it needs where no seal says that it is secret; and a single word of a Vorlage is no secret of its own."""
_FEW = 100

_KINDS: Mapping[Any, str] = {get_args(kind)[1]: name for name, kind in {
    "Text": Text, "Markdown": Markdown, "Betrag": Betrag, "Datum": Datum, "Zahl": Zahl, "Ganzzahl": Ganzzahl,
}.items()}  # fmt: skip
_MONTHS = tuple(wording.datum_lang(date(2000, month, 1)).split(wording.NBSP)[1].split()[0] for month in range(1, 13))
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NO_WORD = re.compile(r"[\W_]+")
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n")
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


@dataclass(frozen=True)
class Welt:
    """All that a Bestand says."""

    bestand: Bestand

    @cached_property
    def aussagen(self) -> frozenset[Aussage]:
        """Each value with its place."""
        return frozenset(aussage for place in _things(self.bestand) for aussage in _aussagen(*place))

    @cached_property
    def worte(self) -> Worte:
        """The same as running words; quicker than one by one."""
        said = [found for _, _, thing in _things(self.bestand) for found in _scalars(thing, "", ())]
        texts = [value for kind, value, _ in said if kind in ("Text", "Markdown")]
        numbers = {number for kind, value, _ in said if kind in ("Betrag", "Zahl", "Ganzzahl") for number in (_amount(value),)}
        written = betraege("\n".join(texts))
        days = frozenset(wording.datum(value) for kind, value, _ in said if kind == "Datum")
        return Worte("\n".join(map(normal, texts)), frozenset(numbers.union(written)), days)


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


def verborgen(ganz: Welt, public: Welt) -> tuple[Aussage, ...]:
    """What the whole says and the public one does not, in the order of the data; short texts and days only where a seal says so."""
    sealed = _sealed(ganz.bestand)
    suche = Suche(a for a in ganz.aussagen - public.aussagen if _is_findable(a, sealed))
    said = frozenset(suche.in_worten(public.worte))
    named = (replace(a, versiegelt=_is_under(a, sealed)) for a in suche.aussagen if a not in said)
    return tuple(sorted(named, key=lambda a: (a.datei, path_text(a.stelle), a.muster)))


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """A seal on what could not be found again, or on what everybody may read anyway."""
    sealed = _sealed(bestand)
    if not sealed:
        return
    under = _under(bestand, sealed)
    public = frozenset(Suche({a for own in under.values() for a in own}).in_worten(Welt(bestand.oeffentlich(date.min)).worte))
    for datei, stelle in sealed:
        own = sorted(under[datei, stelle], key=lambda a: a.muster)
        name = path_text(stelle)
        texts = [a for a in own if a.art in ("Text", "Wort")]
        if texts and all(len(a.muster) < SHORTEST for a in texts):
            yield Befund(
                datei,
                stelle,
                f"»{name}« ist als geheim zu kurz: nach unter {SHORTEST} Buchstaben lässt sich in Papieren nicht suchen; mehr unter Verschluss nehmen",
            )
        elif texts and public.issuperset(texts):
            yield Befund(
                datei, stelle, f"»{name}« ist als geheim gekennzeichnet, steht aber anderswo öffentlich in den Daten; dort streichen oder hier freigeben"
            )
        elif own and not texts and public.issuperset(own):
            said = f"»{name}« ist geheim, dieselbe Zahl steht aber auch öffentlich in den Daten; ob sie irgendwo durchsickert, lässt sich nicht prüfen"
            yield Befund(datei, stelle, said, "geheim-und-oeffentlich")


def _sealed(bestand: Bestand) -> dict[tuple[str, Stelle], None]:
    """File and place of all that the data say is secret, in their order."""
    return dict.fromkeys((datei, stelle) for datei, stelle, seal in bestand.seals() if seal.ausdruecklich)


def _under(bestand: Bestand, sealed: Collection[tuple[str, Stelle]]) -> Mapping[tuple[str, Stelle], set[Aussage]]:
    """What is said under each seal."""
    found: dict[tuple[str, Stelle], set[Aussage]] = defaultdict(set)
    files = {datei for datei, _ in sealed}
    for place in _things(bestand):
        for aussage in _aussagen(*place) if place[0] in files else ():
            for seal in _above(aussage):
                if seal in sealed:
                    found[seal].add(aussage)
    return found


def _above(aussage: Aussage) -> Iterator[tuple[str, Stelle]]:
    """The places at which a seal would cover it."""
    return ((aussage.datei, aussage.stelle[:end]) for end in range(1, len(aussage.stelle) + 1))


def _is_under(aussage: Aussage, sealed: Container[tuple[str, Stelle]]) -> bool:
    return any(place in sealed for place in _above(aussage))


def _is_findable(aussage: Aussage, sealed: Container[tuple[str, Stelle]]) -> bool:
    own = _is_under(aussage, sealed)
    match aussage.art:
        case "Text" | "Wort":
            return len(aussage.muster) >= SHORTEST if own else len(aussage.muster) >= ORDINARY and aussage.art == "Text"
        case "Datum":  # a day alone gives nothing away
            return own
    return aussage.art == "Betrag"


# all values of the data ---------------------------------------------------------------------------------------------


def _aussagen(datei: str, stelle: Stelle, thing: Angaben) -> Iterator[Aussage]:
    """All that a thing says."""
    for kind, value, place in _scalars(thing, "", stelle):
        for art, muster in _written(value, kind):
            yield Aussage(art, muster, datei, place)


def _things(bestand: Bestand) -> list[tuple[str, Stelle, Angaben]]:
    """All that files hold: file, place in it, object."""
    things: list[tuple[str, Stelle, Angaben]] = [("region", (), bestand.region)]
    things += [(f"formulare/{key}", (), formular) for key, formular in bestand.formulare.items()]
    things += [(f"{key}/koerperschaft", (), body) for key, body in bestand.koerperschaften.items()]
    for kind, entries in (("gremien", bestand.gremien), ("sitzungen", bestand.sitzungen)):
        things += [(f"{key.split('/')[0]}/{kind}", (key.split("/")[1],), entry) for key, entry in entries.items()]
    things += [(key, (), _own(paper)) for key, paper in bestand.papiere.items()]
    things += [(f"projekte/{key}", (), projekt) for key, projekt in bestand.projekte.items()]
    return things


def _own(paper: Vorlage) -> Vorlage:
    """Without the text that a Vorlage takes over: it is no secret of its own, and whoever it comes from says whether it is one."""
    return paper.model_copy(update={"erlaeuterungen_alle": None}) if paper.zu or paper.projekt else paper


def _scalars(value: Any, kind: str, stelle: Stelle) -> Iterator[tuple[str, Any, Stelle]]:
    """Kind, value and place of every scalar that a paper may print."""
    match value:
        case Angaben():
            for name, inner in _fields(type(value)):
                yield from _scalars(getattr(value, name), inner, (*stelle, name))
        case tuple():
            for i, item in enumerate(value):
                yield from _scalars(item, kind, (*stelle, i))
        case dict():
            for key, item in value.items():
                yield from _scalars(item, kind, (*stelle, key))
        case _ if kind and value is not None:
            yield kind, value, stelle


def _amount(value: Decimal | int) -> str:
    """A number as `_numbers` finds it in a text: whether it is spent or earned, the figures tell."""
    return f"{abs(value):.2f}".removesuffix(".00").replace(".", ",")


@cache
def _fields(cls: type[Angaben]) -> tuple[tuple[str, str], ...]:
    """The fields of a model that say something, each with the kind of its values; groups have none."""
    found = ((name, _kind(field.annotation, tuple(field.metadata))) for name, field in cls.model_fields.items())
    return tuple((name, kind) for name, kind in found if kind is not None)


def _kind(annotation: Any, metadata: tuple[Any, ...] = ()) -> str | None:
    """The kind of scalar that a type holds, empty for a group of values, None for what is never printed as it stands (ids, words of a choice)."""
    for mark in metadata:
        if isinstance(mark, BeforeValidator) and mark in _KINDS:
            return _KINDS[mark]
    if isinstance(annotation, type) and issubclass(annotation, Angaben):
        return ""
    arguments = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return _kind(arguments[0], arguments[1:])
    # Of a mapping the values, of `T | None` the T.
    return next((kind for kind in map(_kind, reversed(arguments)) if kind is not None), None)


def _written(value: Any, kind: str) -> Iterator[tuple[Art, str]]:
    """How a paper may write a value: a text by its sentences, and the amounts in it."""
    match kind:
        case "Betrag" | "Zahl" | "Ganzzahl":
            if value:  # nothing is no secret
                yield "Betrag" if kind == "Betrag" else "Zahl", _amount(value)
        case "Datum":
            yield "Datum", wording.datum(value)
        case _:
            texts = tuple(_plain(markup.parse(value))) if kind == "Markdown" else (value,)
            for text in texts:
                for sentence in _SENTENCE.split(text):
                    if piece := normal(sentence):
                        yield "Wort" if sentence.strip(" .!?:;").isalpha() else "Text", piece
                yield from (("Betrag", number) for number in _numbers(unicodedata.normalize("NFKC", text)))


def _plain(text: markup.Langtext) -> Iterator[str]:
    """The texts of a long text: paragraphs, cells, entries."""
    for block in text.bloecke:
        yield from _block(block)


def _block(block: markup.Textblock) -> Iterator[str]:
    for runs in (block.laeufe, *(cell.laeufe for row in (block.kopf, *block.zeilen) for cell in row)):
        yield "".join(run.text for run in runs)
    for punkt in block.punkte:
        for inner in punkt:
            yield from _block(inner)
