"""formulare/*.yaml: what the Vorlagen of a body look like."""

from __future__ import annotations

from typing import Literal

from generator.model.angaben import Angaben
from generator.model.woerter import Vorlagenart, Zugang
from generator.scalars import Ja, Text

Wirkungsart = Literal["klima", "personal", "gleichstellung", "inklusion", "demografie"]
Pflichtangabe = Literal[
    "datum", "federfuehrung", "beratungsfolge", "berichterstattung", "finanzen", "beschlussvorschlag", "erlaeuterungen", "rechtsgrundlage",
    "zustaendigkeit", "alternativen", "folgekosten", "foerderung", "deckung", Wirkungsart,
]  # fmt: skip
Textart = Literal[
    "rechtsgrundlage", "zustaendigkeit", "alternativen", "erlaeuterungen", "aenderung", "deckung", "folgekosten", "foerderung", "ergebnisse", "unterschriften"
]
Blockart = Literal["kopf", "betreff", "beratungsfolge", "finanzen", "wirkungen", "beschlussvorschlag", "anlagen", Textart]
Spalte = Literal["termin", "rolle", "berichterstattung", "top", "ergebnis"]
Uebergabefeld = Literal[
    "art", "betreff", "nummer", "datum", "federfuehrung", "zugang", "beratungsfolge", "beschlussvorschlag", "erlaeuterungen", "rechtsgrundlage",
    "zustaendigkeit", "alternativen", "aenderung", "wirkungen", "finanzen", "anlagen",
]  # fmt: skip


class Schreibweise(Angaben):
    """Wie ein Formular Geld, Ankreuzfelder und Titel schreibt."""

    waehrung: Literal["EUR", "€"] = "EUR"
    """Zeichen nach dem Betrag."""
    cent: Literal["immer", "nur_wenn_noetig"] = "nur_wenn_noetig"
    """Ob runde Beträge ohne ,00 stehen."""
    tausender: Literal["punkt", "leerzeichen"] = "punkt"
    """Was Tausender trennt: 20.000 oder 20 000 (geschützt)."""
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
    abschnitt: Ja = False
    """ja: die Überschrift trägt eine römische Nummer, fortlaufend unter den Blöcken, die hier gedruckt werden."""
    unterabschnitt: Ja = False
    """ja: der Text gehört zum Abschnitt davor, seine Überschrift steht eine Stufe tiefer."""
    frage: Text | None = None
    """finanzen: die erste Frage, wenn darüber noch die Überschrift steht; leer: die Überschrift ist die Frage."""
    je_art: dict[Vorlagenart, Text] = {}
    """Andere Überschrift bei einzelnen Vorlagenarten: bei einer Dringlichkeitsentscheidung »Entscheidung« statt »Beschlussvorschlag«."""


class Folge(Angaben):
    """Wie die Beratungsfolge aussieht."""

    spalten: tuple[Spalte, ...] = ("termin",)
    """Spalten nach dem Gremium, in ihrer Reihenfolge."""
    koepfe: dict[Spalte, Text] = {}
    """Überschriften der Spalten außer dem Termin; leer: Zuständigkeit, Berichterstattung, TOP, Ergebnis."""
    berichterstattung: Ja = True
    """ja: ohne eigene Spalte steht sie unter dem Gremium."""


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
    wirkungen: dict[Wirkungsart, Text] = {}
    """Fragen nach Auswirkungen neben dem Haushalt, in der Reihenfolge des Formulars; nur diese werden gedruckt."""
    noch_offen: Text = "Noch offen"
    """Überschrift der Lückenliste am Ende eines Entwurfs."""


class Uebergabe(Angaben):
    """Wie das Übergabeblatt einer Vorlage aussieht: die Felder des Ratsinformationssystems, in das sie übertragen wird."""

    system: Text = "Ratsinformationssystem"
    """Name des Systems: Session, ALLRIS, SD.NET …"""
    felder: tuple[Uebergabefeld, ...] = (
        "art", "betreff", "nummer", "federfuehrung", "zugang", "beratungsfolge", "beschlussvorschlag", "erlaeuterungen", "finanzen", "anlagen",
    )  # fmt: skip
    """Die Felder in der Reihenfolge, in der das System nach ihnen fragt; was die Vorlage sonst noch sagt, folgt danach."""
    namen: dict[Uebergabefeld, Text] = {}
    """Wie das System ein Feld nennt, wo es anders heißt als im Formular."""


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
    beratungsfolge: Folge = Folge()
    """Spalten der Beratungsfolge."""
    finanzblock: Literal["formblatt", "tabelle"] = "formblatt"
    """formblatt: je Position vier Zeilen; tabelle: eine Zeile je Position mit Jahr, Produkt, Konto und Summe."""
    empfehlung_in_vorberatung: Ja = False
    """ja: vor dem Beschlussvorschlag steht, welches Gremium welchem empfiehlt."""
    unterschriften: Ja = False
    """ja: unter der Vorlage steht die Leitung der Verwaltung."""
    pflicht: dict[Vorlagenart, tuple[Pflichtangabe, ...]]
    """Welche Angaben jede Vorlagenart braucht."""
    nummer_muster: Text
    """Aufbau der Nummer: N steht für eine Ziffer, J für eine Ziffer des Jahres."""
    schreibweise: Schreibweise = Schreibweise()
    """Geld und Ankreuzfelder."""
    daten_einbetten: Ja = False
    """ja: jeder PDF-Datei liegt vorlage.json bei, die Angaben des Papiers für andere Programme (PDF/A-3 statt PDF/A-2)."""
    uebergabe: Uebergabe = Uebergabe()
    """Das Übergabeblatt: Reihenfolge und Namen der Felder im Ratsinformationssystem."""
    zu_bestaetigen: dict[Text, Text] = {}
    """Angaben, die das Gremienbüro noch bestätigen muss, mit dem Grund; »pruefen« zählt sie auf."""
