"""The sections of a Projektblatt as finished words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.arbeitsblatt import Arbeitsblatt
from generator.documents import Dokument
from generator.documents.status import Status


@dataclass(frozen=True, slots=True)
class Erwartung:
    """Was von der Kommune bis wann erwartet wird."""

    termin: str
    """Bis wann, oder in welcher Sitzung."""
    was: str
    """Was zu tun ist."""
    projekte: str
    """Für welche Projekte."""


@dataclass(frozen=True, slots=True)
class Erwartungen:
    """Abschnitt A: was von der Kommune erwartet wird."""

    ueberschrift: str = ""
    """Überschrift."""
    rueckmeldung: str = ""
    """An wen die Rückmeldung geht."""
    koepfe: tuple[str, ...] = ()
    """Überschriften der drei Spalten."""
    zeilen: tuple[Erwartung, ...] = ()
    """Was erwartet wird, nach Termin."""
    leer: str = ""
    """Satz, wenn nichts erwartet wird."""


@dataclass(frozen=True, slots=True)
class Zaehler:
    """Wie viele Projekte einen Status haben."""

    status: Status
    """Der Status."""
    anzahl: str
    """Wie viele."""


@dataclass(frozen=True, slots=True)
class Angabe:
    """Eine Angabe mit ihrer Beschriftung."""

    beschriftung: str
    """Beschriftung."""
    text: str
    """Der Text."""


@dataclass(frozen=True, slots=True)
class Ueberblick:
    """Abschnitt B: auf einen Blick."""

    ueberschrift: str
    """Überschrift."""
    beschriftung: str
    """Über der Zahl der Projekte."""
    beteiligt: str
    """An wie vielen Projekten die Kommune beteiligt ist."""
    zaehler: tuple[Zaehler, ...]
    """Wie viele davon welchen Status haben."""
    angaben: tuple[Angabe, ...]
    """Eigenanteil und Beschlüsse zur Strategie."""


@dataclass(frozen=True, slots=True)
class Neuigkeit:
    """Was sich an einem Projekt geändert hat."""

    zeichen: str
    """Zeichen des Status heute."""
    nummer: str
    """Nummer des Projekts."""
    titel: str
    """Titel des Projekts."""
    text: str
    """Was sich geändert hat, alt → neu."""


@dataclass(frozen=True, slots=True)
class Neues:
    """Abschnitt C: neu seit dem letzten Blatt."""

    ueberschrift: str
    """Überschrift."""
    koepfe: tuple[str, ...]
    """Überschriften der zwei Spalten."""
    zeilen: tuple[Neuigkeit, ...]
    """Die geänderten Projekte."""
    schluss: str
    """Welche Projekte unverändert sind, oder warum hier nichts steht."""


@dataclass(frozen=True, slots=True)
class Teilnahme:
    """Ein eigenes Projekt."""

    nummer: str
    """Nummer."""
    titel: str
    """Titel."""
    status: Status
    """Status."""
    vor_ort: str
    """Stand vor Ort."""
    bindung: str
    """Bindung; in der öffentlichen Ausgabe der Tag des Beschlusses."""
    schritt: str
    """Nächster Schritt."""


@dataclass(frozen=True, slots=True)
class Teilnahmen:
    """Abschnitt D: unsere Projekte."""

    ueberschrift: str
    """Überschrift."""
    koepfe: tuple[str, ...]
    """Überschriften der sechs Spalten."""
    zeilen: tuple[Teilnahme, ...]
    """Die eigenen Projekte."""
    schluss: str
    """Satz, wenn es keine Projekte gibt."""


@dataclass(frozen=True, slots=True)
class Anteilzeile:
    """Eine Zeile der Tabelle für die Kämmerei."""

    art: Literal["projekt", "summe", "gesamt"]
    """Welche Zeile; wird nicht gedruckt."""
    nummer: str
    """Nummer des Projekts, oder was die Zeile zusammenzählt."""
    bindung: str
    """Bindung."""
    haushalt: str
    """Aufwand oder Investition."""
    zahlungsweg: str
    """Zahlungsweg."""
    betraege: tuple[str, ...]
    """Eigenanteil je Haushaltsjahr in EUR."""
    laufend: str
    """Laufende Kosten im Jahr nach dem Projekt in EUR."""
    bestaetigt: str
    """Wann die Zahlen bestätigt wurden, oder dass sie es nicht sind."""
    offen: bool
    """Ob die Zahlen noch zu bestätigen sind."""


@dataclass(frozen=True, slots=True)
class Kaemmerei:
    """Seite 2: die Eigenanteile für die Kämmerei."""

    ueberschrift: str = ""
    """Überschrift."""
    einleitung: str = ""
    """Einheit, Umsatzsteuer und die Excel-Datei daneben."""
    koepfe: tuple[str, ...] = ()
    """Überschriften von Nr., Bindung, Art und Zahlungsweg."""
    jahre: tuple[str, ...] = ()
    """Die Haushaltsjahre."""
    kopf_laufend: str = ""
    """Überschrift der laufenden Kosten."""
    kopf_bestaetigt: str = ""
    """Überschrift der Bestätigung."""
    zeilen: tuple[Anteilzeile, ...] = ()
    """Projekte und Summen."""
    hinweise: tuple[Angabe, ...] = ()
    """Was die Zahlen enthalten und was nicht."""


@dataclass(frozen=True, slots=True)
class Meilensteinfeld:
    """Ein Feld der Meilensteinleiste."""

    art: Literal["erreicht", "verschoben", "geplant"]
    """Welches Feld; bestimmt den Ton, wird nicht gedruckt."""
    zeichen: str
    """Zeichen, an der Form zu unterscheiden."""
    wort: str
    """Das Wort dazu."""
    termin: str
    """Termin."""
    titel: str
    """Titel des Meilensteins."""
    soll: str
    """Geplanter Termin, wo er abweicht."""


@dataclass(frozen=True, slots=True)
class Leiste:
    """Eine Reihe der Meilensteinleiste."""

    felder: tuple[Meilensteinfeld, ...]
    """Ihre Felder."""


@dataclass(frozen=True, slots=True)
class Projektblock:
    """Ein Projekt mit Änderung oder Aufgabe, ausführlich."""

    nummer: str
    """Nummer."""
    titel: str
    """Titel."""
    status: Status
    """Status."""
    gruende: str
    """Woraus der Status folgt."""
    kurz: str
    """Was das Projekt ist."""
    vorher: tuple[Angabe, ...]
    """Was neu ist und wie es steht."""
    leisten: tuple[Leiste, ...]
    """Die Meilensteine."""
    nachher: tuple[Angabe, ...]
    """Aufgabe der Kommune und Ansprechstelle."""


@dataclass(frozen=True, slots=True)
class Projektbloecke:
    """Die Projekte mit Änderung oder Aufgabe."""

    ueberschrift: str = ""
    """Überschrift."""
    meilensteine: str = ""
    """Beschriftung der Meilensteinleisten für Vorleseprogramme."""
    bloecke: tuple[Projektblock, ...] = ()
    """Je Projekt einer."""


@dataclass(frozen=True, slots=True)
class Zeile:
    """Eine Zeile einer Tabelle aus Wörtern."""

    zellen: tuple[str, ...]
    """Ihre Zellen, je Spalte eine."""


@dataclass(frozen=True, slots=True)
class Tabelle:
    """Ein Abschnitt mit einer Tabelle aus Wörtern."""

    ueberschrift: str = ""
    """Überschrift."""
    satz: str = ""
    """Satz vor der Tabelle."""
    koepfe: tuple[str, ...] = ()
    """Überschriften der Spalten."""
    zeilen: tuple[Zeile, ...] = ()
    """Die Zeilen."""


@dataclass(frozen=True, slots=True)
class Legende:
    """Zeichenerklärung und Schwellen."""

    ueberschrift: str
    """Überschrift."""
    angaben: tuple[Angabe, ...]
    """Zeichen, Schwellen und Bindungen, je Art eine Angabe."""


@dataclass(frozen=True, slots=True)
class View:
    """Was das Projektblatt sagt."""

    dokument: Dokument
    """Titel, Verfasser, Datum, Thema und Sprache: auch die Metadaten der Datei."""
    absender: str
    """Oben auf der ersten Seite."""
    titel: str
    """Titelzeile."""
    stand: str
    """Stand der Daten, Nummer des Blattes und das vorherige, unter dem Titel."""
    anrede: str
    """Für wen das Blatt ist."""
    vermerke: tuple[str, ...]
    """Auf jeder Seite oben: INTERN – nicht zur Veröffentlichung."""
    musterdaten: str
    """Auf jeder Seite unten, solange die Daten Musterdaten sind."""
    kopfzeile: str
    """Ab Seite 2 oben: Titel und Stand der Daten."""
    intern: bool
    """Ob es die interne Ausgabe ist."""
    dichte: Literal["normal", "dicht", "lang"]
    """Wie eng die erste Seite gesetzt wird; lang: sie geht auf der zweiten weiter."""
    erwartet: Erwartungen
    """A, nur intern."""
    ueberblick: Ueberblick
    """B."""
    neues: Neues
    """C."""
    projekte: Teilnahmen
    """D."""
    kaemmerei: Kaemmerei
    """Seite 2, nur intern."""
    bloecke: Projektbloecke
    """Projekte mit Änderung oder Aufgabe, nur intern."""
    uebrige: Tabelle
    """Die übrigen eigenen Projekte, nur intern."""
    moeglich: Tabelle
    """Projekte, an denen die Kommune sich noch beteiligen kann."""
    angaben: Tabelle
    """Angaben zur Kommune mit Stand und Quelle."""
    legende: Legende
    """Zeichenerklärung und Schwellen."""
    arbeitsblatt: Arbeitsblatt
    """Die Tabelle der Kämmerei als Arbeitsblatt, nur intern."""
