"""The Vorlage: the paper by which a Kreistag, Rat or Ausschuss decides, in the order and words of the body's form.

What it says stands here as finished words; which blocks, in which order and under which labels, says data/formulare/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from generator import markup, wording
from generator.documents import Dokument, Subject
from generator.markup import Langtext
from generator.model import Bestand, Formular, Koerperschaft, Position, Station, Vorlage, Zugang, resolve
from generator.rules import vorlagen as rules
from generator.rules.luecken import Luecke, is_draft, luecken

ART = "beschlussvorlage"
MUSTERDATEN = "Musterdaten – Beträge, Beteiligung und Stand erfunden"


@dataclass(frozen=True, slots=True)
class Kopffeld:
    """Ein Feld des Kopfes."""

    feld: Literal["federfuehrung", "nummer"]
    """Welches Feld; wird nicht gedruckt."""
    beschriftung: str
    """Beschriftung, wie das Formular sie druckt."""
    wert: str
    """Der Wert."""


@dataclass(frozen=True, slots=True)
class Beratung:
    """Eine Station der Beratungsfolge."""

    gremium: str
    """Name des Gremiums."""
    beschriftung: str
    """Beschriftung vor der Berichterstattung, leer ohne sie."""
    berichterstattung: str
    """Wer Bericht erstattet, leer ohne Berichterstattung."""
    termin: str
    """Tag der Sitzung."""


@dataclass(frozen=True, slots=True)
class Kaestchen:
    """Ein Ankreuzfeld mit seinem Wort."""

    feld: Literal["ja", "nein"]
    """Welches Feld; wird nicht gedruckt."""
    angekreuzt: bool
    """Ob es angekreuzt ist."""
    zeichen: str
    """Das Zeichen des Feldes."""
    wort: str
    """Das Wort daneben."""


@dataclass(frozen=True, slots=True)
class Frage:
    """Eine Frage mit Ankreuzfeldern."""

    feld: Literal["auswirkungen", "im_haushalt"]
    """Welche Frage; wird nicht gedruckt."""
    text: str
    """Die Frage, wie das Formular sie druckt."""
    kaestchen: tuple[Kaestchen, ...]
    """Die Ankreuzfelder."""
    luecke: str = ""
    """Hinweis auf die fehlende Antwort im Entwurf."""


@dataclass(frozen=True, slots=True)
class Angabe:
    """Ein Wert mit kurzer Beschriftung davor, beide leer, wo nichts steht."""

    feld: Literal["nummer", "bezeichnung", "veranschlagt", "verfuegbar", "jahr", "leer"]
    """Welcher Wert; wird nicht gedruckt."""
    kurz: str = ""
    """Beschriftung davor (Nr., Bez., a), b))."""
    wert: str = ""
    """Der Wert."""


@dataclass(frozen=True, slots=True)
class Zeile:
    """Eine Zeile einer Position der finanziellen Auswirkungen."""

    feld: Literal["produkt", "position", "jahr", "betrag"]
    """Welche Zeile; wird nicht gedruckt."""
    beschriftung: str
    """Beschriftung der Zeile."""
    erste: Angabe
    """Linker Wert."""
    zweite: Angabe
    """Rechter Wert."""


@dataclass(frozen=True, slots=True)
class Finanzposition:
    """Eine Position der finanziellen Auswirkungen."""

    zeilen: tuple[Zeile, ...]
    """Ihre Zeilen."""


@dataclass(frozen=True, slots=True)
class Beschlusspunkt:
    """Ein Punkt des Beschlussvorschlags."""

    text: Langtext
    """Sein Wortlaut."""


@dataclass(frozen=True, slots=True)
class Block:
    """Ein Block des Formulars; was er enthält, folgt aus seiner Art."""

    art: Literal["kopf", "betreff", "beratungsfolge", "finanzen", "beschlussvorschlag", "erlaeuterungen", "anlagen", "noch_offen"]
    """Welcher Block; wird nicht gedruckt."""
    ueberschrift: str = ""
    """Überschrift, wie das Formular sie druckt."""
    felder: tuple[Kopffeld, ...] = ()
    """kopf: seine Felder."""
    betreff: str = ""
    """betreff: der Betreff."""
    termin: str = ""
    """beratungsfolge: Überschrift der Termine."""
    stationen: tuple[Beratung, ...] = ()
    """beratungsfolge: ihre Stationen."""
    fragen: tuple[Frage, ...] = ()
    """finanzen: die Fragen mit Ankreuzfeldern."""
    positionen: tuple[Finanzposition, ...] = ()
    """finanzen: die Positionen."""
    punkte: tuple[Beschlusspunkt, ...] = ()
    """beschlussvorschlag: seine Punkte."""
    text: Langtext = Langtext()
    """erlaeuterungen: der Text."""
    eintraege: tuple[str, ...] = ()
    """anlagen: ihre Titel; noch_offen: was fehlt."""


@dataclass(frozen=True, slots=True)
class View:
    """Was die Vorlage sagt."""

    dokument: Dokument
    """Titel, Verfasser, Datum, Thema und Sprache: auch die Metadaten der Datei."""
    absender: str
    """Körperschaft und Leitung, oben auf der ersten Seite."""
    titel: str
    """Titelzeile: Art und Zugang."""
    vermerke: tuple[str, ...]
    """Auf jeder Seite oben: ENTWURF, nichtöffentlich."""
    musterdaten: str
    """Auf jeder Seite unten, solange die Daten Musterdaten sind."""
    kopfzeile: str
    """Ab Seite 2 oben: Nummer und Betreff."""
    bloecke: tuple[Block, ...]
    """Die Blöcke in der Reihenfolge des Formulars."""


def subjects(bestand: Bestand) -> Iterable[Subject]:
    """One paper per Vorlage; one whose file is broken is named too, so that nobody takes it for withdrawn."""
    broken = (key for key in bestand.fehlerhaft if "/vorlagen/" in key)
    for key in sorted({*bestand.vorlagen, *broken}):
        vorlage = bestand.vorlagen.get(key)
        yield Subject(ART, key.split("/")[0], key, _zugang(vorlage), frozenset(_needs(bestand, key, vorlage)))


def view(bestand: Bestand, subject: Subject, frueher: View | None = None) -> View:  # noqa: ARG001 - the protocol's; a Vorlage does not look back
    """The words of one Vorlage; the Bestand must be sound in all that the subject needs."""
    return _Writer(bestand, subject.gegenstand).view()


def _zugang(vorlage: Vorlage | None) -> Zugang:
    """A Vorlage that does not say who may see it is kept with the non-public ones."""
    return (vorlage.zugang if vorlage else None) or "nichtoeffentlich"


def _needs(bestand: Bestand, key: str, vorlage: Vorlage | None) -> Iterator[str]:
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


class _Writer:
    """Writes one Vorlage; knows its gaps, so that each missing value is printed as one and listed once."""

    def __init__(self, bestand: Bestand, key: str) -> None:
        self.bestand = bestand
        self.vorlage: Vorlage = bestand.vorlagen[key]
        self.body: str = key.split("/", maxsplit=1)[0]
        self.owner: Koerperschaft = bestand.koerperschaften[self.body]
        self.formular: Formular = bestand.formulare[self.owner.formular]
        self.gaps: tuple[Luecke, ...] = luecken(self.vorlage, self.formular) if is_draft(self.vorlage) else ()
        self.gap_at = {gap.stelle: gap.was for gap in self.gaps}

    def view(self) -> View:
        vorlage, labels = self.vorlage, self.formular.beschriftungen
        art = self.formular.arten[vorlage.vorlagenart]
        nummer = vorlage.nummer or labels.nummer_offen
        titled = f"{art} {vorlage.nummer}" if vorlage.nummer else art
        lead = self._amt()
        return View(
            dokument=Dokument(
                titel=f"{titled}: {vorlage.betreff}",
                verfasser=", ".join(filter(None, (wording.mit_art(self.owner), lead))),
                thema=vorlage.betreff,
                datum=vorlage.datum or self._fallback_date(),
            ),
            absender=f"{wording.mit_art(self.owner)} – {self.owner.leitung.bezeichnung}",
            titel=f"{art} {self.formular.zugaenge[vorlage.zugang] if vorlage.zugang else self._gap('zugang')}",
            vermerke=tuple(self._vermerke()),
            musterdaten=MUSTERDATEN if self.bestand.region.musterdaten else "",
            kopfzeile=f"{labels.nummer_kurz}{wording.NBSP}{nummer} · {vorlage.betreff}" if vorlage.nummer else f"{nummer} · {vorlage.betreff}",
            bloecke=tuple(self._blocks()),
        )

    def _fallback_date(self) -> date:
        """A draft without a date takes the newest Stichtag for its metadata: the clock never gets into a file."""
        return self.bestand.region.stichtage[-1]

    def _vermerke(self) -> Iterator[str]:
        if is_draft(self.vorlage):
            yield "ENTWURF"
        if _zugang(self.vorlage) == "nichtoeffentlich":
            yield "nichtöffentlich – Verschwiegenheitspflicht"
        if _zugang(self.vorlage) == "intern":
            yield "intern – nicht zur Veröffentlichung"

    def _gap(self, *stelle: str | int) -> str:
        """The printed gap at a place, empty where nothing is missing."""
        return wording.luecke(self.gap_at[stelle]) if stelle in self.gap_at else ""

    def _amt(self) -> str:
        if not self.vorlage.federfuehrung:
            return ""
        home, amt = resolve(self.body, self.vorlage.federfuehrung).rsplit("/", 1)
        return self.bestand.koerperschaften[home].aemter[amt].name

    def _blocks(self) -> Iterator[Block]:
        for place in self.formular.bloecke:
            block = self._block(place.block, place.ueberschrift or "", place.mehrzahl or place.ueberschrift or "")
            if block:
                yield block
        if self.gaps:
            heading = f"{self.formular.beschriftungen.noch_offen} ({len(self.gaps)})"
            yield Block("noch_offen", heading, eintraege=tuple(map(self._gap_entry, self.gaps)))

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
                    Kopffeld("federfuehrung", labels.federfuehrung, self._amt() or self._gap("federfuehrung")),
                    Kopffeld("nummer", labels.nummer, vorlage.nummer or labels.nummer_offen),
                ))  # fmt: skip
            case "betreff":
                return Block("betreff", heading, betreff=wording.fest(vorlage.betreff))
            case "beratungsfolge":
                stops = tuple(self._station(i, stop) for i, stop in enumerate(vorlage.beratungsfolge))
                if gap := self._gap("beratungsfolge"):
                    stops = (Beratung(gap, "", "", ""),)
                return Block("beratungsfolge", heading, termin=labels.termin, stationen=stops) if stops else None
            case "finanzen":
                return self._finanzen(heading)
            case "beschlussvorschlag":
                points = tuple(Beschlusspunkt(wording.langtext(text)) for text in vorlage.beschlussvorschlag)
                if gap := self._gap("beschlussvorschlag"):
                    points = (Beschlusspunkt(markup.plain(gap)),)
                return Block("beschlussvorschlag", heading, punkte=points) if points else None
            case "erlaeuterungen":
                text = wording.langtext(vorlage.erlaeuterungen) if vorlage.erlaeuterungen else markup.plain(self._gap("erlaeuterungen"))
                return Block("erlaeuterungen", heading, text=text) if vorlage.erlaeuterungen or self._gap("erlaeuterungen") else None
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
            when = wording.Luecke("Termin folgt") if stop.termin == "offen" else self._gap(*here, "sitzung")
        reporter = wording.person(self.owner.personen[stop.berichterstattung]) if stop.berichterstattung else self._gap(*here, "berichterstattung")
        return Beratung(
            gremium=gremium.name if gremium else self._gap(*here, "gremium"),
            beschriftung=self.formular.beschriftungen.berichterstattung if reporter else "",
            berichterstattung=reporter,
            termin=when,
        )

    def _finanzen(self, heading: str) -> Block | None:
        finanzen, labels = self.vorlage.finanzen, self.formular.beschriftungen
        if finanzen.auswirkungen is None and not self._gap("finanzen", "auswirkungen"):
            return None
        questions = [self._question("auswirkungen", heading, answer=finanzen.auswirkungen)]
        if finanzen.auswirkungen:
            questions.append(self._question("im_haushalt", labels.im_haushalt, answer=finanzen.im_haushalt))
        positions = tuple(self._position(i, position) for i, position in enumerate(finanzen.positionen))
        if gap := self._gap("finanzen", "positionen"):
            positions = (Finanzposition((Zeile("position", labels.position, Angabe("nummer", labels.nummer_kurz, gap), Angabe("leer")),)),)
        return Block("finanzen", fragen=tuple(questions), positionen=positions)

    def _question(self, feld: Literal["auswirkungen", "im_haushalt"], text: str, *, answer: bool | None) -> Frage:
        return Frage(feld, text, (self._box("ja", ticked=answer is True), self._box("nein", ticked=answer is False)), self._gap("finanzen", feld))

    def _box(self, feld: Literal["ja", "nein"], *, ticked: bool) -> Kaestchen:
        art = self.formular.schreibweise
        return Kaestchen(feld, ticked, art.angekreuzt if ticked else art.leer, feld)

    def _position(self, i: int, position: Position) -> Finanzposition:
        labels, art = self.formular.beschriftungen, self.formular.schreibweise
        here = ("finanzen", "positionen", i)
        product = position.produkt
        rows = [
            Zeile("produkt", labels.produkt,
                  Angabe("nummer", labels.nummer_kurz, product.nummer if product else self._gap(*here, "produkt")),
                  Angabe("bezeichnung", labels.bezeichnung_kurz, product.bezeichnung) if product else Angabe("leer")),
            Zeile("position", labels.position,
                  Angabe("nummer", labels.nummer_kurz, position.nummer or self._gap(*here, "nummer")),
                  Angabe("bezeichnung", labels.bezeichnung_kurz, position.bezeichnung or self._gap(*here, "bezeichnung"))),
        ]  # fmt: skip
        if len(self.vorlage.finanzen.positionen) > 1 and position.jahr:
            rows.append(Zeile("jahr", labels.haushaltsjahr, Angabe("jahr", "", str(position.jahr)), Angabe("leer")))
        planned = wording.geld(position.veranschlagt, art) if position.veranschlagt is not None else self._gap(*here, "veranschlagt")
        left = Angabe("verfuegbar", labels.betrag_b, wording.geld(position.verfuegbar, art)) if position.verfuegbar is not None else Angabe("leer")
        rows.append(Zeile("betrag", labels.betrag, Angabe("veranschlagt", labels.betrag_a, planned), left))
        return Finanzposition(tuple(rows))
