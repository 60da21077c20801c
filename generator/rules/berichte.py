"""Berichte: their Stichtag, predecessor and mandate, the decisions they announce, and milestones that nobody has followed up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator import sachstand
from generator.model import Bericht, Bestand, Entscheidung, Meilenstein, Projekt, Station, resolve, vorlage_id
from generator.problems import nearest
from generator.rules import Befund
from generator.rules.vorlagen import station
from generator.wording import datum

LONGEST_BEWERTUNG = 700
FAELLIG = "meilenstein-faellig"


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """Findings in berichte/, and in projekte/ where a Bericht is about to be out of date."""
    for key, bericht in bestand.berichte.items():
        body = key.split("/", maxsplit=1)[0]
        yield from _times(bestand, key, body, bericht)
        yield from _bewertung(bestand, key, body, bericht)
        yield from _grundlage(bestand, key, body, bericht)
        for i, entscheidung in enumerate(bericht.entscheidungen):
            yield from _entscheidung(bestand, key, body, i, entscheidung)
        yield from _faellig(bestand, key, body, bericht)


def termin(bestand: Bestand, body: str, entscheidung: Entscheidung) -> tuple[str, date | None]:
    """The name of the Gremium that decides, empty if the data do not know it, and when."""
    stop = Station(sitzung=entscheidung.sitzung, gremium=entscheidung.gremium, rolle="entscheidung")
    gremium, day = station(bestand, body, stop)
    return gremium.name if gremium else "", day or entscheidung.voraussichtlich


def _times(bestand: Bestand, key: str, body: str, bericht: Bericht) -> Iterator[Befund]:
    if bericht.stichtag not in bestand.region.stichtage:
        known = ", ".join(map(datum, bestand.region.stichtage))
        yield Befund(key, ("stichtag",), f"»stichtag« {datum(bericht.stichtag)} steht nicht unter »stichtage« in region.yaml; möglich: {known}")
    if bericht.datum and bericht.datum < bericht.stichtag:
        yield Befund(key, ("datum",), f"»datum« {datum(bericht.datum)} liegt vor dem Stichtag {datum(bericht.stichtag)}; der Bericht entsteht nach ihm")
    if bericht.vorheriger is None:
        return
    other = f"{body}/berichte/{bericht.vorheriger}"
    before = bestand.berichte.get(other)
    if before is None and other not in bestand.fehlerhaft:
        known_reports = [k.rsplit("/", 1)[1] for k in bestand.berichte if k.startswith(f"{body}/berichte/") and k != key]
        yield Befund(
            key,
            ("vorheriger",),
            f"»vorheriger« nennt »{bericht.vorheriger}«, den es in {body}/berichte/ nicht gibt{nearest(bericht.vorheriger, known_reports)}",
        )
    elif before and before.stichtag >= bericht.stichtag:
        yield Befund(
            key,
            ("vorheriger",),
            f"»vorheriger« {bericht.vorheriger} hat den Stichtag {datum(before.stichtag)}; erwartet einen vor dem {datum(bericht.stichtag)}",
        )


def _bewertung(bestand: Bestand, key: str, body: str, bericht: Bericht) -> Iterator[Befund]:
    if bericht.bewertung and len(bericht.bewertung) > LONGEST_BEWERTUNG:
        length = len(bericht.bewertung)
        yield Befund(
            key, ("bewertung",), f"»bewertung« hat {length} Zeichen; erwartet höchstens {LONGEST_BEWERTUNG}, also {length - LONGEST_BEWERTUNG} weniger"
        )
    owner = bestand.koerperschaften.get(body)
    if owner and bericht.bewertung_von and bericht.bewertung_von not in owner.personen:
        hint = nearest(bericht.bewertung_von, owner.personen)
        yield Befund(key, ("bewertung_von",), f"»bewertung_von« nennt »{bericht.bewertung_von}«, das nicht unter »personen« steht{hint}")


def _grundlage(bestand: Bestand, key: str, body: str, bericht: Bericht) -> Iterator[Befund]:
    name = vorlage_id(body, bericht.grundlage.vorlage)
    vorlage = bestand.vorlagen.get(name)
    here = ("grundlage", "vorlage")
    if vorlage is None:
        if name not in bestand.fehlerhaft:
            yield Befund(key, here, _unknown("grundlage/vorlage", bestand, name))
        return
    if bericht.zugang == "oeffentlich" and vorlage.zugang != "oeffentlich":
        yield Befund(key, here, "»grundlage/vorlage« nennt eine Vorlage, die nicht öffentlich ist; ein öffentlicher Bericht kann sich nicht auf sie berufen")
    home = name.split("/", maxsplit=1)[0]
    decided = any(stop.rolle == "entscheidung" and station(bestand, home, stop)[1] for stop in vorlage.beratungsfolge)
    if not decided and f"{home}/sitzungen" not in bestand.fehlerhaft:
        yield Befund(
            key,
            here,
            "»grundlage/vorlage« nennt eine Vorlage, über die noch keine Sitzung mit »rolle: entscheidung« feststeht; erwartet den Auftrag zu berichten",
        )
    count = len(vorlage.beschlussvorschlag)
    if bericht.grundlage.punkt is not None and not 1 <= bericht.grundlage.punkt <= count:
        yield Befund(key, ("grundlage", "punkt"), f"»grundlage/punkt« ist {bericht.grundlage.punkt}; die Vorlage hat {count} Beschlusspunkte")


def _entscheidung(bestand: Bestand, key: str, body: str, i: int, entscheidung: Entscheidung) -> Iterator[Befund]:
    here, name = ("entscheidungen", i), f"entscheidungen/{i + 1}"
    if entscheidung.projekt and entscheidung.projekt not in bestand.projekte and f"projekte/{entscheidung.projekt}" not in bestand.fehlerhaft:
        hint = nearest(entscheidung.projekt, bestand.projekte)
        yield Befund(key, (*here, "projekt"), f"»{name}/projekt« nennt »{entscheidung.projekt}«, das es in projekte/ nicht gibt{hint}")
    bezug = entscheidung.sitzung or entscheidung.gremium
    if bezug is None:
        yield Befund(key, here, f"»{name}« nennt kein Gremium; erwartet »sitzung: ka-2025-4« oder »gremium: kt« mit »voraussichtlich: 2026-03-27«")
    else:
        yield from _when(bestand, key, body, i, entscheidung, bezug)
    if entscheidung.vorlage:
        yield from _named(bestand, key, body, i, entscheidung, entscheidung.vorlage)


def _when(bestand: Bestand, key: str, body: str, i: int, entscheidung: Entscheidung, bezug: str) -> Iterator[Befund]:
    here, name = ("entscheidungen", i), f"entscheidungen/{i + 1}"
    field, file, known = ("sitzung", "sitzungen", bestand.sitzungen) if entscheidung.sitzung else ("gremium", "gremien", bestand.gremien)
    full = resolve(body, bezug)
    home, short = full.split("/")
    if full not in known:
        if f"{home}/{file}" not in bestand.fehlerhaft:
            hint = nearest(short, [k.split("/")[1] for k in known if k.startswith(f"{home}/")])
            yield Befund(key, (*here, field), f"»{name}/{field}« nennt »{short}«, die es in {home}/{file}.yaml nicht gibt{hint}")
    elif entscheidung.sitzung and (entscheidung.gremium or entscheidung.voraussichtlich):
        yield Befund(key, here, f"»{name}« nennt eine Sitzung und zugleich »gremium« oder »voraussichtlich«; mit der Sitzung stehen Gremium und Termin fest")
    elif termin(bestand, body, entscheidung)[1] is None:
        yield Befund(key, here, f"»{name}« nennt keinen Termin; erwartet »voraussichtlich: 2026-03-27« oder statt des Gremiums die Sitzung")


def _named(bestand: Bestand, key: str, body: str, i: int, entscheidung: Entscheidung, bezug: str) -> Iterator[Befund]:
    here, name = ("entscheidungen", i, "vorlage"), f"entscheidungen/{i + 1}/vorlage"
    full = vorlage_id(body, bezug)
    vorlage = bestand.vorlagen.get(full)
    if vorlage is None:
        if full not in bestand.fehlerhaft:
            yield Befund(key, here, _unknown(name, bestand, full))
        return
    home = full.split("/", maxsplit=1)[0]
    stops = {resolve(home, stop.sitzung) for stop in vorlage.beratungsfolge if stop.sitzung and stop.rolle == "entscheidung"}
    if entscheidung.sitzung and stops and resolve(body, entscheidung.sitzung) not in stops:
        yield Befund(key, here, f"»{name}«: über diese Vorlage wird nach ihrer Beratungsfolge nicht in der Sitzung »{entscheidung.sitzung}« entschieden")


def _unknown(name: str, bestand: Bestand, full: str) -> str:
    home, _, short = full.split("/")
    known = [k.rsplit("/", 1)[1] for k in bestand.vorlagen_von.get(home, {})]
    return f"»{name}« nennt »{short}«, die es in {home}/vorlagen/ nicht gibt{nearest(short, known)}"


def _faellig(bestand: Bestand, key: str, body: str, bericht: Bericht) -> Iterator[Befund]:
    """A committee asks what became of a date that has passed by the time it meets."""
    if bericht.stand == "ausgegeben" or FAELLIG in bericht.begruendet:
        return
    first = min((day for stop in bericht.beratungsfolge if (day := station(bestand, body, stop)[1])), default=bericht.stichtag)
    for name, projekt in bestand.projekte.items():
        for i, stone in enumerate(projekt.meilensteine):
            due = sachstand.termin(stone, bericht.stichtag)
            if bericht.stichtag < due <= first and not _followed_up(stone, bericht.stichtag):
                yield Befund(
                    f"projekte/{name}", ("meilensteine", i),
                    f"»meilensteine/{i + 1}« {stone.titel} war am {datum(due)} fällig, vor der ersten Sitzung zum Bericht {key} ({datum(first)}): erledigt? "
                    f"{_owner(bestand, projekt)} trägt »ist« oder eine neue Prognose ein, oder »begruendet« beantwortet {FAELLIG}", FAELLIG,
                )  # fmt: skip


def _followed_up(stone: Meilenstein, stichtag: date) -> bool:
    """Whether somebody has said something of a milestone since the Stichtag."""
    return (stone.ist is not None and stone.ist > stichtag) or any(prognose.am > stichtag for prognose in stone.prognosen)


def _owner(bestand: Bestand, projekt: Projekt) -> str:
    body, _, amt = projekt.federfuehrung.partition("/")
    owner = bestand.koerperschaften.get(body)
    return owner.aemter[amt].name if owner and amt in owner.aemter else projekt.federfuehrung
