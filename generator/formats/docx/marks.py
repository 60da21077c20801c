"""The words of this room: marks in a prepared template, which no value can write, show where a paper may have to be mended."""

from __future__ import annotations

from typing import Final

SEAM: Final = "\u00de" * 15
"""Ends the marks at which a table is taken apart: a search skips as many letters as a rare word is long, and one split finds them all."""
TABLE: Final = f"<6{SEAM}"
TABLE_END: Final = f"<7{SEAM}"
ROW_END: Final = f"<8{SEAM}"
STEADY_ROW_END: Final = {columns: f"<{chr(ord('A') + columns)}{SEAM}" for columns in range(1, 26)}
"""By the number of its cells: the end of a row that needs no mending."""
_RARE: Final = "\u00d0" * 15
"""Ends all other marks. No value can write the < before it."""
KEEP: Final = f"<1{_RARE}"
"""The place of `w:keepNext` in a paragraph that has none."""
PLACEHOLDER: Final = f"<2{_RARE}"
"""The place of `w:showingPlcHdr` in a control."""
BLOCK: Final = f"<3{_RARE}"
"""In a control that takes paragraphs."""
CONTROL: Final = f"<4{_RARE}"
CONTROL_END: Final = f"<5{_RARE}"
CELL_END: Final = f"<9{_RARE}"
SPAN: Final = f"<s{_RARE}"
"""In a cell of several columns."""
REST: Final = f"<r{_RARE}"
"""In a cell that takes what the others of its row leave."""
_ELEMENTS = {
    "<w:keep/>": KEEP, "<w:luecke/>": PLACEHOLDER, "<w:block/>": BLOCK, "<w:rest/>": REST, "<w:sdt>": CONTROL, "</w:sdt>": CONTROL_END,
    "<w:tbl>": TABLE, "</w:tbl>": TABLE_END, "</w:tr>": ROW_END, "</w:tc>": CELL_END, "<w:gridSpan ": SPAN,
}  # fmt: skip


def as_words(source: str) -> str:
    """A prepared part, or a table of a long text, with its marks and what is searched for most in the words of this room, which are no XML."""
    for element, mark in _ELEMENTS.items():
        source = source.replace(element, mark)
    return source
