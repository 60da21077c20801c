"""What a paper says of its own Fassung: which one it is, and what is different from the one that was issued before.

Found by comparing views, never typed: the names are the headings and labels that the paper itself prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator import docstrings
from generator.arbeitsblatt import Arbeitsblatt
from generator.documents.bloecke import Block
from generator.documents.bloecke import View as Vorlagenansicht
from generator.markup import Langtext, Lauf, Textblock
from generator.views import field_names

VON_HAND = "was in der Datei von Hand geändert war"
_SECTION = re.compile(r"^[IVX]+\. ")
_LETTER = re.compile(r"^[A-Z]\s+|\s*\(.*\)$")
"""The letter of a section, and what its heading says in brackets."""
_WORDS = {
    "titel": "Titelzeile", "absender": "Absender", "vermerke": "Vermerke", "musterdaten": "Hinweis auf Musterdaten", "bilder": "Bilder",
    "arbeitsblatt": "Arbeitsblatt der Kämmerei",
}  # fmt: skip
_SHAPE = frozenset(field_names(Block))
_DERIVED = ("kopfzeile", "dichte")
"""Repeats what stands elsewhere, or follows from it."""
_BLOCKS = {"kopf": "Kopf", "betreff": "Betreff", "anlagen": "Anlagen", "beratungsfolge": "Beratungsfolge", "finanzen": "Finanzielle Auswirkungen"}


@dataclass(frozen=True, slots=True)
class Fassung:
    """Which Fassung a paper names on its pages (0: none), and what it calls changed."""

    nr: int = 0
    geaendert: tuple[str, ...] = ()


def inhalt(view: Mapping[str, Any], bilder: Mapping[str, str]) -> dict[str, Any]:
    """What a paper says, of its view as data; its pictures by hash. The file's metadata say nothing of their own."""
    said = {name: value for name, value in view.items() if name != "dokument"}
    return {**said, "bilder": dict(bilder)}


def geaendert(neu: Mapping[str, Any], alt: Mapping[str, Any], kind: type) -> tuple[str, ...]:
    """The parts of a paper that are not as they were, by the words that it prints for them; empty if all is equal."""
    if _bare(neu) == _bare(alt):
        return ()
    names: dict[str, None] = {}
    elsewhere: tuple[str, ...] = ("Anordnung",)
    for field in {**neu, **alt}:
        now, then = neu.get(field), alt.get(field)
        if _bare(now) == _bare(then) or field in _DERIVED:
            continue
        if now and _are_blocks(now) and not _are_blocks(then):  # as an older program kept them: nobody can tell what of it is another word
            elsewhere = ()
            continue
        if _are_blocks(now) and _are_blocks(then):
            names |= dict.fromkeys(_blocks(now or [], then or []))
        else:
            names[_name(field, now, then, kind)] = None
    return tuple(names) or elsewhere


def gedruckt(view: Any, fassung: Fassung) -> Any:
    """The view with what its pages say of its Fassung; a Vorlage lists what is changed, too."""
    if not fassung.nr:
        return view
    vermerk = f"{fassung.nr}. Fassung"
    changes: dict[str, Any] = {"vermerke": (*view.vermerke, vermerk)}
    sheet = getattr(view, "arbeitsblatt", None)
    if isinstance(sheet, Arbeitsblatt) and sheet.titel:
        changes["arbeitsblatt"] = replace(sheet, vorspann=(vermerk, *sheet.vorspann))
    if isinstance(view, Vorlagenansicht) and fassung.geaendert:
        words = Langtext((Textblock("absatz", (Lauf(f"{'; '.join(fassung.geaendert)}."),)),))
        block = Block("text", f"Geändert gegenüber der {fassung.nr - 1}. Fassung", feld="fassung", text=words)
        place = next((i for i, other in enumerate(view.bloecke, 1) if other.art == "betreff"), 0)
        changes["bloecke"] = (*view.bloecke[:place], block, *view.bloecke[place:])
    return replace(view, **changes)


def _bare(data: Any) -> Any:
    """Data without what is empty: a field that the program did not know yet when the paper was issued is no change."""
    if isinstance(data, dict):
        return {key: found for key, value in data.items() if (found := _bare(value)) not in ("", [], {}, None, False)}
    return [_bare(value) for value in data] if isinstance(data, list) else data


def _are_blocks(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(block, dict) and block.keys() >= _SHAPE for block in value)


def _blocks(neu: list[dict[str, Any]], alt: list[dict[str, Any]]) -> Iterator[str]:
    now, then = _keyed(neu), _keyed(alt)
    for key in {**now, **then}:
        if key not in then:
            yield f"{_heading(now[key])} (neu)"
        elif key not in now:
            yield f"{_heading(then[key])} (entfallen)"
        elif _bare(now[key]) != _bare(then[key]):
            yield from _parts(now[key], then[key])


def _keyed(blocks: list[dict[str, Any]]) -> dict[tuple[str, str, int], dict[str, Any]]:
    found: dict[tuple[str, str, int], dict[str, Any]] = {}
    for block in blocks:
        number = sum(1 for art, feld, _ in found if (art, feld) == (block["art"], block["feld"]))
        found[block["art"], block["feld"], number] = block
    return found


def _parts(neu: dict[str, Any], alt: dict[str, Any]) -> Iterator[str]:
    """The fields of a head, the points of a Beschlussvorschlag; of other blocks the heading."""
    if neu["art"] == "kopf":
        before = {feld["feld"]: feld for feld in alt["felder"]}
        yield from (feld["beschriftung"] for feld in neu["felder"] if before.get(feld["feld"]) != feld)
    elif neu["punkte"] and len(neu["punkte"]) == len(alt["punkte"]) > 1 and neu["punkte"] != alt["punkte"]:
        numbers = [str(i) for i, (one, other) in enumerate(zip(neu["punkte"], alt["punkte"], strict=True), 1) if one != other]
        yield f"{_heading(neu)}, {'Punkt' if len(numbers) == 1 else 'Punkte'} {', '.join(numbers)}"
    elif _SECTION.sub("", neu["ueberschrift"]) != _SECTION.sub("", alt["ueberschrift"]) or {**neu, "ueberschrift": ""} != {**alt, "ueberschrift": ""}:
        yield _heading(neu)  # only another number is no change: a section before it came or went


def _heading(block: dict[str, Any]) -> str:
    first: dict[str, Any] = next(iter(block["text"]["bloecke"]), {})
    within = "".join(lauf["text"] for lauf in first.get("laeufe", ())) if first.get("art") == "ueberschrift" else ""
    return _SECTION.sub("", block["ueberschrift"] or within).rstrip(":") or _BLOCKS.get(block["art"], "Text")


def _name(field: str, now: Any, then: Any, kind: type) -> str:
    for value in (now, then):
        if isinstance(value, dict) and value.get("ueberschrift"):
            return " ".join(_LETTER.sub("", str(value["ueberschrift"])).split())
    meaning = docstrings.of_fields(kind).get(field, field)
    return _WORDS.get(field) or re.split(r"[.,;:]", meaning, maxsplit=1)[0]
