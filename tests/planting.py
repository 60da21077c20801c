"""Plants unique words, amounts and days wherever the model can keep a secret: found by the types, so that a new field is in it without an edit.

Works on the files as people write them. What is planted: each value that a type marks as `Schutz` (under a seal, or as it
stands where the type is `Intern`), all that a Vorlage or Anlage says that is not public, and the figures of a participation
that no council has decided.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path, PurePosixPath
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import yaml
from pydantic import BaseModel, RootModel

from generator import data, scalars
from generator.model import Anlage, Beteiligung, Vorlage
from generator.model.geheim import Schutz

SCALARS = {get_args(getattr(scalars, name))[1]: name for name in ("Text", "Markdown", "Betrag", "Datum", "Zahl", "Ganzzahl", "Jahr", "Kennung", "Ja", "Stufe")}
MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember")
FAR = "2099-12-31"


@dataclass(frozen=True)
class Token:
    """Something planted: the field of the model that holds it, and every way in which a paper might write it."""

    feld: str
    written: tuple[str, ...]


@dataclass
class Garden:
    """Makes tokens; another `salt` makes others for the same places."""

    salt: int = 0
    wanted: Callable[[str], bool] = lambda _: True
    tokens: list[Token] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    """The fields of the model that were asked for."""

    def takes(self, place: str, feld: str) -> bool:
        """Whether a place is planted; notes it."""
        self.places.append(place)
        self.fields.add(feld)
        return self.wanted(place)

    def seals_until(self) -> dict[str, str]:
        """Every other seal names a day, which no paper of these worlds will see."""
        return {"oeffentlich_ab": FAR} if len(self.places) % 2 else {}

    def fresh(self, kind: str, feld: str) -> str:
        """A new token of a kind of scalar, as a data file writes it."""
        number = len(self.tokens)
        match kind:
            case "Text" | "Markdown":
                word = f"Xq{'abc'[self.salt]}" + "".join("bdfgklmnpr"[int(digit)] + "aeiou"[int(digit) % 5] for digit in f"{number:04}")
                found, written = f"{word} zyq", (f"{word}zyq",)
            case "Betrag":
                amount = f"{7 + self.salt}.{(number * 37) % 1000:03}.{number % 1000:03}"
                found, written = f"{amount},{'00' if number % 2 else '37'}", (amount, amount.replace(".", ""))
            case "Datum":
                day = date(1951 + 9 * self.salt, 1, 1) + timedelta(number)
                found, written = day.isoformat(), (f"{day:%d.%m.%Y}", f"{day.day}.{MONTHS[day.month - 1]}{day.year}", day.isoformat())
            case "Stufe" | "Ganzzahl" | "Zahl":
                return str(1 + self.salt)
            case _:
                return {"Jahr": "2026", "Kennung": "oessling", "Ja": "ja"}[kind]
        self.tokens.append(Token(feld, written))
        return found


@cache
def hints(cls: type[BaseModel]) -> dict[str, Any]:
    """The types of the fields, marks included."""
    if issubclass(cls, RootModel):
        return {"root": cls.model_fields["root"].annotation}
    return {name: kind for name, kind in get_type_hints(cls, include_extras=True).items() if name in cls.model_fields}


def scalar(kind: Any) -> str:
    """The name of the kind of scalar that a type is; empty if it is none, or one that only refers to something."""
    return next((SCALARS[mark] for mark in get_args(kind)[1:] if mark in SCALARS), "") if get_origin(kind) is Annotated else ""


def sealed(kind: Any) -> Schutz | None:
    """The mark of a type whose values can be kept from the public."""
    return next((mark for mark in get_args(kind)[1:] if isinstance(mark, Schutz)), None) if get_origin(kind) is Annotated else None


def unmarked(kind: Any) -> Any:
    """The same type without the mark."""
    base, *marks = get_args(kind)
    return Annotated[(base, *(mark for mark in marks if not isinstance(mark, Schutz)), "open")]


def bare(kind: Any) -> Any:
    """A type without `| None` and without marks."""
    while get_origin(kind) in (Annotated, Union, UnionType):
        if get_origin(kind) is Annotated and scalar(kind):
            return kind
        kind = next(inner for inner in get_args(kind) if inner is not NoneType)
    return kind


def is_model(kind: Any) -> bool:
    """Whether a type is a group of fields."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def inside(kind: Any) -> Iterator[Any]:
    """All types that a type is made of."""
    for inner in get_args(kind) if get_origin(kind) is not Literal else ():
        yield inner
        yield from inside(inner)


def models(kind: Any, known: set[Any] | None = None) -> set[type[BaseModel]]:
    """All groups of fields within a type."""
    known = set() if known is None else known
    for inner in (kind, *inside(kind)):
        if is_model(inner) and inner not in known:
            known.add(inner)
            for below in hints(inner).values():
                models(below, known)
    return known


def made(garden: Garden, kind: Any, feld: str, old: Any = None) -> Any:
    """A value of a type, all of it new; what refers to other things stays as it was."""
    kind = bare(kind)
    if name := scalar(kind):
        return old if name in ("Kennung", "Jahr", "Ja") and old is not None else garden.fresh(name, feld)
    if is_model(kind):
        old = old if isinstance(old, dict) else {}
        inside = {name: made(garden, inner, f"{kind.__name__}.{name}", old.get(name)) for name, inner in hints(kind).items()}
        return {name: value for name, value in inside.items() if value is not None}
    if get_origin(kind) is tuple:
        return [made(garden, get_args(kind)[0], feld, item) for item in (old or [None])]
    if get_origin(kind) is dict:
        keys = [*old] if old else [made(garden, get_args(kind)[0], feld)]
        return {key: made(garden, get_args(kind)[1], feld, old.get(key) if old else None) for key in keys}
    if get_origin(kind) is Literal:
        return get_args(kind)[garden.salt % len(get_args(kind))]
    return old


PUBLIC_WORDS = {"Text": "Angabe", "Markdown": "Angabe", "Betrag": "1", "Datum": "2025-01-01", "Zahl": "1", "Ganzzahl": "1", "Jahr": "2026", "Ja": "ja",
                "Stufe": "1"}  # fmt: skip


@cache
def holds_seals(kind: Any) -> bool:
    """Whether something below a type can be sealed."""
    return any(sealed(part) for cls in models(kind) for inner in hints(cls).values() for part in (inner, *inside(inner)))


def frame(kind: Any) -> Any:
    """A group that a file does not have, with nothing secret in it, so that what it could keep secret has a place; None where it keeps nothing."""
    kind = bare(kind)
    return _framed(kind) if sealed(kind) is None and holds_seals(kind) else None


def _framed(kind: Any) -> Any:
    kind = bare(kind)
    if name := scalar(kind):
        return PUBLIC_WORDS.get(name)  # what a Kennung would name is not there
    if is_model(kind):
        needed = {name: inner for name, inner in hints(kind).items() if kind.model_fields[name].is_required()}
        found = {name: _framed(inner) for name, inner in needed.items()}
        return None if None in found.values() else found
    if get_origin(kind) is tuple:
        return [item] if (item := _framed(get_args(kind)[0])) is not None else None
    if get_origin(kind) is dict:
        key, item = map(_framed, get_args(kind))
        return None if None in (key, item) else {key: item}
    return get_args(kind)[0] if get_origin(kind) is Literal else None


def hidden(kind: type[BaseModel], raw: Mapping[str, Any]) -> frozenset[str]:
    """Which kinds of scalars of a group are not public, whatever its fields are marked with."""
    if issubclass(kind, Vorlage | Anlage) and raw.get("zugang", "oeffentlich" if issubclass(kind, Anlage) else None) != "oeffentlich":
        return frozenset({"Text", "Markdown", "Betrag", "Datum"})
    if issubclass(kind, Beteiligung) and raw.get("bindung") != "beschlossen":
        return frozenset({"Betrag"})
    return frozenset()


def planted(garden: Garden, kind: Any, raw: Any, place: str, feld: str = "", secret: frozenset[str] = frozenset()) -> Any:
    """What a file says, with tokens in all places that the garden wants."""
    if (mark := sealed(kind)) and not isinstance(raw, list):
        if not garden.takes(place, feld):
            return planted(garden, unmarked(kind), raw, place, feld, secret) if raw is not None else None
        old = raw["geheim"] if isinstance(raw, dict) and "geheim" in raw else raw
        found = made(garden, kind, feld, old)
        return found if mark.stets and len(garden.places) % 3 == 0 else {"geheim": found, **garden.seals_until()}
    if isinstance(raw, dict) and "geheim" in raw:
        return raw
    kind = bare(kind)
    if name := scalar(kind):
        return garden.fresh(name, feld) if name in secret and raw is not None and garden.takes(place, feld) else raw
    if is_model(kind):
        if issubclass(kind, RootModel):
            return planted(garden, kind.model_fields["root"].annotation, raw, place, feld, secret)
        if not isinstance(raw, dict):
            return raw
        inside = {}
        for name, inner in hints(kind).items():
            closed = frozenset() if name == "betreff_oeffentlich" else secret | hidden(kind, raw)
            inside[name] = planted(garden, inner, raw[name] if name in raw else frame(inner), f"{place}/{name}", f"{kind.__name__}.{name}", closed)
        return {name: value for name, value in inside.items() if value is not None}
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        items = raw or ([None] if sealed(inner) else [])
        found = [planted(garden, inner, item, f"{place}/{i}", feld, secret) for i, item in enumerate(items)]
        return [item for item in found if item is not None] or raw
    if get_origin(kind) is dict and raw:
        return {key: planted(garden, get_args(kind)[1], item, f"{place}/{key}", feld, secret) for key, item in raw.items()}
    return raw


@cache
def files(folder: Path) -> tuple[tuple[PurePosixPath, type[BaseModel], Any], ...]:
    """All data files: path, model, what is written."""
    found = {PurePosixPath(path.relative_to(folder).as_posix()): path for path in sorted(folder.rglob("*.yaml"))}
    return tuple((relative, data.KINDS[kind], written(path)) for relative, path in found.items() if (kind := data.kind_of(str(relative.with_suffix("")))))


def written(path: Path) -> Any:
    """What a file says, all scalars as text, without keys that have no value."""
    return _present(yaml.load(path.read_text("utf-8"), yaml.CBaseLoader))  # noqa: S506 - it builds texts only


def write(path: Path, raw: Any) -> None:
    """A file that says so."""
    path.write_text(yaml.dump(raw, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8")


def _present(raw: Any) -> Any:
    if isinstance(raw, dict):
        return {key: _present(value) for key, value in raw.items() if value not in ("", "~", "null")}
    return [_present(item) for item in raw] if isinstance(raw, list) else raw


def plant(source: Path, folder: Path, garden: Garden) -> Path:
    """A copy of a world with tokens in it."""
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns(".schemas"))
    for relative, model, raw in files(source):
        write(folder / relative, planted(garden, model, raw, str(relative.with_suffix(""))))
    return folder


def walked(source: Path) -> Garden:
    """A garden that nobody plants: knows all places and fields of a world."""
    garden = Garden(wanted=lambda _: False)
    for relative, model, raw in files(source):
        planted(garden, model, raw, str(relative.with_suffix("")))
    return garden
