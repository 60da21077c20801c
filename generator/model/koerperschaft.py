"""<koerperschaft>/: a body with its offices, Gremien and Sitzungen."""

from __future__ import annotations

from typing import Literal

from generator.model.angaben import Angaben
from generator.scalars import Datum, Ganzzahl, Ja, Kennung, Postleitzahl, Text, Uhrzeit, Zahl


class Messwert(Angaben):
    """Eine Zahl mit Stand und Quelle."""

    zahl: Zahl
    """Die Zahl."""
    stand: Datum
    """Zu welchem Tag sie gilt."""
    quelle: Text
    """Woher sie stammt."""


class Einwohnerzahl(Angaben):
    """Die Einwohnerzahl mit Stand und Quelle."""

    zahl: Ganzzahl
    """Die Zahl."""
    stand: Datum
    """Zu welchem Tag sie gilt."""
    quelle: Text
    """Woher sie stammt."""


class Leitung(Angaben):
    """Die Leitung der Verwaltung, grammatisch eine Person."""

    bezeichnung: Literal["Der Landrat", "Die Landrätin", "Der Bürgermeister", "Die Bürgermeisterin"]
    """Amtsbezeichnung mit Artikel."""


class Amt(Angaben):
    """Eine Stelle der Verwaltung."""

    name: Text
    """Voller Name, wie er im Kopf der Vorlage steht."""


class Person(Angaben):
    """Wer Bericht erstattet: eine Funktion, nach Bedarf mit Namen."""

    funktion: Text
    """Amtsbezeichnung oder Funktion, wie sie gedruckt wird."""
    name: Text | None = None
    """Vor- und Nachname; bleibt in erfundenen Vorgängen leer."""
    amt: Kennung | None = None
    """Amt der Person."""


class Anschrift(Angaben):
    """Postanschrift der Verwaltung."""

    strasse: Text
    """Straße und Hausnummer."""
    plz: Postleitzahl
    """Postleitzahl."""
    ort: Text
    """Ort."""


class Beschluss(Angaben):
    """Der Beschluss einer Körperschaft über die Strategie oder über ihre Teilnahme an einem Projekt."""

    gremium: Kennung
    """Kennung des Gremiums."""
    datum: Datum
    """Tag des Beschlusses."""
    nummer: Text | None = None
    """Nummer der Vorlage."""


class Haushaltslage(Angaben):
    """Eine gemeldete Einschränkung des Haushalts."""

    art: Literal["haushaltssperre", "vorlaeufige_haushaltsfuehrung", "haushaltssicherung"]
    """Welche Einschränkung gilt."""
    seit: Datum
    """Seit wann."""


class Koerperschaft(Angaben):
    """koerperschaft.yaml: ein Kreis, eine Stadt oder eine Gemeinde."""

    art: Literal["kreis", "stadt", "gemeinde"]
    """Daraus folgen »Stadt Ahlen«, »der Stadt Ahlen«, »des Kreises Warendorf«."""
    name: Text
    """Name ohne Art: Ahlen."""
    kuerzel: Text
    """Kürzel in Tabellen: AHL."""
    ags: Text
    """Amtlicher Gemeindeschlüssel: 8 Ziffern, beim Kreis 5."""
    formular: Kennung
    """Welches Formular aus formulare/ gilt."""
    leitung: Leitung
    """Leitung der Verwaltung."""
    anschrift: Anschrift | None = None
    """Postanschrift."""
    einwohner: Einwohnerzahl | None = None
    """Einwohnerzahl mit Stand und Quelle."""
    flaeche_km2: Messwert | None = None
    """Fläche in Quadratkilometern mit Stand und Quelle."""
    strategiebeschluss: Beschluss | None = None
    """Der Beschluss über die gemeinsame Strategie."""
    haushaltslage: Haushaltslage | None = None
    """Gemeldete Einschränkung des Haushalts; leer: keine gemeldet."""
    aemter: dict[Kennung, Amt] = {}
    """Ämter und Stellen mit Kennung."""
    personen: dict[Kennung, Person] = {}
    """Personen und Funktionen mit Kennung."""
    begruendet: dict[Text, Text] = {}
    """Antworten auf Hinweise: Name des Hinweises und Begründung."""


class Gremium(Angaben):
    """gremien.yaml, ein Eintrag: ein Gremium in der Zeit, in der es so heißt."""

    name: Text
    """Name, wie er in der Beratungsfolge steht."""
    art: Literal["kreistag", "kreisausschuss", "rat", "hauptausschuss", "fachausschuss", "arbeitskreis"]
    """Art des Gremiums."""
    gueltig_von: Datum
    """Ab wann das Gremium so besteht."""
    gueltig_bis: Datum | None = None
    """Bis wann das Gremium so besteht; leer: bis auf Weiteres."""
    quelle: Text | None = None
    """Woher der Name stammt oder dass er erfunden ist."""


class Sitzung(Angaben):
    """sitzungen.yaml, ein Eintrag. Die Kennung bleibt, auch wenn der Termin sich ändert."""

    gremium: Kennung
    """Welches Gremium tagt."""
    termin: Datum
    """Tag der Sitzung."""
    beginn: Uhrzeit | None = None
    """Beginn."""
    ort: Text | None = None
    """Sitzungsort."""
    erfunden: Ja = False
    """ja: Musterdaten, kein bekannter Termin."""
    quelle: Text | None = None
    """Woher der Termin bekannt ist."""
