"""A page that is read in C has the tree that the rules of HTML give it; a page that they would mend is not read so."""

from __future__ import annotations

import pytest
from conftest import TEMPLATES
from hypothesis import given
from hypothesis import strategies as st
from papers import PAPERS, label, view
from weasyprint import HTML

from generator.fingerprint import pictures
from generator.formats.pdf import basis, printing
from generator.formats.pdf.parsing import tree

PAGE = '<!DOCTYPE html>\n<html lang="de">\n<head>\n<meta charset="utf-8"><title>Probe &amp; mehr</title>\n</head>\n<body class="a">{}</body>\n</html>\n'
MENDED = {
    "a row without its group": "<table><tr><td>x</td></tr></table>",
    "a text between two rows": "<table><tbody><tr><td>x</td></tr> y <tr><td>z</td></tr></tbody></table>",
    "a table in a paragraph": "<p>x<table><tbody><tr><td>y</td></tr></tbody></table></p>",
    "a list in a paragraph": "<p>x<ul><li>y</li></ul></p>",
    "a paragraph in a word": "<span><p>x</p></span>",
    "a heading in a heading": "<h1>x<h2>y</h2></h1>",
    "an item in an item": "<ul><li>x<div><li>y</li></div></li></ul>",
    "a link in a link": '<a href="x">x<b><a href="y">y</a></b></a>',
    "an element that ends as it begins": "<div/><p>x</p>",
    "an end tag of what has none": "<p>x</br>y</p>",
    "an end tag that is missing": "<p>x<p>y</p>",
    "tags that overlap": "<b>x<i>y</b>z</i>",
    "a name that XML does not know": "<p>x&nbsp;y</p>",
    "a number that stands for another character": "<p>x&#150;y</p>",
    "an ampersand that stands for itself": "<p>x & y</p>",
    "a line break in an attribute": '<p title="x\ny">z</p>',
    "an attribute without a value": "<p hidden>x</p>",
    "an attribute without quotes": "<p class=x>y</p>",
    "an attribute that comes twice": '<p class="x" class="y">z</p>',
    "capitals": "<P>x</P>",
    "a comment": "<p>x<!-- y -->z</p>",
    "a drawing": "<svg><circle/></svg>",
    "text before lines": "<pre>\nx</pre>",
    "a style": "<style>p > b { color: red }</style>",
    "a name space": '<p xmlns="urn:x">y</p>',
    "a character that no file may hold": "<p>x\x01y</p>",
}


def elements(root) -> list[object]:
    return [(element.tag, list(element.attrib.items()), element.text, element.tail) for element in root.iter()]


def expected(html: str) -> list[object]:
    return elements(HTML(string=html).etree_element)


@pytest.mark.parametrize("body", MENDED.values(), ids=MENDED)
def test_a_page_that_html_would_mend_or_read_otherwise_is_left_to_its_own_parser(body):
    assert tree(PAGE.format(body)) is None


@pytest.mark.parametrize(
    "page",
    [
        "<p>x</p>",
        PAGE.format("").replace("<!DOCTYPE html>", "<!doctype html>"),
        PAGE.format("").replace("<head>", "<head><base href='x'>"),
        PAGE.format("<p>x</p>").replace("</head>", "</head>x"),
        PAGE.format("<p>x</p>") + "y",
        PAGE.format("<p>x</p>") + "<p>y</p>",
        '<!DOCTYPE html [<!ENTITY x "y">]><html><head><title>x</title></head><body></body></html>',
    ],
)
def test_what_is_no_whole_page_is_left_too(page):
    assert tree(page) is None


@pytest.mark.parametrize("paper", PAPERS, ids=label)
def test_every_paper_is_read_in_c_and_as_html_reads_it(paper):
    template = TEMPLATES / paper.subject.art / f"{paper.subject.art}.html"
    shown = dict.fromkeys(pictures(view(paper)), b"x")
    html = printing._html(template, (template.parent, basis(template)), view(paper), shown)

    root = tree(html)

    assert root is not None
    assert elements(root) == expected(html)


# any page -------------------------------------------------------------------------------------------------------------

PHRASES = ("a", "b", "em", "i", "small", "span", "strong", "u", "q")
BLOCKS = ("article", "blockquote", "div", "dl", "figure", "h2", "li", "ol", "p", "section", "table", "tbody", "td", "th", "thead", "tr", "ul")
words = st.sampled_from(["", " ", "\n", "x", "Maß & Ziel", "\u00a0", "<", "\u00ad", "a > b", "\n\ny ", '"', "𝄞"])


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@st.composite
def flows(draw, inside: st.SearchStrategy[str]) -> str:
    tag = draw(st.sampled_from(PHRASES + BLOCKS))
    attributes = draw(st.sampled_from(["", ' class="a b"', ' title="x > y"', ' data-x="&quot;&#39;"', ' lang="de"\n id="n"']))
    kids = draw(st.lists(st.tuples(inside, words), max_size=4))
    return f"<{tag}{attributes}>{escaped(draw(words))}{''.join(kid + escaped(tail) for kid, tail in kids)}</{tag}>"


leaves = st.sampled_from(["", "<br>", "<br/>", '<img src="a.png" alt="x">', "<hr>", "<p>x</p>", "<b>y</b>", "<col>", "<li>z</li>"])
SOUND = (
    "<table><caption>{1}</caption><colgroup><col><col/></colgroup><thead>\n<tr><th>{1}</th></tr>\n</thead><tbody><tr><td>{0}</td> <td>{1}</td></tr></tbody></table>",
    "<ul>\n<li>{1}</li>\n<li>{0}<ol><li>{1}</li></ol></li></ul>{0}",
    "<div><h2>{1}</h2>{0}<p>{1} <b>{1}</b><br>{1}</p></div>",
    "<dl><dt>{1}</dt><dd>{0}<dl><dd>x</dd></dl></dd></dl>",
)


@given(st.recursive(leaves, flows, max_leaves=12), words)
def test_any_nesting_is_read_as_html_reads_it_or_not_at_all(body, before):
    html = PAGE.format(escaped(before) + body)

    root = tree(html)

    assert root is None or elements(root) == expected(html)


@given(st.lists(st.tuples(st.sampled_from(SOUND), words, words), min_size=1, max_size=5), st.sampled_from(["", "\n", " \n\n"]))
def test_soundly_nested_pages_are_all_read_in_c(parts, end):
    body = "".join(form.format(f"<p>{escaped(a)}</p>", escaped(b)) for form, a, b in parts)
    html = PAGE.format(body) + end

    root = tree(html)

    assert root is not None
    assert elements(root) == expected(html)
