"""The finance block of a form: the Kreis's four lines a position, or one table of all positions; then what follows from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from generator import markup, wording
from generator.documents.bloecke import Angabe, Block, Finanzposition, Frage, Kaestchen, Zeile
from generator.geld import summe
from generator.markup import Langtext, Lauf, Textblock, Zelle
from generator.model import VORENTHALTEN, Position

if TYPE_CHECKING:
    from generator.documents.formular import Schreiber

_ERTRAEGE = frozenset({"1", "2", "3", "4", "5", "6", "7", "8", "9", "19", "23"})
"""Lines of the Ergebnisplan that are income (KomHVO NRW § 2)."""
Ergaenzung = Literal["folgekosten", "foerderung", "deckung"]


def finanzen(paper: Schreiber, heading: str, first: str = "") -> Iterator[Block]:
    """Questions with their boxes, and the positions as the form writes them; with "nein" nothing but the answer.

    `first` is the first question, where the heading stands above it.
    """
    found, labels = paper.vorlage.finanzen, paper.formular.beschriftungen
    if found.auswirkungen is None and not paper.gap("finanzen", "auswirkungen"):
        return
    questions = [_question(paper, "finanzen/auswirkungen", first or heading, answer=found.auswirkungen, zusatz=found.zusatz or "")]
    if found.auswirkungen:
        questions.append(_question(paper, "finanzen/im_haushalt", labels.im_haushalt, answer=found.im_haushalt))
    gap = paper.gap("finanzen", "positionen")
    above = heading if first else ""
    if paper.formular.finanzblock == "tabelle":
        yield Block("finanzen", above, fragen=tuple(questions))
        if found.positionen or gap:
            text = _table(paper) if found.positionen else markup.plain(gap)
            yield Block("text", feld="finanzen/positionen", text=text)
        return
    written = (_position(paper, i, position) for i, position in enumerate(found.positionen))
    positions = tuple(position for position in written if position.zeilen)
    if gap:
        positions = (Finanzposition((Zeile("position", labels.position, Angabe("nummer", labels.nummer_kurz, gap), Angabe("leer")),)),)
    yield Block("finanzen", above, fragen=tuple(questions), positionen=positions)


_FELD: Mapping[Ergaenzung, Literal["finanzen/folgekosten", "finanzen/foerderung", "finanzen/deckung"]] = MappingProxyType({
    "folgekosten": "finanzen/folgekosten", "foerderung": "finanzen/foerderung", "deckung": "finanzen/deckung",
})  # fmt: skip


def ergaenzung(paper: Schreiber, art: Ergaenzung, heading: str) -> Iterator[Block]:
    """What comes after, who pays with us, and where the rest is taken from; nothing where the Vorlage does not say it."""
    found, art_ = paper.vorlage.finanzen, paper.formular.schreibweise
    if not found.auswirkungen:
        return
    if gap := paper.gap("finanzen", art):
        yield Block("text", heading, feld=_FELD[art], text=markup.plain(gap))
    elif art == "folgekosten" and found.folgekosten:
        lines = [f"Ab {cost.ab} jährlich {_later(paper, cost.betrag, withheld='betrag' in cost.vorenthalten)} ({cost.art})" for cost in found.folgekosten]
        yield Block("text", heading, feld=_FELD[art], text=_list(lines))
    elif art == "deckung" and found.deckung:
        yield Block("text", heading, feld=_FELD[art], text=markup.plain(wording.fest(found.deckung)))
    elif art == "foerderung" and (money := found.foerderung):
        amount = wording.geld(money.betrag, art_) if money.betrag is not None else ""
        rate = f"{wording.zahl(money.quote_prozent)}{wording.NBSP}% der zuwendungsfähigen Ausgaben" if money.quote_prozent else ""
        said = ", ".join(filter(None, (money.programm or "Zuwendung", rate, amount, money.stand)))
        yield Block("text", heading, feld=_FELD[art], text=markup.plain(f"{said}."))


def frage_kaestchen(paper: Schreiber, words: tuple[Literal["ja", "nein", "positiv", "negativ"], ...], ticked: str) -> tuple[Kaestchen, ...]:
    """A box for each word, the given one ticked."""
    art = paper.formular.schreibweise
    return tuple(Kaestchen(word, word == ticked, art.angekreuzt if word == ticked else art.leer, word) for word in words)


def _question(paper: Schreiber, feld: Literal["finanzen/auswirkungen", "finanzen/im_haushalt"], text: str, *, answer: bool | None, zusatz: str = "") -> Frage:
    ticked = {True: "ja", False: "nein", None: ""}[answer]
    return Frage(feld, "finanzen/zusatz", text, frage_kaestchen(paper, ("ja", "nein"), ticked), zusatz, paper.gap(*feld.split("/")))


def _year(paper: Schreiber, position: Position) -> str:
    """The Haushaltsjahr; one whose budget is not decided stands under its reserve."""
    until = paper.owner.haushalt_beschlossen_bis
    if position.jahr is None:
        return ""
    return f"{position.jahr}, vorbehaltlich der Haushaltssatzung {position.jahr}" if until is not None and position.jahr > until else str(position.jahr)


def _position(paper: Schreiber, i: int, position: Position) -> Finanzposition:
    labels = paper.formular.beschriftungen
    here = ("finanzen", "positionen", i)
    product = position.produkt
    planned = amount(paper, position, "veranschlagt") or paper.gap(*here, "veranschlagt")
    year = _year(paper, position) if len(paper.vorlage.finanzen.positionen) > 1 or not _year(paper, position).isdigit() else ""
    same = i > 0 and _place(position) is not None and _place(position) == _place(paper.vorlage.finanzen.positionen[i - 1])
    named = (
        Zeile(
            "produkt",
            labels.produkt,
            _angabe("produkt/nummer", labels.nummer_kurz, product.nummer if product else paper.gap(*here, "produkt")),
            _angabe("produkt/bezeichnung", labels.bezeichnung_kurz, product.bezeichnung if product else ""),
        ),
        Zeile(
            "position",
            labels.position,
            _angabe("nummer", labels.nummer_kurz, position.nummer or paper.gap(*here, "nummer")),
            _angabe("bezeichnung", labels.bezeichnung_kurz, position.bezeichnung or paper.gap(*here, "bezeichnung")),
        ),
    )
    rows = (
        *(() if same else named),
        Zeile("jahr", labels.haushaltsjahr, _angabe("jahr", "", year), Angabe("leer")),
        Zeile(
            "betrag",
            labels.betrag,
            _angabe("veranschlagt", labels.betrag_a, planned),
            _angabe("verfuegbar", labels.betrag_b, amount(paper, position, "verfuegbar")),
        ),
    )
    return Finanzposition(tuple(row for row in rows if row.erste.wert or row.zweite.wert))


def _place(position: Position) -> tuple[object, ...] | None:
    """Where an amount stands in the budget; what stands in the same place as the one before is not named again."""
    return (position.plan, position.nummer, position.bezeichnung, position.produkt) if position.nummer and position.produkt and position.jahr else None


def amount(paper: Schreiber, position: Position, feld: Literal["veranschlagt", "verfuegbar"]) -> str:
    """An amount with its currency; what is withheld says so."""
    if feld in position.vorenthalten:
        return VORENTHALTEN
    found: Decimal | None = getattr(position, feld)
    return wording.geld(found, paper.formular.schreibweise) if found is not None else ""


def _angabe(
    feld: Literal["produkt/nummer", "produkt/bezeichnung", "nummer", "bezeichnung", "veranschlagt", "verfuegbar", "jahr"], kurz: str, wert: str
) -> Angabe:
    """A value with its label; without a value nothing is printed, the label neither."""
    return Angabe(feld, kurz, wert) if wert else Angabe("leer")


# the positions as one table ------------------------------------------------------------------------------------------


def _table(paper: Schreiber) -> Langtext:
    """A row for each position, income and expense told apart, and a sum for each of them where there are several."""
    positions, art = paper.vorlage.finanzen.positionen, paper.formular.schreibweise
    head = (_cell("Haushaltsjahr"), _cell("Produkt"), _cell("Konto oder Maßnahme"), _cell("Art"), _cell(f"Betrag in{wording.NBSP}{art.waehrung}", rechts=True))
    rows = [_row(paper, i, position) for i, position in enumerate(positions)]
    for kind in ("Ertrag", "Aufwand", "Auszahlung"):
        same = [position for position in positions if _kind(position) == kind]
        amounts = [position.veranschlagt for position in same if position.veranschlagt is not None]
        if len(same) > 1 and len(amounts) == len(same):
            total = wording.betrag(summe(amounts), art)
            rows.append((_cell("Summe", fett=True), _cell(""), _cell(""), _cell(kind, fett=True), _cell(total, rechts=True, fett=True)))
    return Langtext((Textblock("tabelle", kopf=head, zeilen=tuple(rows)),))


def _row(paper: Schreiber, i: int, position: Position) -> tuple[Zelle, ...]:
    here = ("finanzen", "positionen", i)
    product = position.produkt
    written = f"{product.nummer} {product.bezeichnung}" if product else paper.gap(*here, "produkt")
    account = " ".join(filter(None, (position.nummer or paper.gap(*here, "nummer"), position.bezeichnung or paper.gap(*here, "bezeichnung"))))
    planned = VORENTHALTEN if "veranschlagt" in position.vorenthalten else ""
    if position.veranschlagt is not None:
        planned = wording.betrag(position.veranschlagt, paper.formular.schreibweise)
    cells = (_year(paper, position), written, account, _kind(position))
    return (*map(_cell, cells), _cell(planned or paper.gap(*here, "veranschlagt"), rechts=True))


def _kind(position: Position) -> str:
    if position.plan == "investition":
        return "Auszahlung"
    return "Ertrag" if position.nummer in _ERTRAEGE else "Aufwand"


def _later(paper: Schreiber, found: Decimal | None, *, withheld: bool) -> str:
    if withheld:
        return VORENTHALTEN
    return wording.geld(found, paper.formular.schreibweise) if found is not None else "noch nicht zu beziffern"


def _cell(text: str, *, rechts: bool = False, fett: bool = False) -> Zelle:
    return Zelle((Lauf(text, fett=fett),) if text else (), "rechts" if rechts else "links")


def _list(lines: list[str]) -> Langtext:
    """One line as a sentence, several as a list."""
    if len(lines) == 1:
        return markup.plain(f"{lines[0]}.")
    points = tuple((Textblock("absatz", (Lauf(line),)),) for line in lines)
    return Langtext((Textblock("liste", punkte=points),))
