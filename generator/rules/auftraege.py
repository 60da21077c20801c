"""Aufträge: what a decision asks of the administration, when it was decided, and who has reported on it since.

A deadline that has passed is no fault of the data: the Beschlusskontrolle says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.model import Auftrag, Bericht, Bestand, Grundlage, Vorlage, resolve, vorlage_id
from generator.problems import nearest, path_text
from generator.rules import Befund
from generator.rules.luecken import is_draft
from generator.rules.vorlagen import station
from generator.wording import datum

OHNE_AUFTRAG, UNVERFOLGT = "beschluss-ohne-auftrag", "bericht-ohne-auftrag"
_BESCHLOSSEN = frozenset({"ungeaendert_beschlossen", "geaendert_beschlossen", "einstimmig_beschlossen", "mehrheitlich_beschlossen"})
_DUTY = re.compile(r"\bbeauftragt\b|\bVerwaltung erhält den Auftrag\b|\bberichtet\b|\bzu berichten\b")


@dataclass(frozen=True, slots=True)
class Entscheid:
    """Who decided, when, and a changed wording."""

    gremium: str
    tag: date
    wortlaut: str


def entscheid(bestand: Bestand, key: str, vorlage: Vorlage) -> Entscheid | None:
    """The fixed stop that decides, whether it has sat yet or not; None where the data do not know it, or where it did not decide."""
    body = key.split("/", maxsplit=1)[0]
    last = vorlage.beratungsfolge[-1:] if isinstance(vorlage, Bericht) else ()
    for stop in (*(stop for stop in vorlage.beratungsfolge if stop.rolle == "entscheidung"), *last):
        gremium, day = station(bestand, body, stop)
        result = stop.ergebnis
        if gremium is None or day is None or (result and result.kategorie not in _BESCHLOSSEN and stop.rolle == "entscheidung"):
            return None
        return Entscheid(gremium.name, day, (result.wortlaut if result else None) or "")
    return None


def entschieden(bestand: Bestand, key: str, vorlage: Vorlage, am: date) -> Entscheid | None:
    """The decision on an issued Vorlage, taken on that day at the latest."""
    found = entscheid(bestand, key, vorlage) if vorlage.stand == "ausgegeben" and vorlage.zugang != "intern" else None
    return found if found and found.tag <= am else None


def berichte(bestand: Bestand, key: str, auftrag: Auftrag, am: date) -> list[tuple[date, str]]:
    """The released Berichte that an Auftrag asked for, by Stichtag, none later than that day."""
    asked = ((name, bericht) for name, bericht in bestand.einmal(_nach_auftrag).get(key, ()) if _asks(bericht.grundlage, auftrag))
    return sorted((bericht.stichtag, name) for name, bericht in asked if bericht.stichtag <= am and not is_draft(bericht))


def _nach_auftrag(bestand: Bestand) -> Mapping[str, list[tuple[str, Bericht]]]:
    """The Berichte by the Vorlage that asked for them."""
    found: dict[str, list[tuple[str, Bericht]]] = defaultdict(list)
    for name, bericht in bestand.berichte.items():
        found[vorlage_id(name.split("/", maxsplit=1)[0], bericht.grundlage.vorlage)].append((name, bericht))
    return found


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """Findings in the Aufträge of Vorlagen, and decisions and Berichte that have none."""
    newest = max(bestand.region.stichtage)
    for key, vorlage in bestand.papiere.items():
        body = key.split("/", maxsplit=1)[0]
        if vorlage.auftraege and vorlage.zugang == "intern":
            never = "»auftraege« stehen in einer internen Vorlage, die kein Gremium beschließt; sie gehören in die Vorlage, über die entschieden wird"
            yield Befund(key, ("auftraege",), never)
        first: dict[str, int] = {}
        decided = entscheid(bestand, key, vorlage)
        for i, auftrag in enumerate(vorlage.auftraege):
            if auftrag.id in first:
                yield Befund(
                    key, ("auftraege", i, "id"), f"»auftraege/{i + 1}/id« {auftrag.id} hat schon Auftrag {first[auftrag.id]}; jede Kennung gilt einmal"
                )
            first.setdefault(auftrag.id, i + 1)
            yield from _references(bestand, key, body, vorlage, i, auftrag)
            yield from _state(key, i, auftrag)
            yield from _dates(key, i, auftrag, decided)
        if not isinstance(vorlage, Bericht) and entschieden(bestand, key, vorlage, newest):
            yield from _unfollowed(key, vorlage)
    for key, bericht in bestand.berichte.items():
        yield from _mandate(bestand, key, bericht)


def _references(bestand: Bestand, key: str, body: str, vorlage: Vorlage, i: int, auftrag: Auftrag) -> Iterator[Befund]:
    count = len(vorlage.beschlussvorschlag)
    if not 1 <= auftrag.punkt <= count:
        points = f"{count} {'Beschlusspunkt' if count == 1 else 'Beschlusspunkte'}"
        yield Befund(key, ("auftraege", i, "punkt"), f"»auftraege/{i + 1}/punkt« ist {auftrag.punkt}; die Vorlage hat {points}")
    owner = bestand.koerperschaften.get(body)
    if owner and auftrag.wer not in owner.aemter:
        unknown = f"»auftraege/{i + 1}/wer« nennt »{auftrag.wer}«, das in {body} nicht unter »aemter« steht"
        yield Befund(key, ("auftraege", i, "wer"), f"{unknown}{nearest(auftrag.wer, owner.aemter)}")


def _state(key: str, i: int, auftrag: Auftrag) -> Iterator[Befund]:
    here, name = ("auftraege", i), f"auftraege/{i + 1}"
    if auftrag.bis is None and not auftrag.fortlaufend:
        yield Befund(key, here, f"»{name}« hat keine Frist; erwartet »bis: 2025-12-31«, oder »fortlaufend: ja« für eine Aufgabe ohne Ende")
    if auftrag.stand == "erledigt" and auftrag.erledigt_am is None:
        yield Befund(key, here, f"»{name}« ist erledigt, aber nicht seit wann; erwartet »erledigt_am: 2025-09-12«")
    elif auftrag.stand != "erledigt" and auftrag.erledigt_am:
        yield Befund(key, (*here, "erledigt_am"), f"»{name}« nennt »erledigt_am«, ist aber nicht erledigt; »stand: erledigt« setzen oder den Tag streichen")
    if auftrag.stand == "zurueckgestellt" and not auftrag.meldungen:
        yield Befund(key, here, f"»{name}« ist zurückgestellt; erwartet eine Meldung, die sagt, wer das entschieden hat und warum")


def _dates(key: str, i: int, auftrag: Auftrag, decided: Entscheid | None) -> Iterator[Befund]:
    here = ("auftraege", i)
    for j, (before, after) in enumerate(zip(auftrag.meldungen, auftrag.meldungen[1:], strict=False), 1):
        if after.am < before.am:
            late = f"»{path_text((*here, 'meldungen', j))}« ist vom {datum(after.am)}, die davor vom {datum(before.am)}"
            yield Befund(key, (*here, "meldungen", j, "am"), f"{late}; Meldungen stehen in der Reihenfolge ihrer Tage")
    if decided is None:
        return
    days = [(("bis",), auftrag.bis), (("erledigt_am",), auftrag.erledigt_am), *((("meldungen", j, "am"), m.am) for j, m in enumerate(auftrag.meldungen))]
    for stelle, day in days:
        if day and day < decided.tag:
            early = f"»{path_text((*here, *stelle))}« {datum(day)} liegt vor dem Beschluss ({decided.gremium}, {datum(decided.tag)})"
            yield Befund(key, (*here, *stelle), f"{early}; erwartet ein Datum danach")


def _unfollowed(key: str, vorlage: Vorlage) -> Iterator[Befund]:
    followed = {auftrag.punkt for auftrag in vorlage.auftraege}
    for i, text in enumerate(vorlage.beschlussvorschlag):
        if i + 1 not in followed and _DUTY.search(text):
            yield Befund(
                key, ("beschlussvorschlag", i),
                f"Beschlusspunkt {i + 1} ist beschlossen und gibt der Verwaltung etwas auf, aber kein Auftrag verfolgt ihn; unter »auftraege« ergänzen, "
                f'oder unter »begruendet« beantworten: {OHNE_AUFTRAG}: "…"', OHNE_AUFTRAG,
            )  # fmt: skip


def _mandate(bestand: Bestand, key: str, bericht: Bericht) -> Iterator[Befund]:
    body = key.split("/", maxsplit=1)[0]
    vorlage = bestand.vorlagen.get(vorlage_id(body, bericht.grundlage.vorlage))
    punkt, name = bericht.grundlage.punkt, bericht.grundlage.auftrag
    unread = vorlage is None or (bericht.zugang == "oeffentlich" and vorlage.zugang != "oeffentlich")
    if vorlage is None or unread or (punkt is not None and not 1 <= punkt <= len(vorlage.beschlussvorschlag)):
        return  # said elsewhere
    here = [auftrag.id for auftrag in vorlage.auftraege if punkt in (None, auftrag.punkt)]
    if here and name and name not in here:
        yield Befund(key, ("grundlage", "auftrag"), f"»grundlage/auftrag« nennt »{name}«, den es dort nicht gibt{nearest(name, here)}")
    elif not here:
        which = f"zu Beschlusspunkt {punkt} der Vorlage »{bericht.grundlage.vorlage}«" if punkt else f"zur Vorlage »{bericht.grundlage.vorlage}«"
        yield Befund(
            key, ("grundlage",),
            f"»grundlage«: {which} ist kein Auftrag eingetragen, die Beschlusskontrolle kennt diesen Bericht nicht; dort unter »auftraege« ergänzen, "
            f'oder unter »begruendet« beantworten: {UNVERFOLGT}: "…"', UNVERFOLGT,
        )  # fmt: skip


def _asks(mandate: Grundlage, auftrag: Auftrag) -> bool:
    return mandate.punkt in (None, auftrag.punkt) and mandate.auftrag in (None, auftrag.id)


def amt(bestand: Bestand, key: str, auftrag: Auftrag) -> str:
    """The name of the office in charge."""
    body = key.split("/", maxsplit=1)[0]
    return bestand.koerperschaften[body].aemter[auftrag.wer].name


def homes(key: str, vorlage: Vorlage) -> set[str]:
    """The bodies whose Gremien and Sitzungen a Vorlage names."""
    body = key.split("/", maxsplit=1)[0]
    return {body} | {resolve(body, bezug).split("/")[0] for stop in vorlage.beratungsfolge for bezug in (stop.sitzung, stop.gremium) if bezug}
