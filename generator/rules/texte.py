"""Long texts: only Markdown that the papers know."""

from __future__ import annotations

from collections.abc import Iterator

from generator import markup
from generator.model import Bestand
from generator.rules import Befund


def longtexts(bestand: Bestand) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """File, place and source of every long text."""
    for key, vorlage in bestand.vorlagen.items():
        for i, punkt in enumerate(vorlage.beschlussvorschlag):
            yield key, ("beschlussvorschlag", i), punkt
        if vorlage.erlaeuterungen:
            yield key, ("erlaeuterungen",), vorlage.erlaeuterungen


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """Findings in long texts; `stelle` ends with the line within the text, counted from 1."""
    for datei, stelle, text in longtexts(bestand):
        for found in markup.unknown(text):
            yield Befund(datei, (*stelle, "zeile", found.line), found.sentence)
