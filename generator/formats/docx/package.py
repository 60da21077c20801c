"""The zip around a .docx, written so that equal input gives equal bytes, and parts that never change are packed once."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_OFFSET = struct.Struct("<I")
_UTF8_NAMES = 0x800
_DEFLATED = 8
_VERSION = 20
_DOS_1980 = (0, 0x21)
"""Time and date of every entry: 1980-01-01 00:00, the zip format's first moment."""
ONCE, OFTEN, PACKED_ALREADY = 9, 1, 0
"""How hard to pack what is packed once, in each paper, or is a picture: zlib's usual 6 takes three times as long as 1, and spares a paper some 5 %."""

_SMALL = 4096
_WHOLE, _LITTLE = (15, 8), (12, 5)
"""Window (its power of two) and memory of zlib; getting ready the whole of it takes three times as long as packing a header."""


class Part(NamedTuple):
    """A part's packed bytes, with what a zip says of them."""

    packed: bytes
    checksum: int
    size: int


class Entry(NamedTuple):
    """A packed part under its name: its local record, and its line in the directory before and after the offset."""

    record: bytes
    line: bytes
    name: bytes


class Packed(NamedTuple):
    """Entries ready to be copied: local records one after the other, and their directory."""

    blob: bytes
    directory: bytes
    entries: int


NOTHING = Packed(b"", b"", 0)


def pack(data: bytes, level: int) -> Part:
    """Packs one part."""
    window, memory = _WHOLE if len(data) > _SMALL else _LITTLE
    packer = zlib.compressobj(level, zlib.DEFLATED, -window, 9 if level == ONCE else memory)
    return Part(packer.compress(data) + packer.flush(), zlib.crc32(data), len(data))


def entry(name: str, part: Part) -> Entry:
    """A part as it stands in the zip."""
    encoded = name.encode()
    head = (_UTF8_NAMES, _DEFLATED, *_DOS_1980, part.checksum, len(part.packed), part.size, len(encoded), 0)
    local = _LOCAL.pack(b"PK\3\4", _VERSION, *head)
    line = _CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, *head, 0, 0, 0, 0, 0)
    return Entry(b"".join((local, encoded, part.packed)), line[: -_OFFSET.size], encoded)


def joined(entries: Iterable[Entry], after: Packed = NOTHING) -> Packed:
    """Packed parts in the given order, behind others."""
    blob, directory = [after.blob], [after.directory]
    offset, count = len(after.blob), after.entries
    for record, line, name in entries:
        blob.append(record)
        directory += (line, _OFFSET.pack(offset), name)
        offset += len(record)
        count += 1
    return Packed(b"".join(blob), b"".join(directory), count)


def close(packed: Packed) -> bytes:
    """The finished zip file."""
    end = _END.pack(b"PK\5\6", 0, 0, packed.entries, packed.entries, len(packed.directory), len(packed.blob), 0)
    return packed.blob + packed.directory + end


def ordered(parts: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    """Parts in the order that Open Packaging readers expect: content types and package relations first."""
    first = ("[Content_Types].xml", "_rels/.rels")
    return [(name, parts[name]) for name in (*(n for n in first if n in parts), *sorted(parts.keys() - set(first)))]
