"""What makes printing fast changes no byte: kept stylesheets, the own writer, what is changed inside WeasyPrint, a warm process."""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import subprocess
import sys
import weakref
from io import BytesIO
from pathlib import Path

import cffi
import pikepdf
import pytest
import weasyprint
from conftest import ROOT, TEMPLATES
from papers import EXAMPLES, view

from generator.formats import pdf
from generator.formats.pdf import declarations, engine, pango, private, styles, writer
from generator.problems import Problems

PAGE = '<!DOCTYPE html>\n<html lang="de"><head><title>Probe</title>{head}</head><body><h1>Ein Blatt</h1>{body}</body></html>'
BASE = 'body { font-family: "Liberation Sans" } ::marker { font-variant-numeric: normal } '
LINK = '<link rel="stylesheet" href="a.css">'
BODY = '<p class="a">Ein Absatz <span style="color: #123">mit</span> Wörtern</p><ul><li>eins<ul><li>zwei</li></ul></li></ul><table><tr><th scope="col">x</th></tr><tr><td>y</td></tr></table>'
PAGES = {
    "a plain link": (LINK, BODY, ".a { color: red }"),
    "two links of which the later wins": (f'{LINK}<link rel="stylesheet" href="b.css">', BODY, ".a { color: red; font-size: 20pt }"),
    "the same sheet twice": (LINK + LINK, BODY, ".a { color: red }"),
    "a style beside a link": (f"{LINK}<style>.a {{ color: blue }}</style>", BODY, ".a { color: red }"),
    "a style before a link": (f"<style>.a {{ color: blue }}</style>{LINK}", BODY, ".a { color: red }"),
    "an important style of an element": (LINK, '<p class="a" style="color: blue ! important">x</p>', ".a { color: red !important }"),
    "an important rule": (LINK, '<p class="a" style="color: blue">x</p>', ".a { color: red !important }"),
    "another medium": ('<link rel="stylesheet" href="a.css" media="screen"><link rel="stylesheet" href="b.css">', BODY, ".a { color: red }"),
    "an alternative sheet": ('<link rel="alternate stylesheet" href="a.css"><link rel="stylesheet" href="b.css">', BODY, ".a { color: red }"),
    "an import": (LINK, BODY, '@import "b.css"; .a { color: red }'),
    "layers": (LINK, BODY, "@layer x, y; @layer y { .a { color: red } } @layer x { .a { color: blue } }"),
    "a style of counting": (LINK, BODY, '@counter-style z { system: cyclic; symbols: "x"; suffix: " " } ul { list-style-type: z }'),
    "a page with margin boxes": (LINK, BODY, "@page { size: A5; @bottom-right { content: counter(page) } } @page :first { margin: 3cm } .a { break-after: page }"),
    "a link in the body": ("", LINK + BODY, ".a { color: red }"),
    "writing directions": (LINK, f'<div dir="rtl">{BODY}</div><dl dir="ltr"><dt>x</dt><dd>y</dd></dl>', ".a { color: red }"),
    "what is hidden": (LINK, f"<p hidden>nie</p>{BODY}", ".a { color: red }"),
    "a foot note": (LINK, "<p>Wort<span class=f>Fußtext</span></p>", ".f { float: footnote }"),
    "sides by their logical names": (
        LINK,
        f'<div dir="rtl">{BODY}</div>{BODY}',
        ".a { margin-inline-start: 1cm; padding-left: 2mm; border-block-end: 1pt solid; inset-inline-end: 3mm; position: relative } li { margin-left: 1cm; margin-inline: 2cm }",
    ),
    "variables, calculated and inherited values": (
        LINK,
        f'<section class="s">{BODY}</section>',
        ".s { --b: 5mm; color: #345; width: calc(50% + 2cm); text-indent: 1cm; border: 1pt solid } .s p { margin-left: var(--b); width: inherit; border: inherit; color: initial; text-indent: calc(1mm + 1%) } .s td { padding: max(1mm, 2%) }",
    ),
    "floats, positions and pages by name": (
        LINK,
        f'<p class="a">links</p><p class="b">oben</p><div class="c">{BODY}</div>',
        "@page quer { size: A5 landscape } .a { float: right; width: 3cm } .b { position: absolute; top: 1cm; right: 0 } .c { page: quer; display: inline-block }",
    ),
    "underlined, spaced and broken words": (
        LINK,
        '<p class="a">Ein langes\tWort <u>unter</u> und <s>durch</s></p><p class="b">Donaudampfschifffahrt, Stra\u00adße und noch viel mehr Wörter</p><p class="c">x y\tz</p>',
        ".a { letter-spacing: 2pt; word-spacing: 5pt; white-space: pre-wrap } .b { width: 2cm; hyphens: manual; overflow-wrap: anywhere; text-align: justify } .c { direction: rtl }",
    ),
}  # fmt: skip


@pytest.fixture
def printed(tmp_path):
    folder = tmp_path / "probe"
    folder.mkdir()

    def write(head: str, body: str, sheet: str) -> bytes:
        (folder / "probe.html").write_text(PAGE.format(head=head, body=body), encoding="utf-8")
        (folder / "a.css").write_text(BASE + sheet if "@import" not in sheet and "@layer" not in sheet else sheet, encoding="utf-8")
        (folder / "b.css").write_text(BASE + ".a { color: green }", encoding="utf-8")
        return pdf.render(folder / "probe.html", {})

    return write


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_whose_stylesheets_are_kept_is_the_one_that_weasyprint_makes_of_them(printed, page, monkeypatch):
    def result() -> bytes | str:
        try:
            return printed(*page)
        except Problems as problems:
            return str(problems)

    first, again = result(), result()
    monkeypatch.setattr(styles, "kept", lambda *_: [])

    assert first == again == result()


def test_unchanged_weasyprint_makes_the_same_of_each_page(tmp_path):
    pages = []
    for number, (head, body, sheet) in enumerate(PAGES.values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "probe.html").write_text(PAGE.format(head=head, body=body), encoding="utf-8")
        (folder / "a.css").write_text(f"{sheet} {BASE}", encoding="utf-8")
        (folder / "b.css").write_text(BASE, encoding="utf-8")
        pages.append((folder / "probe.html", {}))
    path = tmp_path / "pages.pickle"
    path.write_bytes(pickle.dumps(pages))

    changed, unchanged = other_process(path), other_process(path, VORLAGEN_WEASYPRINT="unveraendert")
    assert changed == unchanged
    assert changed.count("Druckvorlage:") < 4  # most pages are printed


def test_a_stylesheet_that_was_changed_is_read_anew(printed):
    red, blue, red_again = (printed(LINK, BODY, f".a {{ color: {colour} }}") for colour in ("red", "blue", "red"))

    assert red == red_again != blue


@pytest.mark.parametrize(
    ("head", "sheet", "sentence"),
    [
        (LINK, ".a { colour: red }", "die CSS-Angabe »colour: red"),
        (LINK, ".a:foo { color: red }", "den CSS-Selektor"),
        ('<link rel="stylesheet" href="fehlt.css">', "", "die CSS-Datei »fehlt.css« lässt sich nicht laden"),
        ('<link rel="stylesheet" href="/etc/hostname.css">', "", "liegt außerhalb der Druckvorlagen"),
    ],
)
def test_a_fault_of_a_stylesheet_is_a_finding_of_every_paper(printed, head, sheet, sentence):
    for _ in range(2):
        with pytest.raises(Problems) as refused:
            printed(head, BODY, sheet)
        assert any(sentence in problem.sentence for problem in refused.value.problems), str(refused.value)


# whole papers ---------------------------------------------------------------------------------------------------------

SCRIPT = """
import hashlib, pickle, sys
from pathlib import Path
from generator.formats import pdf
from generator.problems import Problems

papers = pickle.loads(Path(sys.argv[1]).read_bytes())
if "warm" in sys.argv:
    pdf.warm(papers[0][0].parents[1])
    pdf.tame()
    papers = [*papers[::-1], *papers]
made = {}
for template, view in papers:
    name = f"{template.name} {view.titel} {view.vermerke}" if view else str(template)
    try:
        made.setdefault(name, set()).add(hashlib.sha256(pdf.render(template, view)).hexdigest())
    except Problems as problems:
        made.setdefault(name, set()).add(str(problems))
print(sorted(made.items()))
print("Beside what prints:", [name for name in ("generator.model", "pydantic", "yaml", "babel") if name in sys.modules])
"""


@pytest.fixture(scope="module")
def some(tmp_path_factory) -> Path:
    """One paper of each kind of the example world, its Druckvorlage and its view, as another process reads them."""
    chosen = {}
    for paper in EXAMPLES:
        name = paper.subject.art
        template = TEMPLATES / name / f"{name}.html"
        if template.is_file() and not paper.subject.gegenstand.endswith("/auszeichnung"):
            chosen.setdefault((name, paper.subject.zugang), (template, view(paper)))
    path = tmp_path_factory.mktemp("papers") / "papers.pickle"
    path.write_bytes(pickle.dumps([*chosen.values()]))
    return path


def other_process(some: Path, *arguments: str, **environment: str) -> str:
    command = [sys.executable, "-c", SCRIPT, str(some), *arguments]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, check=True, encoding="utf-8")
    return done.stdout


@pytest.fixture(scope="module")
def fresh(some) -> str:
    return other_process(some)


def test_unchanged_weasyprint_writes_the_same_bytes(some, fresh):
    assert other_process(some, VORLAGEN_WEASYPRINT="unveraendert") == fresh


def test_who_prints_papers_imports_nothing_of_their_data(some):
    assert other_process(some, "warm").endswith("Beside what prints: []\n")


def test_a_warm_process_that_made_other_papers_before_writes_the_same_bytes(some, fresh):
    assert other_process(some, "warm") == fresh
    assert fresh.count("beschlussvorlage.html") > 0


def test_another_version_of_weasyprint_is_left_as_it_is(monkeypatch):
    assert private.wanted()

    monkeypatch.setattr(weasyprint, "__version__", "70.1")
    assert not private.wanted()


def test_the_environment_can_ask_for_an_unchanged_weasyprint(monkeypatch):
    monkeypatch.setenv("VORLAGEN_WEASYPRINT", "unveraendert")

    assert not private.wanted()


def test_the_declarations_that_were_read_beforehand_are_those_of_the_installed_weasyprint():
    assert declarations.MADE.read_text("utf-8") == declarations.made(), "run python -m generator.formats.pdf.declarations"


def test_a_process_that_prints_has_no_declarations_parsed():
    script = """
from pathlib import Path
import cffi
from generator.formats.pdf import engine, pango
cffi.FFI.cdef = lambda *_: exit("parsed")
weasyprint, _ = engine.start(Path("templates/_basis"))
from weasyprint.text.ffi import ffi
print(ffi is pango.ffi)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, encoding="utf-8")

    assert done.stdout == "True\n"


def test_no_other_declarations_are_taken_for_those_that_were_read():
    with pytest.raises(RuntimeError, match="other declarations than WeasyPrint's"):
        pango.ffi.cdef("int puts(const char *);")


@pytest.mark.parametrize("why", ["another WeasyPrint", "the environment"])
def test_other_declarations_are_parsed_by_weasyprint_itself(why, monkeypatch):
    if why == "the environment":
        monkeypatch.setenv("VORLAGEN_WEASYPRINT", "unveraendert")
    else:
        monkeypatch.setattr(pango, "SOURCE", "0" * 64)
    plain = cffi.FFI

    with declarations.read_beforehand():
        assert cffi.FFI is plain


def test_the_own_writer_writes_what_pydyf_writes(some, monkeypatch):
    papers = pickle.loads(some.read_bytes())  # noqa: S301 - from our own fixture
    ours = [pdf.render(template, seen) for template, seen in papers]
    monkeypatch.setattr(writer, "take_over", lambda _: None)

    assert [hashlib.sha256(data).hexdigest() for data in ours] == [hashlib.sha256(pdf.render(*paper)).hexdigest() for paper in papers]
    for data in ours:
        with pikepdf.open(BytesIO(data)) as document:
            assert not document.check_pdf_syntax()


def test_while_garbage_collection_is_off_printing_collects_when_enough_is_waiting():
    class Circle:
        def __init__(self) -> None:
            self.own = self

    gc.collect()
    gc.disable()
    try:
        circle = weakref.ref(Circle())
        engine.sweep()
        alive = circle() is not None
        others = [Circle() for _ in range(engine.SWEPT_AT)]
        engine.sweep()
        assert alive
        assert circle() is None
        assert others
    finally:
        gc.enable()
