"""All kinds of papers over all of both worlds: what they are made of, and that every word arrives in every file."""

import re
from collections.abc import Hashable
from dataclasses import is_dataclass
from datetime import date
from typing import Literal, get_origin

import pytest
from conftest import DATA, EXAMPLE, TEMPLATES
from papers import EXAMPLES, PAPERS, Paper, files, flow, label, leaves, pages, papers, squeezed, told, view, walk, words

from generator.arbeitsblatt import Feld
from generator.documents import ARTEN, Dokument, papierart
from generator.views import as_data


def test_both_worlds_give_papers_of_every_kind():
    assert papers(EXAMPLE)
    assert papers(DATA)
    assert {paper.subject.art for paper in PAPERS} == set(ARTEN)


@pytest.mark.parametrize("art", ARTEN)
def test_a_view_is_made_of_words_flags_numbers_tuples_and_frozen_groups_of_them(art):
    for path, kind in leaves(papierart(art).View):
        if is_dataclass(kind):
            assert kind.__dataclass_params__.frozen, path
        elif kind is date:
            assert path == ".dokument.datum"
        else:
            assert kind in (str, int, bool) or get_origin(kind) is Literal, path


@pytest.mark.parametrize("art", ARTEN)
def test_a_kind_has_its_druckvorlagen_under_its_own_name(art):
    for format_ in papierart(art).FORMATE:
        ending = {"docx": ".docx", "pdf": ".html", "xlsx": ""}[format_]
        assert not ending or (TEMPLATES / art / f"{art}{ending}").is_file()


@pytest.mark.parametrize("paper", PAPERS, ids=label)
def test_a_view_is_finished_hashable_and_the_same_each_time(paper):
    seen = view(paper)

    assert isinstance(seen, Hashable)
    assert hash(seen) == hash(view.__wrapped__(paper))
    assert seen == view.__wrapped__(paper)
    assert isinstance(seen.dokument, Dokument)
    assert not [text for text in words(seen) if re.search(r"\bNone\b|\bTrue\b|\bFalse\b|Decimal\(|datetime|<built-in|object at 0x", text)]


@pytest.mark.parametrize("paper", EXAMPLES, ids=label)
def test_the_views_of_the_example_world_are_golden(paper, golden):
    golden(paper.name, as_data(view(paper)))


@pytest.mark.parametrize("paper", files("docx"), ids=label)
def test_every_word_of_the_view_is_in_the_word_file(paper):
    text = squeezed("".join(told(paper, "docx")))

    assert [word for word in words(view(paper)) if squeezed(word) not in text] == []


@pytest.mark.parametrize("paper", files("pdf", few=True), ids=label)
def test_every_word_of_the_view_is_on_the_page(paper):
    text = flow(paper) + squeezed("".join(pages(paper)))
    only_later = {view(paper).kopfzeile} if len(pages(paper)) == 1 else set()

    assert [word for word in words(view(paper)) if squeezed(word) not in text and word not in only_later] == []


@pytest.mark.parametrize("paper", files("xlsx"), ids=label)
def test_every_text_of_an_arbeitsblatt_is_in_the_workbook(paper):
    text = squeezed("".join(told(paper, "xlsx")))
    amounts = [field for field in walk(view(paper).arbeitsblatt) if isinstance(field, Feld) and field.art == "betrag"]
    numbers = {word for field in amounts for word in (field.wort, field.zusatz)}

    assert [word for word in words(view(paper).arbeitsblatt, without=frozenset()) if squeezed(word) not in text and word not in numbers] == []


@pytest.mark.parametrize("format_", ["docx", "pdf"])
@pytest.mark.parametrize("paper", files("pdf", few=True), ids=label)
def test_no_tag_of_a_druckvorlage_is_left_over(paper, format_):
    assert [line for line in told(paper, format_) if re.search(r"\{\{|\}\}|\{%|%\}|\{#|#\}", line)] == []


@pytest.mark.parametrize("paper", files("pdf", few=True), ids=label)
def test_word_and_pdf_tell_the_same_of_themselves(paper):
    dokument = view(paper).dokument
    for format_ in ("docx", "pdf"):
        assert dokument.titel in told(paper, format_)
        assert dokument.verfasser in told(paper, format_)


@pytest.fixture(scope="module")
def vorlage_037() -> Paper:
    return next(
        paper for paper in PAPERS if paper.subject.gegenstand == "kreis-warendorf/vorlagen/smart-region-strategie" and paper.subject.art == "beschlussvorlage"
    )


def test_vorlage_037_of_2025_has_three_pages_and_begins_its_beschlussvorschlag_on_the_first(vorlage_037):
    assert len(pages(vorlage_037)) == 3
    assert "Beschlussvorschlag:" in pages(vorlage_037)[0]
    assert [f"Seite {i} von 3" in page for i, page in enumerate(pages(vorlage_037), 1)] == [True] * 3


@pytest.mark.parametrize("paper", [paper for paper in files("pdf", few=True) if paper.subject.zugang != "oeffentlich"], ids=label)
def test_every_page_of_a_paper_that_is_not_public_says_so(paper):
    for page in pages(paper):
        assert re.search(r"nicht\s*öffentlich|nicht zur\s+Veröffentlichung", page, re.IGNORECASE)


@pytest.mark.parametrize("paper", files("pdf", few=True), ids=label)
def test_every_page_says_that_the_data_are_invented(paper):
    for page in pages(paper):
        assert "Musterdaten – Beträge, Beteiligung und Stand erfunden" in " ".join(page.split())
