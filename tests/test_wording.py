"""How dates, money, numbers, lists and names are written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from generator import wording
from generator.markup import Lauf, text_of
from generator.model import Koerperschaft, Leitung, Person, Schreibweise
from generator.views import Luecke
from generator.wording import NBSP

EUR, EURO = Schreibweise(), Schreibweise(waehrung="€", cent="immer")


@pytest.mark.parametrize(
    ("amount", "art", "written"),
    [
        ("20000", EUR, f"20.000{NBSP}EUR"),
        ("20000.50", EUR, f"20.000,50{NBSP}EUR"),
        ("0", EUR, f"0{NBSP}EUR"),
        ("0.05", EUR, f"0,05{NBSP}EUR"),
        ("-250.50", EUR, f"−250,50{NBSP}EUR"),
        ("4882348.39", EUR, f"4.882.348,39{NBSP}EUR"),
        ("20000", EURO, f"20.000,00{NBSP}€"),
        ("999.9", EURO, f"999,90{NBSP}€"),
    ],
)
def test_money_is_written_as_the_form_wants_it(amount, art, written):
    assert wording.geld(Decimal(amount), art) == written


@pytest.mark.parametrize(("number", "written"), [(53348, "53.348"), (Decimal("123.13"), "123,13"), (Decimal(60), "60"), (Decimal("-0.5"), "−0,5")])
def test_numbers_are_grouped_and_have_a_comma(number, written):
    assert wording.zahl(number) == written


def test_dates_are_written_with_two_digits_or_with_their_month():
    assert wording.datum(date(2025, 3, 7)) == "07.03.2025"
    assert wording.datum_lang(date(2025, 3, 7)) == f"7.{NBSP}März 2025"


@pytest.mark.parametrize(("parts", "written"), [((), ""), (("Ahlen",), "Ahlen"), (("Ahlen", "Beelen"), "Ahlen und Beelen"), (("A", "B", "C"), "A, B und C")])
def test_a_list_ends_with_und(parts, written):
    assert wording.aufzaehlung(parts) == written


@pytest.mark.parametrize(
    ("art", "head", "nominative", "genitive"),
    [
        ("kreis", "Der Landrat", "Kreis Ahlen", "des Kreises Ahlen"),
        ("stadt", "Die Bürgermeisterin", "Stadt Ahlen", "der Stadt Ahlen"),
        ("gemeinde", "Der Bürgermeister", "Gemeinde Ahlen", "der Gemeinde Ahlen"),
    ],
)
def test_a_body_is_called_by_its_kind(art, head, nominative, genitive):
    leitung = Leitung.model_validate({"bezeichnung": head})
    body = Koerperschaft.model_validate({"art": art, "name": "Ahlen", "kuerzel": "A", "ags": "0", "formular": "f", "leitung": leitung})

    assert (wording.mit_art(body), wording.genitiv(body)) == (nominative, genitive)


def test_a_person_is_a_function_with_or_without_a_name():
    assert wording.person(Person(funktion="KLD", name="Änne Muster")) == "KLD Änne Muster"
    assert wording.person(Person(funktion="Leitung des Amtes")) == "Leitung des Amtes"


def test_roles_are_named_as_in_oparl():
    assert [wording.rolle(role) for role in ("anhoerung", "vorberatung", "entscheidung", "kenntnisnahme")] == [
        "Anhörung", "Vorberatung", "Entscheidung", "Kenntnisnahme",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fest"),
    [
        ("z. B. hier", "z.~B. hier"),
        ("i. V. m. § 5 Abs. 2 Satz 1", "i.~V.~m. §~5 Abs.~2 Satz~1"),
        ("§§ 5 und 6", "§§~5 und 6"),
        ("20.000 EUR und 5 %", "20.000~EUR und 5~%"),
        ("am 7. März um 18:00 Uhr", "am 7.~März um 18:00~Uhr"),
        ("Prof. Dr. Niehaves", "Prof.~Dr.~Niehaves"),
        ("31 km lang", "31~km lang"),
        ("im Jahr 2025 EURopa", "im Jahr 2025 EURopa"),
        ("Bürger*innen & <Text>", "Bürger*innen & <Text>"),
    ],
)
def test_a_line_does_not_break_where_din_5008_protects_it(text, fest):
    assert wording.fest(text) == fest.replace("~", NBSP)


def test_long_texts_are_protected_in_every_block():
    blocks = wording.langtext("§ 5 gilt.\n\n- § 6\n  - **§ 7**\n\n| § 8 | a |\n|---|---|\n| § 9 | b |").bloecke

    assert blocks[0].laeufe == (Lauf(f"§{NBSP}5 gilt."),)
    assert text_of(blocks[1].punkte[0][0].laeufe) == f"§{NBSP}6"
    assert text_of(blocks[1].punkte[0][1].punkte[0][0].laeufe) == f"§{NBSP}7"
    assert [text_of(cell.laeufe) for row in (blocks[2].kopf, *blocks[2].zeilen) for cell in row] == [f"§{NBSP}8", "a", f"§{NBSP}9", "b"]


def test_a_gap_is_a_text_that_knows_it_is_one():
    assert (wording.luecke("Produkt"), type(wording.luecke("Produkt"))) == ("‹bitte ergänzen: Produkt›", Luecke)
