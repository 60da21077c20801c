"""The tables of a merged part, mended row by row: no empty row or table, no cell without a paragraph, grids that fit, ends kept together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.formats.docx.grid import fit, further_columns, take_the_rest
from generator.formats.docx.marks import CELL_END, CONTROL, KEEP, REST, ROW_END, SEAM, SPAN, STEADY_ROW_END, TABLE, TABLE_END

_TABLE, _TABLE_END, _ROW_END = (mark[:2] for mark in (TABLE, TABLE_END, ROW_END))
_STEADY = {mark[:2]: columns for columns, mark in STEADY_ROW_END.items()}
_SEAMS = frozenset({_TABLE, _TABLE_END, _ROW_END, *_STEADY})
_ELEMENT_END = {_TABLE_END: "</w:tbl>", _ROW_END: "</w:tr>"}
"""What a mark stands for; that of a steady row stands behind its end."""
_ROW = re.compile(r"<w:tr[ >]")
_FOLDED = re.compile(r"<w:folded (\d+)/>")
_WORDS, _ELEMENT = re.compile(r"<w:t(?: [^>]*)?>[^<]*</w:t>"), re.compile(r"<[^<>]*>")
_CHANGING = re.compile(r"\{%|\{\{[^}]*\(")
"""Tags that may print more than a word: conditions, loops, calls of macros."""


def steady(source: str) -> str:
    """A template's part in which rows say so that are the same in each paper but for their words."""
    *pieces, last = source.split(SEAM)
    for i, piece in enumerate(pieces):
        before, row = _parted(piece[:-2])
        columns = row.count(CELL_END)
        if piece[-2:] == _ROW_END and columns in STEADY_ROW_END and _is_steady(row):
            pieces[i] = f"{before}{row.replace(CELL_END, '</w:tc>')}</w:tr>{STEADY_ROW_END[columns][:2]}"
    return SEAM.join((*pieces, last))


def _is_steady(row: str) -> bool:
    """Whether tags print nothing but words and attributes, so that each cell ends with its paragraph, and each is a column."""
    *cells, _ = row.split(CELL_END)
    changes = _CHANGING.search(row) or "{" in _ELEMENT.sub("", _WORDS.sub("", row)) or SPAN in row or REST in row
    return not changes and all(cell.endswith("</w:p>") for cell in cells)


def mended(text: str) -> str:
    """A part without marks but those of its controls, and of paragraphs that are not kept with the next.

    A table in the cell of another is folded into an element of ours meanwhile, so that its rows are not taken for those.
    """
    folded: list[str] = []
    table, outer = _Table(), list[_Table]()
    *pieces, last = text.split(SEAM)
    for piece in pieces:
        mark = piece[-2:]
        if mark not in _SEAMS:  # a value that looks like one
            table.row += (piece, SEAM)
            continue
        table.row.append(piece[:-2])
        if mark == _TABLE:
            outer.append(table)
            table = _Table()
        elif not outer:  # an end without a beginning: the strict parse refuses it
            table.row.append(_ELEMENT_END.get(mark, ""))
        elif mark in _STEADY:
            table.end_steady_row(_STEADY[mark])
        elif mark == _ROW_END:
            table.end_row()
        else:
            whole, table = table.mended(folded), outer.pop()
            if outer and whole:
                folded.append(whole)
                whole = f"<w:folded {len(folded) - 1}/>"
            table.row.append(whole)
    return "".join((*table.row, last))


@dataclass(slots=True)
class _Table:
    """A table while it is read, or the whole part around all tables, whose pieces all stand in `row`."""

    head: str = ""
    rows: list[str] = field(default_factory=list)
    columns: int = 0
    """Of its widest row."""
    resting: list[int] = field(default_factory=list)
    """The rows with cells that take what the others leave."""
    row: list[str] = field(default_factory=list)
    """What stands there since the last row's end."""

    def end_steady_row(self, columns: int) -> None:
        """Keeps a row as it is."""
        before, row = _parted("".join(self.row))
        self.row = []
        self._keep(before, row, columns)

    def end_row(self) -> None:
        """Keeps a row that holds a cell; of any other remains what stands before it."""
        before, row = _parted("".join(self.row))
        *cells, last = row.split(CELL_END)
        if not cells and CONTROL not in row:
            self.row = [before]
            return
        self.row = []
        row = "</w:tc>".join([*(cell if cell.endswith("</w:p>") else f"{cell}<w:p></w:p>" for cell in cells), f"{last}</w:tr>"])
        columns = len(cells)
        if SPAN in row:
            row = row.replace(SPAN, "<w:gridSpan ")
            columns += further_columns(row)
        if REST in row:
            row = row.replace(REST, "")
            self.resting.append(len(self.rows))
        self._keep(before, row, columns)

    def _keep(self, before: str, row: str, columns: int) -> None:
        if self.rows:
            row = before + row
        else:
            self.head = before
        self.columns = max(self.columns, columns)
        self.rows.append(row)

    def mended(self, folded: list[str]) -> str:
        """The whole table; empty if it has no row."""
        tail = "".join(self.row)
        if not self.rows:
            return f"<w:tbl>{tail}</w:tbl>" if CONTROL in tail else ""
        head = self.head
        for number in self.resting:
            head, self.rows[number] = take_the_rest(head, self.rows[number])
        head = fit(head, self.columns)
        if folded:
            self.rows = [_FOLDED.sub(lambda mark: folded[int(mark[1])], row) for row in self.rows]
        self._keep_ends()
        return "".join(("<w:tbl>", head, *self.rows, tail, "</w:tbl>"))

    def _keep_ends(self) -> None:
        """No row or two of a table alone on a page: Word keeps a row on the page of the next one if its paragraphs say so (17.3.1.15)."""
        rows = self.rows
        heads = sum(row.find("<w:tblHeader", 0, row.find("<w:tc")) >= 0 for row in rows)
        last = len(rows) - 1
        for number in (*range(min(heads + 2, last)), *range(max(heads + 2, last - 2), last)):
            rows[number] = rows[number].replace(KEEP, "<w:keepNext/>")


def _parted(text: str) -> tuple[str, str]:
    """What stands before a row, and the row."""
    if text.startswith("<w:tr>"):
        return "", text
    row = _ROW.search(text)
    at = row.start() if row else len(text)
    return text[:at], text[at:]
