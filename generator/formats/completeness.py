"""Nothing vanishes: after each merge every printed word of the view is found in the file, items of a list in their order.

White space is left out of the comparison, since lines and pages break where they must. A template that leaves a field
out on purpose says so in a comment: `{# ohne: kopfzeile #}`, a field's path as `vorlagen felder` names it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_origin, get_type_hints

from generator.arbeitsblatt import Arbeitsblatt
from generator.charts import Diagramm
from generator.markup import Datei, Langtext, Textblock, Ziel
from generator.problems import Problem

_LEFT_OUT = re.compile(r"\{#[a-z]*\s*ohne:([^#]*)#\}")
_UNPRINTED = frozenset({"dokument"})
_SPACE = re.compile(r"[\s\u00ad\u200b]+")


@dataclass(frozen=True, slots=True)
class Wort:
    """A printed text of a view with its path, and which item of which list it stands in."""

    feld: str
    text: str


def left_out(source: str) -> frozenset[str]:
    """The fields that a template's comments leave out."""
    return frozenset(name for names in _LEFT_OUT.findall(source) for name in re.split(r"[\s,]+", names.strip()) if name)


def missing(template: Path, view: object, text: str, without: frozenset[str]) -> tuple[Problem, ...]:
    """A Fehler for each field of a view whose words are not all in the text, or not in order."""
    if not is_dataclass(view) or isinstance(view, type):
        return ()
    page = _SPACE.sub("", text)
    words = [word for word in _words(view, "") if word.feld not in without]
    wanted = Counter(word.text for word in words)
    lost = dict.fromkeys(word.feld for word in words if page.count(word.text) < wanted[word.text])
    lost |= dict.fromkeys(name for name, items in _lists(view, "") if name not in without and name not in lost and not _in_order(items, page, without))
    return tuple(Problem(str(template), 0, f"Druckvorlage: »{name}« ist nicht vollständig angekommen; {_REMEDY.format(name)}") for name in lost)


_REMEDY = "einen Platzhalter dafür setzen oder mit »{{# ohne: {} #}}« sagen, dass es fehlen soll"


def _in_order(items: list[list[Wort]], page: str, without: frozenset[str]) -> bool:
    """Whether the first words of a list's items follow one another in the text."""
    at = 0
    for item in items:
        first = next((word for word in item if word.feld not in without), None)
        if first is None:
            continue
        found = page.find(first.text, at)
        if found < 0:
            return False
        at = found + len(first.text)
    return True


@cache
def _printed(cls: type) -> tuple[str, ...]:
    """The fields of a class that may hold printed words: no Literal, bool or int, no address, no file, no picture, no worksheet."""
    hints = get_type_hints(cls)
    return tuple(
        f.name for f in fields(cls) if get_origin(hints[f.name]) is not Literal and hints[f.name] not in (bool, int, Ziel, Datei, Diagramm, Arbeitsblatt)
    )


def _words(value: Any, path: str) -> Iterator[Wort]:
    if isinstance(value, str):
        if text := _SPACE.sub("", value):
            yield Wort(path, text)
    elif isinstance(value, Langtext):
        yield from (Wort(path, text) for block in value.bloecke for text in _block_texts(block))
    elif isinstance(value, tuple):
        for item in value:
            yield from _words(item, f"{path}[]" if is_dataclass(item) and not isinstance(item, Langtext) else path)
    elif is_dataclass(value) and not isinstance(value, type):
        for name in _printed(type(value)):
            if name not in _UNPRINTED:
                yield from _words(getattr(value, name), f"{path}.{name}" if path else name)


def _block_texts(block: Textblock) -> Iterator[str]:
    runs = [*block.laeufe, *(run for row in (block.kopf, *block.zeilen) for cell in row for run in cell.laeufe)]
    for run in runs:
        if text := _SPACE.sub("", run.text):
            yield text
    for punkt in block.punkte:
        for inner in punkt:
            yield from _block_texts(inner)


def _lists(value: Any, path: str) -> Iterator[tuple[str, list[list[Wort]]]]:
    """Every list of a view with the words of its items."""
    if isinstance(value, tuple):
        yield path, [list(_words(item, f"{path}[]" if is_dataclass(item) else path)) for item in value]
        for item in value:
            yield from _lists(item, f"{path}[]")
    elif is_dataclass(value) and not isinstance(value, type | Langtext):
        for name in _printed(type(value)):
            if name not in _UNPRINTED:
                yield from _lists(getattr(value, name), f"{path}.{name}" if path else name)
