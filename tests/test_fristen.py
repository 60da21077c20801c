"""Deadlines: the reference dates of real Geschäftsordnungen, holidays, closed days, and the laws that hold for every rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import fristen
from generator.model import Fristabweichung, Fristen, Ladungsfrist

EINHEITEN = ("kalendertage", "werktage", "arbeitstage")


def ladung(tage: int, einheit: str = "kalendertage", **more: str) -> Ladungsfrist:
    return Ladungsfrist.model_validate({"tage": str(tage), "einheit": einheit, **more})


def rule(tage: int, einheit: str = "kalendertage", *, body: dict[str, object] | None = None, **more: str) -> Fristen:
    return Fristen.model_validate({"ladung": {"tage": str(tage), "einheit": einheit, **more}, **(body or {})})


# The last day on which the Ladung may arrive, before it is moved off Sundays and holidays (§§ 187, 188 BGB).
REFERENCE = [
    (date(2025, 3, 7), "28.02. 27.02. 25.02. 24.02. 03.03. 20.02."),
    (date(2025, 3, 21), "14.03. 13.03. 11.03. 10.03. 17.03. 06.03."),
    (date(2025, 3, 28), "21.03. 20.03. 18.03. 17.03. 24.03. 13.03."),
    (date(2025, 4, 25), "18.04. 17.04. 15.04. 14.04. 21.04. 08.04."),
    (date(2025, 6, 13), "06.06. 05.06. 03.06. 02.06. 09.06. 27.05."),
]
RULES = [(6, "kalendertage"), (7, "kalendertage"), (9, "kalendertage"), (10, "kalendertage"), (3, "werktage"), (10, "arbeitstage")]
CASES = [(day, *rule_, dates.split()[i]) for day, dates in REFERENCE for i, rule_ in enumerate(RULES)]


@pytest.mark.parametrize(("sitzung", "tage", "einheit", "zugang"), CASES)
def test_the_last_day_of_receipt_is_that_of_the_reference_table(sitzung, tage, einheit, zugang):
    found = fristen.kette(sitzung, rule(tage, einheit, zugang_an_sonn_und_feiertagen="ja"))

    assert f"{found.zugang.tag:%d.%m.}" == zugang


@pytest.mark.parametrize(("sitzung", "tage", "einheit", "zugang"), CASES)
def test_where_the_day_of_the_sitzung_counts_the_last_day_is_one_counted_day_later(sitzung, tage, einheit, zugang):
    """Hilden's rule of 2011: 9 days, the day of the Sitzung included."""
    found = fristen.kette(sitzung, rule(tage, einheit, sitzungstag_zaehlt="ja", zugang_an_sonn_und_feiertagen="ja")).zugang.tag

    first = fristen.kette(sitzung, rule(tage, einheit, zugang_an_sonn_und_feiertagen="ja")).zugang.tag
    if einheit == "kalendertage":
        assert found == first + timedelta(days=1)
    assert found > first


def test_hilden_a_wednesday_and_nine_days_with_the_sitzung():
    assert fristen.kette(date(2011, 7, 13), rule(9, sitzungstag_zaehlt="ja")).zugang.tag == date(2011, 7, 4)


def test_a_receipt_on_karfreitag_is_moved_to_the_day_before_and_every_step_is_told():
    found = fristen.kette(date(2025, 4, 25), rule(6))

    assert found.versand.tag == date(2025, 4, 17)
    assert found.gruende == (
        "Sitzung Fr 25.04.2025, 6 Kalendertage, Zugangs- und Sitzungstag zählen nicht → Zugang spätestens 18.04.2025 = Karfreitag → Versand Do 17.04.2025"
    )


def test_the_vorlage_on_the_smart_region_is_handed_in_six_working_days_before_it_is_sent():
    found = fristen.kette(date(2025, 3, 7), rule(6, body={"abgabe_arbeitstage": "6"}))

    assert (found.versand.tag, found.abgabe.tag) == (date(2025, 2, 28), date(2025, 2, 20))


def test_a_closed_house_sends_before_and_takes_nothing_in():
    shut = {"abgabe_arbeitstage": "2", "betriebsruhe": [{"von": "2025-12-24", "bis": "2025-12-31", "was": "Betriebsruhe"}]}
    found = fristen.kette(date(2026, 1, 7), rule(7, body=shut))

    assert found.zugang.tag == date(2025, 12, 30)
    assert found.versand.tag == date(2025, 12, 23)
    assert found.abgabe.tag == date(2025, 12, 19)
    assert "Betriebsruhe" in found.gruende


def test_post_is_sent_two_days_earlier():
    assert fristen.kette(date(2025, 3, 7), rule(6, body={"zustellung_tage": "2"})).versand.tag == date(2025, 2, 26)


def test_rosenmontag_is_no_holiday_but_the_house_may_be_closed():
    assert fristen.feiertag(date(2025, 3, 3)) == ""
    closed = {"betriebsruhe": [{"von": "2025-03-03", "was": "Rosenmontag"}]}
    assert fristen.kette(date(2025, 3, 7), rule(3, "werktage", body=closed)).versand.tag == date(2025, 2, 28)


def test_when_it_is_urgent_the_shortened_period_says_until_when():
    found = fristen.kette(date(2025, 3, 28), rule(6, body={"dringlich": {"tage": "3", "einheit": "werktage"}}))

    assert found.dringlich is not None
    assert found.dringlich.tag == date(2025, 3, 24)
    assert fristen.kette(date(2025, 3, 28), rule(6)).dringlich is None


def test_a_gremium_changes_only_what_it_names():
    body = rule(6, body={"abgabe_arbeitstage": "6"})
    own = fristen.regel(body, Fristabweichung(ladung=ladung(10)))

    assert (own.ladung.tage, own.abgabe_arbeitstage) == (10, 6)
    assert fristen.regel(body, None) is body


@pytest.mark.parametrize(
    ("day", "name"), [(date(2025, 6, 19), "Fronleichnam"), (date(2025, 11, 1), "Allerheiligen"), (date(2025, 1, 6), ""), (date(2025, 10, 31), "")]
)
def test_the_holidays_are_those_of_nordrhein_westfalen(day, name):
    assert fristen.feiertag(day) == name


@settings(max_examples=300, deadline=None)
@given(
    sitzung=st.dates(date(2024, 1, 1), date(2035, 12, 31)),
    tage=st.integers(1, 21),
    einheit=st.sampled_from(EINHEITEN),
    ends=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    office=st.integers(0, 12),
    post=st.integers(0, 3),
)
def test_for_every_rule_the_days_between_are_enough_and_nobody_works_on_a_closed_day(sitzung, tage, einheit, ends, office, post):
    yes = ["ja" if end else "nein" for end in ends]
    regel = rule(tage, einheit, body={"abgabe_arbeitstage": str(office), "zustellung_tage": str(post)},
                 zugangstag_zaehlt=yes[0], sitzungstag_zaehlt=yes[1], zugang_an_sonn_und_feiertagen=yes[2])  # fmt: skip
    found = fristen.kette(sitzung, regel)

    first = found.zugang.tag + timedelta(days=0 if ends[0] else 1)
    last = sitzung - timedelta(days=0 if ends[1] else 1)
    counted = [day for day in fristen.tage(first, last) if _counts(day, einheit)]
    assert len(counted) >= tage
    assert sitzung - found.abgabe.tag <= fristen.hoechstens(regel)
    assert found.abgabe.tag <= found.versand.tag <= found.zugang.tag <= sitzung
    assert fristen.ist_arbeitstag(found.versand.tag)
    if not ends[2]:
        assert found.zugang.tag.weekday() != 6
        assert not fristen.feiertag(found.zugang.tag)
    assert sum(map(fristen.ist_arbeitstag, fristen.tage(found.abgabe.tag, found.versand.tag - timedelta(days=1)))) == office


def _counts(day: date, einheit: str) -> bool:
    """Counted anew, by the calendar alone."""
    match einheit:
        case "kalendertage":
            return True
        case "werktage":
            return day.isoweekday() <= 6 and not fristen.feiertag(day)
    return day.isoweekday() <= 5 and not fristen.feiertag(day)
