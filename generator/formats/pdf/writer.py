"""Writes the objects of a PDF, each serialised and deflated once.

pydyf 0.13 does both twice for a file with an identifier, which PDF/A demands (ISO 19005-2, 6.1.3): once for the file and
once for the identifier, a hash of all objects. The bytes are the same.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import md5
from math import ceil, log
from typing import Any, BinaryIO

import pydyf

_HEADER = b"%\xf0\x9f\x96\xa4"
_RARELY_NEW = 4096
"""Streams up to this size are remembered: the colour profile is the same in every file."""


def take_over(pdf: Any) -> None:
    """Lets a PDF be written by this module; called by WeasyPrint's `finisher`, after which WeasyPrint calls `pdf.write`."""
    plain = pdf.write

    def write(output: BinaryIO, version: str | None = None, identifier: Any = False, compress: bool = False) -> None:  # noqa: FBT001, FBT002 - pydyf's signature
        if compress and identifier is True and (version or "1.7") >= "1.5":
            _write(pdf, output, (version or "1.7").encode())
        else:
            plain(output, version, identifier, compress)

    pdf.write = write


def _write(pdf: Any, output: BinaryIO, version: bytes) -> None:
    """As `pydyf.PDF.write` with an object stream and an automatic identifier."""
    if pdf.info:
        pdf.add_object(pdf.info)
    used = [thing for thing in pdf.objects if thing.free != "f"]
    data = {thing.number: serialised(thing) for thing in used}
    packed = [thing for thing in used if thing.compressible]
    chunks = [b"%PDF-" + version, _HEADER]
    end = len(chunks[0]) + len(chunks[1]) + 2

    def lay(thing: Any) -> None:
        nonlocal end
        thing.offset = end
        chunks.append(b"%d %d obj\n%b\nendobj" % (thing.number, thing.generation, data[thing.number]))
        end += len(chunks[-1]) + 1

    for thing in used:
        if not thing.compressible:
            lay(thing)
    together = _object_stream(packed, data)
    pdf.add_object(together)
    data[together.number] = serialised(together)
    lay(together)
    pdf.xref_position = end
    identity = b"(%b)" % md5(b"".join(data.values()), usedforsecurity=False).hexdigest().encode()
    table = _cross_references(pdf, together, len(packed), identity, end)
    pdf.add_object(table)
    data[table.number] = serialised(table)
    lay(table)
    chunks += [b"startxref", b"%d" % pdf.xref_position, b"%%EOF", b""]
    output.write(b"\n".join(chunks))


def _object_stream(packed: list[Any], data: Mapping[int, bytes]) -> Any:
    """ISO 32000-1, 7.5.7: all objects that are no streams, with a table of where each begins."""
    places, position = list[int](), 0
    for thing in packed:
        places += (thing.number, position)
        position += len(data[thing.number]) + 1
    head = " ".join(map(str, places))
    extra = {"Type": "/ObjStm", "N": len(packed), "First": len(head) + 1}
    return pydyf.Stream([head, *(data[thing.number] for thing in packed)], extra, compress=True)


def _cross_references(pdf: Any, together: Any, packed: int, identity: bytes, end: int) -> Any:
    """ISO 32000-1, 7.5.8: where each object lies, in the file or in the object stream."""
    lines, number = list[tuple[int, int, int]](), 0
    for thing in pdf.objects:
        if thing.compressible:
            lines.append((2, together.number, number))
            number += 1
        else:
            lines.append((bool(thing.number), thing.offset, thing.generation))
    lines.append((1, end, 0))
    widths = (1, ceil(log(end + 1, 256)), ceil(log(max(packed, *(thing.generation for thing in pdf.objects)) + 1, 256)))
    extra = {
        "Type": "/XRef",
        "Index": pydyf.Array((0, len(lines))),
        "W": pydyf.Array(widths),
        "Size": len(lines),
        "Root": pdf.catalog.reference,
        **({"Info": pdf.info.reference} if pdf.info else {}),
        "ID": pydyf.Array((identity, identity)),
    }
    return pydyf.Stream([b"".join(value.to_bytes(width, "big") for line in lines for width, value in zip(widths, line, strict=True))], extra, compress=True)


def serialised(thing: Any) -> bytes:
    """What stands between `obj` and `endobj`."""
    return _stream(thing) if isinstance(thing, pydyf.Stream) else _bytes(thing)


def _stream(thing: Any) -> bytes:
    content = b"\n".join([item if type(item) is bytes else _bytes(item) for item in thing.stream])
    extra = pydyf.Dictionary(thing.extra)
    if thing.compress:
        extra["Filter"] = "/FlateDecode"
        content = _remembered(content) if len(content) <= _RARELY_NEW else zlib.compress(content, 9)
    extra["Length"] = len(content)
    return b"\n".join((_dictionary(extra), b"stream", content, b"endstream"))


@lru_cache(maxsize=64)
def _remembered(content: bytes) -> bytes:
    return zlib.compress(content, 9)


def _bytes(item: Any) -> bytes:
    """A value as a PDF writes it."""
    if write := _WRITERS.get(type(item)):
        return write(item)
    return bytes(item.data) if isinstance(item, pydyf.Object) else str(item).encode("ascii")


def _dictionary(item: Mapping[Any, Any]) -> bytes:
    return b"<<%b>>" % b"".join([b"/%b %b" % (_bytes(key), _bytes(value)) for key, value in item.items()])


def _array(item: Any) -> bytes:
    return b"[%b]" % b" ".join([_bytes(child) for child in item])


def _float(item: float) -> bytes:
    return b"%d" % item if item.is_integer() else f"{item:f}".rstrip("0").encode("ascii")


_WRITERS: dict[type, Callable[[Any], bytes]] = {
    bytes: lambda item: item,
    str: lambda item: item.encode("ascii"),
    int: lambda item: b"%d" % item,
    float: _float,
    pydyf.Dictionary: _dictionary,
    pydyf.Array: _array,
}
