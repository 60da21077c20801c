"""The door to data/: what is sound (`Bestand`), and all that is wrong, with file and line."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, RootModel

from generator import inheritance, markup
from generator.model import Bericht, Bestand, Formular, Gremium, Koerperschaft, Lauf, Projekt, Region, Sitzung, Termin, Vorlage
from generator.problems import Problem, Problems, nearest, path_text
from generator.reading import Quelle, read
from generator.rules import Befund, pruefen
from generator.rules.texte import longtexts
from generator.scalars import Kennung, is_kennung, reserved, shown

_BY_ID = ConfigDict(json_schema_extra={"additionalProperties": False}, defer_build=True)


class Gremien(RootModel[dict[Kennung, Gremium]]):
    """gremien.yaml: die Gremien einer Körperschaft mit ihren Kennungen."""

    model_config = _BY_ID


class Sitzungen(RootModel[dict[Kennung, Sitzung]]):
    """sitzungen.yaml: die Sitzungen einer Körperschaft mit ihren Kennungen."""

    model_config = _BY_ID


class Termine(RootModel[dict[Kennung, Termin]]):
    """termine.yaml: was außer Sitzungen an Terminen zählt, mit Kennungen."""

    model_config = _BY_ID


class Laeufe(RootModel[dict[Kennung, Lauf]]):
    """laeufe.yaml: was von selbst gemacht wird, mit Kennungen."""

    model_config = _BY_ID


KINDS: Mapping[str, type[BaseModel]] = MappingProxyType({
    "region": Region, "formular": Formular, "koerperschaft": Koerperschaft, "gremien": Gremien,
    "sitzungen": Sitzungen, "termine": Termine, "laeufe": Laeufe, "vorlage": Vorlage, "bericht": Bericht, "projekt": Projekt,
})  # fmt: skip
"""Kinds of data files by the name of their JSON Schema."""
_STRAY = "an dieser Stelle wird keine erwartet; wohin was gehört, steht in data/README.md"
_PICTURES = (".png", ".jpg", ".jpeg")
_OUTSIDE = "sie ist eine Verknüpfung, die aus dem Datenordner hinausführt; die Datei selbst hierher legen"
_LINK = "Der Ordner wird nicht gelesen: er ist eine Verknüpfung; die Dateien selbst hierher legen"
_CLOSED = "Der Ordner lässt sich nicht lesen; was schon daraus entstanden ist, bleibt, wie es ist"
_ELSEWHERE = "das außerhalb des Ordners der Vorlage läge; erwartet einen Dateinamen neben der Vorlage"
_HEADLESS = "Die Datei fehlt; der Ordner beschreibt eine Körperschaft und braucht sie"


@dataclass(frozen=True)
class Daten:
    """data/ as read: the sound world, all findings, and where to look for the line of any place in it."""

    folder: Path
    bestand: Bestand
    problems: tuple[Problem, ...]
    kennzeichen: str
    """Of all that the files say: equal for equal data."""

    def oeffentlich(self, am: date) -> Bestand:
        """The world without anything that is not public in a paper of that day; the same object for days that differ in nothing."""
        return self.bestand.oeffentlich(am)

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


def kind_of(key: str) -> str | None:
    """Which kind a data file is, by its id (its path below data/ without the ending); None where no file is expected."""
    match key.split("/"):
        case ["region"]:
            return "region"
        case ["formulare", _]:
            return "formular"
        case ["projekte", _]:
            return "projekt"
        case ["formulare" | "projekte", *_]:
            return None
        case [_, "koerperschaft" | "gremien" | "sitzungen" | "termine" | "laeufe" as kind]:
            return kind
        case [_, "vorlagen", _]:
            return "vorlage"
        case [_, "berichte", _]:
            return "bericht"
    return None


def _load(folder: Path) -> Daten:
    return _checked(folder, _gathered(folder))


@dataclass(frozen=True)
class _Gelesen:
    """All files one by one, before anything is known of what they say of each other."""

    quellen: Mapping[str, Quelle[Any]]
    problems: tuple[Problem, ...]
    closed: Mapping[Path, str]
    """Folders that are not read, and why."""


def _gathered(folder: Path) -> _Gelesen:
    quellen: dict[str, Quelle[Any]] = {}
    problems: list[Problem] = []
    closed: dict[Path, str] = {}
    for path in _files(folder, closed):
        relative = path.relative_to(folder)
        key = relative.with_suffix("").as_posix()
        kind = kind_of(key)
        if kind is None or (reason := _unread(PurePosixPath(relative.as_posix()))):
            problems.append(Problem(str(path), 0, f"Die Datei wird nicht gelesen: {_STRAY if kind is None else reason}"))
            continue
        refused = Quelle[Any](str(path), "", None, (Problem(str(path), 0, f"Die Datei wird nicht gelesen: {_OUTSIDE}"),))
        quellen[key] = refused if _leads_outside(path, folder) else read(path, str(path), KINDS[kind])
    problems.extend(Problem(str(path), 0, why) for path, why in closed.items())
    return _Gelesen(quellen, tuple(problems), MappingProxyType(closed))


def _checked(folder: Path, gelesen: _Gelesen) -> Daten:
    quellen = gelesen.quellen
    problems = [*gelesen.problems, *(problem for quelle in quellen.values() for problem in quelle.problems)]
    region = quellen.get("region")
    if region is None:
        problems.append(Problem(str(folder / "region.yaml"), 0, "Die Datei fehlt; sie nennt die Region, ihre Handlungsfelder und Stichtage"))
    if region is None or region.object is None:
        raise Problems(problems)
    bestand = _bestand(region.object, quellen, {str(PurePosixPath(path.relative_to(folder).as_posix())) for path in gelesen.closed})
    problems.extend(Problem(str(folder / body / "koerperschaft.yaml"), 0, _HEADLESS) for body in _headless(quellen))
    problems.extend(_problem(befund, quellen) for befund in pruefen(bestand))
    problems.extend(_named_files(folder, bestand, quellen))
    said = "\0".join(f"{key}\0{quelle.text}" for key, quelle in sorted(quellen.items()))
    return Daten(folder, bestand, tuple(sorted(set(problems))), hashlib.sha256(said.encode()).hexdigest())


def _files(folder: Path, closed: dict[Path, str]) -> Iterator[Path]:
    """All YAML files in the order of their paths; folders that may not be read are put into `closed`, with the reason."""
    try:
        inside = [(path, path.is_dir()) for path in sorted(folder.iterdir())]
    except OSError:
        closed[folder] = _CLOSED
        return
    for path, is_folder in inside:
        if path.name.startswith((".", "~")):
            continue
        if is_folder and path.is_symlink():  # it may lead outside, or around in a circle
            closed[path] = _LINK
        elif is_folder:
            yield from _files(path, closed)
        elif path.suffix.lower() in (".yaml", ".yml"):
            yield path


def _leads_outside(path: Path, folder: Path) -> bool:
    try:
        return path.is_symlink() and not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link to itself: whoever reads it says so
        return False


def _unread(relative: PurePosixPath) -> str:
    """Why a file is not read although it lies in its place; empty if it is."""
    if relative.suffix != ".yaml":
        return f"sie endet auf {relative.suffix}; bitte in {relative.stem}.yaml umbenennen"
    for part in relative.with_suffix("").parts:
        if not is_kennung(part):
            return f"»{relative}« taugt nicht als Kennung; erwartet kleine Buchstaben, Ziffern und Bindestriche wie smart-region-strategie.yaml"
        if reserved(part):
            return f"»{part}« ist unter Windows als Name einer Datei oder eines Ordners nicht erlaubt; bitte umbenennen"
    return ""


def _bestand(region: Region, quellen: Mapping[str, Quelle[Any]], closed: set[str]) -> Bestand:
    found: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    for key, quelle in quellen.items():
        if quelle.object is not None:
            found[kind_of(key) or ""][key] = quelle.object

    def of(kind: str, start: str = "") -> dict[str, Any]:
        return {key.removeprefix(start): thing for key, thing in found[kind].items()}

    def entries(kind: str) -> dict[str, Any]:
        return {f"{key.split('/')[0]}/{name}": entry for key, listing in of(kind).items() for name, entry in listing.root.items()}

    bestand = Bestand(
        region=region,
        formulare=MappingProxyType(of("formular", "formulare/")),
        koerperschaften=MappingProxyType({key.split("/")[0]: body for key, body in of("koerperschaft").items()}),
        gremien=MappingProxyType(entries("gremien")),
        sitzungen=MappingProxyType(entries("sitzungen")),
        termine=MappingProxyType(entries("termine")),
        laeufe=MappingProxyType(entries("laeufe")),
        vorlagen=MappingProxyType(of("vorlage")),
        berichte=MappingProxyType(of("bericht")),
        projekte=MappingProxyType(of("projekt", "projekte/")),
    )
    broken = {key for key, quelle in quellen.items() if quelle.object is None} | {f"{body}/koerperschaft" for body in _headless(quellen)}
    broken |= {f"{body}/{kind}" for body in closed if "/" not in body for kind in ("koerperschaft", "gremien", "sitzungen")}
    return inheritance.complete(replace(bestand, fehlerhaft=frozenset(broken))).opened()


def _headless(quellen: Mapping[str, Quelle[Any]]) -> frozenset[str]:
    """The bodies whose folder has no koerperschaft.yaml: a mistake that would otherwise show up in many places."""
    bodies = {key.split("/")[0] for key in quellen if "/" in key and not key.startswith(("formulare/", "projekte/"))}
    return frozenset(body for body in bodies if f"{body}/koerperschaft" not in quellen)


def _problem(befund: Befund, quellen: Mapping[str, Quelle[Any]]) -> Problem:
    quelle = quellen[befund.datei]
    return Problem(quelle.path, quelle.line(befund.stelle, befund.zeile), befund.satz, "Hinweis" if befund.hinweis else "Fehler", befund.hinweis)


def _named_files(folder: Path, bestand: Bestand, quellen: Mapping[str, Quelle[Any]]) -> Iterator[Problem]:
    """Files that a Vorlage names lie beside it and are there."""
    for key, vorlage in bestand.papiere.items():
        for i, anlage in enumerate(vorlage.anlagen):
            if anlage.datei and (reason := _missing(folder / key, anlage.datei)):
                yield Problem(quellen[key].path, quellen[key].line(("anlagen", i, "datei")), f"»anlagen/{i + 1}/datei« nennt {shown(anlage.datei)}, {reason}")
    for key, stelle, text in longtexts(bestand):
        for name in markup.pictures(markup.parse(text)):
            reason = _missing(folder / key, name) or ("" if name.lower().endswith(_PICTURES) else "das keine PNG- oder JPEG-Datei ist")
            if reason:
                line = quellen[key].line(stelle, text.count("\n", 0, max(text.find(name), 0)) + 1)
                yield Problem(quellen[key].path, line, f"»{path_text(stelle)}« nennt das Bild {shown(name)}, {reason}")


def _missing(vorlage: Path, name: str) -> str:
    """Why a named file cannot be used; empty where it can. It must lie in the Vorlage's own folder or below."""
    home, path = vorlage.parent, vorlage.parent / name
    if name.startswith("/") or any(c in name for c in ":\\") or ".." in PurePosixPath(name).parts or any(ord(c) < 32 for c in name):
        return _ELSEWHERE
    try:
        if path.is_file():
            return "" if path.resolve().is_relative_to(home.resolve()) else _ELSEWHERE  # a link, or a folder above it is one
        near = sorted(p.name for p in home.iterdir() if p.is_file() and p.suffix not in (".yaml", ".yml"))
    except OSError:  # a name of 300 letters, a folder that may not be read
        near = []
    return f"das es in {home.name}/ nicht gibt{nearest(name, near)}"


def _id(folder: Path, path: str) -> str:
    try:
        return str(PurePosixPath(Path(path).relative_to(folder).with_suffix("").as_posix()))
    except ValueError:
        return path
