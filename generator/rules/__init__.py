"""What must hold between things. Each rule is a pure function of the Bestand that yields findings by place in the data.

`data` turns a Befund into a Problem with file and line. A Hinweis has a name; the object's `begruendet` answers it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.problems import Stelle, nearest

if TYPE_CHECKING:  # whoever only takes words apart needs no data
    from generator.model import Bestand, Koerperschaft, Projekt, Vorlage


@dataclass(frozen=True, slots=True)
class Befund:
    """A finding before it has a line: the file's id, the place in its object, the sentence.

    A Hinweis has a name; `zeile` is a line (from 1) within the long text at that place.
    """

    datei: str
    stelle: Stelle
    satz: str
    hinweis: str = ""
    zeile: int = 0


HINWEISE = {
    "ohne-kreisausschuss": "Der Kreistag entscheidet ohne vorherige Beratung im Kreisausschuss.",
    "nach-entscheidung": "Nach der Entscheidung folgt noch eine Station.",
    "arbeitskreis": "Eine Station ist ein Arbeitskreis.",
    "datum-nach-sitzung": "Die Vorlage ist jünger als die Sitzung ihrer ersten Station.",
    "ohne-beschluss": "Eine Kommune ist gebunden, ihr Beschluss aber nicht genannt.",
    "anteile-abweichend": "Ein Anteil folgt nicht dem Schlüssel.",
    "meilenstein-faellig": "Ein Meilenstein ist zwischen Stichtag und Sitzung fällig, und niemand hat ihn seither fortgeschrieben.",
    "beschluss-ohne-auftrag": "Ein Beschlusspunkt gibt der Verwaltung etwas auf, und kein Auftrag verfolgt ihn.",
    "bericht-ohne-auftrag": "Ein Bericht beruft sich auf einen Beschlusspunkt, zu dem kein Auftrag eingetragen ist.",
    "geheim-und-oeffentlich": "Eine Zahl ist geheim, steht aber auch öffentlich in den Daten.",
    "ergebnis-widerspruch": "Ergebnis und Stimmen einer Station passen nicht zusammen.",
    "sitzung-doppelt": "Ein Gremium tagt zweimal am selben Tag.",
    "sitzung-am-wochenende": "Eine Sitzung liegt auf einem Samstag oder Sonntag.",
}
"""What is unusual but lawful, by the name that `begruendet` answers it with."""


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """Every finding that more than one field is needed for; answered Hinweise are left out."""
    from generator.rules import auftraege, berichte, bezuege, finanzen, geheimnisse, koerperschaften, laeufe, mittel, projekte, texte, vorlagen

    waiting = {key for key, vorlage in bestand.vorlagen.items() if bezuege.waits(bestand, key, vorlage)}
    yield from _answers(bestand)
    for rules in (koerperschaften, vorlagen, bezuege, berichte, finanzen, texte, projekte, mittel, auftraege, laeufe, geheimnisse):
        for befund in rules.pruefen(bestand):
            if befund.hinweis not in _answered(bestand, befund.datei) and befund.datei not in waiting:
                yield befund


def _answers(bestand: Bestand) -> Iterator[Befund]:
    """An answer whose name is misspelt would answer nothing."""
    files: dict[str, Vorlage | Projekt | Koerperschaft] = {f"{key}/koerperschaft": body for key, body in bestand.koerperschaften.items()}
    files |= {f"projekte/{key}": projekt for key, projekt in bestand.projekte.items()}
    for key, answering in {**files, **bestand.papiere}.items():
        for name in answering.begruendet:
            if name not in HINWEISE:
                yield Befund(key, ("begruendet", name), f"»begruendet/{name}« beantwortet keinen Hinweis{nearest(name, HINWEISE)}")


def _answered(bestand: Bestand, datei: str) -> Mapping[str, str]:
    """The answers of the object in a file; for Gremien and Sitzungen those of their body."""
    body, _, name = datei.partition("/")
    answering = bestand.papiere.get(datei) or (bestand.projekte.get(name) if body == "projekte" else bestand.koerperschaften.get(body))
    return answering.begruendet if answering else {}
