"""Everything that a paper's bytes depend on, as one hash (the Fingerabdruck): equal, and it is not made again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generator import markup
from generator.markup import Langtext
from generator.views import field_names

ENGINES = {
    "docx": ("docxtpl", "python-docx", "jinja2", "lxml", "markupsafe", "matplotlib"),
    "pdf": ("weasyprint", "pydyf", "fonttools", "cssselect2", "tinycss2", "tinyhtml5", "pyphen", "pillow", "jinja2", "markupsafe", "matplotlib"),
    "xlsx": ("xlsxwriter",),
    "html": ("jinja2", "markupsafe", "lxml"),
}
SOURCE = Path(__file__).parent


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
    for file in _files(folder):
        total.update(f"{file.relative_to(folder).as_posix()}\0".encode() + _content(file))
    return total.hexdigest()


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
    if isinstance(view, Langtext):
        yield from markup.pictures(view)
    elif isinstance(view, tuple):
        for item in view:
            yield from pictures(item)
    else:
        for name in field_names(type(view)):
            if not isinstance(inner := getattr(view, name), str | int):
                yield from pictures(inner)


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
        total.update(f"{engine} {version(engine)}\0".encode())
    return total.hexdigest()


def _files(folder: Path) -> list[Path]:
    """All files below a folder but hidden ones and Word's owner files, in the same order everywhere."""
    found = [file for file in folder.rglob("*") if not any(part.startswith((".", "~")) for part in file.relative_to(folder).parts) and file.is_file()]
    return sorted(found, key=lambda file: file.relative_to(folder).as_posix())


def _content(file: Path) -> bytes:
    try:
        return hashlib.sha256(file.read_bytes()).digest()
    except OSError:  # the check of the Druckvorlage says so
        return b""
