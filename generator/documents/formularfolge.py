"""The Beratungsfolge in the columns of a form: who deals with the matter, when, in which role, and what came of it.

The paper for a stop is made from what was known before it: results of earlier stops are in it, its own and later ones are
not. So it stays the same when they are entered.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator import wording
from generator.documents.bloecke import Beratung, Block, Folgezelle, Spaltenkopf
from generator.markup import Langtext, Lauf, Textblock
from generator.model import Ergebnis, Gremium, Spalte, Station
from generator.rules.vorlagen import station
from generator.views import Luecke

if TYPE_CHECKING:
    from generator.documents.formular import Schreiber

_KOEPFE = {"rolle": "Zuständigkeit", "berichterstattung": "Berichterstattung", "top": "TOP", "ergebnis": "Ergebnis"}


def beratungsfolge(paper: Schreiber, heading: str) -> Iterator[Block]:
    """The table of all stops."""
    folge, labels = paper.formular.beratungsfolge, paper.formular.beschriftungen
    heads = tuple(Spaltenkopf(column, labels.termin if column == "termin" else folge.koepfe.get(column, _KOEPFE[column])) for column in folge.spalten)
    stops = tuple(_beratung(paper, i, stop) for i, stop in enumerate(paper.vorlage.beratungsfolge))
    if gap := paper.gap("beratungsfolge"):
        stops = (Beratung(1, gap, "", "", tuple(Folgezelle(column, "") for column in folge.spalten)),)
    if stops:
        yield Block("beratungsfolge", heading, spalten=heads, stationen=stops)


def ergebnisse(paper: Schreiber, heading: str) -> Iterator[Block]:
    """What earlier stops decided, where they changed the wording with the words that they chose; a column for results says the rest."""
    lines: list[Textblock] = []
    for stop in known(paper):
        gremium, day = station(paper.bestand, paper.body, stop)
        found = stop.ergebnis
        if found is None or gremium is None or day is None or ("ergebnis" in paper.formular.beratungsfolge.spalten and not found.wortlaut):
            continue
        decides = stop.rolle == "entscheidung"
        verb = "mit folgendem geänderten Wortlaut beschlossen" if found.wortlaut else wording.beschlossen(found.kategorie)
        votes = wording.ergebnis(found).removeprefix(wording.ergebnis(Ergebnis(kategorie=found.kategorie)))
        said = f"Der {gremium.name} hat am {wording.datum(day)} {verb if decides else verb.replace('beschlossen', 'empfohlen')}{votes}"
        lines.append(Textblock("absatz", (Lauf(f"{said}{':' if found.wortlaut else '.'}"),)))
        lines.extend(wording.langtext(found.wortlaut).bloecke if found.wortlaut else ())
    if lines:
        yield Block("text", heading, feld="ergebnisse", text=Langtext(tuple(lines)))


def vorspann(paper: Schreiber) -> str:
    """Who recommends to whom: the first stop that prepares the decision, and the Gremium that takes it."""
    if not paper.formular.empfehlung_in_vorberatung:
        return ""
    stops = [(stop, station(paper.bestand, paper.body, stop)[0]) for stop in paper.vorlage.beratungsfolge]
    preparing: list[Gremium] = [gremium for stop, gremium in stops if stop.rolle == "vorberatung" and gremium]
    deciding = next((gremium for stop, gremium in stops if stop.rolle == "entscheidung" and gremium), None)
    if not preparing or deciding is None:
        return ""
    names = wording.aufzaehlung([f"der {gremium.name}" for gremium in preparing])
    verb = "empfiehlt" if len(preparing) == 1 else "empfehlen"
    return f"{names[0].upper()}{names[1:]} {verb} dem {deciding.name}, wie folgt zu beschließen:"


def known(paper: Schreiber) -> tuple[Station, ...]:
    """The stops before the one that the paper is made for: the first without a result, or the last."""
    stops = paper.vorlage.beratungsfolge
    current = next((i for i, stop in enumerate(stops) if stop.ergebnis is None), len(stops) - 1)
    return stops[: max(current, 0)]


def _beratung(paper: Schreiber, i: int, stop: Station) -> Beratung:
    folge = paper.formular.beratungsfolge
    gremium, _ = station(paper.bestand, paper.body, stop)
    beneath = reporter(paper, i, stop) if folge.berichterstattung and "berichterstattung" not in folge.spalten else ""
    return Beratung(
        nr=i + 1,
        gremium=gremium.name if gremium else paper.gap("beratungsfolge", i, "gremium"),
        beschriftung=paper.formular.beschriftungen.berichterstattung if beneath else "",
        berichterstattung=beneath,
        zellen=tuple(Folgezelle(column, _cell(paper, i, stop, column)) for column in folge.spalten),
    )


def _cell(paper: Schreiber, i: int, stop: Station, column: Spalte) -> str:
    match column:
        case "termin":
            return _when(paper, i, stop)
        case "rolle":
            return wording.rolle(stop.rolle)
        case "berichterstattung":
            return reporter(paper, i, stop)
        case "top":
            return stop.top or ""
        case "ergebnis":
            return wording.ergebnis(stop.ergebnis) if stop.ergebnis and stop in known(paper) else ""


def _when(paper: Schreiber, i: int, stop: Station) -> str:
    _, termin = station(paper.bestand, paper.body, stop)
    if termin:
        return wording.datum(termin)
    if stop.voraussichtlich:
        return Luecke(f"voraussichtlich {wording.datum(stop.voraussichtlich)}")
    return Luecke("Termin folgt") if stop.termin == "offen" else paper.gap("beratungsfolge", i, "sitzung")


def reporter(paper: Schreiber, i: int, stop: Station) -> str:
    """Who reports, or the gap."""
    return wording.person(paper.owner.personen[stop.berichterstattung]) if stop.berichterstattung else paper.gap("beratungsfolge", i, "berichterstattung")
