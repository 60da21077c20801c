"""The scheduled run: makes what is due, once; catches up what still makes sense, and says what it could not.

What was done is entered in the Laufbuch after its papers are written. Killed in between, the next run finds the papers as
they should be and only enters them: nothing is made twice, nothing is lost.
"""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import Executor
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from generator import laeufe, selection
from generator.data import Daten
from generator.laeufe import Anstoss, Plan
from generator.laufbuch import Laufbericht
from generator.output import Ausgabe
from generator.ruhetage import kopf, merken
from generator.selection import Auftrag
from generator.wording import datum

if TYPE_CHECKING:
    from generator.make import Ereignis

VORAUS = timedelta(days=90)
"""So far ahead a run without work looks when the next one has any."""


def plan(daten: Daten, folder: Path, heute: date) -> Plan:
    """What is due on a day and not done yet, by the Laufbuch of a folder."""
    alle = laeufe.anstoesse(daten.bestand, lambda: selection.subjects(daten.bestand), heute)
    with Ausgabe(folder) as ausgabe:
        done, last = ausgabe.laufbuch.erledigt(), ausgabe.laufbuch.letzter_lauf()
    return laeufe.plan(alle, heute, done, last)


def laufen(
    daten: Daten, druckvorlagen: Path, folder: Path, todo: Plan, jetzt: datetime, executor: Executor | None = None
) -> Generator[Ereignis, None, Laufbericht]:
    """Makes what is due, one event a paper; returns what the run came to. A paper that cannot be made stops no other."""
    heute, failed = todo.heute, dict[str, str]()
    if todo.subjects:
        from generator import make  # with all that renders: most days have nothing to do

        for event in make.erzeugen(Auftrag(daten, druckvorlagen, todo.subjects, selection.subjects(daten.bestand)), folder, executor=executor):
            if event.subject and (event.problems or event.panne or event.blocked_by):
                reason = event.problems[0].sentence if event.problems else "die Daten sind fehlerhaft" if event.blocked_by else "ein Fehler im Programm"
                failed[event.subject.id] = reason
            yield event
    done = [a for a in todo.zu_tun if not any(subject.id in failed for subject in a.subjects)]
    bericht = Laufbericht(heute, jetzt, "gescheitert" if failed else "erfolgreich", _text(todo, done, failed))
    with Ausgabe(folder) as ausgabe:
        ausgabe.laufbuch.enter_lauf(bericht, [(a.kennung, a.faellig) for a in done], [(a.kennung, a.faellig) for a in todo.verpasst])
    if not todo.zu_tun and not todo.verpasst and not any(problem.blocks for problem in daten.problems):
        merken(daten.folder, folder, heute, laeufe.naechster(daten.bestand, heute, heute + VORAUS))
    return bericht


def _text(todo: Plan, done: list[Anstoss], failed: dict[str, str]) -> str:
    """What a person gets to read about the run, fit for a mail."""
    lines = [kopf(todo.heute, len(done), len(todo.zu_tun) - len(done), len(todo.verpasst))]
    lines += [f"Erledigt: {_was(a)}{_late(a, todo.heute)}" for a in done]
    lines += [f"Gescheitert: {_was(a)}; der nächste Lauf versucht es wieder" for a in todo.zu_tun if a not in done]
    lines += [f"  {paper}: {reason}" for paper, reason in failed.items()]
    lines += [f"Verpasst: {_was(a)}; fällig war es am {datum(a.faellig)}, und der Termin ist vorbei" for a in todo.verpasst]
    return "\n".join(lines)


def _was(anstoss: Anstoss) -> str:
    papers = list(dict.fromkeys(subject.id for subject in anstoss.subjects))
    named = ", ".join(papers[:3]) + (f" und {len(papers) - 3} weitere" if len(papers) > 3 else "")
    return f"{named} ({anstoss.grund})"


def _late(anstoss: Anstoss, heute: date) -> str:
    days = (heute - anstoss.faellig).days
    return f", nachgeholt nach {days} {'Tag' if days == 1 else 'Tagen'}" if days else ""
