"""All papers of the example world and of data/, each viewed and rendered once for all tests that look at it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from conftest import DATA, EXAMPLE, TEMPLATES
from pypdf import PdfReader

from generator import data, make, selection
from generator.arbeitsblatt import Arbeitsblatt
from generator.charts import Diagramm
from generator.documents import Dokument, Subject
from generator.fingerprint import pictures
from generator.formats import docx, pdf, xlsx
from generator.markup import Datei, Ziel
from generator.problems import Problems
from generator.rendering import FORMATS, Druckvorlagen, Ergebnis, render


@dataclass(frozen=True)
class Paper:
    """One paper of one of the two worlds."""

    folder: Path
    subject: Subject

    @property
    def name(self) -> str:
        """`beschlussvorlage/gruenfliess-radweg`, with the audience where a body has one of each."""
        where = "" if self.subject.art not in ("projektblatt", "beschlusskontrolle") else f"-{self.subject.zugang}"
        return f"{self.subject.art}/{self.subject.koerperschaft}-{self.subject.gegenstand.rsplit('/', 1)[-1]}{where}"


@cache
def world(folder: Path) -> data.Daten:
    """A world as read."""
    return data.load(folder)


def papers(folder: Path) -> list[Paper]:
    """All papers that can be made of a world."""
    try:
        auftrag = selection.choose(world(folder), TEMPLATES, ())
    except Problems:
        return []
    return [Paper(folder, subject) for subject in auftrag.subjects if not auftrag.causes(subject)]


EXAMPLES = papers(EXAMPLE)
PAPERS = [*EXAMPLES, *papers(DATA)]


def label(paper: Paper) -> str:
    """How test reports name a paper."""
    return f"{'example' if paper.folder == EXAMPLE else 'data'}:{paper.name}"


@cache
def view(paper: Paper) -> Any:
    """Its view."""
    return make.view(world(paper.folder), paper.subject)


@cache
def _rendered(paper: Paper, format_: str) -> Ergebnis:
    folder = (paper.folder / paper.subject.gegenstand).parent
    shown = {name: (folder / name).read_bytes() for name in pictures(view(paper))}
    return render(Druckvorlagen(TEMPLATES).job(paper.subject.art, format_, "", view(paper), shown))


def made(paper: Paper, format_: str) -> bytes:
    """One of its files."""
    result = _rendered(paper, format_)
    assert not result.problems, result.problems
    assert not result.panne, result.panne
    return result.data


@cache
def told(paper: Paper, format_: str) -> tuple[str, ...]:
    """All texts of one of its files."""
    return tuple({"docx": docx, "pdf": pdf, "xlsx": xlsx}[format_].words(made(paper, format_)))


@cache
def pages(paper: Paper) -> tuple[str, ...]:
    """The text of each page of its PDF."""
    return tuple(page.extract_text() for page in PdfReader(BytesIO(made(paper, "pdf"))).pages)


def files(format_: str, *, few: bool = False) -> list[Paper]:
    """The papers that are made in a format; `few` takes of data/ all Vorlagen, but one body's sheets and one Bericht."""
    assert format_ in FORMATS
    found = [paper for paper in PAPERS if format_ in selection.formats(paper.subject)]
    chosen = {paper.subject.art: paper.subject.gegenstand for paper in found if paper.folder == DATA and paper.subject.art != "beschlussvorlage"}
    return [paper for paper in found if not few or paper.folder != DATA or paper.subject.gegenstand == chosen.get(paper.subject.art, paper.subject.gegenstand)]


def flow(paper: Paper) -> str:
    """The text of a PDF without white space and without what repeats at the head and foot of its pages."""
    seen = view(paper)
    furniture = [seen.absender, seen.kopfzeile, seen.musterdaten, "·".join(seen.vermerke)]
    text = ""
    for number, page in enumerate(pages(paper), 1):
        here, before = squeezed(page), ""
        while here != before:
            before = here
            for piece in filter(None, map(squeezed, (*furniture, f"Seite {number} von {len(pages(paper))}"))):
                here = here.removeprefix(piece).removesuffix(piece)
        text += re.sub(r"(?:\d{1,2}\.|[a-z]\.|[•◦▪])+$", "", here)  # the marks of lists are painted after the text
    return text


def squeezed(text: str) -> str:
    """A text without white space and soft hyphens: lines and pages break where they must."""
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


@cache
def kinds(cls: type) -> Mapping[str, Any]:
    """The types of a class's fields."""
    return get_type_hints(cls)


def words(value: Any, *, without: frozenset[type] = frozenset({Dokument, Diagramm, Arbeitsblatt})) -> Iterator[str]:
    """Every printed text of a view: all of type str, but no Literal, no address, no file name, no alternative text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from words(item, without=without)
    elif is_dataclass(value) and type(value) not in without:
        for field in fields(value):
            kind = kinds(type(value))[field.name]
            if get_origin(kind) is not Literal and kind not in (Ziel, Datei) and field.name != "alternativtext":
                yield from words(getattr(value, field.name), without=without)


def walk(value: Any) -> Iterator[Any]:
    """All groups that a view is made of."""
    if isinstance(value, tuple):
        for item in value:
            yield from walk(item)
    elif is_dataclass(value):
        yield value
        for field in fields(value):
            yield from walk(getattr(value, field.name))


def leaves(kind: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """All that a view is made of, by place: the types at the ends of its fields."""
    if get_origin(kind) is tuple:
        for inner in get_args(kind):
            if inner is not Ellipsis:
                yield from leaves(inner, f"{path}[]")
    elif hasattr(kind, "__supertype__"):
        yield from leaves(kind.__supertype__, path)
    elif isinstance(kind, type) and is_dataclass(kind):
        yield path, kind
        if path.count("punkte") < 2:  # points hold blocks that hold points
            for name, inner in kinds(kind).items():
                yield from leaves(inner, f"{path}.{name}")
    else:
        yield path, kind
