"""What is to be made when: the occurrences of laeufe.yaml, each once, and what of them is due on a day. Pure.

An occurrence is known by its Lauf and by what it precedes, not by its day: a moved Sitzung moves it and makes no second.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator import fristen
from generator.documents import Subject, papierart
from generator.model import Bestand, Lauf, resolve
from generator.rules.vorlagen import station


@dataclass(frozen=True, slots=True)
class Anstoss:
    """One occurrence: papers to be made from a day on, as long as what they are for is still ahead."""

    kennung: str
    faellig: date
    ziel: date
    grund: str
    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class Plan:
    """What a run on a day has to do: due and still ahead, and due but over while nothing ran."""

    heute: date
    zu_tun: tuple[Anstoss, ...]
    verpasst: tuple[Anstoss, ...]


def plan(alle: Sequence[Anstoss], heute: date, erledigt: Collection[str], letzter_lauf: date | None) -> Plan:
    """What of all is due on a day and not done yet. What was over before the very first run is nobody's omission."""
    due = [a for a in alle if a.faellig <= heute and a.kennung not in erledigt]
    missed = (a for a in due if a.ziel < heute and letzter_lauf is not None and a.ziel >= letzter_lauf)
    return Plan(heute, tuple(a for a in due if heute <= a.ziel), tuple(missed))


def anstoesse(bestand: Bestand, subjects: tuple[Subject, ...]) -> tuple[Anstoss, ...]:
    """All occurrences that have a day and papers, by day."""
    found = [a for key, lauf in bestand.laeufe.items() for a in _of(bestand, key, lauf, subjects) if a.subjects]
    return tuple(sorted(found, key=lambda a: (a.faellig, a.kennung)))


def _of(bestand: Bestand, key: str, lauf: Lauf, subjects: tuple[Subject, ...]) -> Iterator[Anstoss]:
    body = key.split("/", maxsplit=1)[0]
    mine = tuple(s for s in subjects if s.art in lauf.was and _concerns(bestand, body, s))
    if lauf.vor.gremium:
        for name, sitzung in bestand.sitzungen.items():
            if name.startswith(f"{body}/") and sitzung.gremium == lauf.vor.gremium:
                reason = f"{_name(bestand, body, sitzung.gremium)} am {fristen.mit_wochentag(sitzung.termin)}"
                there = tuple(s for s in mine if papierart(s.art).FORTLAUFEND or _is_on(bestand, s, name))
                yield Anstoss(f"{key}/{name.split('/')[1]}", sitzung.termin - timedelta(days=lauf.tage), sitzung.termin, reason, there)
    elif lauf.vor.termin and (termin := bestand.termine.get(resolve(body, lauf.vor.termin))):
        reason = f"{termin.was} am {fristen.mit_wochentag(termin.am)}"
        yield Anstoss(f"{key}/{lauf.vor.termin}", termin.am - timedelta(days=lauf.tage), termin.am, reason, mine)
    elif lauf.vor.abgabe:
        yield from _abgaben(bestand, key, lauf, mine)


def _abgaben(bestand: Bestand, key: str, lauf: Lauf, mine: tuple[Subject, ...]) -> Iterator[Anstoss]:
    """The Abgabe of each Vorlage before each of its Sitzungen; both editions of one at once."""
    body = key.split("/", maxsplit=1)[0]
    for gegenstand in dict.fromkeys(s.gegenstand for s in mine):
        vorlage, home = bestand.papiere.get(gegenstand), gegenstand.split("/", maxsplit=1)[0]
        owner = bestand.koerperschaften.get(home)
        if vorlage is None or owner is None or owner.fristen is None or home != body:
            continue
        for stop in vorlage.beratungsfolge:
            gremium, day = station(bestand, home, stop)
            if gremium is None or day is None or not stop.sitzung:
                continue
            chain = fristen.kette(day, fristen.regel(owner.fristen, gremium.fristen))
            due = chain.abgabe.tag - timedelta(days=lauf.tage)
            name = f"{key}/{resolve(home, stop.sitzung).replace('/', '-')}/{gegenstand.rsplit('/', 1)[-1]}"
            reason = f"Abgabe am {fristen.mit_wochentag(chain.abgabe.tag)} vor {gremium.name}, {fristen.mit_wochentag(day)}"
            yield Anstoss(name, due, day, reason, tuple(s for s in mine if s.gegenstand == gegenstand))


def _concerns(bestand: Bestand, body: str, subject: Subject) -> bool:
    """A Kreis makes the sheets of its municipalities too; a municipality only its own papers."""
    owner = bestand.koerperschaften.get(body)
    return subject.koerperschaft == body or (owner is not None and owner.art == "kreis" and subject.art == "projektblatt")


def _is_on(bestand: Bestand, subject: Subject, sitzung: str) -> bool:
    vorlage = bestand.papiere.get(subject.gegenstand)
    return vorlage is not None and any(stop.sitzung and resolve(subject.koerperschaft, stop.sitzung) == sitzung for stop in vorlage.beratungsfolge)


def _name(bestand: Bestand, body: str, gremium: str) -> str:
    found = bestand.gremien.get(f"{body}/{gremium}")
    return found.name if found else gremium
