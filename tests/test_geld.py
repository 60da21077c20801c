"""Sums, shares and rounding to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.geld import CENT, anteile, cent, folgen, quote, summe

amounts = st.decimals(min_value=0, max_value=Decimal("99999999.99"), places=2)
weights = st.dictionaries(st.text("abc", min_size=1), st.integers(1, 400_000), min_size=1, max_size=13)


@given(amounts, weights)
def test_shares_and_rest_add_up_and_the_rest_is_less_than_a_cent_a_share(total, gewichte):
    shares, rest = anteile(total, gewichte)

    assert summe(shares.values()) + rest == total
    assert 0 <= rest < CENT * len(gewichte)
    assert all(share == cent(share) for share in shares.values())


@given(amounts, weights)
def test_a_share_is_less_than_a_cent_below_its_part(total, gewichte):
    shares, _ = anteile(total, gewichte)

    assert all(0 <= total * gewichte[name] - share * sum(gewichte.values()) < CENT * sum(gewichte.values()) for name, share in shares.items())


@given(amounts, weights)
def test_shares_that_were_split_by_weights_follow_them(total, gewichte):
    assert folgen(anteile(total, gewichte)[0], gewichte) == ""


@given(amounts, st.dictionaries(st.text("abc", min_size=1), st.integers(1, 100), min_size=2, max_size=5), st.data())
def test_a_share_that_is_a_euro_too_much_does_not_follow(total, gewichte, data):
    shares, _ = anteile(total, gewichte)
    name = data.draw(st.sampled_from(sorted(shares)))

    assert folgen(shares | {name: shares[name] + 1}, gewichte) != ""


@pytest.mark.parametrize("gewichte", [{}, {"a": 0}, {"a": 1, "b": -1}])
def test_weights_must_be_positive(gewichte):
    with pytest.raises(ValueError, match="positive"):
        anteile(Decimal(1), gewichte)


@pytest.mark.parametrize(("amount", "rounded"), [("0.005", "0.01"), ("0.004", "0.00"), ("0.015", "0.02"), ("2.675", "2.68"), ("-0.005", "-0.01")])
def test_half_a_cent_is_rounded_up_as_merchants_do(amount, rounded):
    assert str(cent(Decimal(amount))) == rounded


def test_nothing_sums_up_to_zero_with_two_decimals():
    assert str(summe([])) == "0.00"


def test_a_rate_is_taken_of_an_amount_to_the_cent():
    assert quote(Decimal("100.01"), Decimal("33.3")) == Decimal("33.30")
