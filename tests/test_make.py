"""A run: which papers it is about, what is made anew, what is left out and why, and what becomes of people's work."""

import json
import os
import re
import shutil
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from conftest import EXAMPLE, TEMPLATES

from generator import data, make, rendering, selection
from generator.documents import beschlussvorlage
from generator.formats import docx
from generator.make import Ereignis
from generator.output import Ausgabe
from generator.problems import Problems
from generator.rendering import Ergebnis

PUBLIC = "oeffentlich/gruenfliess/beschlussvorlage-radweg"
WORD, PDF = f"{PUBLIC}.docx", f"{PUBLIC}.pdf"
RADWEG = "gruenfliess/vorlagen/radweg.yaml"


def run(folder: Path, out: Path, *was: str, templates: Path = TEMPLATES, **more) -> list[Ereignis]:
    auftrag = selection.choose(data.load(folder), templates, was)
    return list(make.erzeugen(auftrag, out, **more))


def happened(events: list[Ereignis]) -> list[tuple[str, str]]:
    """But for the upload folders, which follow their papers (test_uebergabe)."""
    return sorted((done.vorgang, done.wohin or done.pfad) for event in events for done in event.geschehen if "/uebergabe/" not in done.pfad)


def prints(out: Path) -> dict[str, str]:
    """Fingerprint by path."""
    return {row["pfad"]: row["fingerabdruck"] for row in json.loads((out / "verzeichnis.json").read_text("utf-8"))["papiere"]}


def rows(out: Path) -> dict[str, dict[str, str]]:
    return {row["pfad"]: row for row in json.loads((out / "verzeichnis.json").read_text("utf-8"))["papiere"]}


def snapshot(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file() and path.parent.name != ".gedaechtnis"}


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_moved_sitzung_is_one_change_and_the_run_says_which_papers_changed_and_in_what(world, out):
    folder = world()
    run(folder, out)
    change(folder, "gruenfliess/sitzungen.yaml", "{gremium: kt, termin: 2025-03-28", "{gremium: kt, termin: 2025-03-31")
    events = run(folder, out)

    made = {event.subject.id: event.geaendert for event in events if event.subject and any(done.vorgang == "geschrieben" for done in event.geschehen)}
    assert made["gruenfliess/beschlussvorlage-radweg"] == ("Beratungsfolge",)
    assert all(made.values())
    assert len(made) < len({event.subject for event in events if event.subject})
    assert not any(event.geaendert for event in run(folder, out))


class Instant(Executor):
    """Renders nothing and is done at once."""

    def __init__(self, data: bytes = b"x") -> None:
        self.data = data
        self.jobs = 0

    def submit(self, fn, /, jobs):
        self.jobs += len(jobs)
        future: Future[list[Ergebnis]] = Future()
        future.set_result([Ergebnis(self.data)] * len(jobs))
        return future


@pytest.fixture(autouse=True)
def _no_minimum(monkeypatch):
    """An executor that is given is used, however little there is to do."""
    monkeypatch.setattr(rendering, "POOL_FROM", 1)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "output"


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    return shutil.copytree(TEMPLATES, tmp_path / "templates")


# which papers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "chosen"),
    [
        (["oessling"], ["oessling/beschlussvorlage-app"]),
        (["OESSLING"], ["oessling/beschlussvorlage-app"]),
        (["radweg"], ["gruenfliess/beschlussvorlage-radweg"]),
        (["007/2025"], ["gruenfliess/beschlussvorlage-radweg"]),
        (["SV-0012/25"], ["oessling/beschlussvorlage-app"]),
        (["gruenfliess/radweg"], ["gruenfliess/beschlussvorlage-radweg"]),
        (["gruenfliess/beschlussvorlage-radweg"], ["gruenfliess/beschlussvorlage-radweg"]),
        (["gruenfliess/vorlagen/radweg.yaml"], ["gruenfliess/beschlussvorlage-radweg"]),
        (["beschlussvorlage", "intern"], ["gruenfliess/beschlussvorlage-stellen"]),
        (["gruenfliess", "nichtoeffentlich", "vergabe"], ["gruenfliess/beschlussvorlage-vergabe"]),
    ],
)
def test_words_choose_papers_by_whole_parts_of_their_ids_and_narrow_down(world, was, chosen):
    auftrag = selection.choose(data.load(world()), TEMPLATES, was)

    assert [subject.id for subject in auftrag.subjects if subject.art == "beschlussvorlage"] == chosen


def test_the_path_of_a_data_file_names_its_paper_from_wherever_it_is_given(world, monkeypatch):
    folder = world()
    monkeypatch.chdir(folder / "gruenfliess")

    for path in (folder / RADWEG, Path("vorlagen/radweg.yaml")):
        assert [s.id for s in selection.choose(data.load(folder), TEMPLATES, [str(path)]).subjects] == ["gruenfliess/beschlussvorlage-radweg"]


@pytest.mark.parametrize(
    ("was", "sentence"),
    [
        (["radwege"], "»radwege« nennt kein Papier; gemeint »radweg«?"),
        (["007/2052"], "»007/2052« nennt kein Papier; gemeint »007/2025«?"),
        (["rad"], "»rad« nennt kein Papier; gemeint »radweg«?"),
        (["oessling", "radweg"], "»radweg« nennt kein Papier unter denen, die die Angaben davor nennen"),
        ([""], "»« nennt kein Papier"),
    ],
)
def test_a_word_that_names_no_paper_is_answered_with_the_nearest(world, was, sentence):
    with pytest.raises(LookupError) as wrong:
        selection.choose(data.load(world()), TEMPLATES, was)

    assert str(wrong.value).startswith(sentence)


def test_the_findings_shown_are_those_of_the_chosen_papers(world):
    folder = world({RADWEG: (("nummer: 007/2025", "nummer: sieben"),), "oessling/vorlagen/app.yaml": (("stand: ausgegeben", "stand: fertig"),)})
    auftrag = selection.choose(data.load(folder), TEMPLATES, ["oessling", "beschlussvorlage"])

    assert {Path(problem.path).name for problem in auftrag.problems} == {"app.yaml"}
    assert {Path(problem.path).name for problem in selection.choose(data.load(folder), TEMPLATES, []).problems} >= {"app.yaml", "radweg.yaml"}


def test_a_folder_that_cannot_be_read_blocks_whatever_needs_a_file_in_it():
    needs = {"region", "ahlen/koerperschaft", "ahlen/vorlagen/x"}

    assert selection.blocking(needs, {"ahlen"}) == {"ahlen"}
    assert selection.blocking(needs, {"ahlen/vorlagen/y", "ahle"}) == set()


# nothing is made twice -----------------------------------------------------------------------------------------------


def test_a_second_run_finds_everything_unchanged(world, out):
    folder = world()
    first = run(folder, out, "radweg")
    before = snapshot(out)

    assert happened(first) == [("geschrieben", WORD), ("geschrieben", PDF)]
    assert happened(run(folder, out, "radweg")) == [("unveraendert", WORD), ("unveraendert", PDF)]
    assert snapshot(out) == before


@pytest.mark.parametrize(
    ("name", "old", "new", "touched"),
    [
        (RADWEG, "Der Kreistag sagt", "Der Kreistag sagte", {WORD, PDF}),
        ("gruenfliess/koerperschaft.yaml", "Die Landrätin", "Der Landrat", "gruenfliess"),
        ("formulare/oessling.yaml", "berichterstattung: ", "berichterstattung: Neu", "oessling"),
        ("region.yaml", "musterdaten: ja", "musterdaten: nein", ""),
    ],
)
def test_a_change_in_the_data_makes_just_the_papers_anew_that_show_it(world, out, name, old, new, touched):
    folder = world()
    run(folder, out, "beschlussvorlage", executor=Instant())
    before = prints(out)
    change(folder, name, old, new)
    run(folder, out, "beschlussvorlage", executor=Instant())
    changed = {path for path, mark in prints(out).items() if mark != before[path]}

    expected = touched if isinstance(touched, set) else {path for path in before if touched in path}
    assert changed == expected


def test_a_picture_that_a_paper_shows_makes_it_anew(world, out):
    folder = world()
    run(folder, out, "beschlussvorlage", executor=Instant())
    before = prints(out)
    with (folder / "gruenfliess/vorlagen/karte.png").open("ab") as file:
        file.write(b"\0")
    run(folder, out, "beschlussvorlage", executor=Instant())

    assert {Path(path).stem for path, mark in prints(out).items() if mark != before[path]} == {"beschlussvorlage-auszeichnung"}


@pytest.mark.parametrize(
    ("name", "formats"),
    [
        ("beschlussvorlage/beschlussvorlage.docx", {"docx"}),
        ("beschlussvorlage/beschlussvorlage.html", {"pdf"}),
        ("beschlussvorlage/beschlussvorlage.css", {"pdf"}),
        ("_basis/papier.css", {"docx", "pdf"}),
        ("beschlussvorlage/~$schlussvorlage.docx", set()),
    ],
)
def test_a_change_in_a_druckvorlage_makes_its_format_anew(world, out, templates, name, formats):
    folder = world()
    run(folder, out, "beschlussvorlage", templates=templates, executor=Instant())
    before = prints(out)
    with (templates / name).open("ab") as file:
        file.write(b"\n")
    run(folder, out, "beschlussvorlage", templates=templates, executor=Instant())

    assert {path.rsplit(".", 1)[-1] for path, mark in prints(out).items() if mark != before[path]} == formats


def test_what_does_not_reach_a_page_still_reaches_the_register(world, out):
    folder = world()
    run(folder, out, "radweg")
    change(folder, RADWEG, "stand: ausgegeben", "stand: freigegeben")

    assert happened(run(folder, out, "radweg")) == [("unveraendert", WORD), ("unveraendert", PDF)]
    assert rows(out)[WORD]["stand"] == "freigegeben"


def test_a_deleted_file_is_made_again(world, out):
    folder = world()
    run(folder, out, "radweg")
    (out / PDF).unlink()

    assert happened(run(folder, out, "radweg")) == [("geschrieben", PDF), ("unveraendert", WORD)]


def test_the_view_each_paper_was_made_from_is_kept(world, out):
    folder = world()
    run(folder, out, "radweg", executor=Instant())
    with Ausgabe(out) as ausgabe:
        kept = json.loads(ausgabe.laufbuch.view(WORD))
    assert kept["dokument"]["datum"] == "2025-02-17"
    assert "Süß & Größer" in kept["dokument"]["titel"]


# what is broken ------------------------------------------------------------------------------------------------------


def left_out(events: list[Ereignis]) -> set[str]:
    return {event.subject.id for event in events if event.subject and event.blocked_by}


@pytest.mark.parametrize(
    ("name", "old", "new", "blocked"),
    [
        (RADWEG, "stand: ausgegeben", "stand: fertig", {"gruenfliess/beschlussvorlage-radweg"}),
        ("oessling/koerperschaft.yaml", "name: ", "nahme: ", {"oessling/beschlussvorlage-app"}),
        ("formulare/oessling.yaml", "name: ", "nahme: ", {"oessling/beschlussvorlage-app"}),
        ("oessling/gremien.yaml", "name: ", "nahme: ", {"oessling/beschlussvorlage-app"}),
    ],
)
def test_a_broken_file_blocks_the_papers_that_need_it_and_they_are_named_beside_it(world, out, name, old, new, blocked):
    folder = world({name: world_text(name).replace(old, new, 1)})
    auftrag = selection.choose(data.load(folder), TEMPLATES, ["beschlussvorlage"])
    events = list(make.erzeugen(auftrag, out, executor=Instant()))

    assert left_out(events) == blocked
    named = [problem for problem in auftrag.problems if problem.sentence.startswith("Nicht erstellt, bis das berichtigt ist: ")]
    assert {(Path(problem.path), *problem.sentence.split(": ")[1].split(", ")) for problem in named} == {(folder / name, *sorted(blocked))}
    fehler = {(problem.path, problem.line) for problem in auftrag.problems if problem.blocks}
    assert {(problem.path, problem.line) for problem in named} <= fehler
    assert {done.vorgang for event in events if event.blocked_by for done in event.geschehen} == {"uebersprungen"}


def world_text(name: str) -> str:
    return (EXAMPLE / name).read_text("utf-8")


def test_what_is_blocked_keeps_its_files(world, out):
    folder = world()
    run(folder, out, executor=Instant())
    before = snapshot(out)
    for name in (RADWEG, "oessling/koerperschaft.yaml"):
        (folder / name).write_text("kaputt: [", encoding="utf-8")
    run(folder, out, executor=Instant())

    after = snapshot(out)
    assert {name: after.get(name) for name in before if name.startswith(PUBLIC) or "oessling" in name} == {
        name: content for name, content in before.items() if name.startswith(PUBLIC) or "oessling" in name
    }


def test_without_a_sound_region_nothing_is_touched(world, out):
    folder = world()
    run(folder, out, executor=Instant())
    before = snapshot(out)
    (folder / "region.yaml").write_text("name: [", encoding="utf-8")
    with pytest.raises(Problems):
        run(folder, out)

    assert snapshot(out) == before


def test_a_broken_druckvorlage_is_a_finding_and_neither_format_is_written(world, out, templates):
    folder = world()
    run(folder, out, "radweg", templates=templates)
    before = snapshot(out)
    (templates / "beschlussvorlage/beschlussvorlage.docx").write_bytes(b"kein Word")
    change(folder, RADWEG, "Der Kreistag sagt", "Der Kreistag sagte")
    events = run(folder, out, "radweg", templates=templates)

    assert [problem.sentence for event in events for problem in event.problems] == ["Die Druckvorlage ist keine Word-Datei (.docx), oder sie ist beschädigt"]
    assert happened(events) == [("uebersprungen", WORD), ("uebersprungen", PDF)]
    # The register notes that what lies there was looked through once more: the data say something else now.
    assert {**snapshot(out), "laufbuch.sqlite": b""} == {**before, "laufbuch.sqlite": b""}


def test_a_missing_druckvorlage_is_a_finding(world, out, tmp_path):
    (tmp_path / "leer").mkdir()
    events = run(world(), out, "radweg", templates=tmp_path / "leer")

    assert {problem.path for event in events for problem in event.problems} <= {
        str(tmp_path / "leer/beschlussvorlage/beschlussvorlage.docx"), str(tmp_path / "leer/beschlussvorlage/beschlussvorlage.html"),
    }  # fmt: skip
    assert happened(events) == [("uebersprungen", WORD), ("uebersprungen", PDF)]


def test_a_bug_in_one_paper_stops_no_other(world, out, monkeypatch):
    sound = beschlussvorlage.view

    def view(bestand, subject, frueher=None):
        if subject.gegenstand.endswith("/radweg"):
            raise ZeroDivisionError("ein Fehler im Programm")
        return sound(bestand, subject, frueher)

    monkeypatch.setattr(beschlussvorlage, "view", view)
    folder = world()
    events = run(folder, out, "beschlussvorlage", executor=Instant())

    assert ["ein Fehler im Programm" in event.panne for event in events if event.panne] == [True]
    assert {("uebersprungen", WORD), ("uebersprungen", PDF)} <= set(happened(events))
    assert [vorgang for vorgang, _ in happened(events)].count("geschrieben") > 8
    checked = make.pruefen(selection.choose(data.load(folder), TEMPLATES, []))
    assert sum(bool(event.panne) for event in checked) == 1


def test_what_only_one_papers_words_make_impossible_names_the_paper(world, out, templates):
    html = templates / "beschlussvorlage/beschlussvorlage.html"
    html.write_text(
        html.read_text("utf-8").replace("<h1>{{ titel }}</h1>", "<h1>{% if vermerke %}Vorlage{% else %}{{ titel }}{% endif %}</h1>"), encoding="utf-8"
    )
    events = run(world(), out, "stellen", templates=templates)

    (sentence,) = [problem.sentence for event in events for problem in event.problems]
    assert sentence.endswith(" (gruenfliess/beschlussvorlage-stellen)")


def test_a_worker_that_raises_or_dies_costs_its_papers_only(world, out):
    class Dying(Instant):
        batches = 0

        def submit(self, fn, /, jobs):
            self.batches += 1
            if self.batches > 2:
                raise BrokenProcessPool
            future = super().submit(fn, jobs)
            if self.batches == 2:
                future = Future()
                future.set_exception(BrokenProcessPool())
            return future

    events = run(world(), out, "beschlussvorlage", executor=Dying())
    wrong = [problem.sentence for event in events for problem in event.problems]

    assert any(sentence.startswith("Das Papier ist nicht gesetzt: der Prozess, der es setzen sollte, ist jedes Mal abgestürzt") for sentence in wrong)
    assert [vorgang for vorgang, _ in happened(events)].count("geschrieben") >= 8
    assert not any(event.panne for event in events)


def test_few_papers_are_rendered_here_and_many_by_the_executor(world, out, monkeypatch):
    monkeypatch.undo()
    folder = world()
    few, many = Instant(), Instant()
    run(folder, out, "radweg", executor=few)
    run(folder, out, "beschlussvorlage", executor=many)

    assert few.jobs == 0
    assert many.jobs >= 10


def test_the_first_files_go_to_a_worker_alone_and_later_batches_hold_two_pdf_or_more_if_the_way_is_long(world, out):
    class Listening(Instant):
        def __init__(self) -> None:
            super().__init__()
            self.formats: list[list[str]] = []

        def submit(self, fn, /, jobs):
            self.formats.append([job.format for job in jobs])
            return super().submit(fn, jobs)

    near, far = Listening(), Listening()
    far.batch = 30
    folder = world({f"gruenfliess/vorlagen/weg-{i}.yaml": "betreff: Weg\nfederfuehrung: planung\n" for i in range(20)})
    for executor, pdfs in ((near, 2), (far, 3)):
        run(folder, out / str(pdfs), "beschlussvorlage", executor=executor)

        assert executor.formats[:4] == [["pdf"], ["docx"], ["pdf"], ["docx"]]
        assert {batch.count("pdf") for batch in executor.formats[4:-1]} == {pdfs}


def test_what_a_run_holds_does_not_grow_with_the_number_of_papers(world, out):
    folder = world({f"gruenfliess/vorlagen/weg-{i}.yaml": "betreff: Weg\nfederfuehrung: planung\n" for i in range(150)})
    executor = Instant()
    auftrag = selection.choose(data.load(folder), TEMPLATES, ["beschlussvorlage"])
    most = done = 0
    for event in make.erzeugen(auftrag, out, executor=executor):
        most = max(most, executor.jobs - done)
        done += sum(happening.vorgang == "geschrieben" for happening in event.geschehen)

    assert done > 300
    assert most <= make.WINDOW + 4


def test_a_run_that_is_left_in_the_middle_leaves_the_register_in_order(world, out):
    folder = world()
    auftrag = selection.choose(data.load(folder), TEMPLATES, ["beschlussvorlage"])
    events = make.erzeugen(auftrag, out)
    while not next(events).geschehen:
        pass
    events.close()
    written = [path for path in out.glob("*/*/*.*") if path.is_file()]

    assert len(written) == 2
    assert [vorgang for vorgang, _ in happened(run(folder, out, "beschlussvorlage", executor=Instant()))].count("unveraendert") == 2


# what the data no longer ask for -------------------------------------------------------------------------------------


def test_a_deleted_vorlage_takes_its_papers_with_it_even_if_others_were_named(world, out):
    folder = world()
    run(folder, out, "radweg", executor=Instant())
    (folder / RADWEG).unlink()
    change(folder, "region.yaml", "strategie: gruenfliess/vorlagen/radweg\n", "")
    events = run(folder, out, "oessling", "beschlussvorlage")

    assert {("entfernt", WORD), ("entfernt", PDF)} <= set(happened(events))
    assert rows(out)[WORD]["zustand"] == "entfallen"


def test_a_paper_that_became_secret_leaves_the_public_folder_before_anything_is_written(world, out):
    folder = world()
    name = "gruenfliess/beschlussvorlage-auszeichnung"
    run(folder, out, "auszeichnung")
    change(folder, "gruenfliess/vorlagen/auszeichnung.yaml", "zugang: oeffentlich\n", "zugang: nichtoeffentlich\nbetreff_oeffentlich: Texte\n")
    auftrag = selection.choose(data.load(folder), TEMPLATES, ["auszeichnung"])
    order = []
    for event in make.erzeugen(auftrag, out):
        order += [(done.vorgang, done.pfad) for done in event.geschehen if "/uebergabe/" not in done.pfad]
        if len(order) <= 2:
            assert not (out / f"nichtoeffentlich/{name}.docx").exists()

    assert order == [
        ("entfernt", f"oeffentlich/{name}.docx"), ("entfernt", f"oeffentlich/{name}.pdf"),
        ("geschrieben", f"nichtoeffentlich/{name}.docx"), ("geschrieben", f"nichtoeffentlich/{name}.pdf"),
    ]  # fmt: skip
    assert not (out / f"oeffentlich/{name}.docx").exists()


def test_a_paper_that_became_secret_leaves_the_public_folder_even_if_it_cannot_be_made(world, out):
    folder = world()
    run(folder, out, "radweg", executor=Instant())
    change(folder, RADWEG, "zugang: oeffentlich\nstand", "zugang: nichtoeffentlich\nstand")
    change(folder, "region.yaml", "strategie: gruenfliess/vorlagen/radweg\n", "")
    change(folder, "gruenfliess/gremien.yaml", "name: ", "nahme: ")
    run(folder, out, "radweg", executor=Instant())

    assert not (out / WORD).exists()
    assert not (out / PDF).exists()


def test_a_paper_that_shall_become_public_keeps_its_old_files_until_it_can_be_made(world, out):
    folder = world()
    run(folder, out, "vergabe")
    change(folder, "gruenfliess/vorlagen/vergabe.yaml", "zugang: nichtoeffentlich\nstand", "zugang: oeffentlich\nstand")
    (folder / "gruenfliess/gremien.yaml").write_text("kaputt: [", encoding="utf-8")
    run(folder, out, "vergabe")

    assert (out / "nichtoeffentlich/gruenfliess/beschlussvorlage-vergabe.docx").exists()


# a person's work -----------------------------------------------------------------------------------------------------


def test_an_edited_word_file_survives_three_runs_and_its_pdf_is_marked(world, out):
    folder = world()
    run(folder, out, "radweg")
    (out / WORD).write_bytes(b"von Hand")
    aside = f"{PUBLIC}.veraltet.pdf"

    assert happened(run(folder, out, "radweg")) == [("veraltet", aside), ("von-hand-geaendert", WORD)]
    before = snapshot(out)
    for _ in range(2):
        assert happened(run(folder, out, "radweg")) == [("veraltet", aside), ("von-hand-geaendert", WORD)]
        assert snapshot(out) == before
    assert (out / WORD).read_bytes() == b"von Hand"
    assert not (out / PDF).exists()
    assert {pfad: row["zustand"] for pfad, row in rows(out).items()} == {WORD: "von-hand-geaendert", PDF: "veraltet"}


def test_new_data_go_beside_an_edited_word_file_once_and_no_new_pdf_appears(world, out):
    folder = world()
    run(folder, out, "radweg")
    (out / WORD).write_bytes(b"von Hand")
    change(folder, RADWEG, "Der Kreistag sagt", "Der Kreistag sagte")
    beside, aside = f"{PUBLIC}.neu.docx", f"{PUBLIC}.veraltet.pdf"

    assert happened(run(folder, out, "radweg")) == [("daneben", beside), ("veraltet", aside), ("von-hand-geaendert", WORD)]
    before = snapshot(out)
    for _ in range(3):
        assert happened(run(folder, out, "radweg")) == [("veraltet", aside), ("von-hand-geaendert", WORD)]
        assert snapshot(out) == before
    assert not (out / PDF).exists()


def test_deleting_the_edited_word_file_brings_both_back_and_removes_what_lay_beside(world, out):
    folder = world()
    run(folder, out, "radweg")
    (out / WORD).write_bytes(b"von Hand")
    change(folder, RADWEG, "Der Kreistag sagt", "Der Kreistag sagte")
    run(folder, out, "radweg")
    (out / WORD).unlink()
    run(folder, out, "radweg")

    assert {path.name for path in (out / WORD).parent.iterdir()} == {Path(WORD).name, Path(PDF).name, "uebergabe"}
    assert {row["zustand"] for row in rows(out).values()} == {"aktuell"}
    assert {vorgang for vorgang, _ in happened(run(folder, out, "radweg"))} == {"unveraendert"}


def test_overwriting_on_demand_moves_the_edit_aside_and_brings_both_back(world, out):
    folder = world()
    run(folder, out, "radweg")
    (out / WORD).write_bytes(b"von Hand")
    run(folder, out, "radweg")
    events = run(folder, out, "radweg", ueberschreiben=True)

    assert happened(events) == [
        ("entfernt", f"{PUBLIC}.veraltet.pdf"), ("geschrieben", WORD), ("geschrieben", PDF), ("gesichert", f"{PUBLIC}.alt.docx"),
    ]  # fmt: skip
    assert (out / f"{PUBLIC}.alt.docx").read_bytes() == b"von Hand"
    assert {vorgang for vorgang, _ in happened(run(folder, out, "radweg", ueberschreiben=True))} == {"unveraendert"}


def test_an_edit_is_not_moved_aside_for_a_paper_that_then_cannot_be_made(world, out, templates):
    folder = world()
    run(folder, out, "radweg", templates=templates)
    (out / WORD).write_bytes(b"von Hand")
    (templates / "beschlussvorlage/beschlussvorlage.docx").write_bytes(b"kein Word")
    run(folder, out, "radweg", templates=templates, ueberschreiben=True)

    assert (out / WORD).read_bytes() == b"von Hand"


def test_an_edited_pdf_stays_while_its_word_file_goes_on(world, out):
    folder = world()
    run(folder, out, "radweg")
    (out / PDF).write_bytes(b"mit Stempel")
    change(folder, RADWEG, "Der Kreistag sagt", "Der Kreistag sagte")

    assert happened(run(folder, out, "radweg")) == [("daneben", f"{PUBLIC}.neu.pdf"), ("geschrieben", WORD), ("von-hand-geaendert", PDF)]
    assert (out / PDF).read_bytes() == b"mit Stempel"


def test_an_edit_withdrawn_with_its_vorlage_is_kept_in_entfallen(world, out):
    folder = world()
    run(folder, out, "radweg", executor=Instant())
    (out / WORD).write_bytes(b"von Hand")
    (folder / RADWEG).unlink()
    change(folder, "region.yaml", "strategie: gruenfliess/vorlagen/radweg\n", "")
    run(folder, out, "oessling", "beschlussvorlage")

    assert (out / "intern/entfallen/gruenfliess/beschlussvorlage-radweg.docx").read_bytes() == b"von Hand"


def test_without_its_laufbuch_a_run_takes_equal_files_for_its_own(world, out):
    folder = world()
    run(folder, out, "radweg")
    (out / "laufbuch.sqlite").unlink()

    assert happened(run(folder, out, "radweg")) == [("unveraendert", WORD), ("unveraendert", PDF)]
    assert {row["zustand"] for row in rows(out).values()} == {"aktuell"}


def test_an_open_word_file_holds_back_its_paper_alone(world, out):
    folder = world()
    run(folder, out, "beschlussvorlage")
    change(folder, "region.yaml", "musterdaten: ja", "musterdaten: nein")
    before = snapshot(out)
    (out / WORD).with_name("~$schlussvorlage-radweg.docx").write_bytes(b"")
    events = run(folder, out, "beschlussvorlage")

    (problem,) = [problem for event in events for problem in event.problems if "gerade geöffnet" in problem.sentence]
    assert problem.path == str(out / WORD)
    assert {("uebersprungen", WORD), ("uebersprungen", PDF)} <= set(happened(events))
    assert [(out / name).read_bytes() for name in (WORD, PDF)] == [before[WORD], before[PDF]]
    assert [vorgang for vorgang, _ in happened(events)].count("geschrieben") >= 8


def test_a_word_file_that_cannot_be_replaced_holds_back_its_pdf(world, out):
    folder = world()
    run(folder, out, "radweg")
    change(folder, RADWEG, "Der Kreistag sagt", "Der Kreistag sagte")
    pdf = (out / PDF).read_bytes()
    (out / WORD).unlink()
    (out / WORD).mkdir()
    events = run(folder, out, "radweg")

    assert [problem.path for event in events for problem in event.problems] == [str(out / WORD)]
    assert (out / PDF).read_bytes() == pdf


@pytest.mark.skipif(os.name != "posix", reason="Rechte wie unter Unix")
def test_three_audiences_lie_in_three_folders(world, out):
    run(world(), out, "beschlussvorlage", executor=Instant())

    assert {path.name: path.stat().st_mode & 0o777 for path in out.iterdir() if path.is_dir()} == {
        ".gedaechtnis": 0o700,
        "oeffentlich": 0o755,
        "nichtoeffentlich": 0o700,
        "intern": 0o700,
    }
    assert (out / "intern/gruenfliess/beschlussvorlage-stellen.docx").is_file()
    assert (out / "nichtoeffentlich/gruenfliess/beschlussvorlage-neu.docx").is_file()


def test_a_sheet_names_the_project_that_its_municipality_has_left_since_the_one_before_and_so_does_every_run(world, out):
    folder, sheet = world(), "intern/suessau/projektblatt-2025-09-30.docx"
    change(folder, "region.yaml", "[2025-06-30, 30.09.2025]", "[2025-06-30]")
    run(folder, out, "suessau", "intern")
    change(folder, "region.yaml", "[2025-06-30]", "[2025-06-30, 2025-09-30]")
    change(folder, "projekte/bg-02.yaml", "beteiligung: {suessau: {bindung: interessiert}}\n", "")

    first = run(folder, out, "suessau", "intern")
    again = run(folder, out, "suessau", "intern")

    assert ("geschrieben", sheet) in happened(first)
    assert "○ BG-02 Dorfladenbox nicht mehr beteiligt" in " ".join(docx.words((out / sheet).read_bytes())).replace("\xa0", " ")
    assert {vorgang for vorgang, _ in happened(again)} == {"unveraendert"}


def test_a_new_stichtag_takes_no_sheet_from_a_municipality_that_was_not_named(world, out):
    folder = world()
    run(folder, out, "projektblatt")
    before = {path.name for path in out.glob("*/suessau/projektblatt-*")}
    region = folder / "region.yaml"
    text = region.read_text("utf-8")
    region.write_text(re.sub(r"stichtage: \[(.*)\]", r"stichtage: [\1, 2025-12-31]", text), encoding="utf-8")

    run(folder, out, "projektblatt", "oessling")
    assert {path.name for path in out.glob("*/suessau/projektblatt-*")} == before
    assert {path.stem for path in out.glob("*/oessling/projektblatt-*")} == {"projektblatt-2025-12-31"}

    run(folder, out, "projektblatt")
    assert {path.stem for path in out.glob("*/suessau/projektblatt-*")} == {"projektblatt-2025-12-31"}
