"""How one text of a YAML file becomes ja/nein, a date, a time, a number or money; German refusals with an example.

Every scalar arrives as text (the base loader of `reading`), so nothing has been guessed before: `18:00` is not 1080 and
`05570004` keeps its zero. Types are used as `Annotated` aliases in `model`.
"""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_WHOLE = re.compile(r"-?\d+", re.ASCII)
_DECIMAL = re.compile(r"-?\d+(?:[.,]\d+)?", re.ASCII)
_PLAIN_MONEY = re.compile(r"[-−]?\d+(?:[.,]\d{2})?", re.ASCII)
_GROUPED_MONEY = re.compile(r"[-−]?\d{1,3}(?:\.\d{3})+,\d{2}", re.ASCII)
_AMBIGUOUS_MONEY = re.compile(r"[-−]?\d{1,3}(?:\.\d{3})+", re.ASCII)
_KENNUNG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


class CutOff(str):
    """A plain scalar after which YAML took the rest of the line for a comment: perhaps text was lost."""

    __slots__ = ()


def refuse(expected: str, found: object) -> PydanticCustomError:
    """The refusal of a value: what was expected (with an example) and what stands there."""
    return PydanticCustomError("erwartet", "erwartet {erwartet}, steht aber {gefunden}", {"erwartet": expected, "gefunden": shown(found)})


def shown(value: object) -> str:
    """A value from YAML as a sentence quotes it; long texts are cut."""
    match value:
        case None:
            return "nichts da"
        case dict():
            return "eine Gruppe von Angaben da"
        case list() | tuple():
            return "eine Liste da"
        case _:
            text = str(value)
            return f"»{text if len(text) <= 60 else text[:57] + '…'}«"


def _text(value: Any) -> str:
    if isinstance(value, CutOff):
        raise PydanticCustomError(
            "abgeschnitten",
            "endet vor » #«: der Rest der Zeile gilt in YAML als Kommentar und ginge verloren; "
            "den ganzen Text in Anführungszeichen setzen oder den Kommentar in eine eigene Zeile",
        )
    if not isinstance(value, str):
        raise refuse("einen Text", value)
    if not value.strip():
        raise refuse("einen Text", "")
    return value.strip()


def _longtext(value: Any) -> str:
    if isinstance(value, CutOff):
        _text(value)
    if not isinstance(value, str) or not value.strip():
        raise refuse("einen Text", value)
    return value


def _yes_no(value: Any) -> bool:
    if value not in ("ja", "nein"):
        raise refuse("ja oder nein", value)
    return bool(value == "ja")


def _date(value: Any) -> date:
    expected = "ein Datum wie 2025-03-28 oder 28.03.2025"
    if not isinstance(value, str):
        raise refuse(expected, value)
    if match := _ISO_DATE.fullmatch(value):
        year, month, day = map(int, match.groups())
    elif match := _GERMAN_DATE.fullmatch(value):
        day, month, year = map(int, match.groups())
    else:
        raise refuse(expected, value)
    try:
        found = date(year, month, day)
    except ValueError:
        raise refuse("ein Datum, das es gibt, wie 2025-03-28", value) from None
    if not 1900 <= found.year <= 2199:
        raise refuse("ein Datum zwischen 1900 und 2199", value)
    return found


def _time(value: Any) -> time:
    if not isinstance(value, str) or not (match := _TIME.fullmatch(value)):
        raise refuse("eine Uhrzeit wie 09:00", value)
    hour, minute = map(int, match.groups())
    if hour > 23 or minute > 59:
        raise refuse("eine Uhrzeit zwischen 00:00 und 23:59", value)
    return time(hour, minute)


def _whole(value: Any) -> int:
    if not isinstance(value, str) or not _WHOLE.fullmatch(value) or len(value) > 12:
        raise refuse("eine ganze Zahl, zum Beispiel 53400", value)
    return int(value)


def _decimal(value: Any) -> Decimal:
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value) or len(value) > 15:
        raise refuse("eine Zahl, zum Beispiel 123,13", value)
    return Decimal(value.replace(",", "."))


def _money(value: Any) -> Decimal:
    expected = "einen Betrag in EUR wie 20000, 20000,00 oder 20.000,00"
    if not isinstance(value, str) or len(value) > 20:
        raise refuse(expected, value)
    if _AMBIGUOUS_MONEY.fullmatch(value):
        plain = value.replace(".", "")
        raise PydanticCustomError(
            "mehrdeutig", "ist mehrdeutig: »{wert}« kann {wert},00 oder eine Dezimalzahl meinen; eindeutig ist {wert},00 oder {glatt}",
            {"wert": value, "glatt": plain})  # fmt: skip
    if _GROUPED_MONEY.fullmatch(value):
        value = value.replace(".", "")
    elif not _PLAIN_MONEY.fullmatch(value):
        raise refuse(expected, value)
    return Decimal(value.replace(",", ".").replace("−", "-")).quantize(Decimal("0.01"))


def _amount(value: Any) -> Decimal:
    amount = _money(value)
    if amount < 0:
        raise refuse("einen Betrag, der nicht negativ ist", value)
    return amount


def _kennung(value: Any) -> str:
    if not isinstance(value, str) or not _KENNUNG.fullmatch(value) or len(value) > 80:
        raise refuse("eine Kennung aus kleinen Buchstaben, Ziffern und Bindestrichen wie ka-2025-1", value)
    return value


def _reference(value: Any) -> str:
    if not isinstance(value, str) or not value or len(value) > 200 or not all(map(_KENNUNG.fullmatch, value.split("/"))):
        raise refuse("eine Kennung wie planung oder kreis-warendorf/planung", value)
    return value


def digits(count: int) -> BeforeValidator:
    """Exactly `count` digits that stay text, as in an AGS."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(rf"\d{{{count}}}", value, re.ASCII):
            raise refuse(f"{count} Ziffern", value)
        return value

    return BeforeValidator(check)


Text = Annotated[str, BeforeValidator(_text)]
"""A short text, not empty, without blanks at its ends."""
Markdown = Annotated[str, BeforeValidator(_longtext)]
"""A long text; what of Markdown it may use says `markup`."""
Ja = Annotated[bool, BeforeValidator(_yes_no)]
Datum = Annotated[date, BeforeValidator(_date)]
Uhrzeit = Annotated[time, BeforeValidator(_time)]
Ganzzahl = Annotated[int, BeforeValidator(_whole)]
Zahl = Annotated[Decimal, BeforeValidator(_decimal)]
Saldo = Annotated[Decimal, BeforeValidator(_money)]
"""Money in EUR that may be negative, two decimals."""
Betrag = Annotated[Decimal, BeforeValidator(_amount)]
"""Money in EUR, not negative, two decimals."""
Kennung = Annotated[str, BeforeValidator(_kennung)]
"""The id of a thing within its file or folder."""
Bezug = Annotated[str, BeforeValidator(_reference)]
"""The id of another thing: `planung` in the same body, `kreis-warendorf/planung` in another."""
