"""Paths come from people: what they name never leaves data/ on the way in or output/ on the way out, and each refusal is a sentence beside the others."""

from __future__ import annotations

import os
import shutil
import unicodedata
from pathlib import Path

import pytest
from conftest import EXAMPLE, findings
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator import data, drafting, make, selection
from generator.laufbuch import Papier
from generator.output import LONGEST, Ausgabe
from generator.problems import Problem, Problems
from generator.scalars import is_kennung, reserved

NEU = "gruenfliess/vorlagen/x.yaml"
DEVICES = ("con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9")
ODD = [
    "..", ".", "...", "a/../../b", "/etc/passwd", "C:\\x", "a\\..\\b", "a\x00b", "a\nb", "a\x1b[31m", "x" * 300, "ä" * 120, "con", "CON", "nul.txt", "com1", "lpt9 ", "a.", "a ",
    " a", "a<b", "a>b", "a:b", 'a"b', "a|b", "a?b", "a*b", "~", "-", "a--b", "\u017f", "ß", "é", "e\u0301", "\u202eabc", "\uff10", "²", "İ",
]  # fmt: skip
anything = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@anything
@given(st.text(max_size=120) | st.sampled_from(ODD))
def test_a_name_that_is_an_id_and_not_reserved_is_a_file_name_everywhere(name):
    if is_kennung(name) and not reserved(name):
        assert name.isascii()
        assert name == name.lower() == unicodedata.normalize("NFD", name)
        assert not set(name) & set('<>:"|?*\\/. \t\n\x00')
        assert len(name) <= 80
        assert name not in DEVICES


@pytest.mark.parametrize("name", [name for name in ODD if "/" not in name and "\x00" not in name and name not in (".", "..") and len(name.encode()) < 240])
def test_a_file_of_data_with_an_odd_name_is_refused_with_its_name_beside_the_other_findings(world, name):
    folder = world({"gruenfliess/vorlagen/y.yaml": "stand: fertig\n"})
    (folder / "gruenfliess/vorlagen" / f"{name}.yaml").write_text("betreff: A\n", encoding="utf-8")
    found = findings(folder)

    if name.startswith((".", "~")):  # hidden, or a lock of an editor
        assert not any("Die Datei wird nicht gelesen" in line for line in found)
    else:
        (refused,) = (line for line in found if "Die Datei wird nicht gelesen: " in line)
        assert any(line.startswith("gruenfliess/vorlagen/y.yaml:") for line in found)
        assert "taugt nicht als Kennung" in refused or "ist unter Windows als Name" in refused
        assert len(refused.splitlines()) == 1


@pytest.mark.parametrize("name", DEVICES)
def test_what_windows_keeps_for_devices_is_no_name_of_a_file_or_a_folder(world, name):
    folder = world({f"gruenfliess/vorlagen/{name}.yaml": "betreff: A\n", f"{name}/koerperschaft.yaml": "art: stadt\n"})
    sentence = f"Fehler: Die Datei wird nicht gelesen: »{name}« ist unter Windows als Name einer Datei oder eines Ordners nicht erlaubt; bitte umbenennen"

    assert findings(folder) == sorted([f"{name}/koerperschaft.yaml: {sentence}", f"gruenfliess/vorlagen/{name}.yaml: {sentence}"])
    with pytest.raises(LookupError, match=r"taugt nicht als Name; .*gruenfliess/neue-vorlage"):
        drafting.start(data.load(folder), f"gruenfliess/{name}")


def test_a_committee_may_be_called_as_a_device_since_it_names_no_file(world):
    folder = world({"gruenfliess/gremien.yaml": (("ka: {name", "aux: {name: Hilfsausschuss, art: fachausschuss, gueltig_von: 2020-11-01}\nka: {name"),)})

    assert findings(folder) == []


@pytest.mark.parametrize("name", ["../oessling/koerperschaft", "/etc/passwd", "..", "a/b", "con\\aux", "x" * 300, "A B"])
@pytest.mark.parametrize(
    ("file", "old", "new", "field"),
    [
        ("gruenfliess/koerperschaft.yaml", "formular: gruenfliess", 'formular: "{}"', "»formular«"),
        ("gruenfliess/gremien.yaml", "ka: {name", '"{}": {name: Rat, art: rat, gueltig_von: 2020-11-01}\nka: {name', "»{}«"),
    ],
)
def test_an_id_in_a_file_is_one_name_and_no_path(world, file, old, new, field, name):
    found = findings(world({file: ((old, new.replace("{}", name.replace("\\", "\\\\"))),)}))

    assert found
    assert any(line.startswith(f"{file}:") and "erwartet eine Kennung" in line for line in found), found
    assert all(len(line) < 400 for line in found)


# links and other things that are no files ----------------------------------------------------------------------------


def test_a_link_that_leads_out_of_data_is_refused_and_one_within_is_read(world, tmp_path):
    folder = world()
    outside = tmp_path / "geheim.yaml"
    outside.write_text("betreff: Geheim\n", encoding="utf-8")
    (folder / NEU).symlink_to(outside)
    (folder / "gruenfliess/vorlagen/y.yaml").symlink_to("radweg.yaml")
    daten = data.load(folder)
    out = "Fehler: Die Datei wird nicht gelesen: sie ist eine Verknüpfung, die aus dem Datenordner hinausführt; die Datei selbst hierher legen"

    assert f"{NEU}: {out}" in [str(problem).removeprefix(f"{folder}/") for problem in daten.problems]
    assert "gruenfliess/vorlagen/x" in daten.broken
    assert "gruenfliess/vorlagen/y" in daten.bestand.vorlagen
    assert "Geheim" not in str(daten.bestand.vorlagen)


def test_a_linked_folder_is_refused_even_if_it_leads_around_in_a_circle(world, tmp_path):
    folder = world()
    shutil.copytree(EXAMPLE / "oessling", tmp_path / "fremd")
    (folder / "fremd").symlink_to(tmp_path / "fremd")
    (folder / "gruenfliess/kreis").symlink_to("..")
    (folder / "kreis").symlink_to(".")
    sentence = "Fehler: Der Ordner wird nicht gelesen: er ist eine Verknüpfung; die Dateien selbst hierher legen"

    assert findings(folder) == [f"{name}: {sentence}" for name in ("fremd", "gruenfliess/kreis", "kreis")]


def test_a_body_whose_folder_is_a_link_is_not_called_unknown(world, tmp_path):
    folder = world()
    shutil.move(folder / "oessling", tmp_path / "oessling")
    (folder / "oessling").symlink_to(tmp_path / "oessling")

    assert [line.split(":")[0] for line in findings(folder)] == ["oessling"]


def test_what_is_no_file_is_refused_and_not_waited_for(world):
    folder = world()
    os.mkfifo(folder / NEU)
    (folder / "gruenfliess/vorlagen/y.yaml").symlink_to("y.yaml")
    (folder / "gruenfliess/vorlagen/z.yaml").symlink_to("nirgends.yaml")

    assert findings(folder) == [
        f"{NEU}: Fehler: Die Datei lässt sich nicht lesen: sie ist keine gewöhnliche Datei",
        "gruenfliess/vorlagen/y.yaml: Fehler: Die Datei lässt sich nicht lesen: das System gibt sie nicht her",
        "gruenfliess/vorlagen/z.yaml: Fehler: Die Datei lässt sich nicht lesen: sie ist nicht da",
    ]


@pytest.mark.parametrize(
    "name",
    ["../koerperschaft.yaml", "/etc/passwd", "~/.ssh/id_rsa", "..", "a/../../b.png", "..\\\\..\\\\b.png", "C:\\\\x.png", "file:///etc/passwd", "http://example.org/x.png", "x" * 300, "link.png", "ordner/karte.png", "con"],
)  # fmt: skip
@pytest.mark.parametrize(
    "text", ['betreff: A\nanlagen:\n  - titel: B\n    datei: "{}"\n', 'betreff: A\nerlaeuterungen: "![Karte]({})"\n'], ids=["an Anlage", "a picture"]
)
def test_a_named_file_lies_in_the_folder_of_its_vorlage_or_is_refused_with_its_line(world, tmp_path, text, name):
    folder = world({NEU: text.replace("{}", name)})
    home = (folder / NEU).parent
    (tmp_path / "fremd").mkdir()
    shutil.copy(EXAMPLE / "gruenfliess/vorlagen/karte.png", tmp_path / "fremd/karte.png")
    (home / "link.png").symlink_to(tmp_path / "fremd/karte.png")
    (home / "ordner").symlink_to(tmp_path / "fremd")
    found = [line for line in findings(folder) if line.startswith(NEU)]

    assert found
    assert all(line.startswith((f"{NEU}:2: ", f"{NEU}:4: ")) and len(line) < 400 for line in found), found
    assert not any("Traceback" in line for line in found)


def test_a_finding_is_one_line_whatever_a_file_is_called():
    problem = Problem("a\nb\x1b[2J\u202e\ud800.yaml", 0, "»x\u2028y« passt nicht; 20.000\u00a0EUR")

    assert str(problem) == "a\ufffdb\ufffd[2J\ufffd\ufffd.yaml: Fehler: »x\ufffdy« passt nicht; 20.000\u00a0EUR"
    assert len(str(problem).splitlines()) == 1


# output ----------------------------------------------------------------------------------------------------------------


def papier(pfad: str) -> Papier:
    return Papier(pfad, "beschlussvorlage", "x", "x/vorlagen/x", "pdf", "oeffentlich", "T", "", "entwurf", "f", (), "{}")


@anything
@example("oeffentlich/x/../../../y.pdf")
@example("oeffentlich//etc/y.pdf")
@example("oeffentlich/x/con.pdf")
@example("oeffentlich/x/y.pdf")
@example("oeffentlich/x/y.pdf ")
@example(f"oeffentlich/x/{'y' * 300}.pdf")
@given(st.lists(st.sampled_from([*ODD, "oeffentlich", "intern", "x"]) | st.text(min_size=1, max_size=20), min_size=1, max_size=4).map("/".join))
def test_no_path_leaves_output_and_each_name_is_one_that_every_system_can_hold(tmp_path_factory, pfad):
    home = tmp_path_factory.mktemp("welt")
    refused: tuple[Problem, ...] = ()
    with Ausgabe(home / "output") as ausgabe:
        try:
            list(ausgabe.write(papier(pfad), b"%PDF"))
        except Problems as problems:
            refused = problems.problems
    written = [path for path in home.rglob("*") if path.is_file() and path.read_bytes() == b"%PDF"]

    assert {path.name for path in home.iterdir()} == {"output"}
    assert bool(written) != bool(refused)
    assert all(len(str(problem).splitlines()) == 1 and len(problem.sentence) < 300 for problem in refused)
    for path in written:
        parts = path.relative_to(home / "output").parts
        assert "/".join(parts) == pfad
        assert all(len(part.encode()) <= LONGEST and not reserved(part) and part == part.rstrip(". ") and not set(part) & set('<>:"|?*\\') for part in parts)


def test_a_register_that_was_tampered_with_removes_nothing_outside(tmp_path):
    victim = tmp_path / "opfer.pdf"
    victim.write_bytes(b"%PDF")
    with Ausgabe(tmp_path / "output") as ausgabe:
        list(ausgabe.write(papier("oeffentlich/x/y.pdf"), b"%PDF"))
        eintrag = ausgabe.laufbuch.eintrag("oeffentlich/x/y.pdf")
        assert eintrag
        with pytest.raises(Problems, match="taugt nicht als Name einer Datei im Ausgabeordner"):
            list(ausgabe.withdraw(type(eintrag)(**{name: getattr(eintrag, name) for name in eintrag.__slots__} | {"pfad": "../opfer.pdf"})))

    assert victim.read_bytes() == b"%PDF"


def test_the_paths_of_all_papers_fit_windows_with_room_for_its_own_folder():
    longest = max(("x" * length for length in range(200)), key=lambda name: is_kennung(name) * len(name))
    for path in (f"nichtoeffentlich/{longest}/beschlussvorlage-{longest}.veraltet-12.docx", f"intern/entfallen/{longest}/sachstandsbericht-{longest}.neu.docx"):
        assert len(path) <= 260 - 40
        assert all(len(part) <= LONGEST for part in path.split("/"))


def test_every_paper_of_the_example_world_has_a_path_of_plain_names(world):
    auftrag = selection.choose(data.load(world()), Path("templates"), ())
    for subject in auftrag.alle:
        for part in make.path(subject, "pdf").split("/"):
            assert is_kennung(part.removesuffix(".pdf"))
