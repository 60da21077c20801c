"""From made to issued: freezes a paper's files as they lie there, and enters who released them and when.

What was issued stays as it is. A paper that changed is released once more, as its next Fassung, beside the one before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from generator.ablage import Ablage
from generator.disclosure import Durchsicht
from generator.documents import Subject, papierart
from generator.laufbuch import Papier
from generator.output import PUBLIC, Ausgabe
from generator.planung import Plan, Planung, stem, view
from generator.problems import Problem, Problems
from generator.registratur import Freigabe, Registratur
from generator.rendering import PRINT_OF, Druckvorlagen
from generator.rules.luecken import is_draft
from generator.selection import Auftrag
from generator.wording import datum

_MAKE_FIRST = "erst »vorlagen erzeugen«, dann freigeben"
_EXPORT = "Word als PDF an diese Stelle speichern, dann gelten beide Dateien als Ihre; oder die Änderung mit »vorlagen erzeugen --ueberschreiben« verwerfen"


@dataclass(frozen=True, slots=True)
class Bescheid:
    """What became of one paper: a sentence about its release, or why there is none."""

    subject: Subject
    satz: str = ""
    neu: bool = False
    problems: tuple[Problem, ...] = ()


def freigeben(auftrag: Auftrag, folder: Path, von: str, jetzt: datetime) -> Iterator[Bescheid]:
    """Releases the chosen papers; one that cannot be stops no other. `von` is name and function of who does it."""
    with Ausgabe(folder) as ausgabe:
        stelle = _Stelle(auftrag, ausgabe, von, jetzt)
        refuse_unknown(folder, stelle.planung.registratur, stelle.planung.ablage)
        for subject in auftrag.subjects:
            try:
                yield stelle.freigeben(subject)
            except Problems as problems:
                yield Bescheid(subject, problems=problems.problems)


def refuse_unknown(folder: Path, registratur: Registratur, ablage: Ablage) -> None:
    """Raises Problems where something was issued that the Laufbuch does not know: it is new, or an old backup."""
    known = {freigabe.ordner for freigabe in registratur.freigaben().values()}
    unknown = [ordner for ordner in ablage.fassungen() if ordner not in known]
    if unknown:
        more = f" und {len(unknown) - 1} weitere" if len(unknown) > 1 else ""
        sentence = (
            f"Hier liegt Ausgegebenes, das das Laufbuch nicht kennt ({unknown[0]}{more}); das Laufbuch aus der Sicherung zurückholen, die dazu gehört. "
            "Ohne es ist nicht zu sagen, was wem schon zugestellt ist"
        )
        raise Problems([Problem(str(folder), 0, sentence)])


class _Stelle:
    """Who releases, with all that is needed for it."""

    def __init__(self, auftrag: Auftrag, ausgabe: Ausgabe, von: str, jetzt: datetime) -> None:
        self.auftrag, self.ausgabe, self.von, self.jetzt = auftrag, ausgabe, von, jetzt
        self.planung = Planung(auftrag.daten, Druckvorlagen(auftrag.druckvorlagen), ausgabe)
        self.durchsicht = Durchsicht(auftrag.daten, ausgabe)

    def freigeben(self, subject: Subject) -> Bescheid:
        """One paper: released whole, or Problems."""
        self._refuse_unfinished(subject)
        plan = self.planung.plan(subject)
        files = {format_: self._read(papier) for format_, papier in plan.papiere.items()}
        edited = {f for f, papier in plan.papiere.items() if files[f] is not None and not self.ausgabe.laufbuch.ours(papier.pfad, _sha256(files[f]))}
        problems = [problem for format_, papier in plan.papiere.items() if (problem := self._problem(format_, papier, files, edited, plan))]
        if problems:
            raise Problems(problems)
        whole = {PurePosixPath(papier.pfad).name: files[format_] or b"" for format_, papier in plan.papiere.items()}
        last = self.planung.registratur.letzte(stem(subject))
        if last and not self.planung.ablage.exists(last.ordner):
            raise Problems([Problem(str(self.ausgabe.folder / last.ordner), 0, "Diese ausgegebene Fassung fehlt; aus der Sicherung zurückholen")])
        if last and last.dateien == {name: _sha256(data) for name, data in whole.items()}:
            return Bescheid(subject, f"ist schon freigegeben: {_told(last)}")
        if last and plan.fassung.nr <= last.fassung and not edited and not last.von_hand:
            return Bescheid(subject, f"sagt dasselbe wie die {last.fassung}. Fassung und ist nicht noch einmal freizugeben: {_told(last)}")
        if subject.zugang == PUBLIC:
            ganz, public = papierart(subject.art).view(self.auftrag.daten.bestand, subject), view(self.auftrag.daten, subject)
            self.durchsicht.refuse_leaks({papier.pfad: files[f] or b"" for f, papier in plan.papiere.items()}, subject.stand, ganz, public)
        return self._release(subject, plan, whole, last, von_hand=bool(edited))

    def _release(self, subject: Subject, plan: Plan, files: dict[str, bytes], last: Freigabe | None, *, von_hand: bool) -> Bescheid:
        number = last.fassung + 1 if last else 1
        first = next(iter(plan.papiere.values()))
        freigabe = Freigabe(
            papier=stem(subject), fassung=number, art=subject.art, koerperschaft=subject.koerperschaft, gegenstand=subject.gegenstand, zugang=subject.zugang,
            titel=first.titel, von=self.von, am=self.jetzt, von_hand=von_hand, inhalt=plan.inhalt, view=first.view,
            vermerk=plan.fassung.nr, geaendert=plan.fassung.geaendert, dateien={name: _sha256(data) for name, data in files.items()},
        )  # fmt: skip
        if self.planung.ablage.exists(freigabe.ordner):
            raise Problems([Problem(str(self.ausgabe.folder / freigabe.ordner), 0, "Hier liegt schon etwas; was ausgegeben ist, wird nie überschrieben")])
        nr = self.planung.registratur.begin(freigabe)
        self.planung.ablage.freeze(freigabe.ordner, files)
        self.planung.registratur.finish(nr)
        changed = f"; geändert: {'; '.join(plan.fassung.geaendert)}" if number > 1 and plan.fassung.geaendert else ""
        by_hand = "; von Hand geänderte Dateien, wie sie sind" if von_hand else ""
        bare = f"; auf den Seiten steht der Vermerk »{number}. Fassung« nicht" if number > 1 and von_hand and plan.fassung.nr != number else ""
        return Bescheid(subject, f"freigegeben als {number}. Fassung → {self.ausgabe.folder / freigabe.ordner}{changed}{by_hand}{bare}", neu=True)

    def _refuse_unfinished(self, subject: Subject) -> None:
        """What cannot be made now cannot be issued, nor can a draft."""
        place = str(self.auftrag.daten.folder / f"{subject.gegenstand}.yaml")
        if causes := self.auftrag.causes(subject):
            named = ", ".join(f"{cause}.yaml" for cause in causes)
            raise Problems([Problem(str(self.ausgabe.folder), 0, f"{subject.id} wird nicht freigegeben: Fehler in {named} (»vorlagen pruefen« nennt sie)")])
        vorlage = self.auftrag.daten.bestand.papiere.get(subject.gegenstand)
        if vorlage and is_draft(vorlage):
            sentence = f"Die Vorlage ist ein Entwurf (»stand: {vorlage.stand}«); erst »stand: freigegeben« eintragen und erzeugen, dann freigeben"
            raise Problems([Problem(place, 0, sentence)])

    def _read(self, papier: Papier) -> bytes | None:
        self.ausgabe.refuse_open(papier.pfad)
        path = self.ausgabe.folder / papier.pfad
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError:
            raise Problems([Problem(str(path), 0, "Die Datei lässt sich nicht lesen; sie wird nicht freigegeben")]) from None

    def _problem(self, format_: str, papier: Papier, files: dict[str, bytes | None], edited: set[str], plan: Plan) -> Problem | None:
        """Why a file cannot be issued as it lies there."""
        sentence = self._lacks_edit(format_, files, edited, plan) if PRINT_OF.get(format_) in edited else self._outdated(format_, papier, files, edited)
        return Problem(str(self.ausgabe.folder / papier.pfad), 0, sentence) if sentence else None

    def _lacks_edit(self, format_: str, files: dict[str, bytes | None], edited: set[str], plan: Plan) -> str:
        """The print of a Word file that a person edited has to be that person's, and no older."""
        word = self.ausgabe.folder / plan.papiere[PRINT_OF[format_]].pfad
        if files[format_] is None or format_ not in edited:
            return f"Dem PDF fehlt, was in der Word-Datei von Hand geändert ist; {_EXPORT}"
        if (self.ausgabe.folder / plan.papiere[format_].pfad).stat().st_mtime < word.stat().st_mtime:
            return f"Das PDF ist älter als die letzte Änderung der Word-Datei; {_EXPORT}"
        return ""

    def _outdated(self, format_: str, papier: Papier, files: dict[str, bytes | None], edited: set[str]) -> str:
        eintrag = self.ausgabe.laufbuch.eintrag(papier.pfad)
        if files[format_] is None:
            return f"Die Datei fehlt; {_MAKE_FIRST}"
        if eintrag is None or eintrag.gegenstand != papier.gegenstand or eintrag.fingerabdruck != papier.fingerabdruck:
            return f"Die Datei ist nicht aus den heutigen Daten und Druckvorlagen; {_MAKE_FIRST}"
        if format_ not in edited:
            return "" if eintrag.sha256 == _sha256(files[format_]) else f"Die Datei ist eine ältere als die zuletzt erzeugte; {_MAKE_FIRST}"
        newer = [aside for aside in self.ausgabe.laufbuch.beside(papier.pfad) if ".neu" in aside and (self.ausgabe.folder / aside).exists()]
        if newer:
            name = PurePosixPath(newer[0]).name
            return f"Ihrer Fassung fehlt, was sich danach in den Daten geändert hat; aus »{name}« übertragen, was gilt, jene Datei löschen und dann freigeben"
        return ""


def _told(freigabe: Freigabe) -> str:
    return f"{freigabe.fassung}. Fassung vom {datum(freigabe.am.date())}, {freigabe.von}"


def _sha256(data: bytes | None) -> str:
    return hashlib.sha256(data or b"").hexdigest()
