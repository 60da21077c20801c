"""Before printing: what would keep a page from being PDF/UA-1, although every tag were valid. WeasyPrint says nothing of it (issue 2482)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

_TARGETS = ("https://", "http://", "mailto:", "#")
_UNPRINTED = ("script", "iframe", "frame", "applet")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def faults(root: Any) -> Iterator[str]:
    """A sentence for each fault of a page, given as WeasyPrint's element tree of its HTML."""
    if not (root.get("lang") or "").strip():
        yield 'am Anfang fehlt die Sprache: <html lang="de-DE">'
    if not _text(root.find("head/title")):
        yield "der Titel fehlt oder ist leer: <title>…</title>"
    yield from _headings(root)
    for picture in root.iter("img"):
        if not (picture.get("alt") or "").strip():
            yield f"das Bild »{(picture.get('src') or '')[:60]}« hat keinen Alternativtext (alt)"
    for table in root.iter("table"):
        yield from _table(table)
    for link in root.iter("a"):
        if (target := (link.get("href") or "#").strip()) and not target.casefold().startswith(_TARGETS):
            yield f"der Verweis »{target[:60]}« führt nirgendwohin; erwartet https://, http://, mailto: oder # mit einer Stelle der Seite"
    for tag in _UNPRINTED:
        if next(root.iter(tag), None) is not None:
            yield f"<{tag}> wird nicht gedruckt; löschen"


def _headings(root: Any) -> Iterator[str]:
    """ISO 14289-1, 7.4.2: one heading of the first level, it comes first, and none is skipped."""
    found = [(_HEADINGS[element.tag], _text(element)) for element in root.iter() if element.tag in _HEADINGS]
    if sum(level == 1 for level, _ in found) != 1:
        yield f"die Seite braucht genau eine Überschrift <h1>, gefunden: {sum(level == 1 for level, _ in found)}"
    elif found[0][0] != 1:
        yield f"vor der Überschrift <h1> steht schon »{found[0][1]}« als <h{found[0][0]}>"
    for (before, _), (level, text) in pairwise(found):
        if level > before + 1:
            yield f"auf eine Überschrift <h{before}> folgt »{text}« als <h{level}>; eine Stufe ist übersprungen"
    for level, text in found:
        if not text:
            yield f"eine Überschrift <h{level}> ist leer"


def _table(table: Any) -> Iterator[str]:
    """ISO 14289-1, 7.5: a table has head cells, and each says whether it heads its column or its row."""
    heads = list(table.iter("th"))
    first = next((_text(cell) for cell in (*heads, *table.iter("td")) if _text(cell)), "")
    if not heads:
        yield f'die Tabelle mit »{first[:40]}« hat keine Kopfzellen: <th scope="col"> oder <th scope="row">'
    elif any(cell.get("scope") not in ("col", "row", "colgroup", "rowgroup") for cell in heads):
        yield f'in der Tabelle mit »{first[:40]}« fehlt einer Kopfzelle ihr scope: "col" oder "row"'


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
