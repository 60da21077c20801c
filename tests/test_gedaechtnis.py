"""What was worked out once need not be again, and never is said again once anything is different."""

import os
import shutil
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conftest import DATA, EXAMPLE, ROOT, TEMPLATES

from generator import gedaechtnis, lauf, ruhetage
from generator.data import load
from generator.gedaechtnis import Gedaechtnis, lage, mark
from generator.output import Ausgabe

RADWEG = "gruenfliess/vorlagen/radweg.yaml"


def vorlagen(*arguments: object, folder: Path, out: Path, templates: Path = TEMPLATES) -> tuple[int, str, str, set[str]]:
    """A command in a process of its own: its exit code, what it said, and which of our large rooms it had to import."""
    script = (
        "import sys; from generator.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as end: code = end.code\n"
        "finally: print(code, *(name for name in ('generator.data', 'pydantic', 'babel', 'yaml') if name in sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, "--daten", folder, "--druckvorlagen", templates, "--ausgabe", out, *arguments]
    done = subprocess.run([*map(str, command)], cwd=ROOT, capture_output=True, check=True, encoding="utf-8", timeout=120)
    *errors, last = done.stderr.splitlines()
    code, *imported = last.split()
    return int(code), done.stdout, "\n".join(errors), set(imported)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "output").mkdir()
    return tmp_path / "output"


COMMANDS = [("pruefen",), ("pruefen", "radweg"), ("fristen", "--heute", "2025-03-01"), ("fristen", "--heute", "2025-03-01", "--json"), ("erzeugen", "radweg")]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_asked_again_a_command_says_the_same_without_reading_the_data(world, out, command):
    folder = world({"gruenfliess/sitzungen.yaml": (("termin: 2025-03-28", "termin: 2025-03-29"),)} if command == ("pruefen",) else {})
    vorlagen(*command, folder=folder, out=out)
    code, said, errors, imported = vorlagen(*command, folder=folder, out=out)

    assert imported == set()
    shutil.rmtree(out / gedaechtnis.FOLDER)
    assert (code, said, errors, {"generator.data", "pydantic", "babel", "yaml"}) == vorlagen(*command, folder=folder, out=out)


@pytest.mark.parametrize(
    "change",
    [
        lambda folder, out, templates: (folder / RADWEG).write_text((folder / RADWEG).read_text("utf-8") + "# nur ein Kommentar\n", "utf-8"),
        lambda folder, out, templates: (folder / "neu.yaml").write_text("", "utf-8"),
        lambda folder, out, templates: (folder / RADWEG).unlink(),
        lambda folder, out, templates: (templates / "_basis" / "papier.css").write_text("/* anders */", "utf-8"),
        lambda folder, out, templates: (out / "oeffentlich/gruenfliess/beschlussvorlage-radweg.docx").write_bytes(b"von Hand"),
        lambda folder, out, templates: (out / "oeffentlich/gruenfliess/beschlussvorlage-radweg.pdf").unlink(),
        lambda folder, out, templates: (out / "oeffentlich/gruenfliess/fremd.txt").write_text("1", "utf-8"),
        lambda folder, out, templates: (out / "laufbuch.sqlite").unlink(),
    ],
    ids=["comment", "new file", "file gone", "css", "word edited", "pdf gone", "foreign file", "laufbuch gone"],
)
def test_whatever_changes_the_work_is_done_anew(world, out, tmp_path, change):
    folder, templates = world(), shutil.copytree(TEMPLATES, tmp_path / "templates")
    for _ in range(2):
        assert vorlagen("erzeugen", "radweg", folder=folder, out=out, templates=templates)[0] == 0
    assert not vorlagen("erzeugen", "radweg", folder=folder, out=out, templates=templates)[3]
    change(folder, out, templates)

    assert "generator.data" in vorlagen("erzeugen", "radweg", folder=folder, out=out, templates=templates)[3]


def test_after_a_run_that_wrote_the_next_says_what_a_run_without_memory_says(world, out):
    folder = world()
    vorlagen("erzeugen", "gruenfliess", folder=folder, out=out)
    quick = vorlagen("erzeugen", "gruenfliess", folder=folder, out=out)
    shutil.rmtree(out / gedaechtnis.FOLDER)
    slow = vorlagen("erzeugen", "gruenfliess", folder=folder, out=out)

    assert not quick[3]
    assert slow[3]
    assert quick[:3] == slow[:3]
    assert "0 geschrieben" in quick[1]


def test_a_run_that_found_work_of_a_person_is_not_remembered(world, out):
    folder = world()
    vorlagen("erzeugen", "radweg", folder=folder, out=out)
    (out / "oeffentlich/gruenfliess/beschlussvorlage-radweg.docx").write_bytes(b"von Hand")
    vorlagen("erzeugen", "radweg", folder=folder, out=out)

    assert vorlagen("erzeugen", "radweg", folder=folder, out=out)[3]


def test_what_is_kept_is_for_its_owner_only_and_may_be_broken_or_deleted(world, out):
    folder = world()
    first = vorlagen("pruefen", folder=folder, out=out)
    kept = list((out / gedaechtnis.FOLDER).iterdir())

    assert kept
    assert (out / gedaechtnis.FOLDER).stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept)
    for path in kept:
        path.write_bytes(b"\xff{")
    assert vorlagen("pruefen", folder=folder, out=out)[:3] == first[:3]


def test_without_an_output_folder_nothing_is_kept(world, tmp_path):
    vorlagen("pruefen", "radweg", folder=world(), out=tmp_path / "nirgends")

    assert not (tmp_path / "nirgends").exists()


def test_the_mark_is_of_names_and_contents_never_of_times(tmp_path):
    one = tmp_path / "a"
    shutil.copytree(EXAMPLE, one)
    before = mark(one)
    os.utime(one / RADWEG, (1, 1))

    assert mark(one) == before != ""
    (one / RADWEG).rename(one / "gruenfliess/vorlagen/radwege.yaml")
    assert mark(one) != before


def test_where_a_link_or_a_missing_folder_hides_what_is_read_there_is_no_mark(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "link.yaml").symlink_to(EXAMPLE / "region.yaml")

    assert mark(tmp_path / "a") == mark(tmp_path / "nirgends") == lage(tmp_path / "a") == ""
    Gedaechtnis(tmp_path).merken("x", "", 1)
    assert Gedaechtnis(tmp_path).erinnern("x", "") is None


def test_two_words_are_not_one_word_with_a_blank(world, out):
    folder = world()

    assert vorlagen("pruefen", "gruenfliess", "radweg", folder=folder, out=out)[0] == 0
    assert vorlagen("pruefen", "gruenfliess radweg", folder=folder, out=out)[0] == 2


def test_what_was_kept_longest_ago_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(gedaechtnis, "MOST", 3)
    for day in range(5):
        Gedaechtnis(tmp_path).merken(f"fristen {day}", "m", day)
        time.sleep(0.01)

    assert [Gedaechtnis(tmp_path).erinnern(f"fristen {day}", "m") for day in range(5)] == [None, None, 2, 3, 4]


# days without work --------------------------------------------------------------------------------------------------------


def quiet(folder: Path, out: Path, day: date) -> bool:
    """Whether a day is known to have nothing to do."""
    return ruhetage.laufen(folder, out, day, datetime(day.year, day.month, day.day, 6, tzinfo=UTC)) is not None


def full(folder: Path, out: Path, day: date) -> int:
    """A run that reads the data; how many occurrences it had to do."""
    daten = load(folder)
    todo = lauf.plan(daten, out, day)
    for _ in lauf.laufen(daten, TEMPLATES, out, lauf.plan(daten, out, day), datetime(day.year, day.month, day.day, 6, tzinfo=UTC)):
        pass
    return len(todo.zu_tun) + len(todo.verpasst)


def test_a_quiet_day_is_never_one_on_which_something_is_due(out, monkeypatch):
    monkeypatch.setattr(lauf, "VORAUS", lauf.VORAUS / 3)
    daten = load(DATA)
    found = 0
    for day in (date(2026, 11, 1 + number) for number in range(0, 30, 1)):
        if quiet(DATA, out, day):
            found += 1
            assert lauf.plan(daten, out, day).zu_tun == ()
        elif not lauf.plan(daten, out, day).zu_tun:
            full(DATA, out, day)
    assert found >= 10


def test_a_quiet_day_enters_its_run_like_any_other(world, out):
    folder, day = world(), date(2030, 1, 7)
    assert full(folder, out, day) == 0
    assert quiet(folder, out, day.replace(day=8))
    with Ausgabe(out) as ausgabe:
        one, other = ausgabe.laufbuch.laeufe(2)

    assert (other.heute, one.heute) == (day, day.replace(day=8))
    assert one.text == other.text.replace("07.01.2030", "08.01.2030")
    assert one.ergebnis == other.ergebnis == "erfolgreich"


def test_a_day_is_not_quiet_once_data_changed_or_the_laufbuch_is_another_or_the_clock_went_back(world, out):
    folder, day = world(), date(2030, 1, 7)
    full(folder, out, day)

    assert not quiet(folder, out, day.replace(day=6))
    assert quiet(folder, out, day.replace(day=8))
    (folder / RADWEG).write_text((folder / RADWEG).read_text("utf-8") + "# anders\n", "utf-8")
    assert not quiet(folder, out, day.replace(day=9))
    full(folder, out, day.replace(day=9))
    assert quiet(folder, out, day.replace(day=10))
    (out / "laufbuch.sqlite").unlink()
    assert not quiet(folder, out, day.replace(day=10))
    Ausgabe(out).__exit__()
    assert not quiet(folder, out, day.replace(day=10))


def test_a_druckvorlage_is_checked_again_only_after_it_changed(world, out, tmp_path):
    from generator.rendering import Druckvorlagen

    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    path = templates / "beschlussvorlage" / "beschlussvorlage.html"
    assert Druckvorlagen(templates, Gedaechtnis(out)).problems(path, "beschlussvorlage", "pdf") == ()
    (kept,) = (out / gedaechtnis.FOLDER).iterdir()
    kept.write_text(kept.read_text("utf-8").replace("[]", '[["x", 1, "Gemerkt", "Fehler", ""]]'), "utf-8")  # only who remembers can say this
    (remembered,) = Druckvorlagen(templates, Gedaechtnis(out)).problems(path, "beschlussvorlage", "pdf")
    assert remembered.sentence == "Gemerkt"
    path.write_text(path.read_text("utf-8").replace("{{ titel }}", "{{ titell }}", 1), "utf-8")
    (problem,) = Druckvorlagen(templates, Gedaechtnis(out)).problems(path, "beschlussvorlage", "pdf")
    assert "titell" in problem.sentence
    assert Druckvorlagen(templates, Gedaechtnis(out)).problems(path, "beschlussvorlage", "pdf") == (problem,)
