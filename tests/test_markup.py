"""The Markdown of long texts: what papers know becomes blocks, German office prose stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import markup
from generator.markup import Lauf, Textblock, Zelle, text_of


def blocks(text):
    assert markup.unknown(text) == ()
    return markup.parse(text).bloecke


@pytest.mark.parametrize(
    "prose",
    [
        "Bürger*innen und Mitarbeiter*innen",
        "2 * 3 = 6 und 2*3*4 = 24",
        "28. März 2025 tagte der Kreistag",
        "1. Januar 2026 ist der Beginn",
        "3. Okt. 2025 ist frei",
        "<Entwurf> & <b>fett</b>",
        "§ 5 & 6 <= 7 > 3",
        "&amp; &uuml; &#167;",
        "snake_case_name und _",
        "„ja“ ‚nein‘ \"doch\" 'so'",
        "https://www.example.org/a_b*c",
        "#Hashtag und C#",
        "[eckig] (rund)",
        "100 % ~ 5 ~ 6",
        "Text | mit | Strichen",
        "! Achtung",
    ],
)
def test_german_office_prose_is_taken_letter_by_letter(prose):
    assert blocks(prose) == (Textblock("absatz", laeufe=(Lauf(prose),)),)


def test_an_indented_paragraph_stays_a_paragraph():
    assert blocks("Erstens\n\n    eingerückt") == (Textblock("absatz", laeufe=(Lauf("Erstens"),)), Textblock("absatz", laeufe=(Lauf("eingerückt"),)))


def test_bold_and_italic_may_overlap_and_words_may_be_partly_so():
    (block,) = blocks("a **b *c*** *d* ***e*** **Bürger*innen**")

    assert block.laeufe == (
        Lauf("a "), Lauf("b ", fett=True), Lauf("c", fett=True, kursiv=True), Lauf(" "), Lauf("d", kursiv=True), Lauf(" "),
        Lauf("e", fett=True, kursiv=True), Lauf(" "), Lauf("Bürger*innen", fett=True),
    )  # fmt: skip


def test_a_link_has_its_text_and_its_address():
    (block,) = blocks("Siehe [die **Seite**](https://www.example.org/a?b=1&c=2).")

    assert [(run.text, run.fett, run.ziel) for run in block.laeufe] == [
        ("Siehe ", False, ""), ("die ", False, "https://www.example.org/a?b=1&c=2"), ("Seite", True, "https://www.example.org/a?b=1&c=2"), (".", False, ""),
    ]  # fmt: skip


@pytest.mark.parametrize("broken", ["eins\\\nzwei", "eins  \nzwei"])
def test_a_backslash_or_two_blanks_break_a_line(broken):
    assert blocks(broken)[0].laeufe == (Lauf("eins"), Lauf("\n"), Lauf("zwei"))


def test_a_line_end_is_a_blank():
    assert blocks("eins\nzwei")[0].laeufe == (Lauf("eins zwei"),)


def test_lists_may_be_nested_and_hold_paragraphs():
    (block,) = blocks("1. eins\n\n   noch eins\n2. zwei\n   - drei\n     1. vier\n     2. fünf")

    inner = block.punkte[1][1]
    assert (block.art, block.nummeriert, block.beginn) == ("liste", True, 1)
    assert [[b.art for b in punkt] for punkt in block.punkte] == [["absatz", "absatz"], ["absatz", "liste"]]
    assert (inner.nummeriert, text_of(inner.punkte[0][0].laeufe)) == (False, "drei")
    assert (inner.punkte[0][1].nummeriert, inner.punkte[0][1].beginn, len(inner.punkte[0][1].punkte)) == (True, 1, 2)


def test_a_new_list_after_a_paragraph_counts_anew():
    assert [(b.art, b.beginn) for b in blocks("1. a\n2. b\n\nText\n\n1. c")] == [("liste", 1), ("absatz", 1), ("liste", 1)]


def test_a_table_has_a_head_and_aligned_cells():
    (block,) = blocks("| Jahr | EUR | a \\| b |\n|:---|---:|:---:|\n| 2025 | −5 | **c** |\n| 2026 |")

    assert block.kopf == (Zelle((Lauf("Jahr"),)), Zelle((Lauf("EUR"),), "rechts"), Zelle((Lauf("a | b"),), "mitte"))
    assert block.zeilen == (
        (Zelle((Lauf("2025"),)), Zelle((Lauf("−5"),), "rechts"), Zelle((Lauf("c", fett=True),), "mitte")),
        (Zelle((Lauf("2026"),)), Zelle((), "rechts"), Zelle((), "mitte")),
    )


def test_a_heading_of_the_third_level_is_one():
    assert blocks("### Zum „ja“ & mehr") == (Textblock("ueberschrift", laeufe=(Lauf("Zum „ja“ & mehr"),)),)


def test_a_picture_has_a_file_an_alternative_text_and_perhaps_a_caption():
    text = '![Karte der Größe](größe.png "Abbildung 1 & mehr")\n\n- Punkt\n\n  ![Plan](plan.png)'

    assert blocks(text)[0] == Textblock("bild", laeufe=(Lauf("Abbildung 1 & mehr"),), datei="größe.png", alternativtext="Karte der Größe")
    assert list(markup.pictures(markup.parse(text))) == ["größe.png", "plan.png"]


def test_a_plain_text_is_taken_as_it_is():
    assert markup.plain("1. *nichts*") == markup.Langtext((Textblock("absatz", laeufe=(Lauf("1. *nichts*"),)),))
    assert not markup.parse("")


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="\r")) | st.text("ab 12.*_-#>|[]()!`~\\<&\n", max_size=80))
def test_no_text_breaks_the_reader_and_every_refusal_has_a_line_of_it(text):
    for refused in markup.unknown(text):
        assert 1 <= refused.line <= text.count("\n") + 1
        assert "_" not in refused.sentence.split("»")[0]


@settings(deadline=None)
@given(st.text("abcäöüß ,.;:&<>()%§„“–0123456789", min_size=1).map(str.strip).filter(lambda text: text[:1].isalpha()))
def test_words_arrive_unharmed(text):
    (block,) = blocks(text)

    assert text_of(block.laeufe) == text


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("Siehe unten[^1].", "»[^1]«"),
        ("- [ ] noch zu tun", "»[ ]«"),
        ("Titel\n===", "»===«"),
        ("<https://example.org>", "»<https://example.org>«"),
    ],
)
def test_signs_of_other_dialects_are_refused_and_not_printed_as_they_stand(written, named):
    (found,) = markup.unknown(written)

    assert named in found.sentence
