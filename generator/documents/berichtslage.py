"""What a Sachstandsbericht looks at: the projects at its Stichtag, what changed since the Bericht before, what became known after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from generator import sachstand
from generator.documents import projektworte as worte
from generator.geld import summe
from generator.model import Bericht, Bestand, Beteiligung, Bindung, Foerderfrist, Koerperschaft, Meilenstein, Projekt
from generator.sachstand import Aenderungen, Ampel, Zustand
from generator.wording import datum, genitiv

FRISTEN_TAGE = 90
_FEW = 3
"""So many decisions of municipalities are named one by one."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A project as the Bericht sees it."""

    key: str
    projekt: Projekt
    ampel: Ampel
    neu: Aenderungen

    @property
    def name(self) -> str:
        """DI-02 Digitale Datenplattform."""
        return f"{worte.kennung(self.key)} {self.projekt.titel}"

    @property
    def zustand(self) -> Zustand:
        """The Ampel."""
        return self.ampel.zustand


class Lage:
    """The world of one Bericht: nothing in it is younger than the Stichtag, unless it says so."""

    def __init__(self, bestand: Bestand, key: str) -> None:
        self.bestand = bestand
        self.body: str = key.split("/", maxsplit=1)[0]
        self.bericht: Bericht = bestand.berichte[key]
        self.stichtag: date = self.bericht.stichtag
        self.vorheriger = bestand.berichte.get(f"{self.body}/berichte/{self.bericht.vorheriger}") if self.bericht.vorheriger else None
        self.schwellen = bestand.region.ampel

    @cached_property
    def faelle(self) -> tuple[Fall, ...]:
        """All projects in the order of the Handlungsfelder."""
        return tuple(
            Fall(key, projekt, sachstand.ampel(projekt, self.stichtag, self.schwellen), self._changes(projekt))
            for key, projekt in worte.reihenfolge(self.bestand)
        )

    @cached_property
    def kommunen(self) -> tuple[tuple[str, Koerperschaft], ...]:
        """The municipalities by name."""
        return tuple(sorted((key, body) for key, body in self.bestand.koerperschaften.items() if body.art != "kreis"))

    @property
    def stand(self) -> date | None:
        """As of when municipalities count as bound: the newest Stichtag takes the newest state (None), as the Projektblätter do."""
        return None if self.stichtag == self.bestand.region.stichtage[-1] else self.stichtag

    @property
    def beschluesse_bis(self) -> date:
        """The day up to which decisions of municipalities are in."""
        newest = (teil.beschluss.datum for fall in self.faelle for teil in fall.projekt.beteiligung.values() if teil.beschluss)
        return self.stand or max(newest, default=self.stichtag, key=lambda day: max(day, self.stichtag))

    def gebunden(self, teil: Beteiligung) -> Bindung | None:
        """How a municipality is bound."""
        return sachstand.gebunden(teil, self.stand)

    def beschlossen(self, projekt: Projekt) -> Decimal:
        """What municipalities have decided to pay for a project."""
        return summe(amount for teil in projekt.beteiligung.values() if self.gebunden(teil) == "beschlossen" for amount in teil.anteile.values())

    def fristen(self) -> list[tuple[Foerderfrist, Fall]]:
        """Deadlines of funders within 90 days of the Stichtag."""
        until = self.stichtag + timedelta(days=FRISTEN_TAGE)
        found = [(f, fall) for fall in self.faelle if fall.projekt.foerderung for f in fall.projekt.foerderung.fristen if self.stichtag < f.am <= until]
        return sorted(found, key=lambda item: item[0].am)

    def meilensteine(self) -> list[tuple[date, Fall, Meilenstein]]:
        """Milestones that are expected within 90 days of the Stichtag, by day."""
        until = self.stichtag + timedelta(days=FRISTEN_TAGE)
        stones = ((sachstand.termin(s, self.stichtag), fall, s) for fall in self.faelle for s in fall.projekt.meilensteine)
        found = [item for item in stones if item[0] <= until and not sachstand.erreicht(item[2], self.stichtag)]
        return sorted(found, key=lambda item: item[0])

    def nachtraege(self) -> tuple[str, ...]:
        """What is dated later than the Stichtag, up to the date of the Bericht, by day."""
        found = [item for fall in self.faelle for item in self._later(fall)]
        return tuple(sentence for _, sentence in sorted((*found, *self._decisions())))

    def _changes(self, projekt: Projekt) -> Aenderungen:
        if self.vorheriger is None:
            return Aenderungen()
        return sachstand.aenderungen(projekt, self.vorheriger.stichtag, self.stichtag, self.schwellen)

    def _within(self, day: date | None) -> bool:
        return day is not None and self.bericht.datum is not None and self.stichtag < day <= self.bericht.datum

    def _later(self, fall: Fall) -> Iterator[tuple[date, str]]:
        name = worte.kennung(fall.key)
        for stone in fall.projekt.meilensteine:
            if stone.ist and self._within(stone.ist):
                yield stone.ist, f"{name}: {stone.titel} erreicht ({datum(stone.ist)})"
            for forecast in stone.prognosen:
                if self._within(forecast.am):
                    yield forecast.am, f"{name}: {stone.titel} nun am {datum(forecast.termin)} erwartet ({datum(forecast.am)})"
        for step in fall.projekt.foerderung.verlauf if fall.projekt.foerderung else ():
            if self._within(step.am):
                yield step.am, f"{name}: Förderung {worte.foerderung(step.stand)} ({datum(step.am)})"
        for entry in fall.projekt.sachstaende:
            if self._within(entry.am):
                yield entry.am, f"{name} ({datum(entry.am)}): {entry.text}"

    def _decisions(self) -> Iterator[tuple[date, str]]:
        """A few decisions of councils are named, many are counted."""
        found = [
            (teil.beschluss.datum, worte.kennung(fall.key), self.bestand.koerperschaften[name])
            for fall in self.faelle
            for name, teil in fall.projekt.beteiligung.items()
            if teil.beschluss and self._within(teil.beschluss.datum)
        ]
        if len(found) <= _FEW:
            yield from ((day, f"{key}: Teilnahme {genitiv(body)} beschlossen ({datum(day)})") for day, key, body in found)
        else:
            bodies = {body.name for _, _, body in found}
            last = max(day for day, _, _ in found)
            who = f"{len(bodies)} Städte und Gemeinden haben" if len(bodies) > 1 else "Eine Kommune hat"
            yield last, f"{who} über die Teilnahme an Projekten beschlossen ({len(found)} Beteiligungen, zuletzt am {datum(last)})"
