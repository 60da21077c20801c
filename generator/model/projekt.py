"""projekte/*.yaml: the projects of the strategy."""

from __future__ import annotations

from typing import Literal

from generator.model.angaben import Angaben
from generator.model.geheim import Geheim, Intern
from generator.model.koerperschaft import Beschluss
from generator.model.woerter import Bindung, Foerderstand, Licht, Phase
from generator.scalars import Betrag, Bezug, Datum, Ganzzahl, Jahr, Kennung, Stufe, Text, Zahl

Jahre = dict[Jahr, Betrag]


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
    betrag: Geheim[Betrag | None] = None
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
    anteile: Geheim[Jahre] = {}
    """Eigener Anteil je Haushaltsjahr, EUR brutto."""
    laufend_jaehrlich: Geheim[Dauerkosten | None] = None
    """Laufende Kosten nach dem Projekt."""
    aufgaben: tuple[Intern[Foerderfrist], ...] = ()
    """Was von der Kommune bis wann erwartet wird."""
    vor_ort: tuple[Notiz, ...] = ()
    """Stand vor Ort, datiert."""
    bestaetigt: Intern[Bestaetigung | None] = None
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
    kosten_prognose: Geheim[Betrag | None] = None
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
    budget: Geheim[Budget | None] = None
    """Budget; leer: nicht beziffert."""
    foerderung: Foerderung | None = None
    """Förderung; leer: keine."""
    schluessel: Literal["einwohner", "gleich", "nutzung"] | None = None
    """Wie die Anteile der Kommunen aufgeteilt sind."""
    nutzung: Intern[dict[Kennung, Ganzzahl]] = {}
    """Beim Schlüssel nutzung: Gewicht je Kommune (zum Beispiel Standorte)."""
    rest: Bezug | None = None
    """Wer den Rest der Rundung trägt."""
    umsatzsteuer: Literal["enthalten", "kommt_hinzu", "nicht_steuerbar", "ungeklaert"] = "ungeklaert"
    """Stand nach § 2b UStG."""
    beteiligung: dict[Kennung, Beteiligung] = {}
    """Teilnehmende Kommunen mit Bindung und Anteilen."""
    meilensteine: tuple[Meilenstein, ...] = ()
    """Meilensteine in ihrer Reihenfolge."""
    risiken: tuple[Intern[Risiko], ...] = ()
    """Die wichtigsten Risiken."""
    sachstaende: tuple[Geheim[Sachstand], ...] = ()
    """Sachstände, aufsteigend."""
    begruendet: Intern[dict[Text, Text]] = {}
    """Antworten auf Hinweise: Name des Hinweises und Begründung."""
