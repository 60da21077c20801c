"""Finanzielle Auswirkungen: what is ticked has figures, and Nr. and Bez. of an Ergebnisplanposition belong together.

The lines are those of the (Teil-)Ergebnisplan of the NKF (KomHVO NRW § 2); sum lines cannot be booked on.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Bestand, Position, Vorlage
from generator.rules import Befund
from generator.scalars import shown

ERGEBNISPLAN = {
    "1": "Steuern und ähnliche Abgaben",
    "2": "Zuwendungen und allgemeine Umlagen",
    "3": "Sonstige Transfererträge",
    "4": "Öffentlich-rechtliche Leistungsentgelte",
    "5": "Privatrechtliche Leistungsentgelte",
    "6": "Kostenerstattungen und Kostenumlagen",
    "7": "Sonstige ordentliche Erträge",
    "8": "Aktivierte Eigenleistungen",
    "9": "Bestandsveränderungen",
    "11": "Personalaufwendungen",
    "12": "Versorgungsaufwendungen",
    "13": "Sach- und Dienstleistungen",
    "14": "Bilanzielle Abschreibungen",
    "15": "Transferaufwendungen",
    "16": "Sonstige ordentliche Aufwendungen",
    "19": "Finanzerträge",
    "20": "Zinsen und sonstige Finanzaufwendungen",
    "23": "Außerordentliche Erträge",
    "24": "Außerordentliche Aufwendungen",
}
SUM_LINES = frozenset({"10", "17", "18", "21", "22", "25", "26"})


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """Findings in the finance blocks of Vorlagen; what is only missing stands in `luecken`."""
    for key, vorlage in bestand.papiere.items():
        yield from _ticked(key, vorlage)
        for i, position in enumerate(vorlage.finanzen.positionen):
            yield from _line(key, i, position)


def _ticked(key: str, vorlage: Vorlage) -> Iterator[Befund]:
    finanzen = vorlage.finanzen
    if finanzen.auswirkungen is False and (finanzen.positionen or finanzen.im_haushalt is not None):
        unequal = "»finanzen/auswirkungen« ist nein, darunter stehen aber Angaben zum Haushalt; ja setzen oder die Angaben streichen"
        yield Befund(key, ("finanzen", "auswirkungen"), unequal)
    for i, position in enumerate(finanzen.positionen):
        if position.verfuegbar is not None and position.veranschlagt is not None and position.verfuegbar > position.veranschlagt:
            name = f"finanzen/positionen/{i + 1}/verfuegbar"
            more = f"»{name}« ist höher als der veranschlagte Betrag; davon verfügbar kann höchstens alles sein"
            yield Befund(key, ("finanzen", "positionen", i, "verfuegbar"), more)


def _line(key: str, i: int, position: Position) -> Iterator[Befund]:
    """Nr. and Bez. of an Ergebnisplanposition; of an Investition the Nr. is that of the measure and free."""
    if position.plan != "ergebnisplan" or position.nummer is None:
        return
    here = ("finanzen", "positionen", i)
    name = f"finanzen/positionen/{i + 1}"
    label = ERGEBNISPLAN.get(position.nummer)
    if position.nummer in SUM_LINES:
        yield Befund(key, (*here, "nummer"), f"»{name}/nummer« {position.nummer} ist eine Summenzeile des Ergebnisplans; dort wird nichts veranschlagt")
    elif label is None:
        yield Befund(key, (*here, "nummer"), f"»{name}/nummer« erwartet eine Zeile des Ergebnisplans, zum Beispiel 13, steht aber {shown(position.nummer)}")
    elif position.bezeichnung and _key(position.bezeichnung) != _key(label):
        number = next((n for n, known in ERGEBNISPLAN.items() if _key(known) == _key(position.bezeichnung)), None)
        other = f"{shown(position.bezeichnung)} hat die Nr. {number}" if number else f"es steht aber {shown(position.bezeichnung)}"
        yield Befund(key, (*here, "bezeichnung"), f"»{name}«: Nr. {position.nummer} des Ergebnisplans heißt »{label}«; {other}")


def _key(text: str) -> str:
    """A line's name without what forms write differently: "Aufwendungen für", "allg.", the article's case."""
    words = text.casefold().replace("u. ä.", "und ähnliche").replace("allg.", "allgemeine").replace("aufwendungen für ", "")
    return " ".join(words.split())
