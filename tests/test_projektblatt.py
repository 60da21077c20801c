"""The Projektblatt: what stands on the sheets of real municipalities, and sheets of odd data that must still be good."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pypdf import PdfReader

from generator import data, sachstand
from generator.documents import Subject, projektblatt
from generator.documents.projektblatt import View
from generator.formats import docx, pdf, xlsx
from generator.model import Bestand, Beteiligung, Meilenstein, Projekt
from generator.views import as_data

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates" / "projektblatt"
DAY = "2025-09-30"
PROJEKTE = {
    "ahlen": 15, "beckum": 17, "beelen": 10, "drensteinfurt": 11, "ennigerloh": 12, "everswinkel": 12, "oelde": 15,
    "ostbevern": 12, "sassenberg": 11, "sendenhorst": 13, "telgte": 13, "wadersloh": 14, "warendorf": 15,
}  # fmt: skip


@cache
def bestand() -> Bestand:
    return data.load(ROOT / "data").bestand


def subject(name: str, zugang: str = "intern") -> Subject:
    return Subject("projektblatt", name, f"{name}/projektblatt/{DAY}", zugang, frozenset())  # type: ignore[arg-type]


def sheet(name: str, zugang: str = "intern", world: Bestand | None = None, frueher: Any = None) -> View:
    world = world or bestand()
    return projektblatt.view(world.oeffentlich(max(world.region.stichtage)) if zugang == "oeffentlich" else world, subject(name, zugang), frueher)


def with_projekte(**changed: Projekt | None) -> Bestand:
    """The world with some projects replaced (`di_01=…`) or taken out (None)."""
    named = {key.replace("_", "-"): projekt for key, projekt in changed.items()}
    kept = {key: named.get(key, projekt) for key, projekt in bestand().projekte.items()} | named
    return replace(bestand(), projekte={key: projekt for key, projekt in kept.items() if projekt})


def taking_part(name: str, keys: list[str]) -> Bestand:
    """The world in which a municipality takes part in exactly these projects."""
    projekte = {}
    for key, projekt in bestand().projekte.items():
        teile = {other: teil for other, teil in projekt.beteiligung.items() if other != name}
        if key in keys:
            teile[name] = projekt.beteiligung.get(name, Beteiligung.model_validate({"bindung": "beschlossen", "anteile": {"2026": "1234,56"}}))
        projekte[key] = projekt.model_copy(update={"beteiligung": teile})
    return replace(bestand(), projekte=projekte)


def files(view: View) -> tuple[bytes, bytes]:
    return docx.render(TEMPLATES / "projektblatt.docx", view), pdf.render(TEMPLATES / "projektblatt.html", view)


def text(words: list[str]) -> str:
    return " ".join(" ".join(words).split())


def cells(book: bytes) -> dict[str, tuple[str, str]]:
    """Cells of the first worksheet: formula and stored text or number."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(BytesIO(book)) as package:
        strings = ["".join(str(t) for t in item.itertext()) for item in etree.fromstring(package.read("xl/sharedStrings.xml"))]
        root = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    found = {}
    for cell in root.iter(f"{space}c"):
        value = cell.findtext(f"{space}v") or ""
        found[cell.get("r", "")] = (cell.findtext(f"{space}f") or "", strings[int(value)] if cell.get("t") == "s" else value)
    return found


def cent(number: str) -> int:
    """A stored number in cents: binary fractions are off by far less."""
    return round(Decimal(number) * 100)


# what stands on the sheets -------------------------------------------------------------------------------------------


def test_each_municipality_has_an_internal_sheet_with_a_workbook_and_a_public_one_without() -> None:
    found = list(projektblatt.subjects(bestand()))
    assert {(s.koerperschaft, s.zugang) for s in found} == {(name, zugang) for name in PROJEKTE for zugang in ("intern", "oeffentlich")}
    assert {s.name for s in found} == {f"projektblatt-{DAY}"}
    assert {(s.zugang, projektblatt.formate(s)) for s in found} == {("intern", ("docx", "pdf", "xlsx")), ("oeffentlich", ("docx", "pdf"))}


def test_a_sheet_needs_every_project_sound_even_one_that_cannot_be_read() -> None:
    world = replace(with_projekte(di_01=None), fehlerhaft=frozenset({"projekte/di-01"}))
    assert all("projekte/di-01" in s.braucht and "projekte/di-02" in s.braucht and "region" in s.braucht for s in projektblatt.subjects(world))


@pytest.mark.parametrize(("name", "count"), PROJEKTE.items())
def test_the_number_of_projects_stands_on_the_sheet(name: str, count: int) -> None:
    view = sheet(name)
    assert view.ueberblick.beteiligt == f"{count} von 24"
    assert len(view.projekte.zeilen) == count == sum(int(z.anzahl) for z in view.ueberblick.zaehler)
    assert len(view.moeglich.zeilen) == 24 - count


@pytest.mark.parametrize("name", PROJEKTE)
def test_the_sums_are_those_of_the_report_to_the_cent(name: str) -> None:
    sums = [zeile for zeile in sheet(name).arbeitsblatt.zeilen if zeile.art == "summe"]
    for zeile, bindung in zip(sums, ("beschlossen", "haushaltsvorbehalt"), strict=True):
        shares = sachstand.anteile(bestand(), name, bindung)  # type: ignore[arg-type]
        assert [feld.cent for feld in zeile.felder[5:9]] == [int(shares.get(year, Decimal(0)) * 100) for year in range(2025, 2029)]


def test_beelen_has_the_sums_of_the_model_sheet() -> None:
    rows = {row.nummer: (*row.betraege, row.laufend) for row in sheet("beelen").kaemmerei.zeilen if row.art != "projekt"}
    assert rows == {
        "Summe beschlossen": ("4.200", "8.350", "7.750", "1.850", "3.050"),
        "Summe unter Haushaltsvorbehalt": ("0", "7.300", "6.600", "1.500", "1.580 + offen"),
        "Gesamt": ("4.200", "15.650", "14.350", "3.350", "4.630 + offen"),
    }


def test_the_first_page_of_beelen_says_what_the_model_sheet_says() -> None:
    view = sheet("beelen")
    assert [(z.termin.replace("\xa0", " "), z.projekte) for z in view.erwartet.zeilen] == [
        ("bis 11.11.2025", "DI-04, KMU-02"), ("bis 14.11.2025", "KMU-02"), ("bis 30.11.2025", "DI-04"), ("Rat 18.12.2025", "KMU-02"),
    ]  # fmt: skip
    assert view.erwartet.zeilen[-1].was.endswith("7.500\xa0EUR")
    assert [(z.zeichen, z.nummer) for z in view.neues.zeilen] == [("■", "FBL-03"), ("✓", "FBL-01"), ("▲", "DI-01")]
    assert view.neues.schluss == "Unverändert: DI-03, DI-04, KMU-02, VER-01, VER-03, WA-01, ID-03"
    assert view.ueberblick.angaben[0].text.replace("\xa0", " ") == "15.650 EUR, davon beschlossen 8.350 EUR, unter Haushaltsvorbehalt 7.300 EUR"
    assert view.ueberblick.angaben[1].text == "Rat der Gemeinde Beelen 26.06.2025 (61/2025) · Kreistag 28.03.2025 (037/2025)"
    assert [b.nummer for b in view.bloecke.bloecke] == ["DI-01", "DI-04", "KMU-02", "FBL-01", "FBL-03"]


def test_figures_that_nobody_confirmed_are_asked_for_once() -> None:
    asked = [z for z in sheet("warendorf").erwartet.zeilen if "bestätigen" in z.was]
    assert [z.projekte for z in asked] == ["DI-01, DI-03, KMU-02, FBL-03, FBL-04, VER-02"]


def test_words_follow_the_body() -> None:
    assert (sheet("oelde").titel, sheet("oelde").anrede) == ("Projektblatt der Stadt Oelde", "für die Bürgermeisterin und die Kämmerei")
    assert sheet("beelen").anrede == "für den Bürgermeister und die Kämmerei"
    assert "fehlt" not in str(as_data(sheet("beelen").moeglich))


# the public edition --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PROJEKTE)
def test_the_public_edition_has_no_money_no_tasks_no_person_and_no_reservation(name: str) -> None:
    view = sheet(name, "oeffentlich")
    words = str(as_data(view))
    assert "EUR" not in words
    assert "ehalt" not in words.replace("Inhalte", "")
    assert "interessiert" not in words
    assert not view.erwartet.zeilen
    assert not view.kaemmerei.zeilen
    assert not view.arbeitsblatt.zeilen
    people = [p.name for body in bestand().koerperschaften.values() for p in body.personen.values() if p.name]
    assert people
    assert not [p for p in people if p in words]


def test_neither_file_of_the_public_edition_holds_an_undecided_amount() -> None:
    undecided = {f"{a:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".").removesuffix(",00") for projekt in bestand().projekte.values()
                 for teil in projekt.beteiligung.values() if teil.bindung != "beschlossen" for a in teil.anteile.values()}  # fmt: skip
    for words in (docx.words(files(sheet("warendorf", "oeffentlich"))[0]), pdf.words(files(sheet("warendorf", "oeffentlich"))[1])):
        assert not [amount for amount in undecided if amount in words]


# files ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["docx", "html"])
def test_the_templates_fit_the_view(ending: str) -> None:
    room = {"docx": docx, "html": pdf}[ending]
    assert room.check(TEMPLATES / f"projektblatt.{ending}", View) == ()


@pytest.mark.parametrize(("name", "zugang"), [("beelen", "intern"), ("beckum", "intern"), ("oelde", "oeffentlich")])
def test_word_and_pdf_carry_the_same_words(name: str, zugang: str) -> None:
    view = sheet(name, zugang)
    word, page = files(view)
    in_word, in_page = text(docx.words(word)), text(pdf.words(page))
    for wanted in (view.titel, view.musterdaten, view.kopfzeile, *view.vermerke, *(b.titel for b in view.bloecke.bloecke), view.legende.ueberschrift):
        assert wanted.replace("\xa0", " ") in in_word.replace("\xa0", " ")
        assert wanted.replace("\xa0", " ") in in_page.replace("\xa0", " ")


@pytest.mark.parametrize(("name", "most"), [("beelen", 5), ("beckum", 6)])
def test_page_one_is_a_sheet_of_its_own_and_every_page_says_what_it_is(name: str, most: int) -> None:
    pages = [page.extract_text() for page in PdfReader(BytesIO(files(sheet(name))[1])).pages]
    assert len(pages) <= most
    assert "Unsere Projekte" in pages[0]
    assert "Für die Kämmerei" in pages[1]
    for page in pages:
        assert "Stand der Daten 30.09.2025" in page
        assert "INTERN – nicht zur Veröffentlichung" in page
        assert "Musterdaten" in page


def test_the_workbook_says_what_the_sheet_says_and_its_sums_are_formulas() -> None:
    view = sheet("beelen")
    book = xlsx.render(TEMPLATES / "projektblatt.xlsx", view)
    found = cells(book)
    heads = {column: found[f"{column}7"][1] for column in "ABCDEFGHIJK"}
    assert list(heads.values()) == [spalte.kopf for spalte in view.arbeitsblatt.spalten]
    sums = {value[1]: place[1:] for place, value in found.items() if place[0] == "A" and value[1].startswith(("Summe", "Gesamt"))}
    for row in view.kaemmerei.zeilen:
        if row.art != "projekt":
            for column, word in zip("FGHIJ", (*row.betraege, row.laufend), strict=True):
                formula, value = found[f"{column}{sums[row.nummer]}"]
                assert formula
                assert f"{Decimal(value):,.0f}".replace(",", ".") == word.removesuffix(" + offen")
    assert found["F14"] == ("SUM(F8:F13)", "4200")


def test_formulas_and_stored_sums_agree_in_every_workbook() -> None:
    for name in PROJEKTE:
        found = cells(xlsx.render(TEMPLATES, sheet(name)))
        for formula, value in found.values():
            if formula.startswith("SUM("):
                first, last = formula[4:-1].split(":")
                column = first[0]
                parts = [found[f"{column}{row}"][1] for row in range(int(first[1:]), int(last[1:]) + 1)]
                assert sum(cent(p) for p in parts if p != "offen") == cent(value)
            elif formula:
                assert sum(cent(found[place][1]) for place in formula.split("+")) == cent(value)


def test_a_workbook_has_the_same_bytes_twice_and_names_itself() -> None:
    first, second = (xlsx.render(TEMPLATES, sheet("telgte")) for _ in range(2))
    assert first == second
    words = xlsx.words(first)
    assert "Projektblatt der Stadt Telgte, Stand 30.09.2025" in words
    assert "Eigenanteile" in words
    assert "INTERN – nicht zur Veröffentlichung" in words


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    projekt = bestand().projekte["di-01"].model_copy(update={"titel": "=1+1"})
    found = cells(xlsx.render(TEMPLATES, sheet("beelen", world=with_projekte(di_01=projekt))))
    assert ("", "=1+1") in found.values()


# odd data ------------------------------------------------------------------------------------------------------------


def test_a_project_that_the_municipality_left_is_named_and_is_open_again() -> None:
    before = as_data(sheet("beelen"))
    left = taking_part("beelen", [key for key, projekt in bestand().projekte.items() if "beelen" in projekt.beteiligung and key != "di-04"])
    view = sheet("beelen", world=left, frueher=before)
    assert ("●", "DI-04", "nicht mehr beteiligt") in [(z.zeichen, z.nummer, z.text) for z in view.neues.zeilen]
    assert "DI-04" in [z.zellen[0] for z in view.moeglich.zeilen]
    assert all(files(view))


def test_a_year_without_budget_is_a_zero_and_no_share() -> None:
    projekte = {}
    for key, projekt in bestand().projekte.items():
        teile = {name: teil.model_copy(update={"anteile": {y: a for y, a in teil.anteile.items() if y != 2026}}) for name, teil in projekt.beteiligung.items()}
        projekte[key] = projekt.model_copy(update={"beteiligung": teile})
    view = sheet("beelen", world=replace(bestand(), projekte=projekte))
    assert view.ueberblick.angaben[0].text == "keiner"
    assert view.kaemmerei.jahre == ("2025", "2026", "2027", "2028")
    assert view.kaemmerei.zeilen[-1].betraege == ("4.200", "0", "14.350", "3.350")
    assert all(files(view))


def test_shares_beyond_the_four_years_are_named_and_not_added() -> None:
    teil = bestand().projekte["di-03"].beteiligung["beelen"].model_copy(update={"anteile": {2026: Decimal("1500.00"), 2031: Decimal("700.00")}})
    projekt = bestand().projekte["di-03"].model_copy(update={"beteiligung": {"beelen": teil}})
    view = sheet("beelen", world=with_projekte(di_03=projekt))
    assert "DI-03 2031 700\xa0EUR" in view.kaemmerei.hinweise[0].text


def test_a_title_of_200_characters_stands_whole_in_all_files() -> None:
    title = ("Grenzüberschreitende Zusammenarbeit der Bürgerinnen- und Bürgerbüros „Münsterland & Ostwestfalen“ " * 3)[:199] + "e"
    projekt = bestand().projekte["di-01"].model_copy(update={"titel": title})
    view = sheet("beelen", world=with_projekte(di_01=projekt))
    word, page = files(view)
    assert title in text(docx.words(word))
    assert "".join(title.split()) in "".join(pdf.words(page)).replace(" ", "")


def test_a_municipality_without_any_project_has_a_sheet() -> None:
    view = sheet("beelen", world=taking_part("beelen", []))
    assert view.ueberblick.beteiligt == "0 von 24"
    assert view.projekte.schluss == "Die Gemeinde Beelen ist zum Stichtag an keinem Projekt beteiligt."
    assert (view.kaemmerei.zeilen, view.bloecke.bloecke) == ((), ())
    assert xlsx.render(TEMPLATES, view)
    word, page = files(view)
    assert "w:pageBreakBefore" not in zipfile.ZipFile(BytesIO(word)).read("word/document.xml").decode()
    assert "Für die Kämmerei" in PdfReader(BytesIO(page)).pages[0].extract_text()


def test_a_municipality_in_all_24_projects_has_a_sheet() -> None:
    view = sheet("beelen", world=taking_part("beelen", list(bestand().projekte)))
    assert view.ueberblick.beteiligt == "24 von 24"
    assert view.dichte == "lang"
    assert view.moeglich.zeilen == ()
    assert all(files(view))


def test_the_first_sheet_says_that_it_has_no_predecessor() -> None:
    region = bestand().region.model_copy(update={"stichtage": (date(2025, 9, 30),)})
    view = sheet("beelen", world=replace(bestand(), region=region))
    assert view.neues.zeilen == ()
    assert view.neues.schluss.startswith("Dies ist das erste Blatt")
    assert view.stand.endswith("erstes Blatt")


def test_a_sheet_of_data_without_strategy_coordination_or_facts_is_still_made() -> None:
    world = bestand()
    region = world.region.model_copy(update={"strategie": None, "koordination": None, "musterdaten": False})
    bodies = dict(world.koerperschaften)
    bodies["beelen"] = bodies["beelen"].model_copy(update={"strategiebeschluss": None, "einwohner": None, "flaeche_km2": None})
    view = sheet("beelen", world=replace(world, region=region, koerperschaften=bodies))
    assert view.ueberblick.angaben[1].text == "Gemeinde Beelen: kein Beschluss gemeldet"
    assert view.erwartet.rueckmeldung == "Rückmeldung an: Kreis Warendorf"
    assert view.musterdaten == ""
    assert all(files(view))


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 6, 7, 11])
def test_bars_hold_all_milestones_in_rows_of_at_most_five(count: int) -> None:
    stones = tuple(Meilenstein(id=f"m-{i}", titel=f"Schritt {i}", soll=f"2026-01-{1 + i:02}") for i in range(count))  # type: ignore[arg-type]  # as data/ says it
    projekt = bestand().projekte["di-01"].model_copy(update={"meilensteine": stones})
    block = next(b for b in sheet("ahlen", world=with_projekte(di_01=projekt)).bloecke.bloecke if b.nummer == "DI-01")
    assert [feld.titel for leiste in block.leisten for feld in leiste.felder] == [s.titel for s in stones]
    assert all(len(leiste.felder) <= 5 for leiste in block.leisten)
