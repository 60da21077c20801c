"""The fields of an Übergabeblatt: what the blocks of a paper become in the council information system that it is copied into."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from generator import wording
from generator.documents import Subject
from generator.documents.bloecke import Block, Frage
from generator.documents.klartext import klartext, zeile
from generator.markup import Langtext, Lauf, Textblock, plain
from generator.model import Formular, Uebergabefeld, Vorlage, Zugang
from generator.views import Luecke

Dateiart = Literal["word", "pdf", "anlage"]
Dateilage = Literal["da", "fehlt", "veraltet", "im-papier", "woanders", "vorlage-geaendert", "kopie-geaendert"]
Umfang = Literal["ganz", "anlagen"]
"""A sheet for the whole paper, or one for Anlagen that lie apart from it."""
Feldart = Literal[Uebergabefeld, "weiteres"]
_NUR_ANLAGEN: tuple[Uebergabefeld, ...] = ("betreff", "nummer", "anlagen")
_NAMEN: dict[str, str] = {
    "art": "Vorlagenart", "betreff": "Betreff", "datum": "Datum", "zugang": "Öffentlichkeit", "beratungsfolge": "Beratungsfolge",
    "beschlussvorschlag": "Beschlussvorschlag", "erlaeuterungen": "Erläuterungen", "rechtsgrundlage": "Rechtsgrundlage",
    "zustaendigkeit": "Zuständigkeit", "alternativen": "Alternativen", "aenderung": "Änderung", "wirkungen": "Weitere Auswirkungen",
    "finanzen": "Finanzielle Auswirkungen", "anlagen": "Anlagen",
}  # fmt: skip
_INTERN = ("unterschriften", "mitzeichnung")
"""What stays with the paper."""
_NUMBERED = re.compile(r"^(?:[IVX]+\.|\d+\.)(?:\d+\.?)* ")
ZUGANG: Mapping[Zugang, str] = MappingProxyType({"oeffentlich": "öffentlich", "nichtoeffentlich": "nichtöffentlich", "intern": "intern"})
"""As systems say it, whatever a form prints around it."""
_FERN = {"im-papier": "steht im Bericht selbst", "woanders": "liegt nicht hier (nichtöffentlich)", "fehlt": "ohne Datei"}


@dataclass(frozen=True, slots=True)
class Datei:
    """A file of the paper as the folder holds it, or as it is missing there."""

    art: Dateiart
    lage: Dateilage
    name: str
    groesse: int = 0
    sha256: str = ""
    nr: int = 0
    """Of an Anlage: its place in the list, from 1."""
    titel: str = ""
    seiten: int = 0
    getaggt: Literal["", "ja", "nein"] = ""


@dataclass(frozen=True, slots=True)
class Angabe:
    """Eine Angabe in einer Zeile eines Feldes."""

    beschriftung: str
    """Ihre Beschriftung; leer, wo die Spalte eine hat."""
    wert: str
    """Die Angabe."""


@dataclass(frozen=True, slots=True)
class Zeile:
    """Eine Zeile eines Feldes: eine Station, eine Anlage, eine Angabe zu den Finanzen."""

    nr: int
    """Die wievielte sie ist."""
    angaben: tuple[Angabe, ...]
    """Ihre Angaben."""
    fehlt: bool
    """Ob darin etwas fehlt; dann wird sie nicht kopiert."""
    klartext: str
    """Was »Kopieren« in die Zwischenablage legt."""


@dataclass(frozen=True, slots=True)
class Feld:
    """Ein Feld des Ratsinformationssystems."""

    feld: Feldart
    """Welches Feld; wird nicht gedruckt."""
    nr: int
    """Das wievielte auf dem Blatt."""
    beschriftung: str
    """Wie das System das Feld nennt."""
    hinweis: str
    """Was beim Übertragen zu wissen ist; meist leer."""
    fehlt: bool
    """Ob der Wert noch fehlt und es nichts zu kopieren gibt."""
    koepfe: tuple[str, ...]
    """Überschriften der Spalten, wo die Zeilen eine Tabelle mit Kopf sind."""
    zeilen: tuple[Zeile, ...]
    """Die Zeilen, jede für sich zu kopieren."""
    text: Langtext
    """Der Wert, oder was nach den Zeilen noch zu sagen ist."""
    klartext: str
    """Was »Text kopieren« in die Zwischenablage legt."""


class Felder:
    """Writes the fields of one paper from the view that Word and PDF print."""

    def __init__(self, formular: Formular, vorlage: Vorlage, subject: Subject, paper: Any, dateien: tuple[Datei, ...]) -> None:
        self.formular, self.vorlage, self.subject, self.paper, self.dateien = formular, vorlage, subject, paper, dateien
        self.blocks: tuple[Block, ...] = (*paper.bloecke, *getattr(paper, "schluss", ()))
        self.headings: dict[str, str] = {place.block: place.mehrzahl or place.ueberschrift or "" for place in formular.bloecke}

    def felder(self, umfang: Umfang) -> Iterator[Feld]:
        """The fields in the system's order, then what else the paper says."""
        found: dict[str, Feld] = {feld.feld: feld for feld in (*self._head(), *self._blocks(), *self._report(), *self._questions(), *self._anlagen())}
        asked = self.formular.uebergabe.felder if umfang == "ganz" else _NUR_ANLAGEN
        order: Iterable[str] = dict.fromkeys((*asked, *(name for name in found if name != "datum"))) if umfang == "ganz" else asked
        fields = [found[name] for name in order if name in found]
        for nr, feld in enumerate((*fields, *(self._rest() if umfang == "ganz" else ())), 1):
            known = feld.feld in asked
            yield replace(feld, nr=nr, hinweis=feld.hinweis or ("" if known else "Steht in der Vorlage; ein eigenes Feld ist dafür nicht vorgesehen."))

    def _head(self) -> Iterator[Feld]:
        """What each paper says of itself in a few words."""
        vorlage, formular = self.vorlage, self.formular
        art = formular.arten[vorlage.vorlagenart]
        yield self._short("art", f"{art} (Tischvorlage)" if vorlage.verteilung == "tischvorlage" else art)
        neutral = vorlage.betreff_oeffentlich if self.subject.zugang != "oeffentlich" else None
        hint = f"Auf der öffentlichen Tagesordnung heißt die Angelegenheit: {neutral}" if neutral else ""
        yield self._short("betreff", wording.fest(vorlage.betreff), hint)
        if vorlage.datum:
            yield self._short("datum", wording.datum(vorlage.datum))
        yield self._short("zugang", ZUGANG[self.subject.zugang] if vorlage.zugang else wording.luecke("öffentlich oder nichtöffentlich"))

    def _blocks(self) -> Iterator[Feld]:
        for block in self.blocks:
            match block.art:
                case "kopf":
                    yield from self._kopf(block)
                case "beratungsfolge":
                    yield self._stops(block)
                case "beschlussvorschlag":
                    yield self._field("beschlussvorschlag", _heading(block), text=_proposal(block))
                case "text" if (name := _text_field(block)) in get_args(Uebergabefeld):
                    yield self._field(cast(Uebergabefeld, name), _heading(block), text=block.text)

    def _kopf(self, block: Block) -> Iterator[Feld]:
        for head in block.felder:
            if head.feld == "nummer" and not self.vorlage.nummer:
                hint = "Sobald die Nummer vergeben ist, in den Daten bei »nummer« eintragen."
                yield self._short("nummer", Luecke(head.wert), hint, head.beschriftung)
            else:
                yield self._short(head.feld, head.wert, name=head.beschriftung)

    def _report(self) -> Iterator[Feld]:
        """A Sachstandsbericht has its Erläuterungen beside the blocks: its mandate, the assessment, what the administration adds."""
        if self.subject.art != "sachstandsbericht":
            return
        paper = self.paper
        said = (paper.grundlage, f"{paper.bewertung_kopf} {paper.bewertung}", paper.bewertung_von)
        blocks = tuple(Textblock("absatz", (Lauf(text),)) for text in said if text.strip())
        text = Langtext((*blocks, *paper.text.bloecke))
        yield replace(self._field("erlaeuterungen", text=text), hinweis="Der ganze Bericht mit seinen Anlagen steht in den Dateien.")

    def _rest(self) -> Iterator[Feld]:
        """Texts of the paper that have no field of their own; signatures are not handed over."""
        for block in self.blocks:
            name = _text_field(block)
            if block.art == "text" and name not in (*get_args(Uebergabefeld), *_INTERN) and not name.startswith("finanzen/"):
                yield self._field("weiteres", _heading(block) or "Weitere Angaben", text=block.text)

    def _stops(self, block: Block) -> Feld:
        """One row for each stop; the role is told even where the form does not print it."""
        roles = [wording.rolle(stop.rolle) for stop in self.vorlage.beratungsfolge]
        told = not roles or any(cell.feld == "rolle" for stop in block.stationen for cell in stop.zellen)
        beneath = any(stop.berichterstattung for stop in block.stationen)
        heads = ("Gremium", *(column.wort for column in block.spalten), *(() if told else ("Zuständigkeit",)), *(("Berichterstattung",) if beneath else ()))
        rows = []
        for i, stop in enumerate(block.stationen):
            cells = (stop.gremium, *(cell.wert for cell in stop.zellen), *(() if told else (roles[i],)), *((stop.berichterstattung,) if beneath else ()))
            rows.append(_row(i + 1, tuple(Angabe("", cell) for cell in cells)))
        return replace(self._field("beratungsfolge", koepfe=heads, zeilen=tuple(rows)), fehlt=not roles)

    def _anlagen(self) -> Iterator[Feld]:
        """One row for each Anlage with its number in the whole list."""
        found = [datei for datei in self.dateien if datei.art == "anlage"]
        rows = tuple(_anlage(datei) for datei in sorted(found, key=lambda datei: datei.nr))
        if rows:
            feld = self._field("anlagen", koepfe=("Nr.", "Titel", "Datei"), zeilen=rows)
            yield replace(feld, klartext="\n".join(f"Anlage {row.nr}: {row.klartext}" for row in rows))

    def _questions(self) -> Iterator[Feld]:
        """Boxes as ja or nein, positions line by line; then the texts that belong to the finances."""
        asked = [block for block in self.blocks if block.art == "finanzen"]
        effects = [block for block in asked if block.fragen and block.fragen[0].feld.startswith("wirkungen/")]
        texts: list[Textblock] = []
        for block in self.blocks:
            if block.art == "text" and block.feld.startswith("finanzen/"):
                head = _heading(block)
                texts += [*([Textblock("ueberschrift", (Lauf(head),))] if head else []), *block.text.bloecke]
        lines = [line for block in asked if block not in effects for line in _finance_lines(block)]
        if lines or texts:
            yield self._field("finanzen", zeilen=_numbered(lines), text=Langtext(tuple(texts)))
        if effects:
            yield self._field("wirkungen", zeilen=_numbered([Angabe(_label(frage), _answer(frage)) for block in effects for frage in block.fragen]))

    def _short(self, feld: Uebergabefeld, wert: str, hinweis: str = "", name: str = "") -> Feld:
        return replace(self._field(feld, name, text=plain(wert)), hinweis=hinweis)

    def _field(
        self,
        feld: Feldart,
        name: str = "",
        *,
        koepfe: tuple[str, ...] = (),
        zeilen: tuple[Zeile, ...] = (),
        text: Langtext = Langtext(),
    ) -> Feld:
        """A field under the name that the system has for it: as the form says, else as the paper is labelled."""
        own = self.formular.uebergabe.namen.get(feld) if feld != "weiteres" else None
        called = own or name or self.headings.get(feld, "").rstrip(": ") or _NAMEN[feld]
        parts = ("\n".join(row.klartext for row in zeilen), klartext(text))
        return Feld(feld, 0, called, "", _is_gap(text), koepfe, zeilen, text, "\n\n".join(filter(None, parts)))


def _heading(block: Block) -> str:
    """The heading of a block without the number of its section, and without a colon."""
    return _NUMBERED.sub("", block.ueberschrift).rstrip(": ")


def _text_field(block: Block) -> str:
    """The field that a text belongs to; what all bodies say is part of the Erläuterungen."""
    return "erlaeuterungen" if block.feld == "erlaeuterungen_alle" else block.feld


def _anlage(datei: Datei) -> Zeile:
    where = _FERN.get(datei.lage, datei.name)
    return Zeile(datei.nr, (Angabe("", str(datei.nr)), Angabe("", datei.titel), Angabe("", where)), fehlt=False, klartext=datei.titel)


def _numbered(lines: list[Angabe]) -> tuple[Zeile, ...]:
    return tuple(_row(nr, (line,)) for nr, line in enumerate(lines, 1))


def _row(nr: int, angaben: tuple[Angabe, ...]) -> Zeile:
    """A row of several columns is parted by tabs; one of a question and its answer is a line."""
    lost = any(isinstance(angabe.wert, Luecke) for angabe in angaben)
    if len(angaben) > 1:
        return Zeile(nr, angaben, lost, zeile(tuple(angabe.wert for angabe in angaben)))
    only = angaben[0]
    return Zeile(nr, angaben, lost, f"{only.beschriftung}{'' if only.beschriftung.endswith('?') else ':'} {only.wert}")


def _finance_lines(block: Block) -> Iterator[Angabe]:
    yield from (Angabe(_label(frage), _answer(frage)) for frage in block.fragen)
    for i, position in enumerate(block.positionen, 1):
        lead = f"Position {i}: " if len(block.positionen) > 1 else ""
        for line in position.zeilen:
            values = [value for value in (line.erste, line.zweite) if value.wert]
            said = " · ".join(f"{value.kurz} {value.wert}".strip() for value in values)
            lost = any(isinstance(value.wert, Luecke) for value in values)
            yield Angabe(f"{lead}{line.beschriftung}", Luecke(said) if lost else said)


def _label(frage: Frage) -> str:
    return frage.text.rstrip(": ")


def _answer(frage: Frage) -> str:
    """The word of the ticked box, with what is said besides."""
    if frage.luecke:
        return Luecke(frage.luecke)
    ticked = ", ".join(box.wort for box in frage.kaestchen if box.angekreuzt)
    between = "" if not (ticked and frage.zusatz) else " " if frage.zusatz.startswith("(") else ", "
    return f"{ticked}{between}{frage.zusatz}"


def _proposal(block: Block) -> Langtext:
    """The Beschlussvorschlag as one numbered list, with who recommends it to whom."""
    lead = (Textblock("absatz", (Lauf(block.vorspann),)),) if block.vorspann else ()
    points = tuple(point.text.bloecke for point in block.punkte)
    return Langtext((*lead, *points[0]) if len(points) == 1 else (*lead, Textblock("liste", nummeriert=True, punkte=points)))


def _is_gap(text: Langtext) -> bool:
    runs = [run for block in text.bloecke for run in block.laeufe]
    return bool(runs) and all(isinstance(run.text, Luecke) for run in runs)
