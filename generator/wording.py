"""How dates, money, numbers, lists and names are written, per form (`model.Schreibweise`; Babel beneath).

Sources: DIN 5008 for grouping, units after the figure and protected blanks; the Kreis's own form for "20.000 EUR".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from generator import markup
from generator.model import Ergebnis, Kategorie, Koerperschaft, Person, Rolle, Schreibweise
from generator.views import Luecke

NBSP = "\u00a0"
_ERGEBNIS: Mapping[Kategorie, str] = MappingProxyType({
    "ungeaendert_beschlossen": "ungeändert beschlossen", "geaendert_beschlossen": "geändert beschlossen",
    "einstimmig_beschlossen": "einstimmig beschlossen", "mehrheitlich_beschlossen": "mehrheitlich beschlossen",
    "zur_kenntnis_genommen": "zur Kenntnis genommen", "zurueckgestellt": "zurückgestellt", "abgelehnt": "abgelehnt", "verwiesen": "verwiesen",
    "zurueckgezogen": "zurückgezogen", "erledigt": "erledigt", "abgesetzt": "von der Tagesordnung abgesetzt",
})  # fmt: skip
_HAT: Mapping[Kategorie, str] = MappingProxyType({
    "ungeaendert_beschlossen": "wie vorgeschlagen beschlossen", "geaendert_beschlossen": "mit Änderungen beschlossen",
    "einstimmig_beschlossen": "einstimmig beschlossen", "mehrheitlich_beschlossen": "mehrheitlich beschlossen",
    "zur_kenntnis_genommen": "davon Kenntnis genommen", "zurueckgestellt": "die Entscheidung zurückgestellt", "abgelehnt": "den Vorschlag abgelehnt",
    "verwiesen": "die Angelegenheit verwiesen", "zurueckgezogen": "nicht entschieden, weil die Vorlage zurückgezogen wurde",
    "erledigt": "die Angelegenheit für erledigt erklärt", "abgesetzt": "die Angelegenheit von der Tagesordnung abgesetzt",
})  # fmt: skip
_DE = Locale("de")
_PROTECTED = (
    (re.compile(r"\b(z\.|d\.|u\.|i\.|o\.|a\.|v\.) (B\.|h\.|a\.|d\.|V\.|m\.|Ä\.|g\.)"), rf"\1{NBSP}\2"),
    (re.compile(rf"\b(i\.{NBSP}V\.) (m\.)"), rf"\1{NBSP}\2"),
    (re.compile(r"(§§?|\b(?:Abs\.|Nr\.|Art\.|Satz|S\.|Dr\.|Prof\.|Anlage|Punkt)) (?=[\dA-ZÄÖÜ])"), rf"\1{NBSP}"),
    (re.compile(r"(?<=\d) (?=(?:EUR|€|%|km|m²|Uhr|Mio\.|Mrd\.)(?![A-Za-z]))"), NBSP),
    (re.compile(rf"\b(\d{{1,2}}\.) (?=(?:{markup.MONTHS})\b)"), rf"\1{NBSP}"),
)


def luecke(what: str) -> Luecke:
    """The visible gap for a missing value."""
    return Luecke(f"‹bitte ergänzen: {what}›")


def datum(day: date) -> str:
    """28.03.2025 (DIN 5008, numeric)."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def datum_lang(day: date) -> str:
    """28. März 2025, with a protected blank after the day."""
    return format_date(day, "d. MMMM yyyy", locale=_DE).replace(". ", f".{NBSP}", 1)


@lru_cache(maxsize=4096)
def betrag(amount: Decimal, art: Schreibweise) -> str:
    """20.000 or 20.000,50 without the currency; a negative amount has a real minus (U+2212)."""
    whole = art.cent == "nur_wenn_noetig" and amount == amount.to_integral_value()
    written = format_decimal(amount, "#,##0" if whole else "#,##0.00", locale=_DE).replace("-", "−")
    return written.replace(".", NBSP) if art.tausender == "leerzeichen" else written


def geld(amount: Decimal, art: Schreibweise) -> str:
    """20.000 EUR: the unit after the amount, a protected blank between (DIN 5008)."""
    return f"{betrag(amount, art)}{NBSP}{art.waehrung}"


@lru_cache(maxsize=4096)
def zahl(number: Decimal | int) -> str:
    """53.348 or 123,13."""
    return format_decimal(number, "#,##0.######", locale=_DE).replace("-", "−")


def aufzaehlung(parts: Sequence[str]) -> str:
    """Ahlen, Beckum und Beelen."""
    return " und ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""


def mit_art(body: Koerperschaft) -> str:
    """Stadt Ahlen, Gemeinde Beelen, Kreis Warendorf."""
    return f"{ {'kreis': 'Kreis', 'stadt': 'Stadt', 'gemeinde': 'Gemeinde'}[body.art] } {body.name}"


def genitiv(body: Koerperschaft) -> str:
    """Of a body: der Stadt Ahlen, der Gemeinde Beelen, des Kreises Warendorf."""
    return f"{ {'kreis': 'des Kreises', 'stadt': 'der Stadt', 'gemeinde': 'der Gemeinde'}[body.art] } {body.name}"


def person(someone: Person) -> str:
    """Dezernentin Änne Muster, or the function alone."""
    return f"{someone.funktion} {someone.name}" if someone.name else someone.funktion


def rolle(role: Rolle) -> str:
    """The role of a Gremium in a Beratungsfolge, as OParl names it."""
    return {"anhoerung": "Anhörung", "vorberatung": "Vorberatung", "entscheidung": "Entscheidung", "kenntnisnahme": "Kenntnisnahme"}[role]


def ergebnis(found: Ergebnis) -> str:
    """What a Gremium did, with the votes that the Niederschrift gives: `mehrheitlich beschlossen (17 Ja, 2 Nein, 1 Enthaltung)`.

    Enthaltungen do not break Einstimmigkeit: `einstimmig beschlossen bei 2 Enthaltungen`.
    """
    word = _ERGEBNIS[found.kategorie]
    abstained = f"{found.enthaltung} {'Enthaltung' if found.enthaltung == 1 else 'Enthaltungen'}" if found.enthaltung else ""
    if found.kategorie == "einstimmig_beschlossen" and not found.nein:
        votes = f" bei {abstained}" if abstained else ""
    else:
        counted = (f"{found.ja} Ja" if found.ja is not None else "", f"{found.nein} Nein" if found.nein is not None else "", abstained)
        votes = f" ({', '.join(filter(None, counted))})" if any(counted) else ""
    return f"{word}{votes}{f', {found.befangen} befangen' if found.befangen else ''}"


def beschlossen(kategorie: Kategorie) -> str:
    """The same after "Der Kreistag hat am 28.03.2025 …"."""
    return _HAT[kategorie]


def fest(text: str) -> str:
    """The text with protected blanks where a line must not break (z. B., § 5, 20.000 EUR, 7. März)."""
    for pattern, replacement in _PROTECTED:
        text = pattern.sub(replacement, text)
    return text


def langtext(source: str) -> markup.Langtext:
    """A long text's blocks with protected blanks."""
    return markup.Langtext(tuple(map(_fest_block, markup.parse(source).bloecke)))


def _fest_runs(runs: tuple[markup.Lauf, ...]) -> tuple[markup.Lauf, ...]:
    return tuple(replace(run, text=fest(run.text)) for run in runs)


def _fest_cells(cells: tuple[markup.Zelle, ...]) -> tuple[markup.Zelle, ...]:
    return tuple(replace(cell, laeufe=_fest_runs(cell.laeufe)) for cell in cells)


def _fest_block(block: markup.Textblock) -> markup.Textblock:
    return replace(block, laeufe=_fest_runs(block.laeufe), kopf=_fest_cells(block.kopf), zeilen=tuple(map(_fest_cells, block.zeilen)),
                   punkte=tuple(tuple(map(_fest_block, punkt)) for punkt in block.punkte))  # fmt: skip
