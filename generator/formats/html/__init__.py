"""Fills an HTML Druckvorlage and leaves it HTML: one file that needs no other, for a browser instead of a printer."""

from __future__ import annotations

from pathlib import Path

from generator.problems import Problem


def render(template: Path, view: object, folder: Path = Path()) -> bytes:
    """The finished file. `folder` holds the pictures that long texts name.

    Raises Problems with the place in the template for everything that a template or a value makes impossible.
    """
    from generator.formats.html import seite

    return seite.write(template, view, folder)


def check(template: Path, view_type: type) -> tuple[Problem, ...]:
    """What is wrong with a template before any rendering."""
    from generator.formats.pdf.lint import lint

    return lint(template, view_type)


def words(data: bytes) -> list[str]:
    """All texts of a file in their order, those in attributes included."""
    from generator.formats.html import seite

    return list(seite.words(data))
