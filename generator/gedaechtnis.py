"""What a command came to, kept beside the papers with the mark of all that it read: asked again while nothing changed, it is only said again.

The mark is made of contents, not of times: of every file in data/ and templates/, of the program, and of the packages that are
installed. Of output/ it knows sizes and times, since a run that finds something different there reads it itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator import fingerprint

FOLDER = ".gedaechtnis"
"""Below output/; may be deleted at any time. Readable by its owner only: findings quote the data."""
MOST = 100
"""So much is kept; what was kept longest ago goes."""


class Unklar(Exception):
    """What lies there cannot be told by its contents: a link, no rights to read. Nothing is remembered then."""


class Gedaechtnis:
    """The memory of one output folder. What cannot be kept or read is worked out again; nobody is told."""

    def __init__(self, ausgabe: Path) -> None:
        self.folder = ausgabe / FOLDER

    def erinnern(self, was: str, mark: str) -> Any:
        """What was kept under a name, if its mark is the same; else None."""
        with suppress(OSError, ValueError):
            kept = json.loads(self._file(was).read_bytes())
            if mark and kept["mark"] == mark:
                return kept["wert"]
        return None

    def merken(self, was: str, mark: str, wert: Any) -> None:
        """Keeps something under a name, in place of what was there; only in an output folder that is there."""
        if not mark:
            return
        with suppress(OSError):
            with suppress(FileExistsError):
                self.folder.mkdir(mode=0o700)
            handle, name = tempfile.mkstemp(dir=self.folder)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"mark": mark, "wert": wert}, file, ensure_ascii=False)
            Path(name).replace(self._file(was))
            for old in sorted(self.folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)[:-MOST]:
                old.unlink()

    def _file(self, was: str) -> Path:
        return self.folder / f"{hashlib.sha256(was.encode()).hexdigest()[:32]}.json"


def mark(*folders: Path, more: str = "") -> str:
    """Of all that these folders hold, of the program and of what is installed; empty where that cannot be told."""
    total = hashlib.sha256(f"{fingerprint.program()} {sys.version} {sorted(fingerprint.installed().items())} {more}".encode())
    try:
        for folder in folders:
            total.update(f"\0{folder}\0".encode())
            for name, entry in _files(folder):
                with open(entry.path, "rb") as file:  # noqa: PTH123 - thousands of files: a Path for each would cost more than reading it
                    total.update(f"{name}\0{hashlib.sha256(file.read()).hexdigest()}\0".encode())
    except (OSError, Unklar):
        return ""
    return total.hexdigest()


def lage(folder: Path) -> str:
    """Of the sizes and times of all files in a folder, but for what is kept here."""
    total = hashlib.sha256()
    try:
        for name, entry in _files(folder):
            if not name.startswith(f"{FOLDER}/"):
                stat = entry.stat()
                total.update(f"{name}\0{stat.st_size} {stat.st_mtime_ns} {stat.st_ino}\0".encode())
    except (OSError, Unklar):
        return ""
    return total.hexdigest()


def _files(folder: Path, start: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """All files below a folder with their names from there, in the order of their names."""
    with os.scandir(folder) as inside:
        entries = sorted(inside, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_symlink():
            raise Unklar
        if entry.is_dir():
            yield from _files(Path(entry.path), f"{start}{entry.name}/")
        else:
            yield f"{start}{entry.name}", entry
