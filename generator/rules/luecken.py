"""What a Vorlage still lacks: the same list makes the gaps of a draft, "Noch offen", and from `freigegeben` on the Fehler."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from generator.model import Bericht, Formular, Station, Vorlage
from generator.problems import Stelle


@dataclass(frozen=True, slots=True)
class Luecke:
    """A missing compulsory value: its place in the data and its name in the paper."""

    stelle: Stelle
    was: str


def luecken(vorlage: Vorlage, formular: Formular) -> tuple[Luecke, ...]:
    """All gaps of a Vorlage in the order of the data."""
    return tuple(_luecken(vorlage, formular))


def is_draft(vorlage: Vorlage) -> bool:
    """Whether gaps are allowed: before the release."""
    return vorlage.stand in ("entwurf", "mitzeichnung")


def _luecken(vorlage: Vorlage, formular: Formular) -> Iterator[Luecke]:
    pflicht = formular.pflicht.get(vorlage.vorlagenart, ())
    if vorlage.zugang is None:
        yield Luecke(("zugang",), "öffentlich oder nichtöffentlich")
    if vorlage.nummer is None and vorlage.stand == "ausgegeben":
        yield Luecke(("nummer",), formular.beschriftungen.nummer)
    if vorlage.datum is None and "datum" in pflicht:
        yield Luecke(("datum",), "Datum der Vorlage")
    if vorlage.federfuehrung is None and "federfuehrung" in pflicht:
        yield Luecke(("federfuehrung",), formular.beschriftungen.federfuehrung)
    if not vorlage.beratungsfolge and "beratungsfolge" in pflicht:
        yield Luecke(("beratungsfolge",), "Beratungsfolge")
    for i, station in enumerate(vorlage.beratungsfolge):
        yield from _station(i, station, berichterstattung="berichterstattung" in pflicht)
    if "finanzen" in pflicht or vorlage.finanzen.auswirkungen is not None:
        yield from _finanzen(vorlage)
    if not vorlage.beschlussvorschlag and "beschlussvorschlag" in pflicht:
        yield Luecke(("beschlussvorschlag",), "Beschlussvorschlag")
    if isinstance(vorlage, Bericht):
        yield from _bericht(vorlage)
    elif not (vorlage.erlaeuterungen or vorlage.erlaeuterungen_alle) and "erlaeuterungen" in pflicht and "erlaeuterungen" not in vorlage.vorenthalten:
        yield Luecke(("erlaeuterungen",), "Erläuterungen")
    yield from _by_form(vorlage, formular, pflicht)


def _by_form(vorlage: Vorlage, formular: Formular, pflicht: Collection[str]) -> Iterator[Luecke]:
    """What only some forms ask for, by the heading or question under which they do; money that comes after only where there is any."""
    headings: dict[str, str] = {place.block: (place.ueberschrift or place.block.capitalize()).rstrip(":") for place in formular.bloecke}
    for name in ("rechtsgrundlage", "zustaendigkeit", "alternativen"):
        if name in pflicht and not getattr(vorlage, name) and not (name == "rechtsgrundlage" and vorlage.genehmigt):
            yield Luecke((name,), headings.get(name, name.capitalize()))
    for name in ("folgekosten", "foerderung", "deckung"):
        if name in pflicht and vorlage.finanzen.auswirkungen and not getattr(vorlage.finanzen, name):
            yield Luecke(("finanzen", name), headings.get(name, name.capitalize()))
    for name, question in formular.beschriftungen.wirkungen.items():
        if name in pflicht and getattr(vorlage.wirkungen, name) is None:
            yield Luecke(("wirkungen", name), question.rstrip(":"))


def _bericht(bericht: Bericht) -> Iterator[Luecke]:
    """A Bericht is its own Erläuterungen; what only people can say of it may be missing."""
    if bericht.bewertung is None:
        yield Luecke(("bewertung",), "Bewertung der Verwaltung")
    if bericht.bewertung_von is None:
        yield Luecke(("bewertung_von",), "verantwortliche Funktion")


def _station(i: int, station: Station, *, berichterstattung: bool) -> Iterator[Luecke]:
    here = ("beratungsfolge", i)
    if station.sitzung is None and station.gremium is None:
        yield Luecke((*here, "gremium"), "Gremium")
    if station.sitzung is None:
        yield Luecke((*here, "sitzung"), "Termin")
    if station.berichterstattung is None and berichterstattung:
        yield Luecke((*here, "berichterstattung"), "Berichterstattung")


def _finanzen(vorlage: Vorlage) -> Iterator[Luecke]:
    finanzen = vorlage.finanzen
    if finanzen.auswirkungen is None:
        yield Luecke(("finanzen", "auswirkungen"), "finanzielle Auswirkungen ja oder nein")
    if not finanzen.auswirkungen:
        return
    if finanzen.im_haushalt is None:
        yield Luecke(("finanzen", "im_haushalt"), "im Haushaltsplan vorgesehen ja oder nein")
    if not finanzen.positionen:
        yield Luecke(("finanzen", "positionen"), "Produkt, Position und Betrag")
    for i, position in enumerate(finanzen.positionen):
        here = ("finanzen", "positionen", i)
        if position.produkt is None:
            yield Luecke((*here, "produkt"), "Produkt")
        if position.nummer is None:
            yield Luecke((*here, "nummer"), "Nr. der Position")
        if position.bezeichnung is None:
            yield Luecke((*here, "bezeichnung"), "Bez. der Position")
        if position.veranschlagt is None and "veranschlagt" not in position.vorenthalten:
            yield Luecke((*here, "veranschlagt"), "Betrag a)")
