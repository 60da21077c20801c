"""A made-up nation for measuring: one Kreis that leads 24 projects, and as many Städte and Gemeinden as are asked for.

Equal seed, equal files, byte for byte. Everything in it is sound: `pruefen` finds nothing. Each municipality takes part in
some of the projects, so that each project has as many participants as a file may hold.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]
FORMULAR = ROOT / "data" / "formulare" / "kreis-warendorf.yaml"
KREIS = "kreis-mittelland"
BODIES = 10_753
"""Städte and Gemeinden in Germany."""
TAKES_PART = 3
"""In so many projects: with more, a project's file would burst the limits of `generator.reading` in the whole nation."""
YEARS = (2026, 2027, 2028)

_FIRST = (  # noqa: SIM905 - a hundred words read better as text
    "Ahl Alten Asch Aller Amel Berg Berken Birken Bocken Brand Breiten Brunn Buchen Burg Dahl Dachs Darm Diepen Dorn Ebers Eichen Elm Elsen Erlen Eschen "
    "Falken Fichten Fisch Frauen Frei Freuden Gersten Greven Grün Hagen Hasel Heiden Hellen Hirsch Hohen Holz Ibben Immen Kalten Kirch Königs Krumm Langen "
    "Laub Lauter Linden Löwen Mai Markt Mittel Mühlen Münster Nessel Neuen Nord Nussen Oster Otter Pfaffen Quellen Rauschen Reh Rhein Ritter Roggen Rosen "
    "Rothen Sachsen Salz Sand Schön Schwarzen Seven Sonnen Stein Stern Sulz Süd Tannen Teich Thal Trauten Ulmen Unter Vogel Wald Warten Weiden Weißen Wester "
    "Wiesen Winter Wolfs Zell Zieren"
).split()
_LAST = (  # noqa: SIM905 - likewise
    "ach au bach beck berg beuren born breitungen brück brunn büttel burg dorf eck feld felden furt garten graben hafen hagen hain hausen heide heim hof "
    "horst hütte ingen kamp kirchen lage lar leben loh lohe mar moor münde ow rade reuth ried roda rode rott scheid schwende see stadt stedt stetten stock "
    "tal tann trup wald walde wang weiler werder winkel zell"
).split()
_BEFORE = ("", "", "", "", "", "", "Bad ", "Groß ", "Klein ", "Neu ", "Nieder", "Ober", "Hohen", "Sankt ")
_RIVERS = ("", "", "", "", "", "", " an der Aue", " am Berg", " am See", " an der Lenne", " im Tal", " an der Saale", " am Main", " bei Wartenstein")
_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": "-"})
_COMMITTEES = ("Ausschuss für Planung, Umwelt und Mobilität", "Ausschuss für Digitalisierung und Wirtschaft", "Haupt- und Finanzausschuss der Verwaltung")
_FIELDS = {
    "di": ("Digitale Infrastruktur", ("Funknetz für Sensoren", "Gemeinsame Datenplattform", "Offenes WLAN an Rathäusern", "Digitaler Zwilling")),
    "kmu": ("Klimaschutz, Mobilität & Umwelt", ("Pegel und Starkregen", "Ladepunkte im ländlichen Raum", "Bus auf Bestellung", "Bäume mit Sensoren")),
    "fbl": ("Familie, Bildung & Lebensqualität", ("Digitale Schulbibliothek", "Vereine im Netz", "Telemedizin vor Ort", "Lotsen für Ältere")),
    "ver": ("Verwaltung", ("Bürgerkonto für alle", "Digitaler Bauantrag", "Gemeinsame Aktenführung", "Terminvergabe über das Netz")),
    "wa": ("Wirtschaft & Arbeit", ("Gewerbeflächen im Überblick", "Gemeinsame Arbeitsräume", "Beratung für das Handwerk", "Fachkräfteportal")),
    "id": ("Innenstadt & Dorfmitte", ("Leerstand im Blick", "Dorfladen rund um die Uhr", "Parken ohne Suchen", "Digitale Schaukästen")),
}


@dataclass(frozen=True)
class Gemeinde:
    """One municipality as its files and the projects name it."""

    key: str
    name: str
    art: str
    kuerzel: str
    ags: str
    einwohner: int


def write(folder: Path, bodies: int, seed: int = 1) -> None:
    """Lays the whole data folder; what another nation left there is removed."""
    shutil.rmtree(folder, ignore_errors=True)
    random = Random(seed)  # noqa: S311 - nothing is kept secret with it
    gemeinden = list(_gemeinden(random, bodies))
    files = {"region.yaml": _region(), **_kreis(random)}
    for gemeinde in gemeinden:
        files |= _body(gemeinde, random)
    participants = _participants([gemeinde.key for gemeinde in gemeinden], random)
    by_key = {gemeinde.key: gemeinde for gemeinde in gemeinden}
    for number, (key, title) in enumerate(_projects()):
        files[f"projekte/{key}.yaml"] = _Projekt(key, title, number, [by_key[name] for name in participants[key]], random).text()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "formulare").mkdir()
    shutil.copyfile(FORMULAR, folder / "formulare" / FORMULAR.name)


# bodies -------------------------------------------------------------------------------------------------------------


def _gemeinden(random: Random, number: int) -> Iterator[Gemeinde]:
    """Different names, ids, Kürzel and keys; the first ones are the same in a nation of any size."""
    keys: set[str] = {KREIS}
    short: set[str] = {"KML"}
    for i in range(number):
        while (key := _key(name := _name(random))) in keys:
            pass
        keys.add(key)
        kreis, within = divmod(i, 40)
        land, district = divmod(kreis, 17)
        ags = f"{land + 1:02}{district // 6 + 1}{district + 51}{4 * within + 4:03}"
        art = "stadt" if random.random() < 0.2 else "gemeinde"
        people = int(random.lognormvariate(10 if art == "stadt" else 8, 0.8)) + 150
        yield Gemeinde(key, name, art, _short(key, short), ags, people)


def _name(random: Random) -> str:
    before, first, last, river = (random.choice(parts) for parts in (_BEFORE, _FIRST, _LAST, _RIVERS))
    return f"{before}{first if not before or before.endswith(' ') else first.lower()}{last}{river}"


def _key(name: str) -> str:
    return name.lower().translate(_ASCII)


def _short(key: str, taken: set[str]) -> str:
    """The first letters, and a number where another municipality has them."""
    letters = key.replace("-", "")[:3].upper()
    number = 1
    while (short := letters if number == 1 else f"{letters}{number}") in taken:
        number += 1
    taken.add(short)
    return short


def _body(gemeinde: Gemeinde, random: Random) -> dict[str, str]:
    """The three files of a municipality."""
    kind = gemeinde.art.capitalize()
    head = random.choice(("Der Bürgermeister", "Die Bürgermeisterin"))
    area = f"{gemeinde.einwohner // 90 + 12},{random.randrange(100):02}"
    body = f"""\
# Die {kind} {gemeinde.name}. Musterdaten: alles erfunden.
art: {gemeinde.art}
name: {gemeinde.name}
kuerzel: {gemeinde.kuerzel}
ags: "{gemeinde.ags}"
formular: {FORMULAR.stem}
leitung: {{bezeichnung: {head}}}
anschrift: {{strasse: Rathausplatz {random.randrange(1, 40)}, plz: "{random.randrange(10_000, 99_999)}", ort: {gemeinde.name}}}
einwohner: {{zahl: {gemeinde.einwohner}, stand: 2023-12-31, quelle: erfunden}}
flaeche_km2: {{zahl: "{area}", stand: 2023-12-31, quelle: erfunden}}
strategiebeschluss: {{gremium: rat, datum: {_weekday(random, date(2025, 5, 5), 60)}, nummer: {random.randrange(20, 200):03}/2025}}
haushalt_beschlossen_bis: {random.choice((2025, 2026))}
fristen:
  ladung: {{tage: 7, einheit: kalendertage}}
  abgabe_arbeitstage: 5
  quelle: erfunden
aemter:
  hauptamt: {{name: Haupt- und Personalamt}}
  kaemmerei: {{name: Kämmerei}}
  digitalisierung: {{name: Stabsstelle Digitalisierung}}
personen:
  verwaltungsleitung: {{funktion: {head.split()[1]}}}
  digital: {{funktion: Leitung der Stabsstelle Digitalisierung, amt: digitalisierung}}
"""
    gremien = f"""\
rat: {{name: Rat der {kind} {gemeinde.name}, art: rat, gueltig_von: 2020-11-01}}
ha: {{name: Hauptausschuss, art: hauptausschuss, gueltig_von: 2020-11-01}}
fachausschuss: {{name: "{random.choice(_COMMITTEES)}", art: fachausschuss, gueltig_von: 2020-11-01}}
"""
    meetings = "".join(_meetings(random, (("rat", 4), ("ha", 3), ("fachausschuss", 3)), "Rathaus"))
    return {f"{gemeinde.key}/koerperschaft.yaml": body, f"{gemeinde.key}/gremien.yaml": gremien, f"{gemeinde.key}/sitzungen.yaml": meetings}


def _meetings(random: Random, wanted: Sequence[tuple[str, int]], place: str) -> Iterator[str]:
    for gremium, number in wanted:
        for nr in range(1, number + 1):
            day = _weekday(random, date(2025, 2, 3) + timedelta(91 * (nr - 1)), 80)
            yield f'{gremium}-{day.year}-{nr}: {{gremium: {gremium}, termin: {day}, beginn: "17:00", ort: {place}, erfunden: ja}}\n'


def _weekday(random: Random, first: date, within: int) -> date:
    day = first + timedelta(random.randrange(within))
    return day - timedelta(max(day.weekday() - 4, 0))


def _region() -> str:
    fields = "".join(f"  {key.upper()}: {name}\n" for key, (name, _) in _FIELDS.items())
    return f"""\
# Ein erfundenes Land zum Messen.
name: Mittelland
musterdaten: ja
stichtage: [2025-06-30, 2025-09-30]
koordination: {KREIS}/smart-region
handlungsfelder:
{fields}ampel:
  termin: {{gruen_bis_tage: 14, gelb_bis_tage: 60}}
  kosten: {{gruen_bis_prozent: 5, gelb_bis_prozent: 15}}
  foerderung: {{geplant: gruen, beantragt: gelb, bewilligt: gruen, abgelehnt: rot}}
"""


def _kreis(random: Random) -> dict[str, str]:
    """The Kreis that leads all projects."""
    body = f"""\
# Der Kreis Mittelland führt die Projekte. Musterdaten: alles erfunden.
art: kreis
name: Mittelland
kuerzel: KML
ags: "99051"
formular: {FORMULAR.stem}
leitung: {{bezeichnung: Die Landrätin}}
aemter:
  it: {{name: Informationstechnik und Statistik}}
  planung: {{name: Amt für Planung}}
personen:
  leitung-it: {{funktion: Leitung Informationstechnik und Statistik, amt: it}}
  smart-region: {{funktion: Smart-Region-Koordination, amt: planung}}
"""
    gremien = """\
kt: {name: Kreistag, art: kreistag, gueltig_von: 2020-11-01}
ka: {name: Kreisausschuss, art: kreisausschuss, gueltig_von: 2020-11-01}
"""
    meetings = "".join(_meetings(random, (("kt", 4), ("ka", 4)), "Kreishaus"))
    return {f"{KREIS}/koerperschaft.yaml": body, f"{KREIS}/gremien.yaml": gremien, f"{KREIS}/sitzungen.yaml": meetings}


# projects -----------------------------------------------------------------------------------------------------------


def _projects() -> Iterator[tuple[str, str]]:
    for key, (_, titles) in _FIELDS.items():
        yield from ((f"{key}-{nr:02}", title) for nr, title in enumerate(titles, 1))


def _participants(keys: Sequence[str], random: Random) -> Mapping[str, list[str]]:
    """Who takes part in which project; all projects have about as many."""
    projects = [key for key, _ in _projects()]
    found: dict[str, list[str]] = {key: [] for key in projects}
    for name in keys:
        for key in random.sample(projects, TAKES_PART):
            found[key].append(name)
    return found


class _Projekt:
    """One project file; all amounts are whole cents until they are written."""

    def __init__(self, key: str, title: str, number: int, gemeinden: Sequence[Gemeinde], random: Random) -> None:
        self.key, self.title, self.number, self.gemeinden, self.random = key, title, number, gemeinden, random
        self.bindung = {g.key: random.choices(("beschlossen", "haushaltsvorbehalt", "interessiert"), (7, 2, 1))[0] for g in gemeinden}
        sharing = [g for g in gemeinden if self.bindung[g.key] != "interessiert"]
        by_people = number % 2 == 0
        weights = {g.key: g.einwohner if by_people else 1 for g in sharing}
        self.schluessel = "einwohner" if by_people else "gleich"
        self.shares = {year: _split(len(sharing) * 300_000 // (i + 1), weights) for i, year in enumerate(YEARS)}
        self.stand = ("bewilligt", "beantragt", "abgelehnt", "")[0 if number % 8 < 5 else number % 8 - 4]

    def text(self) -> str:
        """The file."""
        soll = date(2025, 3, 31) + timedelta(self.number)
        return f"""\
# {self.key.upper()}. Musterdaten: alles erfunden.
titel: {self.title}
typ: {"leitprojekt" if self.number % 3 else "potentialprojekt"}
handlungsfeld: {self.key.split("-")[0].upper()}
federfuehrung: {KREIS}/{"it" if self.number % 2 else "planung"}
kurz: Die beteiligten Städte und Gemeinden setzen das Vorhaben „{self.title}“ gemeinsam mit dem Kreis um.
ziel: Was alle brauchen, wird einmal beschafft und gemeinsam betrieben.
{self._money()}schluessel: {self.schluessel}
rest: {KREIS}
umsatzsteuer: ungeklaert
beteiligung:
{"".join(map(self._share, self.gemeinden)) or "  {}"}
meilensteine:
  - {{id: konzept, titel: Konzept, soll: {soll}, ist: {soll + timedelta(4)}}}
  - {{id: vergabe, titel: Vergabe, soll: 2025-11-28, prognosen: [{{am: 2025-09-30, termin: {date(2025, 11, 28) + timedelta(7 * (self.number % 12))}}}]}}
  - {{id: betrieb, titel: Betrieb, soll: 2027-06-30}}
risiken:
  - {{text: Die Lieferzeiten werden länger., eintritt: 2, wirkung: {self.number % 3 + 1}, massnahme: früh bestellen, verantwortlich: Projektleitung}}
sachstaende:
  - {{am: 2025-06-30, text: Das Konzept liegt vor., phase: konzept, fertig_prozent: 15}}
  - {{am: 2025-09-30, text: Die Vergabe wird vorbereitet., phase: vergabe, fertig_prozent: {20 + self.number}}}
"""

    def _money(self) -> str:
        """Half of it is funded, or open where funding was refused; the Kreis bears a fifth and what rounding left over."""
        total = {year: 0 if not share else (sum(share.values()) // 30_000 + 1) * 100_000 for year, share in self.shares.items()}
        half = {year: amount // 2 for year, amount in total.items()}
        covered = {year: half[year] + sum(self.shares[year].values()) for year in YEARS}
        own = {year: total[year] - covered[year] for year in YEARS}
        budget = {"eigenanteil_kreis": own, "foerderung" if self.stand in ("bewilligt", "beantragt") else "offen": half, "jahre": total}
        amounts = "".join(f"  {name}: {_years(by_year)}\n" for name, by_year in budget.items())
        written = f'budget:\n  gesamt: "{_eur(sum(total.values()))}"\n  zuwendungsfaehig: "{_eur(sum(total.values()))}"\n{amounts}'
        if not self.stand:
            return written
        amount = _eur(sum(half.values()))
        return f'{written}foerderung: {{programm: Landesprogramm Vernetzte Kommunen, quote_prozent: 50, stand: {self.stand}, betrag: "{amount}"}}\n'

    def _share(self, gemeinde: Gemeinde) -> str:
        bindung = self.bindung[gemeinde.key]
        if bindung == "interessiert":
            return f"  {gemeinde.key}: {{bindung: interessiert}}\n"
        decided = f"beschluss: {{gremium: rat, datum: {_weekday(self.random, date(2025, 5, 5), 120)}, nummer: {self.random.randrange(20, 300):03}/2025}}, "
        later = f'laufend_jaehrlich: {{ab: {YEARS[-1] + 1}, betrag: "{_eur(100 * self.random.randrange(200, 2000, 25))}"}}'
        shares = _years({year: share[gemeinde.key] for year, share in self.shares.items()})
        return f"  {gemeinde.key}: {{bindung: {bindung}, {decided if bindung == 'beschlossen' else ''}anteile: {shares}, {later}}}\n"


def _split(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Cents by weight, rounded down."""
    whole = sum(weights.values())
    return {key: total * weight // whole for key, weight in weights.items()}


def _years(amounts: Mapping[int, int]) -> str:
    return "{" + ", ".join(f'{year}: "{_eur(amount)}"' for year, amount in amounts.items()) + "}"


def _eur(cents: int) -> str:
    return f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bodies", type=int, default=BODIES)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    write(asked.folder, asked.bodies, asked.seed)
