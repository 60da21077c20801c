"""The whole: all that data/ says, by id, and what of it is public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeVar

from generator.model.formular import Formular
from generator.model.koerperschaft import Gremium, Koerperschaft, Sitzung
from generator.model.projekt import Beteiligung, Projekt
from generator.model.region import Region
from generator.model.vorlage import Bericht, Entscheidung, Vorlage


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
