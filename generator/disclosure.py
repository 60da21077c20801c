"""What a run lets into oeffentlich/: each public paper before it is written, and all that lies there, looked through for secrets.

What was found is kept in the Laufbuch, so that looking costs nothing the second time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from generator import fingerprint
from generator.data import Daten
from generator.output import PUBLIC, Ausgabe
from generator.problems import Problem, Problems
from generator.rules.aussagen import worte
from generator.secrecy import Geheimnisse, Wache

if TYPE_CHECKING:
    from generator.formats.spuren import Gesagtes

LARGEST = 64_000_000
"""Bytes of a file that is looked through; a larger one says that it was not."""
_UNREAD: Mapping[str, Gesagtes] = MappingProxyType({})
_UNSURE = "Ob hier Geheimes steht, lässt sich nicht prüfen"
_UNSEEN = f"{_UNSURE}: keine Leserechte, oder eine Verknüpfung, die anderswohin führt"


class Durchsicht:
    """The looking-through of one run."""

    def __init__(self, daten: Daten, ausgabe: Ausgabe) -> None:
        self.ausgabe, self.laufbuch = ausgabe, ausgabe.laufbuch
        self.wache = Wache(daten.bestand, daten.oeffentlich)
        self.state = daten.kennzeichen

    def get_ready(self, stand: date) -> None:
        """Finds the secrets of a day, while others still render."""
        self.wache.am(stand)

    def refuse_leaks(self, files: Mapping[str, bytes], stand: date, whole: object, public: object, gesagt: Mapping[str, Gesagtes] = _UNREAD) -> None:
        """Raises Problems if a file of a public paper says what only the view of the whole Bestand does, or any other secret.

        `gesagt`: what files say that were read already, by their hash.
        """
        secrets = self.wache.am(stand)
        here = secrets.with_view(whole, public)
        problems = []
        for pfad, data in files.items():
            sha256 = hashlib.sha256(data).hexdigest()
            if found := _leaks(here, pfad, gesagt.get(sha256) or _gesagtes(pfad, data)):
                problems.append(self._problem(pfad, f"{found}; das Papier wird nicht geschrieben, solange Daten oder Druckvorlage es sagen"))
            else:
                self.laufbuch.enter_clean(pfad, sha256, secrets.kennzeichen)
        if problems:
            raise Problems(problems)

    def look_through(self, stand: Mapping[str, date]) -> None:
        """Raises Problems for the files in oeffentlich/ that say a secret. `stand`: days of papers by path; of other files it is the newest."""
        state, newest = f"{self.state} {fingerprint.program()}", max(stand.values(), default=date.min)
        marks, problems = {state}, []
        for pfad, sha256 in self.ausgabe.public_files():
            if self.laufbuch.is_clean(pfad, sha256, state):
                continue
            secrets = self.wache.am(stand.get(pfad, newest))
            marks.add(secrets.kennzeichen)
            if not self.laufbuch.is_clean(pfad, sha256, secrets.kennzeichen):
                if found := self._leaks_on_disk(secrets, pfad) if sha256 else _UNSEEN:
                    problems.append(self._problem(pfad, f"{found}; die Datei aus »{PUBLIC}« nehmen oder ändern, bevor jemand sie liest"))
                    continue
                self.laufbuch.enter_clean(pfad, sha256, secrets.kennzeichen)
            self.laufbuch.enter_clean(pfad, sha256, state)
        if len(marks) > 1:
            self.laufbuch.forget_checks(marks)
        if problems:
            raise Problems(problems)

    def _leaks_on_disk(self, secrets: Geheimnisse, pfad: str) -> str:
        path = self.ausgabe.folder / pfad
        try:
            if path.stat().st_size > LARGEST:
                return f"{_UNSURE}: die Datei ist größer als {LARGEST // 1_000_000} MB"
            return _leaks(secrets.excusing(self.laufbuch.view(pfad)), pfad, _gesagtes(pfad, path.read_bytes()))
        except OSError:  # it went away, or its folder was closed, just now
            return _UNSEEN

    def _problem(self, pfad: str, sentence: str) -> Problem:
        return Problem(str(self.ausgabe.folder / pfad), 0, sentence)


def _leaks(secrets: Geheimnisse, pfad: str, gesagt: Gesagtes) -> str:
    """What a file says that it must not, as the beginning of a sentence; empty if nothing."""
    if gesagt.unlesbar:
        return f"{_UNSURE}: {gesagt.unlesbar}"
    return secrets.sentence((("Dateiname", worte(_name(pfad))), *gesagt.worte))


def _gesagtes(pfad: str, data: bytes) -> Gesagtes:
    from generator.formats.spuren import gesagtes  # with Jinja

    return gesagtes(data, _name(pfad))


def _name(pfad: str) -> str:
    return pfad.rsplit("/", 1)[-1]
