"""Everything that a paper's bytes depend on, as one hash (the Fingerabdruck): equal, and it is not made again."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

from generator.views import field_names

ENGINES = {
    "docx": ("docxtpl", "python-docx", "jinja2", "lxml", "markupsafe", "matplotlib"),
    "pdf": ("weasyprint", "pydyf", "fonttools", "cssselect2", "tinycss2", "tinyhtml5", "pyphen", "pillow", "jinja2", "markupsafe", "matplotlib"),
    "xlsx": ("xlsxwriter",),
    "html": ("jinja2", "markupsafe", "lxml"),
}
_INSTALLED = re.compile(r"([A-Za-z0-9_.-]+?)-([0-9][^-]*)(?:-py[0-9.]+)?\.(?:dist|egg)-info")
SOURCE = Path(__file__).parent
BASIS = SOURCE.parent / "templates" / "_basis"
"""What Druckvorlagen use that bring no frame, CSS and fonts of their own."""


def fingerprint(view: str, druckvorlage: str, bilder: Iterable[bytes]) -> str:
    """Of one file: its view as JSON, the hash of its Druckvorlage, and the pictures that the view names."""
    total = hashlib.sha256(f"{view}\0{druckvorlage}\0".encode())
    for data in bilder:
        total.update(hashlib.sha256(data).digest())
    return total.hexdigest()


def druckvorlage(template: Path, format_: str) -> str:
    """Of a Druckvorlage: the file, what lies beside it but other formats' files, `_basis/`, our source and the engines' versions."""
    root = template.parent.parent
    total = hashlib.sha256(_program(format_).encode())
    for file in _used(template, root, format_):
        total.update(f"{file.relative_to(root).as_posix()}\0".encode() + _content(file))
    return total.hexdigest()


def ordner(folder: Path) -> str:
    """Of all Druckvorlagen together."""
    total = hashlib.sha256()
    for name, file in dateien(folder):
        total.update(f"{name}\0".encode() + _content(file))
    return total.hexdigest()


def dateien(folder: Path) -> list[tuple[str, Path]]:
    """All that Druckvorlagen consist of, by their path below the folder; without a `_basis/` of their own it is this project's."""
    found = {file.relative_to(folder).as_posix(): file for file in _files(folder)}
    if not (folder / BASIS.name / "fonts.conf").is_file():
        found |= {file.relative_to(BASIS.parent).as_posix(): file for file in _files(BASIS)}
    return sorted(found.items())


@cache
def stand() -> str:
    """Our source and all engines: two processes where it is equal write the same bytes."""
    return hashlib.sha256("".join(map(_program, ENGINES)).encode()).hexdigest()


def _used(template: Path, root: Path, format_: str) -> list[Path]:
    match format_:
        case "docx":
            return [template, *_files(root / "_basis")]
        case "pdf":
            return [*(file for file in _files(template.parent) if file.suffix != ".docx"), *_files(root / "_basis")]
        case "html":
            return _files(template.parent)
    return []


def pictures(view: Any) -> Iterator[str]:
    """The files that a view's long texts name."""
    from generator.markup import Langtext, pictures  # not needed where nothing is to be made

    def below(value: Any) -> Iterator[str]:
        kind = type(value)
        if kind is tuple:
            for item in value:
                yield from below(item)
        elif kind is Langtext:
            yield from pictures(value)
        elif kind is not str and kind is not int:
            for name in field_names(kind):
                yield from below(getattr(value, name))

    kind: Any = type(view)
    return below(view) if _may_show(kind) else iter(())


@cache
def _may_show(kind: Any) -> bool:
    """Whether a view of this type has long texts at all: a Projektblatt has none, and need not be walked through."""
    from generator.markup import Langtext

    inner = [hint for hint in get_type_hints(kind).values() if hint is not kind] if isinstance(kind, type) and is_dataclass(kind) else list(get_args(kind))
    return kind is Langtext or any(_may_show(hint) for hint in inner)


@cache
def program() -> str:
    """Our source, which does not change while the program runs."""
    total = hashlib.sha256()
    for file in _files(SOURCE):
        if file.suffix == ".py":
            total.update(f"{file.relative_to(SOURCE).as_posix()}\0".encode() + _content(file))
    return total.hexdigest()


@cache
def _program(format_: str) -> str:
    """Our source and the engines."""
    total = hashlib.sha256(program().encode())
    for engine in ENGINES[format_]:
        total.update(f"{engine} {installed().get(engine) or _version(engine)}\0".encode())
    return total.hexdigest()


@cache
def installed() -> Mapping[str, str]:
    """All packages with their versions, as their installers left them: two milliseconds for what importlib.metadata takes fifty."""
    found: dict[str, str] = {}
    for folder in reversed([folder for folder in sys.path if folder]):  # of two the one that is imported
        with suppress(OSError):
            found |= {name[1].casefold().replace("_", "-"): name[2] for name in map(_INSTALLED.fullmatch, os.listdir(folder)) if name}  # noqa: PTH208 - names are all that is wanted
    return found


def _version(package: str) -> str:
    """Of a package that was installed otherwise."""
    from importlib.metadata import version

    return version(package)


def _files(folder: Path) -> list[Path]:
    """All files below a folder but hidden ones and Word's owner files, in the same order everywhere."""
    found = [file for file in folder.rglob("*") if not any(part.startswith((".", "~")) for part in file.relative_to(folder).parts) and file.is_file()]
    return sorted(found, key=lambda file: file.relative_to(folder).as_posix())


def _content(file: Path) -> bytes:
    try:
        return hashlib.sha256(file.read_bytes()).digest()
    except OSError:  # the check of the Druckvorlage says so
        return b""
