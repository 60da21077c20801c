"""Long texts: only Markdown that the papers know."""

from __future__ import annotations

from collections.abc import Iterator

from generator import markup
from generator.model import Bestand
from generator.problems import Stelle
from generator.rules import Befund

_TEXTE = ("erlaeuterungen_alle", "erlaeuterungen", "rechtsgrundlage", "zustaendigkeit", "alternativen", "aenderung")


def longtexts(bestand: Bestand) -> Iterator[tuple[str, Stelle, str]]:
    """File, place and source of every long text; what a Vorlage takes over is looked at in the file that it comes from."""
    for key, vorlage in bestand.papiere.items():
        original = bestand.vorlagen.get(vorlage.zu or "")
        if not vorlage.projekt and not (original and vorlage.beschlussvorschlag == original.beschlussvorschlag_kommunen):
            for i, punkt in enumerate(vorlage.beschlussvorschlag):
                yield key, ("beschlussvorschlag", i), punkt
        for i, punkt in enumerate(vorlage.beschlussvorschlag_kommunen):
            yield key, ("beschlussvorschlag_kommunen", i), punkt
        for name in _TEXTE[1:] if vorlage.zu or vorlage.projekt else _TEXTE:
            if text := getattr(vorlage, name):
                yield key, (name,), text
        for i, stop in enumerate(vorlage.beratungsfolge):
            if stop.ergebnis and stop.ergebnis.wortlaut:
                yield key, ("beratungsfolge", i, "ergebnis", "wortlaut"), stop.ergebnis.wortlaut


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """Findings in long texts."""
    for datei, stelle, text in longtexts(bestand):
        for found in markup.unknown(text):
            yield Befund(datei, stelle, found.sentence, zeile=found.line)
