"""The scheduled run: each thing once and on its day, caught up after an outage, missed said, never twice; and its timer."""

import re
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import DATA, TEMPLATES, on_a_terminal
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import world as read

from generator import data, lauf, selection
from generator.cli import cli
from generator.laeufe import Anstoss, anstoesse, plan
from generator.laufbuch import Laufbericht
from generator.model import resolve
from generator.output import Ausgabe

NOW = datetime(2025, 1, 1, 6, 0, tzinfo=UTC)
YEAR = [date(2025, 1, 1) + timedelta(days=i) for i in range(365)]
FRISTEN = "fristen:\n  ladung: {tage: 6}\n  abgabe_arbeitstage: 6\n"


def alle() -> tuple[Anstoss, ...]:
    """All occurrences of the sample data."""
    bestand = read(DATA).bestand
    return anstoesse(bestand, lambda: selection.subjects(bestand))


def simulated(days: list[date], found: tuple[Anstoss, ...]) -> tuple[dict[str, date], dict[str, date]]:
    """What runs on these days make and miss, each with its day."""
    made: dict[str, date] = {}
    missed: dict[str, date] = {}
    last: date | None = None
    for day in days:
        todo = plan(found, day, made.keys() | missed.keys(), last)
        for kennung in (a.kennung for a in todo.zu_tun):
            assert kennung not in made
            made[kennung] = day
        missed |= {a.kennung: day for a in todo.verpasst}
        last = day
    return made, missed


def test_day_by_day_everything_is_made_once_on_its_day_and_nothing_is_missed():
    found = [a for a in alle() if YEAR[0] <= a.faellig and a.ziel <= YEAR[-1]]
    made, missed = simulated(YEAR, tuple(found))

    assert len(found) > 20
    assert made == {a.kennung: a.faellig for a in found}
    assert not missed


def test_every_paper_with_a_sitzung_in_the_year_is_made_in_it():
    bestand = read(DATA).bestand
    made = {subject for a in alle() if YEAR[0] <= a.faellig and a.ziel <= YEAR[-1] for subject in a.subjects}
    left = [subject for subject in selection.subjects(bestand) if subject not in made]

    for subject in left:
        for stop in bestand.papiere[subject.gegenstand].beratungsfolge:
            sitzung = bestand.sitzungen.get(resolve(subject.koerperschaft, stop.sitzung)) if stop.sitzung else None
            assert sitzung is None or sitzung.termin.year != 2025, subject.id
    assert len(made) > 10 * len(left)


def test_the_vorlage_on_the_strategy_is_made_on_the_20th_of_february():
    made, _ = simulated(YEAR, alle())
    day = next(day for name, day in made.items() if name.endswith("uklmp-2025-1/smart-region-strategie"))

    assert day == date(2025, 2, 20)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(YEAR), min_size=1, max_size=60, unique=True))
def test_whatever_days_are_skipped_no_paper_is_lost_whose_sitzung_is_still_ahead(days):
    days = sorted(days)
    found = alle()
    made, missed = simulated(days, found)

    for anstoss in found:
        could = [day for day in days if anstoss.faellig <= day <= anstoss.ziel]
        assert made.get(anstoss.kennung) == (could[0] if could else None)
        over = [day for day in days[1:] if day > anstoss.ziel >= days[0]]
        assert (anstoss.kennung in missed) == (not could and bool(over))


@pytest.fixture
def small(world) -> Path:
    """The example world with deadlines and one Lauf."""
    folder = world({"gruenfliess/laeufe.yaml": "abgabe: {was: [beschlussvorlage], vor: {abgabe: ja}}\n"})
    path = folder / "gruenfliess/koerperschaft.yaml"
    path.write_text(f"{path.read_text('utf-8')}\n{FRISTEN}", encoding="utf-8")
    return folder


def runs(folder: Path, out: Path, day: date) -> tuple[Laufbericht, list[str]]:
    """A run's report, and what it wrote."""
    daten = data.load(folder)
    events = lauf.laufen(daten, TEMPLATES, out, lauf.plan(daten, out, day), NOW)
    written: list[str] = []
    while True:
        try:
            written += [done.pfad for done in next(events).geschehen if done.vorgang == "geschrieben"]
        except StopIteration as end:
            return end.value, written


def first_due(folder: Path) -> Anstoss:
    bestand = data.load(folder).bestand
    return anstoesse(bestand, lambda: selection.subjects(bestand))[0]


def test_a_run_on_a_terminal_shows_how_far_it_is(small, tmp_path):
    day = first_due(small).faellig
    command = (sys.executable, "-m", "generator", "--daten", small, "--druckvorlagen", TEMPLATES, "--ausgabe", tmp_path / "o", "lauf", "--heute", day)

    assert re.search(r"1 von \d+ Papieren", on_a_terminal(*command))


def test_a_run_makes_what_is_due_and_a_second_one_does_nothing(small, tmp_path):
    due = first_due(small)
    bericht, written = runs(small, tmp_path / "o", due.faellig)
    assert bericht.ergebnis == "erfolgreich"
    assert written
    assert f"Erledigt: {due.subjects[0].id}" in bericht.text

    again, nothing = runs(small, tmp_path / "o", due.faellig)
    assert nothing == []
    assert again.text == f"Lauf vom {due.faellig:%d.%m.%Y}: 0 erledigt, 0 gescheitert, 0 verpasst."


def test_a_day_before_nothing_is_due(small, tmp_path):
    assert runs(small, tmp_path / "o", first_due(small).faellig - timedelta(days=1))[1] == []


def test_after_an_outage_what_still_makes_sense_is_made_and_the_rest_is_said(small, tmp_path):
    due = first_due(small)
    runs(small, tmp_path / "o", due.faellig - timedelta(days=1))
    bericht, written = runs(small, tmp_path / "o", due.ziel)
    assert written
    assert f"nachgeholt nach {(due.ziel - due.faellig).days} Tagen" in bericht.text

    runs(small, tmp_path / "p", due.faellig - timedelta(days=1))
    late, _ = runs(small, tmp_path / "p", due.ziel + timedelta(days=1))
    assert f"Verpasst: {due.subjects[0].id}" in late.text
    assert "0 verpasst" in runs(small, tmp_path / "p", due.ziel + timedelta(days=2))[0].text


def test_one_bad_vorlage_stops_no_other_and_is_tried_again(small, tmp_path):
    due = first_due(small)
    path = small / f"{due.subjects[0].gegenstand}.yaml"
    sound = path.read_text("utf-8")
    path.write_text(sound.replace("zugang: ", "zugang: zu"), encoding="utf-8")
    runs(small, tmp_path / "o", due.faellig)
    path.write_text(sound, encoding="utf-8")

    assert runs(small, tmp_path / "o", due.faellig)[1]


def test_a_moved_sitzung_is_not_made_a_second_time(small, tmp_path):
    due = first_due(small)
    runs(small, tmp_path / "o", due.faellig)
    path = small / "gruenfliess/sitzungen.yaml"
    path.write_text(path.read_text("utf-8").replace(due.ziel.isoformat(), (due.ziel + timedelta(days=1)).isoformat(), 1), encoding="utf-8")
    moved = next(a for a in anstoesse(data.load(small).bestand, lambda: selection.subjects(data.load(small).bestand)) if a.kennung == due.kennung)

    assert moved.ziel == due.ziel + timedelta(days=1)
    assert runs(small, tmp_path / "o", moved.faellig)[0].text.endswith("0 erledigt, 0 gescheitert, 0 verpasst.")


def test_killed_at_any_moment_the_next_run_completes_and_nothing_is_made_twice(small, tmp_path):
    due = first_due(small)
    arguments = [sys.executable, "-m", "generator", "--daten", small, "--druckvorlagen", TEMPLATES, "--ausgabe", tmp_path / "o", "lauf", "--heute", due.faellig]
    for wait in (0.7, 1.2, 1.8):
        process = subprocess.Popen([str(a) for a in arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run([str(a) for a in arguments], check=True, capture_output=True)

    files = {path.relative_to(tmp_path / "o").as_posix() for path in (tmp_path / "o").glob("[!.]*/**/*") if path.is_file()}
    with Ausgabe(tmp_path / "o") as ausgabe:
        rows = {eintrag.pfad: eintrag for eintrag in ausgabe.laufbuch.eintraege()}
        assert due.kennung in ausgabe.laufbuch.erledigt()
        assert files == rows.keys()
        assert not any(ausgabe.is_edited(pfad) for pfad in files)


def say(folder: Path, out: Path, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["--daten", str(folder), "--druckvorlagen", str(TEMPLATES), "--ausgabe", str(out), *arguments], standalone_mode=False)
    assert result.exception is None, result.exception
    return result.return_value, result.stdout, result.stderr


def test_probe_shows_beforehand_and_writes_nothing(small, tmp_path):
    due = first_due(small)
    code, said, _ = say(small, tmp_path / "o", "lauf", "--heute", due.faellig.isoformat(), "--probe")

    assert code == 0
    assert f"{due.faellig:%d.%m.%Y}  {due.grund}: würde gemacht" in said
    assert not list((tmp_path / "o").rglob("*.pdf"))


def test_stand_shows_the_last_runs_and_fails_when_none_succeeded_lately(small, tmp_path):
    assert say(small, tmp_path / "o", "lauf", "--stand")[0] == 1
    say(small, tmp_path / "o", "lauf", "--heute", "2020-01-01")
    code, said, _ = say(small, tmp_path / "o", "lauf", "--stand")
    assert code == 0
    assert re.match(r"\d\d\.\d\d\.\d{4} \d\d:\d\d  erfolgreich  Lauf vom 01\.01\.2020: 0 erledigt", said)

    with Ausgabe(tmp_path / "p") as ausgabe:
        ausgabe.laufbuch.enter_lauf(Laufbericht(date(2025, 1, 1), NOW, "erfolgreich", "alt"), (), ())
    assert say(small, tmp_path / "p", "lauf", "--stand")[0] == 1


@pytest.mark.parametrize(("system", "line"), [("--cron", "0 6 * * * cd "), ("--systemd", "OnCalendar=*-*-* 06:00"), ("--windows", "schtasks /Create")])
def test_the_timer_names_this_folder_and_this_program(small, tmp_path, system, line):
    _, said, _ = say(small, tmp_path / "o", "zeitplan", system)

    assert line in said
    assert str(small) in said
    assert said.count("lauf") >= 1
