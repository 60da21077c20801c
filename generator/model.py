"""The council's world: what the files in data/ say, as frozen models. Field names are the keys of the files.

Each field has a one-line German docstring: it is what editors show (JSON Schema) and what `vorlagen neu` writes.
Nothing here knows another file; what must hold between things stands in `rules`.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from inspect import getsource
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict

from generator.scalars import Betrag, Bezug, Datum, Ganzzahl, Ja, Jahr, Kennung, Markdown, Pfad, Postleitzahl, Stufe, Text, Uhrzeit, Zahl

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

Zugang = Literal["oeffentlich", "nichtoeffentlich", "intern"]
Stand = Literal["entwurf", "mitzeichnung", "freigegeben", "ausgegeben"]
Vorlagenart = Literal["beschluss", "bericht", "mitteilung"]
Rolle = Literal["anhoerung", "vorberatung", "entscheidung", "kenntnisnahme"]
Bindung = Literal["beschlossen", "haushaltsvorbehalt", "interessiert"]
Foerderstand = Literal["geplant", "beantragt", "bewilligt", "abgelehnt"]
Licht = Literal["gruen", "gelb", "rot"]
Phase = Literal["idee", "konzept", "antrag", "vergabe", "umsetzung", "betrieb", "abgeschlossen", "gestoppt"]
Pflichtangabe = Literal["datum", "federfuehrung", "beratungsfolge", "berichterstattung", "finanzen", "beschlussvorschlag", "erlaeuterungen"]
Blockart = Literal["kopf", "betreff", "beratungsfolge", "finanzen", "beschlussvorschlag", "erlaeuterungen", "anlagen"]


class Angaben(BaseModel):
    """Base of all models: no unknown key, never changed, docstrings as descriptions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The schema that editors show, with the docstrings of the fields."""
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        for name, meaning in beschreibungen(cls).items():
            properties[name]["description"] = meaning
            if "patternProperties" in properties[name]:  # a dict by ids or years
                properties[name]["additionalProperties"] = False
        return schema


@cache
def beschreibungen(model: type[BaseModel]) -> Mapping[str, str]:
    """The docstring of each field. Read from the source when asked for: pydantic would do it for all at every start."""
    if model in (Angaben, BaseModel):
        return {}
    meanings = dict(beschreibungen(model.__bases__[0]))
    body = cast(ast.ClassDef, ast.parse(getsource(model)).body[0]).body
    for field_, after in pairwise(body):
        if isinstance(field_, ast.AnnAssign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            meanings[ast.unparse(field_.target)] = str(after.value.value)
    return meanings


Jahre = dict[Jahr, Betrag]


# region.yaml ---------------------------------------------------------------------------------------------------------


class Terminschwelle(Angaben):
    """Wie viele Tage Verzug der spätesten Prognose noch grün und noch gelb sind."""

    gruen_bis_tage: Ganzzahl
    """Bis zu so vielen Tagen Verzug ist der Termin grün."""
    gelb_bis_tage: Ganzzahl
    """Bis zu so vielen Tagen Verzug ist der Termin gelb, darüber rot."""


class Kostenschwelle(Angaben):
    """Wie viel Prozent über dem Budget noch grün und noch gelb sind."""

    gruen_bis_prozent: Zahl
    """Bis zu so viel Prozent Mehrkosten sind die Kosten grün."""
    gelb_bis_prozent: Zahl
    """Bis zu so viel Prozent Mehrkosten sind die Kosten gelb, darüber rot."""


class Ampelschwellen(Angaben):
    """Die gedruckten Schwellen, aus denen die Ampel folgt; die schlechteste Teilampel zählt."""

    termin: Terminschwelle
    """Schwellen für Termine."""
    kosten: Kostenschwelle
    """Schwellen für Kosten."""
    foerderung: dict[Foerderstand, Licht]
    """Welcher Stand der Förderung welche Farbe ergibt."""


class Region(Angaben):
    """region.yaml: was für alle Körperschaften gilt."""

    name: Text
    """Name der Region."""
    musterdaten: Ja = False
    """ja: jede Seite jedes Papiers sagt, dass die Daten erfunden sind."""
    stichtage: tuple[Datum, ...]
    """Stichtage der Sachstände, aufsteigend."""
    handlungsfelder: dict[Text, Text]
    """Kürzel und Namen der Handlungsfelder in ihrer Reihenfolge."""
    ampel: Ampelschwellen
    """Schwellen der Ampel."""
    strategie: Pfad | None = None
    """Kennung der Vorlage, mit der die Strategie beschlossen wurde: kreis-warendorf/vorlagen/NAME."""
    koordination: Bezug | None = None
    """Wer Rückmeldungen der Kommunen annimmt: koerperschaft/person."""


# formulare/*.yaml ----------------------------------------------------------------------------------------------------


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
    zu_bestaetigen: dict[Text, Text] = {}
    """Angaben, die das Gremienbüro noch bestätigen muss, mit dem Grund; »pruefen« zählt sie auf."""


# <koerperschaft>/ ----------------------------------------------------------------------------------------------------


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


# <koerperschaft>/vorlagen/*.yaml -------------------------------------------------------------------------------------


class Station(Angaben):
    """Eine Station der Beratungsfolge: eine Sitzung, oder ein Gremium, dessen Termin noch offen ist."""

    sitzung: Bezug | None = None
    """Kennung der Sitzung aus sitzungen.yaml."""
    gremium: Bezug | None = None
    """Statt der Sitzung: Kennung des Gremiums, solange der Termin offen ist (nur im Entwurf)."""
    termin: Literal["offen"] | None = None
    """offen: es wird »Termin folgt« gedruckt."""
    voraussichtlich: Datum | None = None
    """Voraussichtlicher Termin, solange keine Sitzung feststeht."""
    rolle: Rolle
    """anhoerung, vorberatung, entscheidung oder kenntnisnahme."""
    berichterstattung: Kennung | None = None
    """Kennung der Person aus koerperschaft.yaml."""


class Produkt(Angaben):
    """Ein Produkt des Haushaltsplans."""

    nummer: Text
    """Produktnummer."""
    bezeichnung: Text
    """Produktbezeichnung."""


class Position(Angaben):
    """Eine Zeile der finanziellen Auswirkungen."""

    plan: Literal["ergebnisplan", "investition"]
    """ergebnisplan: Nr. ist die Zeile des Ergebnisplans; investition: Nr. der Maßnahme."""
    nummer: Text | None = None
    """Nr. der Ergebnisplanposition oder der Investition."""
    bezeichnung: Text | None = None
    """Bez. der Ergebnisplanposition oder der Investition."""
    produkt: Produkt | None = None
    """Produkt mit Nr. und Bez."""
    jahr: Jahr | None = None
    """Haushaltsjahr."""
    veranschlagt: Betrag | None = None
    """a) für den Zweck veranschlagt, EUR brutto."""
    verfuegbar: Betrag | None = None
    """b) davon noch verfügbar; leer: wird nicht gedruckt."""


class Finanzen(Angaben):
    """Die finanziellen Auswirkungen."""

    auswirkungen: Ja | None = None
    """ja oder nein."""
    zusatz: Text | None = None
    """Was hinter ja oder nein noch zu sagen ist."""
    im_haushalt: Ja | None = None
    """Falls ja: ob die Mittel im Haushaltsplan vorgesehen sind."""
    positionen: tuple[Position, ...] = ()
    """Die Positionen, je Produkt, Plan und Jahr eine."""


class Anlage(Angaben):
    """Eine Anlage der Vorlage."""

    titel: Text
    """Titel, wie er unter der Vorlage steht."""
    zugang: Zugang = "oeffentlich"
    """Zugang der Anlage, nie weiter als der der Vorlage."""
    datei: Text | None = None
    """Datei neben der Vorlage; wenn genannt, muss es sie geben."""


class Vorlage(Angaben):
    """vorlagen/NAME.yaml: eine Vorlage. Der Pfad ist ihre Kennung für immer, auch wenn die Nummer erst später kommt."""

    vorlagenart: Vorlagenart = "beschluss"
    """beschluss, bericht oder mitteilung."""
    zugang: Zugang | None = None
    """oeffentlich, nichtoeffentlich oder intern; solange er fehlt, liegt der Entwurf bei den nichtöffentlichen."""
    stand: Stand = "entwurf"
    """entwurf, mitzeichnung, freigegeben oder ausgegeben; im Entwurf darf etwas fehlen."""
    nummer: Text | None = None
    """Nummer des Gremienbüros; bleibt weg, bis sie vergeben ist."""
    datum: Datum | None = None
    """Datum der Vorlage, auch in den Metadaten der Dateien."""
    federfuehrung: Bezug | None = None
    """Kennung des federführenden Amtes aus koerperschaft.yaml."""
    betreff: Text
    """Betreff."""
    betreff_oeffentlich: Text | None = None
    """Neutraler Betreff einer nichtöffentlichen Vorlage für die öffentliche Tagesordnung."""
    beratungsfolge: tuple[Station, ...] = ()
    """Die Stationen in ihrer Reihenfolge."""
    finanzen: Finanzen = Finanzen()
    """Finanzielle Auswirkungen."""
    beschlussvorschlag: tuple[Markdown, ...] = ()
    """Die Beschlusspunkte, einer je Eintrag."""
    erlaeuterungen: Markdown | None = None
    """Erläuterungen in Markdown."""
    anlagen: tuple[Anlage, ...] = ()
    """Anlagen in ihrer Reihenfolge."""
    begruendet: dict[Text, Text] = {}
    """Antworten auf Hinweise: Name des Hinweises und Begründung."""


# <koerperschaft>/berichte/*.yaml -------------------------------------------------------------------------------------


class Grundlage(Angaben):
    """Der Auftrag, auf dem ein Bericht beruht."""

    vorlage: Bezug
    """Kennung der Vorlage, über die entschieden wurde."""
    punkt: Ganzzahl | None = None
    """Welcher Beschlusspunkt; leer: der ganze Beschluss."""


class Entscheidung(Angaben):
    """Eine Entscheidung, die ansteht: mit Gremium, Termin und eigener Vorlage. Der Bericht selbst entscheidet nichts."""

    projekt: Kennung | None = None
    """Um welches Projekt es geht; leer: um die Strategie als Ganzes."""
    was: Text
    """Worüber entschieden wird; bei einer nichtöffentlichen Vorlage steht im Bericht deren »betreff_oeffentlich«."""
    sitzung: Bezug | None = None
    """Kennung der Sitzung aus sitzungen.yaml."""
    gremium: Bezug | None = None
    """Statt der Sitzung: Kennung des Gremiums, solange sie nicht feststeht."""
    voraussichtlich: Datum | None = None
    """Zum Gremium: voraussichtlicher Termin."""
    vorlage: Bezug | None = None
    """Kennung der Vorlage; leer: es wird »Vorlage folgt« gedruckt."""
    nichtoeffentlich: Ja = False
    """ja: wird nichtöffentlich beraten."""


class Bericht(Vorlage):
    """berichte/JAHR-NUMMER.yaml: ein Sachstandsbericht; eine Vorlage, deren Text aus den Projekten folgt."""

    vorlagenart: Vorlagenart = "bericht"
    """bericht."""
    stichtag: Datum
    """Stichtag aus region.yaml: nur was bis dahin bekannt war, steht im Bericht."""
    vorheriger: Kennung | None = None
    """Kennung des vorherigen Berichts, mit dem verglichen wird; leer: es gibt keinen."""
    grundlage: Grundlage
    """Der Auftrag zu berichten."""
    bewertung: Text | None = None
    """Eigene Bewertung der Verwaltung, höchstens 700 Zeichen."""
    bewertung_von: Kennung | None = None
    """Wer die Bewertung verantwortet: Kennung der Funktion aus koerperschaft.yaml."""
    entscheidungen: tuple[Entscheidung, ...] = ()
    """Entscheidungen, die anstehen."""


# projekte/*.yaml -----------------------------------------------------------------------------------------------------


class Budget(Angaben):
    """Budget eines Projekts, EUR brutto: Eigenanteil Kreis + Anteile + Förderung + Dritte + offene Deckung = gesamt."""

    gesamt: Betrag
    """Summe über die ganze Laufzeit."""
    zuwendungsfaehig: Betrag | None = None
    """Der Teil, auf den sich die Förderquote bezieht."""
    eigenanteil_kreis: Jahre = {}
    """Eigenanteil des Kreises je Haushaltsjahr."""
    dritte: Jahre = {}
    """Mittel Dritter je Haushaltsjahr."""
    foerderung: Jahre = {}
    """Eingeplante Förderung je Haushaltsjahr; bei abgelehnter Förderung leer."""
    offen: Jahre = {}
    """Noch offene Deckung je Haushaltsjahr."""
    jahre: Jahre
    """Budget je Haushaltsjahr; die Summe ist gesamt."""


class Foerderschritt(Angaben):
    """Ein datierter Stand der Förderung."""

    am: Datum
    """Seit wann dieser Stand gilt."""
    stand: Foerderstand
    """geplant, beantragt, bewilligt oder abgelehnt."""


class Foerderfrist(Angaben):
    """Eine Frist des Fördergebers."""

    was: Text
    """Was zu tun ist: Mittelabruf, Verwendungsnachweis …"""
    am: Datum
    """Bis wann."""


class Foerderung(Angaben):
    """Die Förderung eines Projekts."""

    programm: Text | None = None
    """Förderprogramm."""
    quote_prozent: Zahl | None = None
    """Förderquote, bezogen auf die zuwendungsfähigen Ausgaben."""
    stand: Foerderstand
    """Heutiger Stand; mit »verlauf« der des letzten Schrittes."""
    betrag: Betrag | None = None
    """Beantragter oder bewilligter Betrag."""
    verlauf: tuple[Foerderschritt, ...] = ()
    """Datierte Stände, aufsteigend; daraus finden Berichte, was sich geändert hat."""
    fristen: tuple[Foerderfrist, ...] = ()
    """Fristen des Fördergebers."""


class Dauerkosten(Angaben):
    """Laufende Kosten nach dem Ende des Projekts."""

    ab: Jahr
    """Erstes Jahr."""
    betrag: Betrag
    """EUR im Jahr."""


class Notiz(Angaben):
    """Ein datierter Text."""

    am: Datum
    """Stand der Angabe."""
    text: Text
    """Der Text."""


class Bestaetigung(Angaben):
    """Wer eine Angabe bestätigt hat, als Funktion."""

    von: Text
    """Körperschaft und Funktion."""
    am: Datum
    """Wann."""


class Bindungsschritt(Angaben):
    """Ein datierter Stand der Bindung."""

    am: Datum
    """Seit wann."""
    bindung: Bindung
    """beschlossen, haushaltsvorbehalt oder interessiert."""


class Beteiligung(Angaben):
    """Wie eine Kommune an einem Projekt teilnimmt."""

    bindung: Bindung
    """beschlossen, haushaltsvorbehalt oder interessiert; mit »verlauf« die des letzten Schrittes."""
    verlauf: tuple[Bindungsschritt, ...] = ()
    """Datierte Stände, aufsteigend."""
    beschluss: Beschluss | None = None
    """Der Beschluss über die Teilnahme."""
    zahlungsweg: Literal["erstattung", "eigene_beschaffung", "an_dritte", "kreisumlage", "offen"] = "erstattung"
    """Wie gezahlt wird."""
    art: Literal["aufwand", "investition"] = "aufwand"
    """Im Ergebnisplan oder als Investition."""
    anteile: Jahre = {}
    """Eigener Anteil je Haushaltsjahr, EUR brutto."""
    laufend_jaehrlich: Dauerkosten | None = None
    """Laufende Kosten nach dem Projekt."""
    aufgaben: tuple[Foerderfrist, ...] = ()
    """Was von der Kommune bis wann erwartet wird."""
    vor_ort: tuple[Notiz, ...] = ()
    """Stand vor Ort, datiert."""
    bestaetigt: Bestaetigung | None = None
    """Wer die Zahlen bestätigt hat."""


class Prognose(Angaben):
    """Eine datierte Vorhersage für einen Meilenstein."""

    am: Datum
    """Wann sie gemacht wurde."""
    termin: Datum
    """Vorhergesagter Termin."""


class Meilenstein(Angaben):
    """Ein Meilenstein mit Soll, Prognosen und Ist."""

    id: Kennung
    """Kennung im Projekt."""
    titel: Text
    """Kurzer Titel."""
    soll: Datum
    """Geplanter Termin."""
    prognosen: tuple[Prognose, ...] = ()
    """Datierte Prognosen, aufsteigend."""
    ist: Datum | None = None
    """Wann er erreicht wurde."""


class Risiko(Angaben):
    """Ein Risiko mit Gegenmaßnahme."""

    text: Text
    """Was geschehen kann."""
    eintritt: Stufe
    """Wahrscheinlichkeit von 1 (gering) bis 3 (hoch)."""
    wirkung: Stufe
    """Wirkung von 1 (gering) bis 3 (hoch)."""
    massnahme: Text
    """Was dagegen getan wird."""
    verantwortlich: Text
    """Wer, als Funktion."""


class Ampelvorgabe(Angaben):
    """Eine Ampel, die von den Schwellen abweicht; gedruckt wird »abweichend gesetzt«."""

    wert: Licht
    """Die gesetzte Farbe."""
    grund: Text
    """Warum."""
    wer: Text
    """Wer, als Funktion."""


class Sachstand(Angaben):
    """Der Stand eines Projekts zu einem Tag."""

    am: Datum
    """Stichtag der Angabe."""
    text: Text
    """Der Stand in zwei, drei Sätzen."""
    phase: Phase
    """Phase des Projekts; idee heißt nicht begonnen."""
    fertig_prozent: Ganzzahl | None = None
    """Fertigstellung in Prozent."""
    kosten_prognose: Betrag | None = None
    """Vorhergesagte Gesamtkosten, EUR brutto."""
    ampel: Ampelvorgabe | None = None
    """Nur, wo die Ampel von den Schwellen abweichen soll."""


class Projekt(Angaben):
    """projekte/KENNUNG.yaml: ein Projekt der Strategie."""

    titel: Text
    """Titel."""
    typ: Literal["leitprojekt", "potentialprojekt"]
    """leitprojekt oder potentialprojekt."""
    handlungsfeld: Text
    """Kürzel des Handlungsfeldes aus region.yaml."""
    federfuehrung: Bezug
    """Stelle, die das Projekt führt: koerperschaft/amt."""
    kurz: Text
    """Was das Projekt ist, höchstens 400 Zeichen."""
    ziel: Text | None = None
    """Ziel und Nutzen."""
    budget: Budget | None = None
    """Budget; leer: nicht beziffert."""
    foerderung: Foerderung | None = None
    """Förderung; leer: keine."""
    schluessel: Literal["einwohner", "gleich", "nutzung"] | None = None
    """Wie die Anteile der Kommunen aufgeteilt sind."""
    nutzung: dict[Kennung, Ganzzahl] = {}
    """Beim Schlüssel nutzung: Gewicht je Kommune (zum Beispiel Standorte)."""
    rest: Bezug | None = None
    """Wer den Rest der Rundung trägt."""
    umsatzsteuer: Literal["enthalten", "kommt_hinzu", "nicht_steuerbar", "ungeklaert"] = "ungeklaert"
    """Stand nach § 2b UStG."""
    beteiligung: dict[Kennung, Beteiligung] = {}
    """Teilnehmende Kommunen mit Bindung und Anteilen."""
    meilensteine: tuple[Meilenstein, ...] = ()
    """Meilensteine in ihrer Reihenfolge."""
    risiken: tuple[Risiko, ...] = ()
    """Die wichtigsten Risiken."""
    sachstaende: tuple[Sachstand, ...] = ()
    """Sachstände, aufsteigend."""
    begruendet: dict[Text, Text] = {}
    """Antworten auf Hinweise: Name des Hinweises und Begründung."""


# The whole ----------------------------------------------------------------------------------------------------------


def resolve(body: str, bezug: str) -> str:
    """The id that a reference means when it stands in a file of `body`: `ka` → `kreis-warendorf/ka`."""
    return bezug if "/" in bezug else f"{body}/{bezug}"


def vorlage_id(body: str, bezug: str) -> str:
    """The id of a Vorlage that is named in a file of `body`: `smart-region` → `kreis-warendorf/vorlagen/smart-region`."""
    home, name = resolve(body, bezug).split("/")
    return f"{home}/vorlagen/{name}"


V = TypeVar("V", bound=Vorlage)
NEUTRAL = "nichtöffentliche Angelegenheit"
"""What a public paper calls the matter of a Vorlage that is not public and has no neutral Betreff."""


@dataclass(frozen=True)
class Bestand:
    """All that data/ says, by id.

    Ids are paths without `.yaml`: `kreis-warendorf/vorlagen/x`; a Gremium, a Sitzung and an Amt are `body/key`.
    `fehlerhaft` names the files that are there but cannot be used, so that nothing is reported twice.
    """

    region: Region
    formulare: Mapping[str, Formular] = field(default_factory=dict)
    koerperschaften: Mapping[str, Koerperschaft] = field(default_factory=dict)
    gremien: Mapping[str, Gremium] = field(default_factory=dict)
    sitzungen: Mapping[str, Sitzung] = field(default_factory=dict)
    vorlagen: Mapping[str, Vorlage] = field(default_factory=dict)
    berichte: Mapping[str, Bericht] = field(default_factory=dict)
    projekte: Mapping[str, Projekt] = field(default_factory=dict)
    fehlerhaft: frozenset[str] = frozenset()

    @property
    def papiere(self) -> dict[str, Vorlage]:
        """Vorlagen and Berichte: all that goes to a Gremium in a form of its own."""
        return {**self.vorlagen, **self.berichte}

    def oeffentlich(self) -> Bestand:
        """The same world without anything that is not public; the only Bestand that a public view gets."""
        vorlagen = {key: _public_vorlage(vorlage) for key, vorlage in self.vorlagen.items() if vorlage.zugang == "oeffentlich"}
        berichte = {key: _public_bericht(self, key, bericht) for key, bericht in self.berichte.items() if bericht.zugang == "oeffentlich"}
        projekte = {key: _public_projekt(projekt) for key, projekt in self.projekte.items()}
        return replace(self, vorlagen=MappingProxyType(vorlagen), berichte=MappingProxyType(berichte), projekte=MappingProxyType(projekte))


def _public_vorlage(vorlage: V) -> V:
    return vorlage.model_copy(update={"anlagen": tuple(a for a in vorlage.anlagen if a.zugang == "oeffentlich"), "begruendet": {}})


def _public_bericht(bestand: Bestand, key: str, bericht: Bericht) -> Bericht:
    """What a non-public Vorlage is about stands in it under its neutral Betreff only."""
    entscheidungen = tuple(_public_entscheidung(bestand, key.split("/", maxsplit=1)[0], e) for e in bericht.entscheidungen)
    return _public_vorlage(bericht).model_copy(update={"entscheidungen": entscheidungen})


def _public_entscheidung(bestand: Bestand, body: str, entscheidung: Entscheidung) -> Entscheidung:
    vorlage = bestand.vorlagen.get(vorlage_id(body, entscheidung.vorlage)) if entscheidung.vorlage else None
    if vorlage is None or vorlage.zugang == "oeffentlich":
        return entscheidung
    return entscheidung.model_copy(update={"was": vorlage.betreff_oeffentlich or NEUTRAL, "vorlage": None, "nichtoeffentlich": True})


def _public_projekt(projekt: Projekt) -> Projekt:
    """Without risks, tasks of municipalities, and figures that no council has decided; who takes part is public."""
    teile = {name: _public_beteiligung(teil) for name, teil in projekt.beteiligung.items()}
    return projekt.model_copy(update={"risiken": (), "beteiligung": teile, "nutzung": {}, "begruendet": {}})


def _public_beteiligung(teil: Beteiligung) -> Beteiligung:
    private: dict[str, Any] = {"aufgaben": (), "bestaetigt": None}
    if teil.bindung != "beschlossen":
        private |= {"anteile": {}, "laufend_jaehrlich": None, "verlauf": (), "beschluss": None, "zahlungsweg": "offen"}
    return teil.model_copy(update=private)
