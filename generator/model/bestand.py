"""The whole: all that data/ says, by id, and what of it is public."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from generator.model import geheim
from generator.model.angaben import Angaben
from generator.model.formular import Formular
from generator.model.koerperschaft import Gremium, Koerperschaft, Sitzung, Termin
from generator.model.laeufe import Lauf
from generator.model.projekt import Beteiligung, Projekt
from generator.model.region import Region
from generator.model.vorlage import Anlage, Bericht, Entscheidung, Vorlage


def resolve(body: str, bezug: str) -> str:
    """The id that a reference means when it stands in a file of `body`: `ka` → `kreis-warendorf/ka`."""
    return bezug if "/" in bezug else f"{body}/{bezug}"


def vorlage_id(body: str, bezug: str) -> str:
    """The id of a Vorlage that is named in a file of `body`: `smart-region` → `kreis-warendorf/vorlagen/smart-region`."""
    home, name = resolve(body, bezug).split("/")
    return f"{home}/vorlagen/{name}"


T = TypeVar("T")
V = TypeVar("V", bound=Vorlage)
NEUTRAL = "nichtöffentliche Angelegenheit"
"""What a public paper calls the matter of a Vorlage that is not public and has no neutral Betreff."""
NEUTRALE_ANLAGE = "(nichtöffentliche Anlage)"
"""What a public paper calls an Anlage that is not public."""


@dataclass(frozen=True)
class Bestand:
    """All that data/ says, by id.

    Ids are paths without `.yaml`: `kreis-warendorf/vorlagen/x`; a Gremium, a Sitzung and an Amt are `body/key`.
    `fehlerhaft` names the files that are there but cannot be used, so that nothing is reported twice. `gemischt` are the public
    papers with something that is not public; `verschlossen` is the world as read, with its seals.
    """

    region: Region
    formulare: Mapping[str, Formular] = field(default_factory=dict)
    koerperschaften: Mapping[str, Koerperschaft] = field(default_factory=dict)
    gremien: Mapping[str, Gremium] = field(default_factory=dict)
    sitzungen: Mapping[str, Sitzung] = field(default_factory=dict)
    termine: Mapping[str, Termin] = field(default_factory=dict)
    laeufe: Mapping[str, Lauf] = field(default_factory=dict)
    vorlagen: Mapping[str, Vorlage] = field(default_factory=dict)
    berichte: Mapping[str, Bericht] = field(default_factory=dict)
    projekte: Mapping[str, Projekt] = field(default_factory=dict)
    fehlerhaft: frozenset[str] = frozenset()
    gemischt: frozenset[str] = frozenset()
    verschlossen: Bestand | None = field(default=None, repr=False)

    @cached_property
    def papiere(self) -> Mapping[str, Vorlage]:
        """Vorlagen and Berichte: all that goes to a Gremium in a form of its own."""
        return _frozen({**self.vorlagen, **self.berichte})

    @cached_property
    def gremien_von(self) -> Mapping[str, Mapping[str, Gremium]]:
        """The Gremien of each body that has any, by id."""
        return _by_body(self.gremien)

    @cached_property
    def sitzungen_von(self) -> Mapping[str, Mapping[str, Sitzung]]:
        """The Sitzungen of each body that has any, by id."""
        return _by_body(self.sitzungen)

    @cached_property
    def vorlagen_von(self) -> Mapping[str, Mapping[str, Vorlage]]:
        """The Vorlagen of each body that has any, by id."""
        return _by_body(self.vorlagen)

    @cached_property
    def papiere_von(self) -> Mapping[str, Mapping[str, Vorlage]]:
        """The Vorlagen and Berichte of each body that has any, by id."""
        return _by_body(self.papiere)

    @cached_property
    def kreis(self) -> Koerperschaft | None:
        """The first body that is a Kreis."""
        return next((body for body in self.koerperschaften.values() if body.art == "kreis"), None)

    def einmal(self, frage: Callable[[Bestand], T]) -> T:
        """What a function finds out about the whole world, found out once: each paper that looks into it costs the same, however many there are."""
        if frage not in self._antworten:
            self._antworten[frage] = frage(self)
        found: T = self._antworten[frage]
        return found

    @cached_property
    def _antworten(self) -> dict[Callable[[Bestand], Any], Any]:
        return {}

    def opened(self) -> Bestand:
        """The whole world, secrets included: what rules and papers that are not public read. It keeps the closed one for `oeffentlich`."""
        mixed = {key for key, paper in self.papiere.items() if paper.zugang == "oeffentlich" and _holds_back(paper, paper.datum or self.region.stichtage[-1])}
        return replace(
            self._each(geheim.opened),
            vorlagen=_frozen({key: geheim.opened(vorlage) for key, vorlage in self.vorlagen.items()}),
            berichte=_frozen({key: geheim.opened(bericht) for key, bericht in self.berichte.items()}),
            gemischt=frozenset(mixed),
            verschlossen=self,
        )

    def oeffentlich(self, am: date) -> Bestand:
        """The same world without anything that is not public on the day of a paper; the only Bestand that a public view gets.

        Built from what was read, never from what was opened; the same object for days that differ in nothing.
        """
        if self.verschlossen:
            return self.verschlossen.oeffentlich(am)
        if (era := bisect(self._eras, am)) not in self._public:
            self._public[era] = self._published(am)
        return self._public[era]

    @cached_property
    def _eras(self) -> list[date]:
        """The days on which something becomes public."""
        return sorted({seal.oeffentlich_ab for _, _, seal in self.seals() if seal.oeffentlich_ab})

    @cached_property
    def _public(self) -> dict[int, Bestand]:
        return {}

    def _published(self, am: date) -> Bestand:
        public = self._each(lambda thing: geheim.published(thing, am))
        vorlagen = {key: _public_vorlage(vorlage, am) for key, vorlage in self.vorlagen.items() if vorlage.zugang == "oeffentlich"}
        berichte = {key: _public_bericht(self, key, bericht, am) for key, bericht in self.berichte.items() if bericht.zugang == "oeffentlich"}
        projekte = {key: _public_projekt(projekt) for key, projekt in public.projekte.items()}
        return replace(public, vorlagen=_frozen(vorlagen), berichte=_frozen(berichte), projekte=_frozen(projekte))

    def _each(self, change: Callable[[Any], Any]) -> Bestand:
        """The world with each thing changed that is no Vorlage."""
        return replace(
            self,
            koerperschaften=_frozen({key: change(body) for key, body in self.koerperschaften.items()}),
            projekte=_frozen({key: change(projekt) for key, projekt in self.projekte.items()}),
        )

    def seals(self) -> Iterator[tuple[str, tuple[str | int, ...], geheim.Verschluss]]:
        """All seals of the data: file (id), place, seal."""
        if self.verschlossen:
            yield from self.verschlossen.seals()
            return
        bodies = {f"{key}/koerperschaft": body for key, body in self.koerperschaften.items()}
        projekte = {f"projekte/{key}": projekt for key, projekt in self.projekte.items()}
        things: dict[str, Angaben] = {**bodies, **projekte, **self.papiere}
        for datei, thing in things.items():
            for stelle, seal in geheim.seals(thing):
                yield datei, stelle, seal


def _by_body(things: Mapping[str, T]) -> Mapping[str, Mapping[str, T]]:
    """The things of each body: their ids begin with it."""
    found: dict[str, dict[str, T]] = {}
    for key, thing in things.items():
        found.setdefault(key.split("/", maxsplit=1)[0], {})[key] = thing
    return _frozen(found)


def _frozen(things: dict[str, T]) -> Mapping[str, T]:
    return MappingProxyType(things)


def _holds_back(paper: Vorlage, am: date) -> bool:
    """Whether a public paper has words under seal: it has a second, non-public edition. A non-public Anlage is a file of its own."""
    within = (seal for stelle, seal in geheim.seals(paper) if stelle[0] != "auftraege")  # they are no part of the paper
    return any(seal.ausdruecklich and seal.bleibt(am) for seal in within)


def _public_vorlage(vorlage: V, am: date) -> V:
    """A non-public Anlage keeps its place, so that the numbers of the others are the same in both editions; what a closed Beschlusspunkt asks for is closed."""
    anlagen = tuple(a if a.zugang == "oeffentlich" else Anlage.model_construct(titel=NEUTRALE_ANLAGE, zugang=a.zugang) for a in vorlage.anlagen)
    public = geheim.published(vorlage, am)
    closed = {i for i, text in enumerate(public.beschlussvorschlag, 1) if text == geheim.VORENTHALTEN}
    auftraege = tuple(auftrag for auftrag in public.auftraege if auftrag.punkt not in closed)
    return public.model_copy(update={"anlagen": anlagen, "auftraege": auftraege})


def _public_bericht(bestand: Bestand, key: str, bericht: Bericht, am: date) -> Bericht:
    """What a non-public Vorlage is about stands in it under its neutral Betreff only."""
    entscheidungen = tuple(_public_entscheidung(bestand, key.split("/", maxsplit=1)[0], e) for e in bericht.entscheidungen)
    return _public_vorlage(bericht, am).model_copy(update={"entscheidungen": entscheidungen})


def _public_entscheidung(bestand: Bestand, body: str, entscheidung: Entscheidung) -> Entscheidung:
    vorlage = bestand.vorlagen.get(vorlage_id(body, entscheidung.vorlage)) if entscheidung.vorlage else None
    if vorlage is None or vorlage.zugang == "oeffentlich":
        return entscheidung
    return entscheidung.model_copy(update={"was": vorlage.betreff_oeffentlich or NEUTRAL, "vorlage": None, "nichtoeffentlich": True})


def _public_projekt(projekt: Projekt) -> Projekt:
    """Without figures that no council has decided; who takes part is public."""
    teile = {name: _public_beteiligung(teil) for name, teil in projekt.beteiligung.items()}
    return projekt.model_copy(update={"beteiligung": teile})


def _public_beteiligung(teil: Beteiligung) -> Beteiligung:
    if teil.bindung == "beschlossen":
        return teil
    return teil.model_copy(update={"anteile": {}, "laufend_jaehrlich": None, "verlauf": (), "beschluss": None, "zahlungsweg": "offen"})
