"""One paper before it is made: its view, what it says of its Fassung, and the files that it shall be, each with its fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.ablage import Ablage
from generator.data import Daten
from generator.documents import Subject, fassung, papierart
from generator.documents.fassung import VON_HAND, Fassung
from generator.fingerprint import fingerprint, pictures
from generator.laufbuch import Papier
from generator.output import PUBLIC, Ausgabe
from generator.problems import Problem, Problems
from generator.registratur import Registratur
from generator.rendering import Druckvorlagen
from generator.selection import formats
from generator.views import as_data


def view(daten: Daten, subject: Subject, frueher: Any = None) -> Any:
    """The view of a paper; a public one is built from the public Bestand alone."""
    return papierart(subject.art).view(daten.oeffentlich(subject.stand) if subject.zugang == PUBLIC else daten.bestand, subject, frueher)


def path(subject: Subject, format_: str) -> str:
    """Where a paper's file lies below output/."""
    return f"{stem(subject)}.{format_}"


def stem(subject: Subject) -> str:
    """The same without the ending: what all its files and Fassungen have in common."""
    return f"{subject.zugang}/{subject.koerperschaft}/{subject.name}"


@dataclass(frozen=True, slots=True)
class Plan:
    """A paper as it shall be."""

    view: Any
    papiere: dict[str, Papier]
    """By format, Word first."""
    gesagt: Mapping[str, Any]
    """What it says but of its own Fassung, as data."""
    fassung: Fassung
    bilder: Mapping[str, bytes]
    """The pictures that it shows."""

    @property
    def inhalt(self) -> str:
        """What it says but of its own Fassung, as JSON."""
        return json.dumps(self.gesagt, ensure_ascii=False, sort_keys=True)


class Planung:
    """Plans the papers of one run."""

    def __init__(self, daten: Daten, vorlagen: Druckvorlagen, ausgabe: Ausgabe, *, ueberschreiben: bool = False) -> None:
        self.daten, self.vorlagen, self.ausgabe, self.ueberschreiben = daten, vorlagen, ausgabe, ueberschreiben
        self.ablage = Ablage(ausgabe.folder)
        self.registratur = Registratur(ausgabe.laufbuch, self.ablage.exists)

    def plan(self, subject: Subject) -> Plan:
        """One paper; reads the pictures that it names."""
        plain = view(self.daten, subject, self._frueher(subject))
        bilder = dict(self._bilder(subject, plain))
        data = as_data(plain)
        said = fassung.inhalt(data, {name: hashlib.sha256(picture).hexdigest() for name, picture in bilder.items()})
        which = self._fassung(subject, said, type(plain))
        seen = fassung.gedruckt(plain, which)
        return Plan(seen, self._papiere(subject, seen, data if seen is plain else as_data(seen), bilder), said, which, bilder)

    def geaendert(self, plan: Plan) -> tuple[str, ...]:
        """What a paper no longer says as it did when its files were made last, by the words that it prints; empty if they are new."""
        for papier in plan.papiere.values():
            if before := self.ausgabe.laufbuch.view(papier.pfad):
                now, then = ({**json.loads(data), "dokument": None} for data in (papier.view, before))
                return fassung.geaendert(now, then, type(plan.view))
        return ()

    def template(self, subject: Subject, format_: str) -> Path:
        """Its Druckvorlage."""
        return self.vorlagen.path(subject.art, format_, subject.koerperschaft)

    def _papiere(self, subject: Subject, seen: Any, as_seen: Any, bilder: Mapping[str, bytes]) -> dict[str, Papier]:
        data = json.dumps(as_seen, ensure_ascii=False, sort_keys=True)
        vorlage = self.daten.bestand.papiere.get(subject.gegenstand)
        nummer, stand = (vorlage.nummer or "", vorlage.stand) if vorlage else ("", "")
        needed = tuple(sorted(subject.braucht))
        found: dict[str, Papier] = {}
        for format_ in formats(subject):
            mark = fingerprint(data, self.vorlagen.hash(self.template(subject, format_), format_), bilder.values())
            found[format_] = Papier(
                path(subject, format_), subject.art, subject.koerperschaft, subject.gegenstand, format_, subject.zugang,
                seen.dokument.titel, nummer, stand, mark, needed, data,
            )  # fmt: skip
        return found

    def _fassung(self, subject: Subject, said: dict[str, Any], kind: type) -> Fassung:
        """What its pages say: nothing before the first release, nor while all is as it was; else that it is the next one."""
        last = self.registratur.letzte(stem(subject))
        if last is None:
            return Fassung()
        before = json.loads(last.inhalt)
        edited = not self.ueberschreiben and any(self.ausgabe.is_edited(path(subject, format_)) for format_ in formats(subject))
        changed = fassung.geaendert(said, before, kind)
        if not changed and (edited or not last.von_hand):
            return Fassung(last.vermerk, last.geaendert)
        return Fassung(last.fassung + 1, (*changed, *([VON_HAND] if last.von_hand else [])))

    def _frueher(self, subject: Subject) -> Any:
        """The view of the paper that this one replaces: the last one issued, else made, of an earlier day, so that every run finds the same."""
        if not papierart(subject.art).FORTLAUFEND:
            return None
        if issued := self.registratur.frueheres_blatt(subject.art, subject.koerperschaft, subject.zugang, subject.gegenstand):
            return json.loads(issued.view)
        before = self.ausgabe.laufbuch.frueheres(subject.art, subject.koerperschaft, subject.zugang, subject.gegenstand)
        return json.loads(before) if before else None

    def _bilder(self, subject: Subject, view: Any) -> Iterator[tuple[str, bytes]]:
        for name in pictures(view):
            file = (self.daten.folder / subject.gegenstand).parent / name
            try:
                yield name, file.read_bytes()
            except OSError:
                raise Problems([Problem(str(file), 0, "Die Datei lässt sich nicht lesen; ein Papier zeigt sie")]) from None
