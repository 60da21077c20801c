"""After the merge: mends what empty loops leave behind, so that Word never calls a file damaged, and keeps the ends of tables together.

ECMA-376 part 1: a cell ends with a paragraph (17.4.65), a row has a cell, a table a row; ids are unique; a tick box's
`w14:checked` says what its character shows; a control whose content is a gap shows it as placeholder text (17.5.2.39).

A template is prepared once: marks, which no value can write, show the places where something may have to be set. A paper
is then mended as text, since reading its tree and writing it again would take longer than everything else together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from itertools import chain, count
from typing import Final

from lxml import etree

from generator.formats.docx import tables
from generator.formats.docx.marks import BLOCK, CONTROL, CONTROL_END, KEEP, PLACEHOLDER, SEAM

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_BLOCK_HOSTS = frozenset({f"{W}body", f"{W}tc", f"{W}hdr", f"{W}ftr", f"{W}footnote", f"{W}txbxContent"})
_BEFORE_PLACEHOLDER = frozenset(f"{W}{name}" for name in ("rPr", "alias", "tag", "id", "lock", "placeholder", "temporary"))
_NEVER_SHORT = tuple(f"{W}{name}" for name in ("p", "t", "tc", "tr", "sdtContent"))
_EMPTY = "></w:t></w:r>"
_EMPTY_RUN = re.compile(r"<w:r(?: [^>]*)?>(?:<w:rPr>(?:<(?!/w:rPr>)[^>]*>)*</w:rPr>|<w:rPr/>)?(?:<w:t(?: [^>]*)?></w:t>)*<w:t(?: [^>]*)?")
_NO_CONTENT = "<w:sdtContent></w:sdtContent>"
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_BOX = re.compile(r'<w14:(checked|checkedState|uncheckedState) (?:[^>]* )?w14:val="([^"]*)"')
_CHECKED, _FULL = re.compile(r"<w14:checked [^>]*/>"), re.compile(r'(<w14:checkedState (?:[^>]* )?w14:val=")[^"]*')
_CONTROL_ID = re.compile(r'<w:id w:val="[^"]*"')
_PICTURE, _PICTURE_ID = re.compile(r"<wp:docPr [^>]*>"), re.compile(r' id="[^"]*"')
_BOOKMARK = re.compile(r"<w:bookmark(Start|End) [^>]*>")
_MARK_ID, _MARK_NAME = re.compile(r' w:id="([^"]*)"'), re.compile(r' w:name="([^"]*)"')


def prepare(root: etree._Element) -> None:
    """Sets the marks in a template's part."""
    for cell_paragraph in root.iterfind(f".//{W}tc//{W}p"):
        _mark_keep(cell_paragraph)
    for control in root.iter(f"{W}sdt"):
        properties, parent = control.find(f"{W}sdtPr"), control.getparent()
        if properties is not None:
            if properties.find(f"{W}showingPlcHdr") is None:
                at = max((i + 1 for i, child in enumerate(properties) if child.tag in _BEFORE_PLACEHOLDER), default=0)
                properties.insert(at, etree.Element(f"{W}luecke"))
            if parent is not None and parent.tag in _BLOCK_HOSTS:
                etree.SubElement(properties, f"{W}block")
    for width in root.findall(f".//{W}tcW[@{W}type='auto']"):
        width.addprevious(etree.Element(f"{W}rest"))
    for element in root.iter(*_NEVER_SHORT):
        if not len(element) and not element.text:
            element.text = ""


def _mark_keep(paragraph: etree._Element) -> None:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    if properties.find(f"{W}keepNext") is None:
        properties.insert(int(properties.find(f"{W}pStyle") is not None), etree.Element(f"{W}keep"))


class Guard:
    """Mends a part of each paper; what its template does not hold, and long texts do not bring, is not looked for."""

    def __init__(self, source: str, gap_style: str | None) -> None:
        self.shows_gap = f'<w:rStyle w:val="{gap_style}"/>' if gap_style else None
        self.controls, self.bookmarks, self.pictures = (mark in source for mark in (CONTROL, "<w:bookmarkStart", "<wp:docPr "))

    def mend(self, text: str, *, pictures: bool) -> str:
        """One part of a paper; `pictures`: whether its long texts brought some."""
        if _EMPTY in text:
            text = _without_empty_runs(text)
        if SEAM in text:
            text = tables.mended(text)
        text = text.replace(KEEP, "")
        if self.controls:
            text = self._controls(text)
        if pictures or self.pictures:
            numbers = count(1)
            text = _PICTURE.sub(lambda picture: _PICTURE_ID.sub(f' id="{next(numbers)}"', picture[0], count=1), text)
        return _Bookmarks().renamed(text) if self.bookmarks else text

    def _controls(self, text: str) -> str:
        """Innermost first, so that what becomes empty is seen by what holds it."""
        numbers = count(1)
        first, *others = text.split(CONTROL)
        unclosed: list[list[str]] = [[first]]
        for other in others:
            inner, *tails = other.split(CONTROL_END, len(unclosed))  # no more than are open; one end too many the strict parse refuses
            unclosed.append([inner])
            for tail in tails:
                control = "".join(unclosed.pop())
                unclosed[-1] += (_control(control, numbers, self.shows_gap), tail)
        return "".join(chain.from_iterable(unclosed))


def only_words(root: etree._Element) -> bool:
    """Whether a template's part holds no text but that of its runs."""
    return not any((element.tail or "").strip() or (element.tag != f"{W}t" and (element.text or "").strip()) for element in root.iter())


def runs(text: str) -> list[str]:
    """The texts of all runs of a mended part, as a reader sees them."""
    return [unescape(piece[piece.rfind(">") + 1 :]) for piece in text.split("</w:t>")[:-1]]


def _without_empty_runs(text: str) -> str:
    """Runs that a value left empty go; a control in a line that holds nothing then goes with them."""
    *pieces, last = text.split(_EMPTY)
    for i, piece in enumerate(pieces):
        begin = piece.rfind("<w:r>")
        begin = max(begin, piece.rfind("<w:r ", max(begin, 0)))  # behind it only: most runs have no attributes
        pieces[i] = piece[:begin] if begin >= 0 and _begins_empty_run(piece[begin:]) else piece + _EMPTY
    return "".join((*pieces, last))


@lru_cache(maxsize=256)
def _begins_empty_run(piece: str) -> bool:
    return _EMPTY_RUN.fullmatch(piece) is not None


def _control(control: str, numbers: Iterator[int], shows_gap: str | None) -> str:
    """With an id that no other has, as ticked as it looks, and saying so if it shows a gap; one in a line that holds nothing goes."""
    if _NO_CONTENT in control:
        if BLOCK not in control:
            return ""
        control = control.replace(_NO_CONTENT, "<w:sdtContent><w:p></w:p></w:sdtContent>")
    if "<w14:checkbox>" in control:
        control = _ticked(control)
    if shows_gap and shows_gap in control:
        control = control.replace(PLACEHOLDER, "<w:showingPlcHdr/>", 1)
    control = control.replace(PLACEHOLDER, "").replace(BLOCK, "")
    numbered = _CONTROL_ID.sub(f'<w:id w:val="{next(numbers)}"', control, count=1)
    return f"<w:sdt>{numbered}</w:sdt>"


def _ticked(control: str) -> str:
    """A tick box whose state is what it shows."""
    properties, content = control.split("<w:sdtContent>", 1)
    states = dict(_BOX.findall(properties))
    shown = unescape("".join(_TEXT.findall(content))).strip()
    if len(shown) != 1 or not {"checkedState", "uncheckedState"} <= states.keys():
        return control
    ticked = int(states["uncheckedState"], 16) != ord(shown)
    state = f'<w14:checked w14:val="{int(ticked)}"/>'
    box = "<w14:checkbox>"
    properties = _CHECKED.sub(state, properties, count=1) if "checked" in states else properties.replace(box, box + state, 1)
    if ticked:
        properties = _FULL.sub(rf"\g<1>{ord(shown):04X}", properties, count=1)
    return f"{properties}<w:sdtContent>{content}"


class _Bookmarks:
    """Numbers bookmarks anew, and gives those that a loop repeated names of their own."""

    def __init__(self) -> None:
        self.numbers = count(0)
        self.names: set[str] = set()
        self.unclosed: dict[str, list[str]] = {}

    def renamed(self, text: str) -> str:
        """A part in which no bookmark stands twice."""
        return _BOOKMARK.sub(self._renamed, text)

    def _renamed(self, mark: re.Match[str]) -> str:
        if not (old := _MARK_ID.search(mark[0])):
            return mark[0]
        if mark[1] == "Start":
            new = str(next(self.numbers))
            self.unclosed.setdefault(old[1], []).append(new)
            return _MARK_NAME.sub(lambda name: f' w:name="{self._name(name[1], new)}"', _with_id(mark[0], new))
        waiting = self.unclosed.get(old[1])
        return _with_id(mark[0], waiting.pop()) if waiting else mark[0]

    def _name(self, name: str, number: str) -> str:
        new = f"{name}_{number}"[-40:] if name in self.names else name
        self.names.add(name)
        return new


def _with_id(mark: str, number: str) -> str:
    return _MARK_ID.sub(f' w:id="{number}"', mark, count=1)
