"""Vorlagen: references, Nummer, Beratungsfolge, publicity, completeness from the release on.

Kreisausschuss before Kreistag: § 50 Abs. 1 KrO NRW; a Hinweis, since elections, motions and the constituent Sitzung go
directly. For a Stadt or Gemeinde no such rule exists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from generator.model import Bestand, Gremium, Station, Vorlage, resolve
from generator.problems import nearest
from generator.rules import Befund
from generator.rules.luecken import is_draft, luecken
from generator.wording import datum


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """Findings in Vorlagen."""
    first: dict[tuple[str, str], str] = {}
    for key, vorlage in bestand.vorlagen.items():
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
    owner = bestand.koerperschaften.get(body)
    if vorlage.federfuehrung:
        home, amt = resolve(body, vorlage.federfuehrung).rsplit("/", 1)
        lead = bestand.koerperschaften.get(home)
        if lead is None and f"{home}/koerperschaft" not in bestand.fehlerhaft:
            yield Befund(key, ("federfuehrung",), f"»federfuehrung« nennt die Körperschaft »{home}«, die es nicht gibt{nearest(home, bestand.koerperschaften)}")
        elif lead and amt not in lead.aemter:
            yield Befund(key, ("federfuehrung",), f"»federfuehrung« nennt »{amt}«, das in {home} nicht unter »aemter« steht{nearest(amt, lead.aemter)}")
    for i, stop in enumerate(vorlage.beratungsfolge):
        here = ("beratungsfolge", i)
        if stop.sitzung:
            yield from _known(bestand, key, (*here, "sitzung"), body, stop.sitzung, "sitzungen", tuple(bestand.sitzungen))
        if stop.gremium:
            yield from _known(bestand, key, (*here, "gremium"), body, stop.gremium, "gremien", tuple(bestand.gremien))
        if stop.sitzung and (stop.gremium or stop.termin or stop.voraussichtlich):
            yield Befund(key, here, f"»beratungsfolge/{i + 1}« nennt eine Sitzung und zugleich einen offenen Termin; »gremium«, »termin« und »voraussichtlich« gehören weg, sobald die Sitzung feststeht")
        if owner and stop.berichterstattung and stop.berichterstattung not in owner.personen:
            yield Befund(key, (*here, "berichterstattung"),
                         f"»beratungsfolge/{i + 1}/berichterstattung« nennt »{stop.berichterstattung}«, das nicht unter »personen« steht{nearest(stop.berichterstattung, owner.personen)}")  # fmt: skip


def _known(bestand: Bestand, key: str, stelle: tuple[str | int, ...], body: str, bezug: str, file: str, known: tuple[str, ...]) -> Iterator[Befund]:
    full = resolve(body, bezug)
    home = full.split("/")[0]
    if full in known or f"{home}/{file}" in bestand.fehlerhaft:
        return
    here = [k.split("/", 1)[1] for k in known if k.startswith(f"{home}/")]
    name = "/".join(str(part + 1) if isinstance(part, int) else part for part in stelle)
    yield Befund(key, stelle, f"»{name}« nennt »{full.split('/', 1)[1]}«, die es in {home}/{file}.yaml nicht gibt{nearest(full.split('/', 1)[1], here)}")


def _beratungsfolge(bestand: Bestand, key: str, body: str, vorlage: Vorlage) -> Iterator[Befund]:
    before: date | None = None
    committee: date | None = None
    for i, stop in enumerate(vorlage.beratungsfolge):
        gremium, termin = station(bestand, body, stop)
        here = ("beratungsfolge", i)
        if termin and before and termin < before:
            yield Befund(key, (*here, "sitzung"), f"»beratungsfolge/{i + 1}« tagt am {datum(termin)}, also vor der Station davor ({datum(before)}); die Stationen stehen in der Reihenfolge ihrer Termine")
        if gremium and termin and (termin < gremium.gueltig_von or (gremium.gueltig_bis and termin > gremium.gueltig_bis)):
            continue  # said once, in sitzungen.yaml
        if gremium and gremium.art == "arbeitskreis":
            yield Befund(key, here, f"»beratungsfolge/{i + 1}«: »{gremium.name}« ist ein Arbeitskreis und kein Gremium der Beratungsfolge", "arbeitskreis")
        if gremium and gremium.art == "kreisausschuss":
            committee = termin or date.max
        if gremium and gremium.art == "kreistag" and stop.rolle == "entscheidung" and (committee is None or (termin and committee != date.max and committee > termin)):
            yield Befund(key, here, "Der Kreistag entscheidet ohne vorherige Beratung im Kreisausschuss (§ 50 Abs. 1 KrO NRW); "
                         "wenn das so gewollt ist, unter »begruendet« beantworten: ohne-kreisausschuss: \"Wahl\"", "ohne-kreisausschuss")  # fmt: skip
        before = termin or before
    decisions = [i for i, stop in enumerate(vorlage.beratungsfolge) if stop.rolle == "entscheidung"]
    if vorlage.vorlagenart == "beschluss" and vorlage.beratungsfolge:
        if not decisions and not is_draft(vorlage):
            yield Befund(key, ("beratungsfolge",), "»beratungsfolge« hat keine Station mit »rolle: entscheidung«; genau ein Gremium entscheidet")
        for i in decisions[1:]:
            yield Befund(key, ("beratungsfolge", i, "rolle"), f"»beratungsfolge/{i + 1}/rolle« ist die zweite »entscheidung«; genau ein Gremium entscheidet, die übrigen beraten vor")
        if len(decisions) == 1 and decisions[0] != len(vorlage.beratungsfolge) - 1:
            yield Befund(key, ("beratungsfolge", decisions[0], "rolle"), f"Nach der Entscheidung (Station {decisions[0] + 1}) folgt noch eine Station; "
                         "wenn das so gewollt ist, unter »begruendet« beantworten: nach-entscheidung: \"…\"", "nach-entscheidung")  # fmt: skip


def _publicity(key: str, vorlage: Vorlage) -> Iterator[Befund]:
    if vorlage.zugang == "nichtoeffentlich" and not vorlage.betreff_oeffentlich and not is_draft(vorlage):
        yield Befund(key, ("betreff",), "»betreff_oeffentlich« fehlt: die Tagesordnung des nichtöffentlichen Teils ist öffentlich und braucht einen neutralen Betreff, zum Beispiel Vergabeangelegenheit")
    for i, anlage in enumerate(vorlage.anlagen):
        if vorlage.zugang in ("nichtoeffentlich", "intern") and anlage.zugang == "oeffentlich":
            yield Befund(key, ("anlagen", i), f"»anlagen/{i + 1}« ist öffentlich, die Vorlage aber nicht; »zugang: {vorlage.zugang}« ergänzen")


def _complete(bestand: Bestand, key: str, body: str, vorlage: Vorlage) -> Iterator[Befund]:
    owner = bestand.koerperschaften.get(body)
    formular = bestand.formulare.get(owner.formular) if owner else None
    if formular is None or is_draft(vorlage):
        return
    for gap in luecken(vorlage, formular):
        name = "/".join(str(part + 1) if isinstance(part, int) else part for part in gap.stelle)
        yield Befund(key, gap.stelle, f"»{name}« fehlt ({gap.was}); ab »stand: freigegeben« ist die Vorlage vollständig, solange etwas offen ist, bleibt sie »stand: entwurf«")


def _number(bestand: Bestand, key: str, body: str, nummer: str) -> Iterator[Befund]:
    owner = bestand.koerperschaften.get(body)
    formular = bestand.formulare.get(owner.formular) if owner else None
    if formular is None:
        return
    pattern = re.escape(formular.nummer_muster).replace("N", r"\d").replace("J", r"\d")
    if not re.fullmatch(pattern, nummer, re.ASCII):
        example = formular.nummer_muster.replace("JJJJ", "2025").replace("NNN", "037")
        yield Befund(key, ("nummer",), f"»nummer« erwartet den Aufbau {formular.nummer_muster}, zum Beispiel {example}; es steht aber »{nummer}«")
