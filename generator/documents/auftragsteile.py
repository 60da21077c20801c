"""The sections of a Beschlusskontrolle as finished words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.documents import Dokument

Art = Literal["ueberfaellig", "offen", "in_arbeit", "zurueckgestellt", "erledigt"]


@dataclass(frozen=True, slots=True)
class Zustand:
    """Wie es um einen Auftrag steht."""

    art: Literal["ueberfaellig", "offen", "in_arbeit", "zurueckgestellt", "erledigt"]
    """Welcher Stand; wird nicht gedruckt."""
    zeichen: str
    """Zeichen, an der Form zu unterscheiden."""
    wort: str
    """Das Wort dazu."""
    zusatz: str
    """Seit wie vielen Tagen überfällig, wann erledigt; sonst leer."""


@dataclass(frozen=True, slots=True)
class Auftragszeile:
    """Ein Auftrag."""

    nummer: str
    """Laufende Nummer in diesem Papier."""
    frist: str
    """Bis wann, oder fortlaufend."""
    zustand: Zustand
    """Wie es steht."""
    was: str
    """Was zu tun ist."""
    wortlaut: str
    """Wortlaut des Beschlusspunktes; steht er schon weiter oben, der Verweis darauf."""
    beschluss: str
    """Gremium und Tag des Beschlusses."""
    vorlage: str
    """Nummer der Vorlage und des Beschlusspunktes."""
    betreff: str
    """Betreff der Vorlage."""
    wer: str
    """Zuständiges Amt."""
    gemeldet: str
    """Tag der letzten Meldung; leer ohne Meldung."""
    meldung: str
    """Letzte Meldung, oder dass es keine gibt."""


@dataclass(frozen=True, slots=True)
class Auftragsliste:
    """Ein Abschnitt mit Aufträgen."""

    ueberschrift: str
    """Überschrift."""
    koepfe: tuple[str, ...]
    """Überschriften der Spalten."""
    zeilen: tuple[Auftragszeile, ...]
    """Die Aufträge."""
    leer: str
    """Satz, wenn es keine gibt."""


@dataclass(frozen=True, slots=True)
class Erklaerung:
    """Eine Zeile der Zeichenerklärung."""

    beschriftung: str
    """Was erklärt wird."""
    text: str
    """Die Erklärung."""


@dataclass(frozen=True, slots=True)
class Legende:
    """Zeichenerklärung."""

    ueberschrift: str
    """Überschrift."""
    angaben: tuple[Erklaerung, ...]
    """Was die Zeichen und Wörter bedeuten."""


@dataclass(frozen=True, slots=True)
class View:
    """Was die Beschlusskontrolle sagt."""

    dokument: Dokument
    """Titel, Verfasser, Datum, Thema und Sprache: auch die Metadaten der Datei."""
    absender: str
    """Körperschaft und Leitung, oben auf der ersten Seite."""
    titel: str
    """Titelzeile."""
    stand: str
    """Stand der Daten und welche Beschlüsse enthalten sind, unter dem Titel."""
    vermerke: tuple[str, ...]
    """Auf jeder Seite oben: nichtöffentlich."""
    musterdaten: str
    """Auf jeder Seite unten, solange die Daten Musterdaten sind."""
    kopfzeile: str
    """Ab Seite 2 oben: Titel und Stand der Daten."""
    zusammenfassung: str
    """Wie viele Aufträge offen, überfällig und erledigt sind."""
    offen: Auftragsliste
    """Die offenen Aufträge: überfällige zuerst, dann nach Frist, fortlaufende zuletzt."""
    erledigt: Auftragsliste
    """Was seit dem letzten Stichtag erledigt wurde; steht hier zum letzten Mal."""
    legende: Legende
    """Zeichenerklärung."""
