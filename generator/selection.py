"""Which papers a run is about: what the words of WAS name, which findings concern them, and what blocks them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from generator.data import Daten
from generator.documents import ARTEN, Subject, papierart
from generator.model import Bestand
from generator.problems import Problem, nearest

SHOWN = 8
"""So many papers are named one by one where a file blocks them."""


@dataclass(frozen=True)
class Auftrag:
    """What a run works on: the data, where the Druckvorlagen lie, and the chosen of all papers."""

    daten: Daten
    druckvorlagen: Path
    subjects: tuple[Subject, ...]
    alle: tuple[Subject, ...]

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """The findings that concern the chosen papers (all, if all are chosen), with what could not be made beside its cause."""
        found = self.daten.problems
        if len(self.subjects) < len(self.alle):
            needed = {need for needs in {needs for subject in self.subjects for needs in (subject.braucht, subject.nennt)} for need in needs}
            found = tuple(p for p in found if blocking(needed, {_id(self.daten, p.path)}))
        return tuple(sorted({*found, *self._blocked(found)}))

    def causes(self, subject: Subject) -> tuple[str, ...]:
        """The broken data files that keep a paper from being made."""
        return tuple(sorted(blocking(subject.braucht, self.daten.broken) | _named(subject.nennt, self.daten.broken)))

    def _blocked(self, found: Sequence[Problem]) -> Iterator[Problem]:
        blocked: dict[str, dict[str, None]] = defaultdict(dict)  # both editions of a sheet have one name
        for subject in self.subjects:
            for cause in self.causes(subject):
                blocked[cause][subject.id] = None
        last = {_id(self.daten, p.path): p for p in found if p.blocks}
        for cause, papers in blocked.items():
            if problem := last.get(cause):
                more = f" und {len(papers) - SHOWN} weitere" if len(papers) > SHOWN else ""
                yield Problem(problem.path, problem.line, f"Nicht erstellt, bis das berichtigt ist: {', '.join([*papers][:SHOWN])}{more}", "Hinweis")


def blocking(needs: Iterable[str], broken: Collection[str]) -> set[str]:
    """The broken ids that something needs: a file itself, or a folder above it that cannot be read."""
    return {cause for need in needs for cause in _with_folders(need) if cause in broken} if broken else set()


@lru_cache
def _named(needs: frozenset[str], broken: frozenset[str]) -> set[str]:
    """The same for what many papers share."""
    return blocking(needs, broken)


def _with_folders(key: str) -> Iterator[str]:
    """An id and those of the folders above it."""
    yield key
    while key := key.rpartition("/")[0]:
        yield key


def subjects(bestand: Bestand) -> tuple[Subject, ...]:
    """All papers of all kinds that the data ask for."""
    return tuple(subject for art in ARTEN for subject in papierart(art).subjects(bestand))


def formats(subject: Subject) -> tuple[str, ...]:
    """The formats in which a paper is made, Word first; a kind may give some editions more than others."""
    art = papierart(subject.art)
    chosen: tuple[str, ...] = art.formate(subject) if hasattr(art, "formate") else art.FORMATE
    return chosen


def choose(daten: Daten, druckvorlagen: Path, was: Sequence[str]) -> Auftrag:
    """The papers that all words of WAS name. Raises LookupError with a sentence where a word names none."""
    alle = chosen = subjects(daten.bestand)
    for i, word in enumerate(was):
        key = _key(daten.folder, word)
        matching = tuple(subject for subject in chosen if key in _parts(daten.bestand, subject))
        if not matching:
            known = {part for subject in chosen for part in _parts(daten.bestand, subject)}
            short = {part for part in known if "/" in key or "/" not in part}
            raise LookupError(f"»{word}« nennt kein Papier{' unter denen, die die Angaben davor nennen' if i else ''}{nearest(key, short)}")
        chosen = matching
    return Auftrag(daten, druckvorlagen, chosen, alle)


def _id(daten: Daten, path: str) -> str:
    """The id of the data file that a finding names."""
    file = Path(path)
    return file.relative_to(daten.folder).with_suffix("").as_posix() if file.is_relative_to(daten.folder) else path


def _key(folder: Path, word: str) -> str:
    """A word as ids are written; the path of a data file, as a shell completes it, names what it is about."""
    path = Path(word)
    if path.suffix == ".yaml" and path.resolve().is_relative_to(folder.resolve()):
        return path.resolve().relative_to(folder.resolve()).with_suffix("").as_posix().casefold()
    return word.strip("/").removesuffix(".yaml").casefold()


def _parts(bestand: Bestand, subject: Subject) -> set[str]:
    vorlage = bestand.papiere.get(subject.gegenstand)
    name = subject.gegenstand.rsplit("/", 1)[-1]
    parts = {subject.art, subject.koerperschaft, subject.gegenstand, name, f"{subject.koerperschaft}/{name}", subject.name, subject.id, subject.zugang}
    return {part.casefold() for part in (*parts, vorlage.nummer if vorlage and vorlage.nummer else "") if part}
