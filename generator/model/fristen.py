"""How a body counts the days before its Sitzungen (Geschäftsordnung; § 32 Abs. 2 KrO NRW, § 47 Abs. 2 GO NRW)."""

from __future__ import annotations

from typing import Literal

from generator.model.angaben import Angaben
from generator.scalars import Datum, Ganzzahl, Ja, Text


class Ladungsfrist(Angaben):
    """Wie viele Tage zwischen dem Zugang der Ladung und der Sitzung liegen müssen."""

    tage: Ganzzahl
    """Wie viele."""
    einheit: Literal["kalendertage", "werktage", "arbeitstage"] = "kalendertage"
    """kalendertage; werktage (Montag bis Samstag ohne Feiertage); arbeitstage (Montag bis Freitag ohne Feiertage)."""
    zugangstag_zaehlt: Ja = False
    """ja: der Tag des Zugangs zählt mit."""
    sitzungstag_zaehlt: Ja = False
    """ja: der Tag der Sitzung zählt mit."""
    zugang_an_sonn_und_feiertagen: Ja = False
    """ja: die Ladung darf auch an einem Sonn- oder Feiertag zugehen."""


class Zeitraum(Angaben):
    """Tage, an denen das Haus geschlossen ist."""

    von: Datum
    """Erster Tag."""
    bis: Datum | None = None
    """Letzter Tag; leer: nur der eine."""
    was: Text
    """Warum: Rosenmontag, Betriebsruhe."""


class Fristabweichung(Angaben):
    """Was für ein Gremium anders gilt als für die Körperschaft."""

    ladung: Ladungsfrist | None = None
    """Ladungsfrist."""
    dringlich: Ladungsfrist | None = None
    """Abgekürzte Ladungsfrist in dringenden Fällen."""
    zustellung_tage: Ganzzahl | None = None
    """Kalendertage vom Versand bis zum Zugang; 0: elektronisch am selben Tag."""
    abgabe_arbeitstage: Ganzzahl | None = None
    """Arbeitstage vor dem Versand, an denen die Vorlage im Gremienbüro sein muss."""


class Fristen(Angaben):
    """Die Fristen einer Körperschaft."""

    ladung: Ladungsfrist
    """Ladungsfrist."""
    dringlich: Ladungsfrist | None = None
    """Abgekürzte Ladungsfrist in dringenden Fällen; leer: es gibt keine."""
    zustellung_tage: Ganzzahl = 0
    """Kalendertage vom Versand bis zum Zugang; 0: elektronisch am selben Tag."""
    abgabe_arbeitstage: Ganzzahl = 0
    """Arbeitstage vor dem Versand, an denen die Vorlage im Gremienbüro sein muss."""
    betriebsruhe: tuple[Zeitraum, ...] = ()
    """Tage, an denen niemand versendet oder annimmt."""
    quelle: Text | None = None
    """Woher die Regel stammt oder dass sie erfunden ist."""
