"""A Druckvorlage filled by plain Jinja, without sandbox and checks: what somebody who has but Jinja and WeasyPrint would print."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from generator.charts import Diagramm
from generator.formats.pdf.prose import gap, longtext
from generator.markup import Langtext
from generator.views import Luecke


def page(template: Path, view: Any) -> str:
    """The page as HTML."""
    return _environment(template.parent).get_template(template.name).render({field.name: getattr(view, field.name) for field in fields(view)})


@cache
def _environment(folder: Path) -> Environment:
    loader = FileSystemLoader([folder, folder.parent / "_basis"])
    return Environment(autoescape=True, finalize=_printed, loader=loader, trim_blocks=True, lstrip_blocks=True)


def _printed(value: Any) -> Any:
    if isinstance(value, Langtext | Diagramm):
        return longtext(value, {})
    return gap(value) if isinstance(value, Luecke) else value
