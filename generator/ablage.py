"""output/ablage/: what was issued, frozen as it was. Whole folders only; nothing in them is ever written again."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from generator.problems import Problem, Problems

NAME = "ablage"
PUBLIC = "oeffentlich"
_TEMPORARY = ".vorlagen-"
_REASONS = {
    errno.ENOSPC: "der Datenträger ist voll",
    errno.EDQUOT: "der Datenträger ist voll",
    errno.EACCES: "keine Rechte",
    errno.EPERM: "keine Rechte",
    errno.EROFS: "der Datenträger ist schreibgeschützt",
    errno.ENOTDIR: "anstelle eines Ordners liegt eine Datei",
    errno.EEXIST: "dort liegt schon etwas",
    errno.ENOTEMPTY: "dort liegt schon etwas",
    errno.ENOENT: "sie fehlt",
    errno.EISDIR: "an ihrer Stelle liegt ein Ordner",
}


class Ablage:
    """The archive below output/."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self._sweep()

    def exists(self, ordner: str) -> bool:
        """Whether a Fassung has its folder."""
        return (self.output / ordner).is_dir()

    def freeze(self, ordner: str, dateien: Mapping[str, bytes]) -> None:
        """A new folder with these files, all at once: killed at any moment, it is there whole or not at all."""
        home = self.output / ordner
        public = PurePosixPath(ordner).parts[1] == PUBLIC
        with self._spoken(home, "Die Fassung lässt sich nicht ablegen"):
            self._folders(PurePosixPath(ordner).parent)
            aside = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=home.parent))
            try:
                for name, data in dateien.items():
                    with (aside / name).open("xb") as file:
                        file.write(data)
                        file.flush()
                        os.fsync(file.fileno())
                    (aside / name).chmod(0o444 if public else 0o400)
                aside.chmod(0o755 if public else 0o700)
                _flush(aside)
                aside.rename(home)  # refused where a folder with files is
                _flush(home.parent)
            except BaseException:
                shutil.rmtree(aside, ignore_errors=True)
                raise

    def read(self, ordner: str, dateien: Mapping[str, str]) -> dict[str, bytes]:
        """The files of a Fassung, each with the hash that the Laufbuch knows; else a Problem."""
        found: dict[str, bytes] = {}
        for name, sha256 in dateien.items():
            path = self.output / ordner / name
            with self._spoken(path, "Die ausgegebene Datei lässt sich nicht lesen"):
                found[name] = path.read_bytes()
            if hashlib.sha256(found[name]).hexdigest() != sha256:
                sentence = "Die ausgegebene Datei ist nicht mehr, wie sie freigegeben wurde; aus der Sicherung zurückholen"
                raise Problems([Problem(str(path), 0, sentence)])
        return found

    def fassungen(self) -> Iterator[str]:
        """The folders of all Fassungen that lie here, whoever put them there."""
        for path in sorted((self.output / NAME).glob("*/*/*/*")):
            if path.is_dir() and not path.name.startswith("."):
                yield path.relative_to(self.output).as_posix()

    def _sweep(self) -> None:
        """Removes what killed runs left of folders that never got their name."""
        for path in (self.output / NAME).glob(f"*/*/*/{_TEMPORARY}*"):
            shutil.rmtree(path, ignore_errors=True)

    def _folders(self, ordner: PurePosixPath) -> None:
        """ablage/ itself is open, since what is public lies in it; what is not is its owner's."""
        folder = self.output
        for number, part in enumerate(ordner.parts):
            folder /= part
            private = number and ordner.parts[1] != PUBLIC
            with suppress(FileExistsError):
                folder.mkdir()
                folder.chmod(0o700 if private else 0o755)

    @contextmanager
    def _spoken(self, path: Path, what: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Problems([Problem(str(path), 0, f"{what}: {_REASONS.get(error.errno or 0, 'das System lehnt es ab')}")]) from None


def _flush(folder: Path) -> None:
    """A name is kept by its folder: only when that is on the disk does it outlast a power cut."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
