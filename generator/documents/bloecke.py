"""The blocks of a body's form as finished words: what every Vorlage is made of, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.documents import Dokument
from generator.markup import Langtext

Fragefeld = Literal[
    "finanzen/auswirkungen", "finanzen/im_haushalt",
    "wirkungen/klima/betroffen", "wirkungen/personal/betroffen", "wirkungen/gleichstellung/betroffen",
    "wirkungen/inklusion/betroffen", "wirkungen/demografie/betroffen",
]  # fmt: skip
Zusatzfeld = Literal[
    "finanzen/zusatz", "wirkungen/klima/text", "wirkungen/personal/text", "wirkungen/gleichstellung/text", "wirkungen/inklusion/text",
    "wirkungen/demografie/text",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kopffeld:
    """Ein Feld des Kopfes."""

    feld: Literal["federfuehrung", "nummer"]
    """Welches Feld; wird nicht gedruckt."""
    beschriftung: str
    """Beschriftung, wie das Formular sie druckt."""
    wert: str
    """Der Wert."""


@dataclass(frozen=True, slots=True)
class Spaltenkopf:
    """Eine Spalte der Beratungsfolge nach dem Gremium."""

    feld: Literal["termin", "rolle", "berichterstattung", "top", "ergebnis"]
    """Welche Spalte; wird nicht gedruckt."""
    wort: str
    """Ihre Überschrift."""


@dataclass(frozen=True, slots=True)
class Folgezelle:
    """Eine Angabe in einer Zeile der Beratungsfolge."""

    feld: Literal["termin", "rolle", "berichterstattung", "top", "ergebnis"]
    """Welche Spalte; wird nicht gedruckt."""
    wert: str
    """Die Angabe."""


@dataclass(frozen=True, slots=True)
class Beratung:
    """Eine Station der Beratungsfolge."""

    nr: int
    """Ihre Nummer; wird nicht gedruckt."""
    gremium: str
    """Name des Gremiums."""
    beschriftung: str
    """Beschriftung vor der Berichterstattung, leer ohne sie."""
    berichterstattung: str
    """Wer Bericht erstattet, leer ohne Berichterstattung."""
    zellen: tuple[Folgezelle, ...]
    """Die Spalten nach dem Gremium, zuerst meist der Tag der Sitzung."""


@dataclass(frozen=True, slots=True)
class Kaestchen:
    """Ein Ankreuzfeld mit seinem Wort."""

    feld: Literal["ja", "nein", "positiv", "negativ"]
    """Welches Feld; wird nicht gedruckt."""
    angekreuzt: bool
    """Ob es angekreuzt ist."""
    zeichen: str
    """Das Zeichen des Feldes."""
    wort: str
    """Das Wort daneben."""


@dataclass(frozen=True, slots=True)
class Frage:
    """Eine Frage mit Ankreuzfeldern."""

    feld: Fragefeld
    """Welche Frage, als Ort in den Daten; wird nicht gedruckt."""
    zusatzfeld: Zusatzfeld
    """Woher der Zusatz kommt; wird nicht gedruckt."""
    text: str
    """Die Frage, wie das Formular sie druckt."""
    kaestchen: tuple[Kaestchen, ...]
    """Die Ankreuzfelder."""
    zusatz: str = ""
    """Was hinter der Antwort noch gesagt wird."""
    luecke: str = ""
    """Hinweis auf die fehlende Antwort im Entwurf."""


@dataclass(frozen=True, slots=True)
class Angabe:
    """Ein Wert mit kurzer Beschriftung davor, beide leer, wo nichts steht."""

    feld: Literal["produkt/nummer", "produkt/bezeichnung", "nummer", "bezeichnung", "veranschlagt", "verfuegbar", "jahr", "leer"]
    """Welcher Wert, als Ort in den Daten der Position; wird nicht gedruckt."""
    kurz: str = ""
    """Beschriftung davor (Nr., Bez., a), b))."""
    wert: str = ""
    """Der Wert."""


@dataclass(frozen=True, slots=True)
class Zeile:
    """Eine Zeile einer Position der finanziellen Auswirkungen."""

    feld: Literal["produkt", "position", "jahr", "betrag"]
    """Welche Zeile; wird nicht gedruckt."""
    beschriftung: str
    """Beschriftung der Zeile."""
    erste: Angabe
    """Linker Wert."""
    zweite: Angabe
    """Rechter Wert."""


@dataclass(frozen=True, slots=True)
class Finanzposition:
    """Eine Position der finanziellen Auswirkungen."""

    zeilen: tuple[Zeile, ...]
    """Ihre Zeilen."""


@dataclass(frozen=True, slots=True)
class Beschlusspunkt:
    """Ein Punkt des Beschlussvorschlags."""

    text: Langtext
    """Sein Wortlaut."""


@dataclass(frozen=True, slots=True)
class Block:
    """Ein Block des Formulars; was er enthält, folgt aus seiner Art."""

    art: Literal["kopf", "betreff", "beratungsfolge", "finanzen", "beschlussvorschlag", "text", "anlagen", "noch_offen"]
    """Welcher Block; wird nicht gedruckt."""
    ueberschrift: str = ""
    """Überschrift, wie das Formular sie druckt."""
    felder: tuple[Kopffeld, ...] = ()
    """kopf: seine Felder."""
    betreff: str = ""
    """betreff: der Betreff."""
    spalten: tuple[Spaltenkopf, ...] = ()
    """beratungsfolge: die Spalten nach dem Gremium."""
    stationen: tuple[Beratung, ...] = ()
    """beratungsfolge: ihre Stationen."""
    fragen: tuple[Frage, ...] = ()
    """finanzen: die Fragen mit Ankreuzfeldern."""
    positionen: tuple[Finanzposition, ...] = ()
    """finanzen: die Positionen."""
    vorspann: str = ""
    """beschlussvorschlag: wer wem empfiehlt, so zu beschließen."""
    punkte: tuple[Beschlusspunkt, ...] = ()
    """beschlussvorschlag: seine Punkte."""
    feld: Literal[
        "", "rechtsgrundlage", "zustaendigkeit", "alternativen", "erlaeuterungen", "erlaeuterungen_alle", "aenderung", "finanzen/deckung", "finanzen/folgekosten",
        "finanzen/foerderung", "finanzen/positionen", "ergebnisse", "unterschriften", "mitzeichnung", "fassung",
    ] = ""  # fmt: skip
    """text: welcher Text, als Ort in den Daten; wird nicht gedruckt."""
    text: Langtext = Langtext()
    """text: der Text."""
    eintraege: tuple[str, ...] = ()
    """anlagen: ihre Titel; noch_offen: was fehlt."""


@dataclass(frozen=True, slots=True)
class View:
    """Was die Vorlage sagt."""

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
    """Ab Seite 2 oben: Nummer und Betreff."""
    bloecke: tuple[Block, ...]
    """Die Blöcke in der Reihenfolge des Formulars."""
