"""The Übergabeblatt: what a clerk copies from a Vorlage into the council information system, field by field in that system's order.

It takes its words from the view that Word and PDF print, so that all three say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from generator import wording
from generator.documents import Dokument, Subject
from generator.documents.bloecke import Block
from generator.documents.uebergabefelder import ZUGANG, Datei, Feld, Felder, Umfang
from generator.markup import Ziel
from generator.model import Bestand, Vorlage, Zugang
from generator.rules.luecken import is_draft

ART = "uebergabeblatt"
_STAND = {"entwurf": "ein Entwurf", "mitzeichnung": "noch in der Mitzeichnung"}


@dataclass(frozen=True, slots=True)
class Warnung:
    """Worauf vor der Übertragung zu achten ist."""

    art: Literal["achtung", "hinweis"]
    """Wie dringend es ist; wird nicht gedruckt."""
    titel: str
    """Worum es geht, in wenigen Wörtern."""
    text: str
    """Was zu tun ist."""
    punkte: tuple[str, ...] = ()
    """Was im Einzelnen."""


@dataclass(frozen=True, slots=True)
class Dateizeile:
    """Eine Datei, die hochgeladen wird."""

    name: str
    """Dateiname."""
    verweis: Ziel
    """Adresse der Datei, vom Blatt aus."""
    wozu: str
    """Was sie ist."""
    angaben: str
    """Größe, Seiten, Tags."""
    bemerkung: str
    """Was an ihr auffällt; meist leer."""
    sha256: str
    """Prüfsumme."""
    nr: int
    """Bei einer Anlage ihr Platz in der Liste; wird nicht gedruckt."""
    seiten: int
    """Seiten einer geprüften PDF-Datei; wird nicht gedruckt."""
    getaggt: Literal["", "ja", "nein"]
    """Ob eine geprüfte PDF-Datei Tags hat; wird nicht gedruckt."""


@dataclass(frozen=True, slots=True)
class View:
    """Was das Übergabeblatt sagt."""

    dokument: Dokument
    """Titel, Verfasser, Datum, Thema und Sprache."""
    absender: str
    """Körperschaft und Leitung."""
    titel: str
    """Überschrift des Blattes."""
    papier: str
    """Art, Zugang und Nummer der Vorlage."""
    betreff: str
    """Ihr Betreff."""
    stand: str
    """Datum der Vorlage."""
    system: str
    """In welches System übertragen wird."""
    warnungen: tuple[Warnung, ...]
    """Worauf zu achten ist, das Dringende zuerst."""
    felder: tuple[Feld, ...]
    """Die Felder in der Reihenfolge des Systems."""
    dateien: tuple[Dateizeile, ...]
    """Die Dateien, die hochgeladen werden."""
    musterdaten: str
    """Am Fuß, solange die Daten Musterdaten sind."""


def view(bestand: Bestand, subject: Subject, paper: Any, dateien: tuple[Datei, ...], *, zugang: Zugang, umfang: Umfang) -> View:
    """The words of a sheet: of a paper as it is printed, and of the files that lie beside the sheet."""
    vorlage = bestand.papiere[subject.gegenstand]
    formular = bestand.formulare[bestand.koerperschaften[subject.koerperschaft].formular.name]
    writer, labels = Felder(formular, vorlage, subject, paper, dateien), formular.beschriftungen
    nummer = f"{labels.nummer_kurz}{wording.NBSP}{vorlage.nummer}" if vorlage.nummer else labels.nummer_offen
    warnungen = (*_secrecy(zugang), *_state(vorlage, paper, writer.blocks), *_files(dateien))
    return View(
        dokument=Dokument(f"Übergabeblatt – {paper.dokument.titel}", paper.dokument.verfasser, paper.dokument.thema, paper.dokument.datum),
        absender=paper.absender,
        titel="Übergabeblatt" if umfang == "ganz" else f"Übergabeblatt: Anlagen, {ZUGANG[zugang]}",
        papier=f"{paper.titel.rstrip(' –')} · {nummer}",
        betreff=wording.fest(vorlage.betreff),
        stand=f"Datum der Vorlage: {wording.datum(vorlage.datum)}" if vorlage.datum else "Die Vorlage hat noch kein Datum.",
        system=formular.uebergabe.system,
        warnungen=tuple(sorted(warnungen, key=lambda warnung: warnung.art)),
        felder=tuple(writer.felder(umfang)),
        dateien=tuple(_dateizeile(datei) for datei in dateien if datei.sha256),
        musterdaten=paper.musterdaten,
    )


def _secrecy(zugang: Zugang) -> Iterator[Warnung]:
    if zugang == "nichtoeffentlich":
        text = "Zuerst als nichtöffentlich anlegen, dann Texte und Dateien übertragen."
        yield Warnung("achtung", "Nichtöffentlich – Verschwiegenheitspflicht", text)
    elif zugang == "intern":
        yield Warnung("achtung", "Intern – nicht zur Veröffentlichung", "Nicht dorthin stellen, wo Gremien oder Öffentlichkeit es sehen.")


def _state(vorlage: Vorlage, paper: Any, blocks: tuple[Block, ...]) -> Iterator[Warnung]:
    """A paper that is another body's, replaced, a draft, or not finished."""
    for vermerk in paper.vermerke:
        if vermerk.startswith(("Formulierungshilfe", "ersetzt durch")):
            yield Warnung("achtung", f"{vermerk[0].upper()}{vermerk[1:]}", "Diese Fassung nicht ungeprüft übertragen.")
    if is_draft(vorlage):
        yield Warnung("achtung", "Entwurf", f"Die Vorlage ist {_STAND[vorlage.stand]}. Erst übertragen, wenn sie freigegeben ist.")
    for block in blocks:
        if block.art == "noch_offen":
            yield Warnung("achtung", block.ueberschrift, "Diese Angaben fehlen; was fehlt, lässt sich hier nicht kopieren:", block.eintraege)


def _files(dateien: tuple[Datei, ...]) -> Iterator[Warnung]:
    """What is wrong with the files, and which lie elsewhere."""

    def names(lage: str) -> tuple[str, ...]:
        return tuple(datei.name or f"Anlage {datei.nr}: {datei.titel}" for datei in dateien if datei.lage == lage)

    if edited := names("vorlage-geaendert"):
        text = "Die Texte auf diesem Blatt kommen aus den Daten und kennen diese Änderung nicht. Vor dem Kopieren vergleichen:"
        yield Warnung("achtung", "Von Hand geändert", text, edited)
    if outdated := names("veraltet"):
        text = "Dem PDF fehlt, was in Word von Hand geändert ist; es liegt deshalb nicht bei. Aus Word ein neues speichern:"
        yield Warnung("achtung", "PDF veraltet", text, outdated)
    if lost := names("fehlt"):
        title = "Anlage ohne Datei" if len(lost) == 1 else f"{len(lost)} Anlagen ohne Datei"
        yield Warnung("achtung", title, "Vor dem Hochladen beschaffen, am besten in den Daten mit »datei:« nennen:", lost)
    if changed := names("kopie-geaendert"):
        yield Warnung("achtung", "Hier im Ordner geändert", "Diese Datei weicht von der des Papiers ab; sie bleibt, wie sie ist:", changed)
    if elsewhere := names("woanders"):
        title = "Nichtöffentliche Anlage" if len(elsewhere) == 1 else f"{len(elsewhere)} nichtöffentliche Anlagen"
        yield Warnung("hinweis", title, "Nicht in diesem Ordner, sondern unter demselben Namen bei den nichtöffentlichen oder internen Papieren:", elsewhere)


def _dateizeile(datei: Datei) -> Dateizeile:
    what = {"word": "Vorlage als Word-Datei", "pdf": "Vorlage als PDF", "anlage": f"Anlage {datei.nr}"}[datei.art]
    pages = f"{datei.seiten} {'Seite' if datei.seiten == 1 else 'Seiten'}" if datei.seiten else ""
    tags = {"": "", "ja": "mit Tags (barrierefrei lesbar)", "nein": "ohne Tags: für Vorleseprogramme kaum lesbar"}[datei.getaggt]
    remark = {"vorlage-geaendert": "von Hand geändert", "kopie-geaendert": "hier im Ordner geändert"}.get(datei.lage, "")
    return Dateizeile(
        datei.name, Ziel(f"./{quote(datei.name)}"), what, " · ".join(filter(None, (_groesse(datei.groesse), pages, tags))), remark, datei.sha256,
        datei.nr, datei.seiten, datei.getaggt,
    )  # fmt: skip


def _groesse(size: int) -> str:
    """145 KB, 1,2 MB: in powers of ten, as DIN EN 80000-13 has it."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{wording.NBSP}KB"
    return f"{size / 1_000_000:.1f}{wording.NBSP}MB".replace(".", ",")
