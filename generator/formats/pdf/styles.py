"""Keeps what WeasyPrint has read of a stylesheet, so that a thousand papers read it once.

Only where it makes no difference: a page whose styles all are <link>s to plain sheets gets them as `stylesheets` of
`HTML.render`. Any other page, and one with a fault in a sheet, is left to WeasyPrint, which reads the sheets itself and says
what is wrong with them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from generator.formats.pdf import engine, private
from generator.problems import Problems

_BOUND_TO_A_PAGE = re.compile(rb"@(?:import|font-face|counter-style|color-profile|layer)\b|\\", re.IGNORECASE)
"""At-rules that put something into the page beside styles; a backslash may hide one."""
_IMPORTANT = re.compile(r"!\s*important", re.IGNORECASE)


def kept(page: Any, html: str, allowed: tuple[Path, ...]) -> list[Any]:
    """The sheets of a page, whose <link>s are taken out; none if WeasyPrint is to read them. `allowed`: as for `engine.local`."""
    root = page.etree_element
    links, head = list(root.iter("link")), root.find("head")
    if head is None or head.findall("link") != links or next(root.iter("style"), None) is not None or _IMPORTANT.search(html):
        return []
    sheets: list[Any] = [_sheet(urljoin(page.base_url, link.get("href")), allowed) if _plain(link) else None for link in links]
    if None in sheets:
        return []
    for link in links:
        head.remove(link)
    if private.wanted() and not any(sheet.speaks_of_notes for sheet in sheets):
        private.lean(page, html)
    return sheets


def warm(templates: Path) -> None:
    """Reads the sheets of all Druckvorlagen."""
    for path in sorted(templates.resolve().glob("*/*.css")):
        _sheet(path.as_uri(), (path.parent,))


def _plain(link: Any) -> bool:
    return set(link.keys()) == {"rel", "href"} and link.get("rel") == "stylesheet" and link.get("href").endswith(".css")


def _sheet(url: str, allowed: tuple[Path, ...]) -> Any:
    try:
        found = engine.local(url, allowed)
        return _read(found[0], found[1].read_bytes()) if found else None
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=64)
def _read(url: str, source: bytes) -> Any:
    """A sheet as WeasyPrint keeps it; None if it has a fault or is more than styles."""
    import weasyprint

    if _BOUND_TO_A_PAGE.search(source):
        return None
    try:
        with engine.listening(Path()):
            sheet = weasyprint.CSS(string=source, base_url=url)
    except Problems:
        return None
    sheet.speaks_of_notes = b"note" in source.lower()
    return sheet
