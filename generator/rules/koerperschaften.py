"""Bodies, their Gremien and Sitzungen, and the forms they use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import get_args

from generator.model import Bestand, Foerderstand, Formular, Gremium, Region, Vorlagenart, Zugang
from generator.problems import nearest
from generator.rules import Befund
from generator.scalars import shown
from generator.wording import aufzaehlung, datum, zahl

_AGS = {"kreis": (5, "05570"), "stadt": (8, "05570004"), "gemeinde": (8, "05570012")}
_MAYORS = ("Der Bürgermeister", "Die Bürgermeisterin")
_HEADS = {"kreis": ("Der Landrat", "Die Landrätin"), "stadt": _MAYORS, "gemeinde": _MAYORS}
_NOT_IN_KREIS = frozenset({"rat", "hauptausschuss"})
_NOT_IN_MUNICIPALITIES = frozenset({"kreistag", "kreisausschuss"})
_HINT = {True: "im Kreis heißen sie kreistag und kreisausschuss", False: "in Städten und Gemeinden heißen sie rat und hauptausschuss"}
_ALWAYS: tuple[Vorlagenart, ...] = ("beschluss", "bericht", "mitteilung")
"""Kinds that every form has a word for; of others where a Vorlage is of that kind (`bezuege`)."""
_WEEKEND = ("Samstag", "Sonntag")


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """Findings in region.yaml, formulare/ and the bodies' own files."""
    yield from _region(bestand.region)
    yield from _region_references(bestand)
    for key, formular in bestand.formulare.items():
        yield from _formular(f"formulare/{key}", formular)
    yield from _koerperschaften(bestand)
    for key, gremium in bestand.gremien.items():
        yield from _gremium(bestand, key, gremium)
    yield from _sitzungen(bestand)


def _region(region: Region) -> Iterator[Befund]:
    for i, (before, after) in enumerate(pairwise(region.stichtage), 1):
        if after <= before:
            yield Befund("region", ("stichtage", i), f"»stichtage« erwartet aufsteigende Tage; {datum(after)} steht nach {datum(before)}")
    termin, kosten = region.ampel.termin, region.ampel.kosten
    if termin.gelb_bis_tage < termin.gruen_bis_tage:
        yield Befund("region", ("ampel", "termin"), f"»ampel/termin«: gelb endet mit {termin.gelb_bis_tage} Tagen vor grün mit {termin.gruen_bis_tage}")
    if kosten.gelb_bis_prozent < kosten.gruen_bis_prozent:
        limits = f"gelb endet mit {zahl(kosten.gelb_bis_prozent)} Prozent vor grün mit {zahl(kosten.gruen_bis_prozent)}"
        yield Befund("region", ("ampel", "kosten"), f"»ampel/kosten«: {limits}")
    if without := [stand for stand in get_args(Foerderstand) if stand not in region.ampel.foerderung]:
        yield Befund(
            "region", ("ampel", "foerderung"), f"»ampel/foerderung« nennt keine Farbe für {aufzaehlung(without)}; jeder Stand der Förderung braucht eine"
        )


def _region_references(bestand: Bestand) -> Iterator[Befund]:
    if (strategie := bestand.region.strategie) and strategie not in bestand.vorlagen and strategie not in bestand.fehlerhaft:
        yield Befund("region", ("strategie",), f"»strategie« nennt die Vorlage »{strategie}«, die es nicht gibt{nearest(strategie, bestand.vorlagen)}")
    body, _, name = (bestand.region.koordination or "").partition("/")
    owner = bestand.koerperschaften.get(body)
    if body and owner is None and f"{body}/koerperschaft" not in bestand.fehlerhaft:
        yield Befund("region", ("koordination",), f"»koordination« nennt die Körperschaft »{body}«, die es nicht gibt{nearest(body, bestand.koerperschaften)}")
    elif owner and name not in owner.personen:
        yield Befund("region", ("koordination",), f"»koordination« nennt »{name}«, das in {body} nicht unter »personen« steht{nearest(name, owner.personen)}")


def _formular(datei: str, formular: Formular) -> Iterator[Befund]:
    blocks = [b.block for b in formular.bloecke]
    for i, block in enumerate(blocks):
        if block in blocks[:i]:
            yield Befund(datei, ("bloecke", i), f"»bloecke« nennt »{block}« zum zweiten Mal; jeder Block steht einmal im Formular")
    if "N" not in formular.nummer_muster:
        yield Befund(
            datei, ("nummer_muster",), f"»nummer_muster« erwartet ein N für jede Ziffer, zum Beispiel NNN/JJJJ, steht aber {shown(formular.nummer_muster)}"
        )
    for field, known, all_ in (("arten", formular.arten, _ALWAYS), ("zugaenge", formular.zugaenge, get_args(Zugang))):
        if without := [word for word in all_ if word not in known]:
            yield Befund(datei, (field,), f"»{field}« nennt kein Wort für {aufzaehlung(without)}; die Titelzeile braucht es")


def _koerperschaften(bestand: Bestand) -> Iterator[Befund]:
    numbers: dict[str, str] = {}
    short: dict[str, str] = {}
    for key, body in bestand.koerperschaften.items():
        datei = f"{key}/koerperschaft"
        digits, example = _AGS[body.art]
        if not (body.ags.isascii() and body.ags.isdigit() and len(body.ags) == digits):
            yield Befund(datei, ("ags",), f'»ags« erwartet {digits} Ziffern in Anführungszeichen, zum Beispiel "{example}", steht aber {shown(body.ags)}')
        elif body.ags in numbers:
            yield Befund(datei, ("ags",), f"»ags« {body.ags} gehört schon zu {numbers[body.ags]}; jede Körperschaft hat ihren eigenen Schlüssel")
        if body.kuerzel in short:
            yield Befund(datei, ("kuerzel",), f"»kuerzel« {body.kuerzel} gehört schon zu {short[body.kuerzel]}; jede Körperschaft hat ihr eigenes")
        numbers.setdefault(body.ags, key)
        short.setdefault(body.kuerzel, key)
        if body.formular.name not in bestand.formulare and f"formulare/{body.formular.name}" not in bestand.fehlerhaft:
            yield Befund(
                datei,
                ("formular",),
                f"»formular« nennt »{body.formular.name}«, das es in formulare/ nicht gibt{nearest(body.formular.name, bestand.formulare)}",
            )
        if body.leitung.bezeichnung not in _HEADS[body.art]:
            expected = " oder ".join(f"»{head}«" for head in _HEADS[body.art])
            yield Befund(
                datei, ("leitung", "bezeichnung"), f"»leitung/bezeichnung« erwartet bei »art: {body.art}« {expected}, steht aber »{body.leitung.bezeichnung}«"
            )
        if body.strategiebeschluss and f"{key}/{body.strategiebeschluss.gremium}" not in bestand.gremien and f"{key}/gremien" not in bestand.fehlerhaft:
            known = [k.split("/")[1] for k in bestand.gremien_von.get(key, {})]
            unknown = f"»strategiebeschluss/gremium« nennt »{body.strategiebeschluss.gremium}«, das es in {key}/gremien.yaml nicht gibt"
            yield Befund(datei, ("strategiebeschluss", "gremium"), f"{unknown}{nearest(body.strategiebeschluss.gremium, known)}")
        for name, person in body.personen.items():
            if person.amt and person.amt not in body.aemter:
                yield Befund(
                    datei,
                    ("personen", name, "amt"),
                    f"»personen/{name}/amt« nennt »{person.amt}«, das nicht unter »aemter« steht{nearest(person.amt, body.aemter)}",
                )


def _gremium(bestand: Bestand, key: str, gremium: Gremium) -> Iterator[Befund]:
    body, name = key.split("/")
    datei = f"{body}/gremien"
    if gremium.gueltig_bis and gremium.gueltig_bis < gremium.gueltig_von:
        yield Befund(datei, (name, "gueltig_bis"), f"»{name}/gueltig_bis« {datum(gremium.gueltig_bis)} liegt vor »gueltig_von« {datum(gremium.gueltig_von)}")
    owner = bestand.koerperschaften.get(body)
    if owner and gremium.art in (_NOT_IN_MUNICIPALITIES if owner.art != "kreis" else _NOT_IN_KREIS):
        yield Befund(datei, (name, "art"), f"»{name}/art« {gremium.art} gibt es bei »art: {owner.art}« nicht; {_HINT[owner.art == 'kreis']}")


def _sitzungen(bestand: Bestand) -> Iterator[Befund]:
    seen: set[tuple[str, str, date]] = set()
    for key, sitzung in bestand.sitzungen.items():
        body, name = key.split("/")
        datei = f"{body}/sitzungen"
        gremium = bestand.gremien.get(f"{body}/{sitzung.gremium}")
        here = f"»{name}/termin« {datum(sitzung.termin)}"
        if gremium is None:
            if f"{body}/gremien" not in bestand.fehlerhaft:
                known = [k.split("/")[1] for k in bestand.gremien_von.get(body, {})]
                unknown = f"»{name}/gremium« nennt »{sitzung.gremium}«, das es in {body}/gremien.yaml nicht gibt"
                yield Befund(datei, (name, "gremium"), f"{unknown}{nearest(sitzung.gremium, known)}")
            continue
        first, last = gremium.gueltig_von, gremium.gueltig_bis or date.max
        if first <= last and not first <= sitzung.termin <= last:
            until = f"bis {datum(gremium.gueltig_bis)}" if gremium.gueltig_bis else "an"
            yield Befund(datei, (name, "termin"), f"{here}: »{gremium.name}« besteht nur von {datum(gremium.gueltig_von)} {until}")
        if sitzung.termin.weekday() >= 5:
            answer = 'wenn das stimmt, in koerperschaft.yaml unter »begruendet« beantworten: sitzung-am-wochenende: "…"'
            yield Befund(datei, (name, "termin"), f"{here} ist ein {_WEEKEND[sitzung.termin.weekday() - 5]}; {answer}", "sitzung-am-wochenende")
        if (body, sitzung.gremium, sitzung.termin) in seen:
            answer = 'wenn das stimmt, in koerperschaft.yaml unter »begruendet« beantworten: sitzung-doppelt: "…"'
            yield Befund(datei, (name, "termin"), f"{here}: an diesem Tag tagt »{gremium.name}« schon; {answer}", "sitzung-doppelt")
        seen.add((body, sitzung.gremium, sitzung.termin))
