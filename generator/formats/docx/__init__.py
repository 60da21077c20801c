"""Fills a Word Druckvorlage; the only room that knows docxtpl and python-docx.

`render(template, view)` works on any template in docxtpl's dialect and any view or mapping. A template is opened,
repaired and compiled once per content; a paper then costs its merge, a strict parse, the guard and the zip.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from generator.formats import NO_PICTURES
from generator.problems import Problem, Problems

if TYPE_CHECKING:
    from lxml import etree

    from generator.formats.docx.druckvorlage import Druckvorlage

MAX_BYTES = 20_000_000


def render(template: Path, view: object, bilder: Mapping[str, bytes] = NO_PICTURES) -> bytes:
    """The finished .docx. `bilder`: the pictures that long texts name.

    Raises Problems with the place in the template for everything that a template or a value makes impossible.
    """
    return _compiled(template, _content(template)).render(view, bilder)


def check(template: Path, view_type: type) -> tuple[Problem, ...]:
    """What is wrong with a template before any rendering; imports neither docxtpl nor python-docx."""
    from generator.formats.docx.foreign import foreign
    from generator.formats.docx.lint import lint

    return foreign(template) or lint(template, view_type)


def words(data: bytes) -> list[str]:
    """All texts of a .docx by paragraph: body, headers, footers, notes, then properties and alternative texts."""
    from generator.formats.docx.guard import WP

    properties: list[str] = []
    for name, root in _trees(data):
        if name.startswith("docProps/"):
            properties += [text for text in (str(t).strip() for t in root.itertext()) if text]
        properties += [picture.get("descr", "") for picture in root.iter(f"{WP}docPr") if picture.get("descr")]
    return paragraphs(data) + properties


def paragraphs(data: bytes) -> list[str]:
    """The texts of all paragraphs of a .docx: body, headers, footers, notes."""
    from generator.formats.docx.guard import W

    found = (
        "".join("\t" if e.tag == f"{W}tab" else "\n" if e.tag == f"{W}br" else e.text or "" for e in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"))
        for _, root in _trees(data)
        for paragraph in root.iter(f"{W}p")
    )
    return [text for text in found if text.strip()]


def _trees(data: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Its XML parts, the body first."""
    from lxml import etree

    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in sorted(package.namelist(), key=lambda n: (n != "word/document.xml", n)):
            if name.endswith(".xml"):
                yield name, etree.fromstring(package.read(name))


def _content(template: Path) -> str:
    """The hash of a template, which is read again when the file is another."""
    try:
        stat = template.stat()
        if stat.st_size > MAX_BYTES:
            raise Problems([Problem(str(template), 0, "Die Druckvorlage ist größer als 20 MB")])
        return _hash(template, stat.st_size, stat.st_mtime_ns, stat.st_ino)
    except OSError:
        raise Problems([Problem(str(template), 0, "Die Druckvorlage lässt sich nicht lesen")]) from None


@lru_cache(maxsize=64)
def _hash(template: Path, *_: int) -> str:
    return hashlib.sha256(template.read_bytes()).hexdigest()


@lru_cache(maxsize=64)
def _compiled(template: Path, content: str) -> Druckvorlage:  # noqa: ARG001 - the content's hash is the cache's key
    from generator.formats.docx.druckvorlage import Druckvorlage
    from generator.formats.docx.foreign import foreign

    if problems := foreign(template):
        raise Problems(problems)
    return Druckvorlage(template)
