"""From made to issued: frozen as it lies there, never overwritten, the next Fassung beside it, and whole whatever kills the run."""

import json
import os
import re
import shutil
import sqlite3
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from conftest import ROOT, TEMPLATES
from docx import Document
from test_cli import on
from test_make import Instant, change, run
from test_output import killed_at

from generator import data, freigabe, rendering, selection
from generator.ablage import Ablage
from generator.documents import beschlussvorlage, fassung
from generator.documents.bloecke import Beschlusspunkt, Block, Kopffeld
from generator.documents.fassung import VON_HAND, Fassung
from generator.formats import docx, pdf, xlsx
from generator.laufbuch import _SCHEMA
from generator.markup import plain
from generator.output import Ausgabe
from generator.problems import Problems
from generator.registratur import Freigabe, Registratur
from generator.views import as_data

WHO = "Erika Muster, Leitung Gremienbüro"
NOW = datetime(2025, 3, 1, 9, 30, tzinfo=UTC)
WORD, PDF = (f"oeffentlich/gruenfliess/beschlussvorlage-radweg.{end}" for end in ("docx", "pdf"))
HOME = "ablage/oeffentlich/gruenfliess/beschlussvorlage-radweg"
RADWEG = "gruenfliess/vorlagen/radweg.yaml"
CHANGE = (RADWEG, "Der Kreistag sagt", "Der Kreistag sagte")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "output"


@pytest.fixture(autouse=True)
def _no_minimum(monkeypatch):
    monkeypatch.setattr(rendering, "POOL_FROM", 1)


def release(folder: Path, out: Path, *was: str) -> list[str]:
    """What a release says, paper by paper: its sentence, or its findings."""
    auftrag = selection.choose(data.load(folder), TEMPLATES, was)
    told = freigabe.freigeben(auftrag, out, WHO, NOW)
    return [sentence.replace(f"{out}/", "") for b in told for sentence in (b.satz, *(p.sentence for p in b.problems)) if sentence]


def fast(folder: Path, out: Path, *was: str, content: bytes = b"x", **more) -> None:
    """Makes papers without rendering them; the bytes follow from nothing but `content`."""
    run(folder, out, *was, executor=Instant(content), **more)


def released(out: Path) -> dict[str, Freigabe]:
    """All releases by folder."""
    with Ausgabe(out) as ausgabe:
        return {found.ordner: found for found in Registratur(ausgabe.laufbuch, Ablage(out).exists).freigaben().values()}


def frozen(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in (out / "ablage").rglob("*") if path.is_file()}


# what is frozen ------------------------------------------------------------------------------------------------------


def test_a_release_freezes_the_files_as_they_lie_there_with_who_and_when(world, out):
    folder = world()
    run(folder, out, "radweg")
    made = {name: (out / name).read_bytes() for name in (WORD, PDF)}

    assert release(folder, out, "radweg") == [f"freigegeben als 1. Fassung → {HOME}/1. Fassung"]
    assert frozen(out) == {f"{HOME}/1. Fassung/{Path(name).name}": content for name, content in made.items()}
    (found,) = released(out).values()
    assert (found.von, found.am, found.fassung, found.von_hand, found.vermerk) == (WHO, NOW, 1, False, 0)
    assert json.loads(found.view)["titel"] == "Beschlussvorlage öffentlich"


def test_releasing_the_same_again_says_so_and_does_nothing(world, out):
    folder = world()
    fast(folder, out, "radweg")
    release(folder, out, "radweg")
    before = frozen(out), released(out)

    assert release(folder, out, "radweg") == [f"ist schon freigegeben: 1. Fassung vom 01.03.2025, {WHO}"]
    assert (frozen(out), released(out)) == before


@pytest.mark.skipif(os.name != "posix", reason="Rechte wie unter Unix")
def test_what_is_not_public_is_frozen_for_its_owner_only_and_nothing_can_be_written(world, out):
    folder = world()
    old = os.umask(0)
    try:
        fast(folder, out, "radweg")
        fast(folder, out, "projektblatt", "suessau")
        release(folder, out, "radweg")
        release(folder, out, "projektblatt", "suessau")
    finally:
        os.umask(old)
    modes = {path.relative_to(out / "ablage").as_posix(): path.stat().st_mode & 0o777 for path in (out / "ablage").rglob("*")}

    assert {mode for name, mode in modes.items() if name.startswith("intern/") and "." not in Path(name).name[3:]} == {0o700}
    assert {mode for name, mode in modes.items() if name.startswith("intern/") and Path(name).suffix in (".docx", ".pdf", ".xlsx")} == {0o400}
    assert {mode for name, mode in modes.items() if name.startswith("oeffentlich/") and Path(name).suffix in (".docx", ".pdf")} == {0o444}
    assert modes["intern"] == 0o700
    assert modes["oeffentlich"] == modes["oeffentlich/gruenfliess/beschlussvorlage-radweg/1. Fassung"] == 0o755


def test_making_and_withdrawing_papers_never_touches_what_was_issued(world, out):
    folder = world()
    fast(folder, out, "radweg")
    release(folder, out, "radweg")
    before = frozen(out)
    (folder / RADWEG).unlink()
    change(folder, "region.yaml", "strategie: gruenfliess/vorlagen/radweg\n", "")
    fast(folder, out)

    assert not (out / WORD).exists()
    assert frozen(out) == before


# what stops a release ------------------------------------------------------------------------------------------------

FIRST = "erst »vorlagen erzeugen«, dann freigeben"


def test_what_was_never_made_or_is_not_of_the_present_data_is_not_released(world, out):
    folder = world()
    assert release(folder, out, "radweg") == [f"Die Datei fehlt; {FIRST}"] * 2

    fast(folder, out, "radweg")
    change(folder, *CHANGE)
    assert release(folder, out, "radweg") == [f"Die Datei ist nicht aus den heutigen Daten und Druckvorlagen; {FIRST}"] * 2
    assert not (out / "ablage").exists() or not frozen(out)


def test_an_older_file_that_somebody_put_back_is_not_released(world, out):
    folder = world()
    fast(folder, out, "radweg", content=b"alt")
    change(folder, *CHANGE)
    fast(folder, out, "radweg", content=b"neu")
    (out / WORD).write_bytes(b"alt")

    assert release(folder, out, "radweg") == [f"Die Datei ist eine ältere als die zuletzt erzeugte; {FIRST}"]


@pytest.mark.parametrize("stand", ["entwurf", "mitzeichnung"])
def test_a_draft_is_not_released(world, out, stand):
    folder = world({RADWEG: (("stand: ausgegeben", f"stand: {stand}"),)})
    fast(folder, out, "radweg")

    assert release(folder, out, "radweg", "oeffentlich") == [
        f"Die Vorlage ist ein Entwurf (»stand: {stand}«); erst »stand: freigegeben« eintragen und erzeugen, dann freigeben"
    ]


def test_an_open_file_is_not_released(world, out):
    folder = world()
    fast(folder, out, "radweg")
    (out / WORD).with_name("~$schlussvorlage-radweg.docx").write_bytes(b"")

    (sentence,) = release(folder, out, "radweg")
    assert sentence.startswith("Die Datei ist gerade geöffnet")


def test_a_paper_whose_data_are_broken_is_not_released_and_stops_no_other(world, out):
    folder = world()
    fast(folder, out, "radweg")
    fast(folder, out, "app", "beschlussvorlage")
    change(folder, RADWEG, "stand: ausgegeben", "stand: fertig")
    said = release(folder, out, "beschlussvorlage")

    assert "gruenfliess/beschlussvorlage-radweg wird nicht freigegeben: Fehler in gruenfliess/vorlagen/radweg.yaml (»vorlagen pruefen« nennt sie)" in said
    assert any("oessling/beschlussvorlage-app/1. Fassung" in sentence for sentence in said)


def test_a_public_file_that_was_edited_to_say_a_secret_is_not_released(world, out):
    folder = world()
    run(folder, out, "radweg")
    secret = "Vergabe an die Müßig & Söhne GmbH"  # noqa: S105 - a Betreff
    (out / WORD).write_bytes(_with_text(out / WORD, secret))
    with (out / PDF).open("ab") as file:
        file.write(b"\n")  # a person's, and sound
    (sentence,) = release(folder, out, "radweg")

    assert sentence.startswith("Hier steht, was nicht öffentlich ist (")
    assert secret not in sentence
    assert not frozen(out)


def _with_text(path: Path, text: str) -> bytes:
    document = Document(str(path))
    document.add_paragraph(text)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


# a person's work -----------------------------------------------------------------------------------------------------


def test_a_word_file_edited_by_hand_is_issued_as_it_is_once_its_pdf_has_the_edit(world, out):
    folder = world()
    fast(folder, out, "radweg")
    (out / WORD).write_bytes(b"von Hand")
    (lacks,) = release(folder, out, "radweg")
    assert lacks.startswith("Dem PDF fehlt, was in der Word-Datei von Hand geändert ist; Word als PDF an diese Stelle speichern")
    fast(folder, out, "radweg")  # renames the PDF
    assert release(folder, out, "radweg") == [lacks]

    (out / PDF).write_bytes(b"aus Word")
    assert release(folder, out, "radweg") == [f"freigegeben als 1. Fassung → {HOME}/1. Fassung; von Hand geänderte Dateien, wie sie sind"]
    assert set(frozen(out).values()) == {b"von Hand", b"aus Word"}
    assert release(folder, out, "radweg")[0].startswith("ist schon freigegeben")


def test_a_pdf_older_than_the_last_edit_stops_the_release(world, out):
    folder = world()
    fast(folder, out, "radweg")
    (out / WORD).write_bytes(b"von Hand")
    (out / PDF).write_bytes(b"aus Word")
    os.utime(out / PDF, (1_000_000_000, 1_000_000_000))

    (sentence,) = release(folder, out, "radweg")
    assert sentence.startswith("Das PDF ist älter als die letzte Änderung der Word-Datei; ")


def test_an_edit_that_lacks_newer_data_is_not_released_until_somebody_has_seen_them(world, out):
    folder = world()
    fast(folder, out, "radweg")
    (out / WORD).write_bytes(b"von Hand")
    (out / PDF).write_bytes(b"aus Word")
    change(folder, *CHANGE)
    fast(folder, out, "radweg", content=b"neu")
    beside = (out / WORD).with_suffix(".neu.docx")
    (sentence,) = release(folder, out, "radweg")
    assert sentence.startswith("Ihrer Fassung fehlt, was sich danach in den Daten geändert hat; aus »beschlussvorlage-radweg.neu.docx« übertragen")

    beside.unlink()
    assert release(folder, out, "radweg")[0].startswith("freigegeben als 1. Fassung")


def test_after_a_release_of_edited_files_a_run_changes_nothing_and_without_the_edit_the_paper_is_the_second_fassung(world, out):
    folder = world()
    run(folder, out, "radweg")
    (out / WORD).write_bytes(b"von Hand")
    (out / PDF).write_bytes(b"aus Word")
    fast(folder, out, "radweg")
    assert release(folder, out, "radweg")[0].startswith("freigegeben als 1. Fassung")
    fast(folder, out, "radweg")
    assert not (out / WORD).with_suffix(".neu.docx").exists()

    (out / WORD).unlink()
    (out / PDF).unlink()
    run(folder, out, "radweg")
    said = " ".join(docx.words((out / WORD).read_bytes())).replace("\xa0", " ")
    assert "Geändert gegenüber der 1. Fassung" in said
    assert f"{VON_HAND}." in said
    assert release(folder, out, "radweg") == [f"freigegeben als 2. Fassung → {HOME}/2. Fassung; geändert: {VON_HAND}"]


def test_an_edit_after_the_release_is_a_second_fassung_that_says_what_its_pages_lack(world, out):
    folder = world()
    fast(folder, out, "radweg")
    release(folder, out, "radweg")
    (out / WORD).write_bytes(b"von Hand")
    (out / PDF).write_bytes(b"aus Word")

    (sentence,) = release(folder, out, "radweg")
    assert sentence == (
        f"freigegeben als 2. Fassung → {HOME}/2. Fassung; von Hand geänderte Dateien, wie sie sind; auf den Seiten steht der Vermerk »2. Fassung« nicht"
    )
    before = {path: path.read_bytes() for path in out.glob("oeffentlich/*/*.*")}
    fast(folder, out, "radweg", content=b"anders")
    assert {path: path.read_bytes() for path in out.glob("oeffentlich/*/*.*")} == before


# the next Fassung ----------------------------------------------------------------------------------------------------


def test_what_changes_after_the_release_is_a_second_fassung_that_says_what_is_different(world, out):
    folder = world()
    run(folder, out, "radweg")
    release(folder, out, "radweg")
    first = frozen(out)
    change(folder, *CHANGE)
    run(folder, out, "radweg")

    for said in (docx.words((out / WORD).read_bytes()), pdf.words((out / PDF).read_bytes())):
        words = re.sub(r"\s+", " ", " ".join(said))
        assert "2. Fassung" in words
        assert "Geändert gegenüber der 1. Fassung" in words
        assert "Beschlussvorschlag, Punkt 1." in words
    assert release(folder, out, "radweg") == [f"freigegeben als 2. Fassung → {HOME}/2. Fassung; geändert: Beschlussvorschlag, Punkt 1"]
    assert first.items() <= frozen(out).items()
    assert len(frozen(out)) == 4


def test_once_it_is_as_it_was_issued_again_nothing_of_the_kind_is_printed(world, out):
    folder = world()
    run(folder, out, "radweg")
    issued = (out / WORD).read_bytes()
    release(folder, out, "radweg")
    change(folder, *CHANGE)
    run(folder, out, "radweg")
    assert (out / WORD).read_bytes() != issued
    change(folder, RADWEG, CHANGE[2], CHANGE[1])
    run(folder, out, "radweg")

    assert (out / WORD).read_bytes() == issued
    assert release(folder, out, "radweg")[0].startswith("ist schon freigegeben: 1. Fassung")


def test_the_second_fassung_stays_byte_for_byte_what_was_issued_and_the_third_is_compared_with_it(world, out):
    folder = world()
    fast(folder, out, "radweg")
    release(folder, out, "radweg")
    change(folder, *CHANGE)
    run(folder, out, "radweg")
    release(folder, out, "radweg")
    before = {name: (out / name).read_bytes() for name in (WORD, PDF)}
    events = run(folder, out, "radweg")
    assert {done.vorgang for event in events for done in event.geschehen} == {"unveraendert"}
    assert {name: (out / name).read_bytes() for name in (WORD, PDF)} == before

    change(folder, RADWEG, "nummer: 007/2025", "nummer: 107/2025")
    run(folder, out, "radweg")
    assert release(folder, out, "radweg") == [f"freigegeben als 3. Fassung → {HOME}/3. Fassung; geändert: Nr."]


def test_another_druckvorlage_alone_makes_no_second_fassung(world, out, tmp_path):
    folder = world()
    fast(folder, out, "radweg")
    release(folder, out, "radweg")
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    with (templates / "_basis/papier.css").open("ab") as file:
        file.write(b"\n")
    run(folder, out, "radweg", templates=templates, executor=Instant(b"anders"))
    auftrag = selection.choose(data.load(folder), templates, ["radweg"])

    (bescheid,) = freigabe.freigeben(auftrag, out, WHO, NOW)
    assert bescheid.satz.startswith("sagt dasselbe wie die 1. Fassung und ist nicht noch einmal freizugeben")


def test_a_sheet_that_changes_after_its_release_names_its_fassung_on_its_pages_and_in_its_workbook(world, out):
    folder = world()
    run(folder, out, "projektblatt", "suessau", "intern")
    release(folder, out, "projektblatt", "suessau", "intern")
    change(folder, "suessau/koerperschaft.yaml", "name: Süßau", "name: Süssau")
    run(folder, out, "projektblatt", "suessau", "intern")
    files = sorted((out / "intern/suessau").glob("projektblatt-*.*"))

    assert len(files) == 3
    for path in files:
        words = {"docx": docx, "pdf": pdf, "xlsx": xlsx}[path.suffix[1:]].words(path.read_bytes())
        assert any("2. Fassung" in word for word in words), path.name
    (sentence,) = release(folder, out, "projektblatt", "suessau", "intern")
    assert sentence.startswith("freigegeben als 2. Fassung")


def test_the_next_sheet_is_compared_with_what_was_issued_not_with_what_was_made_last(world, out):
    folder, sheet = world(), "intern/suessau/projektblatt-2025-09-30.docx"
    change(folder, "region.yaml", "[2025-06-30, 30.09.2025]", "[2025-06-30]")
    fast(folder, out, "projektblatt", "suessau", "intern")
    release(folder, out, "projektblatt", "suessau", "intern")
    part = "beteiligung: {suessau: {bindung: interessiert}}\n"
    change(folder, "projekte/bg-02.yaml", part, "")
    fast(folder, out, "projektblatt", "suessau", "intern")  # made without the project, but never issued
    change(folder, "region.yaml", "[2025-06-30]", "[2025-06-30, 2025-09-30]")
    run(folder, out, "projektblatt", "suessau", "intern")

    assert "○ BG-02 Dorfladenbox nicht mehr beteiligt" in " ".join(docx.words((out / sheet).read_bytes())).replace("\xa0", " ")


HEAD = Block("kopf", felder=(Kopffeld("federfuehrung", "Federführendes Amt", "Amt A"), Kopffeld("nummer", "Nr.", "1/2025")))
POINTS = Block("beschlussvorschlag", "II. Beschlussvorschlag:", punkte=tuple(Beschlusspunkt(plain(text)) for text in ("eins", "zwei", "drei")))
REASONS = Block("text", "III. Erläuterungen", feld="erlaeuterungen", text=plain("So ist es."))


@pytest.mark.parametrize(
    ("now", "names"),
    [
        ((HEAD, POINTS, REASONS), ()),
        ((Block("kopf", felder=(HEAD.felder[0], Kopffeld("nummer", "Nr.", "2/2025"))), POINTS, REASONS), ("Nr.",)),
        (
            (HEAD, Block("beschlussvorschlag", POINTS.ueberschrift, punkte=(POINTS.punkte[0], *POINTS.punkte[:2])), REASONS),
            ("Beschlussvorschlag, Punkte 2, 3",),
        ),
        ((HEAD, Block("beschlussvorschlag", POINTS.ueberschrift, punkte=POINTS.punkte[:2]), REASONS), ("Beschlussvorschlag",)),
        ((HEAD, POINTS, Block("text", "III. Erläuterungen", feld="erlaeuterungen", text=plain("So war es."))), ("Erläuterungen",)),
        ((HEAD, POINTS), ("Erläuterungen (entfallen)",)),
        ((HEAD, POINTS, REASONS, Block("anlagen", "Anlagen", eintraege=("Plan",))), ("Anlagen (neu)",)),
        ((HEAD, POINTS, Block("text", "IV. Erläuterungen", feld="erlaeuterungen", text=REASONS.text)), ("Anordnung",)),
        ((HEAD, REASONS, POINTS), ("Anordnung",)),
    ],
)
def test_what_is_different_is_named_by_the_words_that_the_paper_prints(now, names):
    def said(blocks: tuple[Block, ...]) -> dict[str, object]:
        return {"bloecke": as_data(blocks), "titel": "x"}

    assert fassung.geaendert(said(now), said((HEAD, POINTS, REASONS)), Block) == names


def test_a_field_that_the_program_did_not_know_when_the_paper_was_issued_is_no_change():
    issued = {"bloecke": as_data((HEAD, REASONS)), "titel": "x"}
    now = {**issued, "neu": "", "bloecke": [{**block, "spaeter": [], "auch": {"text": ""}} for block in issued["bloecke"]]}

    assert fassung.geaendert(now, issued, Block) == ()


def test_what_an_older_program_kept_in_another_shape_is_no_change():
    now = {"titel": "A", "vermerke": [], "bloecke": [as_data(HEAD)]}
    older = {**now, "bloecke": [{"art": "kopf", "termin": "Termin"}]}

    assert fassung.geaendert(now, older, beschlussvorlage.View) == ()
    assert fassung.geaendert(now, {**older, "vermerke": ["ENTWURF"]}, beschlussvorlage.View) == ("Vermerke",)


def test_a_paper_of_no_fassung_is_left_as_it_is():
    view = object()
    assert fassung.gedruckt(view, Fassung()) is view


# kills, and what is lost ---------------------------------------------------------------------------------------------


def test_killed_at_any_step_a_paper_is_released_whole_or_not_at_all_and_the_next_call_completes(world, tmp_path):
    folder = world()
    start = tmp_path / "start"
    fast(folder, start, "radweg")
    content = {f"{HOME}/1. Fassung/{Path(name).name}": (start / name).read_bytes() for name in (WORD, PDF)}
    auftrag = selection.choose(data.load(folder), TEMPLATES, ["radweg"])
    seen = set()
    for step in range(300):
        out = tmp_path / "output"
        shutil.copytree(start, out)
        killed = killed_at(step, out, lambda out=out: list(freigabe.freigeben(auftrag, out, WHO, NOW)))

        there = {name: data_ for name, data_ in frozen(out).items() if ".vorlagen-" not in name}
        assert there in ({}, content)
        assert (f"{HOME}/1. Fassung" in released(out)) == bool(there)
        seen.add(bool(there))
        assert len(list(freigabe.freigeben(auftrag, out, WHO, NOW))) == 1
        assert frozen(out) == content
        assert list(released(out)) == [f"{HOME}/1. Fassung"]
        for path in (out / "ablage").rglob("*"):
            path.chmod(0o700)
        shutil.rmtree(out)
        if not killed:
            break
    assert 10 < step < 299
    assert seen == {True, False}


def test_without_the_laufbuch_beside_issued_papers_nothing_more_is_released(world, out):
    folder = world()
    fast(folder, out, "radweg")
    release(folder, out, "radweg")
    (out / "laufbuch.sqlite").unlink()
    fast(folder, out, "radweg")

    with pytest.raises(Problems, match="das Laufbuch aus der Sicherung zurückholen"):
        release(folder, out, "radweg")


def test_an_issued_fassung_that_is_gone_stops_the_next_one(world, out):
    folder = world()
    fast(folder, out, "radweg")
    release(folder, out, "radweg")
    shutil.rmtree(out / HOME)

    assert release(folder, out, "radweg") == ["Diese ausgegebene Fassung fehlt; aus der Sicherung zurückholen"]


def test_a_laufbuch_of_an_older_version_gets_the_new_tables_and_keeps_the_rest(world, out):
    folder = world()
    out.mkdir()
    with sqlite3.connect(out / "laufbuch.sqlite") as db:
        for number in (2, 3, 4):
            db.executescript(_SCHEMA[number])
        db.execute("INSERT INTO laeufe VALUES (1, '2025-01-01', '2025-01-01T06:00:00+00:00', 'erfolgreich', 'alt')")
        db.execute("PRAGMA user_version = 4")
    db.close()
    fast(folder, out, "radweg")

    assert release(folder, out, "radweg")[0].startswith("freigegeben als 1. Fassung")
    with Ausgabe(out) as ausgabe:
        assert [bericht.text for bericht in ausgabe.laufbuch.laeufe(5)] == ["alt"]


# the command ---------------------------------------------------------------------------------------------------------


def test_the_command_says_what_it_released_and_wants_name_and_function(world):
    folder = world()
    on(folder, "erzeugen", "radweg")
    wrong = on(folder, "freigeben", "radweg", "--von", "Erika Muster")
    assert wrong.returncode == 2
    assert wrong.stderr.splitlines()[-1].startswith("Fehler: »--von« erwartet Name und Funktion mit Komma dazwischen")
    assert on(folder, "freigeben", "--von", WHO).returncode == 2

    done = on(folder, "freigeben", "radweg", "--von", WHO)
    home = folder.parent / "output" / HOME / "1. Fassung"
    assert done.stdout == (
        f"gruenfliess/beschlussvorlage-radweg (oeffentlich) freigegeben als 1. Fassung → {home}\n"
        "Fertig: 1 freigegeben, 0 schon freigegeben, 0 nicht; kein Fehler, keine Hinweise.\n"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert on(folder, "freigeben", "radwege", "--von", WHO, cwd=ROOT).stderr.endswith("»radwege« nennt kein Papier; gemeint »radweg«?\n")


def test_a_release_that_fails_is_exit_code_1_with_a_finding_for_each_file(world):
    shown = on(world(), "freigeben", "radweg", "--von", WHO)

    assert shown.returncode == 1
    assert re.fullmatch(rf"(.+radweg\.(docx|pdf): Fehler: Die Datei fehlt; {FIRST}\n){{2}}", shown.stderr)
    assert shown.stdout == "Fertig: 0 freigegeben, 0 schon freigegeben, 1 nicht; 2 Fehler, keine Hinweise.\n"
