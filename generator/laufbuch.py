"""The Laufbuch (SQLite): the register of all files that were made, and of every version of them that we ever wrote.

One run holds it at a time. A promise (`promise`) is on the disk before the file that it speaks of: whatever kills a run, a
file whose hash was never promised is a person's work, and one whose hash was promised is ours.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Literal

from generator.problems import Problem, Problems

Zustand = Literal["aktuell", "von-hand-geaendert", "veraltet", "entfallen"]

VERSION = 2
_SCHEMA = """
CREATE TABLE papiere (
    pfad TEXT PRIMARY KEY, art TEXT NOT NULL, koerperschaft TEXT NOT NULL, gegenstand TEXT NOT NULL, format TEXT NOT NULL, zugang TEXT NOT NULL,
    titel TEXT NOT NULL, nummer TEXT NOT NULL, stand TEXT NOT NULL, sha256 TEXT NOT NULL, fingerabdruck TEXT NOT NULL, zustand TEXT NOT NULL,
    braucht TEXT NOT NULL, view TEXT NOT NULL
) STRICT;
CREATE TABLE geschrieben (papier TEXT NOT NULL, sha256 TEXT NOT NULL, pfad TEXT NOT NULL, PRIMARY KEY (papier, sha256, pfad)) STRICT, WITHOUT ROWID;
"""
_BUSY = "Ein anderer Lauf schreibt gerade in diesen Ordner; warten, bis er fertig ist, dann noch einmal aufrufen"
_DAMAGED = (
    "Das Laufbuch ist beschädigt; aus einer Sicherung zurückholen oder umbenennen: ohne Laufbuch bleibt jede vorhandene Datei liegen, "
    "und was neu anders aussieht, kommt daneben"
)
_READONLY = "Das Laufbuch lässt sich nicht schreiben: keine Schreibrechte"
_REASONS = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_FULL: "Das Laufbuch lässt sich nicht schreiben: der Datenträger ist voll",
    sqlite3.SQLITE_READONLY: _READONLY,
    sqlite3.SQLITE_PERM: _READONLY,
    sqlite3.SQLITE_CANTOPEN: "Das Laufbuch lässt sich nicht öffnen: keine Schreibrechte im Ordner",
}


@dataclass(frozen=True, slots=True)
class Papier:
    """One file of one paper as it shall be; `pfad` is relative to output/ and the row's key."""

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
    braucht: tuple[str, ...]
    """Ids of the data files that it was made from: while one of them is broken the paper is not taken for withdrawn."""
    view: str
    """The view it was made from, as JSON."""


@dataclass(frozen=True, slots=True)
class Eintrag:
    """A row as `verzeichnis.json` shows it."""

    pfad: str
    art: str
    koerperschaft: str
    gegenstand: str
    format: str
    zugang: str
    titel: str
    nummer: str
    stand: str
    sha256: str
    """Of the bytes that we made last, in place or beside a person's work."""
    fingerabdruck: str
    zustand: Zustand


_COLUMNS = ", ".join(field.name for field in fields(Eintrag))


class Laufbuch:
    """The register, held until `close`. Whatever SQLite refuses becomes a Problem of the paper at hand."""

    def __init__(self, path: Path, warten: float) -> None:
        self.path = path
        deadline = time.monotonic() + warten
        while (db := self._opened(last=time.monotonic() >= deadline)) is None:
            time.sleep(0.05)
        self._db = db

    def close(self) -> None:
        """Keeps what was entered and lets the next run in."""
        try:
            with self._spoken():
                self._commit()
        finally:
            self._db.close()

    # what is known ------------------------------------------------------------------------------------------------

    def eintrag(self, pfad: str) -> Eintrag | None:
        """The row of a file."""
        with self._spoken():
            row = self._db.execute(f"SELECT {_COLUMNS} FROM papiere WHERE pfad = ?", (pfad,)).fetchone()  # noqa: S608 - constant names
        return Eintrag(*row) if row else None

    def eintraege(self) -> list[Eintrag]:
        """All rows by path."""
        with self._spoken():
            return [Eintrag(*row) for row in self._db.execute(f"SELECT {_COLUMNS} FROM papiere ORDER BY pfad")]  # noqa: S608 - as above

    def view(self, pfad: str) -> str:
        """The view a file was made from, as JSON; empty where there is no row."""
        return self._one("view", pfad)

    def braucht(self, pfad: str) -> tuple[str, ...]:
        """Ids of the data files that a file was made from."""
        return tuple(self._one("braucht", pfad).split())

    def ours(self, pfad: str, sha256: str) -> bool:
        """Whether these bytes are a version of this paper that we wrote, in its place or beside it."""
        with self._spoken():
            return self._db.execute("SELECT 1 FROM geschrieben WHERE papier = ? AND sha256 = ?", (pfad, sha256)).fetchone() is not None

    def beside(self, pfad: str) -> list[str]:
        """Where versions of a paper were put beside it, a person's included."""
        with self._spoken():
            rows = self._db.execute("SELECT DISTINCT pfad FROM geschrieben WHERE papier = ? AND pfad <> papier ORDER BY pfad", (pfad,)).fetchall()
        return [row[0] for row in rows]

    # entering -----------------------------------------------------------------------------------------------------

    def promise(self, pfad: str, sha256: str, at: str) -> None:
        """These bytes are about to stand at `at` for the paper `pfad`. On the disk when this returns, with all entered before."""
        with self._spoken():
            self._begin()
            self._db.execute("INSERT OR IGNORE INTO geschrieben VALUES (?, ?, ?)", (pfad, sha256, at))
            self._commit()

    def remember(self, pfad: str, at: str) -> None:
        """A person's file of this paper lies at `at` from now on, so that it goes where the paper goes."""
        self.promise(pfad, "", at)

    def enter(self, papier: Papier, sha256: str, zustand: Zustand) -> None:
        """The row of a file as it is now; an equal one is left alone. On the disk with the next promise, at the latest at the end."""
        values = {**asdict(papier), "braucht": " ".join(papier.braucht), "sha256": sha256, "zustand": zustand}
        view = values.pop("view")
        if (
            self.eintrag(papier.pfad) == Eintrag(**{field.name: values[field.name] for field in fields(Eintrag)})
            and self.braucht(papier.pfad) == papier.braucht
        ):
            return
        with self._spoken():
            self._begin()
            names = [*values, "view"]
            self._db.execute(
                f"INSERT OR REPLACE INTO papiere ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",  # noqa: S608 - constant names
                (*values.values(), view),
            )

    def mark(self, pfad: str, zustand: Zustand) -> None:
        """Another state of a file that else stays as it is."""
        eintrag = self.eintrag(pfad)
        if eintrag is None or eintrag == replace(eintrag, zustand=zustand):
            return
        with self._spoken():
            self._begin()
            self._db.execute("UPDATE papiere SET zustand = ? WHERE pfad = ?", (zustand, pfad))

    # SQLite -------------------------------------------------------------------------------------------------------

    def _opened(self, *, last: bool) -> sqlite3.Connection | None:
        """The connection, held alone from here on (also against readers); None while another run holds it and this is not the last try."""
        with suppress(FileExistsError):  # SQLite gives the files beside it the rights of this one: its owner's
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if os.name == "posix" and self.path.stat().st_mode & 0o077:
            self.path.chmod(0o600)
        if not os.access(self.path, os.W_OK):
            raise Problems([Problem(str(self.path), 0, _READONLY)])
        db = sqlite3.connect(self.path, timeout=0, isolation_level=None)
        try:
            version = self._prepared(db)
        except sqlite3.Error as error:
            db.close()
            if _reason(error) == _BUSY and not last:
                return None
            raise self._problems(error) from None
        if version != VERSION:
            db.close()
            sentence = "Das Laufbuch stammt von einer anderen Fassung des Programms; mit jener weiterarbeiten oder das Laufbuch umbenennen"
            raise Problems([Problem(str(self.path), 0, sentence)])
        return db

    def _prepared(self, db: sqlite3.Connection) -> int:
        """Takes the lock, makes the tables of a new Laufbuch, and returns the version of what is there."""
        # WAL: one flush a promise instead of three; held alone it needs no shared memory, so a network drive will do.
        for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = FULL"):
            db.execute(f"PRAGMA {pragma}")
        db.execute("BEGIN IMMEDIATE")
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        if version == 0 and db.execute("SELECT 1 FROM sqlite_master").fetchone() is None:
            for statement in (*_SCHEMA.split(";"), f"PRAGMA user_version = {VERSION}"):
                db.execute(statement)
            version = VERSION
        db.execute("COMMIT")
        return version

    def _one(self, column: Literal["view", "braucht"], pfad: str) -> str:
        with self._spoken():
            row = self._db.execute(f"SELECT {column} FROM papiere WHERE pfad = ?", (pfad,)).fetchone()  # noqa: S608 - constant names
        return str(row[0]) if row else ""

    def _begin(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN")

    def _commit(self) -> None:
        if self._db.in_transaction:
            self._db.execute("COMMIT")

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if self._db.in_transaction:  # rows that get lost here are entered again by the next run; promises are kept already
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
            raise self._problems(error) from None

    def _problems(self, error: sqlite3.Error) -> Problems:
        return Problems([Problem(str(self.path), 0, _reason(error))])


def _reason(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest says more closely where
    return _REASONS.get(code, "Das Laufbuch lässt sich nicht benutzen: der Datenträger ist voll, gestört oder nicht erreichbar")
