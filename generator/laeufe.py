"""What is to be made when: the occurrences of laeufe.yaml, each once, and what of them is due on a day. Pure.

An occurrence is known by its Lauf and by what it precedes, not by its day: a moved Sitzung moves it and makes no second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
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

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """The papers to be made, each once."""
        return tuple(dict.fromkeys(subject for anstoss in self.zu_tun for subject in anstoss.subjects))


def plan(alle: Sequence[Anstoss], heute: date, erledigt: Collection[str], letzter_lauf: date | None) -> Plan:
    """What of all is due on a day and not done yet. What was over before the very first run is nobody's omission."""
    due = [a for a in alle if a.faellig <= heute and a.kennung not in erledigt]
    missed = (a for a in due if a.ziel < heute and letzter_lauf is not None and a.ziel >= letzter_lauf)
    return Plan(heute, tuple(a for a in due if heute <= a.ziel), tuple(missed))


def anstoesse(bestand: Bestand, subjects: Callable[[], Sequence[Subject]], bis: date = date.max) -> tuple[Anstoss, ...]:
    """All occurrences up to a day that have papers, by day; which papers there are is asked only if anything is due."""
    found = [vorhaben for key, lauf in bestand.laeufe.items() for vorhaben in _of(bestand, key, lauf, bis) if vorhaben.faellig <= bis]
    alle = subjects() if found else ()
    own: dict[str, list[Subject]] = defaultdict(list)
    for subject in alle:
        own[subject.koerperschaft].append(subject)

    def papers(v: _Vorhaben) -> tuple[Subject, ...]:
        owner = bestand.koerperschaften.get(v.koerperschaft)
        concerned = alle if owner and owner.art == "kreis" else own[v.koerperschaft]
        return tuple(s for s in concerned if _belongs(bestand, v, s))

    made = (Anstoss(v.kennung, v.faellig, v.ziel, v.grund, papers(v)) for v in found)
    return tuple(sorted((a for a in made if a.subjects), key=lambda a: (a.faellig, a.kennung)))


def naechster(bestand: Bestand, heute: date, bis: date) -> date:
    """The first day after one on which anything may be due, or a last one after which nobody looked."""
    days = (vorhaben.faellig for key, lauf in bestand.laeufe.items() for vorhaben in _of(bestand, key, lauf, bis))
    return min((day for day in days if heute < day <= bis), default=bis)


@dataclass(frozen=True, slots=True)
class _Vorhaben:
    """An occurrence before its papers are known: for a Sitzung those that are on it, for an Abgabe one Vorlage, else all of its kinds."""

    kennung: str
    faellig: date
    ziel: date
    grund: str
    koerperschaft: str
    lauf: Lauf
    sitzung: str = ""
    gegenstand: str = ""


def _of(bestand: Bestand, key: str, lauf: Lauf, bis: date) -> Iterator[_Vorhaben]:
    body = key.split("/", maxsplit=1)[0]
    ahead = timedelta(days=lauf.tage)
    if lauf.vor.gremium:
        for name, sitzung in bestand.sitzungen_von.get(body, {}).items():
            if sitzung.gremium == lauf.vor.gremium:
                reason = f"{_name(bestand, body, sitzung.gremium)} am {fristen.mit_wochentag(sitzung.termin)}"
                yield _Vorhaben(f"{key}/{name.split('/')[1]}", sitzung.termin - ahead, sitzung.termin, reason, body, lauf, sitzung=name)
    elif lauf.vor.termin and (termin := bestand.termine.get(resolve(body, lauf.vor.termin))):
        reason = f"{termin.was} am {fristen.mit_wochentag(termin.am)}"
        yield _Vorhaben(f"{key}/{lauf.vor.termin}", termin.am - ahead, termin.am, reason, body, lauf)
    elif lauf.vor.abgabe:
        yield from _abgaben(bestand, key, lauf, bis)


def _abgaben(bestand: Bestand, key: str, lauf: Lauf, bis: date) -> Iterator[_Vorhaben]:
    """The Abgabe of each Vorlage before each of its Sitzungen; both editions of one at once."""
    body = key.split("/", maxsplit=1)[0]
    owner = bestand.koerperschaften.get(body)
    if owner is None or owner.fristen is None:
        return
    for gegenstand, vorlage in bestand.papiere_von.get(body, {}).items():
        for stop in vorlage.beratungsfolge:
            gremium, day = station(bestand, body, stop)
            if gremium is None or day is None or not stop.sitzung:
                continue
            rule = fristen.regel(owner.fristen, gremium.fristen)
            if day - fristen.hoechstens(rule) - timedelta(days=lauf.tage) > bis:  # far ahead: no need to count its days
                continue
            handed_in = fristen.kette(day, rule).abgabe.tag
            name = f"{key}/{resolve(body, stop.sitzung).replace('/', '-')}/{gegenstand.rsplit('/', 1)[-1]}"
            reason = f"Abgabe am {fristen.mit_wochentag(handed_in)} vor {gremium.name}, {fristen.mit_wochentag(day)}"
            yield _Vorhaben(name, handed_in - timedelta(days=lauf.tage), day, reason, body, lauf, gegenstand=gegenstand)


def _belongs(bestand: Bestand, vorhaben: _Vorhaben, subject: Subject) -> bool:
    """Whether a paper is made for an occurrence."""
    if subject.art not in vorhaben.lauf.was or not _concerns(bestand, vorhaben.koerperschaft, subject):
        return False
    if vorhaben.gegenstand:
        return subject.gegenstand == vorhaben.gegenstand
    return not vorhaben.sitzung or papierart(subject.art).FORTLAUFEND or _is_on(bestand, subject, vorhaben.sitzung)


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
