"""A project at a Stichtag, and its Ampel by the thresholds of region.yaml.

Only what was dated on or before the Stichtag counts. The worst of Termin, Kosten and Förderung is the Ampel; `grau`
(nicht begonnen) and `blau` (abgeschlossen) are states and no lights. A departure needs grund and wer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from generator.geld import NULL
from generator.model import Ampelschwellen, Ampelvorgabe, Bestand, Beteiligung, Bindung, Foerderstand, Licht, Meilenstein, Projekt, Sachstand

Zustand = Literal["gruen", "gelb", "rot", "grau", "blau"]
_WORST: tuple[Licht, ...] = ("gruen", "gelb", "rot")


@dataclass(frozen=True, slots=True)
class Ampel:
    """The Ampel with the parts it follows from; `vorgabe` where a person departed from them."""

    zustand: Zustand
    termin: Licht
    kosten: Licht
    foerderung: Licht
    tage: int
    vorgabe: Ampelvorgabe | None = None


def sachstand(projekt: Projekt, stichtag: date) -> Sachstand | None:
    """The newest entry dated on or before the Stichtag."""
    return max((s for s in projekt.sachstaende if s.am <= stichtag), key=lambda s: s.am, default=None)


def termin(meilenstein: Meilenstein, stichtag: date) -> date:
    """When the milestone is (or was) reached, as known at the Stichtag: Ist, else the newest forecast, else Soll."""
    if meilenstein.ist and meilenstein.ist <= stichtag:
        return meilenstein.ist
    known = [p for p in meilenstein.prognosen if p.am <= stichtag]
    return max(known, key=lambda p: p.am).termin if known else meilenstein.soll


def erreicht(meilenstein: Meilenstein, stichtag: date) -> bool:
    """Whether the milestone was reached by the Stichtag."""
    return meilenstein.ist is not None and meilenstein.ist <= stichtag


def naechster(projekt: Projekt, stichtag: date) -> Meilenstein | None:
    """The next milestone that is not reached."""
    return min((m for m in projekt.meilensteine if not erreicht(m, stichtag)), key=lambda m: termin(m, stichtag), default=None)


def verzug(projekt: Projekt, stichtag: date) -> int:
    """Days of the worst delay of all milestones not reached; one that is past due without a forecast is late until the Stichtag."""
    return max((_delay(m, stichtag) for m in projekt.meilensteine if not erreicht(m, stichtag)), default=0)


def _delay(meilenstein: Meilenstein, stichtag: date) -> int:
    return max((max(termin(meilenstein, stichtag), stichtag) - meilenstein.soll).days, 0)


def foerderstand(projekt: Projekt, stichtag: date) -> Foerderstand | None:
    """The state of funding at the Stichtag; None without funding."""
    if projekt.foerderung is None:
        return None
    steps = [s for s in projekt.foerderung.verlauf if s.am <= stichtag]
    if steps:
        return max(steps, key=lambda s: s.am).stand
    return "geplant" if projekt.foerderung.verlauf else projekt.foerderung.stand


def bindung(beteiligung: Beteiligung, stichtag: date) -> Bindung | None:
    """How a municipality was bound at the Stichtag; None before its first step."""
    steps = [s for s in beteiligung.verlauf if s.am <= stichtag]
    if steps:
        return max(steps, key=lambda s: s.am).bindung
    return None if beteiligung.verlauf else beteiligung.bindung


def gebunden(beteiligung: Beteiligung, stand: date | None) -> Bindung | None:
    """How a municipality is bound: in the newest state (None), or as known on a day. Until its council had decided it was reserved."""
    if stand is None:
        return beteiligung.bindung
    known = bindung(beteiligung, stand)
    later = beteiligung.beschluss is not None and beteiligung.beschluss.datum > stand
    return "haushaltsvorbehalt" if known == "beschlossen" and later else known


def anteile(bestand: Bestand, koerperschaft: str, wert: Bindung, stand: date | None = None) -> dict[int, Decimal]:
    """A municipality's shares per year over all projects to which it is bound so; ascending years, none without a share."""
    total: dict[int, Decimal] = {}
    for projekt in bestand.projekte.values():
        teil = projekt.beteiligung.get(koerperschaft)
        if teil and gebunden(teil, stand) == wert:
            for year, amount in teil.anteile.items():
                total[year] = total.get(year, NULL) + amount
    return dict(sorted(total.items()))


@lru_cache(maxsize=4096)
def ampel(projekt: Projekt, stichtag: date, schwellen: Ampelschwellen) -> Ampel:
    """The Ampel of a project at a Stichtag."""
    entry = sachstand(projekt, stichtag)
    days = verzug(projekt, stichtag)
    time = _light(Decimal(days), Decimal(schwellen.termin.gruen_bis_tage), Decimal(schwellen.termin.gelb_bis_tage))
    cost = _light(_mehrkosten(projekt, entry), schwellen.kosten.gruen_bis_prozent, schwellen.kosten.gelb_bis_prozent)
    stand = foerderstand(projekt, stichtag)
    funding: Licht = schwellen.foerderung.get(stand, "gruen") if stand else "gruen"
    parts = (time, cost, funding)
    if entry is None or entry.phase == "idee":
        return Ampel("grau", *parts, days)
    if entry.phase == "abgeschlossen":
        return Ampel("blau", *parts, days)
    worst = max(parts, key=_WORST.index)
    return Ampel(entry.ampel.wert if entry.ampel else worst, *parts, days, entry.ampel)


def _mehrkosten(projekt: Projekt, entry: Sachstand | None) -> Decimal:
    """Percent above the budget, 0 where either figure is missing."""
    if entry is None or entry.kosten_prognose is None or projekt.budget is None or not projekt.budget.gesamt:
        return Decimal(0)
    return (entry.kosten_prognose / projekt.budget.gesamt - 1) * 100


def _light(value: Decimal, green: Decimal, yellow: Decimal) -> Licht:
    return "gruen" if value <= green else "gelb" if value <= yellow else "rot"


@dataclass(frozen=True, slots=True)
class Verschiebung:
    """A milestone whose expected date moved; `tage` is positive for later."""

    meilenstein: Meilenstein
    vorher: date
    nachher: date

    @property
    def tage(self) -> int:
        """Days later (positive) or earlier (negative) than at the earlier Stichtag."""
        return (self.nachher - self.vorher).days


@dataclass(frozen=True, slots=True)
class Bindungswechsel:
    """A municipality whose Bindung changed; None where it did not take part."""

    koerperschaft: str
    vorher: Bindung | None
    nachher: Bindung | None


@dataclass(frozen=True, slots=True)
class Aenderungen:
    """What changed in a project between two Stichtage, found from dated entries; a pair is (before, after)."""

    ampel: tuple[Zustand, Zustand] | None = None
    termine: tuple[Verschiebung, ...] = ()
    erreicht: tuple[Meilenstein, ...] = ()
    kosten: tuple[Decimal, Decimal] | None = None
    foerderung: tuple[Foerderstand | None, Foerderstand | None] | None = None
    bindungen: tuple[Bindungswechsel, ...] = ()
    text: bool = False

    @property
    def wesentlich(self) -> bool:
        """Whether anything but the wording of the Sachstand and reached milestones changed."""
        return bool(self.ampel or self.termine or self.kosten or self.foerderung or self.bindungen)


@lru_cache(maxsize=4096)
def aenderungen(projekt: Projekt, vorher: date, nachher: date, schwellen: Ampelschwellen) -> Aenderungen:
    """What changed in a project from one Stichtag to a later one."""
    lights = (ampel(projekt, vorher, schwellen).zustand, ampel(projekt, nachher, schwellen).zustand)
    funding = (foerderstand(projekt, vorher), foerderstand(projekt, nachher))
    old, new = sachstand(projekt, vorher), sachstand(projekt, nachher)
    costs = (old.kosten_prognose, new.kosten_prognose) if old and new else (None, None)
    moved = (Verschiebung(m, termin(m, vorher), termin(m, nachher)) for m in projekt.meilensteine if not erreicht(m, nachher))
    bound = (Bindungswechsel(name, bindung(teil, vorher), bindung(teil, nachher)) for name, teil in projekt.beteiligung.items())
    return Aenderungen(
        ampel=lights if lights[0] != lights[1] else None,
        termine=tuple(v for v in moved if v.tage),
        erreicht=tuple(m for m in projekt.meilensteine if erreicht(m, nachher) and not erreicht(m, vorher)),
        kosten=(costs[0], costs[1]) if costs[0] is not None and costs[1] is not None and costs[0] != costs[1] else None,
        foerderung=funding if funding[0] != funding[1] else None,
        bindungen=tuple(b for b in bound if b.vorher != b.nachher),
        text=(old.text if old else "") != (new.text if new else ""),
    )
