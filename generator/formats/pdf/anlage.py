"""A PDF that somebody else made: whether it opens without a key, its pages, its tags."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf

from generator.formats.anlagen import Unbrauchbar


def pdf(data: bytes) -> tuple[int, bool]:
    """Number of pages, and whether it is tagged. Raises Unbrauchbar where it is encrypted or does not open."""
    try:
        with pikepdf.open(BytesIO(data)) as found:
            if found.is_encrypted:  # opens for reading, but a council information system cannot stamp or join it
                raise Unbrauchbar("das PDF ist verschlüsselt (mit Rechten versehen); ohne Schutz speichern")
            marked: Any = found.Root.get("/MarkInfo", {})
            return len(found.pages), bool(marked.get("/Marked", False)) and "/StructTreeRoot" in found.Root
    except pikepdf.PasswordError:
        raise Unbrauchbar("das PDF ist mit einem Kennwort verschlüsselt; ohne Schutz speichern") from None
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError):
        raise Unbrauchbar("das PDF lässt sich nicht öffnen: die Datei ist beschädigt oder keine PDF-Datei") from None
