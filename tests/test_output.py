"""output/: whole files, only if changed, never over a person's work, whatever happens in between."""

import errno
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT, TEMPLATES, as_nobody
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from generator.laufbuch import Papier
from generator.output import Ausgabe
from generator.problems import Problem, Problems

WORD = "oeffentlich/musterkreis/beschlussvorlage-radweg.docx"
PDF = "oeffentlich/musterkreis/beschlussvorlage-radweg.pdf"
HIDDEN = "nichtoeffentlich/musterkreis/beschlussvorlage-vergabe.docx"
root_only = pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="nur als root lässt sich ein anderer Benutzer annehmen")


def papier(pfad: str = WORD, mark: str = "1", **more) -> Papier:
    zugang, body, name = pfad.split("/")
    fields = {"art": "beschlussvorlage", "koerperschaft": body, "gegenstand": f"{body}/vorlagen/radweg", "format": name.rsplit(".")[-1], "zugang": zugang,
              "titel": "Radweg", "nummer": "", "stand": "entwurf", "fingerabdruck": mark, "braucht": ("region",), "view": "{}"}  # fmt: skip
    return Papier(pfad, **{**fields, **more})


def write(folder: Path, data: bytes, pfad: str = WORD, *, ueberschreiben: bool = False, **more) -> list[tuple[str, str]]:
    """One run that has one file to write; what happened."""
    with Ausgabe(folder, warten=1) as ausgabe:
        happened = list(ausgabe.write(papier(pfad, hashlib.sha256(data).hexdigest(), **more), data, ueberschreiben=ueberschreiben))
        ausgabe.register()
    return [(done.vorgang, done.wohin or done.pfad) for done in happened]


def withdraw(folder: Path) -> list[tuple[str, str]]:
    """One run in which the data ask for nothing."""
    with Ausgabe(folder, warten=1) as ausgabe:
        happened = [done for eintrag in ausgabe.laufbuch.eintraege() for done in ausgabe.withdraw(eintrag)]
        ausgabe.register()
    return [(done.vorgang, done.wohin or done.pfad) for done in happened]


def sentence(wrong: pytest.ExceptionInfo[Problems]) -> str:
    (problem,) = wrong.value.problems
    return str(problem)


def rows(folder: Path) -> dict[str, dict[str, str]]:
    return {row["pfad"]: row for row in json.loads((folder / "verzeichnis.json").read_text("utf-8"))["papiere"]}


def files(folder: Path) -> set[str]:
    """All papers, without the register."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.parent.name != ".gedaechtnis"}
    return {name for name in found if "/" in name}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "output"


# whole files, only if changed ----------------------------------------------------------------------------------------


def test_a_file_is_written_whole_and_nothing_else_is_left(out):
    assert write(out, b"eins") == [("geschrieben", WORD)]
    assert (out / WORD).read_bytes() == b"eins"
    assert files(out) == {WORD}
    assert {path.name for path in out.iterdir()} == {"oeffentlich", "nichtoeffentlich", "intern", "laufbuch.sqlite", "verzeichnis.json"}


def test_equal_bytes_are_not_written_again(out):
    write(out, b"eins")
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}

    assert write(out, b"eins") == [("unveraendert", WORD)]
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()} == before


def test_a_run_with_nothing_to_do_leaves_the_laufbuch_byte_for_byte(out):
    write(out, b"eins")
    before = (out / "laufbuch.sqlite").read_bytes()
    with Ausgabe(out) as ausgabe:
        known = papier(mark=hashlib.sha256(b"eins").hexdigest())
        assert ausgabe.lage(known) == "aktuell"
        list(ausgabe.keep(known, "aktuell"))
        ausgabe.register()

    assert (out / "laufbuch.sqlite").read_bytes() == before


def test_what_the_register_says_follows_the_data_even_if_the_file_stays(out):
    write(out, b"eins")
    with Ausgabe(out) as ausgabe:
        list(ausgabe.keep(papier(mark=hashlib.sha256(b"eins").hexdigest(), stand="ausgegeben"), "aktuell"))
        ausgabe.register()

    assert rows(out)[WORD]["stand"] == "ausgegeben"


def test_the_verzeichnis_holds_just_the_agreed_keys_sorted_by_path(out):
    write(out, b"zwei", HIDDEN)
    write(out, b"eins")
    text = (out / "verzeichnis.json").read_text("utf-8")
    listing = json.loads(text)

    assert list(listing) == ["papiere"]
    assert [list(row) for row in listing["papiere"]] == [
        ["pfad", "art", "koerperschaft", "gegenstand", "format", "zugang", "titel", "nummer", "stand", "sha256", "fingerabdruck", "zustand"]
    ] * 2
    assert [row["pfad"] for row in listing["papiere"]] == [HIDDEN, WORD]
    assert listing["papiere"][1]["sha256"] == hashlib.sha256(b"eins").hexdigest()
    assert listing["papiere"][1]["zustand"] == "aktuell"
    assert text.endswith("}\n")


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_what_is_not_public_is_readable_by_its_owner_only_whatever_the_umask(out, umask):
    old = os.umask(umask)
    try:
        write(out, b"eins")
        write(out, b"zwei", HIDDEN)
    finally:
        os.umask(old)

    def mode(name: str) -> int:
        return (out / name).stat().st_mode & 0o777

    assert mode(WORD) == 0o644
    assert mode("oeffentlich/musterkreis") == 0o755
    assert {mode(name) for name in (HIDDEN, "laufbuch.sqlite", "verzeichnis.json")} == {0o600}
    assert {mode(name) for name in ("nichtoeffentlich", "nichtoeffentlich/musterkreis", "intern")} == {0o700}


def test_rights_that_somebody_opened_are_closed_again(out):
    write(out, b"eins")
    (out / "intern").chmod(0o755)
    (out / "laufbuch.sqlite").chmod(0o644)
    write(out, b"eins")

    assert (out / "intern").stat().st_mode & 0o777 == 0o700
    assert (out / "laufbuch.sqlite").stat().st_mode & 0o777 == 0o600


def test_what_killed_runs_left_under_way_is_removed(out):
    write(out, b"eins")
    for place in (out, out / "oeffentlich/musterkreis"):
        (place / ".vorlagen-halb").write_bytes(b"halb")
    write(out, b"eins")

    assert files(out) == {WORD}
    assert not (out / ".vorlagen-halb").exists()


# a person's work -----------------------------------------------------------------------------------------------------


def test_an_edited_file_stays_and_new_bytes_go_beside_it_once(out):
    write(out, b"eins")
    (out / WORD).write_bytes(b"von Hand")
    beside = WORD.replace(".docx", ".neu.docx")

    assert write(out, b"zwei") == [("daneben", beside), ("von-hand-geaendert", WORD)]
    assert write(out, b"zwei") == [("von-hand-geaendert", WORD)]
    (out / beside).unlink()
    assert write(out, b"zwei") == [("von-hand-geaendert", WORD)]
    assert (out / WORD).read_bytes() == b"von Hand"
    assert rows(out)[WORD]["zustand"] == "von-hand-geaendert"


def test_nothing_goes_beside_an_edited_file_while_our_bytes_are_the_same(out):
    write(out, b"eins")
    (out / WORD).write_bytes(b"von Hand")

    assert write(out, b"eins") == [("von-hand-geaendert", WORD)]
    assert files(out) == {WORD}


def test_a_newer_version_replaces_ours_beside_but_not_one_that_was_edited_too(out):
    write(out, b"eins")
    (out / WORD).write_bytes(b"von Hand")
    write(out, b"zwei")
    write(out, b"drei")
    beside = WORD.replace(".docx", ".neu.docx")
    assert (out / beside).read_bytes() == b"drei"

    (out / beside).write_bytes(b"auch von Hand")
    assert write(out, b"vier")[0] == ("daneben", WORD.replace(".docx", ".neu-2.docx"))
    assert (out / beside).read_bytes() == b"auch von Hand"


def test_deleting_the_edited_file_brings_things_back_in_order(out):
    write(out, b"eins")
    (out / WORD).write_bytes(b"von Hand")
    write(out, b"zwei")
    (out / WORD).unlink()

    assert write(out, b"zwei") == [("geschrieben", WORD), ("entfernt", WORD.replace(".docx", ".neu.docx"))]
    assert files(out) == {WORD}
    assert rows(out)[WORD]["zustand"] == "aktuell"


def test_the_new_version_put_in_place_by_hand_is_no_edit(out):
    write(out, b"eins")
    (out / WORD).write_bytes(b"von Hand")
    write(out, b"zwei")
    (out / WORD.replace(".docx", ".neu.docx")).replace(out / WORD)

    assert write(out, b"zwei") == [("unveraendert", WORD)]
    assert write(out, b"drei") == [("geschrieben", WORD)]


def test_an_edit_that_was_undone_is_no_edit(out):
    write(out, b"eins")
    (out / WORD).write_bytes(b"von Hand")
    write(out, b"eins")
    (out / WORD).write_bytes(b"eins")

    assert write(out, b"zwei") == [("geschrieben", WORD)]


def test_overwriting_on_demand_keeps_every_edit_aside(out):
    aside = [WORD.replace(".docx", end) for end in (".alt.docx", ".alt-2.docx")]
    write(out, b"eins")
    for edit, home in zip((b"erste Fassung", b"zweite Fassung"), aside, strict=True):
        (out / WORD).write_bytes(edit)
        assert write(out, b"eins", ueberschreiben=True) == [("gesichert", home), ("geschrieben", WORD)]

    assert [(out / home).read_bytes() for home in aside] == [b"erste Fassung", b"zweite Fassung"]
    assert (out / WORD).read_bytes() == b"eins"


def test_overwriting_on_demand_removes_our_versions_beside_it(out):
    write(out, b"eins")
    (out / WORD).write_bytes(b"von Hand")
    write(out, b"zwei")
    write(out, b"zwei", ueberschreiben=True)

    assert files(out) == {WORD, WORD.replace(".docx", ".alt.docx")}


def test_a_foreign_file_where_a_paper_belongs_is_a_persons_work(out):
    (out / WORD).parent.mkdir(parents=True)
    (out / WORD).write_bytes(b"lag schon da")

    assert write(out, b"eins") == [("daneben", WORD.replace(".docx", ".neu.docx")), ("von-hand-geaendert", WORD)]
    assert (out / WORD).read_bytes() == b"lag schon da"


def test_a_lost_laufbuch_is_no_harm_where_the_bytes_are_the_same(out):
    write(out, b"eins")
    (out / "laufbuch.sqlite").unlink()

    assert write(out, b"eins") == [("unveraendert", WORD)]
    assert write(out, b"zwei") == [("geschrieben", WORD)]


def test_the_pdf_of_an_edited_word_file_is_renamed_and_named_again_in_each_run(out):
    write(out, b"pdf", PDF)
    aside = PDF.replace(".pdf", ".veraltet.pdf")
    for _ in range(3):
        with Ausgabe(out) as ausgabe:
            assert [(done.vorgang, done.wohin) for done in ausgabe.outdate(PDF)] == [("veraltet", aside)]
            ausgabe.register()
        assert files(out) == {aside}
        assert rows(out)[PDF]["zustand"] == "veraltet"

    assert write(out, b"pdf", PDF) == [("geschrieben", PDF), ("entfernt", aside)]


def test_a_pdf_that_a_person_made_from_the_edited_word_file_stays(out):
    write(out, b"pdf", PDF)
    (out / PDF).write_bytes(b"aus Word")
    with Ausgabe(out) as ausgabe:
        assert [done.vorgang for done in ausgabe.outdate(PDF)] == ["von-hand-geaendert"]

    assert files(out) == {PDF}


def test_an_outdated_pdf_does_not_replace_one_that_a_person_keeps_under_that_name(out):
    write(out, b"pdf", PDF)
    aside = PDF.replace(".pdf", ".veraltet.pdf")
    (out / aside).write_bytes(b"von Hand")
    with Ausgabe(out) as ausgabe:
        list(ausgabe.outdate(PDF))

    assert (out / aside).read_bytes() == b"von Hand"
    assert (out / PDF.replace(".pdf", ".veraltet-2.pdf")).read_bytes() == b"pdf"


@pytest.mark.parametrize("owner", ["~$beschlussvorlage-radweg.docx", "~$schlussvorlage-radweg.docx", ".~lock.beschlussvorlage-radweg.docx#"])
def test_a_file_that_is_open_in_an_office_program_is_left_alone(out, owner):
    write(out, b"eins")
    (out / WORD).with_name(owner).write_bytes(b"")
    with pytest.raises(Problems) as wrong:
        write(out, b"zwei")

    assert sentence(wrong) == (
        f"{out / WORD}: Fehler: Die Datei ist gerade geöffnet; schließen und noch einmal erzeugen. Ist sie es nicht, die liegen gebliebene Datei »{owner}« löschen"
    )
    assert (out / WORD).read_bytes() == b"eins"
    assert write(out, b"eins") == [("unveraendert", WORD)]


def test_new_bytes_go_beside_an_edited_file_even_while_it_is_open(out):
    write(out, b"eins")
    (out / WORD).write_bytes(b"von Hand")
    (out / WORD).with_name("~$schlussvorlage-radweg.docx").write_bytes(b"")

    assert ("daneben", WORD.replace(".docx", ".neu.docx")) in write(out, b"zwei")


# what the data no longer ask for -------------------------------------------------------------------------------------


def test_a_withdrawn_paper_goes_with_its_folder_and_its_row_stays(out):
    write(out, b"eins")

    assert withdraw(out) == [("entfernt", WORD)]
    assert not (out / WORD).parent.exists()
    assert rows(out)[WORD]["zustand"] == "entfallen"
    assert withdraw(out) == []


def test_a_withdrawn_paper_that_was_edited_moves_to_entfallen_and_so_does_all_beside_it(out):
    write(out, b"eins")
    (out / WORD).write_bytes(b"erste Fassung")
    write(out, b"eins", ueberschreiben=True)
    (out / WORD).write_bytes(b"zweite Fassung")
    write(out, b"zwei")
    home = "intern/entfallen/musterkreis/beschlussvorlage-radweg"

    assert sorted(withdraw(out)) == [
        ("entfernt", WORD.replace(".docx", ".neu.docx")), ("verschoben", f"{home}.alt.docx"), ("verschoben", f"{home}.docx"),
    ]  # fmt: skip
    assert (out / f"{home}.docx").read_bytes() == b"zweite Fassung"
    assert files(out) == {f"{home}.alt.docx", f"{home}.docx"}
    assert (out / f"{home}.docx").stat().st_mode & 0o777 == 0o600


def test_entfallen_never_loses_an_older_file_of_the_same_name(out):
    for edit in (b"erste", b"zweite"):
        write(out, b"eins")
        (out / WORD).write_bytes(edit)
        withdraw(out)
    kept = sorted((out / "intern/entfallen/musterkreis").iterdir())

    assert [path.name for path in kept] == ["beschlussvorlage-radweg-2.docx", "beschlussvorlage-radweg.docx"]
    assert [path.read_bytes() for path in kept] == [b"zweite", b"erste"]


def test_a_paper_that_comes_back_is_written_again(out):
    write(out, b"eins")
    withdraw(out)

    assert write(out, b"eins") == [("geschrieben", WORD)]
    assert rows(out)[WORD]["zustand"] == "aktuell"


def test_a_withdrawn_file_that_somebody_saves_again_is_moved_in_the_next_run(out):
    write(out, b"eins")
    withdraw(out)
    (out / WORD).parent.mkdir()
    (out / WORD).write_bytes(b"aus dem noch offenen Word gespeichert")

    assert withdraw(out) == [("verschoben", "intern/entfallen/musterkreis/beschlussvorlage-radweg.docx")]


# what the system refuses ---------------------------------------------------------------------------------------------


def test_a_folder_where_a_file_belongs_is_a_finding_of_that_paper_alone(out):
    (out / WORD).mkdir(parents=True)
    with pytest.raises(Problems) as wrong:
        write(out, b"eins")

    assert sentence(wrong) == f"{out / WORD}: Fehler: Die Datei lässt sich nicht lesen: an ihrer Stelle liegt ein Ordner; sie bleibt, wie sie ist"
    assert write(out, b"pdf", PDF) == [("geschrieben", PDF)]


def test_a_file_where_a_folder_belongs_is_a_finding(out):
    (out / "oeffentlich").mkdir(parents=True)
    (out / "oeffentlich/musterkreis").write_bytes(b"")
    with pytest.raises(Problems) as wrong:
        write(out, b"eins")

    assert sentence(wrong) == f"{out / WORD}: Fehler: Die Datei lässt sich nicht lesen: anstelle eines Ordners liegt eine Datei; sie bleibt, wie sie ist"


def test_an_output_that_is_a_file_is_a_finding(out):
    out.write_bytes(b"")
    with pytest.raises(Problems) as wrong:
        Ausgabe(out)

    assert sentence(wrong) == f"{out}: Fehler: Der Ausgabeordner lässt sich nicht benutzen: anstelle eines Ordners liegt eine Datei"


@pytest.fixture
def open_out() -> Iterator[Path]:
    """An output/ that another user reaches."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder / "output"
    shutil.rmtree(folder)


@root_only
def test_a_folder_without_rights_to_write_is_a_finding_of_its_papers_alone(open_out):
    write(open_out, b"eins")

    def run() -> list[object]:
        (open_out / "oeffentlich/musterkreis").chmod(0o500)
        try:
            first = write(open_out, b"zwei")
        except Problems as problems:
            first = [str(problem) for problem in problems.problems]
        return [first, write(open_out, b"geheim", HIDDEN)]

    assert as_nobody(open_out, run) == [
        [f"{open_out / WORD}: Fehler: Die Datei lässt sich nicht schreiben: keine Schreibrechte, oder die Datei ist geöffnet"],
        [("geschrieben", HIDDEN)],
    ]
    assert (open_out / WORD).read_bytes() == b"eins"


@root_only
def test_a_file_that_cannot_be_read_is_a_finding_and_stays(open_out):
    write(open_out, b"eins")

    def run() -> object:
        (open_out / WORD).chmod(0)
        return write(open_out, b"zwei")

    assert as_nobody(open_out, run) == [f"{open_out / WORD}: Fehler: Die Datei lässt sich nicht lesen: keine Leserechte; sie bleibt, wie sie ist"]


@root_only
def test_a_withdrawn_file_that_cannot_be_removed_is_a_finding(open_out):
    write(open_out, b"eins")

    def run() -> object:
        (open_out / "oeffentlich/musterkreis").chmod(0o500)
        return withdraw(open_out)

    assert as_nobody(open_out, run) == [f"{open_out / WORD}: Fehler: Die Datei lässt sich nicht entfernen: keine Schreibrechte, oder die Datei ist geöffnet"]
    assert rows(open_out)[WORD]["zustand"] == "aktuell"


@root_only
def test_an_output_without_rights_to_write_is_a_finding(open_out):
    write(open_out, b"eins")

    def run() -> object:
        (open_out / "laufbuch.sqlite").chmod(0o400)
        open_out.chmod(0o500)
        return write(open_out, b"zwei")

    assert as_nobody(open_out, run) == [f"{open_out / 'laufbuch.sqlite'}: Fehler: Das Laufbuch lässt sich nicht schreiben: keine Schreibrechte"]


@pytest.mark.parametrize("content", [b"kein SQLite, sondern Text, und zwar lang genug dafuer" * 20, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_laufbuch_stops_the_run_with_the_remedy(out, content):
    write(out, b"eins")
    (out / "laufbuch.sqlite").write_bytes(content)
    with pytest.raises(Problems) as wrong:
        write(out, b"zwei")

    assert sentence(wrong).startswith(f"{out / 'laufbuch.sqlite'}: Fehler: Das Laufbuch ist beschädigt; aus einer Sicherung zurückholen oder umbenennen")
    assert (out / WORD).read_bytes() == b"eins"


def test_the_laufbuch_of_another_version_is_not_touched(out):
    write(out, b"eins")
    with sqlite3.connect(out / "laufbuch.sqlite") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(Problems, match="stammt von einer anderen Fassung des Programms"):
        write(out, b"zwei")


def test_a_second_run_waits_for_the_first_and_says_so_when_that_takes_too_long(out):
    with Ausgabe(out):
        started = time.monotonic()
        with pytest.raises(Problems) as wrong:
            Ausgabe(out, warten=0.3)
        assert time.monotonic() - started >= 0.3
    assert sentence(wrong).endswith("Ein anderer Lauf schreibt gerade in diesen Ordner; warten, bis er fertig ist, dann noch einmal aufrufen")

    assert write(out, b"eins") == [("geschrieben", WORD)]


def test_two_processes_that_write_the_same_papers_at_once_both_finish_well(out):
    script = (
        "import sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path; from test_output import write, WORD\n"
        "for i in range(20): write(Path(sys.argv[1]), b'%d' % i, ueberschreiben=False)"
    )
    both = [subprocess.Popen([sys.executable, "-c", script, out, Path(__file__).parent], stderr=subprocess.PIPE) for _ in range(2)]
    errors = [process.communicate(timeout=60)[1] for process in both]

    assert errors == [b"", b""]
    assert files(out) == {WORD}
    assert rows(out)[WORD]["sha256"] == hashlib.sha256((out / WORD).read_bytes()).hexdigest()


# full disks ----------------------------------------------------------------------------------------------------------


def fill(out: Path, size: int) -> tuple[list[str], list[Problem]]:
    """Writes papers until the disk is full and some more; what was written, what went wrong."""
    done: list[str] = []
    wrong: list[Problem] = []
    with Ausgabe(out) as ausgabe:
        for i in range(40):
            try:
                done += [g.pfad for g in ausgabe.write(papier(f"oeffentlich/musterkreis/beschlussvorlage-{i:02}.pdf"), os.urandom(size))]
            except Problems as problems:
                wrong += problems.problems
        try:
            ausgabe.register()
        except Problems as problems:
            wrong += problems.problems
    return done, wrong


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = os.name == "posix" and os.getuid() == 0 and shutil.which("mount")
    if not mounted or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], check=False, capture_output=True).returncode:
        pytest.skip("ein kleiner Datenträger lässt sich hier nicht einhängen")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_on_a_full_disk_each_paper_is_whole_or_not_there_and_the_next_run_completes(small_disk):
    out = small_disk / "output"
    done, wrong = fill(out, 16_000)
    written = files(out)

    assert written == set(done)
    assert 3 < len(written) < 16
    assert {(out / name).stat().st_size for name in written} == {16_000}
    assert all("der Datenträger ist voll" in problem.sentence for problem in wrong)
    assert len(wrong) >= 24

    subprocess.run(["mount", "-o", "remount,size=4m", small_disk], check=True)
    with Ausgabe(out) as ausgabe:
        assert [name for name in written if ausgabe.is_edited(name)] == []
    done, wrong = fill(out, 16_000)
    assert (len(done), wrong) == (40, [])
    assert len(rows(out)) == 40


def test_where_no_large_file_is_allowed_nothing_is_left_half(out):
    """RLIMIT_FSIZE: each write beyond the limit fails, as on a full disk."""
    if not os.fork():
        code = 1
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
            done, wrong = fill(out, 300_000)
            code = 0 if not done and len(wrong) == 40 and "keine so große Datei" in wrong[0].sentence else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.wait()[1]) == 0
    assert files(out) == set()
    assert write(out, b"eins") == [("geschrieben", WORD)]


# kills ---------------------------------------------------------------------------------------------------------------

WATCHED = {"open", "os.rename", "os.remove", "os.chmod", "os.mkdir", "os.rmdir", "tempfile.mkstemp", "sqlite3.connect"}


def killed_at(step: int, folder: Path, work: Callable[[], object]) -> bool:
    """Runs something in a child that kills itself before its n-th step on the disk; whether it came that far."""
    if not os.fork():
        left = step

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            if event in WATCHED and any(str(folder) in str(argument) for argument in arguments):
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(count)
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.wait()[1]) == -signal.SIGKILL


def test_killed_at_any_step_files_are_old_or_new_and_ours_are_known_as_ours(tmp_path):
    start = tmp_path / "start"
    for pfad in (WORD, PDF):
        write(start, b"alt", pfad)

    def run(out: Path) -> None:
        with Ausgabe(out) as ausgabe:
            for pfad in (WORD, PDF, HIDDEN):
                list(ausgabe.write(papier(pfad, "2"), b"neu"))
            ausgabe.register()

    for step in range(200):
        out = tmp_path / "output"
        shutil.copytree(start, out)
        killed = killed_at(step, out, lambda out=out: run(out))

        assert all((out / name).read_bytes() in (b"alt", b"neu") for name in files(out) if ".vorlagen-" not in name)
        json.loads((out / "verzeichnis.json").read_text("utf-8"))
        with Ausgabe(out) as ausgabe:
            assert [pfad for pfad in (WORD, PDF, HIDDEN) if ausgabe.is_edited(pfad)] == []
        run(out)
        assert files(out) == {WORD, PDF, HIDDEN}
        assert {row["zustand"] for row in rows(out).values()} == {"aktuell"}
        assert {row["sha256"] for row in rows(out).values()} == {hashlib.sha256(b"neu").hexdigest()}
        shutil.rmtree(out)
        if not killed:
            break
    assert 15 < step < 199


def test_killed_at_any_step_a_persons_work_lives(tmp_path):
    start = tmp_path / "start"
    for pfad in (WORD, PDF):
        write(start, b"alt", pfad)
    (start / WORD).write_bytes(b"von Hand")

    def run(out: Path) -> None:
        with Ausgabe(out) as ausgabe:
            list(ausgabe.write(papier(WORD, "2"), b"neu"))
            list(ausgabe.outdate(PDF))
            list(ausgabe.write(papier(WORD, "2"), b"neu", ueberschreiben=True))
            list(ausgabe.write(papier(PDF, "2"), b"neu"))
            for eintrag in ausgabe.laufbuch.eintraege():
                list(ausgabe.withdraw(eintrag))

    for step in range(300):
        out = tmp_path / "output"
        shutil.copytree(start, out)
        killed = killed_at(step, out, lambda out=out: run(out))
        contents = {name: (out / name).read_bytes() for name in files(out) if ".vorlagen-" not in name}

        assert [content for content in contents.values() if content == b"von Hand"] == [b"von Hand"]
        assert set(contents.values()) <= {b"von Hand", b"alt", b"neu"}
        with Ausgabe(out) as ausgabe:
            edited = [name for name in (WORD, PDF) if ausgabe.is_edited(name)]
            assert all(contents[name] == b"von Hand" for name in edited)
        run(out)
        kept = [(out / name).read_bytes() for name in files(out)]
        assert b"von Hand" in kept
        assert not (out / "oeffentlich/musterkreis").exists()
        shutil.rmtree(out)
        if not killed:
            break
    assert 20 < step < 299


def whole(path: Path) -> bool:
    """Whether a Word or PDF file is complete from its first byte to its last."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as package:
            return package.testzip() is None and "word/document.xml" in package.namelist()
    content = path.read_bytes()
    if path.suffix == ".html":
        return content.startswith(b"<!DOCTYPE html>") and content.endswith(b"</html>")
    if path.suffix != ".pdf":
        return content.endswith((b"\n", b"IEND\xaeB`\x82"))
    return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")


def test_erzeugen_killed_at_any_moment_is_completed_by_the_next_run(world, out):
    folder = world({"gruenfliess/vorlagen/langer-titel.yaml": None})
    command = [sys.executable, "-m", "generator", "--daten", folder, "--druckvorlagen", TEMPLATES, "--ausgabe", out, "erzeugen", "beschlussvorlage"]
    chance = random.Random(42)  # noqa: S311 - always the same moments, as far as the machine keeps time
    text = (folder / "region.yaml").read_text("utf-8")
    for i in range(4):
        (folder / "region.yaml").write_text(text.replace("musterdaten: ja", f"musterdaten: {'ja' if i % 2 else 'nein'}"), encoding="utf-8")
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8")
        for _ in range(chance.randint(0, 4)):
            process.stdout.readline()
        time.sleep(chance.random() * 0.15)
        process.kill()
        process.communicate()
        assert all(whole(out / name) for name in files(out) if ".vorlagen-" not in name)
        if (out / "laufbuch.sqlite").exists():
            with Ausgabe(out, warten=5) as ausgabe:
                assert [name for name in files(out) if ausgabe.is_edited(name)] == []

    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    assert ", 0 von Hand geändert, 0 übersprungen; " in done.stdout
    assert {row["zustand"] for row in rows(out).values()} == {"aktuell"}
    with Ausgabe(out) as ausgabe:
        entered = {eintrag.pfad: eintrag.sha256 for eintrag in ausgabe.laufbuch.eintraege()}
    assert {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in files(out)} == entered


# any history ---------------------------------------------------------------------------------------------------------


class History(RuleBasedStateMachine):
    """Whatever data, people and runs do in any order: no work of a person is lost, and what is ours is never taken for theirs."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.work: set[bytes] = set()
        self.number = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @rule(version=st.integers(1, 3), ueberschreiben=st.booleans())
    def make(self, version: int, ueberschreiben: bool) -> None:
        write(self.folder, b"Fassung %d" % version, ueberschreiben=ueberschreiben)
        if ueberschreiben:
            assert (self.folder / WORD).read_bytes() == b"Fassung %d" % version

    @rule()
    def outdate(self) -> None:
        with Ausgabe(self.folder) as ausgabe:
            list(ausgabe.outdate(WORD))

    @rule()
    def withdraw(self) -> None:
        withdraw(self.folder)
        assert not (self.folder / "oeffentlich/musterkreis").exists()

    @rule(kind=st.sampled_from(["", ".neu", ".veraltet", ".alt"]))
    def edit(self, kind: str) -> None:
        path = self.folder / WORD.replace(".docx", f"{kind}.docx")
        if path.exists():
            self.work.discard(path.read_bytes())  # written over by the person, not by us
            self.number += 1
            self.work.add(b"von Hand %d" % self.number)
            path.write_bytes(b"von Hand %d" % self.number)

    @rule(kind=st.sampled_from(["", ".neu", ".veraltet"]))
    def delete(self, kind: str) -> None:
        path = self.folder / WORD.replace(".docx", f"{kind}.docx")
        if path.exists():
            self.work.discard(path.read_bytes())
            path.unlink()

    @invariant()
    def nothing_of_a_person_is_lost(self) -> None:
        contents = {(self.folder / name).read_bytes() for name in files(self.folder)}
        assert self.work <= contents
        assert not list(self.folder.rglob(".vorlagen-*"))

    @invariant()
    def a_file_that_the_register_calls_current_is_the_one_on_the_disk(self) -> None:
        if (self.folder / "verzeichnis.json").exists():
            with Ausgabe(self.folder) as ausgabe:
                for eintrag in ausgabe.laufbuch.eintraege():
                    content = (self.folder / WORD).read_bytes() if (self.folder / WORD).exists() else b""
                    assert ausgabe.is_edited(WORD) == (content in self.work)
                    assert eintrag.zustand != "entfallen" or not content or content in self.work


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=25, stateful_step_count=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def test_the_reasons_cover_what_systems_say_when_a_disk_or_a_right_is_missing():
    from generator.output import _REASONS

    assert {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG} <= set(_REASONS)
