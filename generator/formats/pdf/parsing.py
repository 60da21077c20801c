"""Reads a page in C where that makes the same tree as the rules of HTML do, which WeasyPrint's parser follows in Python.

HTML mends what is written loosely: a <p> ends where a table begins, a row gets its <tbody>, a text between two rows leaves the
table. A page in which nothing is to be mended is the same when it is read as XML; any other is not read here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError, XMLParser

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DOCTYPE = "<!DOCTYPE html>"
_VOID = r"(?:br|col|hr|img|link|meta|wbr)\b"
"""Elements without an end tag (HTML Standard, 13.1.2)."""
_ATTRIBUTES = r'(?:[ \n]+[a-z][a-z0-9-]*="[^"<>\n\t\r]*")*[ \n]*'
"""XML reads a line break in a value as a blank."""
_VOID_TAG = re.compile(rf"(<{_VOID}{_ATTRIBUTES})>")
_TAG = re.compile(rf"<(?:{_VOID}{_ATTRIBUTES}/|(?!{_VOID})[a-z][a-z0-9]*{_ATTRIBUTES}|/(?!{_VOID})[a-z][a-z0-9]*)>")
_FOREIGN_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|#(?:34|39|1[6-9]\d|[2-9]\d\d|[1-9]\d{3}));)")
"""Names that XML does not know, and numbers under which HTML knows other characters."""

_PHRASES = frozenset("a abbr b bdi bdo br cite code dfn em i img kbd mark q s samp small span strong sub sup time u var wbr".split())  # noqa: SIM905 - readable as one line
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CONTAINERS = frozenset("address article aside blockquote div figcaption figure footer header main nav section".split())  # noqa: SIM905 - readable as one line
_FLOW = _PHRASES | _HEADINGS | _CONTAINERS | {"dl", "hr", "ol", "p", "table", "ul"}
_NOTHING = frozenset[str]()
_INSIDE: Mapping[str, frozenset[str]] = MappingProxyType(
    dict.fromkeys((*_PHRASES, *_HEADINGS, "p"), _PHRASES)
    | dict.fromkeys((*_CONTAINERS, "body", "caption", "dd", "dt", "li", "td", "th"), _FLOW)
    | dict.fromkeys(("col", "hr", "link", "meta", "title"), _NOTHING)
    | dict.fromkeys(("ol", "ul"), frozenset({"li"}))
    | dict.fromkeys(("tbody", "tfoot", "thead"), frozenset({"tr"}))
    | {
        "html": frozenset({"body", "head"}),
        "head": frozenset({"link", "meta", "title"}),
        "dl": frozenset({"dd", "dt"}),
        "table": frozenset({"caption", "colgroup", "tbody", "tfoot", "thead"}),
        "colgroup": frozenset({"col"}),
        "tr": frozenset({"td", "th"}),
    }
)
"""What may stand directly in an element without ending it or another one that is open (HTML Standard, 13.2.6)."""
_WITHOUT_TEXT = frozenset({"html", "head", "table", "colgroup", "tbody", "tfoot", "thead", "tr"})
"""A text here would be put elsewhere."""


def tree(html: str) -> Element | None:
    """The elements of a page; None for a page that HTML's own rules might read otherwise."""
    written = _VOID_TAG.sub(r"\1/>", html)
    if not written.startswith(_DOCTYPE) or _FOREIGN_REFERENCE.search(written) or len(_TAG.findall(written)) != written.count("<") - 1:
        return None
    parser = XMLParser()  # noqa: S314 - without a DTD, which the count of tags rules out, it knows no entities of the page's own
    try:
        parser.feed(written)
        root: Element = parser.close()
    except (ParseError, ValueError):
        return None
    after = written[written.rindex(">") + 1 :]
    if [child.tag for child in root] != ["head", "body"] or not all(map(_as_it_stands, root.iter())):
        return None
    root.text = None
    _at_the_end(root[1], (root[1].tail or "") + after)
    root[1].tail = None
    return root


def _as_it_stands(element: Element) -> bool:
    inside = _INSIDE.get(element.tag)
    if inside is None or not inside.issuperset([child.tag for child in element]):
        return False
    if element.tag in _WITHOUT_TEXT:
        return not "".join([element.text or "", *(child.tail or "" for child in element)]).strip(" \n\t")
    return element.tag != "a" or element.find(".//a") is None  # a link ends the one in which it begins


def _at_the_end(body: Element, blank: str) -> None:
    """White space after the page belongs to what stands last in it."""
    if not blank:
        return
    if len(body):
        body[-1].tail = (body[-1].tail or "") + blank
    else:
        body.text = (body.text or "") + blank
