"""The council's world: what the files in data/ say, as frozen models. Field names are the keys of the files.

Each field has a one-line German docstring: it is what editors show (JSON Schema) and what `vorlagen neu` writes.
Nothing here knows another file; what must hold between things stands in `rules`.
"""

from generator.model.angaben import Angaben
from generator.model.bestand import NEUTRAL, Bestand, V, resolve, vorlage_id
from generator.model.formular import Beschriftungen, Blockart, Formular, Formularblock, Pflichtangabe, Schreibweise
from generator.model.koerperschaft import Amt, Anschrift, Beschluss, Einwohnerzahl, Gremium, Haushaltslage, Koerperschaft, Leitung, Messwert, Person, Sitzung
from generator.model.projekt import (
    Ampelvorgabe,
    Bestaetigung,
    Beteiligung,
    Bindungsschritt,
    Budget,
    Dauerkosten,
    Foerderfrist,
    Foerderschritt,
    Foerderung,
    Jahre,
    Meilenstein,
    Notiz,
    Prognose,
    Projekt,
    Risiko,
    Sachstand,
)
from generator.model.region import Ampelschwellen, Kostenschwelle, Region, Terminschwelle
from generator.model.vorlage import Anlage, Bericht, Entscheidung, Finanzen, Grundlage, Position, Produkt, Station, Vorlage
from generator.model.woerter import Bindung, Foerderstand, Licht, Phase, Rolle, Stand, Vorlagenart, Zugang

__all__ = [
    "NEUTRAL",
    "Ampelschwellen",
    "Ampelvorgabe",
    "Amt",
    "Angaben",
    "Anlage",
    "Anschrift",
    "Bericht",
    "Beschluss",
    "Beschriftungen",
    "Bestaetigung",
    "Bestand",
    "Beteiligung",
    "Bindung",
    "Bindungsschritt",
    "Blockart",
    "Budget",
    "Dauerkosten",
    "Einwohnerzahl",
    "Entscheidung",
    "Finanzen",
    "Foerderfrist",
    "Foerderschritt",
    "Foerderstand",
    "Foerderung",
    "Formular",
    "Formularblock",
    "Gremium",
    "Grundlage",
    "Haushaltslage",
    "Jahre",
    "Koerperschaft",
    "Kostenschwelle",
    "Leitung",
    "Licht",
    "Meilenstein",
    "Messwert",
    "Notiz",
    "Person",
    "Pflichtangabe",
    "Phase",
    "Position",
    "Produkt",
    "Prognose",
    "Projekt",
    "Region",
    "Risiko",
    "Rolle",
    "Sachstand",
    "Schreibweise",
    "Sitzung",
    "Stand",
    "Station",
    "Terminschwelle",
    "V",
    "Vorlage",
    "Vorlagenart",
    "Zugang",
    "resolve",
    "vorlage_id",
]
