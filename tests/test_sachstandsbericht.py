"""The Sachstandsbericht: what it says at its Stichtag, that nothing secret or later is in it, and what its files look like."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from conftest import DATA, TEMPLATES, findings
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from papers import world as read
from pypdf import PdfReader

from generator import charts, data, sachstand, wording
from generator.charts import Balken, Diagramm, Reihe
from generator.documents import projektworte as worte
from generator.documents import sachstandsbericht
from generator.documents.berichtsanlagen import BESCHLOSSEN
from generator.formats import docx, pdf
from generator.model import Bestand
from generator.rules import pruefen
from generator.views import as_data

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FIRST, SECOND = "kreis-warendorf/berichte/2025-1", "kreis-warendorf/berichte/2025-2"
SIGNS = {"gruen": "grün", "gelb": "gelb", "rot": "rot", "grau": "nicht begonnen", "blau": "abgeschlossen"}
MUSTER = ("voll", "schraeg", "kreuz", "punkte", "leer")


def public():
    return read(DATA).oeffentlich(date(2025, 9, 30))


def subject(bestand, key):
    return next(s for s in sachstandsbericht.subjects(bestand) if s.gegenstand == key)


def view(key, bestand=None):
    bestand = bestand or public()
    return sachstandsbericht.view(bestand, subject(bestand, key))


def render(seen, format_):
    room, ending = {"docx": (docx, "docx"), "pdf": (pdf, "html")}[format_]
    return room.render(TEMPLATES / "sachstandsbericht" / f"sachstandsbericht.{ending}", seen)


@pytest.fixture(scope="module")
def files():
    return {(key, format_): render(view(key), format_) for key in (FIRST, SECOND) for format_ in ("docx", "pdf")}


def text(file, format_):
    room = {"docx": docx, "pdf": pdf}[format_]
    return re.sub(r"\s+", " ", " ".join(room.words(file)))


def pages(file):
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(BytesIO(file)).pages]


def page_one(seen):
    """The text of the first page beside head and chart."""
    yield from (seen.grundlage, seen.bewertung_kopf, seen.bewertung, seen.bewertung_von)
    yield from (f"{n.zeichen} {n.worte} {n.projekt} {n.text}" for n in seen.neues.zeilen)
    yield from (seen.neues.unveraendert, *seen.geld.saetze)
    yield from (f"{e.was} {e.gremium} {e.termin} {e.vorlage}" for e in seen.entscheidungen.zeilen)
    yield from seen.nachtraege.saetze


# what it says --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["docx", "pdf"])
@pytest.mark.parametrize(
    "words",
    [
        "9 grün", "7 gelb", "2 rot", "5 nicht begonnen", "1 abgeschlossen", "24 Projekte",
        "Budget 2025–2028: 4.882.348,39 EUR (23 von 24 Projekten, DI-05 nicht beziffert).",
        "bewilligt 1.728.509,92 EUR (5), beantragt 442.360,20 EUR (3), abgelehnt 66.375,00 EUR (1)",
        "Förderfristen in 90 Tagen: KMU-01 Mittelabruf bis 15.12.2025.",
        "Grundlage: Kreistag 28.03.2025, Vorlage 037/2025, Beschluss Nr. 2. Vorheriger Bericht: 1/2025, Stichtag 30.06.2025.",
        "Vergabe: 15.10.2025 → 15.12.2025, 61 Tage später; Schwelle rot: über 60",
        "Förderung über 66.375,00 EUR: beantragt → abgelehnt",
        "Gateways Stufe 1: 15.12.2025 → 31.01.2026, 47 Tage später",
        "Baubeginn: 15.05.2026 → 30.06.2026, 46 Tage später",
        "unverändert: 19 Projekte",
        "(Bericht; Entscheidungen folgen in eigenen Vorlagen)",
        "Der Bericht der Verwaltung wird zur Kenntnis genommen.",
        "DI-02: Vergabeangelegenheit – Kreisausschuss, 28.11.2025 (nichtöffentlich)",
        "FBL-03: Neue Finanzierung – Kreistag, voraussichtlich 27.03.2026 (Vorlage folgt)",
        "Geschäftsordnung für den Lenkungskreis – Kreistag, 05.12.2025 (Vorlage 214/2025)",
        "DI-03: Pflichtenheft erreicht (30.10.2025)",
        "KMU-03: Teilnahme der Stadt Telgte beschlossen (07.10.2025)",
        "Musterdaten – Beträge, Beteiligung und Stand erfunden",
    ],
)  # fmt: skip
def test_the_second_bericht_says_on_both_papers_what_the_data_say(files, words, format_):
    assert words in text(files[SECOND, format_], format_)


@pytest.mark.parametrize("format_", ["docx", "pdf"])
@pytest.mark.parametrize("words", ["Erster Bericht; einen vorherigen gibt es nicht.", "Der Vergleich beginnt mit dem nächsten Bericht.",
                                   "10 grün", "9 gelb", "0 rot", "beantragt 508.735,20 EUR (4)", "Förderfristen in 90 Tagen: keine."])  # fmt: skip
def test_the_first_bericht_says_that_it_has_no_predecessor(files, words, format_):
    assert words in text(files[FIRST, format_], format_)


def test_projects_stand_red_then_yellow_with_the_worst_first_then_what_else_changed():
    blocks = view(SECOND).einzelheiten.projekte

    assert [b.name.split()[0] for b in blocks] == ["DI-02", "FBL-03", "DI-01", "KMU-03", "VER-02", "VER-03", "KMU-02", "FBL-04", "WA-02", "FBL-01"]
    assert len(blocks) + len(view(SECOND).einzelheiten.zeilen) == 24


@pytest.mark.parametrize("key", [FIRST, SECOND])
def test_the_text_of_the_first_page_is_short_enough_to_be_read_there(key):
    assert sum(map(len, page_one(view(key)))) <= 1800


@pytest.mark.parametrize("key", [FIRST, SECOND])
def test_the_status_follows_from_the_thresholds(key):
    seen, stichtag = view(key), public().berichte[key].stichtag
    counted = [sachstand.ampel(p, stichtag, public().region.ampel).zustand for p in public().projekte.values()]

    assert {z.status.wort: int(z.anzahl) for z in seen.zaehlungen} == {SIGNS[state]: counted.count(state) for state in worte.ZUSTAENDE}
    assert [bar.zahlen for bar in seen.diagramm.balken] == [tuple(map(int, row.zellen[:-1])) for row in seen.tabelle.zeilen]


# money ---------------------------------------------------------------------------------------------------------------


def test_what_a_municipality_has_decided_is_to_the_cent_what_its_projektblatt_says():
    seen, bestand = view(SECOND).finanzen.anteile, read(DATA).bestand
    by_name = {wording.mit_art(body): key for key, body in bestand.koerperschaften.items()}

    for row in seen.zeilen:
        shares = sachstand.anteile(bestand, by_name[row.name], "beschlossen")
        assert row.betraege == tuple(
            wording.betrag(amount, worte.GELD) for amount in (*(shares.get(int(y), Decimal(0)) for y in seen.jahre[:-1]), sum(shares.values()))
        )
    assert seen.summe.betraege[-1] == view(SECOND).finanzen.summe.kommunen


def test_the_matrix_counts_who_takes_part():
    seen = view(SECOND).matrix

    assert dict(zip(seen.spalten, seen.summen[0].zellen, strict=True)) == {
        "AHL": "15", "BEC": "17", "BEE": "10", "DRE": "11", "ENN": "12", "EVE": "12", "OEL": "15", "OST": "12", "SAS": "11", "SEN": "13", "TEL": "13", "WAD": "14",
        "WAF": "15",
    }  # fmt: skip
    assert [row.anzahl for row in seen.zeilen if row.kennung == "DI-05"] == ["0"]


def test_a_decision_after_the_stichtag_is_none_yet_in_the_first_bericht():
    def marks(key):
        seen = view(key).matrix
        row = next(row for row in seen.zeilen if row.kennung == "DI-01")
        return {code: cell == BESCHLOSSEN for code, cell in zip(seen.spalten, row.zellen, strict=True)}

    assert not marks(FIRST)["AHL"]  # its council decided on 03.07.2025
    assert marks(SECOND)["AHL"]
    assert marks(FIRST)["BEE"]


# what must not be in it ----------------------------------------------------------------------------------------------


def known_until(bestand: Bestand, day: date) -> Bestand:
    """The world as it was on a day."""

    def steps(items):
        return tuple(item for item in items if item.am <= day)

    def projekt(p):
        stones = tuple(m.model_copy(update={"prognosen": steps(m.prognosen), "ist": m.ist if m.ist and m.ist <= day else None}) for m in p.meilensteine)
        funding = p.foerderung and p.foerderung.model_copy(update={"verlauf": steps(p.foerderung.verlauf)})
        return p.model_copy(update={"sachstaende": steps(p.sachstaende), "meilensteine": stones, "foerderung": funding})

    return replace(bestand, projekte={key: projekt(p) for key, p in bestand.projekte.items()})


def test_the_first_bericht_knows_nothing_that_became_known_after_its_stichtag():
    now, then = view(FIRST), view(FIRST, known_until(public(), date(2025, 6, 30)))

    assert replace(now, nachtraege=then.nachtraege) == then


def test_what_is_dated_after_the_bericht_is_not_in_its_nachtraege():
    assert view(FIRST).nachtraege.saetze[0] == "FBL-01: Schulung der Einrichtungen erreicht (08.07.2025)"
    assert not [s for s in view(FIRST).nachtraege.saetze if "22.08.2025" in s or "abgelehnt" in s]


@pytest.mark.parametrize("format_", ["docx", "pdf"])
@pytest.mark.parametrize("key", [FIRST, SECOND])
def test_nothing_of_a_nonpublic_vorlage_is_in_a_bericht(files, key, format_):
    found = text(files[key, format_], format_)

    assert "219/2025" not in found
    assert "628.320" not in found
    assert "Vergabe von Einrichtung" not in found
    assert "Haushaltsvorbehalt" not in found
    assert "interessiert" not in found


# pages ---------------------------------------------------------------------------------------------------------------


def test_the_berichtsvorlage_has_two_pages_and_the_first_holds_what_matters(files):
    found = pages(files[SECOND, "pdf"])

    for words in ("Bewertung der Verwaltung:", "unverändert: 19 Projekte", "4.882.348,39", "Anstehende Entscheidungen", "Nach dem Stichtag bekannt geworden"):
        assert words in found[0]
    assert "Anlagen:" in found[1]
    assert "Anlage 1: Projekte im Einzelnen" in found[2]


@pytest.mark.parametrize("key", [FIRST, SECOND])
def test_landscape_pages_keep_head_foot_and_number(files, key):
    reader = PdfReader(BytesIO(files[key, "pdf"]))
    wide = [(i, page) for i, page in enumerate(reader.pages, 1) if page.mediabox.width > page.mediabox.height]

    assert wide
    for i, page in wide:
        found = re.sub(r"\s+", " ", page.extract_text())
        assert f"Seite {i} von {len(reader.pages)}" in found
        assert "Stand der Daten" in found
        assert "Musterdaten" in found


def test_a_table_that_goes_on_repeats_its_head(files):
    heads = [page for page in pages(files[SECOND, "pdf"]) if "Kommunen, beschlossen" in page]

    assert len(heads) == 2


def test_the_word_file_has_a_sharp_chart_with_an_alternative_text_and_its_numbers_as_a_table_beneath(files):
    package = zipfile.ZipFile(BytesIO(files[SECOND, "docx"]))
    root = etree.fromstring(package.read("word/document.xml"))
    wp = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
    (picture,) = root.iter(f"{wp}docPr")
    extent = next(root.iter(f"{wp}extent"))
    png = package.read("word/media/bild1.png")

    assert "Digitale Infrastruktur (5): 2 grün, 1 gelb, 1 rot, 1 nicht begonnen" in picture.get("descr")
    assert int.from_bytes(png[16:20]) / (int(extent.get("cx")) / 914400) >= 200
    paragraph = next(p for p in picture.iterancestors(f"{W}p"))
    table = next(e for e in paragraph.itersiblings() if e.tag == f"{W}tbl")
    assert "".join(table.itertext()).startswith("Handlungsfeld")


def test_every_table_head_of_the_word_file_is_repeated_and_the_matrix_lies_across(files):
    root = etree.fromstring(zipfile.ZipFile(BytesIO(files[SECOND, "docx"])).read("word/document.xml"))

    assert len(list(root.iter(f"{W}tblHeader"))) == 9 + 10  # and each of the ten projects in detail has a table of milestones
    first, last = root.iter(f"{W}sectPr")
    assert first.find(f"{W}pgSz").get(f"{W}orient") is None
    assert last.find(f"{W}pgSz").get(f"{W}orient") == "landscape"
    assert {ref.tag for ref in last} >= {f"{W}headerReference", f"{W}footerReference"}


def test_the_chart_of_the_pdf_is_drawn_and_no_bitmap(files):
    page = PdfReader(BytesIO(files[SECOND, "pdf"])).pages[0]

    assert not list(page.images)


# odd data ------------------------------------------------------------------------------------------------------------


def without(bestand, key, **fields):
    return replace(bestand, projekte={**bestand.projekte, key: bestand.projekte[key].model_copy(update=fields)})


ODD = {
    "no projects": lambda b: replace(b, projekte={}),
    "one project": lambda b: replace(b, projekte={"di-05": b.projekte["di-05"]}),
    "a title of 200 letters": lambda b: without(b, "di-02", titel="Interkommunale Sensorinfrastruktur " * 5 + "mit Auswertung und <Anhang> & mehr"),
    "no budget": lambda b: without(b, "kmu-03", budget=None),
    "a municipality leaves": lambda b: without(b, "fbl-03", beteiligung={k: v for k, v in b.projekte["fbl-03"].beteiligung.items() if k != "beelen"}),
    "no milestones": lambda b: without(b, "di-02", meilensteine=()),
    "no sachstand": lambda b: without(b, "di-02", sachstaende=()),
    "nothing to decide": lambda b: replace(b, berichte={**b.berichte, SECOND: b.berichte[SECOND].model_copy(update={"entscheidungen": (), "datum": None})}),
    "a draft without an assessment": lambda b: replace(
        b, berichte={**b.berichte, SECOND: b.berichte[SECOND].model_copy(update={"stand": "entwurf", "bewertung": None, "bewertung_von": None})}
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_data_still_give_a_word_file(name):
    assert len(render(view(SECOND, ODD[name](public())), "docx")) > 10_000


@pytest.mark.parametrize("name", ["no projects", "a title of 200 letters", "no budget"])
def test_odd_data_still_give_a_pdf_of_all_parts(name):
    assert len(PdfReader(BytesIO(render(view(SECOND, ODD[name](public())), "pdf"))).pages) >= 4


def test_a_municipality_that_leaves_is_no_longer_counted():
    seen = view(SECOND, ODD["a municipality leaves"](public())).matrix

    assert dict(zip(seen.spalten, seen.summen[0].zellen, strict=True))["BEE"] == "9"


def test_a_draft_shows_its_gaps_and_lists_them():
    seen = view(SECOND, ODD["a draft without an assessment"](public()))

    assert seen.bewertung == "‹bitte ergänzen: Bewertung der Verwaltung›"
    assert seen.vermerke == ("ENTWURF",)
    assert seen.schluss[-1].eintraege == ("Bewertung der Verwaltung", "verantwortliche Funktion")


def test_an_earlier_state_of_the_funding_is_what_the_first_bericht_tells():
    block = next(b for b in view(FIRST).einzelheiten.projekte if b.name.startswith("FBL-03"))

    assert block.status.wort == "gelb"
    assert any("beantragt (50" in m.text for m in block.merkmale)


# the chart -----------------------------------------------------------------------------------------------------------


def diagramm(rows):
    return Diagramm("Status", "Text", tuple(map(Reihe, MUSTER, SIGNS.values())), tuple(Balken(f"Feld {i} $x$ <&>", row) for i, row in enumerate(rows)))


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 30)] * 5), max_size=8))
def test_a_chart_of_any_numbers_is_drawn_the_same_each_time_and_shows_them(rows):
    drawn = diagramm(tuple(rows))
    charts.svg.cache_clear()
    first = charts.svg(drawn)
    charts.svg.cache_clear()

    assert charts.svg(drawn) == first
    texts = [e.text.strip() for e in etree.fromstring(first).iter("{http://www.w3.org/2000/svg}text")]
    assert sorted(t for t in texts if t.isdigit()) == sorted(str(n) for row in rows for n in row if n)


def test_a_png_is_the_same_each_time():
    drawn = diagramm(((1, 2, 3, 4, 5),))
    first = charts.png(drawn)
    charts.png.cache_clear()

    assert charts.png(drawn) == first
    assert b"Software" not in first


# rules ---------------------------------------------------------------------------------------------------------------


def changed(**fields):
    bestand = read(DATA).bestand
    return replace(bestand, berichte={**bestand.berichte, SECOND: bestand.berichte[SECOND].model_copy(update=fields)})


def decision(**fields):
    first, *rest = read(DATA).bestand.berichte[SECOND].entscheidungen
    return {"entscheidungen": (first.model_copy(update=fields), *rest)}


def grundlage(**fields):
    return {"grundlage": read(DATA).bestand.berichte[SECOND].grundlage.model_copy(update=fields)}


@pytest.mark.parametrize(
    ("fields", "stelle", "sentence"),
    [
        ({"bewertung": "x" * 701}, ("bewertung",), "»bewertung« hat 701 Zeichen; erwartet höchstens 700, also 1 weniger"),
        ({"bewertung_von": "smart-regio"}, ("bewertung_von",), "»bewertung_von« nennt »smart-regio«, das nicht unter »personen« steht; gemeint »smart-region«?"),
        ({"stichtag": date(2025, 9, 29)}, ("stichtag",), "»stichtag« 29.09.2025 steht nicht unter »stichtage« in region.yaml; möglich: 30.06.2025, 30.09.2025"),
        ({"vorheriger": "2024-1"}, ("vorheriger",), "»vorheriger« nennt »2024-1«, den es in kreis-warendorf/berichte/ nicht gibt; gemeint »2025-1«?"),
        ({"vorheriger": "2025-2"}, ("vorheriger",), "»vorheriger« 2025-2 hat den Stichtag 30.09.2025; erwartet einen vor dem 30.09.2025"),
        ({"datum": date(2025, 9, 1)}, ("datum",), "»datum« 01.09.2025 liegt vor dem Stichtag 30.09.2025; der Bericht entsteht nach ihm"),
        (grundlage(vorlage="smart-regio-strategie"), ("grundlage", "vorlage"),
         "»grundlage/vorlage« nennt »smart-regio-strategie«, die es in kreis-warendorf/vorlagen/ nicht gibt; gemeint »smart-region-strategie«?"),
        (grundlage(punkt=3), ("grundlage", "punkt"), "»grundlage/punkt« ist 3; die Vorlage hat 2 Beschlusspunkte"),
        (grundlage(vorlage="datenplattform-vergabe"), ("grundlage", "vorlage"),
         "»grundlage/vorlage« nennt eine Vorlage, die nicht öffentlich ist; ein öffentlicher Bericht kann sich nicht auf sie berufen"),
        (decision(sitzung=None), ("entscheidungen", 0),
         "»entscheidungen/1« nennt kein Gremium; erwartet »sitzung: ka-2025-4« oder »gremium: kt« mit »voraussichtlich: 2026-03-27«"),
        (decision(sitzung=None, gremium="kt"), ("entscheidungen", 0),
         "»entscheidungen/1« nennt keinen Termin; erwartet »voraussichtlich: 2026-03-27« oder statt des Gremiums die Sitzung"),
        (decision(sitzung="ka-2025-9"), ("entscheidungen", 0, "sitzung"),
         "»entscheidungen/1/sitzung« nennt »ka-2025-9«, die es in kreis-warendorf/sitzungen.yaml nicht gibt; gemeint »ka-2025-"),
        (decision(gremium="ka"), ("entscheidungen", 0),
         "»entscheidungen/1« nennt eine Sitzung und zugleich »gremium« oder »voraussichtlich«; mit der Sitzung stehen Gremium und Termin fest"),
        (decision(projekt="di-20"), ("entscheidungen", 0, "projekt"), "»entscheidungen/1/projekt« nennt »di-20«, das es in projekte/ nicht gibt; gemeint »di-"),
        (decision(sitzung="kt-2025-5"), ("entscheidungen", 0, "vorlage"),
         "»entscheidungen/1/vorlage«: über diese Vorlage wird nach ihrer Beratungsfolge nicht in der Sitzung »kt-2025-5« entschieden"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_bericht_is_said_where_it_stands(fields, stelle, sentence):
    found = [b for b in pruefen(changed(**fields)) if b.datei == SECOND]

    assert [b.stelle for b in found if b.satz.startswith(sentence)] == [stelle], [b.satz for b in found]


def test_a_milestone_that_is_due_before_the_sitzung_is_a_hinweis_that_names_its_owner():
    (found,) = [b for b in pruefen(changed(begruendet={})) if b.hinweis == "meilenstein-faellig"]

    assert (found.datei, found.stelle) == ("projekte/ver-01", ("meilensteine", 2))
    assert "Kursreihe 2 war am 15.11.2025 fällig" in found.satz
    assert "Haupt- und Personalamt" in found.satz


def test_a_project_can_answer_for_its_milestone_too():
    bestand = without(changed(begruendet={}), "ver-01", begruendet={"meilenstein-faellig": "endet mit dem Kurs"})

    assert not [b for b in pruefen(bestand) if b.hinweis == "meilenstein-faellig"]


def test_the_sample_data_leave_no_question_open():
    assert not [line for line in findings(DATA) if "berichte" in line or "meilenstein" in line]


def test_a_broken_bericht_is_named_and_not_withdrawn(world):
    folder = world({"gruenfliess/berichte/2025-1.yaml": "stichtag: morgen\n"})

    bestand = data.load(folder).bestand

    assert "gruenfliess/sachstandsbericht-2025-1" in {s.id for s in sachstandsbericht.subjects(bestand)}


def test_a_view_is_the_same_each_time():
    assert as_data(view(SECOND)) == as_data(view(SECOND))
