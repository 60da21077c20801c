"""What the finished Word files look like where no printer tells us: columns wide enough, and no row of a table alone on a page."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO

import pytest
from conftest import DATA, TEMPLATES
from fontTools.ttLib import TTFont
from lxml import etree
from papers import world

from generator import make, selection
from generator.formats import docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FONTS = {fett: TTFont(TEMPLATES / "_basis" / "fonts" / f"LiberationSans-{'Bold' if fett else 'Regular'}.ttf") for fett in (False, True)}
"""The metrics of Arial."""
KENNUNG = re.compile(r"[A-ZÄÖÜ]{1,4}-\d+")


@cache
def papers() -> dict[str, bytes]:
    """Every Projektblatt and Sachstandsbericht of the sample data as a Word file."""
    daten = world(DATA)
    subjects = [s for s in selection.choose(daten, TEMPLATES, ()).subjects if s.art in ("projektblatt", "sachstandsbericht")]
    return {s.id: docx.render(TEMPLATES / s.art / f"{s.art}.docx", make.view(daten, s)) for s in subjects}


def part(file: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(BytesIO(file)) as package:
        return etree.fromstring(package.read(f"word/{name}.xml"))


def twips(word: str, *, fett: bool, halfpoints: int) -> float:
    font = FONTS[fett]
    widths, names = font["hmtx"], font.getBestCmap()
    return float(sum(widths[names.get(ord(letter), ".notdef")][0] for letter in word) / font["head"].unitsPerEm * halfpoints * 10)


class Styles:
    """Size and weight of paragraph and character styles, and the cell margins of table styles."""

    def __init__(self, root: etree._Element) -> None:
        self.styles = {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}

    def chain(self, key: str) -> Iterator[etree._Element]:
        while (style := self.styles.get(key)) is not None:
            yield style
            base = style.find(f"{W}basedOn")
            key = base.get(f"{W}val", "") if base is not None else ""

    def size(self, key: str) -> int:
        return next((int(s.get(f"{W}val", "")) for style in self.chain(key) if (s := style.find(f"{W}rPr/{W}sz")) is not None), 22)

    def fett(self, *keys: str) -> bool:
        return any(style.find(f"{W}rPr/{W}b") is not None for key in keys for style in self.chain(key))

    def margin(self, table: etree._Element, side: str) -> int:
        look = table.find(f"{W}tblPr/{W}tblStyle")
        own = table.find(f"{W}tblPr")
        places = [own, *(p for style in self.chain(look.get(f"{W}val", "") if look is not None else "") if (p := style.find(f"{W}tblPr")) is not None)]
        return next(int(m.get(f"{W}w", "")) for p in places if p is not None and (m := p.find(f"{W}tblCellMar/{W}{side}")) is not None)


def words(paragraph: etree._Element, styles: Styles) -> Iterator[tuple[str, float]]:
    """Each piece that stays on one line, with its width: Word breaks at spaces and after hyphens, a project's number must not."""
    key = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val", "")
    for run in paragraph.iter(f"{W}r"):
        look = run.find(f"{W}rPr/{W}rStyle")
        fett = styles.fett(key, look.get(f"{W}val", "") if look is not None else "")
        for word in re.split(r"[ \n]", "".join(t.text or "" for t in run.iter(f"{W}t"))):
            for piece in [word] if KENNUNG.search(word) else re.findall(r"[^-–]*[-–]|[^-–]+", word):
                yield piece, twips(piece, fett=fett, halfpoints=styles.size(key))


@pytest.mark.parametrize("paper", sorted(papers()))
def test_no_cell_is_narrower_than_its_longest_word(paper):
    styles = Styles(part(papers()[paper], "styles"))
    narrow = []
    for table in part(papers()[paper], "document").iter(f"{W}tbl"):
        grid = [int(column.get(f"{W}w", "")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        margin = styles.margin(table, "left") + styles.margin(table, "right")
        for row in table.iterfind(f"{W}tr"):
            at = 0
            for cell in row.iterfind(f"{W}tc"):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                last = at + (int(span.get(f"{W}val", "")) if span is not None else 1)
                room, at = sum(grid[at:last]) - margin, last
                narrow += [(word, round(width), room) for p in cell.iter(f"{W}p") for word, width in words(p, styles) if width > room]
    assert not narrow


@pytest.mark.parametrize("paper", sorted(papers()))
def test_no_row_or_two_of_a_table_stand_alone_on_a_page(paper):
    for table in part(papers()[paper], "document").iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        heads = sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows)
        kept = [all(p.find(f"{W}pPr/{W}keepNext") is not None for p in row.iter(f"{W}p")) for row in rows[:-1]]
        assert all(kept[: heads + 2]), table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")
        assert all(kept[-2:])


def test_text_is_at_least_11_points_and_tables_9():
    for paper, file in papers().items():
        styles, root = Styles(part(file, "styles")), part(file, "document")
        for paragraph in root.iter(f"{W}p"):
            key = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val", "")
            if any(t.text for t in paragraph.iter(f"{W}t")):
                in_table = any(True for _ in paragraph.iterancestors(f"{W}tbl"))
                assert styles.size(key) >= (18 if in_table or key in ("Blattzeile", "Zwischentitel") else 22), (paper, key)
