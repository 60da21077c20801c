"""Bodies, their Gremien and Sitzungen, and the forms they use."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from generator.model import Bestand
from generator.problems import nearest
from generator.rules import Befund
from generator.wording import datum

_AGS_DIGITS = {"kreis": 5, "stadt": 8, "gemeinde": 8}


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """Findings in region.yaml, formulare/ and the bodies' own files."""
    for i, (before, after) in enumerate(pairwise(bestand.region.stichtage), 1):
        if after <= before:
            yield Befund("region", ("stichtage", i), f"»stichtage« erwartet aufsteigende Tage; {datum(after)} steht nach {datum(before)}")
    yield from _formulare(bestand)
    yield from _koerperschaften(bestand)
    yield from _gremien(bestand)
    yield from _sitzungen(bestand)


def _formulare(bestand: Bestand) -> Iterator[Befund]:
    for key, formular in bestand.formulare.items():
        blocks = [b.block for b in formular.bloecke]
        for i, block in enumerate(blocks):
            if block in blocks[:i]:
                yield Befund(f"formulare/{key}", ("bloecke", i), f"»bloecke« nennt »{block}« zum zweiten Mal; jeder Block steht einmal im Formular")


def _koerperschaften(bestand: Bestand) -> Iterator[Befund]:
    first: dict[str, str] = {}
    for key, body in bestand.koerperschaften.items():
        datei = f"{key}/koerperschaft"
        digits = _AGS_DIGITS[body.art]
        if not (body.ags.isascii() and body.ags.isdigit() and len(body.ags) == digits):
            yield Befund(datei, ("ags",), f"»ags« erwartet {digits} Ziffern in Anführungszeichen, zum Beispiel \"05570004\"; es steht aber »{body.ags}«")
        elif body.ags in first:
            yield Befund(datei, ("ags",), f"»ags« {body.ags} gehört schon zu {first[body.ags]}; jede Körperschaft hat ihren eigenen Schlüssel")
        first.setdefault(body.ags, key)
        if body.formular not in bestand.formulare and f"formulare/{body.formular}" not in bestand.fehlerhaft:
            yield Befund(datei, ("formular",), f"»formular« nennt »{body.formular}«, das es in formulare/ nicht gibt{nearest(body.formular, bestand.formulare)}")
        for name, person in body.personen.items():
            if person.amt and person.amt not in body.aemter:
                yield Befund(datei, ("personen", name, "amt"), f"»personen/{name}/amt« nennt »{person.amt}«, das nicht unter »aemter« steht{nearest(person.amt, body.aemter)}")


def _gremien(bestand: Bestand) -> Iterator[Befund]:
    for key, gremium in bestand.gremien.items():
        body, name = key.split("/")
        if gremium.gueltig_bis and gremium.gueltig_bis < gremium.gueltig_von:
            yield Befund(f"{body}/gremien", (name, "gueltig_bis"), f"»{name}/gueltig_bis« {datum(gremium.gueltig_bis)} liegt vor »gueltig_von« {datum(gremium.gueltig_von)}")


def _sitzungen(bestand: Bestand) -> Iterator[Befund]:
    for key, sitzung in bestand.sitzungen.items():
        body, name = key.split("/")
        datei = f"{body}/sitzungen"
        gremium = bestand.gremien.get(f"{body}/{sitzung.gremium}")
        if gremium is None:
            if f"{body}/gremien" not in bestand.fehlerhaft:
                known = [k.split("/")[1] for k in bestand.gremien if k.startswith(f"{body}/")]
                yield Befund(datei, (name, "gremium"), f"»{name}/gremium« nennt »{sitzung.gremium}«, das es in {body}/gremien.yaml nicht gibt{nearest(sitzung.gremium, known)}")
        elif sitzung.termin < gremium.gueltig_von or (gremium.gueltig_bis and sitzung.termin > gremium.gueltig_bis):
            until = f"bis {datum(gremium.gueltig_bis)}" if gremium.gueltig_bis else "bis auf Weiteres"
            yield Befund(datei, (name, "termin"), f"»{name}/termin« {datum(sitzung.termin)}: »{gremium.name}« besteht nur von {datum(gremium.gueltig_von)} {until}")
