"""A view as data: what the Laufbuch keeps, golden files hold, and a PDF may carry; and the mark of a word that is missing in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any


class Luecke(str):
    """A gap in a draft: printed as `‹bitte ergänzen: Produkt›`, in Word the placeholder of its content control."""

    __slots__ = ()


def as_data(view: object) -> Any:
    """A view as plain JSON data: dataclasses as mappings, tuples as lists, dates in ISO form."""
    kind = type(view)
    if kind is str:
        return view
    if names := field_names(kind):
        return {name: as_data(getattr(view, name)) for name in names}
    if isinstance(view, str):
        return str(view)
    if isinstance(view, Mapping):
        return {str(key): as_data(value) for key, value in view.items()}
    if isinstance(view, tuple | list):
        return [as_data(item) for item in view]
    return view.isoformat() if isinstance(view, date) else view


_FIELDS: dict[type, tuple[str, ...]] = {}


def field_names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass; none of any other type."""
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()
    return _FIELDS[kind]
