"""Fills an HTML Druckvorlage and prints it; the only room that knows WeasyPrint.

Fonts come only from `_basis/fonts` (through `_basis/fonts.conf`), pictures only from the template's folders and those
that a long text brings; nothing is fetched from a network. What WeasyPrint only logs is a Fehler here.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from pathlib import Path

from generator.formats import NO_PICTURES
from generator.problems import Problem

BASIS = Path(__file__).resolve().parents[3] / "templates" / "_basis"
"""The frame, CSS and fonts of this project, for templates that bring none of their own."""


def render(template: Path, view: object, bilder: Mapping[str, bytes] = NO_PICTURES) -> bytes:
    """The finished PDF. `bilder`: the pictures that long texts name.

    Raises Problems with the place in the template for everything that a template or a value makes impossible.
    """
    from generator.formats.pdf import printing

    return printing.write(template, view, bilder)


def check(template: Path, view_type: type) -> tuple[Problem, ...]:
    """What is wrong with a template before any rendering; does not import WeasyPrint."""
    from generator.formats.pdf.lint import lint

    return lint(template, view_type)


def words(data: bytes) -> list[str]:
    """All texts of a PDF by line of each page, then the entries of its metadata."""
    from generator.formats.pdf.spuren import metadata, texts

    return [line for page in texts(data) for line in page.split("\n") if line.strip()] + metadata(data)


def warm(templates: Path) -> None:
    """Before the first paper: imports all that printing needs, reads the fonts, and sets a page with each of their faces."""
    from generator.formats.pdf import printing

    printing.warm(templates)


def tame() -> None:
    """In a process that does nothing but render, when it is warm: what is there stays, and `render` collects after some papers."""
    gc.collect()
    gc.freeze()
    gc.disable()


def basis(template: Path) -> Path:
    """The `_basis` that belongs to a template: beside its folder, else this project's."""
    near = template.resolve().parent.parent / "_basis"
    return near if (near / "fonts.conf").is_file() else BASIS
