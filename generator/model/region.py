"""region.yaml: what holds for all bodies."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from generator.model.angaben import Angaben
from generator.model.woerter import Foerderstand, Licht
from generator.scalars import Bezug, Datum, Ganzzahl, Ja, Mailadresse, Pfad, Text, Zahl


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


class Postausgang(Angaben):
    """Womit »vorlagen versenden« verschickt."""

    absender: Mailadresse
    """Adresse, von der die Nachrichten kommen."""
    name: Text | None = None
    """Name des Absenders, auch unter der Nachricht."""
    weg: Literal["smtp", "eml"] = "eml"
    """smtp: über den Mailserver; eml: fertige Nachrichten in output/postausgang/."""
    host: Text | None = None
    """Name des Mailservers."""
    port: Ganzzahl | None = None
    """Sein Port; leer: 587, mit »tls: ssl« 465."""
    tls: Literal["starttls", "ssl"] = "starttls"
    """Wie verschlüsselt wird; unverschlüsselt geht es nicht."""
    benutzer: Text | None = None
    """Anmeldename; leer: ohne Anmeldung. Das Kennwort steht nie in den Daten."""
    passwort_datei: Text | None = None
    """Datei außerhalb von data/ mit dem Kennwort, nur für ihren Eigentümer lesbar; leer: VORLAGEN_SMTP_PASSWORT aus der Umgebung."""


class Region(Angaben):
    """region.yaml: was für alle Körperschaften gilt."""

    name: Text
    """Name der Region."""
    musterdaten: Ja = False
    """ja: jede Seite jedes Papiers sagt, dass die Daten erfunden sind."""
    stichtage: Annotated[tuple[Datum, ...], Field(min_length=1)]
    """Stichtage der Sachstände, aufsteigend."""
    handlungsfelder: dict[Text, Text]
    """Kürzel und Namen der Handlungsfelder in ihrer Reihenfolge."""
    ampel: Ampelschwellen
    """Schwellen der Ampel."""
    strategie: Pfad | None = None
    """Kennung der Vorlage, mit der die Strategie beschlossen wurde: kreis-warendorf/vorlagen/NAME."""
    koordination: Bezug | None = None
    """Wer Rückmeldungen der Kommunen annimmt: koerperschaft/person."""
    postausgang: Postausgang | None = None
    """Womit Papiere verschickt werden."""
