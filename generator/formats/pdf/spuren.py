"""All that a PDF says: what its pages show, and every string and text stream in it (metadata, tags, bookmarks, links, attachments)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2 as pdfium

from generator.formats.spuren import Rest, Spur, Unreadable, as_text


def pdf(data: bytes, rest: Rest) -> Iterator[tuple[Spur, bytes | None]]:
    """Each text; an attachment's with its bytes, its name as the text. Raises Unreadable."""
    try:
        with pikepdf.open(BytesIO(data)) as document:
            for page in texts(data):
                yield Spur("Text", page), None
            for entry in _docinfo(document):
                yield Spur("Metadaten", entry), None
            things = [*_things(document)]
            yield Spur("unsichtbaren Angaben", "\n".join(str(thing) for thing in things if isinstance(thing, pikepdf.String))), None
            names = _attached(things)
            for thing in things:
                if not isinstance(thing, pikepdf.Stream):
                    continue
                if thing.objgen in names or thing.get("/Type") == "/EmbeddedFile":
                    name = names.get(thing.objgen, "")
                    yield Spur(f"Anhang {name}".strip(), name), _unpacked(thing, rest)
                elif thing.get("/Type") == "/Metadata":
                    yield Spur("XMP-Metadaten", as_text(_unpacked(thing, rest))), None
    except (pikepdf.PdfError, pikepdf.PasswordError, pdfium.PdfiumError, zlib.error, ValueError, RuntimeError):
        raise Unreadable("die PDF-Datei ist beschädigt oder verschlüsselt") from None


def texts(data: bytes) -> list[str]:
    """The text layer, page by page."""
    document = pdfium.PdfDocument(data)
    try:
        found = []
        for page in document:
            layer = page.get_textpage()
            found.append(layer.get_text_range().replace("\r\n", "\n"))
            layer.close()
            page.close()
        return found
    finally:
        document.close()


def metadata(data: bytes) -> list[str]:
    """The entries of the document information dictionary."""
    with pikepdf.open(BytesIO(data)) as document:
        return _docinfo(document)


def _docinfo(document: pikepdf.Pdf) -> list[str]:
    return [str(value) for _, value in document.docinfo.items()]


def _things(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every object, and those that stand within others: alternative texts, bookmarks, targets of links, names."""
    for indirect in document.objects:
        waiting: list[Any] = [indirect]
        while waiting:
            thing = waiting.pop()
            yield thing
            if isinstance(thing, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
                inside = list(thing) if isinstance(thing, pikepdf.Array) else [value for _, value in thing.items()]
                # What is indirect comes by itself.
                waiting.extend(inner for inner in inside if not (isinstance(inner, pikepdf.Object) and inner.is_indirect))


def _attached(things: list[Any]) -> dict[tuple[int, int], str]:
    """The names of attached files by the object that holds each; a file need not say that it is one."""
    found: dict[tuple[int, int], str] = {}
    for thing in things:
        if isinstance(thing, pikepdf.Dictionary) and isinstance(embedded := thing.get("/EF"), pikepdf.Dictionary):
            name = str(thing.get("/UF", thing.get("/F", "")))
            found |= {value.objgen: name for _, value in embedded.items() if isinstance(value, pikepdf.Stream)}
    return found


def _unpacked(stream: pikepdf.Stream, rest: Rest) -> bytes:
    """A stream's content; one that would not end raises Unreadable."""
    filters = stream.get("/Filter")
    if filters is None:
        return stream.read_raw_bytes()
    if filters not in ("/FlateDecode", pikepdf.Array([pikepdf.Name.FlateDecode])) or "/DecodeParms" in stream:
        raise Unreadable("ein Anhang ist auf ungewöhnliche Art gepackt")
    found = zlib.decompressobj().decompress(stream.read_raw_bytes(), max(rest.bytes, 0) + 1)
    if len(found) > rest.bytes:
        rest.take(len(found))
    return found
