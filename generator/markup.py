"""The Markdown of long texts ⇄ blocks (markdown-it-py beneath).

Long texts know paragraphs, `###` sub-headings, numbered, bulleted and nested lists, tables, bold, italic, links and
pictures with an alternative text. Anything else is refused with its line and the remedy, so that nothing vanishes.
What CommonMark would take from German office prose stays text: the star in `Bürger*innen`, a paragraph that begins
with a date ("28. März 2025 tagte …"), an indented line, `<Entwurf>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, NewType
from urllib.parse import unquote

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Ziel = NewType("Ziel", str)
"""The address behind a link: in the file, not on the page."""
Datei = NewType("Datei", str)
"""A picture's file, relative to the folder that the long text's file lies in."""


@dataclass(frozen=True, slots=True)
class Lauf:
    """A run of characters of one kind; a line break (U+000A) is a run of its own."""

    text: str
    fett: bool = False
    kursiv: bool = False
    ziel: Ziel = Ziel("")


@dataclass(frozen=True, slots=True)
class Zelle:
    """A cell of a table."""

    laeufe: tuple[Lauf, ...]
    ausrichtung: Literal["links", "rechts", "mitte"] = "links"


@dataclass(frozen=True, slots=True)
class Textblock:
    """One block of a long text; which fields are filled follows from `art`."""

    art: Literal["absatz", "ueberschrift", "liste", "tabelle", "bild"]
    laeufe: tuple[Lauf, ...] = ()
    nummeriert: bool = False
    beginn: int = 1
    punkte: tuple[tuple[Textblock, ...], ...] = ()
    kopf: tuple[Zelle, ...] = ()
    zeilen: tuple[tuple[Zelle, ...], ...] = ()
    datei: Datei = Datei("")
    alternativtext: str = ""


@dataclass(frozen=True, slots=True)
class Langtext:
    """A long text, ready for any format."""

    bloecke: tuple[Textblock, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.bloecke)


@dataclass(frozen=True, slots=True)
class Unbekannt:
    """What a long text may not use: line within the text (from 1) and the sentence."""

    line: int
    sentence: str


@dataclass(slots=True)
class _Reader:
    """Collects blocks and findings while walking the tokens."""

    source: list[str]
    unknown: list[Unbekannt] = field(default_factory=list)
    line: int = 1

    def refuse(self, sentence: str) -> None:
        self.unknown.append(Unbekannt(self.line, sentence))


MONTHS = "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jan|Feb|Mrz|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez"
_DATE_START = re.compile(rf"\s*\d{{1,2}}\. +(?:{MONTHS})\b")
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S")
_BROKEN_LINK = re.compile(r"!?\[[^\[\]]*\]\([^()]*")
_LATE_POINT = re.compile(r"\s*\d{1,2}[.)] +(?=\S)")
_CELL_EDGE = re.compile(r"(?<!\\)\|")
_ALONE = "Ein Bild steht allein in seinem Absatz: je eine Leerzeile davor und danach"
_SIGNS = (
    (re.compile(r"\[\^[^\]\s]{1,80}\]"), "Die Fußnote »{}« ist nicht vorgesehen; ihren Text in den Satz aufnehmen"),
    (re.compile(r"^\[[ xX]?\] "), "Das Kästchen »{}« ist nicht vorgesehen; als gewöhnlichen Listenpunkt schreiben"),
    (re.compile(r"^={3,}$"), "Eine Überschrift wird nicht mit »{}« unterstrichen; Zwischenüberschriften beginnen mit »### «"),
    (re.compile(r"<(?:https?://|mailto:)[^>\s]{1,500}>"), "»{}« ist kein vollständiger Verweis; erwartet [Text](Adresse)"),
)
"""Signs that CommonMark or its relatives would read, and we do not."""
_REFUSED = {
    "fence": "Ein Codeblock (```) ist nicht vorgesehen; als Absatz schreiben",
    "code_block": "Ein Codeblock ist nicht vorgesehen; den Absatz nicht einrücken",
    "blockquote_open": "Ein Zitatblock (»>« am Zeilenanfang) ist nicht vorgesehen; als Absatz schreiben oder »\\>« setzen",
    "hr": "Eine Trennlinie (»---«) ist nicht vorgesehen; die Zeile löschen oder eine Zwischenüberschrift mit »### « setzen",
    "code_inline": "Text in `Gravis-Zeichen` ist nicht vorgesehen; deutsche Anführungszeichen „…“ verwenden",
    "image": _ALONE,
    "s_open": "Durchgestrichener Text (~~) ist nicht vorgesehen; den Text löschen",
}


def text_of(laeufe: tuple[Lauf, ...]) -> str:
    """The characters of runs without their kind."""
    return "".join(lauf.text for lauf in laeufe)


def plain(text: str) -> Langtext:
    """A long text of one paragraph that is taken letter by letter."""
    return Langtext((Textblock("absatz", laeufe=(Lauf(text),)),))


def parse(text: str) -> Langtext:
    """The blocks of a long text; what `unknown` refuses is left out."""
    return _parsed(text)[0]


def unknown(text: str) -> tuple[Unbekannt, ...]:
    """Everything in a long text that the papers do not know."""
    return _parsed(text)[1]


def pictures(text: Langtext) -> Iterator[Datei]:
    """The files of all pictures, those in lists included."""
    todo = list(text.bloecke)
    while todo:
        block = todo.pop(0)
        if block.datei:
            yield block.datei
        todo = [inner for punkt in block.punkte for inner in punkt] + todo


@lru_cache(maxsize=512)
def _parsed(text: str) -> tuple[Langtext, tuple[Unbekannt, ...]]:
    reader = _Reader(text.split("\n"))
    tokens = _markdown().parse(text)
    blocks, _ = _blocks(reader, tokens, 0, "")
    return Langtext(tuple(blocks)), tuple(sorted(set(reader.unknown), key=lambda u: (u.line, u.sentence)))


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import list_block
    from markdown_it.rules_block.state_block import StateBlock
    from markdown_it.rules_inline.state_inline import StateInline

    def list_but_no_date(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - as markdown-it-py calls a rule
        line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
        return not _DATE_START.match(line) and list_block(state, start, end, silent)

    def star_in_word(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - likewise
        at, source = state.pos, state.src
        inside = source[at] == "*" and 0 < at < len(source) - 1 and source[at - 1].isalnum() and source[at + 1].isalnum()
        if inside:
            if not silent:
                state.pending += "*"
            state.pos += 1
        return inside

    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False}).enable(["table", "strikethrough"])
    markdown.disable(["code", "lheading", "html_block", "html_inline", "entity", "reference", "autolink"])
    markdown.block.ruler.at("list", list_but_no_date, {"alt": ["paragraph", "reference", "blockquote"]})
    markdown.inline.ruler.before("emphasis", "star_in_word", star_in_word)
    return markdown


def _blocks(reader: _Reader, tokens: list[Token], at: int, stop: str) -> tuple[list[Textblock], int]:
    """Blocks from `at` up to the token type `stop`; also the position after it."""
    found: list[Textblock] = []
    while at < len(tokens):
        token = tokens[at]
        if token.map:
            reader.line = token.map[0] + 1
        match token.type:
            case kind if kind == stop:
                return found, at + 1
            case "paragraph_open":
                found.extend(_paragraph(reader, tokens[at + 1]))
                at += 3
            case "heading_open":
                if token.tag != "h3":
                    reader.refuse(f"Eine Überschrift mit »{'#' * int(token.tag[1])}« ist nicht vorgesehen; Zwischenüberschriften beginnen mit »### «")
                found.append(Textblock("ueberschrift", laeufe=_runs(reader, tokens[at + 1])))
                at += 3
            case "bullet_list_open" | "ordered_list_open":
                block, at = _list(reader, tokens, at)
                found.append(block)
            case "table_open":
                block, at = _table(reader, tokens, at)
                found.append(block)
            case kind:
                reader.refuse(_REFUSED[kind])
                at = _behind(tokens, at)
    return found, at


def _behind(tokens: list[Token], at: int) -> int:
    depth = 0
    while at < len(tokens):
        depth += tokens[at].nesting
        at += 1
        if depth <= 0:
            break
    return at


def _paragraph(reader: _Reader, inline: Token) -> Iterator[Textblock]:
    children = inline.children or []
    if any(child.type == "image" for child in children):
        if len(children) == 1:
            yield _picture(reader, children[0])
        else:
            reader.refuse(_ALONE)
        return
    for after, line in enumerate(inline.content.split("\n")[1:], reader.line + 1):
        if (number := _LATE_POINT.match(line)) and not _DATE_START.match(line):
            meant = "für eine Liste eine Leerzeile davor setzen, sonst die Zeile anders umbrechen"
            reader.unknown.append(Unbekannt(after, f"»{number[0].strip()}« am Anfang der Zeile zählt zum Absatz darüber; {meant}"))
    yield Textblock("absatz", laeufe=_runs(reader, inline))


def _picture(reader: _Reader, image: Token) -> Textblock:
    if not image.content.strip():
        reader.refuse("Das Bild hat keinen Alternativtext; in die eckigen Klammern schreiben, was es zeigt: ![Karte der Standorte](karte.png)")
    return Textblock("bild", laeufe=(Lauf(str(image.attrs["title"])),) if image.attrs.get("title") else (),
                     datei=Datei(unquote(str(image.attrs["src"]))), alternativtext=image.content.strip())  # fmt: skip


def _list(reader: _Reader, tokens: list[Token], at: int) -> tuple[Textblock, int]:
    opening = tokens[at]
    line = reader.line
    punkte: list[tuple[Textblock, ...]] = []
    at += 1
    while tokens[at].type == "list_item_open":
        reader.line = (tokens[at].map or [reader.line - 1])[0] + 1
        blocks, at = _blocks(reader, tokens, at + 1, "list_item_close")
        if not blocks:
            reader.refuse("Ein Listenpunkt ist leer; den Text ergänzen oder den Punkt löschen")
        punkte.append(tuple(blocks))
    beginn = int(opening.attrs.get("start", 1))
    numbered = opening.type == "ordered_list_open"
    if numbered and beginn != 1 and len(punkte) == 1:
        reader.unknown.append(Unbekannt(
            line, f"»{beginn}.« am Anfang eines Absatzes beginnt eine Liste mit nur einem Punkt; als gewöhnlicher Absatz »{beginn}\\.« schreiben"))  # fmt: skip
    return Textblock("liste", nummeriert=numbered, beginn=beginn, punkte=tuple(punkte)), at + 1


def _table(reader: _Reader, tokens: list[Token], at: int) -> tuple[Textblock, int]:
    line = reader.line
    rows: list[tuple[Zelle, ...]] = []
    cells: list[Zelle] = []
    while tokens[at].type != "table_close":
        token = tokens[at]
        if token.map:
            reader.line = token.map[0] + 1
        if token.type in ("th_open", "td_open"):
            style = str(token.attrs.get("style", ""))
            side: Literal["links", "rechts", "mitte"] = "rechts" if "right" in style else "mitte" if "center" in style else "links"
            cells.append(Zelle(_runs(reader, tokens[at + 1]), side))
        elif token.type == "tr_close":
            written = len(_CELL_EDGE.split(reader.source[reader.line - 1].strip().strip("|")))
            if rows and written > len(rows[0]):
                reader.refuse(
                    f"Die Zeile der Tabelle hat {written} Zellen, der Kopf {len(rows[0])}; überzählige gingen verloren (ein »|« im Text als »\\|« schreiben)"
                )
            rows.append(tuple(cells))
            cells = []
        at += 1
    if not any(text_of(cell.laeufe) for cell in rows[0]):
        reader.line = line
        reader.refuse("Die Kopfzeile der Tabelle ist leer; jede Spalte braucht eine Überschrift")
    return Textblock("tabelle", kopf=rows[0], zeilen=tuple(rows[1:])), at + 1


def _runs(reader: _Reader, inline: Token) -> tuple[Lauf, ...]:
    runs: list[Lauf] = []
    depth = {"strong": 0, "em": 0}
    target = Ziel("")
    children = inline.children or []
    for token, after in pairwise([*children, None]):
        assert token is not None  # noqa: S101 - only the last is
        kind = token.type.partition("_")[0]
        if kind == "text":
            _whole_links(reader, token.content)
            _unknown_signs(reader, token.content)
            runs.append(Lauf(token.content, depth["strong"] > 0, depth["em"] > 0, target))
        elif kind in ("softbreak", "hardbreak"):
            runs.append(Lauf("\n") if kind == "hardbreak" else Lauf(" ", depth["strong"] > 0, depth["em"] > 0, target))
            reader.line += 1
        elif kind in depth:
            depth[kind] += token.nesting
        elif kind == "link":
            target = _link(reader, token, after) if token.nesting > 0 else Ziel("")
        elif token.type in _REFUSED:
            reader.refuse(_REFUSED[token.type])
    return _joined([run for run in runs if run.text])


def _link(reader: _Reader, token: Token, after: Token | None) -> Ziel:
    """The address of a link that leads somewhere and prints something."""
    address, title = str(token.attrs["href"]), str(token.attrs.get("title", ""))
    if not _ADDRESS.match(address):
        reader.refuse(f"Der Verweis »{unquote(address)}« führt nirgendwohin; erwartet eine Adresse mit https://, http:// oder mailto:")
    if title:
        reader.refuse(f"»{title}« nach der Adresse des Verweises würde nicht gedruckt; in den Text schreiben oder löschen")
    if after is None or after.type == "link_close":
        reader.refuse(f"Der Verweis auf »{unquote(address)}« hat keinen Text; in die eckigen Klammern schreiben, was gedruckt wird")
    return Ziel(address)


def _whole_links(reader: _Reader, text: str) -> None:
    """What looks like a link or a picture and became text was meant as one."""
    if broken := _BROKEN_LINK.search(text):
        expected = "erwartet [Text](Adresse) oder ![Alternativtext](Datei), Adresse und Datei ohne Leerzeichen"
        reader.refuse(f"»{broken[0]}« ist kein vollständiger Verweis; {expected}")


def _unknown_signs(reader: _Reader, text: str) -> None:
    """Signs of other Markdown dialects that would be printed as they stand."""
    for pattern, sentence in _SIGNS:
        if found := pattern.search(text):
            reader.refuse(sentence.format(found[0].strip()))


def _joined(runs: list[Lauf]) -> tuple[Lauf, ...]:
    """Neighbours of one kind as one run."""
    joined: list[Any] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and run.text != "\n" and last.text != "\n" and (last.fett, last.kursiv, last.ziel) == (run.fett, run.kursiv, run.ziel):
            joined[-1] = Lauf(last.text + run.text, run.fett, run.kursiv, run.ziel)
        else:
            joined.append(run)
    return tuple(joined)
