"""The papers of the Word benchmark: for each case the Druckvorlage in each dialect, and views with other words and rows in every paper.

The project's own Druckvorlagen are filled with real views of tests/example and data/ whose words, numbers and rows are
drawn anew for each paper; a long text is some paragraphs, which `{{p text }}` prints for us and a loop for docxtpl. The
picture of a Bericht is the same for all and drawn beforehand; docxtpl puts it in as InlineImage. The lean Vorlage, three
pages long, is built once in docxtpl's tags and once in docxtemplater's. docxtpl's examples are built after its
documentation, since its packages hold none of them.
"""

from __future__ import annotations

import json
import pickle
import random
import re
import shutil
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from conftest import DATA, EXAMPLE, TEMPLATES
from docx import Document
from docx.oxml.ns import qn
from papers import PAPERS, kinds, view
from word_lean import example_header, example_order, example_table, lean, lean_paper

from generator import charts
from generator.charts import Diagramm
from generator.documents import Dokument
from generator.formats.completeness import printed
from generator.markup import Langtext, Lauf, Textblock

_SPOKEN = (
    "Radweg Sitzung Haushalt Förderung Gemeinde Ausschuss & Straße Breitband Sensorik „Region“ Mobilität Klimaschutz Öffentlichkeit Maßnahme Überblick Verwaltung "
    "Bürgerservice Projektträger Zuständigkeit beschließt prüft empfiehlt bis gemäß <Entwurf> Kreis Stadt Amt für und mit Nachtrag Leitbild Bestand Zuwendung Bescheid"
)
WORDS = tuple(_SPOKEN.split())
_GROWING = frozenset({"zeilen", "stationen", "eintraege", "punkte", "projekte", "fristzeilen", "merkmale"})
_LONGTEXT = re.compile(r"\s*\{\{\s*p\s+(.+?)\s*\}\}\s*")
PAPIERE = {
    "Beschlussvorlage": ("beschlussvorlage", EXAMPLE, "radweg"),
    "Projektblatt": ("projektblatt", EXAMPLE, "suessau-2025-09-30-intern"),
    "Sachstandsbericht": ("sachstandsbericht", DATA, "2025-2"),
}
"""The project's own: name, kind of paper, and the one whose view is varied."""


@dataclass(frozen=True)
class Case:
    """One Druckvorlage in the dialects of the contestants, and where the views lie."""

    name: str
    folder: Path
    peers: tuple[str, ...]

    @property
    def views(self) -> Path:
        """The views as dataclasses."""
        return self.folder / "views.pickle"

    @property
    def plain(self) -> Path:
        """The same views as lines of JSON."""
        return self.folder / "views.jsonl"


def cases(folder: Path, count: int) -> Iterator[Case]:
    """All cases, each laid into a folder of its own with `count` views."""
    for name, (art, world, ending) in PAPIERE.items():
        paper = next(p for p in PAPERS if p.subject.art == art and p.folder == world and p.name.endswith(ending))
        case = _case(folder, name, "docxtpl")
        shutil.copy(TEMPLATES / art / f"{art}.docx", case.folder / "ours.docx")
        _plain_dialect(case.folder / "ours.docx", case.folder / "docxtpl.docx")
        _lay(case, _views(view(paper), count))
        yield case
    case = _case(folder, "lean Vorlage", "docxtpl", "docxtemplater")
    base = TEMPLATES / "beschlussvorlage" / "beschlussvorlage.docx"
    lean(base, case.folder / "docxtemplater.docx", curly=True)
    _same(case, lean(base, case.folder / "ours.docx", curly=False))
    _lay(case, _views(lean_paper(), count))
    yield case
    for name, build in {"docxtpl: order": example_order, "docxtpl: dynamic table": example_table, "docxtpl: header": example_header}.items():
        case = _case(folder, name, "docxtpl")
        example = build(case.folder / "ours.docx")
        _same(case, case.folder / "ours.docx")
        _lay(case, _views(example, count))
        yield case


def _views(seen: Any, count: int) -> list[Any]:
    return [varied(seen, random.Random(number)) for number in range(count)]  # noqa: S311 - lots are drawn for words, not for secrets


def _case(folder: Path, name: str, *peers: str) -> Case:
    case = Case(name, folder / re.sub(r"\W+", "-", name.lower()), peers)
    case.folder.mkdir(parents=True)
    return case


def _same(case: Case, template: Path) -> None:
    shutil.copy(template, case.folder / "docxtpl.docx")


def _lay(case: Case, views: list[Any]) -> None:
    case.views.write_bytes(pickle.dumps(views))
    case.plain.write_text("".join(f"{json.dumps(_plain(seen, case.folder), ensure_ascii=False)}\n" for seen in views), encoding="utf-8")


def _plain_dialect(ours: Path, peer: Path) -> None:
    """`{{p text }}` becomes a loop over paragraphs in the same style; a chart stays one tag, which prints an InlineImage."""
    document = Document(str(ours))
    for paragraph in list(document.element.body.iter(qn("w:p"))):
        match = _LONGTEXT.fullmatch("".join(t.text or "" for t in paragraph.iter(qn("w:t"))))
        if not match:
            continue
        lines = ["{{ diagramm }}"] if match[1] == "diagramm" else [f"{{%p for absatz in {match[1]} %}}", "{{ absatz }}", "{%p endfor %}"]
        for line in lines:
            copy = deepcopy(paragraph)
            first, *others = copy.iter(qn("w:t"))
            first.text = line
            for other in others:
                other.text = ""
            paragraph.addprevious(copy)
        paragraph.getparent().remove(paragraph)
    document.save(str(peer))


def _plain(value: Any, folder: Path) -> Any:
    """A view as JSON: a long text is the list of its paragraphs, a chart the file of its picture."""
    if isinstance(value, Dokument):
        return value.titel
    if isinstance(value, Langtext):
        return [block.laeufe[0].text for block in value.bloecke]
    if isinstance(value, Diagramm):
        path = folder / "diagramm.png"
        if not path.exists():
            path.write_bytes(charts.png(value))
        return {"picture": str(path), "millimetres": charts.WIDTH_MM}
    if isinstance(value, tuple):
        return [_plain(item, folder) for item in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name), folder) for field in fields(value)}
    return value


def varied(value: Any, chance: random.Random) -> Any:
    """A view with other words and numbers, and up to three more rows in its tables."""
    if isinstance(value, Langtext):
        return Langtext(tuple(Textblock("absatz", (Lauf(_words(chance, chance.randint(20, 60))),)) for _ in value.bloecke))
    if not is_dataclass(value) or isinstance(value, Diagramm | Dokument):
        return value
    changed = {}
    for field in fields(value):
        old = getattr(value, field.name)
        if isinstance(old, tuple):
            more = chance.randint(0, 3) if old and field.name in _GROWING else 0
            changed[field.name] = tuple(_other(item, chance) if isinstance(item, str) else varied(item, chance) for item in (*old, *old[-1:] * more))
        elif not isinstance(old, str):
            changed[field.name] = varied(old, chance)
        elif field.name in printed(type(value)) and kinds(type(value))[field.name] is str:
            changed[field.name] = _other(old, chance)
    return replace(value, **changed)


def _other(text: str, chance: random.Random) -> Any:
    """Other words of about the same length; what is short, such as a tick box, stays."""
    if len(text) < 3:
        return text
    return type(text)(
        " ".join(str(chance.randint(10 ** (len(word) - 1), 10 ** len(word))) if word.isdigit() else chance.choice(WORDS) for word in text.split(" "))
    )


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count))
