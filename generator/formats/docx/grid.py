"""The columns of a table that a loop made (ECMA-376 part 1, 17.4.48): its grid follows from its rows."""

from __future__ import annotations

import re

_SPAN = re.compile(r'<w:gridSpan w:val="(\d+)"')
_GRID = re.compile(r"<w:tblGrid>.*?</w:tblGrid>", re.DOTALL)
_COLUMN, _CELL, _TABLE = re.compile(r"<w:gridCol [^>]*>"), re.compile(r"<w:tcW [^>]*>"), re.compile(r"<w:tblW [^>]*>")
_WIDTH = re.compile(r' w:w="(\d+)')
_AUTOMATIC = 'w:type="auto"'


def further_columns(row: str) -> int:
    """How many more columns the cells of a row take than there are cells."""
    return sum(int(columns) - 1 for columns in _SPAN.findall(row))


def take_the_rest(head: str, row: str) -> tuple[str, str]:
    """The cell of a row that has the width `auto` takes what the others leave of the table's; answers with the head, whose grid follows, and the row."""
    total = _TABLE.search(head)
    cells = list(_CELL.finditer(row))
    free = [number for number, cell in enumerate(cells) if _AUTOMATIC in cell[0]]
    if not total or len(free) != 1:
        return head, row
    widths = [_width(cell[0]) for cell in cells]
    widths[free[0]] = max(_width(total[0]) - sum(widths) + widths[free[0]], 0)
    begin, end = cells[free[0]].span()
    return _with_grid(head, widths), f'{row[:begin]}<w:tcW w:w="{widths[free[0]]}" w:type="dxa"/>{row[end:]}'


def fit(head: str, widest: int) -> str:
    """A grid for so many columns.

    As docxtpl's fix_tables does it: more columns share the width of those that were there, and what goes leaves its width to the others.
    """
    widths = [_width(column) for column in _COLUMN.findall(head)]
    if not widths or not widest or widest == len(widths):
        return head
    if widest > len(widths):
        return _with_grid(head, [width * len(widths) // widest for width in widths] + [sum(widths) // widest] * (widest - len(widths)))
    gone = sum(widths[widest:]) // widest
    return _with_grid(head, [width + gone for width in widths[:widest]])


def _width(element: str) -> int:
    width = _WIDTH.search(element)
    return int(width[1]) if width else 0


def _with_grid(head: str, widths: list[int]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return _GRID.sub(f"<w:tblGrid>{grid}</w:tblGrid>", head, count=1)
