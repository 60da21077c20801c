"""What a Druckvorlage may use: a view's type as a closed list of names: what `vorlagen felder` tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from generator.charts import Diagramm
from generator.docstrings import of_fields
from generator.markup import Langtext, text_of


@dataclass(frozen=True, slots=True)
class Feld:
    """One name that a Druckvorlage may use: its path (`bloecke[].stationen[].termin`), kind and meaning."""

    name: str
    art: Literal["Text", "langer Text", "Liste", "ja/nein", "Zahl", "Gruppe", "Bild"]
    bedeutung: str


def felder(view: type) -> tuple[Feld, ...]:
    """Every name of a view, depth first, in the order of its fields."""
    return tuple(_felder(view, ""))


@cache
def _hints(view: type) -> dict[str, Any]:
    hints = get_type_hints(view)
    return {f.name: hints[f.name] for f in fields(view)}


def element(kind: Any) -> Any:
    """The type of a tuple's items; None for anything else."""
    return get_args(kind)[0] if get_origin(kind) is tuple else None


def _felder(view: type, prefix: str) -> Iterator[Feld]:
    for name, kind in _hints(view).items():
        meaning = of_fields(view).get(name, "")
        path = f"{prefix}{name}"
        inner = element(kind)
        if inner is not None:
            yield Feld(path, "Liste", meaning)
            if is_dataclass(inner):
                yield from _felder(inner, f"{path}[].")  # type: ignore[arg-type]  # is_dataclass also takes instances
        elif kind is Langtext:
            yield Feld(path, "langer Text", meaning)
        elif kind is Diagramm:
            yield Feld(path, "Bild", meaning)
        elif is_dataclass(kind):
            yield Feld(path, "Gruppe", meaning)
            yield from _felder(kind, f"{path}.")  # type: ignore[arg-type]  # as above
        else:
            yield Feld(path, "ja/nein" if kind is bool else "Zahl" if kind is int else "Text", meaning)


def examples(views: list[Any]) -> dict[str, str]:
    """For each name the first value that is not empty in real views, cut to a line."""
    found: dict[str, str] = {}
    for view in views:
        _collect(view, "", found)
    return found


def _collect(value: Any, path: str, found: dict[str, str]) -> None:
    if isinstance(value, Langtext):
        value = next((text_of(block.laeufe) for block in value.bloecke if block.laeufe), "")
    if isinstance(value, Diagramm):
        value = value.alternativtext
    if isinstance(value, tuple):
        for item in value:
            _collect(item, f"{path}[]" if is_dataclass(item) else path, found)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            _collect(getattr(value, field.name), f"{path}.{field.name}" if path else field.name, found)
    elif value is not None and value != "" and path not in found:
        text = {True: "ja", False: "nein"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        found[path] = text if len(text) <= 70 else f"{text[:69]}…"
