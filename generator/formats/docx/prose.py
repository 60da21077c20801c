"""A long text as WordprocessingML in the Druckvorlage's own German-named styles: real paragraphs, lists that restart, tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup, escape

from generator import charts
from generator.charts import Diagramm
from generator.formats.docx.marks import KEEP, as_words
from generator.markup import Langtext, Lauf, Textblock, Zelle, text_of
from generator.views import Luecke

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EMU_PER_PIXEL = 9525
EMU_PER_MM = 36000
WORD_NAMES = {"Listenfortsetzung": "List Continue"}
"""German Word shows some built-in styles under the names we use, and saves them under their own."""
SHORT_TABLE = 8
"""Tables of up to so many rows stay on one page."""
TEXT_WIDTH_TWIPS = 9355
"""165 mm: A4 with 25 mm left and 20 mm right (DIN 5008), in twentieths of a point."""
TEXT_WIDTH_EMU = TEXT_WIDTH_TWIPS * 635
_LETTER, _PADDING = 125, 240
"""Twips of a letter in a table, and of what a cell has at its sides."""


class StyleMissing(Exception):
    """The Druckvorlage lacks a style that a long text needs; carries its German name."""


class Bildteil(NamedTuple):
    """A picture to be put into the package."""

    part: str
    data: bytes


class Numbering(NamedTuple):
    """A list of its own: which abstract list it follows, at which level, and where it starts."""

    abstract: str
    level: int
    start: int


@dataclass(frozen=True)
class Styles:
    """What the Druckvorlage offers: style ids by name, the numbering of list styles, indents per level."""

    ids: dict[str, str]
    numbered: frozenset[str]
    nums: dict[str, str]
    abstracts: dict[str, str]
    indents: dict[tuple[str, int], int]
    last_num: int

    def id(self, name: str) -> str:
        """The id of a style by its German name, as Word shows it."""
        for known in (name, WORD_NAMES.get(name, name)):
            if known in self.ids:
                return self.ids[known]
        raise StyleMissing(name)


@dataclass
class Merge:
    """What one paper adds to the package besides its text."""

    styles: Styles
    bilder: Mapping[str, bytes]
    first_relation: int
    numberings: list[Numbering] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, tuple[str, Bildteil]] = field(default_factory=dict)

    def num(self, name: str, level: int, start: int) -> str:
        """The id of a new list in the manner of a list style."""
        style = self.styles.id(name)
        if style not in self.styles.abstracts:
            raise StyleMissing(f"{name}« mit Nummerierung »")
        self.numberings.append(Numbering(self.styles.abstracts[style], level, start))
        return str(self.styles.last_num + len(self.numberings))

    def relation(self) -> str:
        """The id of the next relation."""
        return f"rIdV{self.first_relation + len(self.links) + len(self.pictures)}"

    def link(self, target: str) -> str:
        """The relation of a link's address."""
        return self.links.setdefault(target, self.relation())


def paragraphs(text: Langtext, merge: Merge, host: str) -> Markup:
    """All blocks of a long text; its first paragraph takes the style of the one in which the placeholder stands."""
    return Markup("".join(_blocks(text.bloecke, merge, host, 0 if host in merge.styles.numbered else -1)))  # noqa: S704 - every value in it went through escape()


def gap(value: str, style: str | None) -> Markup:
    """A gap inside a run: the run is closed, the gap gets its own, and the run goes on."""
    return Markup(f'</w:t></w:r>{_gap_run(value, style)}<w:r><w:t xml:space="preserve">')  # noqa: S704 - likewise


def _gap_run(value: str, style: str | None) -> str:
    look = f'{f"""<w:rStyle w:val="{style}"/>""" if style else ""}<w:highlight w:val="yellow"/>'
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(str(value))}</w:t></w:r>'


def _blocks(blocks: tuple[Textblock, ...], merge: Merge, host: str, depth: int) -> Iterator[str]:
    following = _following(host, merge.styles)
    previous = ""
    for i, block in enumerate(blocks):
        match block.art:
            case "absatz":
                leads = "<w:keepNext/>" if i + 1 < len(blocks) and blocks[i + 1].art in ("liste", "tabelle", "bild") else ""
                indent = _indent(merge, depth) if depth >= 0 and host not in merge.styles.numbered else ""
                yield _paragraph(merge, block.laeufe, host if i == 0 else following, leads + indent)
            case "ueberschrift":
                yield _paragraph(merge, block.laeufe, merge.styles.id("heading 3"))
            case "liste":
                yield from _list(merge, block, depth + 1)
            case "tabelle":
                if previous == "tabelle":
                    yield _paragraph(merge, (), following)
                yield _table(merge, block)
            case "bild":
                yield _picture(merge, block)
        previous = block.art


def _following(host: str, styles: Styles) -> str:
    """The style of later paragraphs: the same, unless that one carries a number."""
    if host not in styles.numbered:
        return host
    name = next(n for n, style in styles.ids.items() if style == host)
    return styles.ids.get(f"{name} Folge") or styles.id("Listenfortsetzung")


def _indent(merge: Merge, depth: int) -> str:
    left = merge.styles.indents.get((merge.styles.id("Liste Nummer"), depth), 0)
    return f'<w:ind w:left="{left}"/>' if left else ""


def _paragraph(merge: Merge, runs: tuple[Lauf, ...], style: str, more: str = "") -> str:
    keep = "" if more.startswith("<w:keepNext/>") else KEEP
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{more}</w:pPr>{"".join(_run(merge, run) for run in runs)}</w:p>'


def _run(merge: Merge, run: Lauf) -> str:
    if run.text == "\n":
        return "<w:r><w:br/></w:r>"
    if isinstance(run.text, Luecke):
        return _gap_run(run.text, merge.styles.ids.get("Lücke"))
    look = "".join((
        f'<w:rStyle w:val="{merge.styles.id("Verweis")}"/>' if run.ziel else "",
        "<w:b/>" if run.fett else "",
        "<w:i/>" if run.kursiv else "",
    ))  # fmt: skip
    text = f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{escape(run.text)}</w:t></w:r>'
    return f'<w:hyperlink xmlns:r="{_R}" r:id="{merge.link(run.ziel)}" w:history="1">{text}</w:hyperlink>' if run.ziel else text


def _list(merge: Merge, block: Textblock, depth: int) -> Iterator[str]:
    name = "Liste Nummer" if block.nummeriert else "Liste Punkt"
    style = merge.styles.id(name)
    num = merge.num(name, depth, block.beginn) if block.nummeriert else merge.styles.nums.get(style, "")
    number = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>' if num else ""
    for punkt in block.punkte:
        first, rest = punkt[0], punkt[1:]
        if first.art == "absatz":
            yield _paragraph(merge, first.laeufe, style, number)
        else:
            yield _paragraph(merge, (), style, number)
            rest = punkt
        yield from _blocks(rest, merge, merge.styles.id("Listenfortsetzung"), depth)


def _table(merge: Merge, block: Textblock) -> str:
    widths = _widths(block)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    last = len(block.zeilen) - 1
    cells = "".join(_cell(merge, c, w, "Tabellenkopf", keep=True) for c, w in zip(block.kopf, widths, strict=True))
    head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"
    rows = "".join(
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(_cell(merge, c, w, 'Tabellentext', keep=last < SHORT_TABLE and i < last) for c, w in zip(row, widths, strict=True))}</w:tr>"
        for i, row in enumerate(block.zeilen)
    )
    return as_words(
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{merge.styles.id("Tabelle")}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
    )


def _widths(block: Textblock) -> list[int]:
    """Column widths in twips: by the longest text, but no column narrower than its longest word, as far as there is room."""
    columns = list(zip(*(block.kopf, *block.zeilen), strict=True))
    words = [max((len(word) for cell in column for word in text_of(cell.laeufe).split(" ")), default=1) for column in columns]
    texts = [max(len(text_of(cell.laeufe)) for cell in column) for column in columns]
    weights = [max(min(text, 40), word) + 2 for text, word in zip(texts, words, strict=True)]
    widths = [TEXT_WIDTH_TWIPS * weight // sum(weights) for weight in weights]
    least = [word * _LETTER + _PADDING for word in words]
    missing, spare = (sum(max(sign * (a - b), 0) for a, b in zip(least, widths, strict=True)) for sign in (1, -1))
    if missing > spare:
        widths = [TEXT_WIDTH_TWIPS * width // sum(least) for width in least]
    elif missing:
        widths = [max(a, b - max(b - a, 0) * missing // spare) for a, b in zip(least, widths, strict=True)]
    widths[-1] += TEXT_WIDTH_TWIPS - sum(widths)
    return widths


def _cell(merge: Merge, cell: Zelle, width: int, style: str, *, keep: bool) -> str:
    side = {"links": "", "rechts": '<w:jc w:val="right"/>', "mitte": '<w:jc w:val="center"/>'}[cell.ausrichtung]
    look = f"{'<w:keepNext/>' if keep else ''}{side}"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(merge, cell.laeufe, merge.styles.id(style), look)}</w:tc>'


def _picture(merge: Merge, block: Textblock) -> str:
    from docx.image.image import Image

    data = merge.bilder[block.datei]
    image = Image.from_blob(data)
    width, height = image.px_width * EMU_PER_PIXEL, image.px_height * EMU_PER_PIXEL
    scale = min(1.0, TEXT_WIDTH_EMU / width)
    drawing = _drawing(merge, block.datei, Bildteil(str(image.ext), data), (round(width * scale), round(height * scale)), block.alternativtext)
    caption = _paragraph(merge, block.laeufe, merge.styles.id("Bildunterschrift")) if block.laeufe else ""
    host = merge.styles.id("Fließtext")
    keep = "<w:keepNext/>" if caption else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{host}"/>{keep}</w:pPr><w:r>{drawing}</w:r></w:p>{caption}'


def chart(diagramm: Diagramm, merge: Merge, host: str) -> Markup:
    """A chart in a paragraph of its own, in the style of the one in which the placeholder stands."""
    size = (round(charts.WIDTH_MM * EMU_PER_MM), round(diagramm.height_mm * EMU_PER_MM))
    drawing = _drawing(merge, f"diagramm {diagramm.titel}", Bildteil("png", charts.png(diagramm)), size, diagramm.alternativtext)
    return Markup(f'<w:p><w:pPr><w:pStyle w:val="{host}"/></w:pPr><w:r>{drawing}</w:r></w:p>')  # noqa: S704 - the alternative text went through escape()


def _drawing(merge: Merge, name: str, picture: Bildteil, size: tuple[int, int], description: str) -> str:
    """A picture in the line; one that a paper shows twice lies in the package once. `picture.part` is its file's ending."""
    new = (merge.relation(), Bildteil(f"word/media/bild{len(merge.pictures) + 1}.{picture.part}", picture.data))
    relation, _ = merge.pictures.setdefault(name, new)
    extent = f'cx="{size[0]}" cy="{size[1]}"'
    number = len(merge.pictures)
    return (
        f'<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {extent}/><wp:docPr id="{number}" name="Bild {number}" descr="{escape(description)}"/>'
        f'<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="{number}" name="Bild {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="{_R}" r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        f"</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
