"""The commands as people call them: real processes, German whatever the machine speaks, exit codes to rely on."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import EXAMPLE, ROOT, TEMPLATES

from generator.output import Ausgabe

FINDING = re.compile(r".+?(:\d+)?: (Fehler|Hinweis): .+")
ENGLISH = re.compile(r"\b(Usage|Options|Commands|Error|Show this|Try|default|required|No such|Missing|Invalid|ARGS|OPTIONS)\b")
LANGUAGES = [{"LANG": "C", "LC_ALL": "C"}, {"LANG": "en_US.UTF-8", "LANGUAGE": "en"}, {}]


def vorlagen(*arguments: object, env: dict[str, str] | None = None, cwd: Path = ROOT, **more) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LANG", "LC_"))}
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=cwd, capture_output=True, encoding="utf-8", check=False, timeout=120, env={**kept, "PYTHONPATH": str(ROOT), **(env or {})}, **more,
    )  # fmt: skip


def on(folder: Path, *arguments: object, out: Path | None = None, **more) -> subprocess.CompletedProcess[str]:
    return vorlagen("--daten", folder, "--druckvorlagen", TEMPLATES, "--ausgabe", out or folder.parent / "output", *arguments, **more)


def test_help_is_german_in_every_language_and_for_every_command():
    commands = ("pruefen", "erzeugen", "neu", "felder", "schemas", "fristen", "lauf", "zeitplan", "freigeben", "versenden")
    for arguments in ([], *([command] for command in commands), ["neu", "vorlage"]):
        env = LANGUAGES[len(arguments) % 3]
        shown = vorlagen(*arguments, "--hilfe", env=env)

        assert shown.returncode == 0, arguments
        assert shown.stdout.startswith("Aufruf: vorlagen")
        assert not ENGLISH.search(shown.stdout), arguments
        assert "..." not in shown.stdout
        assert max(map(len, shown.stdout.splitlines())) <= 80
        assert shown.stderr == ""


@pytest.mark.parametrize("env", LANGUAGES)
def test_what_is_said_is_german_and_whole_in_every_language(world, env):
    shown = on(world(), "pruefen", "radweg", env=env)

    assert re.search(
        r"^Geprüft: 3 Körperschaften, \d+ Vorlagen, \d+ Berichte, \d+ Projekte, 1 Papier: kein Fehler, keine Hinweise\.$", shown.stdout, re.MULTILINE
    )
    assert (shown.returncode, shown.stderr) == (0, "")


def test_a_terminal_that_knows_no_umlauts_gets_question_marks_and_no_traceback():
    shown = vorlagen("--hilfe", env={"PYTHONIOENCODING": "ascii"})

    assert shown.returncode == 0
    assert "Erstellt aus Daten die Papiere" in shown.stdout


def test_the_version_is_told():
    assert vorlagen("--version").stdout == "vorlagen, Version 0.1.0\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["erzeug"], "Fehler: Den Befehl »erzeug« gibt es nicht; gemeint »erzeugen«?"),
        (["neu", "vorlag"], "Fehler: Den Befehl »vorlag« gibt es nicht; gemeint »vorlage«?"),
        (["erzeugen", "--job"], "Fehler: Die Option '--job' gibt es nicht. Gemeint '--jobs'?"),
        (["erzeugen", "--jobs", "viele"], "Fehler: Ungültiger Wert für '--jobs': erwartet eine ganze Zahl von 1 bis 64, steht aber »viele«"),
        (["erzeugen", "--jobs", "0"], "Fehler: Ungültiger Wert für '--jobs': erwartet eine ganze Zahl von 1 bis 64, steht aber »0«"),
        (["felder"], "Fehler: Es fehlt das Argument 'ART'."),
        (["felder", "beschlusvorlage"], "Fehler: Die Art »beschlusvorlage« gibt es nicht; gemeint »beschlussvorlage«?"),
        (["pruefen", "radwege"], "Fehler: »radwege« nennt kein Papier; gemeint »radweg«?"),
        (["neu", "vorlage", "gruenflies/weg"], "Fehler: »gruenflies« ist keine Körperschaft; gemeint »gruenfliess«?"),
    ],
)
def test_wrong_usage_is_exit_code_2_with_the_nearest_names(arguments, sentence):
    shown = vorlagen("--daten", EXAMPLE, *arguments)

    assert shown.returncode == 2
    assert shown.stderr.splitlines()[-1] == sentence
    assert not ENGLISH.search(shown.stderr)


def test_findings_go_to_standard_error_one_a_line_in_the_exact_form(world):
    folder = world({
        "gruenfliess/vorlagen/radweg.yaml": (("stand: ausgegeben", "stand: fertig"),),
        "oessling/koerperschaft.yaml": "art: stadt\nname: Ößling\n",
    })  # fmt: skip
    shown = on(folder, "erzeugen", "beschlussvorlage")
    lines = shown.stderr.splitlines()

    assert shown.returncode == 1
    assert [line for line in lines if not FINDING.fullmatch(line)] == []
    assert len(lines) == len(set(lines))
    assert f"{folder}/gruenfliess/vorlagen/radweg.yaml:4: Hinweis: Nicht erstellt, bis das berichtigt ist: gruenfliess/beschlussvorlage-radweg" in lines
    assert any(line.startswith(f"{folder}/gruenfliess/vorlagen/radweg.yaml:4: Fehler: »stand« erwartet") for line in lines)
    assert any(f"{folder}/oessling/koerperschaft.yaml" in line and "oessling/beschlussvorlage-app" in line for line in lines)
    assert re.search(
        r"^Fertig: \d+ geschrieben, 0 unverändert, 0 von Hand geändert, \d+ übersprungen; \d+ Fehler, \d+ Hinweise?\.$", shown.stdout, re.MULTILINE
    )


def test_paths_are_shown_as_the_user_named_the_folder(world):
    folder = world({"oessling/vorlagen/app.yaml": (("stand: ausgegeben", "stand: fertig"),)})
    shown = vorlagen("--daten", "data", "pruefen", "app", cwd=folder.parent)

    assert "data/oessling/vorlagen/app.yaml:3: Fehler: " in shown.stderr
    assert str(folder) not in shown.stderr


def test_a_run_says_what_it_wrote_and_then_that_nothing_changed(world):
    folder = world()
    out = folder.parent / "output"
    name, ready = out / "oeffentlich/gruenfliess/beschlussvorlage-radweg", "Ordner zur Übergabe bereitgestellt"
    mappe = name.parent / "uebergabe" / name.name

    assert on(folder, "erzeugen", "007/2025").stdout == (
        f"{name}.docx: geschrieben\n{name}.pdf: geschrieben\n{mappe}: {ready}\n"
        "Fertig: 2 geschrieben, 0 unverändert, 0 von Hand geändert, 0 übersprungen; kein Fehler, keine Hinweise.\n"
    )
    again = on(folder, "erzeugen", "007/2025")
    assert again.stdout == "Fertig: 0 geschrieben, 2 unverändert, 0 von Hand geändert, 0 übersprungen; kein Fehler, keine Hinweise.\n"
    assert (again.returncode, again.stderr) == (0, "")

    Path(f"{name}.docx").write_bytes(b"von Hand")
    assert on(folder, "erzeugen", "007/2025").stdout == (
        f"{name}.docx: von Hand geändert, bleibt\n"
        f"{name}.pdf: veraltet, weil die Word-Datei von Hand geändert ist → {name}.veraltet.pdf\n{mappe}: {ready}\n"
        "Fertig: 0 geschrieben, 0 unverändert, 1 von Hand geändert, 0 übersprungen, 1 veraltet; kein Fehler, keine Hinweise.\n"
    )


def test_without_data_or_without_a_place_for_papers_there_is_a_sentence(tmp_path):
    missing = vorlagen("--daten", tmp_path / "nichts", "pruefen")
    (tmp_path / "output").write_bytes(b"")
    no_place = vorlagen("--daten", EXAMPLE, "--ausgabe", tmp_path / "output", "erzeugen", "radweg")

    assert missing.returncode == 1
    assert FINDING.fullmatch(missing.stderr.strip())
    assert no_place.returncode == 1
    assert no_place.stderr == f"{tmp_path}/output: Fehler: Der Ausgabeordner lässt sich nicht benutzen: anstelle eines Ordners liegt eine Datei\n"


def test_a_bug_is_exit_code_70_with_its_traceback_and_a_friendly_sentence(tmp_path):
    script = (
        "import sys; from generator import cli, data\n"
        "def broken(folder): raise ZeroDivisionError('kaputt')\n"
        "data.load = broken\n"
        "cli.main(['pruefen'])"
    )  # fmt: skip
    shown = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)

    assert shown.returncode == 70
    assert "ZeroDivisionError: kaputt" in shown.stderr
    assert shown.stderr.splitlines()[-1] == "Das ist ein Fehler im Programm und nicht Ihrer. Bitte die Zeilen darüber an die Betreuung des Programms geben."


def test_a_bug_in_one_paper_is_exit_code_70_after_the_others_are_written(world):
    folder = world({"gruenfliess/vorlagen/langer-titel.yaml": None})
    script = (
        "import sys; from generator import cli; from generator.documents import beschlussvorlage\n"
        "sound = beschlussvorlage.view\n"
        "def view(bestand, subject, frueher=None):\n"
        "    if subject.gegenstand.endswith('/radweg'): raise ZeroDivisionError('kaputt')\n"
        "    return sound(bestand, subject, frueher)\n"
        "beschlussvorlage.view = view\n"
        "cli.main(sys.argv[1:])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script, "--daten", folder, "--ausgabe", folder.parent / "o", "erzeugen", "beschlussvorlage", "oeffentlich"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert shown.returncode == 70
    assert "ZeroDivisionError: kaputt" in shown.stderr
    assert re.search(r"^Fertig: [1-9]\d* geschrieben, .*, 2 übersprungen;", shown.stdout, re.MULTILINE)


@pytest.mark.skipif(os.name != "posix", reason="Signale wie unter Unix")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_with_130_and_leaves_whole_files(world, jobs):
    folder = world()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a caller that ignores Ctrl-C would pass that on
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "--daten", folder, "--ausgabe", folder.parent / "output", "erzeugen", "beschlussvorlage", "--jobs", jobs],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True,
    )  # fmt: skip
    signal.signal(signal.SIGINT, before)
    assert process.stdout
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, wrong = process.communicate(timeout=30)

    assert process.returncode == 130
    assert "Traceback" not in wrong
    assert wrong.strip().splitlines()[-1] == "Abgebrochen. Was fertig war, ist vollständig geschrieben; der nächste Lauf macht den Rest."
    with Ausgabe(folder.parent / "output") as ausgabe:
        written = [path.relative_to(ausgabe.folder).as_posix() for path in ausgabe.folder.glob("*/*/*.*")]
        assert written
        assert not [pfad for pfad in written if ausgabe.is_edited(pfad)]


@pytest.mark.skipif(os.name != "posix", reason="Rohre wie unter Unix")
def test_a_reader_that_stops_reading_stops_no_work(world):
    folder = world()
    source, sink = os.pipe()
    os.close(source)
    shown = subprocess.run(
        [sys.executable, "-m", "generator", "--daten", folder, "--ausgabe", folder.parent / "output", "erzeugen", "radweg"],
        cwd=ROOT, stdout=sink, stderr=subprocess.PIPE, encoding="utf-8", check=False,
    )  # fmt: skip
    os.close(sink)

    assert (shown.returncode, shown.stderr) == (0, "")
    assert (folder.parent / "output/oeffentlich/gruenfliess/beschlussvorlage-radweg.pdf").is_file()
    assert json.loads((folder.parent / "output/verzeichnis.json").read_text("utf-8"))["papiere"]


def test_neu_begins_a_vorlage_that_passes_and_never_overwrites_one(world):
    folder = world()
    begun = on(folder, "neu", "vorlage", "oessling/neuer-weg")
    path = folder / "oessling/vorlagen/neuer-weg.yaml"

    assert begun.returncode == 0
    assert begun.stdout == f"{path}: angelegt. Ausfüllen, dann: vorlagen erzeugen neuer-weg\n"
    assert on(folder, "pruefen", "neuer-weg").returncode == 0
    before = path.read_bytes()
    again = on(folder, "neu", "vorlage", "oessling/neuer-weg")
    assert again.returncode == 1
    assert FINDING.fullmatch(again.stderr.strip())
    assert path.read_bytes() == before


def test_felder_names_each_field_with_its_meaning_and_an_example_also_as_json(world):
    folder = world()
    shown = on(folder, "felder", "beschlussvorlage", "radweg")
    rows = json.loads(on(folder, "felder", "beschlussvorlage", "radweg", "--json").stdout)

    assert shown.returncode == 0
    assert {tuple(row) for row in rows} == {("name", "art", "bedeutung", "beispiel")}
    assert all(row["bedeutung"] for row in rows)
    assert [row["beispiel"] for row in rows if row["name"] == "dokument.sprache"] == ["de-DE"]
    assert all(row["name"] in shown.stdout for row in rows)


def test_schemas_are_written_for_every_kind_of_data_file(world, tmp_path):
    shown = on(world(), "schemas", tmp_path / "schemas")

    assert shown.returncode == 0
    assert {"region.json", "vorlage.json", "projekt.json"} <= {path.name for path in (tmp_path / "schemas").iterdir()}
    assert all(json.loads(path.read_text("utf-8")) for path in (tmp_path / "schemas").iterdir())


def test_schemas_without_a_place_are_a_finding(tmp_path):
    (tmp_path / "datei").write_bytes(b"")
    shown = vorlagen("--daten", EXAMPLE, "schemas", tmp_path / "datei" / "schemas")

    assert shown.returncode == 1
    assert FINDING.fullmatch(shown.stderr.strip())
