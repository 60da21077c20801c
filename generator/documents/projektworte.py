"""How papers speak of a project: its status as sign and word, what changed, what comes next, who is bound how.

Signs differ in form, not only in tone, so that a black-and-white copy says the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from generator import sachstand
from generator.documents.status import Status
from generator.model import Ampelschwellen, Bestand, Beteiligung, Bindung, Foerderstand, Licht, Phase, Projekt, Schreibweise
from generator.sachstand import Aenderungen, Ampel, Zustand
from generator.wording import NBSP, datum, geld, mit_art

GELD = Schreibweise(cent="immer")
_WORTE: dict[Zustand, tuple[str, str]] = {
    "gruen": ("●", "grün"),
    "gelb": ("▲", "gelb"),
    "rot": ("■", "rot"),
    "grau": ("○", "nicht begonnen"),
    "blau": ("✓", "abgeschlossen"),
}
ZUSTAENDE: tuple[Zustand, ...] = ("gruen", "gelb", "rot", "grau", "blau")
"""The states in the order in which papers count them."""
_BINDUNGEN: dict[Bindung, str] = {"beschlossen": "beschlossen", "haushaltsvorbehalt": "Haushaltsvorbehalt", "interessiert": "interessiert"}
_FOERDERUNG: dict[Foerderstand, str] = {"geplant": "geplant", "beantragt": "beantragt", "bewilligt": "bewilligt", "abgelehnt": "abgelehnt"}
_PHASEN: dict[Phase, str] = {
    "idee": "Idee",
    "konzept": "Konzept",
    "antrag": "Antrag",
    "vergabe": "Vergabe",
    "umsetzung": "Umsetzung",
    "betrieb": "Betrieb",
    "abgeschlossen": "abgeschlossen",
    "gestoppt": "gestoppt",
}


def status(zustand: Zustand) -> Status:
    """Sign and word of a state."""
    return Status(zustand, *_WORTE[zustand])


def bindung(wert: Bindung | None) -> str:
    """The word of a Bindung; neutral where a municipality does not take part."""
    return _BINDUNGEN[wert] if wert else "nicht beteiligt"


def foerderung(wert: Foerderstand | None) -> str:
    """The word of a state of funding."""
    return _FOERDERUNG[wert] if wert else "keine"


def phase(wert: Phase) -> str:
    """The word of a phase."""
    return _PHASEN[wert]


def reihenfolge(bestand: Bestand) -> tuple[tuple[str, Projekt], ...]:
    """All projects in the order of the Handlungsfelder, then by number."""
    return bestand.einmal(_sorted)


def _sorted(bestand: Bestand) -> tuple[tuple[str, Projekt], ...]:
    fields = list(bestand.region.handlungsfelder)
    return tuple(sorted(bestand.projekte.items(), key=lambda item: (fields.index(item[1].handlungsfeld), item[0])))


def kennung(key: str) -> str:
    """DI-01."""
    return key.upper()


def naechster_schritt(projekt: Projekt, stichtag: date) -> str:
    """31.01.2026 Gateways Stufe 1; a dash where nothing is planned."""
    stone = sachstand.naechster(projekt, stichtag)
    return f"{datum(sachstand.termin(stone, stichtag))} {stone.titel}" if stone else "–"


def tage(number: int) -> str:
    """1 Tag, 47 Tage."""
    return f"{number}{NBSP}{'Tag' if abs(number) == 1 else 'Tage'}"


def gruende(projekt: Projekt, ampel: Ampel, stichtag: date) -> str:
    """Termin gelb: 47 Tage · Kosten grün · Förderung gelb: beantragt; a departure says so, with reason and function."""
    if ampel.zustand in ("grau", "blau"):
        return ""
    stand = sachstand.foerderstand(projekt, stichtag)
    parts = [f"Termin {_WORTE[ampel.termin][1]}{f': {tage(ampel.tage)}' if ampel.tage else ''}", f"Kosten {_WORTE[ampel.kosten][1]}"]
    if stand:
        parts.append(f"Förderung {_WORTE[ampel.foerderung][1]}: {_FOERDERUNG[stand]}")
    if ampel.vorgabe:
        parts.append(f"abweichend gesetzt: {ampel.vorgabe.grund} ({ampel.vorgabe.wer})")
    return " · ".join(parts)


def aenderungssaetze(projekt: Projekt, found: Aenderungen, schwellen: Ampelschwellen, ab: Licht = "gelb") -> Iterator[str]:
    """What changed, a sentence each, with days and amounts: all but the Ampel and Bindungen, which stand in columns of their own."""
    for move in found.termine:
        over = _over(abs((move.nachher - move.meilenstein.soll).days), schwellen, ab)
        yield f"{move.meilenstein.titel}: {datum(move.vorher)} →{NBSP}{datum(move.nachher)}, {tage(abs(move.tage))} {'später' if move.tage > 0 else 'früher'}{over}"
    for stone in found.erreicht:
        if stone.ist:
            yield f"{stone.titel}: erreicht am {datum(stone.ist)}"
    if found.foerderung:
        amount = projekt.foerderung.betrag if projekt.foerderung else None
        figure = f" über {geld(amount, GELD)}" if amount is not None else ""
        yield f"Förderung{figure}: {foerderung(found.foerderung[0])} →{NBSP}{foerderung(found.foerderung[1])}"
    if found.kosten:
        before, after = found.kosten
        yield f"Kostenprognose: {geld(before, GELD)} →{NBSP}{geld(after, GELD)}, {geld(abs(after - before), GELD)} {'mehr' if after > before else 'weniger'}"


def bindungssaetze(found: Aenderungen, bestand: Bestand) -> Iterator[str]:
    """Whose Bindung changed, a sentence each."""
    for change in found.bindungen:
        who = mit_art(bestand.koerperschaften[change.koerperschaft])
        if change.nachher == "beschlossen":
            yield f"{who} hat die Teilnahme beschlossen"
        else:
            yield f"{who}: {bindung(change.vorher)} →{NBSP}{bindung(change.nachher)}"


def kern(projekt: Projekt, found: Aenderungen, schwellen: Ampelschwellen, bestand: Bestand) -> tuple[str, ...]:
    """The sentences that matter most of what changed: dates, funding and the end of a project; else costs and Bindungen."""
    last = found.erreicht[-1:] if found.ampel and found.ampel[1] == "blau" else ()
    first = replace(found, kosten=None, erreicht=last)
    sentences = tuple(aenderungssaetze(projekt, first, schwellen, ab="rot"))
    return sentences or (*aenderungssaetze(projekt, found, schwellen), *bindungssaetze(found, bestand))


def _over(days: int, schwellen: Ampelschwellen, ab: Licht) -> str:
    """Which threshold a delay has passed; with `ab` rot only that one is named."""
    if days > schwellen.termin.gelb_bis_tage:
        return f"; Schwelle rot: über {schwellen.termin.gelb_bis_tage}"
    if days > schwellen.termin.gruen_bis_tage and ab == "gelb":
        return f"; Schwelle gelb: über {schwellen.termin.gruen_bis_tage}"
    return ""


def legende(schwellen: Ampelschwellen) -> tuple[str, ...]:
    """The printed thresholds from which the Ampel follows."""
    t, k = schwellen.termin, schwellen.kosten
    by_light = {light: [_FOERDERUNG[s] for s, value in schwellen.foerderung.items() if value == light] for light in ("gelb", "rot")}
    funding = ", ".join(f"{' oder '.join(names)}: {light}" for light, names in by_light.items() if names)
    return (
        f"Termin: Verzug der spätesten Prognose aller offenen Meilensteine; ●{NBSP}grün bis {t.gruen_bis_tage} Tage, ▲{NBSP}gelb bis {t.gelb_bis_tage} Tage, ■{NBSP}rot darüber",
        f"Kosten: Prognose gegen Budget; ●{NBSP}grün bis +{k.gruen_bis_prozent}{NBSP}%, ▲{NBSP}gelb bis +{k.gelb_bis_prozent}{NBSP}%, ■{NBSP}rot darüber",
        f"Förderung: {funding}, sonst grün",
        f"Die schlechteste der drei zählt. ○{NBSP}nicht begonnen und ✓{NBSP}abgeschlossen sind Zustände.",
    )


def beteiligt(projekt: Projekt, koerperschaft: str) -> Beteiligung | None:
    """How a municipality takes part; None where it does not."""
    return projekt.beteiligung.get(koerperschaft)
