"""The Anlagen of a paper as files: which file in data/ each one is, how it is called when it is handed over, and whether it can be."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.data import Daten
from generator.documents import Subject
from generator.documents.anlagenteile import ANLAGEN
from generator.model import Anlage, Vorlage, Zugang
from generator.problems import Problem, Problems
from generator.scalars import shown

Befund = tuple[int, Literal["", "ja", "nein"]]
"""What was found in an Anlage: its pages, and whether it is tagged; 0 and nothing for what is no PDF."""
LONGEST = 100
"""Characters of a file name: together with its folders it has to stay below the 260 of Windows."""
_SIGNS = str.maketrans({":": " –", "/": "-", "\\": "-", "|": "-", '"': "'", "<": "(", ">": ")", "?": "", "*": "_"})
"""What stands in titles and not in file names of Windows."""
_ENDING = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Beilage:
    """An Anlage of a paper: its place in the list, its file in data/ if it has one, and the name under which it is handed over."""

    nr: int
    titel: str
    zugang: Zugang
    quelle: Path | None
    name: str


class Beilagen:
    """The Anlagen of all papers of one run; each file is read for its hash once."""

    def __init__(self, daten: Daten) -> None:
        self.daten = daten
        self._hashes: dict[Path, str] = {}

    def of(self, subject: Subject, vorlage: Vorlage) -> tuple[Beilage, ...]:
        """Those of one paper in their order; the Anlagen that a Sachstandsbericht itself contains come before them."""
        folder = (self.daten.folder / subject.gegenstand).parent
        found = []
        for nr, anlage in enumerate(vorlage.anlagen, within(subject) + 1):
            source = folder / anlage.datei if anlage.datei else self._inherited(vorlage, anlage)
            ending = source.suffix.lower() if source and _ENDING.fullmatch(source.suffix.lower()) else ""
            found.append(Beilage(nr, anlage.titel, anlage.zugang, source, dateiname(nr, anlage.titel, ending)))
        return tuple(found)

    def sha256(self, path: Path) -> str:
        """The hash of a file in data/."""
        if path not in self._hashes:
            try:
                with path.open("rb") as file:
                    self._hashes[path] = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:
                raise _unreadable(path) from None
        return self._hashes[path]

    def read(self, path: Path) -> bytes:
        """Its bytes."""
        try:
            data = path.read_bytes()
        except OSError:
            raise _unreadable(path) from None
        self._hashes[path] = hashlib.sha256(data).hexdigest()
        return data

    def looked_at(self, subject: Subject, known: Callable[[str], Befund | None] = lambda _: None) -> Mapping[int, Befund]:
        """What is in each Anlage by its number; one whose bytes are known is not opened again.

        Raises Problems for those that cannot be handed over: they do not open, or only with a key.
        """
        vorlage = self.daten.bestand.papiere.get(subject.gegenstand)
        found: dict[int, Befund] = {}
        problems: list[Problem] = []
        for beilage in self.of(subject, vorlage) if vorlage else ():
            if path := beilage.quelle:
                seen = known(self.sha256(path)) or self._seen(path)
                if isinstance(seen, str):
                    where = str(self.daten.folder / f"{subject.gegenstand}.yaml")
                    problems.append(Problem(where, 0, f"Anlage {beilage.nr} ({shown(path.name)}) lässt sich nicht übergeben: {seen}"))
                else:
                    found[beilage.nr] = seen
        if problems:
            raise Problems(problems)
        return found

    def _seen(self, path: Path) -> Befund | str:
        """What is in a file, or why it cannot be handed over."""
        from generator.formats.anlagen import Unbrauchbar, befund

        try:
            return befund(path.name, self.read(path))
        except Unbrauchbar as reason:
            return str(reason)

    def _inherited(self, vorlage: Vorlage, anlage: Anlage) -> Path | None:
        """The file of an Anlage that comes from the Vorlage which this one follows: it lies with that one, and is public."""
        if not vorlage.zu:
            return None
        original = self.daten.oeffentlich(vorlage.datum or self.daten.bestand.region.stichtage[-1]).vorlagen.get(vorlage.zu)
        same = [theirs.datei for theirs in original.anlagen if theirs.titel == anlage.titel and theirs.datei] if original else []
        return (self.daten.folder / vorlage.zu).parent / same[0] if same else None


def within(subject: Subject) -> int:
    """How many Anlagen the paper itself contains."""
    return len(ANLAGEN) if subject.art == "sachstandsbericht" else 0


def dateiname(nr: int, titel: str, endung: str) -> str:
    """`Anlage 1 – Lageplan.pdf`: a name that every system can hold, cut at a word where the title is long."""
    seen = "".join(" " if c in "\t\n" else c for c in unicodedata.normalize("NFC", titel) if c in "\t\n" or unicodedata.category(c)[0] != "C")
    lead, title = f"Anlage {nr}", re.sub(r"\s+", " ", seen.translate(_SIGNS)).strip(" .-–")
    room = LONGEST - len(lead) - 3 - len(endung)
    if len(title) > room:
        title = f"{title[: room - 1].rsplit(' ', 1)[0].rstrip(' .,;-–')}…"
    return f"{lead} – {title}{endung}" if title else f"{lead}{endung}"


def _unreadable(path: Path) -> Problems:
    return Problems([Problem(str(path), 0, "Die Datei lässt sich nicht lesen; eine Vorlage nennt sie als Anlage")])
