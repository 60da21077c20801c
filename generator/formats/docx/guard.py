"""After the merge: mends what empty loops leave behind, so that Word never calls a file damaged, and keeps the ends of tables together.

ECMA-376 part 1: a cell ends with a paragraph (17.4.65), a row has a cell, a table a row; ids are unique; a tick box's
`w14:checked` says what its character shows; a control whose content is a gap shows it as placeholder text (17.5.2.39).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final

from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_BLOCK_HOSTS = frozenset({f"{W}body", f"{W}tc", f"{W}hdr", f"{W}ftr", f"{W}footnote", f"{W}txbxContent"})


def mend(root: etree._Element, gap_style: str | None) -> None:
    """Mends one part in place."""
    _empty_runs(root)
    for table in _backwards(root, "tbl"):
        _table(table)
        _keep_ends(table)
    for control in _backwards(root, "sdt"):
        _control(control, gap_style)
    for cell in root.iter(f"{W}tc"):
        last = cell[-1] if len(cell) else None
        if last is None or last.tag != f"{W}p":
            etree.SubElement(cell, f"{W}p")
    _unique(root)


def _backwards(root: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Innermost first, so that what becomes empty is seen by what holds it."""
    return reversed(list(root.iter(f"{W}{tag}")))


def _empty_runs(root: etree._Element) -> None:
    """Runs that a value left empty; a control in a line that holds nothing then goes with them."""
    for run in list(root.iter(f"{W}r")):
        content = [child for child in run if child.tag != f"{W}rPr"]
        parent = run.getparent()
        if parent is not None and content and all(child.tag == f"{W}t" and not child.text for child in content):
            parent.remove(run)


def _table(table: etree._Element) -> None:
    for row in list(table.iterchildren(f"{W}tr")):
        if row.find(f"{W}tc") is None and row.find(f"{W}sdt") is None:
            table.remove(row)
    parent = table.getparent()
    if table.find(f"{W}tr") is None and table.find(f"{W}sdt") is None and parent is not None:
        parent.remove(table)


def _keep_ends(table: etree._Element) -> None:
    """No row or two of a table alone on a page: Word keeps a row on the page of the next one if its paragraphs say so (17.3.1.15)."""
    rows = table.findall(f"{W}tr")
    heads = sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows)
    last = len(rows) - 1
    for row in (*rows[: min(heads + 2, last)], *rows[max(heads + 2, last - 2) : last]):
        for paragraph in row.iter(f"{W}p"):
            properties = paragraph.find(f"{W}pPr")
            if properties is None:
                properties = etree.Element(f"{W}pPr")
                paragraph.insert(0, properties)
            if properties.find(f"{W}keepNext") is None:
                properties.insert(int(properties.find(f"{W}pStyle") is not None), etree.Element(f"{W}keepNext"))


def _control(control: etree._Element, gap_style: str | None) -> None:
    properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
    if properties is None or content is None:
        return
    parent = control.getparent()
    if len(content) == 0:
        if parent is not None and parent.tag in _BLOCK_HOSTS:
            etree.SubElement(content, f"{W}p")
        elif parent is not None:
            parent.remove(control)
        return
    _tick(properties, content)
    styles = [style.get(f"{W}val") for style in content.iter(f"{W}rStyle")]
    if gap_style and gap_style in styles and properties.find(f"{W}showingPlcHdr") is None:
        _insert_placeholder_mark(properties)


def _insert_placeholder_mark(properties: etree._Element) -> None:
    """`w:showingPlcHdr` has its place in the sequence of CT_SdtPr: after tag, id, lock, placeholder and temporary."""
    before = {f"{W}{name}" for name in ("rPr", "alias", "tag", "id", "lock", "placeholder", "temporary")}
    at = max((i + 1 for i, child in enumerate(properties) if child.tag in before), default=0)
    properties.insert(at, etree.Element(f"{W}showingPlcHdr"))


def _tick(properties: etree._Element, content: etree._Element) -> None:
    box = properties.find(f"{W14}checkbox")
    if box is None:
        return
    shown = "".join(t.text or "" for t in content.iter(f"{W}t")).strip()
    empty = box.find(f"{W14}uncheckedState")
    full = box.find(f"{W14}checkedState")
    checked = box.find(f"{W14}checked")
    if len(shown) != 1 or empty is None or full is None:
        return
    ticked = int(empty.get(f"{W14}val", "2610"), 16) != ord(shown)
    if checked is None:
        checked = etree.Element(f"{W14}checked")
        box.insert(0, checked)
    checked.set(f"{W14}val", "1" if ticked else "0")
    if ticked:
        full.set(f"{W14}val", f"{ord(shown):04X}")


def _unique(root: etree._Element) -> None:
    """Ids that a loop repeated are counted anew, in document order."""
    numbers = count(1)
    for properties in root.iter(f"{W}sdtPr"):
        identity = properties.find(f"{W}id")
        if identity is not None:
            identity.set(f"{W}val", str(next(numbers)))
    numbers = count(1)
    for picture in root.iter(f"{WP}docPr"):
        picture.set("id", str(next(numbers)))
    open_marks: dict[str, list[str]] = {}
    numbers = count(0)
    names: set[str] = set()
    for mark in root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        old = mark.get(f"{W}id", "")
        if mark.tag == f"{W}bookmarkStart":
            new = str(next(numbers))
            open_marks.setdefault(old, []).append(new)
            mark.set(f"{W}id", new)
            name = mark.get(f"{W}name", "")
            if name in names:
                mark.set(f"{W}name", f"{name}_{new}"[-40:])
            names.add(name)
        elif open_marks.get(old):
            mark.set(f"{W}id", open_marks[old].pop())
