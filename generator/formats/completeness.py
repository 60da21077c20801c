"""Nothing vanishes: after each merge every printed word of the view is found in the file, items of a list in their order.

White space is left out of the comparison, since lines and pages break where they must. A template that leaves a field
out on purpose says so in a comment: `{# ohne: kopfzeile #}`, a field's path as `vorlagen felder` names it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal, get_origin, get_type_hints

from generator.arbeitsblatt import Arbeitsblatt
from generator.charts import Diagramm
from generator.markup import Datei, Langtext, Textblock, Ziel
from generator.problems import Problem

_LEFT_OUT = re.compile(r"\{#[a-z]*\s*ohne:([^#]*)#\}")
_UNPRINTED = frozenset({"dokument"})
EDGE = "\0"
"""Stands between the runs of a text, if its reader knows them: no file can hold it."""
_REMEDY = "einen Platzhalter dafür setzen oder mit »{{# ohne: {} #}}« sagen, dass es fehlen soll"


def left_out(source: str) -> frozenset[str]:
    """The fields that a template's comments leave out."""
    return frozenset(name for names in _LEFT_OUT.findall(source) for name in re.split(r"[\s,]+", names.strip()) if name)


def missing(template: Path, view: object, text: str | Iterable[str], without: frozenset[str]) -> tuple[Problem, ...]:
    """A Fehler for each field of a view whose words are not all in the text, or not in order; a text that comes in runs is searched faster."""
    if not is_dataclass(view) or isinstance(view, type):
        return ()
    runs = [text] if isinstance(text, str) else list(text)
    page = EDGE.join(runs)
    words = _Words(without)
    words.take(view, "", "")
    if _untouched(words, runs, page):
        return ()
    squeezed = _squeezed(page).replace(EDGE, "")
    words.squeeze()
    lost = dict.fromkeys(_lost(words, squeezed))
    lost |= dict.fromkeys(name for name in words.disordered(squeezed) if name not in without and name not in lost)
    return tuple(Problem(str(template), 0, f"Druckvorlage: »{name}« ist nicht vollständig angekommen; {_REMEDY.format(name)}") for name in lost)


def _squeezed(text: str) -> str:
    """Without white space; ASCII's goes first, since there is most of it and bytes lose theirs in one pass."""
    most = text.encode(errors="surrogatepass").translate(None, b" \t\n\r").decode(errors="surrogatepass")
    return "".join(most.split()).replace("\u00ad", "").replace("\u200b", "")


def _untouched(words: _Words, runs: list[str], page: str) -> bool:
    """Whether all words are found as they were written, which spares the squeezing of nearly all.

    Most fill runs of their own. The others must stand in what is left of the page, as often as they are missed: as they are, or squeezed.
    """
    held, wanted = Counter(runs), Counter(words.texts)
    missed = [(text, times - held.get(text, 0)) for text, times in wanted.items() if held.get(text, 0) < times]
    mixed = EDGE.join([run for run in held if run not in wanted]) if missed else ""
    if not all(_holds(mixed, text, more) for text, more in missed):
        mixed = _squeezed(mixed)
        times = Counter[str]()
        for text, more in zip(_each_squeezed([text for text, _ in missed]), (more for _, more in missed), strict=True):
            times[text] += more
        if not all(_holds(mixed, text, more) for text, more in times.items()):
            return False
    return next(words.disordered(page), None) is None


def _lost(words: _Words, page: str) -> Iterator[str]:
    """Fields whose words stand less often on the page than in the view."""
    lost = {text for text, times in Counter(words.texts).items() if not _holds(page, text, times)}
    yield from (name for name, text in zip(words.names, words.texts, strict=True) if text in lost)


def _holds(page: str, text: str, times: int) -> bool:
    return text in page if times == 1 else page.count(text) >= times


def _each_squeezed(texts: list[str]) -> list[str]:
    squeezed = _squeezed(EDGE.join(texts)).split(EDGE)
    return squeezed if len(squeezed) == len(texts) else [_squeezed(text.replace(EDGE, "")) for text in texts]


@dataclass(slots=True)
class _Items:
    """A list of a view: the first word of each of its items, if it has any, and the item of another list that it stands in."""

    name: str
    inside: tuple[_Items, int] | None
    firsts: list[int | None] = field(default_factory=list)
    found: list[int] = field(default_factory=list)
    """Where on the page the first word of each item was found."""


@dataclass(slots=True)
class _Words:
    """The printed words of a view in its order, each with the name of its field; gathered in one walk."""

    without: frozenset[str]
    names: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    lists: list[_Items] = field(default_factory=list)

    def take(self, value: Any, name: str, list_name: str, inside: tuple[_Items, int] | None = None) -> None:
        """`name` is that of its words, `list_name` that of a list: they differ in a list of lists."""
        if isinstance(value, str):
            self._word(value, name)
        elif isinstance(value, tuple):
            self._items(value, name, list_name, inside)
        elif isinstance(value, Langtext):
            for block in value.bloecke:
                for text in _block_texts(block):
                    self._word(text, name)
        elif _grouped(value.__class__):
            self._group(value, name, inside)

    def squeeze(self) -> None:
        """Takes the white space out of all words."""
        self.texts = _each_squeezed(self.texts)

    def _group(self, value: Any, name: str, inside: tuple[_Items, int] | None) -> None:
        held_by, paths = _paths(value.__class__, name)
        for path, held in zip(paths, held_by(value), strict=True):
            if type(held) is str:  # nearly all that a view holds
                if held and path not in self.without and not held.isspace():
                    self.names.append(path)
                    self.texts.append(held)
            elif held is not None:
                self.take(held, path, path, inside)

    def _word(self, text: str, name: str) -> None:
        if text and name not in self.without and not text.isspace():
            self.names.append(name)
            self.texts.append(text)

    def _items(self, items: tuple[Any, ...], name: str, list_name: str, inside: tuple[_Items, int] | None) -> None:
        here = _Items(list_name, inside)
        self.lists.append(here)
        inner, inner_list = f"{name}[]", f"{list_name}[]"
        texts, firsts = self.texts, here.firsts
        for number, item in enumerate(items):
            begun = len(texts)
            if type(item) is str:
                self._word(item, name)
            elif _grouped(item.__class__):
                self._group(item, inner, (here, number))
            else:
                self.take(item, name, inner_list, (here, number))
            firsts.append(begun if len(texts) > begun else None)

    def disordered(self, page: str) -> Iterator[str]:
        """Lists whose items' first words do not follow one another on the page.

        A list within a list is looked for where its item stands, and only if it is not there from the top of the page:
        what follows one another from any place on does so from the top as well.
        """
        for items in self.lists:
            start = 0
            if items.inside:
                outer, number = items.inside
                start = outer.found[number] if number < len(outer.found) else 0
            if not self._follow(items, page, start) and (not start or not self._follow(items, page, 0)):
                yield items.name

    def _follow(self, items: _Items, page: str, at: int) -> bool:
        items.found.clear()
        for first in items.firsts:
            if first is None:
                items.found.append(at)
                continue
            text = self.texts[first]
            place = page.find(text, at)
            if place < 0:
                return False
            at = place + len(text)
            items.found.append(place)
        return True


@cache
def printed(cls: type) -> tuple[str, ...]:
    """The fields of a class that may hold printed words: no Literal, bool or int, no address, no file, no picture, no worksheet."""
    hints = get_type_hints(cls)
    return tuple(
        f.name for f in fields(cls) if get_origin(hints[f.name]) is not Literal and hints[f.name] not in (bool, int, Ziel, Datei, Diagramm, Arbeitsblatt)
    )


@cache
def _grouped(cls: type) -> bool:
    return is_dataclass(cls) and cls is not Langtext


@cache
def _paths(cls: type, name: str) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[str, ...]]:
    """What reads all printed fields of a class at once, and their names in a view."""
    attributes = tuple(attribute for attribute in printed(cls) if attribute not in _UNPRINTED)
    paths = tuple(f"{name}.{attribute}" if name else attribute for attribute in attributes)
    if not attributes:
        return lambda _: (), paths
    held = attrgetter(*attributes)
    return (held if len(attributes) > 1 else lambda value: (held(value),)), paths


def _block_texts(block: Textblock) -> Iterator[str]:
    yield from (run.text for run in block.laeufe)
    yield from (run.text for row in (block.kopf, *block.zeilen) for cell in row for run in cell.laeufe)
    for punkt in block.punkte:
        for inner in punkt:
            yield from _block_texts(inner)
