"""The door to data/: what is sound (`Bestand`), and all that is wrong, with file and line."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, RootModel

from generator import markup
from generator.model import Bestand, Formular, Gremium, Koerperschaft, Projekt, Region, Sitzung, Vorlage
from generator.problems import Problem, Problems, nearest
from generator.reading import Quelle, Stelle, read
from generator.rules import Befund, pruefen
from generator.rules.texte import longtexts
from generator.scalars import Kennung

M = TypeVar("M", bound=BaseModel)


class Gremien(RootModel[dict[Kennung, Gremium]]):
    """gremien.yaml: die Gremien einer Körperschaft mit ihren Kennungen."""


class Sitzungen(RootModel[dict[Kennung, Sitzung]]):
    """sitzungen.yaml: die Sitzungen einer Körperschaft mit ihren Kennungen."""


KINDS: Mapping[str, type[BaseModel]] = MappingProxyType({
    "region": Region, "formular": Formular, "koerperschaft": Koerperschaft, "gremien": Gremien,
    "sitzungen": Sitzungen, "vorlage": Vorlage, "projekt": Projekt,
})  # fmt: skip
"""Kinds of data files by the name of their JSON Schema."""


@dataclass(frozen=True)
class Daten:
    """data/ as read: the sound world, all findings, and where to look for the line of any place in it."""

    folder: Path
    bestand: Bestand
    problems: tuple[Problem, ...]

    @cached_property
    def oeffentlich(self) -> Bestand:
        """The world without anything that is not public."""
        return self.bestand.oeffentlich()

    @cached_property
    def broken(self) -> frozenset[str]:
        """Ids of the files that have at least one Fehler; no paper that needs one of them is made."""
        return frozenset(_id(self.folder, p.path) for p in self.problems if p.blocks)


def load(folder: Path) -> Daten:
    """Reads all of data/. Raises Problems only where nothing can be made: no such folder, or no sound region.yaml."""
    if not folder.is_dir():
        raise Problems([Problem(str(folder), 0, "Den Datenordner gibt es nicht; mit »--daten ORDNER« einen anderen nennen")])
    collecting = gc.isenabled()
    gc.disable()  # everything that is read is kept: each collection would be in vain
    try:
        return _load(folder)
    finally:
        if collecting:
            gc.enable()


def kind_of(relative: PurePosixPath) -> str | None:
    """Which kind a data file is, by its path below data/; None where no file is expected."""
    match relative.with_suffix("").parts:
        case ("region",):
            return "region"
        case ("formulare", _):
            return "formular"
        case ("projekte", _):
            return "projekt"
        case (_, "koerperschaft" | "gremien" | "sitzungen" as kind):
            return kind
        case (_, "vorlagen", _):
            return "vorlage"
    return None


def _load(folder: Path) -> Daten:
    quellen: dict[str, Quelle[Any]] = {}
    problems: list[Problem] = []
    for path in _files(folder):
        relative = PurePosixPath(path.relative_to(folder).as_posix())
        shown = str(path)
        if relative.suffix == ".yml":
            problems.append(Problem(shown, 0, f"Die Datei wird nicht gelesen: sie endet auf .yml; bitte in {relative.stem}.yaml umbenennen"))
        elif (kind := kind_of(relative)) is None:
            problems.append(Problem(shown, 0, "Die Datei wird nicht gelesen: an dieser Stelle wird keine erwartet; wohin was gehört, steht in data/README.md"))
        elif not _good_name(relative):
            problems.append(Problem(shown, 0, "Der Dateiname taugt nicht als Kennung; erwartet kleine Buchstaben, Ziffern und Bindestriche wie smart-region-strategie.yaml"))
        else:
            quelle = read(path, shown, KINDS[kind])
            quellen[str(relative.with_suffix(""))] = quelle
            problems.extend(quelle.problems)
    region = quellen.get("region")
    if region is None:
        problems.append(Problem(str(folder / "region.yaml"), 0, "Die Datei fehlt; sie nennt die Region, ihre Handlungsfelder und Stichtage"))
    if region is None or region.object is None:
        raise Problems(problems)
    bestand = _bestand(region.object, quellen)
    problems.extend(_structure(folder, bestand, quellen))
    problems.extend(_problem(befund, folder, quellen) for befund in pruefen(bestand))
    problems.extend(_named_files(folder, bestand, quellen))
    return Daten(folder, bestand, tuple(sorted(set(problems))))


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".yaml", ".yml") and not any(part.startswith((".", "~")) for part in path.relative_to(folder).parts):
            yield path


def _good_name(relative: PurePosixPath) -> bool:
    return all(part.isascii() and part == part.lower() and part.replace("-", "").isalnum() and len(part) <= 80 for part in relative.with_suffix("").parts)


def _bestand(region: Region, quellen: Mapping[str, Quelle[Any]]) -> Bestand:
    def of(kind: str, start: str = "") -> dict[str, Any]:
        return {key.removeprefix(start): q.object for key, q in quellen.items() if q.object is not None and kind_of(PurePosixPath(key)) == kind}

    def entries(kind: str) -> dict[str, Any]:
        return {f"{key.split('/')[0]}/{name}": entry for key, listing in of(kind).items() for name, entry in listing.root.items()}

    bestand = Bestand(
        region=region,
        formulare=MappingProxyType(of("formular", "formulare/")),
        koerperschaften=MappingProxyType({key.split("/")[0]: body for key, body in of("koerperschaft").items()}),
        gremien=MappingProxyType(entries("gremien")),
        sitzungen=MappingProxyType(entries("sitzungen")),
        vorlagen=MappingProxyType(of("vorlage")),
        projekte=MappingProxyType(of("projekt", "projekte/")),
    )
    return replace(bestand, fehlerhaft=frozenset(key for key, quelle in quellen.items() if quelle.object is None))


def _structure(folder: Path, bestand: Bestand, quellen: Mapping[str, Quelle[Any]]) -> Iterator[Problem]:
    """A folder of a body without its koerperschaft.yaml is a mistake that would otherwise show up in many places."""
    bodies = {key.split("/")[0] for key in quellen if "/" in key and not key.startswith(("formulare/", "projekte/"))}
    for body in sorted(bodies):
        if f"{body}/koerperschaft" not in quellen:
            yield Problem(str(folder / body / "koerperschaft.yaml"), 0, f"Die Datei fehlt; der Ordner {body} beschreibt eine Körperschaft und braucht sie")


def _problem(befund: Befund, folder: Path, quellen: Mapping[str, Quelle[Any]]) -> Problem:
    quelle = quellen[befund.datei]
    line = _text_line(quelle, befund.stelle) if "zeile" in befund.stelle else quelle.line(befund.stelle)
    return Problem(quelle.path, line, befund.satz, "Hinweis" if befund.hinweis else "Fehler", befund.hinweis)


def _text_line(quelle: Quelle[Any], stelle: Stelle) -> int:
    """The line of a line within a long text: a block (`|`) begins below its key, anything else on its key's line."""
    at = stelle.index("zeile")
    place, inner = stelle[:at], int(stelle[at + 1])
    first = quelle.line(place)
    head = quelle.text.split("\n")[first - 1].split(" #")[0].rstrip()
    return first + inner if head.endswith(("|", ">", "-", "+")) and ("|" in head or ">" in head) else first + inner - 1


def _named_files(folder: Path, bestand: Bestand, quellen: Mapping[str, Quelle[Any]]) -> Iterator[Problem]:
    """Files that a Vorlage names lie beside it and are there."""
    for key, vorlage in bestand.vorlagen.items():
        for i, anlage in enumerate(vorlage.anlagen):
            if anlage.datei and (reason := _missing(folder / key, anlage.datei)):
                yield Problem(quellen[key].path, quellen[key].line(("anlagen", i, "datei")), f"»anlagen/{i + 1}/datei« nennt »{anlage.datei}«, {reason}")
    for key, stelle, text in longtexts(bestand):
        for name in markup.pictures(markup.parse(text)):
            if reason := _missing(folder / key, name):
                yield Problem(quellen[key].path, quellen[key].line(stelle), f"Das Bild »{name}« {reason}")
            elif not name.lower().endswith((".png", ".jpg", ".jpeg")):
                yield Problem(quellen[key].path, quellen[key].line(stelle), f"Das Bild »{name}« ist keine PNG- oder JPEG-Datei")


def _missing(vorlage: Path, name: str) -> str:
    """Why a named file cannot be used; empty where it can. It must lie in the Vorlage's own folder or below."""
    home = vorlage.parent
    if name.startswith(("/", "\\")) or ":" in name or ".." in PurePosixPath(name).parts or any(ord(c) < 32 for c in name):
        return "das außerhalb des Ordners der Vorlage läge; erwartet einen Dateinamen neben der Vorlage"
    if not (home / name).is_file():
        near = sorted(p.name for p in home.iterdir() if p.is_file() and p.suffix not in (".yaml", ".yml"))
        return f"das es in {home.name}/ nicht gibt{nearest(name, near)}"
    return ""


def _id(folder: Path, path: str) -> str:
    try:
        return str(PurePosixPath(Path(path).relative_to(folder).with_suffix("").as_posix()))
    except ValueError:
        return path
