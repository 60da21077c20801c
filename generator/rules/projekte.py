"""Projects: references, participation, and dated entries in order. Their money stands in `mittel`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from generator.model import Bestand, Beteiligung, Projekt
from generator.problems import Stelle, nearest, path_text
from generator.rules import Befund
from generator.scalars import shown
from generator.wording import datum


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """Findings in projekte/ that are not about money."""
    for key, projekt in bestand.projekte.items():
        datei = f"projekte/{key}"
        yield from _references(bestand, datei, projekt)
        for name, teil in projekt.beteiligung.items():
            yield from _participation(bestand, datei, name, teil)
        yield from _order(datei, projekt)
        yield from _milestones(datei, projekt)
        yield from _limits(datei, projekt)


def _references(bestand: Bestand, datei: str, projekt: Projekt) -> Iterator[Befund]:
    if projekt.handlungsfeld not in bestand.region.handlungsfelder:
        hint = nearest(projekt.handlungsfeld, bestand.region.handlungsfelder)
        yield Befund(datei, ("handlungsfeld",), f"»handlungsfeld« nennt {shown(projekt.handlungsfeld)}, das in region.yaml nicht steht{hint}")
    body, _, amt = projekt.federfuehrung.partition("/")
    owner = bestand.koerperschaften.get(body)
    if not amt:
        yield Befund(datei, ("federfuehrung",), f"»federfuehrung« erwartet Körperschaft und Amt wie kreis-warendorf/planung, steht aber »{body}«")
    elif owner is None and not _broken(bestand, body):
        yield Befund(datei, ("federfuehrung",), f"»federfuehrung« nennt die Körperschaft »{body}«, die es nicht gibt{nearest(body, bestand.koerperschaften)}")
    elif owner and amt not in owner.aemter:
        yield Befund(datei, ("federfuehrung",), f"»federfuehrung« nennt »{amt}«, das in {body} nicht unter »aemter« steht{nearest(amt, owner.aemter)}")
    if projekt.rest and projekt.rest not in bestand.koerperschaften and not _broken(bestand, projekt.rest):
        yield Befund(datei, ("rest",), f"»rest« nennt »{projekt.rest}«, die es als Körperschaft nicht gibt{nearest(projekt.rest, bestand.koerperschaften)}")


def _broken(bestand: Bestand, body: str) -> bool:
    return f"{body}/koerperschaft" in bestand.fehlerhaft


def _participation(bestand: Bestand, datei: str, name: str, teil: Beteiligung) -> Iterator[Befund]:
    here = ("beteiligung", name)
    field = path_text(here)
    owner = bestand.koerperschaften.get(name)
    if owner is None:
        if not _broken(bestand, name):
            yield Befund(datei, here, f"»beteiligung« nennt »{name}«, die es als Körperschaft nicht gibt{nearest(name, bestand.koerperschaften)}")
        return
    if owner.art == "kreis":
        yield Befund(datei, here, f"»{field}«: der Kreis führt die Projekte; sein Anteil gehört unter »budget/eigenanteil_kreis«")
    if teil.beschluss and f"{name}/{teil.beschluss.gremium}" not in bestand.gremien and f"{name}/gremien" not in bestand.fehlerhaft:
        known = [k.split("/")[1] for k in bestand.gremien_von.get(name, {})]
        unknown = f"»{field}/beschluss/gremium« nennt »{teil.beschluss.gremium}«, das es in {name}/gremien.yaml nicht gibt"
        yield Befund(datei, (*here, "beschluss", "gremium"), f"{unknown}{nearest(teil.beschluss.gremium, known)}")
    if teil.bindung == "beschlossen" and teil.beschluss is None:
        unproven = f"»{field}/bindung« ist beschlossen, der Beschluss fehlt aber; unter »beschluss« Gremium und Datum ergänzen"
        yield Befund(datei, (*here, "bindung"), f'{unproven} oder unter »begruendet« beantworten: ohne-beschluss: "…"', "ohne-beschluss")
    if teil.verlauf and teil.verlauf[-1].bindung != teil.bindung:
        last = teil.verlauf[-1].bindung
        yield Befund(datei, (*here, "bindung"), f"»{field}/bindung« ist {teil.bindung}, der letzte Schritt in »verlauf« aber {last}; beide müssen gleich sein")


def _order(datei: str, projekt: Projekt) -> Iterator[Befund]:
    yield from _ascending(datei, ("sachstaende",), [s.am for s in projekt.sachstaende])
    if foerderung := projekt.foerderung:
        yield from _ascending(datei, ("foerderung", "verlauf"), [s.am for s in foerderung.verlauf])
        if foerderung.verlauf and foerderung.verlauf[-1].stand != foerderung.stand:
            last = foerderung.verlauf[-1].stand
            unequal = f"»foerderung/stand« ist {foerderung.stand}, der letzte Schritt in »verlauf« aber {last}; beide müssen gleich sein"
            yield Befund(datei, ("foerderung", "stand"), unequal)
    for name, teil in projekt.beteiligung.items():
        yield from _ascending(datei, ("beteiligung", name, "verlauf"), [s.am for s in teil.verlauf])
        yield from _ascending(datei, ("beteiligung", name, "vor_ort"), [n.am for n in teil.vor_ort])
    for i, stone in enumerate(projekt.meilensteine):
        yield from _ascending(datei, ("meilensteine", i, "prognosen"), [p.am for p in stone.prognosen])


def _ascending(datei: str, stelle: Stelle, days: list[date]) -> Iterator[Befund]:
    for i, (before, after) in enumerate(pairwise(days), 1):
        if after <= before:
            yield Befund(datei, (*stelle, i), f"»{path_text(stelle)}« erwartet aufsteigende Tage; {datum(after)} steht nach {datum(before)}")


def _milestones(datei: str, projekt: Projekt) -> Iterator[Befund]:
    seen: set[str] = set()
    for i, stone in enumerate(projekt.meilensteine):
        if stone.id in seen:
            yield Befund(datei, ("meilensteine", i, "id"), f"»meilensteine/{i + 1}/id« {stone.id} gibt es in diesem Projekt schon; jede Kennung steht einmal")
        seen.add(stone.id)


def _limits(datei: str, projekt: Projekt) -> Iterator[Befund]:
    if len(projekt.kurz) > 400:
        yield Befund(datei, ("kurz",), f"»kurz« erwartet höchstens 400 Zeichen, hat aber {len(projekt.kurz)}; Weiteres gehört unter »ziel«")
    for i, entry in enumerate(projekt.sachstaende):
        if entry.fertig_prozent is not None and entry.fertig_prozent > 100:
            name = f"sachstaende/{i + 1}/fertig_prozent"
            yield Befund(datei, ("sachstaende", i, "fertig_prozent"), f"»{name}« erwartet eine Zahl von 0 bis 100, steht aber »{entry.fertig_prozent}«")
