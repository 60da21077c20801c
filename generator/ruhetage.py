"""Days on which a run has nothing to do: kept after one such run, so that those that follow need not read the data to find out."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from generator.gedaechtnis import Gedaechtnis, mark
from generator.laufbuch import WARTEN, Laufbericht, Laufbuch

_NAME = "ruhetage"


def merken(daten: Path, ausgabe: Path, ab: date, bis: date) -> None:
    """From one day on, up to the day before another, nothing is due, as long as data and program stay as they are."""
    Gedaechtnis(ausgabe).merken(_NAME, mark(daten), {"ab": ab.isoformat(), "bis": bis.isoformat()})


def laufen(daten: Path, ausgabe: Path, heute: date, jetzt: datetime) -> Laufbericht | None:
    """The run of a day that is known to have nothing to do, entered in the Laufbuch; None if that is not known."""
    path = ausgabe / "laufbuch.sqlite"
    known = Gedaechtnis(ausgabe).erinnern(_NAME, mark(daten))
    if not known or not known["ab"] <= heute.isoformat() < known["bis"] or not path.is_file():
        return None
    bericht = Laufbericht(heute, jetzt, "erfolgreich", kopf(heute))
    with closing(Laufbuch(path, WARTEN)) as laufbuch:
        last = laufbuch.letzter_lauf()
        if last is None or last.isoformat() < known["ab"]:  # another Laufbuch, which knows of nothing that was done
            return None
        laufbuch.enter_lauf(bericht, (), ())
    return bericht


def kopf(heute: date, erledigt: int = 0, gescheitert: int = 0, verpasst: int = 0) -> str:
    """How the report of a run begins."""
    return f"Lauf vom {heute:%d.%m.%Y}: {erledigt} erledigt, {gescheitert} gescheitert, {verpasst} verpasst."
