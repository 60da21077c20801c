"""Sums, shares and rounding to the cent; Decimal only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
NULL = Decimal("0.00")


def summe(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, 0,00 for nothing."""
    return sum(amounts, NULL)


def cent(amount: Decimal) -> Decimal:
    """Rounded to the cent, half up (kaufmännisch)."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def quote(amount: Decimal, prozent: Decimal) -> Decimal:
    """So many percent of an amount, to the cent."""
    return cent(amount * prozent / 100)


def anteile(total: Decimal, gewichte: Mapping[str, Decimal | int]) -> tuple[dict[str, Decimal], Decimal]:
    """Splits `total` by weights: each share rounded down to the cent, and the rest that somebody has to bear.

    Shares and rest add up to `total`; the rest is less than one cent for each share. Weights must be positive.
    """
    if not gewichte or min(gewichte.values()) <= 0:
        raise ValueError("weights must be positive")
    whole = Decimal(sum(gewichte.values()))
    parts = {key: (total * weight / whole).quantize(CENT, ROUND_DOWN) for key, weight in gewichte.items()}
    return parts, total - summe(parts.values())


def folgen(amounts: Mapping[str, Decimal], gewichte: Mapping[str, int]) -> str:
    """The name whose share departs most from the weights, empty if `anteile` could have split some total into these shares."""
    whole, total = sum(gewichte.values()), summe(amounts.values())
    least = max(amount * whole / gewichte[name] for name, amount in amounts.items())
    most = min((amount + CENT) * whole / gewichte[name] for name, amount in amounts.items())
    return "" if least < most else max(amounts, key=lambda name: abs(amounts[name] - total * gewichte[name] / whole))
