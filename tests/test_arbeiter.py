"""Papers rendered by other processes of this machine: begun early, kept warm, replaced when one dies; and the bar that shows how far a run is."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import EXAMPLE, ROOT, TEMPLATES, on_a_terminal

from generator import arbeiter as workers
from generator import data, make, rendering, selection
from generator.arbeiter import Arbeiter, arbeiter
from generator.make import Ereignis


def run(out: Path, executor: Arbeiter | None, *was: str) -> list[Ereignis]:
    auftrag = selection.choose(data.load(EXAMPLE), TEMPLATES, was)
    return list(make.erzeugen(auftrag, out, executor=executor))


def files(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.suffix in (".docx", ".pdf", ".xlsx", ".html")}


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> dict[str, bytes]:
    """All files of the example world as this process alone makes them."""
    out = tmp_path_factory.mktemp("hier")
    run(out, None)
    return files(out)


def test_for_few_papers_no_process_is_begun(tmp_path):
    with arbeiter(2, TEMPLATES) as executor:
        run(tmp_path, executor, "radweg")

        assert isinstance(executor, Arbeiter)
        assert executor._pool is None


def test_one_process_alone_needs_no_other():
    with arbeiter(1, TEMPLATES) as executor:
        assert executor is None


def test_without_a_number_there_is_one_process_for_each_core_that_may_be_used():
    assert 1 <= workers.kerne() <= min(workers.MOST, os.cpu_count() or 1)


def test_a_worker_that_is_killed_in_mid_run_costs_no_paper(tmp_path, here):
    auftrag = selection.choose(data.load(EXAMPLE), TEMPLATES, ())
    events: list[Ereignis] = []
    with arbeiter(2, TEMPLATES) as executor:
        for event in make.erzeugen(auftrag, tmp_path, executor=executor):
            if not events:
                os.kill(next(iter(executor._pool._processes)), signal.SIGKILL)
            events.append(event)

    assert not any(event.problems or event.panne for event in events)
    assert files(tmp_path) == here


def test_workers_are_replaced_when_they_have_rendered_enough_and_papers_are_the_same(tmp_path, here, monkeypatch):
    pools = []
    begin = workers.Arbeiter._running

    def noted(self):
        pools.append(begin(self))
        return pools[-1]

    monkeypatch.setattr(workers, "RENEWED", 1)
    monkeypatch.setattr(workers.Arbeiter, "_running", noted)
    with arbeiter(2, TEMPLATES) as executor:
        events = run(tmp_path, executor)

    assert len(set(map(id, pools))) > 2
    assert not any(event.problems or event.panne for event in events)
    assert files(tmp_path) == here


def test_a_druckvorlage_that_somebody_saves_meanwhile_stops_no_worker_that_comes_later(tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "RENEWED", 1)
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    daten = data.load(EXAMPLE)
    subject = next(s for s in selection.subjects(daten.bestand) if s.gegenstand.endswith("/app"))
    job = rendering.Druckvorlagen(templates).job(subject.art, "docx", "", make.view(daten, subject), {})
    with Arbeiter(1, templates) as executor:
        [before] = executor.submit(rendering.render_all, [job]).result()
        shutil.copy(templates / job.template, templates / subject.art / "oessling.docx")
        [after] = executor.submit(rendering.render_all, [job]).result()

    assert after == before
    assert after.data


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="tells processes by /proc")
def test_workers_that_were_replaced_end(monkeypatch):
    monkeypatch.setattr(workers, "RENEWED", 3)
    with Arbeiter(1, TEMPLATES) as executor:
        pids = [executor.submit(os.getpid).result() for _ in range(9)]
        alive = [Path("/proc", str(pid)) for pid in dict.fromkeys(pids)]
        end = time.monotonic() + 60
        while sum(path.exists() for path in alive) > 1 and time.monotonic() < end:
            time.sleep(0.1)

        assert len(alive) == 3
        assert [path.exists() for path in alive] == [False, False, True]


def test_a_paper_that_kills_every_worker_is_said_and_the_others_are_made(tmp_path, here):
    """The worst paper that there can be: whoever renders it is gone."""
    auftrag = selection.choose(data.load(EXAMPLE), TEMPLATES, ())
    with arbeiter(2, TEMPLATES) as executor:
        lauf = make._Lauf(auftrag, make.Ausgabe(tmp_path).__enter__(), ueberschreiben=False, executor=executor)
        job = lauf.vorlagen.job

        def poisoned(art, format_, *rest, **options):
            made = job(art, format_, *rest, **options)
            return made if (art, format_) != ("projektblatt", "pdf") else rendering.replace(made, view=Deadly())

        lauf.vorlagen.job = poisoned
        events = list(lauf.make())
        lauf.ausgabe.__exit__()

    said = [problem.sentence for event in events for problem in event.problems]
    assert said
    assert all("der Prozess, der es setzen sollte, ist jedes Mal abgestürzt" in sentence for sentence in said)
    missing = here.keys() - files(tmp_path).keys()
    assert missing
    assert all("projektblatt" in name for name in missing)


def test_a_paper_is_made_although_deadly_ones_come_before_and_after_it_and_beside_its_second_try(here):
    vorlagen = rendering.Druckvorlagen(TEMPLATES)
    daten = data.load(EXAMPLE)
    subject = next(s for s in selection.subjects(daten.bestand) if s.art == "projektblatt" and s.koerperschaft == "oessling" and s.zugang == "intern")
    job = vorlagen.job(subject.art, "pdf", "", make.view(daten, subject), {})
    deadly = rendering.replace(job, view=Deadly())
    with Arbeiter(1, TEMPLATES) as executor:
        setzerei = rendering.Setzerei(executor)
        first, wanted, *_ = [setzerei.hand_in(each) for each in (deadly, job, *[deadly] * 6)]
        assert first.future
        assert isinstance(first.future.exception(60), BrokenExecutor)
        for _ in range(2):
            setzerei.hand_in(deadly)  # to the workers that came in their place

        assert setzerei.fetch(wanted).data == here["intern/oessling/projektblatt-2025-09-30.pdf"]


class Deadly:
    """A view that ends the process in which it arrives."""

    def __reduce__(self) -> tuple[object, tuple[()]]:
        return os.abort, ()


def session(number: int) -> set[int]:
    """The processes of a session."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text().rsplit(")", 1)[1].split()
            if int(fields[3]) == number and fields[0] != "Z":
                found.add(int(path.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="tells processes by /proc")
def test_a_run_that_is_killed_leaves_no_process_behind(tmp_path):
    command = [sys.executable, "-m", "generator", "--daten", EXAMPLE, "--druckvorlagen", TEMPLATES, "--ausgabe", tmp_path, "erzeugen", "--jobs", "2"]
    run = subprocess.Popen([*map(str, command)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    assert run.stdout
    run.stdout.readline()
    assert len(session(run.pid)) > 3
    run.kill()
    run.communicate()
    end = time.monotonic() + 60
    while session(run.pid) and time.monotonic() < end:
        time.sleep(0.1)

    assert session(run.pid) == set()


def test_on_a_terminal_a_bar_shows_how_far_it_is_and_elsewhere_there_are_plain_lines(tmp_path):
    command = [sys.executable, "-m", "generator", "--daten", EXAMPLE, "--druckvorlagen", TEMPLATES, "--ausgabe"]
    bar = on_a_terminal(*command, tmp_path / "eins", "erzeugen", "gruenfliess")
    plain = subprocess.run([*map(str, command), str(tmp_path / "zwei"), "erzeugen", "gruenfliess"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8")

    assert re.search(r"\d+ von \d+ Papieren", bar)
    assert re.search(r"\d+,\d je Sekunde", bar)
    lines = [line.split("zwei/")[1] for line in plain.stdout.splitlines() if "zwei/" in line]
    assert len(lines) > 10
    assert all(f"eins/{line}" in bar for line in lines)
    assert "Papieren" not in plain.stdout + plain.stderr
    assert "\x1b" not in plain.stdout
