"""region.yaml: what holds for all bodies."""

from __future__ import annotations

from generator.model.angaben import Angaben
from generator.model.woerter import Foerderstand, Licht
from generator.scalars import Bezug, Datum, Ganzzahl, Ja, Pfad, Text, Zahl


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
