"""What is secret: a value under seal (Verschluss), and the types of the fields that can hold one.

`Geheim[T]` is public unless the data say `{geheim: WERT, oeffentlich_ab: DATUM}`; `Intern[T]` is secret however it is
written, and public only from the day that such a seal names. To everything that reads the Bestand both are `T`: it is
opened whole (`opened`), or without what is secret (`published`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from operator import is_
from typing import Annotated, Any, TypeVar, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from generator.model.angaben import Angaben
from generator.scalars import Datum, read_date, refuse

T = TypeVar("T")
A = TypeVar("A", bound=Angaben)
SCHLUESSEL = ("geheim", "oeffentlich_ab")
"""The keys of a seal in the data."""
VORENTHALTEN = "(nichtöffentlich)"
"""What stands in a list of texts for one that is withheld, so that the numbers of the others stay."""
_GONE = object()


@dataclass(frozen=True, slots=True)
class Verschluss:
    """A value that is not public, or not before a day; `ausdruecklich` where the data say so themselves."""

    wert: Any
    oeffentlich_ab: date | None = None
    ausdruecklich: bool = True

    def bleibt(self, am: date) -> bool:
        """Whether it is still closed in a paper of that day."""
        return self.oeffentlich_ab is None or am < self.oeffentlich_ab


@dataclass(frozen=True, slots=True)
class Schutz:
    """Marks a type whose values can be sealed; `stets`: they are, however written."""

    stets: bool

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(self._read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        inner = handler(schema)
        sealed = {"geheim": inner, "oeffentlich_ab": TypeAdapter(Datum).json_schema()}
        return {"anyOf": [inner, {"type": "object", "properties": sealed, "required": ["geheim"], "additionalProperties": False}]}

    def _read(self, value: Any, handler: Callable[[Any], Any]) -> Any:
        if not isinstance(value, dict) or not value.keys() & set(SCHLUESSEL):
            found = handler(value)
            return Verschluss(found, ausdruecklich=False) if self.stets and found not in (None, (), {}) else found
        if stray := next((str(key) for key in value if key not in SCHLUESSEL), None):
            raise refuse("neben »geheim« nur »oeffentlich_ab«", stray)
        if "geheim" not in value:
            raise refuse("neben »oeffentlich_ab« das, was bis dahin geheim bleibt, wie {geheim: 20.000,00, oeffentlich_ab: 2025-12-16}", None)
        return Verschluss(handler(value["geheim"]), read_date(value["oeffentlich_ab"]) if value.get("oeffentlich_ab") is not None else None)


Geheim = Annotated[T, Schutz(stets=False)]
"""Public unless the data put it under seal."""
Intern = Annotated[T, Schutz(stets=True)]
"""Never public, but from the day that a seal names."""


def seals(thing: Any, stelle: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Verschluss]]:
    """All seals within a thing as read, with their places."""
    if isinstance(thing, Verschluss):
        yield stelle, thing
        thing = thing.wert
    if isinstance(thing, Angaben):
        for name in sealable(type(thing)):
            yield from seals(getattr(thing, name), (*stelle, name))
    elif isinstance(thing, tuple | dict):
        for key, inner in thing.items() if isinstance(thing, dict) else enumerate(thing):
            yield from seals(inner, (*stelle, key))


def opened(thing: A) -> A:
    """The thing with all seals opened."""
    found: A = _rebuilt(thing, lambda seal: seal.wert)
    return found


def published(thing: A, am: date) -> A:
    """The thing as a public paper of that day may know it; models remember which fields are withheld."""
    found: A = _rebuilt(thing, lambda seal: _GONE if seal.bleibt(am) else seal.wert)
    return found


@cache
def sealable(cls: type[Angaben]) -> tuple[str, ...]:
    """The fields of a model in which a seal can stand."""
    return tuple(name for name, field in cls.model_fields.items() if _can_hold(field.annotation) or any(isinstance(m, Schutz) for m in field.metadata))


def _can_hold(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Angaben):
        return bool(sealable(annotation))
    return isinstance(annotation, Schutz) or any(map(_can_hold, get_args(annotation)))


def _rebuilt(thing: Any, decide: Callable[[Verschluss], Any]) -> Any:
    """The thing with each seal replaced; what is unchanged is the same object."""
    match thing:
        case Verschluss():
            found = decide(thing)
            return found if found is _GONE else _rebuilt(found, decide)
        case Angaben():
            return _model(thing, decide)
        case tuple():
            items = tuple(_item(item, decide) for item in thing)
            return thing if all(map(is_, thing, items)) else tuple(item for item in items if item is not _GONE)
        case dict():
            values = {key: _rebuilt(value, decide) for key, value in thing.items()}
            return thing if all(values[key] is thing[key] for key in thing) else {key: value for key, value in values.items() if value is not _GONE}
    return thing


def _model(thing: Angaben, decide: Callable[[Verschluss], Any]) -> Angaben:
    cls = type(thing)
    values = {name: _rebuilt(getattr(thing, name), decide) for name in sealable(cls)}
    changed = {name: value for name, value in values.items() if value is not getattr(thing, name)}
    if not changed:
        return thing
    gone = frozenset(name for name, value in changed.items() if value is _GONE)
    copy = thing.model_copy(update={name: cls.model_fields[name].get_default() if name in gone else value for name, value in changed.items()})
    return copy.without(gone) if gone else copy


def _item(item: Any, decide: Callable[[Verschluss], Any]) -> Any:
    found = _rebuilt(item, decide)
    return VORENTHALTEN if found is _GONE and isinstance(item.wert, str) else found
