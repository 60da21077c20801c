"""<koerperschaft>/vorlagen/ and berichte/: what goes to a Gremium."""

from __future__ import annotations

from typing import Literal

from generator.model.angaben import Angaben
from generator.model.woerter import Rolle, Stand, Vorlagenart, Zugang
from generator.scalars import Betrag, Bezug, Datum, Ganzzahl, Ja, Jahr, Kennung, Markdown, Text


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

    vorlagenart: Literal["bericht"] = "bericht"
    """bericht; etwas anderes kann ein Sachstandsbericht nicht sein."""
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
