"""Writes a Vorlage into the blocks of its body's form, gaps included; which blocks, in which order and under which labels, says data/formulare/."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from generator import markup, views, wording
from generator.documents import Dokument, formularfinanzen, formularfolge, formulartexte
from generator.documents.bloecke import Beschlusspunkt, Block, Kopffeld
from generator.inheritance import is_help
from generator.model import Bestand, Formular, Formularblock, Koerperschaft, Vorlage, Zugang, resolve
from generator.rules.luecken import Luecke, is_draft, luecken

INTERN = "intern – nicht zur Veröffentlichung"
MUSTERDATEN = "Musterdaten – Beträge, Beteiligung und Stand erfunden"
ROMAN = ("I.", "II.", "III.", "IV.", "V.", "VI.", "VII.", "VIII.", "IX.", "X.", "XI.", "XII.", "XIII.", "XIV.", "XV.", "XVI.", "XVII.", "XVIII.")


def zugang(vorlage: Vorlage | None) -> Zugang:
    """Who may see a Vorlage; one that does not say so is kept with the non-public ones."""
    return (vorlage.zugang if vorlage else None) or "nichtoeffentlich"


def stand(bestand: Bestand, vorlage: Vorlage | None) -> date:
    """The day of a Vorlage; a draft without one takes the newest Stichtag, since the clock never gets into a file."""
    return (vorlage.datum if vorlage else None) or bestand.region.stichtage[-1]


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
    if vorlage and vorlage.projekt:
        yield f"projekte/{vorlage.projekt}"
    if vorlage and vorlage.zu:
        home = vorlage.zu.split("/", maxsplit=1)[0]
        yield from (vorlage.zu, f"{home}/koerperschaft", f"{home}/gremien", f"{home}/sitzungen")
    if vorlage and vorlage.beratungsfolge:
        for home in sorted(bodies):
            yield from (f"{home}/gremien", f"{home}/sitzungen")
    if owner := bestand.koerperschaften.get(body):
        yield f"formulare/{owner.formular.name}"


class Schreiber:
    """Writes one Vorlage; knows its gaps, so that each missing value is printed as one and listed once."""

    def __init__(self, bestand: Bestand, key: str, vorlage: Vorlage) -> None:
        self.bestand = bestand
        self.vorlage = vorlage
        self.body: str = key.split("/", maxsplit=1)[0]
        self.owner: Koerperschaft = bestand.koerperschaften[self.body]
        self.formular: Formular = bestand.formulare[self.owner.formular.name]
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
            datum=stand(self.bestand, vorlage),
            einbetten=self.formular.daten_einbetten,
        )

    def absender(self) -> str:
        """Body and head of its administration; of a Formulierungshilfe nobody is the sender."""
        if is_help(self.owner, self.vorlage):
            return INTERN
        return f"{wording.mit_art(self.owner)} – {self.owner.leitung.bezeichnung}"

    def titel(self) -> str:
        """Art and Zugang in one line."""
        art, zugang = self.formular.arten[self.vorlage.vorlagenart], self.vorlage.zugang
        if self.vorlage.verteilung == "tischvorlage":
            art = f"{art} (Tischvorlage)"
        if is_help(self.owner, self.vorlage):
            return f"{art} (Formulierungshilfe)"
        return f"{art} {self.formular.zugaenge[zugang]}" if zugang else views.Luecke(f"{art} {self.gap('zugang')}")

    def vermerke(self) -> Iterator[str]:
        """What each page says at its head: a draft, and who may not see it."""
        if is_draft(self.vorlage):
            yield "ENTWURF"
        if is_help(self.owner, self.vorlage):
            yield f"{formulartexte.hilfe(self.bestand)} – keine Vorlage {wording.genitiv(self.owner)}"
        if newer := formulartexte.ersetzt_durch(self):
            yield newer
        if zugang(self.vorlage) == "nichtoeffentlich":
            yield "nichtöffentlich – Verschwiegenheitspflicht"
        if zugang(self.vorlage) == "intern" and not is_help(self.owner, self.vorlage):
            yield INTERN

    def musterdaten(self) -> str:
        """What each page says at its foot while the data are sample data."""
        return MUSTERDATEN if self.bestand.region.musterdaten else ""

    def kopfzeile(self) -> str:
        """Nummer and Betreff for the following pages."""
        labels, vorlage = self.formular.beschriftungen, self.vorlage
        if is_help(self.owner, self.vorlage):
            return f"{INTERN} · {vorlage.betreff}"
        nummer = f"{labels.nummer_kurz}{wording.NBSP}{vorlage.nummer}" if vorlage.nummer else labels.nummer_offen
        return f"{nummer} · {vorlage.betreff}"

    def bloecke(self) -> Iterator[Block]:
        """The blocks in the order of the form, then what is still open; sections are numbered as they come."""
        number = 0
        for place in self.formular.bloecke:
            sections = ROMAN[number] if place.abschnitt else ""
            for block in self._block(place, sections):
                yield block
                number += bool(sections)
                sections = ""
        yield from formulartexte.laufzettel(self)
        if self.gaps:
            heading = f"{self.formular.beschriftungen.noch_offen} ({len(self.gaps)})"
            yield Block("noch_offen", heading, eintraege=tuple(map(self._gap_entry, self.gaps)))

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

    def _block(self, place: Formularblock, section: str) -> Iterator[Block]:
        """What stands at a place of the form: nothing where there is nothing to say."""
        vorlage = self.vorlage
        title = place.je_art.get(vorlage.vorlagenart, place.ueberschrift or "")
        heading = f"{section} {title}".strip()
        match place.block:
            case "kopf":
                yield self._kopf()
            case "betreff":
                yield Block("betreff", heading, betreff=wording.fest(vorlage.betreff))
            case "beratungsfolge":
                yield from formularfolge.beratungsfolge(self, heading)
            case "ergebnisse":
                yield from formularfolge.ergebnisse(self, heading)
            case "finanzen":
                yield from formularfinanzen.finanzen(self, heading, place.frage or "")
            case "folgekosten" | "foerderung" | "deckung":
                yield from _lower(place, formularfinanzen.ergaenzung(self, place.block, heading))
            case "wirkungen":
                yield from formulartexte.wirkungen(self, heading)
            case "beschlussvorschlag":
                yield from self._beschlussvorschlag(heading)
            case "anlagen":
                yield from self._anlagen(heading if len(vorlage.anlagen) == 1 else f"{section} {place.mehrzahl or title}".strip())
            case _:
                yield from _lower(place, formulartexte.text(self, place.block, heading))

    def _beschlussvorschlag(self, heading: str) -> Iterator[Block]:
        points = tuple(Beschlusspunkt(wording.langtext(text)) for text in self.vorlage.beschlussvorschlag)
        if gap := self.gap("beschlussvorschlag"):
            points = (Beschlusspunkt(markup.plain(gap)),)
        if points:
            yield Block("beschlussvorschlag", heading, vorspann=formularfolge.vorspann(self), punkte=points)

    def _anlagen(self, heading: str) -> Iterator[Block]:
        if titles := tuple(anlage.titel for anlage in self.vorlage.anlagen):
            yield Block("anlagen", heading, eintraege=titles)

    def _kopf(self) -> Block:
        labels, vorlage = self.formular.beschriftungen, self.vorlage
        return Block("kopf", felder=(
            Kopffeld("federfuehrung", labels.federfuehrung, self._amt() or self.gap("federfuehrung")),
            Kopffeld("nummer", labels.nummer, vorlage.nummer or labels.nummer_offen),
        ))  # fmt: skip


def _lower(place: Formularblock, blocks: Iterator[Block]) -> Iterator[Block]:
    """A text that belongs to the section before it: its heading is one level lower."""
    for block in blocks:
        if place.unterabschnitt and block.ueberschrift:
            heading = markup.Textblock("ueberschrift", (markup.Lauf(block.ueberschrift),))
            yield replace(block, ueberschrift="", text=markup.Langtext((heading, *block.text.bloecke)))
        else:
            yield block
