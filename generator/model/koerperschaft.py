"""<koerperschaft>/: a body with its offices, Gremien and Sitzungen."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, GetJsonSchemaHandler, TypeAdapter
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from generator.model.angaben import Angaben
from generator.model.fristen import Fristabweichung, Fristen
from generator.model.geheim import Intern
from generator.scalars import Datum, Ganzzahl, Ja, Jahr, Kennung, Mailadresse, Postleitzahl, Text, Uhrzeit, Zahl


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
    telefon: Intern[Text | None] = None
    """Durchwahl; steht nur in internen Papieren."""
    email: Intern[Text | None] = None
    """E-Mail-Adresse; steht nur in internen Papieren."""


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


class Empfaenger(Angaben):
    """Eine Adresse, an die ausgegebene Papiere gehen."""

    adresse: Mailadresse
    """E-Mail-Adresse einer Stelle."""
    zugang: Literal["intern", "oeffentlich"] = "intern"
    """intern: bekommt alles, was für die Kommune ausgegeben ist; oeffentlich: nur öffentliche Papiere."""


class Versand(Angaben):
    """Wohin die Papiere gehen, die für eine Kommune ausgegeben sind."""

    an: tuple[Empfaenger, ...]
    """Die Adressen."""
    weg: Literal["smtp", "eml"] | None = None
    """smtp: der Postausgang versendet; eml: fertige Nachrichten zum Öffnen in einem Mailprogramm; leer: wie in region.yaml."""
    absender: Mailadresse | None = None
    """Absender; leer: der aus region.yaml."""


class Formularwahl(Angaben):
    """Welches Formular eine Körperschaft benutzt; auch kurz als bloße Kennung zu schreiben."""

    name: Kennung
    """Kennung des Formulars aus formulare/."""
    eigen: Ja = False
    """ja: die Kommune gibt ihre Vorlagen selbst heraus; sonst sind sie Formulierungshilfen des Kreises."""


class _Kurzform:
    """An editor accepts the bare id too."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [TypeAdapter(Kennung).json_schema(), handler(schema)]}


def _chosen(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


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
    formular: Annotated[Formularwahl, BeforeValidator(_chosen), _Kurzform()]
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
    haushalt_beschlossen_bis: Jahr | None = None
    """Letztes Jahr, für das der Haushalt beschlossen ist; spätere Beträge stehen unter dem Vorbehalt der Haushaltssatzung."""
    fristen: Fristen | None = None
    """Ladungs- und Abgabefristen nach der Geschäftsordnung."""
    versand: Versand | None = None
    """Wohin »vorlagen versenden« ihre ausgegebenen Papiere schickt; leer: nirgendwohin."""
    haushaltslage: Haushaltslage | None = None
    """Gemeldete Einschränkung des Haushalts; leer: keine gemeldet."""
    aemter: dict[Kennung, Amt] = {}
    """Ämter und Stellen mit Kennung."""
    personen: dict[Kennung, Person] = {}
    """Personen und Funktionen mit Kennung."""
    begruendet: Intern[dict[Text, Text]] = {}
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
    fristen: Fristabweichung | None = None
    """Was bei den Fristen anders gilt als für die Körperschaft."""


class Termin(Angaben):
    """termine.yaml, ein Eintrag: ein Termin, der keine Sitzung ist."""

    was: Text
    """Was an dem Tag ansteht: Mittelanmeldung, Bürgermeisterkonferenz, Lenkungskreis."""
    am: Datum
    """Wann."""
    ort: Text | None = None
    """Wo."""
    erfunden: Ja = False
    """ja: Musterdaten, kein bekannter Termin."""


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
