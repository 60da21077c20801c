"""Contestant: this project as a worker runs it, all its checks and the repair of the tags included. Argument: a case's folder."""

import sys

from measure import serve
from pdf_papers import case

from generator.formats import pdf

paper = case(sys.argv[1])
views = paper.views
pdf.warm(paper.html.parents[1])
pdf.tame()

serve(lambda number: pdf.render(paper.html, views[number]), "pdf")
