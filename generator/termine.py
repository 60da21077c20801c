"""What must be out of the house by when: every Vorlage before each of its Sitzungen, with its state and the reasons of each day.

Also other Termine that count (`termine.yaml`). Pure: the day for which it is asked is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from generator import fristen
from generator.fristen import Fristenkette
from generator.model import NEUTRAL, Bestand, Gremium, Koerperschaft, Station, Vorlage, resolve
from generator.rules.luecken import is_draft, luecken
from generator.rules.vorlagen import station
from generator.wording import mit_art

Zustand = Literal["fertig", "unfertig", "ueberfaellig", "verkuerzt", "tischvorlage", "ausgegeben", "termin", "offen"]


@dataclass(frozen=True, slots=True)
class Faelligkeit:
    """One thing that is due: `tag` is the next day that counts for it, `frist` what that day is."""

    tag: date
    frist: Literal["Abgabe", "Versand", "Sitzung", "Termin", "offen"]
    koerperschaft: str
    was: str
    gremium: str
    sitzung: date | None
    zustand: Zustand
    hinweis: str
    gruende: str
    kennung: str
    """Equal as long as it is the same thing, whenever its Sitzung takes place: `kreis-warendorf/uklmp-2025-1/smart-region-strategie`."""
    gegenstand: str = ""
    """Id of the Vorlage or Bericht; empty for other Termine."""

    @property
    def stand(self) -> str:
        """Fertig, ausgegeben, or what the matter is."""
        return self.hinweis or (self.zustand if self.zustand in ("fertig", "ausgegeben") else "")


@dataclass(frozen=True)
class Fristenplan:
    """All that is due from one day on, up to another."""

    bestand: Bestand
    heute: date
    bis: date

    @cached_property
    def faelligkeiten(self) -> tuple[Faelligkeit, ...]:
        """By day, body and matter; what has no Sitzung yet comes last."""
        found = [*self._papiere(), *self._termine()]
        return tuple(sorted(found, key=lambda f: (f.frist == "offen", f.tag, f.koerperschaft, f.was, f.kennung)))

    def _termine(self) -> Iterator[Faelligkeit]:
        for key, termin in self.bestand.termine.items():
            owner = self.bestand.koerperschaften.get(key.split("/", maxsplit=1)[0])
            if owner and self.heute <= termin.am <= self.bis:
                yield Faelligkeit(termin.am, "Termin", mit_art(owner), termin.was, "", None, "termin", termin.ort or "", "", key)

    def _papiere(self) -> Iterator[Faelligkeit]:
        for key, vorlage in self.bestand.papiere.items():
            body = key.split("/", maxsplit=1)[0]
            owner = self.bestand.koerperschaften.get(body)
            if owner is None:
                continue
            before = self.heute
            for stop in vorlage.beratungsfolge:
                gremium, sitzung = station(self.bestand, body, stop)
                before = max(before, sitzung or before)
                if gremium is None or stop.ergebnis:
                    continue
                if sitzung is None:
                    yield self._open(key, owner, vorlage, stop, gremium, before)
                elif self.heute <= sitzung <= self.bis:
                    yield self._due(key, owner, vorlage, stop, gremium, sitzung)

    def _due(self, key: str, owner: Koerperschaft, vorlage: Vorlage, stop: Station, gremium: Gremium, sitzung: date) -> Faelligkeit:
        body = key.split("/", maxsplit=1)[0]
        kennung = f"{resolve(body, stop.sitzung or '')}/{key.rsplit('/', 1)[-1]}"
        if owner.fristen is None:
            state, hint = self._ready(owner, vorlage)
            reasons = "in koerperschaft.yaml steht unter »fristen« keine Regel"
            return Faelligkeit(sitzung, "Sitzung", mit_art(owner), _name(vorlage), gremium.name, sitzung, state, hint, reasons, kennung, key)
        chain = fristen.kette(sitzung, fristen.regel(owner.fristen, gremium.fristen))
        state, hint = self._state(body, owner, vorlage, chain, stop)
        late = chain.abgabe.tag < self.heute
        day, frist = (chain.versand.tag, "Versand") if late and self.heute <= chain.versand.tag else (chain.abgabe.tag, "Abgabe")
        return Faelligkeit(
            day, "Versand" if frist == "Versand" else "Abgabe", mit_art(owner), _name(vorlage), gremium.name, sitzung, state, hint, chain.gruende, kennung, key
        )

    def _open(self, key: str, owner: Koerperschaft, vorlage: Vorlage, stop: Station, gremium: Gremium, before: date) -> Faelligkeit:
        """A stop whose Sitzung is not fixed: the next one of the Gremium that could take it, after the stops before."""
        after = self._next(key.split("/", maxsplit=1)[0], stop, before)
        hint = f"Termin offen; nächste Sitzung am {fristen.mit_wochentag(after)}" if after else "Termin offen; im Kalender steht noch keine Sitzung danach"
        kennung = f"{key}/{stop.gremium}"
        return Faelligkeit(after or date.max, "offen", mit_art(owner), _name(vorlage), gremium.name, None, "offen", hint, "", kennung, key)

    def _ready(self, owner: Koerperschaft, vorlage: Vorlage) -> tuple[Zustand, str]:
        if vorlage.stand == "ausgegeben":
            return "ausgegeben", ""
        missing = self._missing(owner, vorlage)
        return ("unfertig", f"es fehlt: {missing}") if missing else ("fertig", "")

    def _state(self, body: str, owner: Koerperschaft, vorlage: Vorlage, chain: Fristenkette, stop: Station) -> tuple[Zustand, str]:
        state, hint = self._ready(owner, vorlage)
        if state in ("ausgegeben", "fertig") and (state == "ausgegeben" or self.heute <= chain.versand.tag):
            return state, hint
        if self.heute <= chain.abgabe.tag:
            return state, hint
        missing = f"; {hint}" if hint else ""
        if self.heute <= chain.versand.tag:
            return "ueberfaellig", f"seit {_days((self.heute - chain.abgabe.tag).days)} überfällig{missing}"
        if chain.dringlich and self.heute <= chain.dringlich.tag:
            return "verkuerzt", f"nur noch mit verkürzter Ladungsfrist, Versand bis {fristen.mit_wochentag(chain.dringlich.tag)}{missing}"
        later = self._next(body, stop, chain.sitzung)
        then = f"; nächste Sitzung am {fristen.mit_wochentag(later)}" if later else ""
        return "tischvorlage", f"nur noch als Tischvorlage{missing}{then}"

    def _missing(self, owner: Koerperschaft, vorlage: Vorlage) -> str:
        formular = self.bestand.formulare.get(owner.formular.name)
        gaps = [gap.was for gap in luecken(vorlage, formular)] if formular else []
        if is_draft(vorlage):
            gaps.append("Mitzeichnung und Freigabe" if vorlage.stand == "entwurf" else "Freigabe")
        return ", ".join(dict.fromkeys(gaps))

    def _next(self, body: str, stop: Station, after: date) -> date | None:
        """The next Sitzung of the Gremium of a stop after a day."""
        sitzung = self.bestand.sitzungen.get(resolve(body, stop.sitzung)) if stop.sitzung else None
        home = resolve(body, stop.sitzung).split("/", maxsplit=1)[0] if stop.sitzung else body
        whose, name = resolve(home, sitzung.gremium if sitzung else stop.gremium or "").split("/", maxsplit=1)
        days = (s.termin for s in self.bestand.sitzungen_von.get(whose, {}).values() if s.gremium == name)
        return min((day for day in days if day > after), default=None)


def _name(vorlage: Vorlage) -> str:
    """Number and Betreff; lists hang on walls and calendars are shared, so of a matter that is not public the neutral one."""
    betreff = (vorlage.betreff_oeffentlich or NEUTRAL) if vorlage.zugang == "nichtoeffentlich" else vorlage.betreff
    return f"{vorlage.nummer} {betreff}" if vorlage.nummer else betreff


def _days(number: int) -> str:
    return "1 Tag" if number == 1 else f"{number} Tagen"
