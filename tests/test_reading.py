"""One YAML file → one object with its places; whatever the file holds, it ends in an object or in findings with a line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import DATA, EXAMPLE, TEMPLATES
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator import glyphs
from generator.data import KINDS, kind_of
from generator.model import Vorlage
from generator.reading import Quelle, read

FILES = tuple(sorted(path for folder in (EXAMPLE, DATA / "projekte", DATA / "kreis-warendorf") for path in folder.rglob("*.yaml")))
any_bytes = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

FONTS = TEMPLATES / "_basis" / "fonts"


@pytest.fixture
def quelle(tmp_path):
    def write(content: str | bytes) -> Quelle[Vorlage]:
        path = tmp_path / "x.yaml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(path, "x.yaml", Vorlage)

    return write


def test_all_scalars_stay_text_until_the_model_decides(quelle):
    vorlage = quelle('betreff: 007\nnummer: 0x1F\nfederfuehrung: "2025"\ndatum: 28.03.2025\n').object

    assert (vorlage.betreff, vorlage.nummer, vorlage.federfuehrung) == ("007", "0x1F", "2025")


@pytest.mark.parametrize("nothing", ["", "~", "null", "  # noch offen"])
def test_an_empty_value_is_an_absent_one(quelle, nothing):
    assert quelle(f"betreff: A\nnummer: {nothing}\n").object.nummer is None


@pytest.mark.parametrize("written", ['"null"', "'~'"])
def test_in_quotation_marks_it_is_a_text(quelle, written):
    assert quelle(f"betreff: A\nnummer: {written}\n").object.nummer == written[1:-1]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(quelle):
    text = "betreff: Straße\nerlaeuterungen: |\n  Eins\n\n  Zwei\n"

    assert quelle(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()).object == quelle(text).object


def test_a_comment_behind_something_else_than_a_text_is_one(quelle):
    assert quelle("betreff: A\nstand: entwurf  # noch\nnummer:  # folgt\ndatum: 2025-01-02 # vorläufig\nfinanzen: {auswirkungen: ja}  # nein?\n").problems == ()


def test_a_number_sign_in_quotation_marks_or_within_a_word_is_text(quelle):
    vorlage = quelle("betreff: Platz#3 neu\nnummer: '#37'\nerlaeuterungen: |\n  Platz #3\n").object

    assert (vorlage.betreff, vorlage.nummer, vorlage.erlaeuterungen) == ("Platz#3 neu", "#37", "Platz #3\n")


def test_every_value_has_its_key_s_line_and_its_place_in_the_text(quelle):
    text = '# Größe\nbetreff: "Straße"\nbeschlussvorschlag:\n- Eins\n-\n  Zwei\nfinanzen: {auswirkungen: ja, positionen: [{plan:\n  investition}]}\nnummer:\n'
    places = quelle(text).fundstellen

    assert {stelle: place.line for stelle, place in places.items()} == {
        (): 2,
        ("betreff",): 2,
        ("beschlussvorschlag",): 3,
        ("beschlussvorschlag", 0): 4,
        ("beschlussvorschlag", 1): 6,
        ("finanzen",): 7,
        ("finanzen", "auswirkungen"): 7,
        ("finanzen", "positionen"): 7,
        ("finanzen", "positionen", 0): 7,
        ("finanzen", "positionen", 0, "plan"): 7,
        ("nummer",): 9,
    }
    assert [text[place.start : place.end] for place in places.values() if place.value] == ['"Straße"', "Eins", "Zwei", "ja", "investition"]


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("|\n  eins\n\n  zwei\n  drei", [2, 4, 4, 5]),
        ("|\n\n  eins\n  zwei", [3, 3, 4]),
        (">\n  eins\n  und\n\n  zwei\n  und\n\n\n  drei", [2, 5, 9, 9]),
        ("eins\n  und\n\n  zwei", [1, 4]),
        ('"eins\n\n  zwei"', [1, 3]),
        ("\n  eins\n\n  zwei", [2, 4]),
    ],
)
def test_a_line_of_a_long_text_is_found_in_the_file_however_it_is_written(quelle, written, lines):
    found = quelle(f"erlaeuterungen: {written}\nbetreff: A\n")

    assert [found.line(("erlaeuterungen",), i) for i in range(1, len(lines) + 1)] == lines


def test_a_place_that_is_not_there_has_the_line_of_what_it_is_missing_in(quelle):
    found = quelle("betreff: A\nanlagen:\n  - titel: B\n")

    assert found.line(("anlagen", 0, "zugang")) == 3
    assert found.line(("finanzen", "positionen")) == 1


def test_a_file_that_cannot_be_opened_is_a_finding(tmp_path):
    (tmp_path / "x.yaml").mkdir()

    assert [str(p) for p in read(tmp_path / "x.yaml", "x.yaml", Vorlage).problems] == ["x.yaml: Fehler: Die Datei lässt sich nicht lesen: es ist ein Ordner"]
    assert [str(p) for p in read(tmp_path / "y.yaml", "y.yaml", Vorlage).problems] == ["y.yaml: Fehler: Die Datei lässt sich nicht lesen: sie ist nicht da"]


@pytest.mark.parametrize("bomb", [b"[" * 100_000, b"{a: " * 50_000, b"- " * 50_000, b"a: &a [*a]", b"? " * 50_000, b"a: " + b'"' * 99_999, b"\x00" * 999])
def test_what_could_cost_memory_or_the_process_is_refused(quelle, bomb):
    assert quelle(bomb).object is None


def _sound(found: Quelle, path: Path) -> None:
    """An object without findings, or findings without an object, each with a line that exists."""
    assert (found.object is None) == bool(found.problems)
    lines = len(re.split(rb"\r\n|\r|\n", path.read_bytes()))
    for problem in found.problems:
        assert problem.line <= lines
        assert problem.line or path.stat().st_size in (0, *range(1_000_000, 2_000_000))
        assert not re.search(r"\b(?:[Ii]nput|type|value|expected|None|dict|tuple|str|int)\b", re.sub("»[^«]*«", "", problem.sentence))


@any_bytes
@example(b"? .")
@example(b"? a\n? b")
@example(b"betreff:")
@example(b"a: |")
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode) | st.text("ab:-#|>[]{}\"'&*!%,? \n\t", max_size=60).map(str.encode))
def test_any_bytes_end_in_an_object_or_in_findings(tmp_path, content):
    path = tmp_path / "x.yaml"
    path.write_bytes(content)

    _sound(read(path, "x.yaml", Vorlage), path)


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(FILES), st.data())
def test_any_change_of_a_good_file_ends_in_an_object_or_in_findings(tmp_path, source, data):
    text = source.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    match data.draw(st.sampled_from(["drop", "double", "misspell", "retype", "cut", "indent", "replace", "swap"])):
        case "drop":
            del lines[at]
        case "double":
            lines.insert(at, lines[at])
        case "misspell":
            lines[at] = lines[at].replace("e", "", 1)
        case "retype":
            lines[at] = re.sub(r": .*", data.draw(st.sampled_from([": []", ": {a: b}", ": 12,5", ":", ": x: y", ': "', ": #3", ": - a", ": |"])), lines[at])
        case "cut":
            lines = [text[: data.draw(st.integers(0, len(text)))]]
        case "indent":
            lines[at] = data.draw(st.sampled_from([" ", "  ", "\t", "- "])) + lines[at]
        case "replace":
            lines[at] = data.draw(st.text(max_size=20)) + "\n"
        case "swap":
            lines[at], lines[-1] = lines[-1], lines[at]
    path = tmp_path / "x.yaml"
    path.write_bytes("".join(lines).encode())
    root = EXAMPLE if source.is_relative_to(EXAMPLE) else DATA

    _sound(read(path, "x.yaml", KINDS[str(kind_of(source.relative_to(root).with_suffix("").as_posix()))]), path)


def test_a_text_that_brackets_split_at_its_comma_is_refused(quelle):
    found = quelle("betreff: x\nbeschlussvorschlag: [Der Rat, der beschließt]\n")

    assert [str(problem).split(": ", 1)[1] for problem in found.problems] == [
        (
            "Fehler: In eckigen Klammern trennt jedes Komma: »Der Rat« und »der beschließt« wären zwei Einträge; "
            "Texte in Anführungszeichen setzen oder je Eintrag eine Zeile mit »- «"
        )
    ]


def test_ids_and_quoted_texts_may_stand_in_brackets(quelle):
    assert quelle('betreff: x\nbeschlussvorschlag: ["Der Rat, der beschließt", "Die Verwaltung, die folgt"]\n').problems == ()


def test_a_character_without_a_glyph_is_refused_with_its_line(quelle):
    (found,) = quelle("betreff: x\nerlaeuterungen: |\n  ja\n  mit 語 hier\n").problems

    assert (found.line, found.sentence) == (
        4,
        "Bei »erlaeuterungen«: Das Zeichen »語« (U+8A9E) kann keine der mitgelieferten Schriften drucken; bitte ersetzen oder umschreiben",
    )


def test_the_printable_characters_are_those_of_the_shipped_fonts():
    def of(pattern: str) -> set[int]:
        return set.intersection(*(set(TTFont(path).getBestCmap()) for path in FONTS.glob(pattern)))

    assert glyphs.covered() == of("LiberationSans-*.ttf") | of("DejaVuSans*.ttf")
