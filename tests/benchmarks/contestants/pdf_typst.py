"""Contestant: Typst with a kept compiler and the same fonts. Argument: a case's folder.

Its template prints what stands on the page of the Druckvorlage: that page is read into plain data before anything is
measured, so Typst has less to do than an engine that reads HTML and CSS.
"""

import json
import sys
from pathlib import Path
from typing import Any

import tinyhtml5
import typst
from measure import serve
from pdf_pages import page
from pdf_papers import case

from generator.formats.pdf import basis

FLOW = {"h1", "h2", "h3", "p", "ul", "ol", "table"}
TEMPLATE = Path(__file__).with_name("pdf_typst.typ")


def flow(element: Any) -> list[Any]:
    """Headings, paragraphs, lists and tables in their order; what only groups them is left out."""
    found = []
    for child in element:
        if child.tag in FLOW:
            found.append(block(child))
        elif isinstance(child.tag, str):
            found += flow(child) or ([{"art": "p", "text": text(child)}] if text(child) else [])
    return found


def block(element: Any) -> Any:
    if element.tag in ("ul", "ol"):
        return {"art": element.tag, "punkte": [flow(item) or [{"art": "p", "text": text(item)}] for item in element]}
    if element.tag == "table":
        rows = [{"kopf": part.tag == "thead", "zellen": [cell(inner) for inner in row]} for part in element for row in part if row.tag == "tr"]
        return {"art": "table", "spalten": max(sum(inner["breit"] for inner in row["zellen"]) for row in rows), "zeilen": rows}
    return {"art": element.tag, "text": text(element)}


def cell(element: Any) -> Any:
    return {"text": text(element), "breit": int(element.get("colspan", "1")), "kopf": element.tag == "th"}


def text(element: Any) -> str:
    return " ".join("".join(f" {part} " if element.tag == "br" else part for part in element.itertext()).split())


def data(html: str) -> str:
    root = tinyhtml5.parse(html, namespace_html_elements=False)
    body = root.find("body")
    heads = {name: body.get(f"data-{name}", "") for name in ("absender", "vermerke", "kopfzeile", "musterdaten")}
    return json.dumps({"titel": text(root.find("head/title")), "flow": flow(body), **heads}, ensure_ascii=False)


paper = case(sys.argv[1])
papers = [data(page(paper.html, view)) for view in paper.views]
compiler = typst.Compiler(TEMPLATE, font_paths=[basis(paper.html) / "fonts"], ignore_system_fonts=True)


def write(number: int) -> bytes:
    made = compiler.compile(format="pdf", sys_inputs={"papier": papers[number]}, pdf_standards="a-2a")
    assert isinstance(made, bytes)
    return made


serve(write, "pdf")
