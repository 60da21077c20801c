"""Finds faults of an HTML Druckvorlage before any rendering: unknown placeholders and broken tags, with their line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_type_hints

from jinja2 import FileSystemLoader, TemplateNotFound, TemplateSyntaxError, nodes

from generator.formats import fault, sandbox
from generator.formats.pdf import basis
from generator.formats.schema import element
from generator.markup import Langtext
from generator.problems import Problem, nearest

_LOOP = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "previtem", "nextitem", "changed", "cycle"})
_ANY = object()


def lint(template: Path, view_type: type) -> tuple[Problem, ...]:
    """All findings of a template and of the templates it extends or includes."""
    environment = sandbox(lambda _: _blank(), lambda _: _blank(), FileSystemLoader([template.resolve().parent, basis(template)]))
    todo, seen, found = [template], {template.name}, list[Problem]()
    while todo:
        path = todo.pop()
        try:
            tree = environment.parse(path.read_text("utf-8"), path.name)
        except TemplateSyntaxError as error:
            found.append(fault(path, "", error, error.lineno))
            continue
        except (OSError, UnicodeDecodeError, TemplateNotFound):
            found.append(Problem(str(path), 0, "Die Druckvorlage lässt sich nicht lesen"))
            continue
        found.extend(_Walker(path).problems(tree, view_type))
        for name in _named(tree):
            if name not in seen:
                seen.add(name)
                todo.append(next((folder / name for folder in (template.resolve().parent, basis(template)) if (folder / name).is_file()), path.parent / name))
    return tuple(found)


def _blank() -> Any:
    raise AssertionError("a check renders nothing")


def _named(tree: nodes.Template) -> Iterator[str]:
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        if isinstance(node.template, nodes.Const):  # type: ignore[attr-defined]  # all four have it
            yield str(node.template.value)  # type: ignore[attr-defined]


class _Walker:
    """Follows names through loops and `set`, with the types of the view."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: list[Problem] = []

    def problems(self, tree: nodes.Template, view_type: type) -> list[Problem]:
        names: dict[str, Any] = dict(_members(view_type))
        names |= {macro.name: _ANY for macro in tree.find_all(nodes.Macro)}
        for imported in tree.find_all((nodes.FromImport, nodes.Import)):
            aliases = imported.names if isinstance(imported, nodes.FromImport) else [imported.target]  # type: ignore[attr-defined]  # narrowed by isinstance
            names |= {(alias if isinstance(alias, str) else alias[1]): _ANY for alias in aliases}
        self._walk(tree, names)
        return self.found

    def _walk(self, node: nodes.Node, names: dict[str, Any]) -> None:
        match node:
            case nodes.For():
                inner = {**names, "loop": _LOOP}
                kind = self._type(node.iter, names)
                if isinstance(node.target, nodes.Name):
                    inner[node.target.name] = _ANY if kind is _ANY else element(kind)
                else:
                    inner |= {name.name: _ANY for name in node.target.find_all(nodes.Name)}
                for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
                    self._walk(child, inner)
            case nodes.Assign() if isinstance(node.target, nodes.Name):
                names[node.target.name] = self._type(node.node, names)
            case nodes.Macro():
                self._walk_all(node.body, {**names, **{arg.name: _ANY for arg in node.args}})
            case nodes.With():
                inner = dict(names)
                for target, value in zip(node.targets, node.values, strict=True):
                    if isinstance(target, nodes.Name):
                        inner[target.name] = self._type(value, names)
                self._walk_all(node.body, inner)
            case nodes.Getattr() | nodes.Name() | nodes.Getitem():
                self._type(node, names)
            case _:
                self._walk_all(node.iter_child_nodes(), names)

    def _walk_all(self, children: Any, names: dict[str, Any]) -> None:
        for child in children:
            self._walk(child, names)

    def _type(self, node: nodes.Node, names: Mapping[str, Any]) -> Any:
        match node:
            case nodes.Name():
                if node.name not in names:
                    self._unknown(node, node.name, names)
                return names.get(node.name, _ANY)
            case nodes.Getattr():
                owner = self._type(node.node, names)
                if owner is _ANY:
                    return _ANY
                members = dict.fromkeys(owner, int) if owner is _LOOP else _members(owner)
                if node.attr not in members:
                    self._unknown(node, node.attr, members)
                return members.get(node.attr, _ANY)
            case _:
                self._walk_all(node.iter_child_nodes(), dict(names))
                return _ANY

    def _unknown(self, node: nodes.Node, name: str, known: Mapping[str, Any]) -> None:
        self.found.append(Problem(str(self.path), node.lineno, f"Druckvorlage: den Platzhalter »{name}« gibt es hier nicht{nearest(name, known)}"))


def _members(kind: Any) -> dict[str, Any]:
    if kind is Langtext or not is_dataclass(kind) or not isinstance(kind, type):
        return {}
    hints = get_type_hints(kind)
    return {f.name: hints[f.name] for f in fields(kind)}
