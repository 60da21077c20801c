"""Checks the placeholders of a Druckvorlage against the type of the view, before any rendering: names, and what may be printed.

Follows names through loops, `set`, `with` and macros; one walker for both formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_type_hints

from jinja2 import nodes
from jinja2.tests import TESTS

from generator.charts import Diagramm
from generator.formats import FILTERS
from generator.formats.schema import element
from generator.markup import Langtext
from generator.problems import nearest

PARAGRAPHS = "absaetze"
"""The filter by which `{{p … }}` prints a long text in Word."""

_LOOP = dict.fromkeys(("index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "previtem", "nextitem", "changed", "cycle"), int)
_ANY = object()
"""The type of what is not known before: macro arguments, results of filters."""
_LOOP_TYPE = object()


def findings(tree: nodes.Template, view_type: type, *, word: bool) -> Iterator[tuple[int, str]]:
    """Line of the template and sentence of each finding; `word` for Word, where a long text needs `{{p … }}`."""
    known = {*FILTERS, PARAGRAPHS}
    for used in tree.find_all(nodes.Filter):
        if used.name not in known:
            yield used.lineno, f"den Filter »{used.name}« gibt es nicht{nearest(used.name, known)}"
    for test in tree.find_all(nodes.Test):
        if test.name not in TESTS:
            yield test.lineno, f"die Prüfung »{test.name}« gibt es nicht{nearest(test.name, TESTS)}"
    walker = _Walker(view_type, word=word)
    names: dict[str, Any] = {**_members(view_type), **{macro.name: _ANY for macro in tree.find_all(nodes.Macro)}}
    for imported in tree.find_all((nodes.FromImport, nodes.Import)):
        aliases: list[Any] = imported.names if isinstance(imported, nodes.FromImport) else [imported.target]  # type: ignore[attr-defined]  # narrowed
        names |= {(alias if isinstance(alias, str) else alias[1]): _ANY for alias in aliases}
    walker.walk(tree, names)
    yield from walker.found


class _Walker:
    def __init__(self, view_type: type, *, word: bool) -> None:
        self.view_type, self.word = view_type, word
        self.found: list[tuple[int, str]] = []

    def walk(self, node: nodes.Node, names: dict[str, Any]) -> None:
        match node:
            case nodes.For():
                inner = {**names, "loop": _LOOP_TYPE, **self._target(node.target, self._iterated(node, names))}
                self._all((*node.body, *node.else_, *([node.test] if node.test else [])), inner)
            case nodes.Assign() if isinstance(node.target, nodes.Name):
                names[node.target.name] = self._type(node.node, names)
            case nodes.Macro() | nodes.CallBlock():
                self._all(node.body, {**names, **{arg.name: _ANY for arg in node.args}, "caller": _ANY})
            case nodes.With():
                inner = dict(names)
                for target, value in zip(node.targets, node.values, strict=True):
                    inner |= self._target(target, self._type(value, names))
                self._all(node.body, inner)
            case nodes.Output():
                for expression in node.nodes:
                    self._printed(expression, names)
            case nodes.Getattr() | nodes.Name() | nodes.Getitem():
                self._type(node, names)
            case _:
                self._all(node.iter_child_nodes(), names)

    def _all(self, children: Iterable[nodes.Node], names: dict[str, Any]) -> None:
        for child in children:
            self.walk(child, names)

    def _target(self, target: nodes.Node, kind: Any) -> dict[str, Any]:
        return {target.name: kind} if isinstance(target, nodes.Name) else {name.name: _ANY for name in target.find_all(nodes.Name)}

    def _iterated(self, node: nodes.For, names: Mapping[str, Any]) -> Any:
        kind = self._type(node.iter, names)
        if kind is _ANY:
            return _ANY
        if (item := element(kind)) is None:
            self.found.append((node.lineno, f"»{_source(node.iter)}« ist keine Liste"))
            return _ANY
        return item

    def _printed(self, node: nodes.Node, names: Mapping[str, Any]) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        kind = self._type(node.node if isinstance(node, nodes.Filter) and node.name == PARAGRAPHS and node.node else node, names)
        alone = isinstance(node, nodes.Filter) and node.name == PARAGRAPHS
        source = _source(node)
        if kind in (Langtext, Diagramm):
            if self.word and not alone:
                self.found.append((node.lineno, f"»{source}« ist ein langer Text oder ein Bild und braucht einen Absatz für sich: »{{{{p {source} }}}}«"))
        elif element(kind) is not None:
            self.found.append((node.lineno, f"»{source}« ist eine Liste; mit »{{% for … in {source} %}}« werden ihre Einträge gedruckt"))
        elif kind is bool:
            self.found.append((node.lineno, f"»{source}« ist ja oder nein und lässt sich nicht drucken; es gilt nur in »{{% if {source} %}}«"))
        elif isinstance(kind, type) and is_dataclass(kind):
            self.found.append(
                (node.lineno, f"»{source}« ist eine Gruppe von Angaben; gedruckt werden ihre Felder: {', '.join(f'{source}.{f.name}' for f in fields(kind))}")
            )

    def _type(self, node: nodes.Node, names: Mapping[str, Any]) -> Any:
        match node:
            case nodes.Name():
                if node.name not in names:
                    self._unknown(node, node.name, names, "")
                return names.get(node.name, _ANY)
            case nodes.Getattr():
                owner = self._type(node.node, names)
                if owner is _ANY:
                    return _ANY
                members: Mapping[str, Any] = _LOOP if owner is _LOOP_TYPE else _members(owner)
                if node.attr not in members:
                    self._unknown(node, node.attr, members, f"{_source(node.node)}.")
                return members.get(node.attr, _ANY)
            case _:
                self._all(node.iter_child_nodes(), dict(names))
                return _ANY

    def _unknown(self, node: nodes.Node, name: str, known: Mapping[str, Any], owner: str) -> None:
        elsewhere = next((path for path in _paths(self.view_type, "") if path.rsplit(".", 1)[-1] == name), "")
        hint = f"; es gehört zu »{elsewhere}«" if elsewhere and not owner else nearest(name, known)
        self.found.append((node.lineno, f"den Platzhalter »{owner}{name}« gibt es nicht{hint}"))


@cache
def _members(kind: Any) -> dict[str, Any]:
    if kind in (Langtext, Diagramm) or not isinstance(kind, type) or not is_dataclass(kind):
        return {}
    hints = get_type_hints(kind)
    return {f.name: hints[f.name] for f in fields(kind)}


def _paths(kind: Any, prefix: str) -> Iterator[str]:
    for name, inner in _members(kind).items():
        yield f"{prefix}{name}"
        item = element(inner)
        yield from _paths(inner if item is None else item, f"{prefix}{name}{'.' if item is None else '[].'}")


def _source(node: nodes.Node) -> str:
    """An expression as the author wrote it, for names and their parts."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            return f"{_source(node.node)}.{node.attr}"
        case nodes.Filter() if node.node:
            return _source(node.node)
    return "…"
