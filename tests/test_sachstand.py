"""A project at a Stichtag: what was known by then, the Ampel at its thresholds, and what changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from conftest import EXAMPLE

from generator import data, sachstand
from generator.model import Ampelschwellen, Beteiligung, Meilenstein, Projekt

TAG = date(2025, 9, 30)
SCHWELLEN = Ampelschwellen.model_validate({
    "termin": {"gruen_bis_tage": "14", "gelb_bis_tage": "60"},
    "kosten": {"gruen_bis_prozent": "5", "gelb_bis_prozent": "15"},
    "foerderung": {"geplant": "gruen", "beantragt": "gelb", "bewilligt": "gruen", "abgelehnt": "rot"},
})  # fmt: skip


def projekt(**changes):
    plain = {
        "titel": "A", "typ": "leitprojekt", "handlungsfeld": "A", "federfuehrung": "a/b", "kurz": "A",
        "budget": {"gesamt": "1000", "jahre": {"2025": "1000"}},
        "sachstaende": [{"am": "2025-09-30", "text": "A", "phase": "umsetzung"}],
    }  # fmt: skip
    return Projekt.model_validate(plain | changes)


def stein(soll, *prognosen, ist=None):
    forecasts = [{"am": am, "termin": termin} for am, termin in prognosen]
    return {"id": "a", "titel": "A", "soll": soll, "prognosen": forecasts} | ({"ist": ist} if ist else {})


@pytest.mark.parametrize(
    ("meilenstein", "termin", "erreicht", "tage"),
    [
        (stein("2025-12-15"), "2025-12-15", False, 0),
        (stein("2025-12-15", ("2025-06-30", "2026-01-31")), "2026-01-31", False, 47),
        (stein("2025-12-15", ("2025-06-30", "2026-01-31"), ("2025-09-30", "2025-12-20")), "2025-12-20", False, 5),
        (stein("2025-12-15", ("2025-10-01", "2026-12-31")), "2025-12-15", False, 0),
        (stein("2025-12-15", ("2025-09-30", "2025-11-01")), "2025-11-01", False, 0),
        (stein("2025-09-30"), "2025-09-30", False, 0),
        (stein("2025-09-20"), "2025-09-20", False, 10),
        (stein("2025-09-01", ("2025-06-30", "2025-09-10")), "2025-09-10", False, 29),
        (stein("2025-09-01", ist="2025-09-30"), "2025-09-30", True, 0),
        (stein("2025-09-01", ("2025-08-30", "2025-10-05"), ist="2025-10-02"), "2025-10-05", False, 34),
    ],
)
def test_a_milestone_is_judged_by_what_was_known_at_the_stichtag(meilenstein, termin, erreicht, tage):
    stone = Meilenstein.model_validate(meilenstein)

    assert sachstand.termin(stone, TAG) == date.fromisoformat(termin)
    assert sachstand.erreicht(stone, TAG) == erreicht
    assert sachstand.verzug(projekt(meilensteine=[meilenstein]), TAG) == tage


@pytest.mark.parametrize(("tage", "licht"), [(0, "gruen"), (14, "gruen"), (15, "gelb"), (60, "gelb"), (61, "rot"), (-5, "gruen")])
def test_the_light_for_dates_changes_the_day_after_its_threshold(tage, licht):
    soll = date(2026, 3, 1)
    stone = stein(soll.isoformat(), ("2025-09-30", (soll + timedelta(tage)).isoformat()))

    assert sachstand.ampel(projekt(meilensteine=[stone]), TAG, SCHWELLEN).termin == licht


@pytest.mark.parametrize(("kosten", "licht"), [("900", "gruen"), ("1050", "gruen"), ("1050,01", "gelb"), ("1150", "gelb"), ("1150,01", "rot"), (None, "gruen")])
def test_the_light_for_costs_changes_a_cent_after_its_threshold(kosten, licht):
    entry = {"am": "2025-09-30", "text": "A", "phase": "umsetzung"} | ({"kosten_prognose": kosten} if kosten else {})

    assert sachstand.ampel(projekt(sachstaende=[entry]), TAG, SCHWELLEN).kosten == licht


@pytest.mark.parametrize(
    ("foerderung", "licht"),
    [
        ({"stand": "geplant"}, "gruen"),
        ({"stand": "beantragt"}, "gelb"),
        ({"stand": "bewilligt"}, "gruen"),
        ({"stand": "abgelehnt"}, "rot"),
        ({"stand": "abgelehnt", "verlauf": [{"am": "2025-05-01", "stand": "beantragt"}, {"am": "2025-10-01", "stand": "abgelehnt"}]}, "gelb"),
        ({"stand": "abgelehnt", "verlauf": [{"am": "2025-10-01", "stand": "abgelehnt"}]}, "gruen"),
    ],
)
def test_the_light_for_funding_follows_its_state_at_the_stichtag(foerderung, licht):
    assert sachstand.ampel(projekt(foerderung=foerderung), TAG, SCHWELLEN).foerderung == licht


def test_the_worst_light_is_the_ampel():
    late = stein("2025-09-01", ("2025-09-30", "2025-10-01"))

    assert sachstand.ampel(projekt(meilensteine=[late]), TAG, SCHWELLEN).zustand == "gelb"
    assert sachstand.ampel(projekt(meilensteine=[late], foerderung={"stand": "abgelehnt"}), TAG, SCHWELLEN).zustand == "rot"


@pytest.mark.parametrize(("phase", "zustand"), [("idee", "grau"), ("abgeschlossen", "blau"), ("konzept", "rot"), ("gestoppt", "rot")])
def test_not_begun_and_finished_are_states_and_no_lights(phase, zustand):
    entry = {"am": "2025-09-30", "text": "A", "phase": phase}

    assert sachstand.ampel(projekt(sachstaende=[entry], foerderung={"stand": "abgelehnt"}), TAG, SCHWELLEN).zustand == zustand


def test_before_its_first_entry_a_project_has_not_begun():
    assert sachstand.ampel(projekt(), TAG - timedelta(1), SCHWELLEN).zustand == "grau"


def test_a_person_may_depart_from_the_thresholds_with_a_reason():
    entry = {"am": "2025-09-30", "text": "A", "phase": "umsetzung", "ampel": {"wert": "gelb", "grund": "A", "wer": "B"}}
    found = sachstand.ampel(projekt(sachstaende=[entry]), TAG, SCHWELLEN)

    assert (found.zustand, found.vorgabe.grund) == ("gelb", "A")


def test_the_next_milestone_is_the_earliest_that_is_not_reached():
    stones = [stein("2025-03-01", ist="2025-03-01"), stein("2026-05-01"), stein("2025-12-01", ("2025-06-30", "2026-06-01"))]

    assert sachstand.naechster(projekt(meilensteine=stones), TAG).soll == date(2026, 5, 1)
    assert sachstand.naechster(projekt(meilensteine=stones[:1]), TAG) is None


@pytest.mark.parametrize(
    ("tag", "wert"), [("2025-04-30", None), ("2025-05-01", "interessiert"), ("2025-09-15", "haushaltsvorbehalt"), ("2026-01-01", "haushaltsvorbehalt")]
)
def test_a_bindung_is_the_last_step_by_the_stichtag(tag, wert):
    steps = [{"am": "2025-05-01", "bindung": "interessiert"}, {"am": "2025-09-15", "bindung": "haushaltsvorbehalt"}]
    teil = Beteiligung.model_validate({"bindung": "haushaltsvorbehalt", "verlauf": steps})

    assert sachstand.bindung(teil, date.fromisoformat(tag)) == wert
    assert sachstand.bindung(Beteiligung(bindung="beschlossen"), date.fromisoformat(tag)) == "beschlossen"


def test_changes_between_two_stichtage_are_found_from_dated_entries():
    bestand = data.load(EXAMPLE).bestand
    found = sachstand.aenderungen(bestand.projekte["mu-01"], date(2025, 6, 30), TAG, bestand.region.ampel)

    assert (found.ampel, found.foerderung, found.text, found.wesentlich) == (None, ("beantragt", "bewilligt"), True, True)
    assert [(v.meilenstein.id, v.vorher, v.nachher, v.tage) for v in found.termine] == [("probe", date(2025, 9, 10), date(2025, 12, 1), 82)]
    assert [(b.koerperschaft, b.vorher, b.nachher) for b in found.bindungen] == [("suessau", "interessiert", "haushaltsvorbehalt")]
    assert [str(kosten) for kosten in found.kosten] == ["10000.00", "10600.00"]


def test_nothing_changes_in_a_day():
    found = sachstand.aenderungen(projekt(), TAG, TAG + timedelta(1), SCHWELLEN)

    assert found == sachstand.Aenderungen()
    assert not found.wesentlich
