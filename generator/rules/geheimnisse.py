"""Secrets as a paper would print them: what the whole data say and the public ones do not.

The leak check looks for these in finished files. What it could not tell apart from public words is refused when data are
read: a seal on a text of under four letters, or on one that stands in public anyway.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Annotated, Any, get_args, get_origin

from pydantic import BeforeValidator

from generator import markup, wording
from generator.model import Angaben, Bestand, Vorlage
from generator.problems import Stelle, path_text
from generator.rules import Befund
from generator.rules.aussagen import SHORTEST, Art, Aussage, Suche, Worte, betraege, normal
from generator.scalars import Betrag, Datum, Ganzzahl, Markdown, Text, Zahl

ORDINARY = 8
"""So many it needs where no seal says that it is secret; and a single word of a Vorlage is no secret of its own."""

_KINDS: Mapping[Any, str] = {get_args(kind)[1]: name for name, kind in {
    "Text": Text, "Markdown": Markdown, "Betrag": Betrag, "Datum": Datum, "Zahl": Zahl, "Ganzzahl": Ganzzahl,
}.items()}  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n")


@dataclass(frozen=True)
class Welt:
    """All that a Bestand says."""

    bestand: Bestand

    @cached_property
    def worte(self) -> Worte:
        """As running words; quicker than one by one."""
        said = [found for _, _, thing in _things(self.bestand) for found in _scalars(thing, ())]
        texts = [value for kind, value, _ in said if kind in ("Text", "Markdown")]
        numbers = {number for kind, value, _ in said if kind in ("Betrag", "Zahl", "Ganzzahl") for number in (_amount(value),)}
        written = betraege("\n".join(texts))
        days = frozenset(wording.datum(value) for kind, value, _ in said if kind == "Datum")
        return Worte("\n".join(map(normal, texts)), frozenset(numbers.union(written)), days)


def verborgen(ganz: Bestand, public: Welt) -> tuple[Aussage, ...]:
    """What the whole says and the public one does not, in the order of the data; short texts and days only where a seal says so."""
    sealed = _sealed(ganz)
    suche = Suche(a for a in dict.fromkeys(_unsaid(ganz, public.bestand)) if _is_findable(a, sealed))
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
    for kind, value, place in _scalars(thing, stelle):
        for art, muster in _written(value, kind):
            yield Aussage(art, muster, datei, place)


def _unsaid(ganz: Bestand, public: Bestand) -> Iterator[Aussage]:
    """All that the whole says at places where the public does not say the same; what both share is not taken apart."""
    others = {(datei, stelle): thing for datei, stelle, thing in _things(public)}
    for datei, stelle, thing in _things(ganz):
        for kind, value, other, place in _differing(thing, others.get((datei, stelle)), "", stelle):
            said = frozenset(_written(other, kind)) if other is not None else frozenset()
            yield from (Aussage(art, muster, datei, place) for art, muster in _written(value, kind) if (art, muster) not in said)


def _differing(value: Any, other: Any, kind: str, stelle: Stelle) -> Iterator[tuple[str, Any, Any, Stelle]]:
    """The printable scalars of a value that another one at the same place does not have: kind, value, the other's if it has one, and place."""
    if value is other:
        return
    match value:
        case Angaben():
            for name, inner in _fields(type(value)):
                yield from _differing(getattr(value, name), getattr(other, name, None), inner, (*stelle, name))
        case tuple():
            theirs = other if isinstance(other, tuple) else ()
            for i, item in enumerate(value):
                yield from _differing(item, theirs[i] if i < len(theirs) else None, kind, (*stelle, i))
        case dict():
            known = other if isinstance(other, dict) else {}
            for key, item in value.items():
                yield from _differing(item, known.get(key), kind, (*stelle, key))
        case _ if kind and value is not None and value != other:
            yield kind, value, None if isinstance(other, Angaben | tuple | dict) else other, stelle


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


def _scalars(thing: Angaben, stelle: Stelle) -> Iterator[tuple[str, Any, Stelle]]:
    """Kind, value and place of every scalar of a thing that a paper may print."""
    return ((kind, value, place) for kind, value, _, place in _differing(thing, None, "", stelle))


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
                yield from (("Betrag", number) for number in betraege(text))


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
