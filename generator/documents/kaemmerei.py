"""A municipality's own shares as its Kämmerei needs them: per project and Haushaltsjahr, summed apart by Bindung; for the page and as a worksheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from generator import sachstand, wording
from generator.arbeitsblatt import Arbeitsblatt, Feld, Spalte
from generator.arbeitsblatt import Zeile as Blattzeile
from generator.documents import projektworte as worte
from generator.documents.blatt import Angabe, Anteilzeile, Kaemmerei
from generator.documents.kommune import KURZ, Eigenes, Kommune
from generator.geld import NULL, summe
from generator.model import Bindung, Projekt
from generator.wording import NBSP

_JAHRE = 4
"""The Haushaltsjahr and the three years of the mittelfristige Planung, which every budget shows."""
_KOEPFE = ("Nr.", "Bindung", "Art", "Zahlungsweg")
_BESTAETIGT = "bestätigt"
_GRUPPEN: tuple[tuple[Bindung, str, str], ...] = (
    ("beschlossen", "beschlossen", "beschlossen"),
    ("haushaltsvorbehalt", "Vorbehalt", "unter Haushaltsvorbehalt"),
)
_HAUSHALT = {"aufwand": "Aufwand", "investition": "Investition"}
_UMSATZSTEUER = {"enthalten": "enthalten", "kommt_hinzu": "kommt hinzu", "nicht_steuerbar": "nicht steuerbar", "ungeklaert": "ungeklärt"}
_LAGE = {"haushaltssperre": "Haushaltssperre", "vorlaeufige_haushaltsfuehrung": "vorläufige Haushaltsführung", "haushaltssicherung": "Haushaltssicherung"}


@dataclass(frozen=True, slots=True)
class _Betraege:
    """Amounts of a project or a sum: per year and running; `offen` where running costs are not yet known."""

    jahre: tuple[Decimal, ...]
    laufend: Decimal = NULL
    ab: int = 0
    offen: bool = False

    @staticmethod
    def summe(parts: Iterable[_Betraege]) -> _Betraege:
        """All of them together."""
        rows = tuple(parts)
        years = tuple(summe(row.jahre[i] for row in rows) for i in range(_JAHRE))
        return _Betraege(years, summe(row.laufend for row in rows), offen=any(row.offen for row in rows))


class Anteile:
    """The shares of one municipality, in the years from the Stichtag's on."""

    def __init__(self, kommune: Kommune) -> None:
        self.kommune = kommune
        self.jahre = tuple(range(kommune.stichtag.year, kommune.stichtag.year + _JAHRE))
        self.gruppen = {bindung: tuple(own for own in kommune.eigene if own.teil.bindung == bindung) for bindung, *_ in _GRUPPEN}
        self.eigene = tuple(own for group in self.gruppen.values() for own in group)
        self.ab = max((own.teil.laufend_jaehrlich.ab for own in self.eigene if own.teil.laufend_jaehrlich), default=self.jahre[-1] + 1)
        amounts = [a for own in self.eigene for a in (*self._betraege(own).jahre, self._betraege(own).laufend)]
        self.art = KURZ if all(a == a.to_integral_value() for a in amounts) else worte.GELD

    def tabelle(self) -> Kaemmerei:
        """Page 2."""
        k = self.kommune
        return Kaemmerei(
            ueberschrift="Für die Kämmerei",
            einleitung=f"Eigenanteile {wording.genitiv(k.body)} in EUR, brutto. Umsatzsteuer nach § 2b UStG: {self._umsatzsteuer()}. Auch als Excel-Datei.".replace("§ ", f"§{NBSP}"),
            koepfe=_KOEPFE if self.eigene else (),
            jahre=tuple(map(str, self.jahre)) if self.eigene else (),
            kopf_laufend=self._kopf_laufend() if self.eigene else "",
            kopf_bestaetigt=_BESTAETIGT if self.eigene else "",
            zeilen=tuple(row for row, _ in self._zeilen()),
            hinweise=tuple(self._hinweise()),
        )  # fmt: skip

    def arbeitsblatt(self, dokument_titel: str, vermerke: Iterable[str]) -> Arbeitsblatt:
        """The same table as a worksheet, with the projects' titles."""
        table = self.tabelle()
        nr, bindung, art, weg = _KOEPFE
        heads = ((nr, 32), ("Projekt", 44), (bindung, 14), (art, 13), (weg, 24), *((str(year), 13) for year in self.jahre),
                 (self._kopf_laufend(), 19), (_BESTAETIGT, 34))  # fmt: skip
        return Arbeitsblatt(
            name="Eigenanteile",
            titel=dokument_titel,
            vorspann=(*vermerke, table.einleitung.rsplit(". ", 1)[0] + "."),
            spalten=tuple(Spalte(head, width) for head, width in heads),
            zeilen=tuple(self._blattzeile(row, amounts) for row, amounts in self._zeilen()),
            nachspann=tuple(f"{note.beschriftung}: {note.text}" for note in table.hinweise),
            nachkommastellen=2 if self.art.cent == "immer" else 0,
        )

    def naechstes_jahr(self) -> str:
        """15.650 EUR, davon beschlossen 8.350 EUR, unter Haushaltsvorbehalt 7.300 EUR."""
        year = self.kommune.stichtag.year + 1
        parts = {words: sachstand.anteile(self.kommune.bestand, self.kommune.key, bindung).get(year, NULL) for bindung, _, words in _GRUPPEN}
        total = summe(parts.values())
        split = ", ".join(f"{words} {wording.geld(amount, KURZ)}" for words, amount in parts.items())
        return f"{wording.geld(total, KURZ)}, davon {split}" if total else "keiner"

    # rows ----------------------------------------------------------------------------------------------------------

    def _zeilen(self) -> Iterator[tuple[Anteilzeile, _Betraege]]:
        sums = []
        for bindung, short, words in _GRUPPEN if self.eigene else ():
            rows = [(own, self._betraege(own)) for own in self.gruppen[bindung]]
            for own, amounts in rows:
                teil, confirmed = own.teil, self.kommune.bestaetigt(own.teil)
                yield (
                    self._zeile("projekt", own.nummer, amounts, (short, _HAUSHALT[teil.art], self._weg(own)), self._bestaetigung(own), offen=not confirmed),
                    amounts,
                )
            sums.append(_Betraege.summe(amounts for _, amounts in rows))
            yield self._zeile("summe", f"Summe {words}", sums[-1]), sums[-1]
        if sums:
            total = _Betraege.summe(sums)
            yield self._zeile("gesamt", "Gesamt", total), total

    def _zeile(
        self, art: str, name: str, amounts: _Betraege, words: tuple[str, str, str] = ("", "", ""), confirmed: str = "", *, offen: bool = False
    ) -> Anteilzeile:
        return Anteilzeile(art, name, *words, tuple(map(self._wort, amounts.jahre)), self._laufend(amounts), confirmed, offen)  # type: ignore[arg-type]  # one of the three kinds

    def _blattzeile(self, row: Anteilzeile, amounts: _Betraege) -> Blattzeile:
        titles = {own.nummer: own.projekt.titel for own in self.eigene}
        words = (row.nummer, titles.get(row.nummer, ""), row.bindung, row.haushalt, row.zahlungsweg)
        figures = tuple(Feld(word, "betrag", _cent(amount)) for word, amount in zip(row.betraege, amounts.jahre, strict=True))
        plain = self._wort(amounts.laufend)
        running = Feld(row.laufend) if row.laufend == "offen" else Feld(row.laufend, "betrag", _cent(amounts.laufend), row.laufend.removeprefix(plain).strip())
        kind = {"projekt": "daten", "summe": "summe", "gesamt": "gesamt"}[row.art]
        return Blattzeile(kind, (*map(Feld, words), *figures, running, Feld(row.bestaetigt)))  # type: ignore[arg-type]  # one of the three kinds

    def _betraege(self, own: Eigenes) -> _Betraege:
        running = own.teil.laufend_jaehrlich
        years = tuple(own.teil.anteile.get(year, NULL) for year in self.jahre)
        return _Betraege(years, running.betrag if running else NULL, running.ab if running else 0, running is None and own.teil.zahlungsweg == "offen")

    def _wort(self, amount: Decimal) -> str:
        return wording.betrag(amount, self.art) if amount else "0"

    def _laufend(self, amounts: _Betraege) -> str:
        early = f" (ab {amounts.ab})".replace("ab ", f"ab{NBSP}") if amounts.ab and amounts.ab != self.ab else ""
        if amounts.offen:
            return f"{self._wort(amounts.laufend)} + offen" if amounts.laufend else "offen"
        return f"{self._wort(amounts.laufend)}{early}"

    def _kopf_laufend(self) -> str:
        return f"ab{NBSP}{self.ab} jährlich"

    def _weg(self, own: Eigenes) -> str:
        home, amt = own.projekt.federfuehrung.rsplit("/", 1)
        owner = self.kommune.bestand.koerperschaften[home]
        third = owner.aemter[amt].name.split(" – ")[0]
        words = {"erstattung": f"Erstattung an {'den Kreis' if owner.art == 'kreis' else wording.mit_art(owner)}", "eigene_beschaffung": "eigene Beschaffung",
                 "an_dritte": f"an {third}" if owner.art == "kreis" and third != owner.aemter[amt].name else "an Dritte",
                 "kreisumlage": "über die Kreisumlage", "offen": "offen"}  # fmt: skip
        return words[own.teil.zahlungsweg]

    def _bestaetigung(self, own: Eigenes) -> str:
        seal = own.teil.bestaetigt
        if self.kommune.bestaetigt(own.teil) and seal:
            return wording.datum(seal.am)
        return f"nicht bestätigt (Stand {wording.datum(seal.am)})" if seal else "nicht bestätigt"

    # what must be known with them ----------------------------------------------------------------------------------

    def _umsatzsteuer(self) -> str:
        groups: dict[str, list[str]] = {}
        for own in self.eigene:
            groups.setdefault(_UMSATZSTEUER[own.projekt.umsatzsteuer], []).append(own.nummer)
        if len(groups) < 2:
            return next(iter(groups), "ohne Belang")
        most = max(groups, key=lambda word: len(groups[word]))
        parts = [f"{word} bei {wording.aufzaehlung(names)}" for word, names in groups.items() if word != most]
        return f"{', '.join(parts)}, sonst {most}"

    def _hinweise(self) -> Iterator[Angabe]:
        if without := tuple(self._nicht_enthalten()):
            yield Angabe("Nicht enthalten", "; ".join(without))
        if funded := tuple(self._unbewilligt()):
            yield Angabe("Förderung", f"Bewilligte Förderung ist abgezogen. Eingerechnet, aber noch nicht bewilligt: {', '.join(funded)}")
        elif self.eigene:
            yield Angabe("Förderung", "Bewilligte Förderung ist abgezogen.")
        if seals := tuple(self._bestaetigungen()):
            yield Angabe("Bestätigt von", "; ".join(seals))
        lage = self.kommune.body.haushaltslage
        words = f"{_LAGE[lage.art]} seit {wording.datum(lage.seit)}" if lage else "keine Einschränkung gemeldet"
        yield Angabe(f"Haushaltslage {wording.genitiv(self.kommune.body)}", words)

    def _nicht_enthalten(self) -> Iterator[str]:
        if interested := [own.nummer for own in self.kommune.eigene if not own.beziffert]:
            yield f"{wording.aufzaehlung(interested)} (nur Interesse)"
        for year in range(self.jahre[0], self.ab):
            if early := [own.nummer for own in self.eigene if own.teil.laufend_jaehrlich and own.teil.laufend_jaehrlich.ab == year]:
                yield f"laufende Kosten von {wording.aufzaehlung(early)} schon ab {year}"
        for own in self.eigene:
            outside = {year: amount for year, amount in own.teil.anteile.items() if year not in self.jahre}
            if outside:
                yield f"{own.nummer} {', '.join(f'{year} {wording.geld(amount, KURZ)}' for year, amount in sorted(outside.items()))}"

    def _unbewilligt(self) -> Iterator[str]:
        groups: dict[str, list[str]] = {}
        for own in self.eigene:
            stand = sachstand.foerderstand(own.projekt, self.kommune.stichtag)
            if stand in ("geplant", "beantragt") and _eingeplant(own.projekt):
                groups.setdefault(stand, []).append(own.nummer)
        yield from (f"{wording.aufzaehlung(names)} ({stand})" for stand, names in groups.items())

    def _bestaetigungen(self) -> Iterator[str]:
        groups: dict[tuple[str, str], list[str]] = {}
        for own in self.eigene:
            if own.teil.bestaetigt and self.kommune.bestaetigt(own.teil):
                groups.setdefault((own.teil.bestaetigt.von, wording.datum(own.teil.bestaetigt.am)), []).append(own.nummer)
        yield from (f"{von}, am {am} ({', '.join(names)})" for (von, am), names in groups.items())


def _eingeplant(projekt: Projekt) -> bool:
    return projekt.budget is not None and bool(summe(projekt.budget.foerderung.values()))


def _cent(amount: Decimal) -> int:
    return int(amount * 100)


@lru_cache(maxsize=4096)
def groessenordnung(projekt: Projekt) -> str:
    """What taking part costs in EUR: the range of the shares of those who do, else the budget."""
    shares = [summe(teil.anteile.values()) for teil in projekt.beteiligung.values() if teil.anteile]
    if shares:
        low, high = (wording.betrag(round(amount, -2) or amount, KURZ) for amount in (min(shares), max(shares)))
        return low if low == high else f"{low} bis {high}"
    return f"noch offen; Budget{NBSP}{wording.betrag(projekt.budget.gesamt, KURZ)}" if projekt.budget else "nicht beziffert"
