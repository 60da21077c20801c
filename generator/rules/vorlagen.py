"""Vorlagen: references, Nummer, Beratungsfolge, publicity, completeness from the release on.

Kreisausschuss before Kreistag: § 50 Abs. 1 KrO NRW; a Hinweis, since elections, motions and the constituent Sitzung go
directly. For a Stadt or Gemeinde no such rule exists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from generator.model import Bestand, Gremium, Station, Vorlage, Zugang, resolve
from generator.problems import Stelle, nearest, path_text
from generator.rules import Befund
from generator.rules.luecken import is_draft, luecken
from generator.scalars import shown
from generator.wording import datum

_OPENNESS: tuple[Zugang, ...] = ("oeffentlich", "nichtoeffentlich", "intern")


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """Findings in Vorlagen."""
    first: dict[tuple[str, str], str] = {}
    for key, vorlage in bestand.papiere.items():
        body = key.split("/")[0]
        yield from _references(bestand, key, body, vorlage)
        yield from _beratungsfolge(bestand, key, body, vorlage)
        yield from _publicity(key, vorlage)
        yield from _complete(bestand, key, body, vorlage)
        if vorlage.nummer:
            yield from _number(bestand, key, body, vorlage.nummer)
            if other := first.get((body, vorlage.nummer)):
                yield Befund(key, ("nummer",), f"»nummer« {vorlage.nummer} ist schon vergeben an {other}.yaml; jede Nummer gilt einmal")
            first.setdefault((body, vorlage.nummer), key)


def station(bestand: Bestand, body: str, stop: Station) -> tuple[Gremium | None, date | None]:
    """The Gremium and the fixed date of a stop, as far as the data know them."""
    sitzung = bestand.sitzungen.get(resolve(body, stop.sitzung)) if stop.sitzung else None
    if sitzung and stop.sitzung:
        home = resolve(body, stop.sitzung).split("/")[0]
        return bestand.gremien.get(f"{home}/{sitzung.gremium}"), sitzung.termin
    return (bestand.gremien.get(resolve(body, stop.gremium)) if stop.gremium else None), None


def _references(bestand: Bestand, key: str, body: str, vorlage: Vorlage) -> Iterator[Befund]:
    if vorlage.federfuehrung:
        home, amt = resolve(body, vorlage.federfuehrung).split("/")
        lead = bestand.koerperschaften.get(home)
        if lead is None and f"{home}/koerperschaft" not in bestand.fehlerhaft:
            yield Befund(key, ("federfuehrung",), f"»federfuehrung« nennt die Körperschaft »{home}«, die es nicht gibt{nearest(home, bestand.koerperschaften)}")
        elif lead and amt not in lead.aemter:
            yield Befund(key, ("federfuehrung",), f"»federfuehrung« nennt »{amt}«, das in {home} nicht unter »aemter« steht{nearest(amt, lead.aemter)}")
    for i, stop in enumerate(vorlage.beratungsfolge):
        yield from _stop(bestand, key, body, i, stop)
        if stop.sitzung and stop.sitzung in (earlier.sitzung for earlier in vorlage.beratungsfolge[:i]):
            yield Befund(
                key, ("beratungsfolge", i, "sitzung"), f"»beratungsfolge/{i + 1}/sitzung« nennt »{stop.sitzung}« zum zweiten Mal; jede Sitzung berät einmal"
            )


def _stop(bestand: Bestand, key: str, body: str, i: int, stop: Station) -> Iterator[Befund]:
    here = ("beratungsfolge", i)
    name = path_text(here)
    if stop.sitzung:
        yield from _known(bestand, key, (*here, "sitzung"), resolve(body, stop.sitzung), "sitzungen", bestand.sitzungen)
    if stop.gremium:
        yield from _known(bestand, key, (*here, "gremium"), resolve(body, stop.gremium), "gremien", bestand.gremien)
    if stop.sitzung and (stop.gremium or stop.termin or stop.voraussichtlich):
        twice = f"»{name}« nennt eine Sitzung und zugleich einen offenen Termin"
        yield Befund(key, here, f"{twice}; »gremium«, »termin« und »voraussichtlich« gehören weg, sobald die Sitzung feststeht")
    elif stop.termin and stop.voraussichtlich:
        yield Befund(key, here, f"»{name}« nennt »termin: offen« und zugleich »voraussichtlich«; eines von beiden streichen")
    owner = bestand.koerperschaften.get(body)
    if owner and stop.berichterstattung and stop.berichterstattung not in owner.personen:
        unknown = f"»{name}/berichterstattung« nennt »{stop.berichterstattung}«, das in {body} nicht unter »personen« steht"
        yield Befund(key, (*here, "berichterstattung"), f"{unknown}{nearest(stop.berichterstattung, owner.personen)}")


def _known(bestand: Bestand, key: str, stelle: Stelle, full: str, file: str, known: Iterable[str]) -> Iterator[Befund]:
    home, name = full.split("/")
    field = path_text(stelle)
    if full in known or f"{home}/{file}" in bestand.fehlerhaft:
        return
    if home not in bestand.koerperschaften:
        if f"{home}/koerperschaft" not in bestand.fehlerhaft:
            yield Befund(key, stelle, f"»{field}« nennt die Körperschaft »{home}«, die es nicht gibt{nearest(home, bestand.koerperschaften)}")
        return
    here = [k.split("/")[1] for k in known if k.startswith(f"{home}/")]
    yield Befund(key, stelle, f"»{field}« nennt »{name}«, {'das' if file == 'gremien' else 'die'} es in {home}/{file}.yaml nicht gibt{nearest(name, here)}")


def _beratungsfolge(bestand: Bestand, key: str, body: str, vorlage: Vorlage) -> Iterator[Befund]:
    before: date | None = None
    for i, stop in enumerate(vorlage.beratungsfolge):
        gremium, termin = station(bestand, body, stop)
        day = termin or stop.voraussichtlich
        here = ("beratungsfolge", i)
        if day and before and day < before:
            falling = f"»beratungsfolge/{i + 1}« tagt am {datum(day)}, also vor der Station davor ({datum(before)})"
            yield Befund(key, (*here, "sitzung" if termin else "voraussichtlich"), f"{falling}; die Stationen stehen in der Reihenfolge ihrer Termine")
        elif termin and before is None and vorlage.datum and vorlage.datum > termin:
            late = f"»datum« {datum(vorlage.datum)} liegt nach der ersten Sitzung am {datum(termin)}"
            yield Befund(key, ("datum",), f'{late}; wenn das so ist, unter »begruendet« beantworten: datum-nach-sitzung: "Tischvorlage"', "datum-nach-sitzung")
        before = day or before
        if gremium and gremium.art == "arbeitskreis":
            none = f"»beratungsfolge/{i + 1}«: »{gremium.name}« ist ein Arbeitskreis und kein Gremium der Beratungsfolge"
            yield Befund(key, here, f'{none}; wenn das so gewollt ist, unter »begruendet« beantworten: arbeitskreis: "…"', "arbeitskreis")
    yield from _committee_first(bestand, key, body, vorlage)
    yield from _decision(key, vorlage)


def _committee_first(bestand: Bestand, key: str, body: str, vorlage: Vorlage) -> Iterator[Befund]:
    """The Kreistag decides after the Kreisausschuss, on the same day at the earliest; an open date may still fit."""
    prepared: list[date] = []
    for i, stop in enumerate(vorlage.beratungsfolge):
        gremium, termin = station(bestand, body, stop)
        unknown = gremium is None and (stop.sitzung or stop.gremium)  # said elsewhere
        if unknown or (gremium and gremium.art == "kreisausschuss"):
            prepared.append(termin or date.min)
        if gremium and gremium.art == "kreistag" and stop.rolle == "entscheidung" and not any(day <= (termin or date.max) for day in prepared):
            yield Befund(
                key,
                ("beratungsfolge", i),
                "Der Kreistag entscheidet ohne vorherige Beratung im Kreisausschuss (§ 50 Abs. 1 KrO NRW); "
                'wenn das so gewollt ist, unter »begruendet« beantworten: ohne-kreisausschuss: "Wahl"',
                "ohne-kreisausschuss",
            )


def _decision(key: str, vorlage: Vorlage) -> Iterator[Befund]:
    """A Beschlussvorlage is decided by exactly one Gremium, whichever it is; mostly the last."""
    if vorlage.vorlagenart != "beschluss" or not vorlage.beratungsfolge:
        return
    decisions = [i for i, stop in enumerate(vorlage.beratungsfolge) if stop.rolle == "entscheidung"]
    if not decisions and not is_draft(vorlage):
        yield Befund(key, ("beratungsfolge",), "»beratungsfolge« hat keine Station mit »rolle: entscheidung«; genau ein Gremium entscheidet")
    for i in decisions[1:]:
        second = f"»beratungsfolge/{i + 1}/rolle« ist die zweite »entscheidung«"
        yield Befund(key, ("beratungsfolge", i, "rolle"), f"{second}; genau ein Gremium entscheidet, die übrigen beraten vor")
    if len(decisions) == 1 and decisions[0] != len(vorlage.beratungsfolge) - 1:
        yield Befund(
            key,
            ("beratungsfolge", decisions[0], "rolle"),
            f"Nach der Entscheidung (Station {decisions[0] + 1}) folgt noch eine Station; "
            'wenn das so gewollt ist, unter »begruendet« beantworten: nach-entscheidung: "…"',
            "nach-entscheidung",
        )


def _publicity(key: str, vorlage: Vorlage) -> Iterator[Befund]:
    if vorlage.zugang == "nichtoeffentlich" and not vorlage.betreff_oeffentlich and not is_draft(vorlage):
        needed = "die Tagesordnung des nichtöffentlichen Teils ist öffentlich und braucht einen neutralen Betreff, zum Beispiel Vergabeangelegenheit"
        yield Befund(key, ("betreff_oeffentlich",), f"»betreff_oeffentlich« fehlt: {needed}")
    for i, anlage in enumerate(vorlage.anlagen):
        if vorlage.zugang and _OPENNESS.index(anlage.zugang) < _OPENNESS.index(vorlage.zugang):
            yield Befund(key, ("anlagen", i), f"»anlagen/{i + 1}« ist {anlage.zugang}, die Vorlage aber {vorlage.zugang}; »zugang: {vorlage.zugang}« ergänzen")


def _complete(bestand: Bestand, key: str, body: str, vorlage: Vorlage) -> Iterator[Befund]:
    owner = bestand.koerperschaften.get(body)
    formular = bestand.formulare.get(owner.formular.name) if owner else None
    if formular is None or is_draft(vorlage):
        return
    for gap in luecken(vorlage, formular):
        if gap.stelle[0] == "beratungsfolge" and gap.stelle[-1] == "gremium":
            continue  # with the Sitzung, which is missing too, the Gremium is known
        if gap.stelle == ("nummer",):
            when = "ab »stand: ausgegeben« trägt die Vorlage ihre Nummer; bis sie vergeben ist, bleibt sie »stand: freigegeben«"
        else:
            when = "ab »stand: freigegeben« ist die Vorlage vollständig; solange etwas offen ist, bleibt sie »stand: entwurf«"
        yield Befund(key, gap.stelle, f"»{path_text(gap.stelle)}« fehlt: {gap.was}; {when}")


def _number(bestand: Bestand, key: str, body: str, nummer: str) -> Iterator[Befund]:
    owner = bestand.koerperschaften.get(body)
    formular = bestand.formulare.get(owner.formular.name) if owner else None
    if formular and "N" in formular.nummer_muster and not re.fullmatch(re.sub("[NJ]", r"\\d", re.escape(formular.nummer_muster)), nummer, re.ASCII):
        year = formular.nummer_muster.replace("JJJJ", "2025").replace("JJ", "25")
        example = re.sub("N+", lambda n: "37".zfill(len(n[0])), year)
        yield Befund(key, ("nummer",), f"»nummer« erwartet den Aufbau {formular.nummer_muster}, zum Beispiel {example}, steht aber {shown(nummer)}")
