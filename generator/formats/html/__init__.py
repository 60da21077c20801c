"""Fills an HTML Druckvorlage and leaves it HTML: one file that needs no other, for a browser instead of a printer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.formats import NO_PICTURES
from generator.problems import Problem


def render(template: Path, view: object, bilder: Mapping[str, bytes] = NO_PICTURES) -> bytes:
    """The finished file. `bilder`: the pictures that long texts name.

    Raises Problems with the place in the template for everything that a template or a value makes impossible.
    """
    from generator.formats.html import seite

    return seite.write(template, view, bilder)


def check(template: Path, view_type: type) -> tuple[Problem, ...]:
    """What is wrong with a template before any rendering."""
    from generator.formats.pdf.lint import lint

    return lint(template, view_type)


def words(data: bytes) -> list[str]:
    """All texts of a file in their order, those in attributes included."""
    from generator.formats.html import seite

    return list(seite.words(data))
