"""formulare/*.yaml: what the Vorlagen of a body look like."""

from __future__ import annotations

from typing import Literal

from generator.model.angaben import Angaben
from generator.model.woerter import Vorlagenart, Zugang
from generator.scalars import Ja, Text

Pflichtangabe = Literal["datum", "federfuehrung", "beratungsfolge", "berichterstattung", "finanzen", "beschlussvorschlag", "erlaeuterungen"]
Blockart = Literal["kopf", "betreff", "beratungsfolge", "finanzen", "beschlussvorschlag", "erlaeuterungen", "anlagen"]


class Schreibweise(Angaben):
    """Wie ein Formular Geld, Ankreuzfelder und Titel schreibt."""

    waehrung: Literal["EUR", "€"] = "EUR"
    """Zeichen nach dem Betrag."""
    cent: Literal["immer", "nur_wenn_noetig"] = "nur_wenn_noetig"
    """Ob runde Beträge ohne ,00 stehen."""
    angekreuzt: Text = "⊠"
    """Zeichen eines angekreuzten Feldes."""
    leer: Text = "☐"
    """Zeichen eines leeren Feldes."""


class Formularblock(Angaben):
    """Ein Block des Formulars an seinem Platz."""

    block: Blockart
    """Welcher Block hier steht."""
    ueberschrift: Text | None = None
    """Überschrift, wie sie gedruckt wird."""
    mehrzahl: Text | None = None
    """Überschrift bei mehreren Einträgen (Anlagen:)."""


class Beschriftungen(Angaben):
    """Die Wörter des Formulars, wie sie gedruckt werden."""

    federfuehrung: Text
    """Über dem federführenden Amt."""
    nummer: Text
    """Über der Nummer der Vorlage."""
    nummer_offen: Text
    """Statt der Nummer, solange sie nicht vergeben ist."""
    termin: Text
    """Über den Terminen der Beratungsfolge."""
    berichterstattung: Text
    """Vor der Berichterstattung in jeder Station."""
    im_haushalt: Text
    """Frage, ob die Mittel im Haushaltsplan stehen."""
    produkt: Text
    """Zeile des Produkts."""
    position: Text
    """Zeile der Ergebnisplanposition oder Investition."""
    nummer_kurz: Text
    """Kurz vor einer Nummer (Nr.)."""
    bezeichnung_kurz: Text
    """Kurz vor einer Bezeichnung (Bez.)."""
    betrag: Text
    """Zeile der Beträge a) und b)."""
    betrag_a: Text
    """Vor dem veranschlagten Betrag."""
    betrag_b: Text
    """Vor dem Betrag b); ohne Betrag wird hier nichts gedruckt."""
    haushaltsjahr: Text
    """Zeile des Haushaltsjahres, wenn die Vorlage mehrere Positionen hat."""
    noch_offen: Text = "Noch offen"
    """Überschrift der Lückenliste am Ende eines Entwurfs."""


class Formular(Angaben):
    """formulare/NAME.yaml: wie die Vorlagen einer Körperschaft aussehen."""

    name: Text
    """Name des Formulars."""
    arten: dict[Vorlagenart, Text]
    """Wie jede Vorlagenart in der Titelzeile heißt."""
    zugaenge: dict[Zugang, Text]
    """Wie jeder Zugang in der Titelzeile heißt."""
    bloecke: tuple[Formularblock, ...]
    """Die Blöcke in ihrer Reihenfolge."""
    beschriftungen: Beschriftungen
    """Die gedruckten Wörter."""
    pflicht: dict[Vorlagenart, tuple[Pflichtangabe, ...]]
    """Welche Angaben jede Vorlagenart braucht."""
    nummer_muster: Text
    """Aufbau der Nummer: N steht für eine Ziffer, J für eine Ziffer des Jahres."""
    schreibweise: Schreibweise = Schreibweise()
    """Geld und Ankreuzfelder."""
    daten_einbetten: Ja = False
    """ja: jeder PDF-Datei liegt vorlage.json bei, die Angaben des Papiers für andere Programme (PDF/A-3 statt PDF/A-2)."""
    zu_bestaetigen: dict[Text, Text] = {}
    """Angaben, die das Gremienbüro noch bestätigen muss, mit dem Grund; »pruefen« zählt sie auf."""
