"""The door to output/: whole files, only if changed, never over a person's edit; keeps the Laufbuch (SQLite).

The Laufbuch knows the hash of every file that we wrote, entered before the file is renamed into place: a file with
another hash was edited. Killed at any moment, output/ holds old or new files, never half of one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import stat
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from generator.problems import Problem, Problems

Zustand = Literal["aktuell", "von-hand-geaendert", "veraltet", "entfallen"]
Vorgang = Literal["geschrieben", "unveraendert", "von-hand-geaendert", "daneben", "veraltet", "gesichert", "entfernt", "verschoben"]

PRIVATE = ("nichtoeffentlich", "intern")
ENTFALLEN = PurePosixPath("intern/entfallen")
_TEMPORARY = ".vorlagen-"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS papiere (
    pfad TEXT PRIMARY KEY, art TEXT NOT NULL, koerperschaft TEXT NOT NULL, gegenstand TEXT NOT NULL, format TEXT NOT NULL, zugang TEXT NOT NULL,
    titel TEXT NOT NULL, nummer TEXT NOT NULL, stand TEXT NOT NULL, sha256 TEXT NOT NULL, fingerabdruck TEXT NOT NULL, zustand TEXT NOT NULL, view TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS geschrieben (pfad TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (pfad, sha256)) STRICT, WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Papier:
    """One file of one paper as the Laufbuch keeps it; `pfad` is relative to output/."""

    pfad: str
    art: str
    koerperschaft: str
    gegenstand: str
    format: str
    zugang: str
    titel: str
    nummer: str
    stand: str
    fingerabdruck: str
    view: str


@dataclass(frozen=True, slots=True)
class Geschehen:
    """What happened to a file: `pfad` relative to output/, `wohin` where it or its new version lies now."""

    vorgang: Vorgang
    pfad: str
    wohin: str = ""


class Ausgabe:
    """output/ and its Laufbuch; a context manager."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name in PRIVATE:
                (folder / name).mkdir(exist_ok=True)
                (folder / name).chmod(stat.S_IRWXU)
            self.laufbuch = sqlite3.connect(folder / "laufbuch.sqlite", timeout=30, isolation_level=None)
            (folder / "laufbuch.sqlite").chmod(stat.S_IRUSR | stat.S_IWUSR)
            self.laufbuch.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            reason = "kein Platz oder keine Schreibrechte" if isinstance(error, OSError) else "das Laufbuch ist beschädigt oder gesperrt"
            raise Problems([Problem(str(folder), 0, f"Der Ausgabeordner lässt sich nicht benutzen: {reason}")]) from None
        for left in folder.rglob(f"{_TEMPORARY}*"):
            left.unlink(missing_ok=True)

    def __enter__(self) -> Ausgabe:
        return self

    def __exit__(self, *_: object) -> None:
        self.laufbuch.close()

    # what is there ------------------------------------------------------------------------------------------------

    def is_current(self, papier: Papier) -> bool:
        """Whether the file is ours, there, and made from the same inputs: then it is not made again."""
        row = self._row(papier.pfad)
        return row is not None and row["fingerabdruck"] == papier.fingerabdruck and row["zustand"] == "aktuell" and self._on_disk(papier.pfad) == row["sha256"]

    def is_edited(self, pfad: str) -> bool:
        """Whether a file is there that we did not write: a person's work."""
        return self._edited(pfad, self._on_disk(pfad))

    def made_from(self, pfad: str) -> str:
        """The fingerprint of the version that the Laufbuch knows last, empty if none."""
        row = self._row(pfad)
        return str(row["fingerabdruck"]) if row is not None else ""

    # writing ------------------------------------------------------------------------------------------------------

    def withdraw(self, wanted: Collection[str]) -> Iterator[Geschehen]:
        """What the data no longer ask for goes: our unedited file is removed, an edited one moved to intern/entfallen/."""
        rows = self.laufbuch.execute("SELECT pfad, koerperschaft FROM papiere WHERE zustand <> 'entfallen' ORDER BY pfad").fetchall()
        for pfad, body in rows:
            if pfad in wanted:
                continue
            for other in (pfad, _beside(pfad, "neu"), _beside(pfad, "veraltet")):
                found = self._on_disk(other)
                if not found:
                    continue
                if self._edited(other, found):
                    home = self._free(ENTFALLEN / body / PurePosixPath(other).name)
                    self._move(other, home)
                    yield Geschehen("verschoben", other, home)
                else:
                    self._remove(other)
                    yield Geschehen("entfernt", other)
            self.laufbuch.execute("UPDATE papiere SET zustand = 'entfallen' WHERE pfad = ?", (pfad,))

    def keep_edit(self, papier: Papier) -> Iterator[Geschehen]:
        """An edited file stays; the register says so."""
        self._enter(papier, self._last_hash(papier.pfad), "von-hand-geaendert")
        yield Geschehen("von-hand-geaendert", papier.pfad)

    def outdate(self, papier: Papier) -> Iterator[Geschehen]:
        """The PDF of a Word file that a person edited lacks the edit: it is renamed, so that nobody sends it out."""
        aside = _beside(papier.pfad, "veraltet")
        if found := self._on_disk(papier.pfad):
            if self._edited(papier.pfad, found):
                yield from self.keep_edit(papier)
                return
            self._know(aside, found)
            self._move(papier.pfad, aside)
            yield Geschehen("veraltet", papier.pfad, aside)
        self._enter(papier, self._last_hash(papier.pfad), "veraltet")

    def secure(self, pfad: str) -> Iterator[Geschehen]:
        """Moves an edited file out of the way before it is overwritten on demand."""
        if self.is_edited(pfad):
            aside = self._free(PurePosixPath(_beside(pfad, "alt")))
            self._move(pfad, aside)
            yield Geschehen("gesichert", pfad, aside)

    def write(self, papier: Papier, data: bytes) -> Iterator[Geschehen]:
        """Writes a paper's file: in its place, or once beside an edited one."""
        self._refuse_open(papier.pfad)
        fresh, found = _hash(data), self._on_disk(papier.pfad)
        if self._edited(papier.pfad, found):
            if fresh != self._last_hash(papier.pfad):
                aside = _beside(papier.pfad, "neu")
                if self._edited(aside, self._on_disk(aside)):
                    aside = self._free(PurePosixPath(aside))
                self._place(aside, data, fresh)
                yield Geschehen("daneben", papier.pfad, aside)
            self._enter(papier, fresh, "von-hand-geaendert")
            yield Geschehen("von-hand-geaendert", papier.pfad)
            return
        if found != fresh:
            self._place(papier.pfad, data, fresh)
        self._enter(papier, fresh, "aktuell")
        for kind in ("neu", "veraltet"):
            other = _beside(papier.pfad, kind)
            left = self._on_disk(other)
            if left and not self._edited(other, left):
                self._remove(other)
        yield Geschehen("unveraendert" if found == fresh else "geschrieben", papier.pfad)

    def register(self) -> None:
        """Writes verzeichnis.json, the picture of the Laufbuch, readable by its owner only."""
        names = ("pfad", "art", "koerperschaft", "gegenstand", "format", "zugang", "titel", "nummer", "stand", "sha256", "fingerabdruck", "zustand")
        rows = self.laufbuch.execute(f"SELECT {', '.join(names)} FROM papiere ORDER BY pfad").fetchall()  # noqa: S608 - constant names
        listing = {"papiere": [dict(zip(names, row, strict=True)) for row in rows]}
        data = (json.dumps(listing, ensure_ascii=False, indent=1) + "\n").encode()
        path = self.folder / "verzeichnis.json"
        if not path.is_file() or path.read_bytes() != data:
            self._write_file(path, data, stat.S_IRUSR | stat.S_IWUSR)

    # the Laufbuch -------------------------------------------------------------------------------------------------

    def _row(self, pfad: str) -> sqlite3.Row | None:
        cursor = self.laufbuch.cursor()
        cursor.row_factory = sqlite3.Row
        row: sqlite3.Row | None = cursor.execute("SELECT * FROM papiere WHERE pfad = ?", (pfad,)).fetchone()
        return row

    def _last_hash(self, pfad: str) -> str:
        row = self._row(pfad)
        return str(row["sha256"]) if row is not None else ""

    def _know(self, pfad: str, sha256: str) -> None:
        self.laufbuch.execute("INSERT OR IGNORE INTO geschrieben VALUES (?, ?)", (pfad, sha256))

    def _edited(self, pfad: str, sha256: str) -> bool:
        return bool(sha256) and self.laufbuch.execute("SELECT 1 FROM geschrieben WHERE pfad = ? AND sha256 = ?", (pfad, sha256)).fetchone() is None

    def _enter(self, p: Papier, sha256: str, zustand: Zustand) -> None:
        self.laufbuch.execute(
            "INSERT OR REPLACE INTO papiere VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (p.pfad, p.art, p.koerperschaft, p.gegenstand, p.format, p.zugang, p.titel, p.nummer, p.stand, sha256, p.fingerabdruck, zustand, p.view),
        )

    # the files ----------------------------------------------------------------------------------------------------

    def _on_disk(self, pfad: str) -> str:
        """The hash of a file, empty where there is none."""
        try:
            with (self.folder / pfad).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            return ""
        except OSError:
            raise Problems([Problem(str(self.folder / pfad), 0, "Die Datei lässt sich nicht lesen; sie bleibt, wie sie ist")]) from None

    def _refuse_open(self, pfad: str) -> None:
        """Word's and LibreOffice's owner files say that somebody has the file open."""
        path = self.folder / pfad
        for name in (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#"):
            if (path.parent / name).exists():
                raise Problems([Problem(str(path), 0, "Die Datei ist gerade geöffnet; schließen und noch einmal erzeugen")])

    def _place(self, pfad: str, data: bytes, sha256: str) -> None:
        self._know(pfad, sha256)
        path = self.folder / pfad
        mode = stat.S_IRUSR | stat.S_IWUSR | (0 if pfad.startswith(PRIVATE) else stat.S_IRGRP | stat.S_IROTH)
        self._write_file(path, data, mode)

    def _write_file(self, path: Path, data: bytes, mode: int) -> None:
        aside = ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, aside = tempfile.mkstemp(prefix=_TEMPORARY, dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(aside, mode)
            os.replace(aside, path)
        except OSError as error:
            if aside:
                with contextlib.suppress(OSError):
                    os.unlink(aside)
            reason = {28: "der Datenträger ist voll", 13: "keine Schreibrechte, oder die Datei ist geöffnet", 36: "der Dateiname ist zu lang"}
            raise Problems([Problem(str(path), 0, f"Die Datei lässt sich nicht schreiben: {reason.get(error.errno or 0, 'das System lehnt es ab')}")]) from None

    def _move(self, pfad: str, wohin: str) -> None:
        (self.folder / wohin).parent.mkdir(parents=True, exist_ok=True)
        os.replace(self.folder / pfad, self.folder / wohin)

    def _remove(self, pfad: str) -> None:
        path = self.folder / pfad
        path.unlink(missing_ok=True)
        if path.parent.parent != self.folder.parent and not any(path.parent.iterdir()):
            path.parent.rmdir()

    def _free(self, pfad: PurePosixPath) -> str:
        """The path, or with -2, -3 … the first that is free: nothing of a person's is lost."""
        candidate, number = pfad, 1
        while (self.folder / candidate).exists():
            number += 1
            candidate = pfad.with_name(f"{pfad.stem}-{number}{pfad.suffix}")
        return str(candidate)


def _beside(pfad: str, kind: str) -> str:
    path = PurePosixPath(pfad)
    return str(path.with_name(f"{path.stem}.{kind}{path.suffix}"))


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
