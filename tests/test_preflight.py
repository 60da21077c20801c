"""What PDF/UA would not fulfil is refused before printing, with a sentence; what is printed is tagged rightly."""

from __future__ import annotations

import json
from datetime import date

import pikepdf
import pytest

from generator import markup
from generator.documents import Dokument
from generator.formats import pdf
from generator.problems import Problems

PAGE = '<!DOCTYPE html>\n<html{lang}><head><title>{title}</title><style>@page {{ size: A5; @bottom-right {{ content: "Seite " counter(page) }} }} body {{ font-family: "Liberation Sans" }} ::marker {{ font-variant-numeric: normal }}</style></head>\n<body><article>{body}</article></body></html>'


@pytest.fixture
def printed(tmp_path):
    def write(body: str, *, lang: str = ' lang="de-DE"', title: str = "Probe", **names: object) -> bytes:
        template = tmp_path / "probe" / "probe.html"
        template.parent.mkdir(exist_ok=True)
        template.write_text(PAGE.format(lang=lang, title=title, body=body), encoding="utf-8")
        return pdf.render(template, names)

    return write


FAULTS = {
    "no language": ("<h1>A</h1>", {"lang": ""}, "am Anfang fehlt die Sprache"),
    "no title": ("<h1>A</h1>", {"title": " "}, "der Titel fehlt oder ist leer"),
    "no first heading": ("<p>A</p>", {}, "genau eine Überschrift <h1>, gefunden: 0"),
    "two first headings": ("<h1>A</h1><h1>B</h1>", {}, "genau eine Überschrift <h1>, gefunden: 2"),
    "a heading before the first": ("<h2>A</h2><h1>B</h1>", {}, "vor der Überschrift <h1> steht schon »A« als <h2>"),
    "a skipped level": ("<h1>A</h1><h3>B</h3>", {}, "auf eine Überschrift <h1> folgt »B« als <h3>"),
    "an empty heading": ("<h1>A</h1><h2></h2>", {}, "eine Überschrift <h2> ist leer"),
    "a picture without alternative": ('<h1>A</h1><img src="data:image/png;base64,x">', {}, "hat keinen Alternativtext"),
    "a table without head": ("<h1>A</h1><table><tr><td>x</td></tr></table>", {}, "die Tabelle mit »x« hat keine Kopfzellen"),
    "a head without scope": ("<h1>A</h1><table><tr><th>x</th></tr></table>", {}, "fehlt einer Kopfzelle ihr scope"),
    "an unknown font": ('<h1 style="font-family: Foo">A</h1>', {}, "die Schrift »Foo« liegt nicht in _basis/fonts"),
    "a character without glyph": ("<h1>A 日</h1>", {}, "das Zeichen »日« (U+65E5) hat keine der mitgelieferten Schriften"),
    "a page from the network": ('<h1>A</h1><img alt="x" src="https://example.org/x.png">', {}, "liegt außerhalb der Druckvorlagen"),
    "a file of the machine": ('<h1>A</h1><img alt="x" src="file:///etc/hostname">', {}, "liegt außerhalb der Druckvorlagen"),
    "a style that is none": ('<h1 style="colour: red">A</h1>', {}, "die CSS-Angabe »colour: red«"),
}


@pytest.mark.parametrize(("body", "page", "sentence"), FAULTS.values(), ids=FAULTS)
def test_what_would_not_be_accessible_is_refused_with_the_druckvorlage_and_the_reason(printed, body, page, sentence):
    with pytest.raises(Problems) as refused:
        printed(body, **page)

    assert any(sentence in problem.sentence and problem.path.endswith("probe.html") for problem in refused.value.problems), str(refused.value)


def kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    found = element.get("/K", [])
    return [kid for kid in (found if isinstance(found, pikepdf.Array) else [found]) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def below(element: pikepdf.Object) -> list[pikepdf.Object]:
    return [inner for kid in kids(element) for inner in (kid, *below(kid))]


@pytest.fixture
def tagged(printed, tmp_path):
    def write(body: str, **names: object) -> tuple[pikepdf.Pdf, list[pikepdf.Object]]:
        path = tmp_path / "probe.pdf"
        path.write_bytes(printed(body, **names))
        document = pikepdf.open(path)
        return document, below(document.Root.StructTreeRoot)

    return write


def named(elements: list[pikepdf.Object], tag: str) -> list[pikepdf.Object]:
    return [element for element in elements if f"/{tag}" == element.S]


def test_a_table_over_several_pages_is_one_table_with_one_head(tagged):
    rows = "".join(f"| Zeile {i} | {i},00 |\n" for i in range(90))
    document, elements = tagged("<h1>A</h1>{{ text }}", text=markup.parse(f"| Was | EUR |\n|---|--:|\n{rows}"))

    assert len(document.pages) > 2
    (table,) = named(elements, "Table")
    assert [len(named(below(table), tag)) for tag in ("THead", "TH", "TR", "TD")] == [1, 2, 91, 180]
    heads = {str(cell.ID) for cell in named(elements, "TH")}
    assert all({str(head) for head in cell.A.Headers} <= heads and len(cell.A.Headers) == 1 for cell in named(elements, "TD"))


def test_a_paragraph_and_a_list_over_a_page_break_stay_one_element(tagged):
    long = "Ein Satz, der oft wiederkehrt. " * 150
    document, elements = tagged("<h1>A</h1>{{ text }}", text=markup.parse(f"{long}\n\n- eins\n- {long}\n- drei\n"))

    assert len(document.pages) > 2
    assert [len(named(elements, tag)) for tag in ("Art", "P", "L", "LI")] == [1, 1, 1, 3]


def test_cells_know_the_heads_of_the_true_grid(tagged):
    body = (
        '<h1>A</h1><table><thead><tr><th scope="col" rowspan="2">Nr.</th><th scope="col" colspan="2">Jahr</th></tr>'
        '<tr><th scope="col">2025</th><th scope="col">2026</th></tr></thead>'
        '<tbody><tr><th scope="row">1</th><td>a</td><td>b</td></tr></tbody></table>'
    )
    _, elements = tagged(body)

    names = {str(cell.ID): i for i, cell in enumerate(named(elements, "TH"))}
    assert [sorted(names[str(head)] for head in cell.A.Headers) for cell in named(elements, "TD")] == [[1, 2, 4], [1, 3, 4]]
    assert [str(cell.A.Scope) for cell in named(elements, "TH")] == ["/Column"] * 4 + ["/Row"]


def test_lists_say_how_they_are_numbered_and_links_where_they_lead(tagged):
    document, elements = tagged("<h1>A</h1>{{ text }}", text=markup.parse("1. eins\n   - innen\n\nZum [Rat](https://example.org/rat)"))

    assert [str(item.A.ListNumbering) for item in named(elements, "L")] == ["/Decimal", "/Circle"]
    (link,) = [annotation for page in document.pages for annotation in page.get("/Annots", [])]
    assert (str(link.Contents), str(link.A.URI)) == ("Rat", "https://example.org/rat")


def test_the_foot_of_each_page_is_an_artifact_and_no_part_of_the_text(tagged):
    document, elements = tagged("<h1>A</h1>")

    (page,) = document.pages
    marked = [item.operands for item in pikepdf.parse_content_stream(page) if str(item.operator) == "BDC"]
    assert [str(operands[1].get("/Subtype")) for operands in marked if operands[0] == "/Artifact"] == ["/Footer"]
    texts = {int(operands[1].MCID) for operands in marked if "/MCID" in operands[1]}
    assert texts == {int(kid) for element in elements for kid in element.get("/K", []) if isinstance(kid, int)}


def test_with_daten_einbetten_the_pdf_carries_its_view_as_its_source_and_is_pdf_a_3(printed, tmp_path):
    dokument = Dokument("Probe", "Kreis", "Probe", date(2025, 2, 17), einbetten=True)
    first, second = (printed("<h1>{{ dokument.titel }}</h1>", dokument=dokument, zahl="20.000 EUR") for _ in range(2))
    path = tmp_path / "probe.pdf"
    path.write_bytes(first)
    with pikepdf.open(path) as document, document.open_metadata() as meta:
        (file,) = document.Root.AF
        carried = json.loads(document.attachments["vorlage.json"].get_file().read_bytes())
        claims = (meta.get("pdfaid:part"), meta.get("pdfaid:conformance"), meta.get("pdfuaid:part"))

        assert (claims, str(file.AFRelationship), str(file.UF)) == (("3", "A", "1"), "/Source", "vorlage.json")
        assert (carried["zahl"], carried["dokument"]["datum"]) == ("20.000 EUR", "2025-02-17")
    assert first == second
