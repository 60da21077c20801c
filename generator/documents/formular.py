"""Writes a Vorlage into the blocks of its body's form, gaps included; which blocks, in which order and under which labels, says data/formulare/."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from generator import markup, wording
from generator.documents import Dokument
from generator.documents.bloecke import Angabe, Beratung, Beschlusspunkt, Block, Finanzposition, Frage, Kaestchen, Kopffeld, Zeile
from generator.model import Bestand, Formular, Koerperschaft, Position, Station, Vorlage, Zugang, resolve
from generator.rules import vorlagen as rules
from generator.rules.luecken import Luecke, is_draft, luecken

MUSTERDATEN = "Musterdaten – Beträge, Beteiligung und Stand erfunden"


def zugang(vorlage: Vorlage | None) -> Zugang:
    """Who may see a Vorlage; one that does not say so is kept with the non-public ones."""
    return (vorlage.zugang if vorlage else None) or "nichtoeffentlich"


def needs(bestand: Bestand, key: str, vorlage: Vorlage | None) -> Iterator[str]:
    """The files (ids) that must be sound for a Vorlage."""
    body = key.split("/", maxsplit=1)[0]
    yield from ("region", key)
    bodies = {body}
    for stop in vorlage.beratungsfolge if vorlage else ():
        bodies |= {resolve(body, bezug).split("/")[0] for bezug in (stop.sitzung, stop.gremium) if bezug}
    if vorlage and vorlage.federfuehrung:
        yield f"{resolve(body, vorlage.federfuehrung).split('/')[0]}/koerperschaft"
    yield f"{body}/koerperschaft"
    if vorlage and vorlage.beratungsfolge:
        for home in sorted(bodies):
            yield from (f"{home}/gremien", f"{home}/sitzungen")
    if owner := bestand.koerperschaften.get(body):
        yield f"formulare/{owner.formular}"


class Schreiber:
    """Writes one Vorlage; knows its gaps, so that each missing value is printed as one and listed once."""

    def __init__(self, bestand: Bestand, key: str, vorlage: Vorlage) -> None:
        self.bestand = bestand
        self.vorlage = vorlage
        self.body: str = key.split("/", maxsplit=1)[0]
        self.owner: Koerperschaft = bestand.koerperschaften[self.body]
        self.formular: Formular = bestand.formulare[self.owner.formular]
        self.gaps: tuple[Luecke, ...] = luecken(self.vorlage, self.formular) if is_draft(self.vorlage) else ()
        self.gap_at = {gap.stelle: gap.was for gap in self.gaps}

    def dokument(self) -> Dokument:
        """The metadata of the file."""
        vorlage = self.vorlage
        art = self.formular.arten[vorlage.vorlagenart]
        return Dokument(
            titel=f"{f'{art} {vorlage.nummer}' if vorlage.nummer else art}: {vorlage.betreff}",
            verfasser=", ".join(filter(None, (wording.mit_art(self.owner), self._amt()))),
            thema=vorlage.betreff,
            datum=vorlage.datum or self._fallback_date(),
            einbetten=self.formular.daten_einbetten,
        )

    def absender(self) -> str:
        """Body and head of its administration."""
        return f"{wording.mit_art(self.owner)} – {self.owner.leitung.bezeichnung}"

    def titel(self) -> str:
        """Art and Zugang in one line."""
        art, zugang = self.formular.arten[self.vorlage.vorlagenart], self.vorlage.zugang
        return f"{art} {self.formular.zugaenge[zugang]}" if zugang else wording.Luecke(f"{art} {self.gap('zugang')}")

    def vermerke(self) -> Iterator[str]:
        """What each page says at its head: a draft, and who may not see it."""
        if is_draft(self.vorlage):
            yield "ENTWURF"
        if zugang(self.vorlage) == "nichtoeffentlich":
            yield "nichtöffentlich – Verschwiegenheitspflicht"
        if zugang(self.vorlage) == "intern":
            yield "intern – nicht zur Veröffentlichung"

    def musterdaten(self) -> str:
        """What each page says at its foot while the data are sample data."""
        return MUSTERDATEN if self.bestand.region.musterdaten else ""

    def kopfzeile(self) -> str:
        """Nummer and Betreff for the following pages."""
        labels, vorlage = self.formular.beschriftungen, self.vorlage
        nummer = f"{labels.nummer_kurz}{wording.NBSP}{vorlage.nummer}" if vorlage.nummer else labels.nummer_offen
        return f"{nummer} · {vorlage.betreff}"

    def bloecke(self) -> Iterator[Block]:
        """The blocks in the order of the form, then what is still open."""
        for place in self.formular.bloecke:
            block = self._block(place.block, place.ueberschrift or "", place.mehrzahl or place.ueberschrift or "")
            if block:
                yield block
        if self.gaps:
            heading = f"{self.formular.beschriftungen.noch_offen} ({len(self.gaps)})"
            yield Block("noch_offen", heading, eintraege=tuple(map(self._gap_entry, self.gaps)))

    def _fallback_date(self) -> date:
        """A draft without a date takes the newest Stichtag for its metadata: the clock never gets into a file."""
        return self.bestand.region.stichtage[-1]

    def gap(self, *stelle: str | int) -> str:
        """The printed gap at a place, empty where nothing is missing."""
        return wording.luecke(self.gap_at[stelle]) if stelle in self.gap_at else ""

    def _amt(self) -> str:
        if not self.vorlage.federfuehrung:
            return ""
        home, amt = resolve(self.body, self.vorlage.federfuehrung).rsplit("/", 1)
        return self.bestand.koerperschaften[home].aemter[amt].name

    def _gap_entry(self, gap: Luecke) -> str:
        match gap.stelle:
            case ("beratungsfolge", int(i), *_):
                return f"{gap.was} (Beratungsfolge, Station {i + 1})"
            case ("finanzen", "positionen", int(i), *_) if len(self.vorlage.finanzen.positionen) > 1:
                return f"{gap.was} (Finanzielle Auswirkungen, Position {i + 1})"
        return gap.was

    def _block(self, art: str, heading: str, plural: str) -> Block | None:
        vorlage, labels = self.vorlage, self.formular.beschriftungen
        match art:
            case "kopf":
                return Block("kopf", felder=(
                    Kopffeld("federfuehrung", labels.federfuehrung, self._amt() or self.gap("federfuehrung")),
                    Kopffeld("nummer", labels.nummer, vorlage.nummer or labels.nummer_offen),
                ))  # fmt: skip
            case "betreff":
                return Block("betreff", heading, betreff=wording.fest(vorlage.betreff))
            case "beratungsfolge":
                stops = tuple(self._station(i, stop) for i, stop in enumerate(vorlage.beratungsfolge))
                if gap := self.gap("beratungsfolge"):
                    stops = (Beratung(gap, "", "", ""),)
                return Block("beratungsfolge", heading, termin=labels.termin, stationen=stops) if stops else None
            case "finanzen":
                return self._finanzen(heading)
            case "beschlussvorschlag":
                points = tuple(Beschlusspunkt(wording.langtext(text)) for text in vorlage.beschlussvorschlag)
                if gap := self.gap("beschlussvorschlag"):
                    points = (Beschlusspunkt(markup.plain(gap)),)
                return Block("beschlussvorschlag", heading, punkte=points) if points else None
            case "erlaeuterungen":
                text = wording.langtext(vorlage.erlaeuterungen) if vorlage.erlaeuterungen else markup.plain(self.gap("erlaeuterungen"))
                return Block("erlaeuterungen", heading, text=text) if vorlage.erlaeuterungen or self.gap("erlaeuterungen") else None
            case _:
                titles = tuple(anlage.titel for anlage in vorlage.anlagen)
                return Block("anlagen", heading if len(titles) == 1 else plural, eintraege=titles) if titles else None

    def _station(self, i: int, stop: Station) -> Beratung:
        gremium, termin = rules.station(self.bestand, self.body, stop)
        here = ("beratungsfolge", i)
        if termin:
            when = wording.datum(termin)
        elif stop.voraussichtlich:
            when = wording.Luecke(f"voraussichtlich {wording.datum(stop.voraussichtlich)}")
        else:
            when = wording.Luecke("Termin folgt") if stop.termin == "offen" else self.gap(*here, "sitzung")
        reporter = wording.person(self.owner.personen[stop.berichterstattung]) if stop.berichterstattung else self.gap(*here, "berichterstattung")
        return Beratung(
            gremium=gremium.name if gremium else self.gap(*here, "gremium"),
            beschriftung=self.formular.beschriftungen.berichterstattung if reporter else "",
            berichterstattung=reporter,
            termin=when,
        )

    def _finanzen(self, heading: str) -> Block | None:
        finanzen, labels = self.vorlage.finanzen, self.formular.beschriftungen
        if finanzen.auswirkungen is None and not self.gap("finanzen", "auswirkungen"):
            return None
        questions = [self._question("auswirkungen", heading, answer=finanzen.auswirkungen, zusatz=finanzen.zusatz or "")]
        if finanzen.auswirkungen:
            questions.append(self._question("im_haushalt", labels.im_haushalt, answer=finanzen.im_haushalt))
        written = (self._position(i, position) for i, position in enumerate(finanzen.positionen))
        positions = tuple(position for position in written if position.zeilen)
        if gap := self.gap("finanzen", "positionen"):
            positions = (Finanzposition((Zeile("position", labels.position, Angabe("nummer", labels.nummer_kurz, gap), Angabe("leer")),)),)
        return Block("finanzen", fragen=tuple(questions), positionen=positions)

    def _question(self, feld: Literal["auswirkungen", "im_haushalt"], text: str, *, answer: bool | None, zusatz: str = "") -> Frage:
        boxes = (self._box("ja", ticked=answer is True), self._box("nein", ticked=answer is False))
        return Frage(feld, text, boxes, zusatz, self.gap("finanzen", feld))

    def _box(self, feld: Literal["ja", "nein"], *, ticked: bool) -> Kaestchen:
        art = self.formular.schreibweise
        return Kaestchen(feld, ticked, art.angekreuzt if ticked else art.leer, feld)

    def _position(self, i: int, position: Position) -> Finanzposition:
        labels, art = self.formular.beschriftungen, self.formular.schreibweise
        here = ("finanzen", "positionen", i)
        product = position.produkt
        planned = wording.geld(position.veranschlagt, art) if position.veranschlagt is not None else self.gap(*here, "veranschlagt")
        left = wording.geld(position.verfuegbar, art) if position.verfuegbar is not None else ""
        year = str(position.jahr) if position.jahr and len(self.vorlage.finanzen.positionen) > 1 else ""
        rows = (
            Zeile(
                "produkt",
                labels.produkt,
                _angabe("produkt/nummer", labels.nummer_kurz, product.nummer if product else self.gap(*here, "produkt")),
                _angabe("produkt/bezeichnung", labels.bezeichnung_kurz, product.bezeichnung if product else ""),
            ),
            Zeile(
                "position",
                labels.position,
                _angabe("nummer", labels.nummer_kurz, position.nummer or self.gap(*here, "nummer")),
                _angabe("bezeichnung", labels.bezeichnung_kurz, position.bezeichnung or self.gap(*here, "bezeichnung")),
            ),
            Zeile("jahr", labels.haushaltsjahr, _angabe("jahr", "", year), Angabe("leer")),
            Zeile("betrag", labels.betrag, _angabe("veranschlagt", labels.betrag_a, planned), _angabe("verfuegbar", labels.betrag_b, left)),
        )
        return Finanzposition(tuple(row for row in rows if row.erste.wert or row.zweite.wert))


def _angabe(
    feld: Literal["produkt/nummer", "produkt/bezeichnung", "nummer", "bezeichnung", "veranschlagt", "verfuegbar", "jahr"], kurz: str, wert: str
) -> Angabe:
    """A value with its label; without a value nothing is printed, the label neither."""
    return Angabe(feld, kurz, wert) if wert else Angabe("leer")
