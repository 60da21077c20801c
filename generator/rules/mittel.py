"""The money of projects: it adds up per year and in sum, to the cent, and shares follow the key that is stated."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.geld import CENT, NULL, folgen, quote, summe
from generator.model import Bestand, Budget, Foerderung, Projekt, Schreibweise
from generator.problems import nearest
from generator.rules import Befund
from generator.wording import NBSP, aufzaehlung, geld, zahl

_ART = Schreibweise(cent="immer")


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """Findings in the money of projekte/."""
    for key, projekt in bestand.projekte.items():
        datei = f"projekte/{key}"
        if projekt.foerderung:
            yield from _funding(datei, projekt.foerderung, projekt.budget)
        if projekt.budget:
            yield from _budget(datei, projekt.budget)
            yield from _years(datei, projekt, projekt.budget)
        yield from _key(bestand, datei, projekt)
        yield from _shares(bestand, datei, projekt)


def _funding(datei: str, foerderung: Foerderung, budget: Budget | None) -> Iterator[Befund]:
    rate, amount = foerderung.quote_prozent, foerderung.betrag
    if rate is not None and rate > 100:
        yield Befund(
            datei, ("foerderung", "quote_prozent"), f"»foerderung/quote_prozent« erwartet höchstens 100 Prozent, zum Beispiel 60, steht aber »{zahl(rate)}«"
        )
    elif rate is not None and amount is not None and budget and budget.zuwendungsfaehig is not None and budget.zuwendungsfaehig <= budget.gesamt:
        expected = quote(budget.zuwendungsfaehig, rate)
        if abs(expected - amount) > CENT:
            sum_ = f"{zahl(rate)} % von {_eur(budget.zuwendungsfaehig)} sind {_eur(expected)}"
            yield Befund(datei, ("foerderung", "betrag"), f"»foerderung/betrag« {_eur(amount)} passt nicht zur Quote: {sum_}")
    if budget is None:
        return
    planned = summe(budget.foerderung.values())
    if foerderung.stand == "abgelehnt":
        if planned:
            hint = "die Beträge gehören nach »offen«, bis eine neue Deckung feststeht"
            yield Befund(datei, ("budget", "foerderung"), f"»budget/foerderung« ist eingeplant, die Förderung aber abgelehnt; {hint}")
    elif amount is not None and planned != amount:
        unequal = f"»budget/foerderung« ergibt {_eur(planned)}, »foerderung/betrag« ist aber {_eur(amount)} ({_difference(planned, amount)})"
        yield Befund(datei, ("budget", "foerderung"), unequal)


def _budget(datei: str, budget: Budget) -> Iterator[Befund]:
    if (total := summe(budget.jahre.values())) != budget.gesamt:
        unequal = f"»budget/jahre« ergibt {_eur(total)}, »gesamt« ist aber {_eur(budget.gesamt)} ({_difference(total, budget.gesamt)})"
        yield Befund(datei, ("budget", "jahre"), unequal)
    if budget.zuwendungsfaehig is not None and budget.zuwendungsfaehig > budget.gesamt:
        more = f"»budget/zuwendungsfaehig« {_eur(budget.zuwendungsfaehig)} ist mehr als »gesamt« {_eur(budget.gesamt)}"
        yield Befund(datei, ("budget", "zuwendungsfaehig"), more)


def _years(datei: str, projekt: Projekt, budget: Budget) -> Iterator[Befund]:
    shares = [teil.anteile for teil in projekt.beteiligung.values()]
    for year in sorted({*budget.jahre, *budget.eigenanteil_kreis, *budget.dritte, *budget.foerderung, *budget.offen, *(y for s in shares for y in s)}):
        parts = {
            "Eigenanteil Kreis": budget.eigenanteil_kreis.get(year, NULL),
            "Anteile der Kommunen": summe(share.get(year, NULL) for share in shares),
            "Förderung": budget.foerderung.get(year, NULL),
            "Dritte": budget.dritte.get(year, NULL),
            "offen": budget.offen.get(year, NULL),
        }
        planned, total = budget.jahre.get(year, NULL), summe(parts.values())
        if total != planned:
            shown = " + ".join(f"{name} {_eur(amount)}" for name, amount in parts.items() if amount) or "nichts"
            unequal = f"{year}: {shown} = {_eur(total)}, »budget/jahre/{year}« ist aber {_eur(planned)} ({_difference(total, planned)})"
            yield Befund(datei, ("budget", "jahre", str(year)), unequal)


def _key(bestand: Bestand, datei: str, projekt: Projekt) -> Iterator[Befund]:
    """What the stated key needs to be applied is there, and nothing else."""
    if projekt.schluessel != "nutzung":
        if projekt.nutzung:
            yield Befund(datei, ("nutzung",), "»nutzung« gilt nur mit »schluessel: nutzung«; den Schlüssel ändern oder die Gewichte streichen")
        if projekt.schluessel == "einwohner":
            for name, teil in projekt.beteiligung.items():
                owner = bestand.koerperschaften.get(name)
                if teil.anteile and owner and owner.einwohner is None:
                    missing = f"»schluessel« ist einwohner, {name}/koerperschaft.yaml nennt aber keine »einwohner«; dort ergänzen"
                    yield Befund(datei, ("schluessel",), missing)
        return
    for name, weight in projekt.nutzung.items():
        if name not in projekt.beteiligung:
            yield Befund(datei, ("nutzung", name), f"»nutzung« nennt »{name}«, das nicht unter »beteiligung« steht{nearest(name, projekt.beteiligung)}")
        elif weight == 0:
            yield Befund(datei, ("nutzung", name), f"»nutzung/{name}« erwartet ein Gewicht ab 1, steht aber »0«; wer nichts nutzt, trägt keinen Anteil")
    if without := [name for name, teil in projekt.beteiligung.items() if teil.anteile and name not in projekt.nutzung]:
        yield Befund(
            datei, ("nutzung",), f"»nutzung« nennt kein Gewicht für {aufzaehlung(without)}; mit »schluessel: nutzung« braucht es jede Kommune mit Anteilen"
        )


def _shares(bestand: Bestand, datei: str, projekt: Projekt) -> Iterator[Befund]:
    sharing = {name: teil for name, teil in projekt.beteiligung.items() if any(teil.anteile.values())}
    for name, teil in sharing.items():
        if teil.bindung == "interessiert":
            field = f"beteiligung/{name}/anteile"
            bound = f"»{field}«: wer nur interessiert ist, hat noch keinen Anteil; die Beträge streichen oder »bindung« auf haushaltsvorbehalt setzen"
            yield Befund(datei, ("beteiligung", name, "anteile"), bound)
    if sharing and projekt.schluessel is None:
        yield Befund(
            datei,
            ("beteiligung",),
            "»schluessel« fehlt: Kommunen haben Anteile, also sagt das Projekt, wie sie aufgeteilt sind: einwohner, gleich oder nutzung",
        )
    weights = _weights(bestand, projekt, tuple(name for name in sharing if name != projekt.rest))
    for year in sorted({year for teil in sharing.values() for year in teil.anteile} if weights else ()):
        amounts = {name: sharing[name].anteile.get(year, NULL) for name in weights}
        if name := folgen(amounts, weights):
            by_key = f"»beteiligung/{name}/anteile/{year}« {_eur(amounts[name])} folgt nicht dem Schlüssel {projekt.schluessel}"
            answer = 'wenn das so vereinbart ist, unter »begruendet« beantworten: anteile-abweichend: "…"'
            yield Befund(datei, ("beteiligung", name, "anteile", str(year)), f"{by_key}; {answer}", "anteile-abweichend")


def _weights(bestand: Bestand, projekt: Projekt, names: tuple[str, ...]) -> dict[str, int]:
    """The weights of the stated key; empty where it cannot be applied."""
    match projekt.schluessel:
        case "gleich":
            weights = dict.fromkeys(names, 1)
        case "nutzung":
            weights = {name: projekt.nutzung.get(name, 0) for name in names}
        case "einwohner":
            bodies = {name: bestand.koerperschaften.get(name) for name in names}
            weights = {name: body.einwohner.zahl if body and body.einwohner else 0 for name, body in bodies.items()}
        case _:
            return {}
    return weights if all(weights.values()) else {}


def _eur(amount: Decimal) -> str:
    return geld(amount, _ART).replace(NBSP, " ")


def _difference(found: Decimal, wanted: Decimal) -> str:
    return f"{_eur(abs(found - wanted))} zu {'viel' if found > wanted else 'wenig'}"
