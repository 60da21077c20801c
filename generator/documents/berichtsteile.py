"""The parts of a Sachstandsbericht as finished words: what stands on its first two pages."""

from __future__ import annotations

from dataclasses import dataclass

from generator.charts import Diagramm
from generator.documents import Dokument
from generator.documents.anlagenteile import Einzelheiten, Finanzen, Matrix
from generator.documents.bloecke import Block
from generator.documents.status import Status
from generator.markup import Langtext


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


@dataclass(frozen=True, slots=True)
class View:
    """Was der Sachstandsbericht sagt."""

    dokument: Dokument
    """Titel, Verfasser, Datum, Thema und Sprache: auch die Metadaten der Datei."""
    absender: str
    """Körperschaft und Leitung, oben auf der ersten Seite."""
    titel: str
    """Titelzeile: Art und Zugang."""
    vermerke: tuple[str, ...]
    """Auf jeder Seite oben: ENTWURF, nichtöffentlich."""
    musterdaten: str
    """Auf jeder Seite unten, solange die Daten Musterdaten sind."""
    kopfzeile: str
    """Ab Seite 2 oben: Nummer, Bericht und Stand der Daten."""
    bloecke: tuple[Block, ...]
    """Die Blöcke des Formulars vor dem Text."""
    grundlage: str
    """Auftrag zu berichten und vorheriger Bericht."""
    blick: str
    """Überschrift »Auf einen Blick«."""
    bewertung_kopf: str
    """Beschriftung der Bewertung."""
    bewertung: str
    """Die Bewertung der Verwaltung."""
    bewertung_von: str
    """Funktion, die sie verantwortet."""
    anzahl: str
    """Wie viele Projekte es sind."""
    zaehlungen: tuple[Zaehlung, ...]
    """Wie viele Projekte welchen Status haben."""
    diagramm: Diagramm
    """Status nach Handlungsfeld als Bild."""
    tabelle: Statustabelle
    """Dieselben Zahlen als Tabelle."""
    neues: Neues
    """Was sich seit dem letzten Bericht geändert hat."""
    geld: Abschnitt
    """Budget, Förderung und Förderfristen in Summe."""
    entscheidungen: Entscheidungen
    """Was ansteht; der Bericht selbst entscheidet nichts."""
    nachtraege: Abschnitt
    """Was nach dem Stichtag bekannt geworden ist."""
    termine: Termine
    """Meilensteine der nächsten 90 Tage."""
    legende: Abschnitt
    """Schwellen der Ampel."""
    text_kopf: str
    """Überschrift der Erläuterungen; leer ohne Erläuterungen."""
    text: Langtext
    """Erläuterungen, soweit die Verwaltung welche ergänzt."""
    schluss: tuple[Block, ...]
    """Die Blöcke des Formulars nach dem Text: Anlagen, im Entwurf was noch offen ist."""
    einzelheiten: Einzelheiten
    """Anlage 1."""
    finanzen: Finanzen
    """Anlage 2."""
    matrix: Matrix
    """Anlage 3."""
