"""The papers of the PDF benchmark: real views of data/ in which every sentence bears the paper's number, so that no paper is like another.

The chart of a Bericht is the same in all, and so is drawn before anything is measured.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from conftest import DATA, TEMPLATES

from generator import data, make, selection
from generator.charts import Diagramm
from generator.documents import Dokument
from generator.model import Zugang

PAPIERE: dict[str, tuple[str, Zugang]] = {
    "Vorlage": ("ahlen/beschlussvorlage-smart-region-strategie", "oeffentlich"),
    "Projektblatt öffentlich": ("ahlen/projektblatt-2025-09-30", "oeffentlich"),
    "Projektblatt intern": ("ahlen/projektblatt-2025-09-30", "intern"),
    "Sachstandsbericht": ("kreis-warendorf/sachstandsbericht-2025-2", "oeffentlich"),
}
"""Whose view is varied."""
_SENTENCE = re.compile(r"(?<=[a-zäöüß])\.(?= |$)")


@dataclass(frozen=True)
class Case:
    """One kind of paper: its Druckvorlage as HTML and as Word, and where its views lie."""

    name: str
    folder: Path
    art: str

    @property
    def html(self) -> Path:
        """Of which ours and WeasyPrint's are made."""
        return TEMPLATES / self.art / f"{self.art}.html"

    @property
    def docx(self) -> Path:
        """Of which LibreOffice's is made."""
        return TEMPLATES / self.art / f"{self.art}.docx"

    @property
    def views(self) -> list[Any]:
        """What each paper says."""
        found: list[Any] = pickle.loads((self.folder / "views.pickle").read_bytes())  # noqa: S301 - laid there by the benchmark
        return found


def case(folder: str) -> Case:
    """The case that lies in a folder: what a contestant is told."""
    return Case(Path(folder).name, Path(folder), (Path(folder) / "art").read_text("utf-8"))


def cases(folder: Path, count: int) -> Iterator[Case]:
    """All cases, each laid into a folder of its own with `count` views."""
    world = data.load(DATA)
    subjects = selection.choose(world, TEMPLATES, ()).subjects
    for name, (identity, zugang) in PAPIERE.items():
        subject = next(subject for subject in subjects if (subject.id, subject.zugang) == (identity, zugang))
        view = make.view(world, subject)
        home = folder / name
        home.mkdir(parents=True)
        (home / "art").write_text(subject.art, encoding="utf-8")
        (home / "views.pickle").write_bytes(pickle.dumps([numbered(view, number) for number in range(count)]))
        yield case(str(home))


def numbered(value: Any, number: int) -> Any:
    """A view whose every sentence ends with a number."""
    if isinstance(value, str):
        return type(value)(_SENTENCE.sub(f" {number}.", value))
    if isinstance(value, tuple):
        return tuple(numbered(item, number) for item in value)
    if not is_dataclass(value) or isinstance(value, type | Diagramm | Dokument):
        return value
    return replace(value, **{field.name: numbered(getattr(value, field.name), number) for field in fields(value)})
