"""What is due by when: states of a Vorlage from day to day, Termine, moved Sitzungen, and how `vorlagen fristen` says it."""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from types import MappingProxyType

import icalendar
import pytest
from click.testing import CliRunner
from conftest import DATA, TEMPLATES
from papers import world as read
from pypdf import PdfReader

from generator import kalender
from generator.cli import cli
from generator.documents import fristenliste
from generator.formats import pdf
from generator.termine import Faelligkeit, Fristenplan

LORAWAN = "kreis-warendorf/ukpm-2026-2/lorawan-ausbaustufe-2"


def due(heute: date, kennung: str, bis: date = date(2026, 12, 31)) -> Faelligkeit:
    """The one thing with this id."""
    return next(f for f in Fristenplan(read(DATA).bestand, heute, bis).faelligkeiten if f.kennung == kennung)


@pytest.mark.parametrize(
    ("heute", "zustand", "hinweis"),
    [
        (date(2026, 5, 27), "unfertig", "es fehlt: "),
        (date(2026, 5, 28), "ueberfaellig", "seit 1 Tag überfällig; es fehlt: "),
        (date(2026, 6, 5), "ueberfaellig", "seit 9 Tagen überfällig; es fehlt: "),
        (date(2026, 6, 6), "verkuerzt", "nur noch mit verkürzter Ladungsfrist, Versand bis Mo 08.06.2026; es fehlt: "),
        (date(2026, 6, 9), "tischvorlage", "nur noch als Tischvorlage; es fehlt: "),
    ],
)
def test_a_draft_is_unfinished_then_late_then_urgent_then_a_tischvorlage(heute, zustand, hinweis):
    found = due(heute, LORAWAN)

    assert found.zustand == zustand
    assert found.hinweis.startswith(hinweis)
    assert "Betrag a)" in found.hinweis


def test_the_strategy_had_to_be_handed_in_on_the_20th_of_february():
    found = due(date(2025, 2, 18), "kreis-warendorf/uklmp-2025-1/smart-region-strategie")

    assert (found.frist, found.tag, found.sitzung, found.zustand) == ("Abgabe", date(2025, 2, 20), date(2025, 3, 7), "ausgegeben")
    assert found.gruende.endswith("Versand Fr 28.02.2025 → 6 Arbeitstage vorher → Abgabe Do 20.02.2025")


def test_after_the_day_of_abgabe_the_day_of_versand_counts():
    assert due(date(2025, 11, 12), "kreis-warendorf/ukpm-2025-1/lenkungskreis-geschaeftsordnung").frist == "Versand"


def test_a_moved_sitzung_moves_its_deadlines_and_keeps_their_names():
    bestand, key = read(DATA).bestand, "kreis-warendorf/ukpm-2026-2"
    moved = bestand.sitzungen[key].model_copy(update={"termin": date(2026, 6, 19)})
    later = replace(bestand, sitzungen=MappingProxyType({**bestand.sitzungen, key: moved}))
    heute, bis = date(2026, 5, 1), date(2026, 12, 31)

    before = next(f for f in Fristenplan(bestand, heute, bis).faelligkeiten if f.kennung == LORAWAN)
    after = next(f for f in Fristenplan(later, heute, bis).faelligkeiten if f.kennung == LORAWAN)

    assert (before.tag, after.tag) == (date(2026, 5, 27), date(2026, 6, 3))
    assert entry(before, heute)["UID"] == entry(after, date(2026, 5, 2))["UID"]
    assert entry(before, heute)["SEQUENCE"] < entry(after, date(2026, 5, 2))["SEQUENCE"]


def entry(found: Faelligkeit, heute: date) -> icalendar.Component:
    return icalendar.Calendar.from_ical(kalender.ics([found], heute)).walk("VEVENT")[0]


def test_other_termine_count_too():
    found = [f for f in Fristenplan(read(DATA).bestand, date(2025, 8, 1), date(2025, 9, 30)).faelligkeiten if f.frist == "Termin"]

    assert [(f.tag, f.was) for f in found] == [(date(2025, 8, 29), "Mittelanmeldung zum Haushalt 2026"), (date(2025, 9, 4), "Lenkungskreis Smart Region")]


def test_a_matter_that_is_not_public_is_named_by_its_neutral_betreff():
    found = due(date(2025, 11, 12), "kreis-warendorf/ka-2025-4/datenplattform-vergabe")

    assert found.was == "219/2025 Vergabeangelegenheit"


def test_a_stop_without_a_sitzung_names_the_next_that_could_take_it():
    found = due(date(2025, 2, 1), "kreis-warendorf/vorlagen/lorawan-ausbaustufe-2/ka")

    assert (found.frist, found.hinweis) == ("offen", "Termin offen; im Kalender steht noch keine Sitzung danach")


def test_equal_questions_give_equal_calendars_that_outlook_can_read():
    plan = Fristenplan(read(DATA).bestand, date(2025, 2, 1), date(2025, 12, 31))
    data = kalender.ics(plan.faelligkeiten, plan.heute)

    assert data == kalender.ics(plan.faelligkeiten, plan.heute)
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert len({event["UID"] for event in events}) == len(events) > 10
    assert all(event.decoded("DTEND") > event.decoded("DTSTART") for event in events)


def test_the_list_for_the_wall_is_one_page_however_much_is_due():
    bestand = read(DATA).bestand
    long = "Sehr langer Betreff einer Vorlage mit vielen Wörtern " * 5
    rows = [Faelligkeit(date(2025, 3, 3), "Abgabe", "Gemeinde Everswinkel", long, long, date(2025, 4, 1), "unfertig", long, "", "x")] * 60
    data = pdf.render(TEMPLATES / "fristenliste/fristenliste.html", fristenliste.view(bestand, rows, date(2025, 3, 1), date(2025, 5, 1)))

    pages = PdfReader(BytesIO(data)).pages
    assert len(pages) == 1
    assert "und 46 weitere" in pages[0].extract_text()


def run(*arguments: str) -> str:
    result = CliRunner().invoke(cli, ["--daten", str(DATA), "--druckvorlagen", str(TEMPLATES), "fristen", *arguments], standalone_mode=False)
    assert result.exception is None, result.exception
    return result.stdout


def test_the_command_says_day_matter_state_and_reasons():
    said = run("--heute", "18.02.2025", "--bis", "2025-03-08").splitlines()

    assert said[0].startswith("Do 20.02.2025  Abgabe   Kreis Warendorf: 037/2025 Gemeinsame Smart Region-Strategie")
    assert said[1].strip() == "Ausschuss für Umwelt, Klimaschutz, Mobilität und Planung, Fr 07.03.2025 – ausgegeben"
    assert said[2].strip().startswith("Sitzung Fr 07.03.2025, 6 Kalendertage, Zugangs- und Sitzungstag zählen nicht → Zugang spätestens 28.02.2025")
    assert said[-1].endswith("vom 18.02.2025 bis 08.03.2025.")


def test_the_command_says_what_a_moved_sitzung_changed_since_the_papers_were_made(world, tmp_path):
    folder, out = world(), tmp_path / "o"
    arguments = ("--daten", str(folder), "--druckvorlagen", str(TEMPLATES), "--ausgabe", str(out))
    listed = [*arguments, "fristen", "--heute", "2025-03-01"]
    CliRunner().invoke(cli, [*arguments, "erzeugen", "gruenfliess/radweg"], standalone_mode=False)
    assert "geändert" not in CliRunner().invoke(cli, listed, standalone_mode=False).stdout

    path = folder / "gruenfliess/sitzungen.yaml"
    path.write_text(path.read_text("utf-8").replace("{gremium: kt, termin: 2025-03-28", "{gremium: kt, termin: 2025-03-31"), encoding="utf-8")
    assert "seit dem letzten Erzeugen geändert: Beratungsfolge; neu erzeugen" in CliRunner().invoke(cli, listed, standalone_mode=False).stdout


def test_the_command_writes_json_a_calendar_and_the_list(tmp_path):
    rows = json.loads(run("--heute", "2025-02-18", "--json"))
    assert rows[0]["tag"] == "2025-02-20"
    assert rows[0]["zustand"] == "ausgegeben"

    run("--heute", "2025-02-18", "--ics", str(tmp_path / "f.ics"), "--liste", str(tmp_path / "f.pdf"))
    assert (tmp_path / "f.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert (tmp_path / "f.pdf").read_bytes().startswith(b"%PDF")
