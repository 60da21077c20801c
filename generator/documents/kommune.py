"""What a Projektblatt knows of one municipality at a Stichtag: its projects, what changed in them, what is expected of it, whom it may ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from generator import sachstand, wording
from generator.documents import projektworte as worte
from generator.documents.status import Status
from generator.geld import summe
from generator.model import Bestand, Beteiligung, Koerperschaft, Projekt, Schreibweise
from generator.sachstand import Aenderungen
from generator.wording import NBSP

KURZ = Schreibweise(cent="nur_wenn_noetig")
_DECISION = re.compile(r"\bRat(?:es)?\b")


@dataclass(frozen=True, slots=True)
class Eigenes:
    """A project in which the municipality takes part."""

    key: str
    projekt: Projekt
    teil: Beteiligung

    @property
    def nummer(self) -> str:
        """DI-01."""
        return worte.kennung(self.key)

    @property
    def beziffert(self) -> bool:
        """Whether it has a share that somebody is bound by; mere interest has none."""
        return self.teil.bindung != "interessiert"


@dataclass(frozen=True, slots=True)
class Pflicht:
    """What is expected of the municipality in one project; without a day where none is set."""

    am: date | None
    termin: str
    was: str
    betrifft: Eigenes


@dataclass(frozen=True)
class Kommune:
    """One municipality at a Stichtag; built from the public Bestand it knows nothing that is not public."""

    bestand: Bestand
    key: str
    stichtag: date
    oeffentlich: bool

    @cached_property
    def body(self) -> Koerperschaft:
        """The municipality itself."""
        return self.bestand.koerperschaften[self.key]

    @cached_property
    def vorher(self) -> date | None:
        """The previous Stichtag."""
        return max((day for day in self.bestand.region.stichtage if day < self.stichtag), default=None)

    @cached_property
    def eigene(self) -> tuple[Eigenes, ...]:
        """Its projects in the order of the Handlungsfelder."""
        own = ((key, projekt, worte.beteiligt(projekt, self.key)) for key, projekt in worte.reihenfolge(self.bestand))
        return tuple(Eigenes(key, projekt, teil) for key, projekt, teil in own if teil)

    def status(self, projekt: Projekt) -> Status:
        """Sign and word of a project."""
        return worte.status(sachstand.ampel(projekt, self.stichtag, self.bestand.region.ampel).zustand)

    # what changed --------------------------------------------------------------------------------------------------

    def neues(self, own: Eigenes) -> tuple[str, ...]:
        """What changed since the previous Stichtag, a phrase each: Ampel, Bindung, then what projektworte says. Public: no amounts."""
        found = self.aenderungen(own)
        projekt = own.projekt
        if self.oeffentlich and projekt.foerderung:
            projekt = projekt.model_copy(update={"foerderung": projekt.foerderung.model_copy(update={"betrag": None})})
        lights = [f" →{NBSP}".join(worte.status(z).wort for z in found.ampel)] if found.ampel else []
        return (*lights, *self._bindung(own), *worte.aenderungssaetze(projekt, found, self.bestand.region.ampel))

    def neues_kurz(self, own: Eigenes) -> tuple[str, ...]:
        """The same for the first page: without thresholds and numbers of decisions, of reached milestones the last, of costs only what stands alone."""
        found = self.aenderungen(own)
        last = max(found.erreicht, key=lambda stone: (stone.ist, stone.soll), default=None)
        done = next(iter(worte.aenderungssaetze(own.projekt, Aenderungen(erreicht=(last,)), self.bestand.region.ampel)), "") if last else ""
        others = [phrase for phrase in self.neues(own) if ": erreicht am " not in phrase and not phrase.startswith("Kostenprognose")]
        if done and not found.foerderung and not found.termine:
            others.append(done)
        return tuple(phrase.split("; Schwelle", 1)[0].split(" (Rat ", 1)[0] for phrase in others or self.neues(own))

    def aenderungen(self, own: Eigenes) -> Aenderungen:
        """What changed in a project, other municipalities' Bindung apart."""
        if self.vorher is None:
            return Aenderungen()
        found = sachstand.aenderungen(own.projekt, self.vorher, self.stichtag, self.bestand.region.ampel)
        return replace(found, bindungen=(), kosten=None if self.oeffentlich else found.kosten)

    def _bindung(self, own: Eigenes) -> Iterator[str]:
        if self.vorher is None:
            return
        before, after, decision = sachstand.bindung(own.teil, self.vorher), own.teil.bindung, own.teil.beschluss
        when = f" ({self.beschluss(own.teil)})" if decision and after == "beschlossen" else ""
        if before != after and not self.oeffentlich:
            yield f"Bindung: {worte.bindung(before)} →{NBSP}{worte.bindung(after)}{when}"
        elif before != after and after == "beschlossen":
            yield f"Teilnahme beschlossen{when}"

    def beschluss(self, teil: Beteiligung) -> str:
        """Rat 26.06.2025, 61/2025; empty without one."""
        if teil.beschluss is None:
            return ""
        return ", ".join(filter(None, (f"{self.gremium(teil.beschluss.gremium)} {wording.datum(teil.beschluss.datum)}", teil.beschluss.nummer)))

    def gremium(self, key: str, *, voll: bool = False) -> str:
        """Rat, or in full Rat der Gemeinde Beelen."""
        gremium = self.bestand.gremien.get(f"{self.key}/{key}")
        if gremium is None or (gremium.art == "rat" and not voll):
            return "Rat"
        return gremium.name

    # what is expected ----------------------------------------------------------------------------------------------

    def bestaetigt(self, teil: Beteiligung) -> bool:
        """Whether the figures were confirmed for this sheet: since the previous Stichtag."""
        return teil.bestaetigt is not None and (self.vorher is None or teil.bestaetigt.am > self.vorher)

    @cached_property
    def pflichten(self) -> tuple[Pflicht, ...]:
        """Tasks after the Stichtag and figures to confirm, none twice; those without a day come last."""
        found = [Pflicht(task.am, self._termin(task.am, task.was), task.was, own)
                 for own in self.eigene for task in own.teil.aufgaben if task.am > self.stichtag]  # fmt: skip
        asked = {pflicht.betrifft.key for pflicht in found if "bestätigen" in pflicht.was}
        sample = min((p for p in found if "bestätigen" in p.was), key=lambda p: p.am or date.max, default=None)
        for own in self.eigene:
            if not self.oeffentlich and own.beziffert and own.key not in asked and not self.bestaetigt(own.teil):
                what = sample.was if sample else f"Eigenanteil {self.stichtag.year + 1} bestätigen"
                found.append(Pflicht(sample.am if sample else None, sample.termin if sample else "sobald möglich", what, own))
        order = {own.key: i for i, own in enumerate(self.eigene)}
        return tuple(sorted(found, key=lambda p: (p.am or date.max, p.was, order[p.betrifft.key])))

    def _termin(self, day: date, what: str) -> str:
        """Bis 11.11.2025; Rat 18.12.2025 where the task is the Rat's decision and it meets that day."""
        own = self.bestand.sitzungen_von.get(self.key, {})
        rat = (s for s in own.values() if s.termin == day and self.gremium(s.gremium) == "Rat")
        return f"{'Rat' if _DECISION.search(what) and next(rat, None) else 'bis'} {wording.datum(day)}".replace(" ", NBSP)

    def entscheidung(self, pflicht: Pflicht, betroffene: tuple[Eigenes, ...]) -> str:
        """The task; a decision of the Rat names the amount that it is about."""
        amounts = {year: amount for own in betroffene for year, amount in own.teil.anteile.items()}
        if not pflicht.termin.startswith("Rat") or not amounts:
            return pflicht.was
        years = f"{min(amounts)}–{max(amounts)}" if len(amounts) > 1 else str(min(amounts))
        return f"{pflicht.was}, Eigenanteil {years}: {wording.geld(summe(a for own in betroffene for a in own.teil.anteile.values()), KURZ)}"

    # whom to ask ---------------------------------------------------------------------------------------------------

    def ansprechstelle(self, projekt: Projekt) -> str:
        """Who leads a project, by function; without one the name of the Amt."""
        home, amt = projekt.federfuehrung.rsplit("/", 1)
        owner = self.bestand.koerperschaften[home]
        return next((p.funktion for p in owner.personen.values() if p.amt == amt and not p.name), owner.aemter[amt].name)

    @cached_property
    def koordination(self) -> tuple[str, ...]:
        """Where answers go: function, Amt and body; the Kreis alone where region.yaml names nobody."""
        home, _, key = (self.bestand.region.koordination or "").partition("/")
        owner = self.bestand.koerperschaften.get(home)
        person = owner.personen.get(key) if owner else None
        if owner is None or person is None:
            return (wording.mit_art(self.bestand.kreis),) if self.bestand.kreis else ()
        amt = owner.aemter.get(person.amt or "")
        return tuple(filter(None, (person.funktion, amt.name if amt else "", wording.mit_art(owner))))


def unreadable(bestand: Bestand) -> Iterator[str]:
    """Bodies whose own file is broken; the one with a Kreistag is the Kreis."""
    for name in bestand.fehlerhaft:
        body, _, kind = name.partition("/")
        if kind == "koerperschaft" and not any(gremium.art == "kreistag" for gremium in bestand.gremien_von.get(body, {}).values()):
            yield body
