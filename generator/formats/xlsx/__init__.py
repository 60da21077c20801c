"""Writes a view's Arbeitsblatt as an Excel workbook; the only room that knows the spreadsheet library (XlsxWriter).

A workbook needs no Druckvorlage: what stands where is said by the Arbeitsblatt. Amounts are numbers, sums are formulas
with their results stored, so that viewers which do not calculate show them too. Equal views give equal bytes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from generator.arbeitsblatt import Arbeitsblatt
from generator.formats import NO_PICTURES
from generator.problems import Problem

if TYPE_CHECKING:
    from generator.formats.xlsx.mappe import Mappe


def render(template: Path, view: object, bilder: Mapping[str, bytes] = NO_PICTURES) -> bytes:  # noqa: ARG001 - every format has these three; a workbook needs the view alone
    """The finished .xlsx."""
    from generator.formats.xlsx.mappe import Mappe

    mappe: Mappe = Mappe(getattr(view, "dokument", None))
    for sheet in _sheets(view):
        mappe.blatt(sheet)
    return mappe.bytes()


def check(template: Path, view_type: type) -> tuple[Problem, ...]:
    """What is wrong before any rendering: a view without an Arbeitsblatt has nothing to write."""
    hints: dict[str, Any] = get_type_hints(view_type)
    if any(hints[field.name] is Arbeitsblatt for field in fields(view_type)):
        return ()
    return (Problem(str(template), 0, "Diese Papierart hat kein Arbeitsblatt; als Excel-Datei lässt sie sich nicht ausgeben"),)


def words(data: bytes) -> list[str]:
    """All texts of an .xlsx: cells, headers and footers, names of sheets, then properties. Numbers are no texts."""
    from lxml import etree

    found: list[str] = []
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in sorted(package.namelist()):
            if not name.endswith(".xml"):
                continue
            root = etree.fromstring(package.read(name))
            if name == "xl/sharedStrings.xml":
                found += ["".join(str(t) for t in item.itertext()) for item in root]
            elif name == "xl/workbook.xml":
                found += [sheet.get("name", "") for sheet in root.iter("{*}sheet")]
            elif name.startswith(("docProps/", "xl/worksheets/sheet")):
                tags = ("{*}oddHeader", "{*}oddFooter") if name.startswith("xl/") else ("*",)
                found += [element.text.strip() for element in root.iter(*tags) if element.text and element.text.strip()]
    return found


def _sheets(view: object) -> Iterator[Arbeitsblatt]:
    if is_dataclass(view):
        yield from (value for value in (getattr(view, field.name) for field in fields(view)) if isinstance(value, Arbeitsblatt))
