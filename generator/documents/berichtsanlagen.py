"""The three Anlagen of a Sachstandsbericht: projects in detail, finances and funding, the matrix of projects and municipalities."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from generator import sachstand, wording
from generator.documents import projektworte as worte
from generator.documents.anlagenteile import (
    ANLAGEN,
    Einzelheiten,
    Finanzen,
    Finanzzeile,
    Foerdersumme,
    Frist,
    Kommunenanteile,
    Kommunenzeile,
    Leiste,
    Matrix,
    Matrixzeile,
    Meilensteinzeile,
    Merkmal,
    Projektblock,
    Projektzeile,
)
from generator.documents.berichtslage import FRISTEN_TAGE, Fall, Lage
from generator.geld import NULL, summe
from generator.model import Foerderstand, Koerperschaft, Meilenstein

_TYPEN = {"leitprojekt": "Leitprojekt", "potentialprojekt": "Potentialprojekt"}
_FOERDERSTAENDE: tuple[Foerderstand, ...] = ("bewilligt", "beantragt", "geplant", "abgelehnt")
BESCHLOSSEN, BETEILIGT = "◆", "◇"
"""Marks of the matrix: told apart by form, and none of them a sign of the Ampel."""
UNBEZIFFERT = "nicht beziffert"
_PARTS = {"gruen": 0, "gelb": 1, "rot": 2}


def _heading(number: int) -> str:
    return f"Anlage{wording.NBSP}{number}: {ANLAGEN[number - 1]}"


def _betrag(amount: Decimal) -> str:
    return wording.betrag(amount, worte.GELD)


def _geld(amount: Decimal) -> str:
    return wording.geld(amount, worte.GELD)


# Anlage 1 ------------------------------------------------------------------------------------------------------------


def einzelheiten(lage: Lage) -> Einzelheiten:
    """Red, then yellow with the worst first, then what else changed; the others in one table."""
    detailed = sorted((fall for fall in lage.faelle if fall.zustand in ("rot", "gelb") or fall.neu.wesentlich), key=_severity)
    names = {fall.key for fall in detailed}
    rest = tuple(fall for fall in lage.faelle if fall.key not in names)
    changed = ", danach weitere Projekte mit Änderung" if lage.vorheriger else ""
    return Einzelheiten(
        ueberschrift=_heading(1),
        einleitung="Derzeit gibt es keine Projekte."
        if not lage.faelle
        else f"Zuerst die roten, dann die gelben Projekte (größter Verzug zuerst){changed}, am Ende alle übrigen in einer Tabelle.",
        projekte=tuple(_block(lage, fall) for fall in detailed),
        uebrige=f"{'Übrige Projekte ohne Änderung' if lage.vorheriger else 'Übrige Projekte'} ({len(rest)})" if rest else "",
        kopf=("Nr.", "Projekt", "Status", "Sachstand", "Nächster Schritt") if rest else (),
        zeilen=tuple(_line(lage, fall) for fall in rest),
    )


def _severity(fall: Fall) -> tuple[int, int, int]:
    """Red before yellow before the others; within a colour the longest delay, then the most parts that are not green."""
    colour = {"rot": 0, "gelb": 1}.get(fall.zustand, 2)
    ampel = fall.ampel
    return colour, -ampel.tage, -sum(_PARTS[light] for light in (ampel.termin, ampel.kosten, ampel.foerderung))


def _block(lage: Lage, fall: Fall) -> Projektblock:
    projekt = fall.projekt
    field = lage.bestand.region.handlungsfelder[projekt.handlungsfeld]
    return Projektblock(
        name=fall.name,
        status=worte.status(fall.zustand),
        einordnung=f"{_TYPEN[projekt.typ]} · {field} · {_amt(lage, fall)}",
        merkmale=tuple(_features(lage, fall)),
        leiste=_stones(lage, fall),
    )


def _amt(lage: Lage, fall: Fall) -> str:
    body, _, amt = fall.projekt.federfuehrung.partition("/")
    return lage.bestand.koerperschaften[body].aemter[amt].name


def _features(lage: Lage, fall: Fall) -> Iterator[Merkmal]:
    if reasons := worte.gruende(fall.projekt, fall.ampel, lage.stichtag):
        yield Merkmal("Ampel", reasons)
    if lage.vorheriger:
        yield Merkmal("Neu", " · ".join(_changes(lage, fall)) or "keine Änderung bei Ampel, Terminen und Geld")
    entry = sachstand.sachstand(fall.projekt, lage.stichtag)
    if entry:
        done = f", {entry.fertig_prozent}{wording.NBSP}% fertig" if entry.fertig_prozent is not None else ""
        yield Merkmal("Sachstand", wording.fest(f"{entry.text} (Phase: {worte.phase(entry.phase)}{done})"))
    yield Merkmal("Geld", " · ".join(_costs(lage, fall)))


def _changes(lage: Lage, fall: Fall) -> Iterator[str]:
    if fall.neu.ampel:
        before, after = (worte.status(zustand).wort for zustand in fall.neu.ampel)
        yield f"Ampel {before} →{wording.NBSP}{after}"
    yield from worte.aenderungssaetze(fall.projekt, fall.neu, lage.schwellen)
    yield from worte.bindungssaetze(fall.neu, lage.bestand)


def _costs(lage: Lage, fall: Fall) -> Iterator[str]:
    projekt, budget = fall.projekt, fall.projekt.budget
    yield f"Budget {_geld(budget.gesamt)}" if budget else f"Budget {UNBEZIFFERT}"
    entry = sachstand.sachstand(projekt, lage.stichtag)
    if budget and budget.gesamt and entry and entry.kosten_prognose is not None and entry.kosten_prognose != budget.gesamt:
        more = (entry.kosten_prognose / budget.gesamt - 1) * 100
        percent = wording.zahl(abs(more).quantize(Decimal("0.1")))
        yield f"Kostenprognose {_geld(entry.kosten_prognose)} ({percent}{wording.NBSP}% {'mehr' if more > 0 else 'weniger'})"
    if projekt.foerderung:
        amount = f" {_geld(projekt.foerderung.betrag)}" if projekt.foerderung.betrag is not None else ""
        programme = f" ({projekt.foerderung.programm})" if projekt.foerderung.programm else ""
        yield f"Förderung{amount} {_funding(lage, fall)}{programme}"
    if budget:
        yield f"Eigenanteil Kreis {_geld(summe(budget.eigenanteil_kreis.values()))}"
    if projekt.beteiligung:
        yield f"beschlossene Anteile der Kommunen {_geld(lage.beschlossen(projekt))}"


def _funding(lage: Lage, fall: Fall) -> str:
    """The state of funding with its rate: beantragt (60 %)."""
    stand = worte.foerderung(sachstand.foerderstand(fall.projekt, lage.stichtag))
    rate = fall.projekt.foerderung.quote_prozent if fall.projekt.foerderung else None
    return stand if rate is None else f"{stand} ({wording.zahl(rate)}{wording.NBSP}%)"


def _stones(lage: Lage, fall: Fall) -> Leiste:
    stones = tuple(_stone(stone, lage.stichtag) for stone in fall.projekt.meilensteine)
    return Leiste((f"{worte.kennung(fall.key)}: Meilenstein", "Soll", "Ist oder Prognose", "Abweichung") if stones else (), stones)


def _stone(stone: Meilenstein, stichtag: date) -> Meilensteinzeile:
    when = sachstand.termin(stone, stichtag)
    days = (when - stone.soll).days
    if sachstand.erreicht(stone, stichtag):
        sign, word = "✓", "erreicht"
    elif when < stichtag:
        sign, word, days = "‼", "überfällig", (stichtag - stone.soll).days
    else:
        sign, word = ("▷", "verschoben") if days else ("▹", "geplant")
    late = f"{worte.tage(abs(days))} {'später' if days > 0 else 'früher'}" if days else "–"
    return Meilensteinzeile(sign, word, stone.titel, wording.datum(stone.soll), wording.datum(when), late)


def _line(lage: Lage, fall: Fall) -> Projektzeile:
    entry = sachstand.sachstand(fall.projekt, lage.stichtag)
    stone = sachstand.naechster(fall.projekt, lage.stichtag)
    return Projektzeile(
        kennung=worte.kennung(fall.key),
        titel=fall.projekt.titel,
        status=worte.status(fall.zustand),
        stand=wording.fest(entry.text) if entry else "noch kein Sachstand",
        schritt=f"{wording.datum(sachstand.termin(stone, lage.stichtag))}: {stone.titel}" if stone else "–",
    )


# Anlage 2 ------------------------------------------------------------------------------------------------------------


def finanzen(lage: Lage) -> Finanzen:
    """All projects with their money; each sum says what is not in it."""
    sums = {stand: tuple(fall for fall in lage.faelle if sachstand.foerderstand(fall.projekt, lage.stichtag) == stand) for stand in _FOERDERSTAENDE}
    dates = tuple(Frist(wording.datum(frist.am), fall.name, frist.was) for frist, fall in lage.fristen())
    funded = tuple(_funding_row(stand, faelle) for stand, faelle in sums.items() if faelle)
    return Finanzen(
        ueberschrift=_heading(2),
        einleitung=f"Beträge in EUR brutto für die ganze Laufzeit. Förderung zum Stichtag {wording.datum(lage.stichtag)}; "
        f"Beschlüsse der Kommunen bis {wording.datum(lage.beschluesse_bis)}.",
        liste="Budget, Förderung und Anteile je Projekt",
        kopf=("Nr.", "Projekt", "Budget", "Förderung", "Stand", "Eigenanteil Kreis", "Kommunen, beschlossen"),
        zeilen=tuple(_money_row(lage, fall) for fall in lage.faelle),
        summe=_money_sum(lage, sums["bewilligt"]),
        nicht_enthalten=tuple(_left_out(lage)),
        foerderung="Förderung nach Stand" if funded else "",
        foerderkopf=("Stand", "Projekte", "EUR") if funded else (),
        foerdersummen=funded,
        fristen=f"Förderfristen in den {FRISTEN_TAGE} Tagen nach dem Stichtag",
        fristenkopf=("Bis", "Projekt", "Was zu tun ist") if dates else (),
        fristzeilen=dates,
        keine_fristen="" if dates else "In dieser Zeit läuft keine Frist ab.",
        anteile=_shares(lage),
    )


def _money_row(lage: Lage, fall: Fall) -> Finanzzeile:
    budget, funding = fall.projekt.budget, fall.projekt.foerderung
    return Finanzzeile(
        kennung=worte.kennung(fall.key),
        titel=fall.projekt.titel,
        budget=_betrag(budget.gesamt) if budget else UNBEZIFFERT,
        foerderung="–" if funding is None else UNBEZIFFERT if funding.betrag is None else _betrag(funding.betrag),
        stand=_funding(lage, fall),
        kreis=_betrag(summe(budget.eigenanteil_kreis.values())) if budget else UNBEZIFFERT,
        kommunen=_betrag(lage.beschlossen(fall.projekt)) if fall.projekt.beteiligung else "–",
    )


def _money_sum(lage: Lage, granted: tuple[Fall, ...]) -> Finanzzeile:
    budgets = tuple(fall.projekt.budget for fall in lage.faelle if fall.projekt.budget)
    return Finanzzeile(
        kennung="",
        titel=f"Summe ({len(budgets)} von {len(lage.faelle)} Projekten)",
        budget=_betrag(summe(budget.gesamt for budget in budgets)),
        foerderung=_betrag(_funds(granted)),
        stand="nur bewilligt",
        kreis=_betrag(summe(amount for budget in budgets for amount in budget.eigenanteil_kreis.values())),
        kommunen=_betrag(summe(lage.beschlossen(fall.projekt) for fall in lage.faelle)),
    )


def _funds(faelle: tuple[Fall, ...]) -> Decimal:
    return summe(f.betrag for fall in faelle if (f := fall.projekt.foerderung) and f.betrag is not None)


def _left_out(lage: Lage) -> Iterator[str]:
    if missing := [worte.kennung(fall.key) for fall in lage.faelle if fall.projekt.budget is None]:
        yield f"Budget und Eigenanteil: ohne {wording.aufzaehlung(missing)} ({UNBEZIFFERT})."
    yield "Förderung: nur bewilligte Beträge; beantragte, geplante und abgelehnte sind nicht enthalten."
    yield "Kommunen: nur Anteile, die ein Rat beschlossen hat, ohne laufende Kosten nach dem Ende der Projekte."
    yield "Der Rest des Budgets entfällt auf Mittel Dritter, noch nicht beschlossene Anteile und offene Deckung."


def _funding_row(stand: Foerderstand, faelle: tuple[Fall, ...]) -> Foerdersumme:
    unknown = [worte.kennung(fall.key) for fall in faelle if fall.projekt.foerderung and fall.projekt.foerderung.betrag is None]
    known = len(faelle) - len(unknown)
    note = f" ({known} in der Summe; {UNBEZIFFERT}: {wording.aufzaehlung(unknown)})" if unknown else ""
    return Foerdersumme(worte.foerderung(stand), f"{len(faelle)}{note}", _betrag(_funds(faelle)))


def _shares(lage: Lage) -> Kommunenanteile:
    """What each municipality has decided to pay: the same sums as on its Projektblatt."""
    shares = {key: sachstand.anteile(lage.bestand, key, "beschlossen", lage.stand) for key, _ in lage.kommunen}
    years = sorted({year for amounts in shares.values() for year in amounts})
    part, bound = _counted(tuple(_matrix_row(lage, fall) for fall in lage.faelle), len(shares))
    total = [summe(amounts.get(year, NULL) for amounts in shares.values()) for year in years]
    return Kommunenanteile(
        ueberschrift="Beschlossene Anteile der Kommunen in EUR",
        kopf=("Kommune", "Projekte", "davon beschlossen"),
        jahre=(*map(str, years), "Summe"),
        zeilen=tuple(
            _body_row(body, (n, decided), [shares[key].get(year, NULL) for year in years])
            for (key, body), n, decided in zip(lage.kommunen, part, bound, strict=True)
        ),
        summe=Kommunenzeile("Summe", str(sum(part)), str(sum(bound)), _amounts(total)),
        hinweis="Brutto, je Haushaltsjahr. Nicht enthalten sind Anteile ohne Beschluss und laufende Kosten nach dem Ende der Projekte.",
    )


# Anlage 3 ------------------------------------------------------------------------------------------------------------


def matrix(lage: Lage) -> Matrix:
    """Who takes part in what."""
    bodies = lage.kommunen
    rows = tuple(_matrix_row(lage, fall) for fall in lage.faelle)
    part, bound = _counted(rows, len(bodies))
    return Matrix(
        ueberschrift=_heading(3),
        zeichen=f"{BESCHLOSSEN} Teilnahme beschlossen   {BETEILIGT} beteiligt, Beschluss steht aus   ohne Zeichen: nicht beteiligt. "
        f"Beschlüsse bis {wording.datum(lage.beschluesse_bis)}.",
        kopf=("Nr.", "Projekt"),
        spalten=tuple(body.kuerzel for _, body in bodies),
        anzahl="Anzahl",
        zeilen=rows,
        summen=(
            Matrixzeile("", "Projekte je Kommune", tuple(map(str, part)), str(sum(part))),
            Matrixzeile("", "davon beschlossen", tuple(map(str, bound)), str(sum(bound))),
        ),
        kuerzel=" · ".join(f"{body.kuerzel}{wording.NBSP}{wording.mit_art(body)}" for _, body in bodies),
    )


def _counted(rows: tuple[Matrixzeile, ...], bodies: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """In how many projects each municipality takes part, and in how many of them its council has decided so."""
    part = tuple(sum(bool(row.zellen[i]) for row in rows) for i in range(bodies))
    return part, tuple(sum(row.zellen[i] == BESCHLOSSEN for row in rows) for i in range(bodies))


def _matrix_row(lage: Lage, fall: Fall) -> Matrixzeile:
    bound = [lage.gebunden(teil) if (teil := fall.projekt.beteiligung.get(key)) else None for key, _ in lage.kommunen]
    cells = tuple("" if b is None else BESCHLOSSEN if b == "beschlossen" else BETEILIGT for b in bound)
    return Matrixzeile(worte.kennung(fall.key), fall.projekt.titel, cells, str(sum(map(bool, cells))))


def _body_row(body: Koerperschaft, counted: tuple[int, int], amounts: list[Decimal]) -> Kommunenzeile:
    return Kommunenzeile(wording.mit_art(body), str(counted[0]), str(counted[1]), _amounts(amounts))


def _amounts(amounts: list[Decimal]) -> tuple[str, ...]:
    return tuple(map(_betrag, (*amounts, summe(amounts))))
