"""How one text of a YAML file becomes ja/nein, a date, a time, a number or money; German refusals with an example.

Every scalar arrives as text (the base loader of `reading`), so nothing has been guessed before: `18:00` is not 1080 and
`05570004` keeps its zero. Types are used as `Annotated` aliases in `model`. Their JSON Schema is for editors, which do
guess (YAML 1.2: `2026` is a number, `037/2025` and `2025-03-28` are texts): it takes what we take, however it is typed.
"""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_WHOLE = re.compile(r"\d{1,12}", re.ASCII)
_DECIMAL = re.compile(r"\d{1,12}(?:[.,]\d{1,6})?", re.ASCII)
_PLAIN_MONEY = re.compile(r"\d{1,12}(?:[.,]\d{2})?", re.ASCII)
_GROUPED_MONEY = re.compile(r"\d{1,3}(?:\.\d{3}){1,3},\d{2}", re.ASCII)
_AMBIGUOUS_MONEY = re.compile(r"\d{1,3}(?:\.\d{3}){1,3}", re.ASCII)
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}")
_POSTCODE = re.compile(r"\d{5}", re.ASCII)
_YEAR = re.compile(r"20\d{2}", re.ASCII)
_KENNUNG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{device}{number}" for device in ("com", "lpt") for number in "0123456789¹²³")})
_CENT = Decimal("0.01")
_MONEY = "einen Betrag in EUR wie 20000, 20000,00 oder 20.000,00"
_BLANKS = re.compile(r"[ \t\n]+")


LONGEST, MOST_LINES, LONGEST_SHORT = 200_000, 10_000, 10_000
"""Characters and lines of a long text (a table of 5,000 rows fits well), characters of a short one: no text takes the memory of the machine."""


class CutOff(str):
    """A plain scalar after which YAML took the rest of the line for a comment: perhaps text was lost."""

    __slots__ = ()


def reserved(name: str) -> bool:
    """Whether Windows keeps a name for a device: no file and no folder there can have it, whatever its ending."""
    return name.partition(".")[0].rstrip().casefold() in _DEVICES


def is_kennung(name: str) -> bool:
    """Whether a name is good as an id: `smart-region-strategie`."""
    return len(name) <= 80 and _KENNUNG.fullmatch(name) is not None


def refuse(expected: str, found: object) -> PydanticCustomError:
    """The refusal of a value: what was expected (with an example) and what stands there."""
    if expected == "einen Text" and isinstance(found, dict):
        expected = "einen Text (einen mit »: « in Anführungszeichen)"
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
            text = _BLANKS.sub(" ", str(value)).strip()
            return "ein leerer Text da" if not text else f"»{text if len(text) <= 60 else text[:57] + '…'}«"


def _longtext(value: Any) -> str:
    if isinstance(value, CutOff):
        raise PydanticCustomError(
            "abgeschnitten",
            "endet vor » #«: der Rest der Zeile gilt in YAML als Kommentar und ginge verloren; "
            "den ganzen Text in Anführungszeichen setzen oder den Kommentar in eine eigene Zeile",
        )
    if not isinstance(value, str) or not value.strip():
        raise refuse("einen Text", value)
    if len(value) > LONGEST or value.count("\n") > MOST_LINES:
        raise refuse(f"einen Text von höchstens {LONGEST} Zeichen und {MOST_LINES} Zeilen", value)
    return value


def _text(value: Any) -> str:
    text = _BLANKS.sub(" ", _longtext(value)).strip()
    if len(text) > LONGEST_SHORT:
        raise refuse(f"einen Text von höchstens {LONGEST_SHORT} Zeichen", value)
    return text


def _yes_no(value: Any) -> bool:
    if value not in ("ja", "nein"):
        raise refuse("ja oder nein", value)
    return bool(value == "ja")


def read_date(value: Any) -> date:
    """A day written 2025-03-28 or 28.03.2025."""
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
    if not isinstance(value, str) or not _WHOLE.fullmatch(value):
        raise refuse("eine ganze Zahl, zum Beispiel 53400", value)
    return int(value)


def _decimal(value: Any) -> Decimal:
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise refuse("eine Zahl, zum Beispiel 123,13", value)
    return Decimal(value.replace(",", "."))


def _year(value: Any) -> int:
    if not isinstance(value, str) or not _YEAR.fullmatch(value):
        raise refuse("ein Haushaltsjahr wie 2026", value)
    return int(value)


def _money(value: Any) -> Decimal:
    if not isinstance(value, str):
        raise refuse(_MONEY, value)
    if _AMBIGUOUS_MONEY.fullmatch(value):
        plain = value.replace(".", "")
        raise PydanticCustomError(
            "mehrdeutig",
            "ist mehrdeutig: »{wert}« kann {wert},00 oder eine Dezimalzahl meinen; eindeutig ist {wert},00 oder {glatt}",
            {"wert": value, "glatt": plain},
        )
    if value.startswith(("-", "−")):
        raise refuse(f"{_MONEY}, ohne Minus", value)
    if _GROUPED_MONEY.fullmatch(value):
        value = value.replace(".", "")
    elif not _PLAIN_MONEY.fullmatch(value):
        raise refuse(_MONEY, value)
    return Decimal(value.replace(",", ".")).quantize(_CENT)


def _postcode(value: Any) -> str:
    if not isinstance(value, str) or not _POSTCODE.fullmatch(value):
        raise refuse("eine Postleitzahl aus 5 Ziffern wie 48231", value)
    return str(value)


def _kennung(value: Any) -> str:
    if not isinstance(value, str) or not is_kennung(value):
        raise refuse("eine Kennung aus kleinen Buchstaben, Ziffern und Bindestrichen wie ka-2025-1", value)
    return str(value)


def _reference(value: Any) -> str:
    if not isinstance(value, str) or value.count("/") > 1 or not all(map(is_kennung, value.split("/"))):
        raise refuse("eine Kennung wie planung oder kreis-warendorf/planung", value)
    return str(value)


def _path(value: Any) -> str:
    if not isinstance(value, str) or value.count("/") != 2 or not all(map(is_kennung, value.split("/"))):
        raise refuse("den Pfad einer Vorlage wie kreis-warendorf/vorlagen/smart-region-strategie", value)
    return str(value)


def _mail(value: Any) -> str:
    if not isinstance(value, str) or not _MAIL.fullmatch(value) or len(value) > 120:
        raise refuse("eine E-Mail-Adresse wie digital@ahlen.example.org", value)
    return str(value)


def _written(*patterns: re.Pattern[str], number: str = "", least: int = 0, most: int | None = None) -> WithJsonSchema:
    """What an editor takes: a text of one of these forms, or the number that YAML 1.2 makes of it."""
    text = {"type": "string", "pattern": f"^(?:{'|'.join(pattern.pattern for pattern in patterns)})$"}
    limits = {"minimum": least} if most is None else {"minimum": least, "maximum": most}
    return WithJsonSchema(text | {"type": ["string", number], **limits} if number else text)


Text = Annotated[str, BeforeValidator(_text), WithJsonSchema({"type": ["string", "number"], "minLength": 1, "maxLength": LONGEST_SHORT})]
"""A short text, not empty, on one line, without blanks at its ends."""
Markdown = Annotated[str, BeforeValidator(_longtext), WithJsonSchema({"type": "string", "minLength": 1, "maxLength": LONGEST})]
"""A long text; what of Markdown it may use says `markup`."""
Ja = Annotated[bool, BeforeValidator(_yes_no), PlainSerializer(lambda yes: "ja" if yes else "nein"), WithJsonSchema({"enum": ["ja", "nein"]})]
Datum = Annotated[date, BeforeValidator(read_date), _written(_ISO_DATE, _GERMAN_DATE)]
Uhrzeit = Annotated[time, BeforeValidator(_time), _written(_TIME)]
Ganzzahl = Annotated[int, BeforeValidator(_whole), _written(_WHOLE, number="integer")]
Zahl = Annotated[Decimal, BeforeValidator(_decimal), _written(_DECIMAL, number="number")]
Jahr = Annotated[int, BeforeValidator(_year), _written(_YEAR, number="integer", least=2000, most=2099)]
"""A budget year."""
Betrag = Annotated[Decimal, BeforeValidator(_money), _written(_PLAIN_MONEY, _GROUPED_MONEY, number="number")]
"""Money in EUR, not negative, two decimals."""
Postleitzahl = Annotated[str, BeforeValidator(_postcode), _written(_POSTCODE, number="integer", most=99999)]
Stufe = Annotated[Literal["1", "2", "3"], WithJsonSchema({"enum": [1, 2, 3, "1", "2", "3"]})]
"""A step from 1 (low) to 3 (high)."""
Kennung = Annotated[str, BeforeValidator(_kennung), _written(_KENNUNG)]
"""The id of a thing within its file or folder."""
Bezug = Annotated[str, BeforeValidator(_reference), WithJsonSchema({"type": "string", "pattern": f"^{_KENNUNG.pattern}(?:/{_KENNUNG.pattern})?$"})]
"""The id of another thing: `planung` in the same body, `kreis-warendorf/planung` in another."""
Mailadresse = Annotated[str, BeforeValidator(_mail), _written(_MAIL)]
Pfad = Annotated[str, BeforeValidator(_path), WithJsonSchema({"type": "string", "pattern": f"^{_KENNUNG.pattern}(?:/{_KENNUNG.pattern}){{2}}$"})]
"""The id of a Vorlage in any body: `kreis-warendorf/vorlagen/smart-region-strategie`."""
