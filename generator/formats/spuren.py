"""All that a finished file says anywhere, seen or unseen, with the place where it says it: for whoever looks for secrets.

Reads any file: a PDF by its text layer and every string in it, a package (.docx, .xlsx, .zip) part by part, files within
files, and the rest as text in the usual encodings. What it cannot read it says (`Unreadable`); only pictures, fonts and
their like, which hold no text, pass for it.
"""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import BytesIO
from itertools import islice
from lzma import LZMAError
from types import MappingProxyType
from typing import Any, NamedTuple

from generator.rules.aussagen import Worte, worte

DEEPEST = 4
"""Files within files are followed so far."""
LARGEST = 64_000_000
"""Bytes that are read of a file, all that is packed in it included."""
_CLOSED: Mapping[bytes, str] = MappingProxyType({
    b"\xd0\xcf\x11\xe0": "ist im alten Office-Format (.doc, .xls, .msg) oder mit einem Kennwort geschützt",
    b"{\\rtf": "ist im Format RTF", b"\x1f\x8b": "ist gepackt (gzip)", b"BZh": "ist gepackt (bzip2)", b"\xfd7zXZ": "ist gepackt (xz)",
    b"7z\xbc\xaf": "ist gepackt (7z)", b"Rar!": "ist gepackt (rar)", b"\x28\xb5\x2f\xfd": "ist gepackt (zstd)",
})  # fmt: skip
"""How files begin that hold text which is not read here."""
_XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<")
_BLOCKS = frozenset({"p", "tr", "tc", "row", "si", "c", "tab", "br", "cr", "td", "th", "div", "li", "h1", "h2", "h3", "title"})
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]+")
_READABLE = re.compile(r"[\w äöüÄÖÜß.,;:@/()\r\n\t-]{8,}".encode("latin-1"))
_TAG = re.compile(r"<[^<>]*>")


class Spur(NamedTuple):
    """A text and where in the file it stands: `Text`, `Metadaten`, `Anhang vorlage.json`, `word/document.xml`."""

    ort: str
    text: str


class Unreadable(Exception):
    """A part of a file that could not be read: nobody knows what it says."""


@dataclass(frozen=True, slots=True)
class Gesagtes:
    """What a file says, place by place, as it is compared with secrets; or why nobody knows. Small enough to travel."""

    worte: tuple[tuple[str, Worte], ...] = ()
    unlesbar: str = ""


@dataclass
class Rest:
    """What may still be read of a file: packed data can be a million times as large as they look."""

    bytes: int = LARGEST

    def take(self, size: int) -> None:
        """Raises Unreadable when it is used up."""
        self.bytes -= size
        if self.bytes < 0:
            raise Unreadable(f"mit allem, was in ihr gepackt ist, hat sie mehr als {LARGEST // 1_000_000} MB")


def gesagtes(data: bytes, name: str = "") -> Gesagtes:
    """What a file says, apart from its name; that stands in the reason if it cannot be read."""
    try:
        return Gesagtes(tuple((spur.ort, worte(spur.text)) for spur in islice(spuren(name, data), 1, None)))
    except Unreadable as reason:
        return Gesagtes(unlesbar=str(reason))


def spuren(name: str, data: bytes, tief: int = 0, rest: Rest | None = None) -> Iterator[Spur]:
    """Every text of a file, its name first. Raises Unreadable where a part cannot be read."""
    yield Spur("Dateiname", name)
    rest = rest or Rest()
    rest.take(len(data))
    if tief > DEEPEST:
        raise Unreadable(f"»{name}« steckt zu tief in anderen Dateien")
    start = data[:1024]
    if closed := next((why for sign, why in _CLOSED.items() if start.startswith(sign)), ""):
        raise Unreadable(f"»{name}« {closed}")
    if b"%PDF-" in start:
        from generator.formats.pdf.spuren import pdf

        for spur, inner in pdf(data, rest):
            yield spur
            if inner is not None:
                yield from _within(spur.ort, spuren(spur.text, inner, tief + 1, rest))
    elif start.startswith(b"PK\x03\x04") or zipfile.is_zipfile(BytesIO(data)):  # the latter also finds one behind something else
        for part, content in _parts(name, data, rest):
            yield from _within(part, spuren(part, content, tief + 1, rest))
    elif start.lstrip().startswith(_XML_STARTS):
        yield from _xml(data)
    else:
        yield Spur("Text", as_text(data))


def as_text(data: bytes) -> str:
    """Bytes as text in the encoding that they are most likely in; a binary file gives what of it is readable."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    if data.count(0) * 4 > len(data):  # half of the bytes of a western text in UTF-16
        little = data[1::2].count(0) > data[::2].count(0)
        return data.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    if b"\0" in data:  # a picture, a font: from noise some short word could be read, if one took every byte for a letter
        return "\0".join(run.decode("latin-1") for run in _READABLE.findall(data.replace(b"\0", b"")))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _within(ort: str, found: Iterator[Spur]) -> Iterator[Spur]:
    """A name in a file is the part's own; what else it says stands in that part."""
    for spur in found:
        yield Spur(ort if spur.ort in ("Text", "Dateiname") else f"{ort}, {spur.ort}", spur.text)


def _parts(name: str, data: bytes, rest: Rest) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            yield "Bemerkung", package.comment
            for part in package.infolist():
                if part.file_size > rest.bytes:
                    rest.take(part.file_size)
                yield part.filename, b"" if part.is_dir() else package.read(part)
    except (zipfile.BadZipFile, zlib.error, LZMAError, RuntimeError, ValueError, EOFError, OSError, IndexError):  # a part without a name is an IndexError
        raise Unreadable(f"»{name}« ist beschädigt oder verschlüsselt") from None


def _xml(data: bytes) -> Iterator[Spur]:
    """Running words of a part, then its attributes: alternative texts, tags, targets. Hidden text counts as any other."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    root: Any = None
    with suppress(etree.XMLSyntaxError):
        root = etree.fromstring(data, parser)
    if root is None or len(parser.error_log) or root.getroottree().docinfo.doctype:  # what is no sound XML may stop anywhere: HTML, for example
        yield Spur("Text", html.unescape(as_text(data)))
        yield Spur("Text", html.unescape(_TAG.sub("", as_text(data))))
    if root is None:
        return
    words: list[str] = []
    unseen: list[str] = []
    for element in (*root.itersiblings(preceding=True), *root.iter(), *root.itersiblings()):
        if not isinstance(element.tag, str):  # comments and instructions
            unseen.extend((" ", element.text or "", " "))
        else:
            name = element.tag.rpartition("}")[2]
            words.append(" " if name in _BLOCKS else "-" if name == "noBreakHyphen" else "")
            words.append(_figure(element) if name == "v" else element.text or "")
            unseen.extend(f"{value!s} " for value in element.attrib.values())
        words.append(element.tail or "")
    yield Spur("Text", "".join(words))
    if unseen:
        yield Spur("Eigenschaften", _CONTROL.sub(" ", "".join(unseen)))


def _figure(cell_value: Any) -> str:
    """The number in a cell of a workbook, with cents as an amount has; of a text the file keeps a running number there."""
    text, cell = cell_value.text or "", cell_value.getparent()
    if cell is None or cell.get("t", "n") != "n":
        return "" if cell is not None and cell.get("t") == "s" else text
    try:
        return f"{Decimal(text):.2f}".replace(".", ",")
    except InvalidOperation:
        return text
