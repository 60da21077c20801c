"""<koerperschaft>/vorlagen/ and berichte/: what goes to a Gremium."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict

from generator.model.angaben import Angaben
from generator.model.geheim import Geheim, Intern
from generator.model.projekt import Foerderung
from generator.model.woerter import Kategorie, Rolle, Stand, Vorlagenart, Zugang
from generator.scalars import Betrag, Bezug, Datum, Ganzzahl, Ja, Jahr, Kennung, Markdown, Pfad, Text


class Ergebnis(Angaben):
    """Was ein Gremium in seiner Sitzung entschieden oder empfohlen hat, wie es die Niederschrift sagt."""

    kategorie: Kategorie
    """ungeaendert_beschlossen, einstimmig_beschlossen, zurueckgestellt …"""
    ja: Ganzzahl | None = None
    """Stimmen dafür."""
    nein: Ganzzahl | None = None
    """Stimmen dagegen."""
    enthaltung: Ganzzahl | None = None
    """Enthaltungen."""
    befangen: Ganzzahl | None = None
    """Wegen Befangenheit nicht beteiligt (§ 31 GO, § 28 Abs. 2 KrO)."""
    wortlaut: Markdown | None = None
    """Geänderter Wortlaut; leer: wie vorgeschlagen."""


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
    top: Text | None = None
    """Tagesordnungspunkt, zum Beispiel Ö 5."""
    ergebnis: Ergebnis | None = None
    """Ergebnis der Beratung, sobald die Niederschrift vorliegt."""


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
    veranschlagt: Geheim[Betrag | None] = None
    """a) für den Zweck veranschlagt, EUR brutto."""
    verfuegbar: Geheim[Betrag | None] = None
    """b) davon noch verfügbar; leer: wird nicht gedruckt."""


class Folgekosten(Angaben):
    """Kosten oder Erträge, die nach der Umsetzung Jahr für Jahr anfallen."""

    ab: Jahr
    """Erstes Haushaltsjahr."""
    art: Text
    """Personalaufwand, Sachaufwand, Abschreibung, Ertrag …"""
    betrag: Geheim[Betrag | None] = None
    """EUR im Jahr; leer: noch nicht zu beziffern."""


class Finanzen(Angaben):
    """Die finanziellen Auswirkungen."""

    auswirkungen: Ja | None = None
    """ja oder nein."""
    zusatz: Geheim[Text | None] = None
    """Was hinter ja oder nein noch zu sagen ist."""
    im_haushalt: Ja | None = None
    """Falls ja: ob die Mittel im Haushaltsplan vorgesehen sind."""
    positionen: tuple[Position, ...] = ()
    """Die Positionen, je Produkt, Plan und Jahr eine."""
    je_jahr: Position | None = None
    """Bei einer Vorlage zu einem Projekt: Produkt und Position, unter denen jeder Jahresanteil steht."""
    folgekosten: tuple[Folgekosten, ...] = ()
    """Was danach jedes Jahr anfällt."""
    foerderung: Foerderung | None = None
    """Förderung des Vorhabens."""
    deckung: Text | None = None
    """Woraus gedeckt wird, was nicht veranschlagt ist."""


class Wirkung(Angaben):
    """Eine Auswirkung des Beschlusses, die ein Formular abfragt."""

    betroffen: Literal["nein", "ja", "positiv", "negativ"]
    """nein, ja, oder bei Klima und Nachhaltigkeit positiv oder negativ."""
    text: Text | None = None
    """Begründung in einem Satz; nötig, wenn die Antwort nicht nein ist."""


class Wirkungen(Angaben):
    """Auswirkungen neben dem Haushalt; gedruckt werden die, nach denen das Formular fragt."""

    klima: Wirkung | None = None
    """Klimaschutz und Klimafolgenanpassung."""
    personal: Wirkung | None = None
    """Stellenplan und Personalaufwand."""
    gleichstellung: Wirkung | None = None
    """Gleichstellung von Frauen und Männern."""
    inklusion: Wirkung | None = None
    """Teilhabe von Menschen mit Behinderungen."""
    demografie: Wirkung | None = None
    """Folgen für die Altersgruppen."""


class Meldung(Angaben):
    """Was über einen Auftrag gemeldet wurde."""

    am: Datum
    """Tag der Meldung."""
    text: Text
    """Wie es um den Auftrag steht, in einem Satz."""


class Auftrag(Angaben):
    """Was ein Beschlusspunkt der Verwaltung aufgibt; die Beschlusskontrolle verfolgt es, bis es erledigt ist."""

    punkt: Ganzzahl
    """Welcher Beschlusspunkt, ab 1 gezählt."""
    id: Kennung
    """Kennung des Auftrags, in der Vorlage nur einmal; sie bleibt."""
    was: Text
    """Was zu tun ist, in wenigen Wörtern."""
    wer: Kennung
    """Kennung des zuständigen Amtes aus koerperschaft.yaml."""
    bis: Datum | None = None
    """Frist; bei einem fortlaufenden Auftrag die nächste."""
    fortlaufend: Ja = False
    """ja: der Auftrag hat kein Ende, zum Beispiel laufend zu berichten."""
    stand: Literal["offen", "in_arbeit", "erledigt", "zurueckgestellt"] = "offen"
    """offen, in_arbeit, erledigt oder zurueckgestellt."""
    erledigt_am: Datum | None = None
    """Tag der Erledigung."""
    meldungen: tuple[Geheim[Meldung], ...] = ()
    """Meldungen nach ihrem Tag; ein Sachstandsbericht zu dem Beschlusspunkt zählt von selbst."""


class Mitzeichnung(Angaben):
    """Ein Schritt auf dem Laufzettel einer Vorlage; nie öffentlich."""

    rolle: Text
    """Wer mitzeichnet, als Funktion: Kämmerei, Rechtsamt, Dezernat."""
    am: Datum | None = None
    """Wann mitgezeichnet wurde; leer: steht noch aus."""
    vermerk: Text | None = None
    """Bemerkung dazu."""


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

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": [name]} for name in ("betreff", "zu", "projekt")]})

    vorlagenart: Vorlagenart = "beschluss"
    """beschluss, bericht, mitteilung, eilentscheidung, dringlichkeitsentscheidung oder genehmigung."""
    zu: Pfad | None = None
    """Vorlage einer anderen Körperschaft, der diese folgt; von ihr kommen Betreff, gemeinsame Texte und Anlagen."""
    projekt: Kennung | None = None
    """Projekt, an dem sich die Kommune mit dieser Vorlage beteiligt; Beträge und Texte folgen aus seinen Angaben."""
    ersetzt: Bezug | None = None
    """Kennung der Vorlage, die diese als Neufassung ersetzt."""
    ergaenzt: Bezug | None = None
    """Kennung der Vorlage, zu der diese hinzutritt."""
    genehmigt: Bezug | None = None
    """Bei einer Genehmigung: Kennung der Eil- oder Dringlichkeitsentscheidung (§ 60 GO, § 50 Abs. 3 KrO NRW)."""
    aenderung: Markdown | None = None
    """Was eine Neufassung oder Ergänzung gegenüber der ersten Vorlage ändert."""
    verteilung: Literal["tischvorlage"] | None = None
    """tischvorlage: wird erst in der Sitzung verteilt."""
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
    betreff: Text = ""
    """Betreff; nur eine Vorlage »zu« einer anderen oder zu einem Projekt kommt ohne eigenen aus."""
    betreff_oeffentlich: Text | None = None
    """Neutraler Betreff einer nichtöffentlichen Vorlage für die öffentliche Tagesordnung."""
    beratungsfolge: tuple[Station, ...] = ()
    """Die Stationen in ihrer Reihenfolge."""
    finanzen: Finanzen = Finanzen()
    """Finanzielle Auswirkungen."""
    beschlussvorschlag: tuple[Geheim[Markdown], ...] = ()
    """Die Beschlusspunkte, einer je Eintrag."""
    beschlussvorschlag_kommunen: tuple[Markdown, ...] = ()
    """Zweiter Wortlaut für die Städte und Gemeinden, deren Vorlage dieser folgt."""
    rechtsgrundlage: Markdown | None = None
    """Worauf die Entscheidung rechtlich beruht."""
    zustaendigkeit: Markdown | None = None
    """Warum dieses Gremium entscheidet."""
    alternativen: Markdown | None = None
    """Was statt dessen möglich wäre."""
    wirkungen: Wirkungen = Wirkungen()
    """Auswirkungen neben dem Haushalt."""
    erlaeuterungen_alle: Markdown | None = None
    """Erläuterungen, die auch in den Vorlagen der Städte und Gemeinden stehen; sie stehen vor den eigenen."""
    erlaeuterungen: Geheim[Markdown | None] = None
    """Erläuterungen in Markdown."""
    anlagen: tuple[Anlage, ...] = ()
    """Anlagen in ihrer Reihenfolge."""
    auftraege: tuple[Geheim[Auftrag], ...] = ()
    """Was der Beschluss der Verwaltung aufgibt, mit Frist und Stand."""
    mitzeichnung: tuple[Intern[Mitzeichnung], ...] = ()
    """Laufzettel: wer mitzeichnet."""
    begruendet: Intern[dict[Text, Text]] = {}
    """Antworten auf Hinweise: Name des Hinweises und Begründung."""


class Grundlage(Angaben):
    """Der Auftrag, auf dem ein Bericht beruht."""

    vorlage: Bezug
    """Kennung der Vorlage, über die entschieden wurde."""
    punkt: Ganzzahl | None = None
    """Welcher Beschlusspunkt; leer: der ganze Beschluss."""
    auftrag: Kennung | None = None
    """Welcher Auftrag des Beschlusspunktes; leer: alle seine Aufträge."""


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
