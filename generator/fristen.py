"""Deadlines before a Sitzung, each with its reasons: when the Ladung must arrive, when it is sent, when a Vorlage is handed in.

Counting as §§ 187 to 193 BGB do where the Geschäftsordnung is silent: neither the day of receipt nor that of the Sitzung is
one of the days. A receipt that would fall on a Sunday or holiday is moved forward to the day before, never back: the period
would be too short. Pure: knows no clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from generator.model import Fristabweichung, Fristen, Ladungsfrist, Zeitraum

_DAY = timedelta(days=1)
_WOCHENTAGE = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_EINHEIT = {"kalendertage": ("Kalendertag", "Kalendertage"), "werktage": ("Werktag", "Werktage"), "arbeitstage": ("Arbeitstag", "Arbeitstage")}


@dataclass(frozen=True, slots=True)
class Frist:
    """A day and why it is that day, step by step."""

    tag: date
    gruende: tuple[str, ...]


@dataclass(frozen=True)
class Fristenkette:
    """All deadlines of one Sitzung."""

    sitzung: date
    abgabe: Frist
    versand: Frist
    zugang: Frist
    dringlich: Frist | None
    """Until when the Ladung can still be sent with the shortened period; None where there is none."""
    gruende: str = field(init=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "gruende", " → ".join((*self.zugang.gruende, *self.versand.gruende, *self.abgabe.gruende)))


def regel(koerperschaft: Fristen, gremium: Fristabweichung | None) -> Fristen:
    """The rule of a Gremium: its body's, with what it has of its own."""
    if gremium is None:
        return koerperschaft
    own = {name: value for name in type(gremium).model_fields if (value := getattr(gremium, name)) is not None}
    return koerperschaft.model_copy(update=own)


def kette(sitzung: date, fristen: Fristen) -> Fristenkette:
    """The deadlines of a Sitzung, each computed from the one after it."""
    zugang = _zugang(sitzung, fristen.ladung)
    versand = _versand(zugang.tag, fristen)
    urgent = _versand(_zugang(sitzung, fristen.dringlich).tag, fristen) if fristen.dringlich else None
    if urgent and fristen.dringlich:
        urgent = Frist(urgent.tag, (*_zugang(sitzung, fristen.dringlich).gruende, *urgent.gruende))
    return Fristenkette(sitzung, _abgabe(versand.tag, fristen), versand, zugang, urgent)


def hoechstens(fristen: Fristen) -> timedelta:
    """So long before its Sitzung an Abgabe can be at most: a week has five Arbeitstage, and holidays and closed days come on top."""
    shut = sum(((s.bis or s.von) - s.von).days + 1 for s in fristen.betriebsruhe)
    ladung = fristen.ladung.tage * (1 if fristen.ladung.einheit == "kalendertage" else 2)
    return timedelta(days=ladung + 2 * fristen.abgabe_arbeitstage + fristen.zustellung_tage + shut + 14)


def mit_wochentag(day: date) -> str:
    """Fr 25.04.2025."""
    return f"{_WOCHENTAGE[day.weekday()]} {day:%d.%m.%Y}"


def feiertag(day: date) -> str:
    """The name of a holiday in Nordrhein-Westfalen, empty on other days."""
    return _feiertage(day.year).get(day, "")


def ist_arbeitstag(day: date) -> bool:
    """Monday to Friday, no holiday."""
    return day.weekday() < 5 and not feiertag(day)


def _zugang(sitzung: date, ladung: Ladungsfrist) -> Frist:
    """The last day on which the Ladung may arrive."""
    last = sitzung if ladung.sitzungstag_zaehlt else sitzung - _DAY
    day, left = last + _DAY, ladung.tage
    while left:
        day -= _DAY
        left -= _counts(day, ladung)
    if not ladung.zugangstag_zaehlt:  # day is the first one that counts
        day -= _DAY
    said = (f"Sitzung {mit_wochentag(sitzung)}, {_tage(ladung)}, {_zaehlweise(ladung)}", f"Zugang spätestens {day:%d.%m.%Y}{_equals(day)}")
    while not ladung.zugang_an_sonn_und_feiertagen and (day.weekday() == 6 or feiertag(day)):
        day -= _DAY
    return Frist(day, said)


def _versand(zugang: date, fristen: Fristen) -> Frist:
    """The day on which the Ladung is sent: so many days before it arrives, and when somebody is there."""
    day = zugang - _DAY * fristen.zustellung_tage
    post = fristen.zustellung_tage
    said = [f"Zugang {mit_wochentag(zugang)}, Zustellung {post} {'Tag' if post == 1 else 'Tage'}"] if post else []
    day, closed = _open(day, fristen)
    return Frist(day, (*said, *closed, f"Versand {mit_wochentag(day)}"))


def _abgabe(versand: date, fristen: Fristen) -> Frist:
    """The day on which a Vorlage must be in the committee office."""
    if not fristen.abgabe_arbeitstage:
        return Frist(versand, ())
    day, left = versand, fristen.abgabe_arbeitstage
    skipped: list[str] = []
    while left:
        day -= _DAY
        if ist_arbeitstag(day) and not (shut := _shut(day, fristen)):
            left -= 1
        elif day.weekday() < 5:
            skipped.append(f"{mit_wochentag(day)} ({feiertag(day) or shut}) zählt nicht")
    count = fristen.abgabe_arbeitstage
    return Frist(day, (f"{count} {'Arbeitstag' if count == 1 else 'Arbeitstage'} vorher", *skipped, f"Abgabe {mit_wochentag(day)}"))


def _open(day: date, fristen: Fristen) -> tuple[date, tuple[str, ...]]:
    """The day, or the last one before it on which the house is open."""
    said: list[str] = []
    while not ist_arbeitstag(day) or _shut(day, fristen):
        why = feiertag(day) or _shut(day, fristen) or "kein Arbeitstag"
        said.append(f"{mit_wochentag(day)} {why}")
        day -= _DAY
    return day, tuple(said)


def _shut(day: date, fristen: Fristen) -> str:
    """Why the house is closed on a day; empty if it is open."""
    return next((shut.was for shut in fristen.betriebsruhe if _within(day, shut)), "")


def _within(day: date, shut: Zeitraum) -> bool:
    return shut.von <= day <= (shut.bis or shut.von)


def _counts(day: date, ladung: Ladungsfrist) -> bool:
    match ladung.einheit:
        case "werktage":
            return day.weekday() < 6 and not feiertag(day)
        case "arbeitstage":
            return ist_arbeitstag(day)
    return True


def _tage(ladung: Ladungsfrist) -> str:
    return f"{ladung.tage} {_EINHEIT[ladung.einheit][ladung.tage != 1]}"


def _zaehlweise(ladung: Ladungsfrist) -> str:
    match ladung.zugangstag_zaehlt, ladung.sitzungstag_zaehlt:
        case False, False:
            return "Zugangs- und Sitzungstag zählen nicht"
        case True, True:
            return "Zugangs- und Sitzungstag zählen mit"
        case True, False:
            return "der Zugangstag zählt mit, der Sitzungstag nicht"
    return "der Sitzungstag zählt mit, der Zugangstag nicht"


def _equals(day: date) -> str:
    why = feiertag(day) or ("Sonntag" if day.weekday() == 6 else "")
    return f" = {why}" if why else ""


@cache
def _feiertage(year: int) -> dict[date, str]:
    import holidays  # only when a deadline is asked for

    return dict(holidays.country_holidays("DE", subdiv="NW", years=year, language="de"))


def tage(start: date, end: date) -> Iterator[date]:
    """Each day from one to another, both included."""
    while start <= end:
        yield start
        start += _DAY
