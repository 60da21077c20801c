"""Finds faults of an HTML Druckvorlage before any rendering: unknown placeholders and broken tags, with their line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, TemplateNotFound, TemplateSyntaxError, nodes

from generator.formats import fault, sandbox
from generator.formats.pdf import basis
from generator.formats.placeholders import findings
from generator.problems import Problem


def lint(template: Path, view_type: type) -> tuple[Problem, ...]:
    """All findings of a template and of the templates it extends or includes."""
    environment = sandbox(lambda _, __: _blank(), lambda _: _blank(), FileSystemLoader([template.resolve().parent, basis(template)]))
    if not template.is_file():
        return (Problem(str(template), 0, "Die Druckvorlage gibt es nicht; den Ordner nennt »--druckvorlagen«"),)
    todo, seen, found = [template], {template.name}, list[Problem]()
    while todo:
        path = todo.pop()
        try:
            source = path.read_text("utf-8")
            tree = environment.parse(source, path.name)
        except TemplateSyntaxError as error:
            found.append(fault(path, "", error, error.lineno))
            continue
        except (OSError, UnicodeDecodeError, TemplateNotFound):
            found.append(Problem(str(path), 0, "Die Druckvorlage lässt sich nicht lesen"))
            continue
        found.extend(Problem(str(path), line, f"Druckvorlage: {sentence}") for line, sentence in findings(tree, view_type, word=False))
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
