"""What a Word Druckvorlage may not carry: links that Word would load when it opens the paper, programs, tricks of packing."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from generator.problems import Problem

MAX_UNPACKED = 200_000_000
_HARMLESS = ("http", "https", "mailto")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def foreign(template: Path) -> tuple[Problem, ...]:
    """All of it, before anything is unpacked into memory; a file that is no package at all is told by whoever opens it."""
    try:
        with zipfile.ZipFile(template) as package:
            return tuple(Problem(str(template), 0, f"Druckvorlage: {sentence}") for sentence in dict.fromkeys(_sentences(package)))
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):  # a packing or a password that zipfile does not know
        return ()


def _sentences(package: zipfile.ZipFile) -> Iterator[str]:
    from lxml import etree

    if sum(part.file_size for part in package.infolist()) > MAX_UNPACKED:
        yield "sie wäre entpackt größer als 200 MB"
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for name in package.namelist():
        if name.startswith("/") or "\\" in name or ".." in PurePosixPath(name).parts:
            yield "sie enthält eine Datei, deren Name aus ihr hinausführt; in Word neu speichern"
        elif PurePosixPath(name).name.casefold() in ("vbaproject.bin", "vbadata.xml"):
            yield "sie enthält Makros; in Word als .docx ohne Makros speichern"
        elif name.endswith((".xml", ".rels")):
            data = package.read(name)
            if b"<!DOCTYPE" in data:
                yield f"»{name}« enthält eine DOCTYPE-Angabe, die Word nicht schreibt; in Word neu speichern"
            elif name.endswith(".rels"):
                try:
                    yield from _outward(etree.fromstring(data, parser))
                except etree.XMLSyntaxError:
                    yield f"»{name}« ist beschädigt; in Word neu speichern"


def _outward(root: object) -> Iterator[str]:
    """Links of any kind but those that a reader clicks: pictures, templates and objects are loaded by Word itself."""
    for relation in root.iter(_RELATIONSHIP):  # type: ignore[attr-defined]  # lxml's element
        kind, target = relation.get("Type", "").rsplit("/", 1)[-1], relation.get("Target", "")
        if relation.get("TargetMode") == "External" and (kind != "hyperlink" or urlsplit(target).scheme.casefold() not in _HARMLESS):
            yield f"sie verweist auf »{target[:80]}« außerhalb der Datei ({_KINDS.get(kind, 'ein Verweis')}); in Word einbetten oder löschen"


_KINDS = {"image": "ein Bild", "attachedTemplate": "eine Dokumentvorlage", "oleObject": "ein Objekt", "hyperlink": "ein Link"}
