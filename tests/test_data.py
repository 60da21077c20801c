"""The door to data/: whatever lies there, loading ends in a world with findings or in Problems."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import EXAMPLE, as_nobody
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import data
from generator.problems import Problem, Problems

FILES = tuple(sorted(path.relative_to(EXAMPLE) for path in EXAMPLE.rglob("*.yaml")))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(FILES), st.data())
def test_any_change_of_one_line_ends_in_a_world_or_in_problems(tmp_path_factory, name, given_data):
    folder = tmp_path_factory.mktemp("welt") / "data"
    shutil.copytree(EXAMPLE, folder)
    lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
    at = given_data.draw(st.integers(0, len(lines) - 1))
    lines[at : at + 1] = given_data.draw(st.sampled_from([[], [lines[at]] * 2, [lines[at].replace("2", "3")], [lines[at].replace("a", "", 1)]]))
    (folder / name).write_text("".join(lines), encoding="utf-8")
    try:
        problems = data.load(folder).problems
    except Problems as stopped:
        problems = stopped.problems

    for problem in problems:
        count = len((folder / problem.path).read_text(encoding="utf-8").splitlines())
        assert 1 <= problem.line <= count or (problem.line == 0 and count == 0)


def test_a_folder_that_is_not_there_is_one_problem(tmp_path):
    with pytest.raises(Problems, match="Den Datenordner gibt es nicht; mit »--daten ORDNER« einen anderen nennen"):
        data.load(tmp_path / "nirgends")


def test_findings_name_paths_as_the_user_named_the_folder(world, monkeypatch):
    folder = world({"gruenfliess/vorlagen/x.yaml": ""})
    monkeypatch.chdir(folder.parent)

    assert [problem.path for problem in data.load(type(folder)("data")).problems] == ["data/gruenfliess/vorlagen/x.yaml"]


def test_a_file_with_a_fehler_is_broken_and_one_with_a_hinweis_is_not(world):
    folder = world(
        {
            "gruenfliess/vorlagen/x.yaml": "stand: entwurf\n",
            "oessling/sitzungen.yaml": (("termin: 2025-04-03", "termin: 2025-04-06"),),
        }
    )

    assert data.load(folder).broken == {"gruenfliess/vorlagen/x"}


def test_hidden_files_and_open_office_locks_are_none_of_the_data(world):
    folder = world({".git/x.yaml": "a: [", "gruenfliess/vorlagen/.x.yaml": "a: [", "~$x.yaml": "a: ["})

    assert data.load(folder).problems == ()


def test_the_public_world_has_nothing_that_is_not_public(world):
    public = data.load(world()).oeffentlich(date(2025, 9, 30))

    assert {vorlage.zugang for vorlage in public.vorlagen.values()} == {"oeffentlich"}
    assert {a.titel for vorlage in public.vorlagen.values() for a in vorlage.anlagen if a.zugang != "oeffentlich"} <= {"(nichtöffentliche Anlage)"}
    assert not any(vorlage.begruendet for vorlage in public.vorlagen.values())


def test_problems_are_sorted_and_said_once():
    first, second = Problem("a.yaml", 2, "B"), Problem("a.yaml", 10, "A")

    assert str(Problems([second, first, second])) == "a.yaml:2: Fehler: B\na.yaml:10: Fehler: A"


@pytest.mark.skipif(not hasattr(os, "fork") or os.geteuid() != 0, reason="only root can become another user")
def test_a_folder_that_may_not_be_read_is_named_and_what_others_say_of_it_is_not_called_unknown(world):
    with TemporaryDirectory() as home:
        folder = Path(shutil.copytree(world(), Path(home) / "data"))
        body = next(path.parent for path in sorted(folder.rglob("koerperschaft.yaml")) if "art: stadt" in path.read_text("utf-8"))
        Path(home).chmod(0o755)

        def load() -> list[str]:
            body.chmod(0)
            return [str(problem) for problem in data.load(folder).problems]

        assert as_nobody(folder, load) == [f"{body}: Fehler: Der Ordner lässt sich nicht lesen; was schon daraus entstanden ist, bleibt, wie es ist"]
