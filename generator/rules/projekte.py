"""Projects: references, dated entries in order, and money that adds up per year and in sum, to the cent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from generator.geld import CENT, NULL, quote, summe
from generator.model import Bestand, Budget, Projekt, Schreibweise
from generator.problems import nearest
from generator.rules import Befund
from generator.wording import datum, geld

_ART = Schreibweise(cent="immer")


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """Findings in projekte/."""
    for key, projekt in bestand.projekte.items():
        datei = f"projekte/{key}"
        yield from _references(bestand, datei, projekt)
        yield from _order(datei, projekt)
        yield from _funding(datei, projekt)
        if projekt.budget:
            yield from _budget(datei, projekt, projekt.budget)


def _references(bestand: Bestand, datei: str, projekt: Projekt) -> Iterator[Befund]:
    if projekt.handlungsfeld not in bestand.region.handlungsfelder:
        yield Befund(datei, ("handlungsfeld",), f"»handlungsfeld« nennt »{projekt.handlungsfeld}«, das in region.yaml nicht steht{nearest(projekt.handlungsfeld, bestand.region.handlungsfelder)}")
    body, _, amt = projekt.federfuehrung.partition("/")
    owner = bestand.koerperschaften.get(body)
    if owner is None and f"{body}/koerperschaft" not in bestand.fehlerhaft:
        yield Befund(datei, ("federfuehrung",), f"»federfuehrung« nennt die Körperschaft »{body}«, die es nicht gibt{nearest(body, bestand.koerperschaften)}")
    elif owner and amt not in owner.aemter:
        yield Befund(datei, ("federfuehrung",), f"»federfuehrung« nennt »{amt}«, das in {body} nicht unter »aemter« steht{nearest(amt, owner.aemter)}")
    for name, teil in projekt.beteiligung.items():
        if name not in bestand.koerperschaften and f"{name}/koerperschaft" not in bestand.fehlerhaft:
            yield Befund(datei, ("beteiligung", name), f"»beteiligung« nennt »{name}«, die es als Körperschaft nicht gibt{nearest(name, bestand.koerperschaften)}")
        elif teil.beschluss and f"{name}/{teil.beschluss.gremium}" not in bestand.gremien and f"{name}/gremien" not in bestand.fehlerhaft:
            known = [k.split("/")[1] for k in bestand.gremien if k.startswith(f"{name}/")]
            yield Befund(datei, ("beteiligung", name, "beschluss", "gremium"),
                         f"»beteiligung/{name}/beschluss/gremium« nennt »{teil.beschluss.gremium}«, das es in {name}/gremien.yaml nicht gibt{nearest(teil.beschluss.gremium, known)}")  # fmt: skip
    if projekt.rest and projekt.rest not in bestand.koerperschaften and f"{projekt.rest}/koerperschaft" not in bestand.fehlerhaft:
        yield Befund(datei, ("rest",), f"»rest« nennt »{projekt.rest}«, die es als Körperschaft nicht gibt{nearest(projekt.rest, bestand.koerperschaften)}")


def _order(datei: str, projekt: Projekt) -> Iterator[Befund]:
    yield from _ascending(datei, ("sachstaende",), [s.am for s in projekt.sachstaende])
    if projekt.foerderung:
        yield from _ascending(datei, ("foerderung", "verlauf"), [s.am for s in projekt.foerderung.verlauf])
        if projekt.foerderung.verlauf and projekt.foerderung.verlauf[-1].stand != projekt.foerderung.stand:
            yield Befund(datei, ("foerderung", "stand"), f"»foerderung/stand« ist {projekt.foerderung.stand}, der letzte Schritt in »verlauf« aber {projekt.foerderung.verlauf[-1].stand}; beide müssen gleich sein")
    for name, teil in projekt.beteiligung.items():
        yield from _ascending(datei, ("beteiligung", name, "verlauf"), [s.am for s in teil.verlauf])
        yield from _ascending(datei, ("beteiligung", name, "vor_ort"), [n.am for n in teil.vor_ort])
        if teil.verlauf and teil.verlauf[-1].bindung != teil.bindung:
            yield Befund(datei, ("beteiligung", name, "bindung"), f"»beteiligung/{name}/bindung« ist {teil.bindung}, der letzte Schritt in »verlauf« aber {teil.verlauf[-1].bindung}; beide müssen gleich sein")
    seen: set[str] = set()
    for i, stone in enumerate(projekt.meilensteine):
        yield from _ascending(datei, ("meilensteine", i, "prognosen"), [p.am for p in stone.prognosen])
        if stone.id in seen:
            yield Befund(datei, ("meilensteine", i, "id"), f"»meilensteine/{i + 1}/id« {stone.id} gibt es in diesem Projekt schon; jede Kennung steht einmal")
        seen.add(stone.id)


def _ascending(datei: str, stelle: tuple[str | int, ...], days: list[date]) -> Iterator[Befund]:
    for i, (before, after) in enumerate(pairwise(days), 1):
        if after <= before:
            name = "/".join(str(part + 1) if isinstance(part, int) else part for part in stelle)
            yield Befund(datei, (*stelle, i), f"»{name}« erwartet aufsteigende Tage; {datum(after)} steht nach {datum(before)}")


def _funding(datei: str, projekt: Projekt) -> Iterator[Befund]:
    foerderung = projekt.foerderung
    if foerderung is None:
        return
    if foerderung.quote_prozent is not None and not 0 <= foerderung.quote_prozent <= 100:
        yield Befund(datei, ("foerderung", "quote_prozent"), f"»foerderung/quote_prozent« erwartet höchstens 100 Prozent, zum Beispiel 60; es steht aber {foerderung.quote_prozent}")
        return
    eligible = projekt.budget.zuwendungsfaehig if projekt.budget else None
    if foerderung.quote_prozent is not None and foerderung.betrag is not None and eligible is not None:
        expected = quote(eligible, foerderung.quote_prozent)
        if abs(expected - foerderung.betrag) > CENT:
            yield Befund(datei, ("foerderung", "betrag"), f"»foerderung/betrag« {geld(foerderung.betrag, _ART)} passt nicht zur Quote: "
                         f"{foerderung.quote_prozent} % von {geld(eligible, _ART)} sind {geld(expected, _ART)}")  # fmt: skip


def _budget(datei: str, projekt: Projekt, budget: Budget) -> Iterator[Befund]:
    if (total := summe(budget.jahre.values())) != budget.gesamt:
        yield Befund(datei, ("budget", "jahre"), f"»budget/jahre« ergibt {geld(total, _ART)}, »gesamt« ist aber {geld(budget.gesamt, _ART)} ({_difference(total, budget.gesamt)})")
    if budget.zuwendungsfaehig is not None and budget.zuwendungsfaehig > budget.gesamt:
        yield Befund(datei, ("budget", "zuwendungsfaehig"), f"»budget/zuwendungsfaehig« {geld(budget.zuwendungsfaehig, _ART)} ist mehr als »gesamt« {geld(budget.gesamt, _ART)}")
    if projekt.foerderung and projekt.foerderung.stand == "abgelehnt" and budget.foerderung:
        yield Befund(datei, ("budget", "foerderung"), "»budget/foerderung« ist eingeplant, die Förderung aber abgelehnt; die Beträge gehören nach »offen«, bis eine neue Deckung feststeht")
    elif projekt.foerderung and projekt.foerderung.betrag is not None and projekt.foerderung.stand != "abgelehnt" and (planned := summe(budget.foerderung.values())) != projekt.foerderung.betrag:
        yield Befund(datei, ("budget", "foerderung"), f"»budget/foerderung« ergibt {geld(planned, _ART)}, »foerderung/betrag« ist aber {geld(projekt.foerderung.betrag, _ART)} ({_difference(planned, projekt.foerderung.betrag)})")
    years = sorted({*budget.jahre, *budget.eigenanteil_kreis, *budget.dritte, *budget.foerderung, *budget.offen, *(y for t in projekt.beteiligung.values() for y in t.anteile)})
    for year in years:
        parts = {
            "Eigenanteil Kreis": budget.eigenanteil_kreis.get(year, NULL),
            "Anteile der Kommunen": summe(t.anteile.get(year, NULL) for t in projekt.beteiligung.values()),
            "Förderung": budget.foerderung.get(year, NULL),
            "Dritte": budget.dritte.get(year, NULL),
            "offen": budget.offen.get(year, NULL),
        }
        planned = budget.jahre.get(year, NULL)
        if (total := summe(parts.values())) != planned:
            shown = " + ".join(_named(parts.items()))
            yield Befund(datei, ("budget", "jahre", str(year)), f"{year}: {shown} = {geld(total, _ART)}, »budget/jahre/{year}« ist aber {geld(planned, _ART)} ({_difference(total, planned)})")


def _named(parts: Iterable[tuple[str, Decimal]]) -> Iterator[str]:
    for name, amount in parts:
        if amount:
            yield f"{name} {geld(amount, _ART)}"


def _difference(found: Decimal, wanted: Decimal) -> str:
    return f"{geld(abs(found - wanted), _ART)} zu {'viel' if found > wanted else 'wenig'}"
