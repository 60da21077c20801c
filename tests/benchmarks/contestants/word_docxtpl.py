"""Contestant: plain docxtpl as its documentation uses it. Arguments: a case's folder."""

import json
import sys
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from measure import serve

folder = Path(sys.argv[1])
views = [
    vars(json.loads(line, object_hook=lambda group: SimpleNamespace(**group))) for line in (folder / "views.jsonl").read_text(encoding="utf-8").splitlines()
]  # names by attribute, which Jinja reads faster than keys


def make(number: int) -> bytes:
    """Opened, rendered and saved for each paper: an object that was rendered once is not its Druckvorlage any more."""
    document = DocxTemplate(str(folder / "docxtpl.docx"))
    names: dict[str, Any] = views[number]
    if "diagramm" in names:
        names = {**names, "diagramm": InlineImage(document, names["diagramm"].picture, width=Mm(names["diagramm"].millimetres))}
    document.render(names, autoescape=True)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


serve(make, "docx")
