"""The three Anlagen of a Sachstandsbericht as finished words."""

from __future__ import annotations

from dataclasses import dataclass

from generator.documents.status import Status

# Anlage 1 ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meilensteinzeile:
    """Ein Meilenstein in der Leiste eines Projekts."""

    zeichen: str
    """Zeichen: erreicht, verschoben oder geplant."""
    wort: str
    """Das Wort dazu."""
    titel: str
    """Titel."""
    soll: str
    """Geplanter Termin."""
    termin: str
    """Erreicht oder erwartet am."""
    abweichung: str
    """Wie viele Tage später oder früher; leer ohne Abweichung."""


@dataclass(frozen=True, slots=True)
class Leiste:
    """Die Meilensteine eines Projekts."""

    kopf: tuple[str, ...]
    """Überschriften der Spalten."""
    zeilen: tuple[Meilensteinzeile, ...]
    """Die Meilensteine in ihrer Reihenfolge."""


@dataclass(frozen=True, slots=True)
class Merkmal:
    """Eine Angabe mit ihrer Beschriftung."""

    beschriftung: str
    """Beschriftung."""
    text: str
    """Der Text."""


@dataclass(frozen=True, slots=True)
class Projektblock:
    """Ein Projekt im Einzelnen."""

    name: str
    """Kennung und Titel."""
    status: Status
    """Die Ampel."""
    einordnung: str
    """Typ, Handlungsfeld, federführende Stelle."""
    merkmale: tuple[Merkmal, ...]
    """Gründe der Ampel, was neu ist, Sachstand, Geld."""
    leiste: Leiste
    """Die Meilensteine."""


@dataclass(frozen=True, slots=True)
class Projektzeile:
    """Ein Projekt ohne Änderung in einer Zeile."""

    kennung: str
    """Kennung."""
    titel: str
    """Titel."""
    status: Status
    """Die Ampel."""
    stand: str
    """Der Sachstand."""
    schritt: str
    """Nächster Schritt."""


@dataclass(frozen=True, slots=True)
class Einzelheiten:
    """Anlage 1: die Projekte im Einzelnen."""

    ueberschrift: str
    """Überschrift der Anlage."""
    einleitung: str
    """In welcher Reihenfolge die Projekte stehen."""
    projekte: tuple[Projektblock, ...]
    """Rot, dann gelb (das Schlechteste zuerst), dann die übrigen mit Änderung."""
    uebrige: str
    """Überschrift der Tabelle der übrigen Projekte; leer, wenn es keine gibt."""
    kopf: tuple[str, ...]
    """Überschriften ihrer Spalten."""
    zeilen: tuple[Projektzeile, ...]
    """Die übrigen Projekte."""


# Anlage 2 ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Finanzzeile:
    """Ein Projekt in der Finanztabelle, oder ihre Summe. Beträge in EUR brutto."""

    kennung: str
    """Kennung, bei der Summe leer."""
    titel: str
    """Titel."""
    budget: str
    """Budget."""
    foerderung: str
    """Förderung."""
    stand: str
    """Stand der Förderung mit Quote."""
    kreis: str
    """Eigenanteil des Kreises."""
    kommunen: str
    """Beschlossene Anteile der Kommunen."""


@dataclass(frozen=True, slots=True)
class Foerdersumme:
    """Die Förderung eines Standes."""

    stand: str
    """bewilligt, beantragt, geplant oder abgelehnt."""
    projekte: str
    """Wie viele Projekte, und wessen Betrag nicht bekannt ist."""
    betrag: str
    """Summe in EUR."""


@dataclass(frozen=True, slots=True)
class Frist:
    """Eine Frist des Fördergebers."""

    termin: str
    """Bis wann."""
    projekt: str
    """Kennung und Titel."""
    was: str
    """Was zu tun ist."""


@dataclass(frozen=True, slots=True)
class Kommunenzeile:
    """Eine Kommune mit ihren Projekten und beschlossenen Anteilen in EUR."""

    name: str
    """Name mit Art, oder »Summe«."""
    projekte: str
    """An wie vielen Projekten sie beteiligt ist."""
    beschlossen: str
    """Davon mit Beschluss."""
    betraege: tuple[str, ...]
    """Beschlossene Anteile je Jahr, zuletzt die Summe."""


@dataclass(frozen=True, slots=True)
class Kommunenanteile:
    """Was die Kommunen beschlossen haben, je Jahr."""

    ueberschrift: str
    """Überschrift der Tabelle."""
    kopf: tuple[str, ...]
    """Überschriften ihrer ersten drei Spalten."""
    jahre: tuple[str, ...]
    """Überschriften der Beträge: die Jahre, zuletzt die Summe."""
    zeilen: tuple[Kommunenzeile, ...]
    """Die Kommunen."""
    summe: Kommunenzeile
    """Ihre Summe."""
    hinweis: str
    """Was die Summen enthalten und was nicht."""


@dataclass(frozen=True, slots=True)
class Finanzen:
    """Anlage 2: Finanzen und Förderung."""

    ueberschrift: str
    """Überschrift der Anlage."""
    einleitung: str
    """Was die Beträge bedeuten."""
    liste: str
    """Überschrift der Tabelle aller Projekte."""
    kopf: tuple[str, ...]
    """Überschriften der Spalten."""
    zeilen: tuple[Finanzzeile, ...]
    """Alle Projekte."""
    summe: Finanzzeile
    """Die Summen."""
    nicht_enthalten: tuple[str, ...]
    """Was in den Summen nicht steht."""
    foerderung: str
    """Überschrift der Tabelle der Förderung."""
    foerderkopf: tuple[str, ...]
    """Überschriften ihrer Spalten."""
    foerdersummen: tuple[Foerdersumme, ...]
    """Je Stand der Förderung eine Zeile."""
    fristen: str
    """Überschrift der Förderfristen."""
    fristenkopf: tuple[str, ...]
    """Überschriften ihrer Spalten."""
    fristzeilen: tuple[Frist, ...]
    """Die Fristen in den nächsten 90 Tagen."""
    keine_fristen: str
    """Satz, wenn keine Frist ansteht; sonst leer."""
    anteile: Kommunenanteile
    """Die beschlossenen Anteile der Kommunen."""


# Anlage 3 ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Matrixzeile:
    """Ein Projekt in der Matrix, oder eine ihrer Summen."""

    kennung: str
    """Kennung, bei einer Summe leer."""
    titel: str
    """Titel."""
    zellen: tuple[str, ...]
    """Je Kommune ein Zeichen oder eine Zahl."""
    anzahl: str
    """Wie viele Kommunen beteiligt sind."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Anlage 3: Projekte und Kommunen."""

    ueberschrift: str
    """Überschrift der Anlage."""
    zeichen: str
    """Was die Zeichen bedeuten, und bis wann Beschlüsse berücksichtigt sind."""
    kopf: tuple[str, ...]
    """Überschriften der ersten beiden Spalten."""
    spalten: tuple[str, ...]
    """Kürzel der Kommunen."""
    anzahl: str
    """Überschrift der letzten Spalte."""
    zeilen: tuple[Matrixzeile, ...]
    """Alle Projekte."""
    summen: tuple[Matrixzeile, ...]
    """Projekte und Beschlüsse je Kommune."""
    kuerzel: str
    """Was die Kürzel heißen."""


ANLAGEN = ("Projekte im Einzelnen", "Finanzen und Förderung", "Projekte und Kommunen")
"""The titles of the three Anlagen in their order."""
