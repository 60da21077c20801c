"""The list of deadlines for the wall: one landscape page, the next things first. No kind of paper: it is asked for, not kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator import fristen, wording
from generator.documents import Dokument
from generator.documents.formular import MUSTERDATEN
from generator.model import Bestand
from generator.termine import Faelligkeit

ROWS = 14
"""So many rows of two lines fit on the page."""
LONGEST = {"was": 72, "gremium": 46, "stand": 56}
"""Longer words of a column are cut after two lines: the list is for the wall, `vorlagen fristen` says all."""


@dataclass(frozen=True, slots=True)
class Zeile:
    """Eine Frist."""

    tag: str
    """Wochentag und Datum."""
    frist: str
    """Abgabe, Versand, Sitzung oder Termin."""
    koerperschaft: str
    """Wessen Vorlage oder Termin."""
    was: str
    """Nummer und Betreff."""
    sitzung: str
    """Gremium und Tag seiner Sitzung."""
    stand: str
    """Fertig, was fehlt, überfällig."""


@dataclass(frozen=True, slots=True)
class View:
    """Was die Liste sagt."""

    dokument: Dokument
    """Metadaten der Datei."""
    absender: str
    """Oben auf der Seite."""
    titel: str
    """Überschrift."""
    vermerke: tuple[str, ...]
    """Oben rechts: Liste für das Haus."""
    musterdaten: str
    """Unten, solange die Daten Musterdaten sind."""
    kopfzeile: str
    """Auf weiteren Seiten oben; es gibt keine."""
    zeilen: tuple[Zeile, ...]
    """Die Fristen, die nächsten zuerst."""
    rest: str
    """Wie viele weitere nicht auf die Seite passen."""


def view(bestand: Bestand, due: Sequence[Faelligkeit], heute: date, bis: date) -> View:
    """The words of the list for one day."""
    title = f"Fristen vom {wording.datum(heute)} bis {wording.datum(bis)}"
    left = len(due) - ROWS
    return View(
        dokument=Dokument(titel=title, verfasser=bestand.region.name, thema="Was bis wann das Haus verlassen muss", datum=heute),
        absender=bestand.region.name,
        titel=title,
        vermerke=("intern – nicht zur Veröffentlichung",),
        musterdaten=MUSTERDATEN if bestand.region.musterdaten else "",
        kopfzeile="",
        zeilen=tuple(map(_zeile, due[:ROWS])),
        rest=f"und {left} weitere; »vorlagen fristen« nennt alle" if left > 0 else "",
    )


def _zeile(due: Faelligkeit) -> Zeile:
    when = f"{_cut('gremium', due.gremium)}, {fristen.mit_wochentag(due.sitzung)}" if due.sitzung else due.gremium
    return Zeile(fristen.mit_wochentag(due.tag), due.frist, due.koerperschaft, wording.fest(_cut("was", due.was)), when, _cut("stand", due.stand))


def _cut(column: str, text: str) -> str:
    return text if len(text) <= LONGEST[column] else f"{text[: LONGEST[column] - 1].rstrip()}…"
