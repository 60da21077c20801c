"""The parts of a Sachstandsbericht as finished words: what stands on its first two pages."""

from __future__ import annotations

from dataclasses import dataclass

from generator.documents.projektworte import Status


@dataclass(frozen=True, slots=True)
class Zaehlung:
    """Wie viele Projekte einen Status haben."""

    status: Status
    """Der Status."""
    anzahl: str
    """Wie viele."""


@dataclass(frozen=True, slots=True)
class Neuigkeit:
    """Was sich an einem Projekt seit dem letzten Bericht geändert hat, in Kürze."""

    zeichen: str
    """Zeichen der Ampel, bei einem Wechsel vorher → nachher."""
    worte: str
    """Die Wörter dazu."""
    projekt: str
    """Kennung und Titel."""
    text: str
    """Was sich geändert hat, mit Tagen und Beträgen."""


@dataclass(frozen=True, slots=True)
class Neues:
    """Was sich seit dem letzten Bericht geändert hat."""

    ueberschrift: str
    """Überschrift."""
    zeilen: tuple[Neuigkeit, ...]
    """Je Projekt eine Zeile, das Dringendste zuerst."""
    unveraendert: str
    """Wie viele Projekte unverändert sind; im ersten Bericht, dass es keinen vorherigen gibt."""


@dataclass(frozen=True, slots=True)
class Anstehend:
    """Eine Entscheidung, die ansteht."""

    was: str
    """Projekt und Gegenstand; bei nichtöffentlicher Beratung neutral."""
    gremium: str
    """Welches Gremium entscheidet."""
    termin: str
    """Wann."""
    vorlage: str
    """Die eigene Vorlage, oder dass sie folgt."""


@dataclass(frozen=True, slots=True)
class Statuszeile:
    """Eine Zeile der Tabelle »Status nach Handlungsfeld«."""

    name: str
    """Handlungsfeld, zuletzt die Summe."""
    zellen: tuple[str, ...]
    """Projekte je Status, zuletzt alle."""


@dataclass(frozen=True, slots=True)
class Statustabelle:
    """Die Zahlen des Diagramms als Tabelle."""

    ueberschrift: str
    """Überschrift."""
    feld: str
    """Überschrift der ersten Spalte."""
    kopf: tuple[str, ...]
    """Überschriften der übrigen Spalten: die Status, zuletzt alle Projekte."""
    zeilen: tuple[Statuszeile, ...]
    """Je Handlungsfeld eine Zeile."""
    summe: Statuszeile
    """Die Summen."""


@dataclass(frozen=True, slots=True)
class Terminzeile:
    """Ein Meilenstein, der ansteht."""

    termin: str
    """Wann er erwartet wird."""
    projekt: str
    """Kennung und Titel des Projekts."""
    meilenstein: str
    """Titel des Meilensteins."""
    status: Status
    """Die Ampel des Projekts."""


@dataclass(frozen=True, slots=True)
class Termine:
    """Die Meilensteine der nächsten 90 Tage."""

    ueberschrift: str
    """Überschrift; leer, wenn keiner ansteht."""
    kopf: tuple[str, ...]
    """Überschriften der Spalten."""
    zeilen: tuple[Terminzeile, ...]
    """Die Meilensteine nach Termin."""


@dataclass(frozen=True, slots=True)
class Abschnitt:
    """Ein Abschnitt aus Sätzen."""

    ueberschrift: str
    """Überschrift."""
    saetze: tuple[str, ...]
    """Die Sätze, je einer eine Zeile."""


@dataclass(frozen=True, slots=True)
class Entscheidungen:
    """Die anstehenden Entscheidungen."""

    ueberschrift: str
    """Überschrift."""
    zeilen: tuple[Anstehend, ...]
    """Je Entscheidung eine Zeile."""
    keine: str
    """Satz, wenn keine ansteht; sonst leer."""
