"""The tables of a merged part, mended in one pass over its marks: no empty row or table, no cell without a paragraph, grids that fit, ends kept together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain

from generator.formats.docx.grid import fit, further_columns, take_the_rest
from generator.formats.docx.marks import CELL_END, CONTROL, KEEP, RARE, REST, ROW_END, SPAN, TABLE, TABLE_END

_KEEP, _TABLE, _TABLE_END, _ROW_END, _CELL_END, _SPAN, _REST = (mark[:2] for mark in (KEEP, TABLE, TABLE_END, ROW_END, CELL_END, SPAN, REST))
_OURS = frozenset({_KEEP, _TABLE, _TABLE_END, _ROW_END, _CELL_END, _SPAN, _REST})
_ROW = re.compile(r"<w:tr[ >]")
_FOLDED = re.compile(r"<w:folded (\d+)/>")
_PARAGRAPH = "<w:p></w:p>"


def mended(text: str) -> str:
    """A part without marks but those of its controls.

    A table in the cell of another is folded into an element of ours meanwhile, so that its rows are not taken for those.
    """
    folded: list[str] = []
    table, outer = _Table(), list[_Table]()
    *pieces, last = text.split(RARE)
    for piece in pieces:
        mark = piece[-2:]
        if mark not in _OURS:
            table.row += (piece, RARE)
            continue
        words = piece[:-2]
        if mark == _CELL_END:
            table.end_cell(words)
        elif mark == _KEEP:
            table.row += (words, KEEP)
        elif mark == _ROW_END:
            table.row.append(words)
            table.end_row()
        elif mark == _TABLE:
            table.row.append(words)
            outer.append(table)
            table = _Table()
        elif mark == _TABLE_END and outer:
            table.row.append(words)
            whole, table = table.mended(folded), outer.pop()
            if outer and whole:
                folded.append("".join(whole))
                whole = [f"<w:folded {len(folded) - 1}/>"]
            table.row += whole
        elif mark == _SPAN:
            table.row += (words, "<w:gridSpan ")
            table.spans = True
        elif mark == _REST:
            table.row.append(words)
            table.rest = True
        else:  # an end without a beginning: the strict parse refuses it
            table.row += (words, "</w:tbl>")
    return "".join([piece for piece in (*table.row, last) if piece != KEEP])


@dataclass(slots=True)
class _Table:
    """A table while it is read, or the whole part around all tables, whose pieces all stand in `row`."""

    head: str = ""
    rows: list[list[str]] = field(default_factory=list)
    columns: int = 0
    """Of its widest row."""
    resting: list[int] = field(default_factory=list)
    """The rows with cells that take what the others leave."""
    row: list[str] = field(default_factory=list)
    """The pieces since the last row's end, with each place of `w:keepNext` a piece for itself."""
    cells: int = 0
    spans: bool = False
    rest: bool = False

    def end_cell(self, words: str) -> None:
        """A cell ends with a paragraph."""
        row = self.row
        if words.endswith("</w:p>") or (not words and row and row[-1].endswith("</w:p>")):
            row += (words, "</w:tc>")
        else:
            row += (words, _PARAGRAPH, "</w:tc>")
        self.cells += 1

    def end_row(self) -> None:
        """Keeps a row that holds a cell; of any other remains what stands before it."""
        before, row = _parted(self.row)
        cells, self.cells, self.row = self.cells, 0, []
        if not cells and CONTROL not in "".join(row):
            self.row = before
            return
        row.append("</w:tr>")
        if self.rows:
            row[:0] = before
        else:
            self.head = "".join(before)
        if self.spans:
            cells += further_columns("".join(row))
        if self.rest:
            self.resting.append(len(self.rows))
        self.columns = max(self.columns, cells)
        self.spans = self.rest = False
        self.rows.append(row)

    def mended(self, folded: list[str]) -> list[str]:
        """The pieces of the whole table; none if it has no row."""
        if not self.rows:
            return ["<w:tbl>", *self.row, "</w:tbl>"] if CONTROL in "".join(self.row) else []
        head = self.head
        for number in self.resting:
            head, row = take_the_rest(head, "".join(self.rows[number]))
            self.rows[number] = _pieces(row)
        head = fit(head, self.columns)
        if folded:
            self.rows = [_pieces(_FOLDED.sub(lambda mark: folded[int(mark[1])], "".join(row))) for row in self.rows]
        self._keep_ends()
        return ["<w:tbl>", head, *chain.from_iterable(self.rows), *self.row, "</w:tbl>"]

    def _keep_ends(self) -> None:
        """No row or two of a table alone on a page: Word keeps a row on the page of the next one if its paragraphs say so (17.3.1.15)."""
        rows = self.rows
        heads = sum("<w:tblHeader" in row[0] for row in rows)
        last = len(rows) - 1
        for number in (*range(min(heads + 2, last)), *range(max(heads + 2, last - 2), last)):
            rows[number] = ["<w:keepNext/>" if piece == KEEP else piece for piece in rows[number]]


def _parted(pieces: list[str]) -> tuple[list[str], list[str]]:
    """What stands before a row, and the row."""
    if pieces[0].startswith("<w:tr>"):
        return [], pieces
    for number, piece in enumerate(pieces):
        if begin := _ROW.search(piece):
            at = begin.start()
            return [*pieces[:number], piece[:at]], [piece[at:], *pieces[number + 1 :]]
    return pieces, []


def _pieces(row: str) -> list[str]:
    first, *others = row.split(KEEP)
    return [first, *(piece for other in others for piece in (KEEP, other))]
