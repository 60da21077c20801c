"""The words of this room: marks in a prepared template, which no value can write, show where a paper may have to be mended."""

from __future__ import annotations

from typing import Final

RARE: Final = "\u00de" * 15
"""Ends every mark: a search skips as many letters as a rare word is long, and one split finds them all. No value can write the < before it."""
KEEP: Final = f"<1{RARE}"
"""The place of `w:keepNext` in a paragraph that has none."""
PLACEHOLDER: Final = f"<2{RARE}"
"""The place of `w:showingPlcHdr` in a control."""
BLOCK: Final = f"<3{RARE}"
"""In a control that takes paragraphs."""
CONTROL: Final = f"<4{RARE}"
CONTROL_END: Final = f"<5{RARE}"
TABLE: Final = f"<6{RARE}"
TABLE_END: Final = f"<7{RARE}"
ROW_END: Final = f"<8{RARE}"
CELL_END: Final = f"<9{RARE}"
SPAN: Final = f"<s{RARE}"
"""In a cell of several columns."""
REST: Final = f"<r{RARE}"
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
