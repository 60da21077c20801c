"""Looks into an Anlage before it is handed over: that it opens, and of a PDF how many pages it has and whether it is tagged."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Literal

Getaggt = Literal["", "ja", "nein"]
_PACKED = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".zip")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class Unbrauchbar(Exception):
    """The Anlage cannot be handed over: the end of a sentence that says why."""


def befund(name: str, data: bytes) -> tuple[int, Getaggt]:
    """Pages of a PDF and whether it is tagged, nothing of another file; the ending of its name says what it should be. Raises Unbrauchbar."""
    ending = name[name.rfind(".") :].lower()
    if not data:
        raise Unbrauchbar("die Datei ist leer")
    if ending == ".pdf":
        from generator.formats.pdf.anlage import pdf

        pages, tagged = pdf(data)
        return pages, "ja" if tagged else "nein"
    if ending in _PACKED:
        if data.startswith(_OLD_OFFICE):
            raise Unbrauchbar("die Datei ist mit einem Kennwort geschützt; ohne Kennwort speichern")
        try:
            with zipfile.ZipFile(BytesIO(data)) as package:
                closed = any(part.flag_bits & 1 for part in package.infolist())
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise Unbrauchbar("die Datei lässt sich nicht öffnen: sie ist beschädigt oder etwas anderes, als ihre Endung sagt") from None
        if closed:
            raise Unbrauchbar("die Datei ist mit einem Kennwort geschützt; ohne Kennwort speichern")
    return 0, ""
