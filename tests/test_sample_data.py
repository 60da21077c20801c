"""The sample data of data/: the numbers that the strategy is known by follow from them, and stand nowhere in the program."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from datetime import date
from decimal import Decimal

import holidays
import pytest
import yaml
from conftest import DATA, EXAMPLE, ROOT, findings
from jsonschema import Draft202012Validator

from generator import data
from generator.data import KINDS, kind_of
from generator.geld import folgen, summe
from generator.sachstand import ampel

STICHTAG = date(2025, 9, 30)
SCHULFERIEN = [  # Ministerium für Schule und Bildung NRW, Ferienordnung 2024/25 bis 2026/27
    ("2024-12-23", "2025-01-06"), ("2025-04-14", "2025-04-26"), ("2025-06-10", "2025-06-10"), ("2025-07-14", "2025-08-26"), ("2025-10-13", "2025-10-25"),
    ("2025-12-22", "2026-01-06"), ("2026-03-30", "2026-04-11"), ("2026-05-26", "2026-05-26"), ("2026-07-20", "2026-09-01"), ("2026-10-17", "2026-10-31"),
]  # fmt: skip


@pytest.fixture(scope="module")
def bestand():
    return data.load(DATA).bestand


def test_the_sample_data_have_no_findings():
    assert findings(DATA) == []


def test_there_are_the_kreis_and_its_13_municipalities(bestand):
    assert Counter(body.art == "kreis" for body in bestand.koerperschaften.values()) == {True: 1, False: 13}
    assert all(body.ags.startswith("05570") for body in bestand.koerperschaften.values())


def test_there_are_19_leitprojekte_and_5_potentialprojekte(bestand):
    assert Counter(projekt.typ for projekt in bestand.projekte.values()) == {"leitprojekt": 19, "potentialprojekt": 5}


def test_23_budgets_are_stated_and_add_up(bestand):
    budgets = [projekt.budget.gesamt for projekt in bestand.projekte.values() if projekt.budget]

    assert (len(budgets), summe(budgets)) == (23, Decimal("4882348.39"))


def test_the_ampel_follows_from_milestones_costs_and_funding(bestand):
    lights = [ampel(projekt, STICHTAG, bestand.region.ampel) for projekt in bestand.projekte.values()]

    assert Counter(light.zustand for light in lights) == {"gruen": 9, "gelb": 7, "rot": 2, "grau": 5, "blau": 1}
    assert [light for light in lights if light.vorgabe] == []


def test_each_municipality_takes_part_in_as_many_projects_as_known(bestand):
    counted = Counter(bestand.koerperschaften[name].kuerzel for projekt in bestand.projekte.values() for name in projekt.beteiligung)

    assert counted == {
        "AHL": 15, "BEC": 17, "BEE": 10, "DRE": 11, "ENN": 12, "EVE": 12, "OEL": 15, "OST": 12, "SAS": 11, "SEN": 13, "TEL": 13, "WAD": 14, "WAF": 15,
    }  # fmt: skip


def test_shares_follow_the_stated_key(bestand):
    for key, projekt in bestand.projekte.items():
        sharing = {name: teil for name, teil in projekt.beteiligung.items() if teil.anteile}
        if not sharing:
            continue
        weights = {
            "einwohner": lambda name: bestand.koerperschaften[name].einwohner.zahl,
            "gleich": lambda _: 1,
            "nutzung": projekt.nutzung.get,
        }[projekt.schluessel]
        for year in {year for teil in sharing.values() for year in teil.anteile}:
            shares = {name: teil.anteile.get(year, Decimal(0)) for name, teil in sharing.items()}

            assert folgen(shares, {name: weights(name) for name in sharing}) == "", (key, year)


def test_every_project_has_a_sachstand_for_each_stichtag(bestand):
    assert {key for key, projekt in bestand.projekte.items() if not {s.am for s in projekt.sachstaende} >= set(bestand.region.stichtage)} == set()


def test_sitzungen_are_on_weekdays_outside_holidays_and_school_holidays(bestand):
    free = holidays.Germany(subdiv="NW", years=(2025, 2026))
    ferien = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in SCHULFERIEN]
    wrong = {
        key: sitzung.termin
        for key, sitzung in bestand.sitzungen.items()
        if sitzung.termin.weekday() > 4 or sitzung.termin in free or any(first <= sitzung.termin <= last for first, last in ferien)
    }

    assert wrong == {}


def test_a_gremium_that_meets_in_2025_meets_at_least_four_times_a_year(bestand):
    used = Counter((key.split("/")[0], sitzung.gremium) for key, sitzung in bestand.sitzungen.items() if sitzung.termin.year == 2025)
    for (body, name), count in used.items():
        gremium = bestand.gremien[f"{body}/{name}"]
        if gremium.gueltig_von < date(2025, 11, 1) and gremium.art != "arbeitskreis":
            assert count >= 4, f"{body}/{name} meets {count} times in 2025"


def test_each_body_has_the_gremien_that_decide(bestand):
    arts = {body: {g.art for key, g in bestand.gremien.items() if key.startswith(f"{body}/")} for body in bestand.koerperschaften}

    assert all(
        arts[body] >= ({"kreistag", "kreisausschuss"} if owner.art == "kreis" else {"rat", "hauptausschuss"}) for body, owner in bestand.koerperschaften.items()
    )


def test_the_real_vorlage_has_the_facts_of_the_real_paper(bestand):
    vorlage = bestand.vorlagen["kreis-warendorf/vorlagen/smart-region-strategie"]
    stops = [bestand.sitzungen[f"kreis-warendorf/{stop.sitzung}"] for stop in vorlage.beratungsfolge]
    (position,) = vorlage.finanzen.positionen

    assert (vorlage.nummer, vorlage.zugang, len(vorlage.beschlussvorschlag), len(vorlage.anlagen)) == ("037/2025", "oeffentlich", 2, 1)
    assert [f"{stop.termin:%d.%m.%Y}" for stop in stops] == ["07.03.2025", "21.03.2025", "28.03.2025"]
    assert (position.produkt.nummer, position.nummer, position.bezeichnung, position.veranschlagt) == ("090110", "13", "Sach- und Dienstleistungen", 20000)


def test_there_is_a_vorlage_of_each_kind(bestand):
    vorlagen = bestand.vorlagen.values()

    assert {vorlage.zugang for vorlage in vorlagen} >= {"oeffentlich", "nichtoeffentlich"}
    assert {vorlage.stand for vorlage in vorlagen} >= {"entwurf", "ausgegeben"}
    assert any(vorlage.finanzen.auswirkungen is False for vorlage in vorlagen)
    assert any(vorlage.beschlussvorschlag == () for vorlage in vorlagen)


def test_living_persons_stand_only_in_the_real_vorlage(bestand):
    named = {name for body in bestand.koerperschaften.values() for name, person in body.personen.items() if person.name}
    speaking = {key for key, vorlage in bestand.vorlagen.items() for stop in vorlage.beratungsfolge if stop.berichterstattung in named}

    assert (named, speaking) == ({"terwey", "ottmann"}, {"kreis-warendorf/vorlagen/smart-region-strategie"})


def test_no_budget_or_person_of_the_sample_data_stands_in_the_program_or_its_templates(bestand):
    amounts = {f"{projekt.budget.gesamt:.0f}" for projekt in bestand.projekte.values() if projekt.budget and projekt.budget.gesamt > 99_999}
    words = {"4882348", "terwey", "ottmann", *amounts}
    found = []
    for path in [*(ROOT / "generator").rglob("*.py"), *(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".css", ".docx", ".svg"))]:
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as parts:
                text = "".join(re.sub("<[^>]*>", "", parts.read(name).decode()) for name in parts.namelist() if name.endswith(".xml"))
        else:
            text = path.read_text(encoding="utf-8")
        plain = re.sub(r"(?<=\d)[._](?=\d{3})", "", text.casefold())
        found += [(path.name, word) for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain)]

    assert found == []


# What editors know of the files ---------------------------------------------------------------------------------------


class Yaml12(yaml.SafeLoader):
    """Reads as editors do: the core types of YAML 1.2, so that `ja`, `09:00` and `2025-03-28` are texts and `2026` is a number."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - PyYAML's own way


for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", "~nN"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), [*first, *([""] if tag == "null" else [])])
Yaml12.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))


def texts_as_keys(node):
    """JSON knows texts as keys only."""
    if isinstance(node, dict):
        return {str(key): texts_as_keys(value) for key, value in node.items()}
    return [texts_as_keys(value) for value in node] if isinstance(node, list) else node


def complaints(path, root):
    schema = KINDS[str(kind_of(path.relative_to(root).with_suffix("").as_posix()))].model_json_schema()
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=Yaml12)  # noqa: S506 - a SafeLoader
    return [f"{path.name} {list(error.path)}: {error.message}" for error in Draft202012Validator(schema).iter_errors(texts_as_keys(content))]


@pytest.mark.parametrize("root", [DATA, EXAMPLE], ids=["data", "example"])
def test_editors_accept_every_good_file(root):
    assert [complaint for path in sorted(root.rglob("*.yaml")) for complaint in complaints(path, root)] == []


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("gruenfliess/vorlagen/x.yaml", "betreff: A\nbetref: B\n"),
        ("gruenfliess/vorlagen/x.yaml", "stand: entwurf\n"),
        ("gruenfliess/vorlagen/x.yaml", "betreff: A\nfinanzen: {auswirkungen: yes}\n"),
        ("gruenfliess/vorlagen/x.yaml", "betreff: A\ndatum: gestern\n"),
        ("gruenfliess/vorlagen/x.yaml", "betreff: A\nfinanzen: {positionen: [{plan: investition, jahr: 26}]}\n"),
        ("gruenfliess/vorlagen/x.yaml", "betreff: A\nbeschlussvorschlag: B\n"),
        ("gruenfliess/vorlagen/x.yaml", "betreff: A\nfederfuehrung: Amt für Planung\n"),
        ("gruenfliess/sitzungen.yaml", "kt-2025-1: {gremium: kt, termin: 2025-03-28, beginn: 18 Uhr}\n"),
        ("gruenfliess/sitzungen.yaml", "Kreistag am Freitag: {gremium: kt, termin: 2025-03-28}\n"),
        ("projekte/bg-02.yaml", (("kurz: Ein Laden ohne Personal.", "kurz: A\nbudget: {gesamt: 5 EUR, jahre: {}}"),)),
        ("projekte/bg-02.yaml", (("kurz: Ein Laden ohne Personal.", "kurz: A\nbudget: {gesamt: 5, jahre: {26: 5}}"),)),
        (
            "projekte/bg-02.yaml",
            (("kurz: Ein Laden ohne Personal.", "kurz: A\nrisiken: [{text: A, eintritt: 4, wirkung: 1, massnahme: A, verantwortlich: A}]"),),
        ),
    ],
)
def test_editors_strike_what_is_wrong(world, name, change):
    folder = world({name: change})

    assert len(complaints(folder / name, folder)) == 1


def test_every_key_has_a_meaning_in_german():
    for model in KINDS.values():
        schema = model.model_json_schema()
        for part in (schema, *schema.get("$defs", {}).values()):
            assert {name for name, field in part.get("properties", {}).items() if not field.get("description")} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_the_schemas_beside_the_data_are_those_of_the_models(kind):
    schema = DATA / ".schemas" / f"{kind}.json"

    assert schema.is_file(), "vorlagen schemas writes them"
    assert json.loads(schema.read_text(encoding="utf-8")) == KINDS[kind].model_json_schema()
