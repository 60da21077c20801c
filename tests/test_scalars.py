"""How one text becomes ja/nein, a date, a time, a number, money, an id."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from generator import scalars
from generator.scalars import CutOff

TAKEN = [
    (scalars.Ja, "ja", True),
    (scalars.Ja, "nein", False),
    (scalars.Datum, "2025-03-28", date(2025, 3, 28)),
    (scalars.Datum, "28.03.2025", date(2025, 3, 28)),
    (scalars.Datum, "1.3.2025", date(2025, 3, 1)),
    (scalars.Datum, "2024-02-29", date(2024, 2, 29)),
    (scalars.Uhrzeit, "18:00", time(18, 0)),
    (scalars.Uhrzeit, "9:05", time(9, 5)),
    (scalars.Ganzzahl, "0", 0),
    (scalars.Ganzzahl, "53348", 53348),
    (scalars.Zahl, "123,13", Decimal("123.13")),
    (scalars.Zahl, "5", Decimal(5)),
    (scalars.Jahr, "2026", 2026),
    (scalars.Betrag, "20000", Decimal("20000.00")),
    (scalars.Betrag, "20000,00", Decimal("20000.00")),
    (scalars.Betrag, "20000.50", Decimal("20000.50")),
    (scalars.Betrag, "20.000,00", Decimal("20000.00")),
    (scalars.Betrag, "1.234.567,89", Decimal("1234567.89")),
    (scalars.Betrag, "0", Decimal("0.00")),
    (scalars.Postleitzahl, "01234", "01234"),
    (scalars.Kennung, "ka-2025-1", "ka-2025-1"),
    (scalars.Bezug, "planung", "planung"),
    (scalars.Bezug, "kreis-warendorf/planung", "kreis-warendorf/planung"),
    (scalars.Pfad, "kreis-warendorf/vorlagen/radweg", "kreis-warendorf/vorlagen/radweg"),
    (scalars.Stufe, "2", "2"),
    (scalars.Text, "  Straße & „ja“ <neu>\n  Teil  2 ", "Straße & „ja“ <neu> Teil 2"),
    (scalars.Text, "20\u00a0EUR", "20\u00a0EUR"),
    (scalars.Markdown, "  Zeile\n\nZeile", "  Zeile\n\nZeile"),
    (scalars.Ganzzahl, CutOff("5"), 5),
    (scalars.Ja, CutOff("ja"), True),
    (scalars.Kennung, CutOff("planung"), "planung"),
    (scalars.Stufe, CutOff("3"), "3"),
]
REFUSED = [
    (scalars.Ja, ("Ja", "yes", "true", "1", "", "x")),
    (scalars.Datum, ("2025-3-28", "28.03.25", "28/03/2025", "0", "2025-02-29", "2025-13-01", "0001-01-01", "2200-01-01", "٢٠٢٥-٠٣-٢٨", "")),
    (scalars.Uhrzeit, ("24:00", "18:60", "18", "18.00", "18:00 Uhr", "1800")),
    (scalars.Ganzzahl, ("-1", "1.5", "1e5", "1_000", "53.348", "٣", "", "1" * 13)),
    (scalars.Zahl, ("-1", "1e5", "1.000,5", "nan", "inf", "", "1,1234567")),
    (scalars.Jahr, ("26", "1999", "2100", "20 26")),
    (scalars.Betrag, ("20.000", "1.000.000", "20,5", "20.000,5", "-5", "−5", "20000 EUR", "1e5", "1_000", "", "nan", "20,000.00", "2.0000,00")),
    (scalars.Postleitzahl, ("1234", "123456", "D-12345")),
    (scalars.Kennung, ("Planung", "a_b", "a b", "-a", "a-", "a--b", "ä", "", "a/b", "a" * 81)),
    (scalars.Bezug, ("a/b/c", "/a", "a/", "A")),
    (scalars.Pfad, ("a", "a/b", "a/b/c/d")),
    (scalars.Text, ("", "  ", None, [], {}, CutOff("Platz"))),
    (scalars.Markdown, ("", "\n", None, CutOff("Platz"))),
]

ADAPTERS = [TypeAdapter(kind) for kind, _ in REFUSED]


@pytest.mark.parametrize(("kind", "text", "value"), TAKEN)
def test_a_value_is_taken_as_people_write_it(kind, text, value):
    assert TypeAdapter(kind).validate_python(text) == value


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in REFUSED for text in texts])
def test_what_could_mean_something_else_is_refused_in_german(kind, text):
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(text)

    (fault,) = refused.value.errors()
    assert fault["type"] in ("erwartet", "mehrdeutig", "abgeschnitten")
    assert "Input" not in fault["msg"]


@given(st.decimals(min_value=0, max_value=Decimal("999999999.99"), places=2))
def test_money_survives_the_way_people_group_it(amount):
    grouped = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))

    assert {TypeAdapter(scalars.Betrag).validate_python(text) for text in (grouped, f"{amount:.2f}", f"{amount:.2f}".replace(".", ","))} == {amount}


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_both_ways_to_write_a_date_mean_the_same(day):
    assert TypeAdapter(scalars.Datum).validate_python(day.isoformat()) == TypeAdapter(scalars.Datum).validate_python(f"{day:%d.%m.%Y}") == day


@given(st.text())
def test_no_text_makes_a_scalar_raise_anything_but_a_refusal(text):
    for adapter in ADAPTERS:
        with suppress(ValidationError):
            adapter.validate_python(text)


def test_a_quotation_of_what_was_found_is_short_and_on_one_line():
    assert scalars.shown("a\n b" * 40) == f"»{('a b' * 40)[:57]}…«"
    assert scalars.shown("") == "ein leerer Text da"
