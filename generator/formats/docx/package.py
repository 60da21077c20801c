"""The zip around a .docx, written so that equal input gives equal bytes, and parts that never change are packed once."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_UTF8_NAMES = 0x800
_DEFLATED = 8
_VERSION = 20
_DOS_1980 = (0, 0x21)
"""Time and date of every entry: 1980-01-01 00:00, the zip format's first moment."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Entries ready to be copied: local records one after the other, and their directory."""

    blob: bytes
    directory: bytes
    count: int


def pack(parts: Iterable[tuple[str, bytes]], level: int = 9, after: Packed | None = None) -> Packed:
    """Packs parts in the given order, behind `after`."""
    blob = [after.blob] if after else []
    directory = [after.directory] if after else []
    offset = len(after.blob) if after else 0
    count = after.count if after else 0
    for name, data in parts:
        encoded = name.encode()
        packer = zlib.compressobj(level, zlib.DEFLATED, -15, 9 if level == 9 else 8)
        packed = packer.compress(data) + packer.flush()
        sums = (zlib.crc32(data), len(packed), len(data))
        blob += (_LOCAL.pack(b"PK\3\4", _VERSION, _UTF8_NAMES, _DEFLATED, *_DOS_1980, *sums, len(encoded), 0), encoded, packed)
        directory += (_CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, _UTF8_NAMES, _DEFLATED, *_DOS_1980, *sums, len(encoded), 0, 0, 0, 0, 0, offset), encoded)
        offset += _LOCAL.size + len(encoded) + len(packed)
        count += 1
    return Packed(b"".join(blob), b"".join(directory), count)


def close(packed: Packed) -> bytes:
    """The finished zip file."""
    end = _END.pack(b"PK\5\6", 0, 0, packed.count, packed.count, len(packed.directory), len(packed.blob), 0)
    return packed.blob + packed.directory + end


def ordered(parts: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    """Parts in the order that Open Packaging readers expect: content types and package relations first."""
    first = ("[Content_Types].xml", "_rels/.rels")
    return [(name, parts[name]) for name in (*(n for n in first if n in parts), *sorted(parts.keys() - set(first)))]
