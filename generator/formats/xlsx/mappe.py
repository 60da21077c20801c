"""One workbook: pages that print on A4 landscape, a header row that stays, numbers as numbers and sums as formulas."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from generator.arbeitsblatt import Arbeitsblatt, Feld, Zeile

_FONT = {"font_name": "Arial", "font_size": 10, "valign": "top"}
_KINDS: dict[str, dict[str, Any]] = {
    "daten": {"bottom": 4},
    "summe": {"bold": True, "top": 1, "bottom": 1, "bg_color": "#EDEDED"},
    "gesamt": {"bold": True, "top": 1, "bottom": 6, "bg_color": "#DDDDDD"},
}
_A4 = 9


class Mappe:
    """A workbook being written."""

    def __init__(self, dokument: Any) -> None:
        self.file = BytesIO()
        self.book = xlsxwriter.Workbook(self.file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
        if dokument is not None:
            created = datetime.combine(dokument.datum, time())
            self.book.set_properties({"title": dokument.titel, "subject": dokument.thema, "author": dokument.verfasser, "created": created})
        self.formats: dict[str, Any] = {}

    def bytes(self) -> bytes:
        """The finished file."""
        self.book.close()
        return self.file.getvalue()

    def blatt(self, sheet: Arbeitsblatt) -> None:
        """One worksheet: heading, lines before, the table, lines after."""
        page = self.book.add_worksheet(sheet.name)
        page.write_string(0, 0, sheet.titel, self._format("titel", {"bold": True, "font_size": 14}))
        for row, line in enumerate(sheet.vorspann, 1):
            page.write_string(row, 0, line, self._format("zeile", {}))
        head = len(sheet.vorspann) + 2
        for column, spalte in enumerate(sheet.spalten):
            right = any(len(row.felder) > column and row.felder[column].art == "betrag" for row in sheet.zeilen)
            style = {"bold": True, "text_wrap": True, "valign": "bottom", "top": 1, "bottom": 1, "bg_color": "#EDEDED", "align": "right" if right else "left"}
            page.write_string(head, column, spalte.kopf, self._format(f"kopf{right}", style))
            page.set_column(column, column, spalte.breite)
        self._rows(page, sheet, head + 1)
        for row, line in enumerate(sheet.nachspann, head + len(sheet.zeilen) + 2):
            page.write_string(row, 0, line, self._format("zeile", {}))
        self._print(page, sheet, head)

    def _rows(self, page: Any, sheet: Arbeitsblatt, first: int) -> None:
        begin, sums = first, list[int]()
        for row, zeile in enumerate(sheet.zeilen, first):
            for column, feld in enumerate(zeile.felder):
                self._cell(page, (row, column), feld, zeile, sheet, _formula(zeile, column, begin, row, sums))
            if zeile.art == "summe":
                begin, sums = row + 1, [*sums, row]

    def _cell(self, page: Any, place: tuple[int, int], feld: Feld, zeile: Zeile, sheet: Arbeitsblatt, formula: str) -> None:
        if feld.art == "text":
            page.write_string(*place, feld.wort, self._format(f"{zeile.art}text", {**_KINDS[zeile.art], "text_wrap": zeile.art == "daten"}))
            return
        pattern = "#,##0.00" if sheet.nachkommastellen else "#,##0"
        if feld.zusatz:
            pattern += f' "{feld.zusatz}"'
        style = self._format(f"{zeile.art}{pattern}", {**_KINDS[zeile.art], "num_format": pattern, "align": "right"})
        amount = feld.cent / 100 if feld.cent % 100 else feld.cent // 100
        if formula:
            page.write_formula(*place, formula, style, amount)
        else:
            page.write_number(*place, amount, style)

    def _print(self, page: Any, sheet: Arbeitsblatt, head: int) -> None:
        page.freeze_panes(head + 1, sheet.fest)
        page.repeat_rows(head)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        page.set_footer(f"&L&9{' · '.join(sheet.vorspann[:-1]).replace('&', '&&')}&R&9Seite &P von &N")
        page.set_selection(head + 1, 0, head + 1, 0)
        page.hide_gridlines(2)

    def _format(self, name: str, style: dict[str, Any]) -> Any:
        if name not in self.formats:
            self.formats[name] = self.book.add_format({**_FONT, **style})
        return self.formats[name]


def _formula(zeile: Zeile, column: int, begin: int, row: int, sums: list[int]) -> str:
    """What a sum adds up; empty for a row of data, and for a sum of nothing."""
    if zeile.art == "summe" and row > begin:
        return f"=SUM({xl_rowcol_to_cell(begin, column)}:{xl_rowcol_to_cell(row - 1, column)})"
    if zeile.art == "gesamt" and sums:
        return f"={'+'.join(xl_rowcol_to_cell(place, column) for place in sums)}"
    return ""
