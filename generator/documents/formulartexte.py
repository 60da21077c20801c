"""The texts of a form: Erläuterungen and what a form asks for besides, effects beyond the budget, signatures, earlier versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, cast

from generator import markup, wording
from generator.documents.bloecke import Block, Frage, Fragefeld, Kaestchen, Zusatzfeld
from generator.documents.formularfinanzen import frage_kaestchen
from generator.inheritance import is_help
from generator.markup import Langtext, Lauf, Textblock, Zelle
from generator.model import VORENTHALTEN, Bestand, Vorlage, vorlage_id
from generator.rules.luecken import is_draft

if TYPE_CHECKING:
    from generator.documents.formular import Schreiber

_SIGNED = "______________________________"
_MEMBER = {"kreis": "Mitglied des Kreisausschusses", "stadt": "Mitglied des Rates", "gemeinde": "Mitglied des Rates"}


def hilfe(bestand: Bestand) -> str:
    """What a paper is called that the Kreis makes for a municipality which does not issue it itself."""
    return f"Formulierungshilfe {wording.genitiv(bestand.kreis)}" if bestand.kreis else "Formulierungshilfe"


def text(
    paper: Schreiber,
    art: Literal["rechtsgrundlage", "zustaendigkeit", "alternativen", "erlaeuterungen", "aenderung", "unterschriften"],
    heading: str,
) -> Iterator[Block]:
    """One text with its heading; nothing where there is none."""
    found = _sources(paper, art)
    if found:
        shared = art == "erlaeuterungen" and not paper.vorlage.erlaeuterungen and paper.vorlage.erlaeuterungen_alle
        yield Block("text", heading, feld="erlaeuterungen_alle" if shared else art, text=found)


def _sources(paper: Schreiber, art: str) -> Langtext:
    vorlage = paper.vorlage
    match art:
        case "erlaeuterungen":
            return _erlaeuterungen(paper)
        case "aenderung":
            return _aenderung(paper)
        case "unterschriften":
            return _unterschriften(paper)
        case "rechtsgrundlage" if vorlage.rechtsgrundlage is None and vorlage.genehmigt:
            number = "§ 50 Abs. 3 KrO NRW" if paper.owner.art == "kreis" else "§ 60 Abs. 1 GO NRW"
            return markup.plain(wording.fest(f"{number}: Die Entscheidung ist dem zuständigen Gremium in der nächsten Sitzung zur Genehmigung vorzulegen."))
    if gap := paper.gap(art):
        return markup.plain(gap)
    source: str | None = getattr(vorlage, art)
    return wording.langtext(source) if source else Langtext()


def _erlaeuterungen(paper: Schreiber) -> Langtext:
    """What all bodies say first, then the own words."""
    vorlage = paper.vorlage
    if gap := paper.gap("erlaeuterungen"):
        return markup.plain(gap)
    if "erlaeuterungen" in vorlage.vorenthalten:
        return markup.plain(VORENTHALTEN)
    both = "\n\n".join(filter(None, (vorlage.erlaeuterungen_alle, vorlage.erlaeuterungen)))
    return wording.langtext(both) if both else Langtext()


def _aenderung(paper: Schreiber) -> Langtext:
    """Which Vorlage this one replaces, completes or confirms, and what is different."""
    vorlage = paper.vorlage
    verbs = ((vorlage.ersetzt, "Diese Vorlage ersetzt"), (vorlage.ergaenzt, "Diese Vorlage ergänzt"), (vorlage.genehmigt, "Zur Genehmigung vorgelegt wird"))
    for bezug, verb in verbs:
        if bezug and (former := paper.bestand.vorlagen.get(vorlage_id(paper.body, bezug))):
            said = markup.plain(wording.fest(f"{verb} {_named(paper, former)}."))
            return Langtext((*said.bloecke, *(wording.langtext(vorlage.aenderung).bloecke if vorlage.aenderung else ())))
    return Langtext()


def ersetzt_durch(paper: Schreiber) -> str:
    """What stands at the head of a Vorlage that a newer one replaces."""
    for newer in paper.bestand.vorlagen_von.get(paper.body, {}).values():
        if newer.ersetzt and paper.bestand.vorlagen.get(vorlage_id(paper.body, newer.ersetzt)) is paper.vorlage:
            return f"ersetzt durch {_named(paper, newer)}"
    return ""


def _named(paper: Schreiber, vorlage: Vorlage) -> str:
    """A Vorlage with its kind, number and day: `die Beschlussvorlage 120/2025 vom 02.06.2025`."""
    day = f" vom {wording.datum(vorlage.datum)}" if vorlage.datum else ""
    return f"die {paper.formular.arten[vorlage.vorlagenart]} {vorlage.nummer or f'„{vorlage.betreff}“'}{day}"


def wirkungen(paper: Schreiber, heading: str = "") -> Iterator[Block]:
    """The effects beyond the budget that the form asks for and the Vorlage answers."""
    questions = []
    for art, label in paper.formular.beschriftungen.wirkungen.items():
        found, gap = getattr(paper.vorlage.wirkungen, art), paper.gap("wirkungen", art)
        if found is not None or gap:
            feld, more = cast(Fragefeld, f"wirkungen/{art}/betroffen"), cast(Zusatzfeld, f"wirkungen/{art}/text")
            answer, reason = (found.betroffen, found.text or "") if found else ("", "")
            questions.append(Frage(feld, more, label, _boxes(paper, answer), reason, gap))
    if questions:
        yield Block("finanzen", heading, fragen=tuple(questions))


def _boxes(paper: Schreiber, betroffen: str) -> tuple[Kaestchen, ...]:
    if betroffen in ("positiv", "negativ"):
        return frage_kaestchen(paper, ("positiv", "negativ", "nein"), betroffen)
    return frage_kaestchen(paper, ("ja", "nein"), betroffen)


def _unterschriften(paper: Schreiber) -> Langtext:
    """The head of the administration; a Dringlichkeitsentscheidung is signed by a member besides (§ 60 Abs. 1 GO, § 50 Abs. 3 KrO NRW)."""
    urgent = paper.vorlage.vorlagenart == "dringlichkeitsentscheidung"
    if is_help(paper.owner, paper.vorlage) or not (paper.formular.unterschriften or urgent):
        return Langtext()
    names = [paper.owner.leitung.bezeichnung, *([_MEMBER[paper.owner.art]] if urgent else [])]
    lines = [line for name in names for line in (wording.NBSP, _SIGNED, name)]
    return Langtext(tuple(Textblock("absatz", (Lauf(line),)) for line in lines))


def laufzettel(paper: Schreiber) -> Iterator[Block]:
    """Who has signed off so far: only while the Vorlage is on its way through the house, and never in a public edition."""
    steps = paper.vorlage.mitzeichnung
    if not steps or not is_draft(paper.vorlage) or paper.vorlage.zugang == "oeffentlich":
        return
    head = tuple(Zelle((Lauf(word),)) for word in ("Mitzeichnung", "am", "Vermerk"))
    rows = tuple(
        tuple(Zelle((Lauf(word),) if word else ()) for word in (step.rolle, wording.datum(step.am) if step.am else "steht aus", step.vermerk or ""))
        for step in steps
    )
    yield Block("text", "Laufzettel (intern, nicht für die Sitzung)", feld="mitzeichnung", text=Langtext((Textblock("tabelle", kopf=head, zeilen=rows),)))
