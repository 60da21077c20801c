"""What one paper costs does not grow with the number of bodies, and of a crowd a sheet names a few. Steps and calls are counted, never time."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from generator import data, selection
from generator.documents import Subject, moeglich, projektblatt
from generator.laufbuch import _SCHEMA, VERSION, Papier
from generator.model import Bestand, Beteiligung
from generator.output import Ausgabe
from generator.planung import view
from generator.registratur import Registratur
from generator.rules.aussagen import Aussage, Suche, worte

BEELEN = "intern/beelen/projektblatt-2025-09-30.docx"
HERE, PROJEKT = "beelen", "di-02"
"""A municipality of the sample data, and a project in which it takes no part."""
FEW = 0.05
"""So much more a count may be: what is cached depends a little on what was asked before."""


@cache
def sample() -> data.Daten:
    return data.load(ROOT / "data")


@cache
def nation(number: int, kreis: str = "05999") -> Bestand:
    """The sample data with many more bodies of another Kreis, all in the first project."""
    bestand = sample().bestand
    like, meetings = bestand.koerperschaften["ahlen"], list(bestand.sitzungen.values())[:4]
    names = [f"aa-{i:04}" for i in range(number)]
    bodies = {name: like.model_copy(update={"name": f"Aa {name[3:]}", "ags": f"{kreis}{i:03}", "kuerzel": name}) for i, name in enumerate(names)}
    gremien = {f"{name}/rat": bestand.gremien["ahlen/rat"] for name in names}
    sitzungen = {f"{name}/rat-{i}": sitzung for name in names for i, sitzung in enumerate(meetings)}
    first = bestand.projekte[PROJEKT]
    teile = {name: Beteiligung.model_validate({"bindung": "interessiert"}) for name in names}
    projekte = {**bestand.projekte, PROJEKT: first.model_copy(update={"beteiligung": {**first.beteiligung, **teile}})}
    return replace(bestand, koerperschaften={**bestand.koerperschaften, **bodies}, gremien={**bestand.gremien, **gremien},
                   sitzungen={**bestand.sitzungen, **sitzungen}, projekte=projekte, verschlossen=None)  # fmt: skip


def sheet_of(bestand: Bestand, name: str) -> Subject:
    return next(s for s in projektblatt.subjects(bestand) if s.koerperschaft == name and s.zugang == "intern")


def named(bestand: Bestand, name: str) -> str:
    rows = projektblatt.view(bestand, sheet_of(bestand, name)).moeglich.zeilen
    return next(zeile.zellen[2] for zeile in rows if zeile.zellen[0] == PROJEKT.upper())


def calls(run: Callable[[], Any]) -> int:
    """How many functions a run calls."""
    number = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(None)
    return number


# a crowd on a sheet --------------------------------------------------------------------------------------------------


def test_of_a_crowd_a_sheet_names_twenty_its_own_kreis_first_and_says_how_many_more_there_are():
    here, said = sample().bestand, named(nation(1500), HERE)
    own = sorted(here.koerperschaften[name].name for name in here.projekte[PROJEKT].beteiligung)
    strangers = [f"Aa {i:04}" for i in range(moeglich.GENANNT - len(own))]
    more = f"{1500 - len(strangers):,}".replace(",", ".")

    assert said == f"{', '.join((*own, *strangers))} und {more} weitere"


def test_as_many_as_are_named_are_all_named_and_one_more_is_not_counted_in_figures():
    there = len(sample().bestand.projekte[PROJEKT].beteiligung)
    exactly = moeglich.GENANNT - there

    assert "weitere" not in named(nation(exactly), HERE)
    assert named(nation(exactly + 1), HERE).endswith(" und eine weitere")


def test_a_sheet_needs_the_files_of_those_that_it_names_and_of_no_others():
    bestand = nation(300)
    subject = sheet_of(bestand, HERE)
    needed = subject.braucht | subject.nennt

    assert {"aa-0000/koerperschaft", "ahlen/koerperschaft"} <= needed
    assert "aa-0299/koerperschaft" not in needed
    assert len(needed) < 100


def test_a_body_that_cannot_be_read_stops_the_sheets_that_would_name_it():
    here = sample().bestand
    lost = next(name for name in here.projekte[PROJEKT].beteiligung if name != HERE)
    bestand = replace(here, koerperschaften={key: body for key, body in here.koerperschaften.items() if key != lost}, fehlerhaft={f"{lost}/koerperschaft"})

    assert all(f"{lost}/koerperschaft" in subject.braucht | subject.nennt for subject in projektblatt.subjects(bestand))


def test_all_sheets_of_a_kreis_share_the_list_of_those_they_name():
    shared = {id(s.nennt): s.nennt for s in projektblatt.subjects(nation(300))}

    assert len(shared) == 2
    assert max(len(s.braucht) for s in projektblatt.subjects(nation(300))) == max(len(s.braucht) for s in projektblatt.subjects(nation(30)))


def test_a_broken_folder_stops_what_lies_in_it_and_a_broken_file_only_what_needs_it():
    needs = {"region", "ahlen/gremien", "projekte/di-01"}

    assert selection.blocking(needs, {"ahlen", "projekte/di-02", "beelen/gremien"}) == {"ahlen"}
    assert selection.blocking(needs, {"projekte/di-01", "region"}) == {"projekte/di-01", "region"}
    assert selection.blocking(needs, set()) == set()


# what a paper costs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zugang", ["intern", "oeffentlich"])
def test_a_sheet_takes_as_many_steps_among_1500_bodies_as_among_30(zugang):
    found = []
    for number in (30, 1500):
        bestand = nation(number)
        daten = replace(sample(), bestand=bestand)
        first, second = (replace(sheet_of(bestand, name), zugang=zugang) for name in ("ahlen", HERE))
        view(daten, first)  # finds out what all sheets share
        found.append(calls(lambda daten=daten, second=second: view(daten, second)))

    assert found[1] <= found[0] * (1 + FEW)


def test_what_blocks_a_sheet_is_found_in_as_many_steps_however_many_files_are_broken():
    bestand = nation(30)
    found = []
    for number in (10, 1000):
        broken = frozenset(f"bb-{i:04}/koerperschaft" for i in range(number))
        found.append(calls(lambda broken=broken: selection.blocking(sheet_of(bestand, "beelen").braucht, broken)))

    assert found[0] == found[1]


def test_the_world_answers_a_question_once_and_another_world_for_itself():
    asked: list[Bestand] = []

    def number(bestand: Bestand) -> int:
        asked.append(bestand)
        return len(bestand.projekte)

    bestand = replace(sample().bestand)
    assert (bestand.einmal(number), bestand.einmal(number), replace(bestand, projekte={}).einmal(number)) == (24, 24, 0)
    assert len(asked) == 2


def test_days_that_differ_in_nothing_have_one_public_world():
    bestand = sample().bestand

    assert bestand.oeffentlich(date(2025, 1, 1)) is bestand.oeffentlich(date(2025, 1, 2))


# the Laufbuch --------------------------------------------------------------------------------------------------------


def paper(body: str, day: str) -> Papier:
    return Papier(f"intern/{body}/projektblatt-{day}.docx", "projektblatt", body, f"{body}/projektblatt/{day}", "docx", "intern", "Blatt", "", "", "1", ("region",),
                  f'{{"von": "{day}"}}')  # fmt: skip


def entered(folder: Path, bodies: int) -> None:
    with Ausgabe(folder) as ausgabe:
        for i in range(bodies):
            for day in ("2025-03-31", "2025-06-30", "2025-09-30"):
                ausgabe.laufbuch.enter(paper(f"b-{i:04}", day), "x", "aktuell")


def steps(folder: Path, ask: Callable[[Ausgabe], object]) -> int:
    """How many steps SQLite takes for a question."""
    number = 0

    def count() -> int:
        nonlocal number
        number += 1
        return 0

    with Ausgabe(folder) as ausgabe:
        ausgabe.laufbuch._db.set_progress_handler(count, 1)
        ask(ausgabe)
        ausgabe.laufbuch._db.set_progress_handler(None, 0)
    return number


@pytest.mark.parametrize("ask", [
    lambda ausgabe: ausgabe.laufbuch.frueheres("projektblatt", "b-0003", "intern", "b-0003/projektblatt/2025-09-30"),
    lambda ausgabe: Registratur(ausgabe.laufbuch, lambda _: True).letzte("intern/b-0003/projektblatt-2025-09-30"),
    lambda ausgabe: Registratur(ausgabe.laufbuch, lambda _: True).frueheres_blatt("projektblatt", "b-0003", "intern", "b-0003/projektblatt/2025-09-30"),
], ids=["the sheet before", "the last Fassung", "the sheet issued before"])  # fmt: skip
def test_the_laufbuch_answers_in_as_many_steps_however_many_papers_it_holds(tmp_path, ask):
    found = []
    for number in (5, 500):
        entered(tmp_path / str(number), number)
        found.append(steps(tmp_path / str(number), ask))

    assert found[1] <= found[0] * (1 + FEW)


def test_the_sheet_before_is_the_newest_of_an_earlier_day(tmp_path):
    entered(tmp_path, 5)
    with Ausgabe(tmp_path) as ausgabe:
        assert ausgabe.laufbuch.frueheres("projektblatt", "b-0003", "intern", "b-0003/projektblatt/2025-09-30") == '{"von": "2025-06-30"}'
        assert ausgabe.laufbuch.frueheres("projektblatt", "b-0003", "intern", "b-0003/projektblatt/2025-03-31") == ""
        assert ausgabe.laufbuch.frueheres("projektblatt", "b-0003", "oeffentlich", "b-0003/projektblatt/2025-09-30") == ""


def test_all_rows_are_listed_once_by_path_although_they_are_changed_on_the_way(tmp_path):
    entered(tmp_path, 700)
    with Ausgabe(tmp_path) as ausgabe:
        seen = []
        for eintrag in ausgabe.laufbuch.eintraege():
            ausgabe.laufbuch.mark(eintrag.pfad, "entfallen")
            seen.append(eintrag.pfad)

    assert len(seen) == 2100
    assert seen == sorted(set(seen))


@pytest.mark.parametrize("bodies", [0, 1, 3])
def test_the_register_is_the_json_of_all_rows(tmp_path, bodies):
    entered(tmp_path, bodies)
    with Ausgabe(tmp_path) as ausgabe:
        ausgabe.register()
        listing = {"papiere": [asdict(eintrag) for eintrag in ausgabe.laufbuch.eintraege()]}

    assert (tmp_path / "verzeichnis.json").read_text("utf-8") == json.dumps(listing, ensure_ascii=False, indent=1) + "\n"


def test_a_laufbuch_of_the_version_before_gets_its_indexes_and_keeps_its_rows(tmp_path):
    with sqlite3.connect(tmp_path / "laufbuch.sqlite") as db:
        for number in range(2, VERSION):
            db.executescript(_SCHEMA[number])
        db.execute(
            "INSERT INTO papiere VALUES (?, 'projektblatt', 'beelen', 'beelen/projektblatt/2025-09-30', 'docx', 'intern', '', '', '', 'x', '1', 'aktuell', '', '{}')",
            (BEELEN,),
        )
        db.execute(f"PRAGMA user_version = {VERSION - 1}")
    db.close()

    with Ausgabe(tmp_path) as ausgabe:
        assert [eintrag.pfad for eintrag in ausgabe.laufbuch.eintraege()] == [BEELEN]
        assert ausgabe.laufbuch.rows("PRAGMA user_version") == [(VERSION,)]
        assert {row[0] for row in ausgabe.laufbuch.rows("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE INDEX%'")} == {"papiere_von", "freigaben_von"}


# secrets -------------------------------------------------------------------------------------------------------------


@given(st.text("abc", max_size=60), st.lists(st.text("abc", min_size=1, max_size=9), max_size=30), st.booleans())
def test_many_secrets_are_found_as_they_are_one_by_one(text, texts, crowd):
    others = [f"{i:06}zz" for i in range(200)] if crowd else []
    aussagen = [Aussage("Text", muster, "x", (i,)) for i, muster in enumerate((*others, *texts))]
    aussagen += [Aussage("Betrag", "1234", "x", ("b",)), Aussage("Datum", "01.02.2025", "x", ("d",)), Aussage("Zahl", "99", "x", ("z",))]
    said = worte(f"{text} 1.234,00 EUR am 01.02.2025")

    assert Suche(aussagen).in_worten(said) == [aussage for aussage in aussagen if said.sagen(aussage)]


def test_looking_for_amounts_takes_as_many_steps_however_many_are_secret():
    said = worte("Der Eigenanteil beträgt 1.234,00 EUR, im Jahr darauf 99.999,00 EUR.")
    found = []
    for number in (10, 10_000):
        suche = Suche(Aussage("Betrag", str(1234 + i), "x", (i,)) for i in range(number))
        found.append(calls(lambda suche=suche: suche.in_worten(said)))

    assert found[0] == found[1]
