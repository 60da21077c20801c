"""The Laufbuch (SQLite): the register of all files that were made, and of every version of them that we ever wrote.

One run holds it at a time. A promise (`promise`) is on the disk before the file that it speaks of: whatever kills a run, a
file whose hash was never promised is a person's work, and one whose hash was promised is ours.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from generator.problems import Problem, Problems

Zustand = Literal["aktuell", "von-hand-geaendert", "veraltet", "entfallen"]

_SCHEMA = {
    2: """
CREATE TABLE papiere (
    pfad TEXT PRIMARY KEY, art TEXT NOT NULL, koerperschaft TEXT NOT NULL, gegenstand TEXT NOT NULL, format TEXT NOT NULL, zugang TEXT NOT NULL,
    titel TEXT NOT NULL, nummer TEXT NOT NULL, stand TEXT NOT NULL, sha256 TEXT NOT NULL, fingerabdruck TEXT NOT NULL, zustand TEXT NOT NULL,
    braucht TEXT NOT NULL, view TEXT NOT NULL
) STRICT;
CREATE TABLE geschrieben (papier TEXT NOT NULL, sha256 TEXT NOT NULL, pfad TEXT NOT NULL, PRIMARY KEY (papier, sha256, pfad)) STRICT, WITHOUT ROWID;""",
    4: """
CREATE TABLE anstoesse (kennung TEXT PRIMARY KEY, faellig TEXT NOT NULL, wie TEXT NOT NULL, lauf INTEGER NOT NULL) STRICT;
CREATE TABLE laeufe (nr INTEGER PRIMARY KEY, heute TEXT NOT NULL, zeit TEXT NOT NULL, ergebnis TEXT NOT NULL, bericht TEXT NOT NULL) STRICT;
""",
    5: """
CREATE TABLE freigaben (
    nr INTEGER PRIMARY KEY, papier TEXT NOT NULL, fassung INTEGER NOT NULL, art TEXT NOT NULL, koerperschaft TEXT NOT NULL, gegenstand TEXT NOT NULL,
    zugang TEXT NOT NULL, titel TEXT NOT NULL, von TEXT NOT NULL, am TEXT NOT NULL, von_hand INTEGER NOT NULL, inhalt TEXT NOT NULL, view TEXT NOT NULL,
    vermerk INTEGER NOT NULL, geaendert TEXT NOT NULL, zustand TEXT NOT NULL, UNIQUE (papier, fassung)
) STRICT;
CREATE TABLE freigegeben (freigabe INTEGER NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (freigabe, name)) STRICT, WITHOUT ROWID;
CREATE TABLE zustellungen (
    freigabe INTEGER NOT NULL, empfaenger TEXT NOT NULL, message_id TEXT NOT NULL, zustand TEXT NOT NULL, zeit TEXT NOT NULL, angeboten INTEGER NOT NULL,
    antwort TEXT NOT NULL, PRIMARY KEY (freigabe, empfaenger)
) STRICT, WITHOUT ROWID;
""",
    3: """
CREATE TABLE geprueft (pfad TEXT NOT NULL, sha256 TEXT NOT NULL, womit TEXT NOT NULL, PRIMARY KEY (pfad, womit)) STRICT, WITHOUT ROWID;
""",
    6: """
CREATE INDEX papiere_von ON papiere (koerperschaft, art, zugang, gegenstand);
CREATE INDEX freigaben_von ON freigaben (koerperschaft, art, zugang, gegenstand);
""",
}
"""What each version added to the one before; an older Laufbuch gets the rest when it is opened."""
VERSION = max(_SCHEMA)
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


@dataclass(frozen=True, slots=True)
class Laufbericht:
    """What a scheduled run came to: for which day, when it ran, whether all that was due was made, and the text of it."""

    heute: date
    zeit: datetime
    ergebnis: Literal["erfolgreich", "gescheitert"]
    text: str


_NAMES = [field.name for field in fields(Eintrag)]
_COLUMNS = ", ".join(_NAMES)
_AT_ONCE = 1000
"""So many rows are held at a time: a nation has some 50,000."""


WARTEN = 30.0
"""Seconds that a run waits for another one to finish."""


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
        found = self.rows(f"SELECT {_COLUMNS} FROM papiere WHERE pfad = ?", (pfad,))  # noqa: S608 - constant names
        return Eintrag(*found[0]) if found else None

    def eintraege(self) -> Iterator[Eintrag]:
        """All rows by path, some at a time; they may be changed meanwhile."""
        last = ""
        while rows := self.rows(f"SELECT {_COLUMNS} FROM papiere WHERE pfad > ? ORDER BY pfad LIMIT {_AT_ONCE}", (last,)):  # noqa: S608 - as above
            yield from (Eintrag(*row) for row in rows)
            last = rows[-1][0]

    def view(self, pfad: str) -> str:
        """The view a file was made from, as JSON; empty where there is no row."""
        return self._one("view", pfad)

    def frueheres(self, art: str, koerperschaft: str, zugang: str, vor: str) -> str:
        """The view of what was last made of a kind for a body before a Gegenstand, as JSON; empty where there is none."""
        where = "koerperschaft = ? AND art = ? AND zugang = ? AND gegenstand < ? ORDER BY gegenstand DESC, pfad LIMIT 1"
        found = self.rows(f"SELECT view FROM papiere WHERE {where}", (koerperschaft, art, zugang, vor))  # noqa: S608 - as above
        return str(found[0][0]) if found else ""

    def braucht(self, pfad: str) -> tuple[str, ...]:
        """Ids of the data files that a file was made from."""
        return tuple(self._one("braucht", pfad).split())

    def ours(self, pfad: str, sha256: str) -> bool:
        """Whether these bytes are a version of this paper that we wrote, in its place or beside it."""
        return bool(self.rows("SELECT 1 FROM geschrieben WHERE papier = ? AND sha256 = ? LIMIT 1", (pfad, sha256)))

    def beside(self, pfad: str) -> list[str]:
        """Where versions of a paper were put beside it, a person's included."""
        return [row[0] for row in self.rows("SELECT DISTINCT pfad FROM geschrieben WHERE papier = ? AND pfad <> papier ORDER BY pfad", (pfad,))]

    def is_clean(self, pfad: str, sha256: str, womit: str) -> bool:
        """Whether a file with these bytes was looked through for these secrets there, and has none of them."""
        return bool(self.rows("SELECT 1 FROM geprueft WHERE pfad = ? AND sha256 = ? AND womit = ?", (pfad, sha256, womit)))

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
        own = {name: getattr(papier, name) for name in _NAMES if name not in ("sha256", "zustand")}
        if self.eintrag(papier.pfad) == Eintrag(**own, sha256=sha256, zustand=zustand) and self.braucht(papier.pfad) == papier.braucht:
            return
        values = {**own, "sha256": sha256, "zustand": zustand, "braucht": " ".join(papier.braucht), "view": papier.view}
        with self._spoken():
            self._begin()
            sql = f"INSERT OR REPLACE INTO papiere ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"  # noqa: S608 - constant names
            self._db.execute(sql, tuple(values.values()))

    def enter_clean(self, pfad: str, sha256: str, womit: str) -> None:
        """A file was looked through for some secrets and has none of them."""
        with self._spoken():
            self._begin()
            self._db.execute("INSERT OR REPLACE INTO geprueft VALUES (?, ?, ?)", (pfad, sha256, womit))

    def forget_checks(self, womit: Collection[str]) -> None:
        """Drops what was looked through for other secrets than these."""
        with self._spoken():
            self._begin()
            self._db.execute(f"DELETE FROM geprueft WHERE womit NOT IN ({', '.join('?' * len(womit))})", tuple(womit))  # noqa: S608 - only marks

    def mark(self, pfad: str, zustand: Zustand) -> None:
        """Another state of a file that else stays as it is."""
        eintrag = self.eintrag(pfad)
        if eintrag is None or eintrag == replace(eintrag, zustand=zustand):
            return
        with self._spoken():
            self._begin()
            self._db.execute("UPDATE papiere SET zustand = ? WHERE pfad = ?", (zustand, pfad))

    # scheduled runs -----------------------------------------------------------------------------------------------

    def erledigt(self) -> frozenset[str]:
        """The occurrences that are done with, made or missed."""
        return frozenset(row[0] for row in self.rows("SELECT kennung FROM anstoesse"))

    def letzter_lauf(self) -> date | None:
        """The newest day for which a run was made."""
        newest = self.rows("SELECT max(heute) FROM laeufe")[0][0]
        return date.fromisoformat(newest) if newest else None

    def laeufe(self, number: int) -> list[Laufbericht]:
        """The last runs, the newest first."""
        rows = self.rows("SELECT heute, zeit, ergebnis, bericht FROM laeufe ORDER BY nr DESC LIMIT ?", (number,))
        return [Laufbericht(date.fromisoformat(day), datetime.fromisoformat(when), result, text) for day, when, result, text in rows]

    def enter_lauf(self, lauf: Laufbericht, erledigt: Iterable[tuple[str, date]], verpasst: Iterable[tuple[str, date]]) -> None:
        """A run and what it was about, all of it or nothing."""
        with self._spoken():
            self._begin()
            values = (lauf.heute.isoformat(), lauf.zeit.isoformat(), lauf.ergebnis, lauf.text)
            number = self._db.execute("INSERT INTO laeufe (heute, zeit, ergebnis, bericht) VALUES (?, ?, ?, ?)", values).lastrowid
            for wie, done in (("gemacht", erledigt), ("verpasst", verpasst)):
                rows = [(kennung, day.isoformat(), wie, number) for kennung, day in done]
                self._db.executemany("INSERT OR IGNORE INTO anstoesse VALUES (?, ?, ?, ?)", rows)
            self._commit()

    # what other rooms keep here ------------------------------------------------------------------------------------

    def rows(self, sql: str, values: Iterable[str | int] = ()) -> list[tuple[Any, ...]]:
        """What a question of the Registratur finds."""
        with self._spoken():
            return self._db.execute(sql, tuple(values)).fetchall()

    def change(self, *statements: tuple[str, Iterable[str | int]]) -> None:
        """All of these statements or none; on the disk when this returns."""
        with self._spoken():
            self._begin()
            for sql, values in statements:
                self._db.execute(sql, tuple(values))
            self._commit()

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
        fresh = version == 0 and db.execute("SELECT 1 FROM sqlite_master").fetchone() is None
        for number in sorted(_SCHEMA) if fresh or version in _SCHEMA else ():
            if number > version:
                for statement in _SCHEMA[number].split(";"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {number}")
                version = number
        db.execute("COMMIT")
        return version

    def _one(self, column: Literal["view", "braucht"], pfad: str) -> str:
        found = self.rows(f"SELECT {column} FROM papiere WHERE pfad = ?", (pfad,))  # noqa: S608 - constant names
        return str(found[0][0]) if found else ""

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
