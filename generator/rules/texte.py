"""Long texts: only Markdown that the papers know."""

from __future__ import annotations

from collections.abc import Iterator

from generator import markup
from generator.model import Bestand
from generator.problems import Stelle
from generator.rules import Befund


def longtexts(bestand: Bestand) -> Iterator[tuple[str, Stelle, str]]:
    """File, place and source of every long text."""
    for key, vorlage in bestand.papiere.items():
        for i, punkt in enumerate(vorlage.beschlussvorschlag):
            yield key, ("beschlussvorschlag", i), punkt
        if vorlage.erlaeuterungen:
            yield key, ("erlaeuterungen",), vorlage.erlaeuterungen


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """Findings in long texts."""
    for datei, stelle, text in longtexts(bestand):
        for found in markup.unknown(text):
            yield Befund(datei, stelle, found.sentence, zeile=found.line)
