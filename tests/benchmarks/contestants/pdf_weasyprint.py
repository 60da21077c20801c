"""Contestant: WeasyPrint as its documentation shows it, of the same page that plain Jinja fills. Argument: a case's folder."""

import sys

from measure import serve
from pdf_pages import page
from pdf_papers import case
from weasyprint import HTML

paper = case(sys.argv[1])
views = paper.views
base = paper.html.parent.as_uri() + "/"


def write(number: int) -> bytes:
    data: bytes = HTML(string=page(paper.html, views[number]), base_url=base).write_pdf(pdf_variant="pdf/a-2a", pdf_tags=True)
    return data


serve(write, "pdf")
