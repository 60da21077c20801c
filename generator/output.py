"""The door to output/: whole files, only if changed, never over a person's edit.

A file is ours if the Laufbuch knows its bytes as a version of that paper; any other file is a person's work. Each is
written aside, flushed and renamed: killed at any moment, output/ holds old or new files, never half of one.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Literal, Self

from generator.laufbuch import WARTEN, Eintrag, Laufbuch, Papier
from generator.problems import Problem, Problems
from generator.scalars import reserved, shown

Lage = Literal["aktuell", "von-hand-geaendert", "faellig"]
Vorgang = Literal[
    "geschrieben", "unveraendert", "von-hand-geaendert", "daneben", "veraltet", "gesichert", "entfernt", "verschoben", "uebersprungen", "bereitgestellt",
]  # fmt: skip

PUBLIC = "oeffentlich"
PRIVATE = ("nichtoeffentlich", "intern")
ENTFALLEN = PurePosixPath("intern/entfallen")
LONGEST = 200
"""Bytes of a name: 255 is the most that file systems hold, and »….veraltet-12« has to fit."""
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\\ud800-\udfff]|[. ]$')
_TEMPORARY = ".vorlagen-"
_FULL = "der Datenträger ist voll"
_RIGHTS = "keine Schreibrechte, oder die Datei ist geöffnet"
_REASONS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: "der Datenträger nimmt keine so große Datei",
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EBUSY: _RIGHTS,
    errno.EROFS: "der Datenträger ist schreibgeschützt",
    errno.ENAMETOOLONG: "der Dateiname ist zu lang",
    errno.EISDIR: "an ihrer Stelle liegt ein Ordner",
    errno.ENOTDIR: "anstelle eines Ordners liegt eine Datei",
    errno.EEXIST: "anstelle eines Ordners liegt eine Datei",
    errno.EXDEV: "ihr Ziel liegt auf einem anderen Datenträger",
}


@dataclass(frozen=True, slots=True)
class Geschehen:
    """What happened to a file: `pfad` relative to output/, `wohin` where it or its new version lies now."""

    vorgang: Vorgang
    pfad: str
    wohin: str = ""


class Ausgabe:
    """output/ and its Laufbuch, held by one run; a context manager. Each file is read at most once a run."""

    def __init__(self, folder: Path, *, warten: float = WARTEN) -> None:
        self.folder = folder
        self._hashes: dict[str, str] = {}
        with _spoken(folder, "Der Ausgabeordner lässt sich nicht benutzen"):
            folder.mkdir(parents=True, exist_ok=True)
            for name in PRIVATE:
                self._make_folder(folder / name, 0o700)
                if os.name == "posix" and (folder / name).stat().st_mode & 0o077:
                    (folder / name).chmod(0o700)
            self.laufbuch = Laufbuch(folder / "laufbuch.sqlite", warten)
        self._sweep()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.laufbuch.close()

    # what is there ------------------------------------------------------------------------------------------------

    def is_edited(self, pfad: str) -> bool:
        """Whether a file is there that we did not write: a person's work."""
        found = self.sha256(pfad)
        return bool(found) and not self.laufbuch.ours(pfad, found)

    def lage(self, papier: Papier, *, ueberschreiben: bool = False) -> Lage:
        """Whether the file must be made: not if it is ours and made from the same, nor if a person changed what was made from the same."""
        eintrag = self.laufbuch.eintrag(papier.pfad)
        if eintrag is None or eintrag.fingerabdruck != papier.fingerabdruck or eintrag.zustand == "entfallen":
            return "faellig"
        if self.is_edited(papier.pfad):
            return "faellig" if ueberschreiben else "von-hand-geaendert"
        return "aktuell" if eintrag.zustand == "aktuell" and self.sha256(papier.pfad) == eintrag.sha256 else "faellig"

    def refuse_open(self, pfad: str) -> None:
        """Word's and LibreOffice's owner files say that somebody has the file open: a Problem of that paper."""
        path = self.folder / pfad
        for name in (f"~${path.name}", f"~${path.name[1:]}", f"~${path.name[2:]}", f".~lock.{path.name}#"):
            if os.path.lexists(path.parent / name):
                sentence = f"Die Datei ist gerade geöffnet; schließen und noch einmal erzeugen. Ist sie es nicht, die liegen gebliebene Datei »{name}« löschen"
                raise Problems([Problem(str(path), 0, sentence)])

    # what becomes of a file ---------------------------------------------------------------------------------------

    def keep(self, papier: Papier, lage: Lage) -> Iterator[Geschehen]:
        """Leaves a file that need not be made; what the register says of it may be new all the same (`stand`)."""
        eintrag = self.laufbuch.eintrag(papier.pfad)
        edited = lage == "von-hand-geaendert"
        self.laufbuch.enter(papier, eintrag.sha256 if eintrag else "", "von-hand-geaendert" if edited else "aktuell")
        yield Geschehen("von-hand-geaendert" if edited else "unveraendert", papier.pfad)

    def outdate(self, pfad: str) -> Iterator[Geschehen]:
        """The PDF of a Word file that a person edited lacks the edit: it is renamed, so that nobody sends it out."""
        aside = _beside(pfad, "veraltet")
        if self.is_edited(pfad):
            self.laufbuch.mark(pfad, "von-hand-geaendert")
            yield Geschehen("von-hand-geaendert", pfad)
            return
        if found := self.sha256(pfad):
            aside = aside if self._ours_or_none(pfad, aside) else self._free(PurePosixPath(aside))
            self.laufbuch.promise(pfad, found, aside)
            self._move(pfad, aside)
        self.laufbuch.mark(pfad, "veraltet")
        yield Geschehen("veraltet", pfad, aside if self.sha256(aside) else "")

    def write(self, papier: Papier, data: bytes, *, ueberschreiben: bool = False) -> Iterator[Geschehen]:
        """A paper's new bytes: in its place, or once beside a person's work."""
        pfad, fresh = papier.pfad, hashlib.sha256(data).hexdigest()
        found = self.sha256(pfad)
        edited = self.is_edited(pfad) and found != fresh
        if edited and not ueberschreiben:
            yield from self._write_beside(papier, data, fresh)
            return
        if found != fresh:
            self.refuse_open(pfad)
            if edited:
                aside = self._free(PurePosixPath(_beside(pfad, "alt")))
                self.laufbuch.remember(pfad, aside)
                self._move(pfad, aside)
                yield Geschehen("gesichert", pfad, aside)
            self._place(papier, pfad, data, fresh)
        elif not self.laufbuch.ours(pfad, fresh):  # a register that was lost: the same bytes are ours
            self.laufbuch.promise(pfad, fresh, pfad)
        yield Geschehen("unveraendert" if found == fresh else "geschrieben", pfad)
        for aside in self.laufbuch.beside(pfad):
            if self.sha256(aside) and self._ours_or_none(pfad, aside):
                self._remove(aside)
                yield Geschehen("entfernt", aside)
        self.laufbuch.enter(papier, fresh, "aktuell")

    def _write_beside(self, papier: Papier, data: bytes, fresh: str) -> Iterator[Geschehen]:
        eintrag = self.laufbuch.eintrag(papier.pfad)
        if eintrag is None or eintrag.zustand == "entfallen" or eintrag.sha256 != fresh:
            aside = _beside(papier.pfad, "neu")
            aside = aside if self._ours_or_none(papier.pfad, aside) else self._free(PurePosixPath(aside))
            if self.sha256(aside) != fresh:
                self._place(papier, aside, data, fresh)
                yield Geschehen("daneben", papier.pfad, aside)
        self.laufbuch.enter(papier, fresh, "von-hand-geaendert")
        yield Geschehen("von-hand-geaendert", papier.pfad)

    def withdraw(self, eintrag: Eintrag) -> Iterator[Geschehen]:
        """What the data no longer ask for goes: our files are removed, a person's are moved to intern/entfallen/."""
        for pfad in (eintrag.pfad, *self.laufbuch.beside(eintrag.pfad)):
            if not self.sha256(pfad):
                continue
            if self._ours_or_none(eintrag.pfad, pfad):
                self._remove(pfad)
                yield Geschehen("entfernt", pfad)
            else:
                home = self._free(ENTFALLEN / eintrag.koerperschaft / PurePosixPath(pfad).name)
                self._move(pfad, home)
                yield Geschehen("verschoben", pfad, home)
            with suppress(OSError):  # other papers lie there
                for folder in (self.folder / pfad).parents[: pfad.count("/") - 1]:
                    folder.rmdir()
        self.laufbuch.mark(eintrag.pfad, "entfallen")

    def register(self) -> None:
        """Writes verzeichnis.json, the papers of the Laufbuch without the copies for the Übergabe, readable by its owner only."""
        data = _listing(eintrag for eintrag in self.laufbuch.eintraege() if eintrag.art != "uebergabe")
        if self.sha256("verzeichnis.json") != hashlib.sha256(data).hexdigest():
            self._write_file("verzeichnis.json", data, 0o600)

    def public_files(self) -> Iterator[tuple[str, str]]:
        """Path and hash of every file below oeffentlich/, whoever put it there; what nobody can look into (a folder, too) has no hash."""
        closed: list[OSError] = []
        for folder, folders, names in os.walk(self.folder / PUBLIC, onerror=closed.append):
            folders.sort()
            linked = [name for name in folders if Path(folder, name).is_symlink()]
            for path in (Path(folder, name) for name in sorted((*names, *linked))):
                pfad = path.relative_to(self.folder).as_posix()
                try:
                    yield pfad, self.sha256(pfad) if path.is_file() else ""
                except Problems:  # no rights, or a name that we would not give
                    yield pfad, _readable_hash(path)
        for error in closed:
            if not isinstance(error, FileNotFoundError):  # nothing is public yet
                yield Path(error.filename).relative_to(self.folder).as_posix(), ""

    # the files ----------------------------------------------------------------------------------------------------

    def sha256(self, pfad: str) -> str:
        """The hash of a file, empty where there is none; read once a run."""
        if pfad not in self._hashes:
            _refuse_outside(self.folder, pfad)
            try:
                with (self.folder / pfad).open("rb") as file:
                    self._hashes[pfad] = hashlib.file_digest(file, "sha256").hexdigest()
            except FileNotFoundError:
                self._hashes[pfad] = ""
            except OSError as error:
                raise Problems(
                    [Problem(str(self.folder / pfad), 0, f"Die Datei lässt sich nicht lesen: {_unreadable(error)}; sie bleibt, wie sie ist")]
                ) from None
        return self._hashes[pfad]

    def _ours_or_none(self, papier: str, pfad: str) -> bool:
        """Whether nothing of a person's lies at a place beside a paper."""
        return not (found := self.sha256(pfad)) or self.laufbuch.ours(papier, found)

    def _place(self, papier: Papier, pfad: str, data: bytes, sha256: str) -> None:
        self.laufbuch.promise(papier.pfad, sha256, pfad)
        self._write_file(pfad, data, 0o600 if _private(pfad) else 0o644)
        self._hashes[pfad] = sha256

    def _write_file(self, pfad: str, data: bytes, mode: int) -> None:
        _refuse_outside(self.folder, pfad)
        path: Path = self.folder / pfad
        aside: Path | None = None
        with _spoken(path, "Die Datei lässt sich nicht schreiben"):
            self._folders(pfad)
            try:
                handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=path.parent)
                aside = Path(name)
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                aside.chmod(mode)
                aside.replace(path)
            except BaseException:
                if aside:
                    with suppress(OSError):
                        aside.unlink()
                raise

    def _move(self, pfad: str, wohin: str) -> None:
        _refuse_outside(self.folder, wohin)
        with _spoken(self.folder / pfad, "Die Datei lässt sich nicht verschieben"):
            self._folders(wohin)
            (self.folder / pfad).replace(self.folder / wohin)
        self._hashes[wohin] = self._hashes.pop(pfad, "")
        self._hashes[pfad] = ""
        if _private(wohin):
            with suppress(OSError):  # another's file stays his; the folder keeps strangers out
                (self.folder / wohin).chmod(0o600)

    def _remove(self, pfad: str) -> None:
        with _spoken(self.folder / pfad, "Die Datei lässt sich nicht entfernen"):
            (self.folder / pfad).unlink(missing_ok=True)
        self._hashes[pfad] = ""

    def _free(self, pfad: PurePosixPath) -> str:
        """The path, or with -2, -3 … the first that is free: nothing of a person's is lost."""
        candidate, number = pfad, 1
        while os.path.lexists(self.folder / candidate):
            number += 1
            candidate = pfad.with_name(f"{pfad.stem}-{number}{pfad.suffix}")
        return str(candidate)

    def _folders(self, pfad: str) -> None:
        """The folders above a file, each as open as its audience, whatever the umask."""
        folder = self.folder
        for part in PurePosixPath(pfad).parent.parts:
            folder /= part
            self._make_folder(folder, 0o700 if _private(pfad) else 0o755)

    def _make_folder(self, folder: Path, mode: int) -> None:
        with suppress(FileExistsError):
            folder.mkdir()
            folder.chmod(mode)

    def _sweep(self) -> None:
        """Removes what killed runs left of files that never got their name."""
        bodies = [body for zugang in (PUBLIC, *PRIVATE) for body in _listed(self.folder / zugang)]
        for folder in (self.folder, *bodies, *(mappe for body in bodies for mappe in _listed(body / "uebergabe"))):
            for file in _listed(folder):
                if file.name.startswith(_TEMPORARY):
                    with suppress(OSError):
                        file.unlink()


def _listing(eintraege: Iterable[Eintrag]) -> bytes:
    """verzeichnis.json, row by row: all rows of a nation at once would take more room than all else that a run holds."""
    rows = ",\n  ".join(json.dumps(asdict(eintrag), ensure_ascii=False, indent=1).replace("\n", "\n  ") for eintrag in eintraege)
    return (f'{{\n "papiere": [\n  {rows}\n ]\n}}\n' if rows else '{\n "papiere": []\n}\n').encode()


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:  # a file, or closed to us: its papers will say so
        return []


def _private(pfad: str) -> bool:
    return PurePosixPath(pfad).parts[0] != PUBLIC


def _refuse_outside(folder: Path, pfad: str) -> None:
    """Ids are checked when data are read; this is the last door: no path leaves output/, and each name is one that every system can hold."""
    for part in pfad.split("/"):
        if part in ("", ".", "..") or _FORBIDDEN.search(part) or reserved(part) or len(part.encode(errors="replace")) > LONGEST:
            raise Problems(
                [Problem(str(folder), 0, f"{shown(pfad)} taugt nicht als Name einer Datei im Ausgabeordner; umbenennen, woraus das Papier entsteht")]
            )


def _readable_hash(path: Path) -> str:
    """The hash of a person's file, whatever its name; empty if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _beside(pfad: str, kind: str) -> str:
    path = PurePosixPath(pfad)
    return str(path.with_name(f"{path.stem}.{kind}{path.suffix}"))


def _unreadable(error: OSError) -> str:
    return "keine Leserechte" if error.errno in (errno.EACCES, errno.EPERM) else _REASONS.get(error.errno or 0, "das System gibt sie nicht her")


@contextmanager
def _spoken(path: Path, what: str) -> Iterator[None]:
    """What the system refuses becomes a finding."""
    try:
        yield
    except OSError as error:
        raise Problems([Problem(str(path), 0, f"{what}: {_REASONS.get(error.errno or 0, 'das System lehnt es ab')}")]) from None
