"""Brings each body what was issued for it: by mail, or as finished messages for a person's mail program.

A delivery is entered before the server gets the message and after it took it. It is never lost, and never twice but where
the process died, or the line broke, in between: then the repetition bears the same Message-ID, and the Laufbuch says so.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from generator.ablage import Ablage
from generator.data import Daten
from generator.documents import papierart
from generator.freigabe import refuse_unknown
from generator.model import Koerperschaft
from generator.nachricht import Absender, einwand, message_id, schreiben
from generator.output import PUBLIC, Ausgabe
from generator.planung import stem
from generator.postamt import Abgelehnt, Postamt, Unerreichbar, Voruebergehend
from generator.problems import Problem, Problems
from generator.registratur import Freigabe, Registratur, Zustellung
from generator.selection import Auftrag

FOLDER = "postausgang"
PAUSEN = (1.0, 3.0)
"""Seconds before another try within one call."""
KENNWORT = "VORLAGEN_SMTP_PASSWORT"
Ausgang = Literal["zugestellt", "bereitgelegt", "vorgesehen", "gescheitert", "schon"]


@dataclass(frozen=True, slots=True)
class Sendung:
    """One issued paper for one address."""

    nr: int
    freigabe: Freigabe
    empfaenger: str
    adressen: Mapping[str, str]
    """All addresses of the body, each with its Zugang."""
    absender: Absender
    weg: Literal["smtp", "eml"]


@dataclass(frozen=True, slots=True)
class Meldung:
    """What became of one: a sentence, and whether that is as it should be."""

    ausgang: Ausgang
    satz: str
    problems: tuple[Problem, ...] = ()


class Post:
    """One call of `versenden`."""

    def __init__(self, daten: Daten, ausgabe: Ausgabe, postamt: Postamt | None, jetzt: datetime, pausen: tuple[float, ...] = PAUSEN) -> None:
        self.daten, self.folder, self.postamt, self.jetzt, self.pausen = daten, ausgabe.folder, postamt, jetzt, pausen
        self.ablage = Ablage(ausgabe.folder)
        self.registratur = Registratur(ausgabe.laufbuch, self.ablage.exists)
        refuse_unknown(ausgabe.folder, self.registratur, self.ablage)
        self.zustellungen = self.registratur.zustellungen()

    def versenden(self, auftrag: Auftrag, *, probe: bool, erneut: bool) -> Iterator[Meldung]:
        """Sends what is issued and not sent yet, address by address; one that fails stops no other."""
        problems: list[Problem] = []
        todo = list(self._sendungen(auftrag, problems))
        yield from self._entfallen(auftrag)
        yield from (Meldung("gescheitert", "", (problem,)) for problem in sorted(set(problems)))
        new = [self._geplant(sendung) for sendung in todo if (sendung.nr, sendung.empfaenger) not in self.zustellungen]
        if not probe:
            self.registratur.enter(new)
            self.zustellungen |= {(z.freigabe, z.empfaenger): z for z in new}
        silent = ""
        for sendung in todo:
            known = self.zustellungen.get((sendung.nr, sendung.empfaenger)) or self._geplant(sendung)
            if known.zustand in ("zugestellt", "bereitgelegt"):
                yield Meldung("schon", f"{sendung.freigabe.name} → {sendung.empfaenger}: schon {known.zustand} am {_when(known)}")
            elif known.zustand == "abgelehnt" and not erneut:
                yield self._failed(sendung, f"am {_when(known)} abgelehnt: {known.antwort}; die Adresse berichtigen oder mit »--erneut« noch einmal senden")
            elif probe:
                again = "; vielleicht schon angekommen, geht mit derselben Message-ID noch einmal" if known.zustand == "angeboten" else ""
                yield Meldung("vorgesehen", f"{sendung.freigabe.name} → {sendung.empfaenger}: würde {_HOW[sendung.weg]}{again}")
            elif silent and sendung.weg == "smtp":
                yield self._failed(sendung, silent)
            else:
                try:
                    yield self._zustellen(sendung, known)
                except Unerreichbar as words:
                    silent = f"{words}; der nächste Aufruf versucht es wieder"
                    yield self._failed(sendung, silent)
                except Problems as found:
                    yield Meldung("gescheitert", "", found.problems)

    # who gets what ------------------------------------------------------------------------------------------------

    def _sendungen(self, auftrag: Auftrag, problems: list[Problem]) -> Iterator[Sendung]:
        """The newest Fassung of each chosen paper, for every address that may have it."""
        newest = {freigabe.papier: nr for nr, freigabe in self.registratur.freigaben().items()}
        freigaben = self.registratur.freigaben()
        for subject in auftrag.subjects:
            nr = newest.get(stem(subject))
            body = self.daten.bestand.koerperschaften.get(subject.koerperschaft)
            if nr is None or body is None or body.versand is None or not body.versand.an:
                continue
            try:
                absender, weg = self._absender(subject.koerperschaft, body)
            except Problems as found:
                problems.extend(found.problems)
                continue
            adressen = {empfaenger.adresse: empfaenger.zugang for empfaenger in body.versand.an}
            for adresse, zugang in adressen.items():
                if zugang == "intern" or subject.zugang == PUBLIC:
                    yield Sendung(nr, freigaben[nr], adresse, adressen, absender, weg)

    def _entfallen(self, auftrag: Auftrag) -> Iterator[Meldung]:
        """What was issued and never sent, and what the data do not ask for any more; of sheets only the newest is asked for."""
        if len(auftrag.subjects) < len(auftrag.alle):
            return
        asked, sent = {stem(subject) for subject in auftrag.alle}, {nr for nr, _ in self.zustellungen}
        for nr, freigabe in self.registratur.freigaben().items():
            body = self.daten.bestand.koerperschaften.get(freigabe.koerperschaft)
            if nr not in sent and freigabe.papier not in asked and body and body.versand and not papierart(freigabe.art).FORTLAUFEND:
                yield Meldung("schon", f"{freigabe.name}: nicht versandt, die Daten verlangen das Papier nicht mehr")

    def _absender(self, key: str, body: Koerperschaft) -> tuple[Absender, Literal["smtp", "eml"]]:
        """From whom, and how; Problems where the data do not tell, or where two bodies share an address."""
        place, region = str(self.daten.folder / key / "koerperschaft.yaml"), self.daten.bestand.region.postausgang
        if self.daten.broken & {"region", f"{key}/koerperschaft"}:
            raise Problems([Problem(place, 0, "Nichts wird versandt, solange hier oder in region.yaml Fehler stehen (»vorlagen pruefen« nennt sie)")])
        if region is None or body.versand is None:
            raise Problems([Problem(str(self.daten.folder / "region.yaml"), 0, "»postausgang« fehlt; erwartet mindestens einen Absender: {absender: …}")])
        for other, found in self.daten.bestand.koerperschaften.items():
            shared = {e.adresse.casefold() for e in body.versand.an} & {e.adresse.casefold() for e in (found.versand.an if found.versand else ())}
            if other != key and shared:
                sentence = (
                    f"»versand« nennt {', '.join(sorted(shared))} wie {other}; jede Adresse gehört zu einer Körperschaft, damit keine ein fremdes Blatt bekommt"
                )
                raise Problems([Problem(place, 0, sentence)])
        weg = body.versand.weg or region.weg
        if weg == "smtp" and not region.host:
            raise Problems([Problem(str(self.daten.folder / "region.yaml"), 0, "»postausgang/host« fehlt; erwartet den Mailserver, oder »weg: eml«")])
        return Absender(body.versand.absender or region.absender, region.name or ""), weg

    # one delivery -------------------------------------------------------------------------------------------------

    def _geplant(self, sendung: Sendung) -> Zustellung:
        kennung = message_id(sendung.freigabe, sendung.empfaenger, sendung.absender.adresse)
        return Zustellung(sendung.nr, sendung.empfaenger, kennung, "geplant", self.jetzt.isoformat(), 0, "")

    def _zustellen(self, sendung: Sendung, known: Zustellung) -> Meldung:
        dateien = self.ablage.read(sendung.freigabe.ordner, sendung.freigabe.dateien)
        am = self.jetzt if sendung.weg == "smtp" else None
        muster = self.daten.bestand.region.musterdaten
        mail = schreiben(sendung.freigabe, sendung.empfaenger, sendung.absender, known.message_id, dateien, am=am, muster=muster)
        if reason := einwand(mail, sendung.freigabe, sendung.empfaenger, sendung.adressen):
            return self._failed(sendung, f"nicht versandt, denn {reason}")
        if sendung.weg == "eml":
            where = self._bereitlegen(sendung, mail)
            self.registratur.now(known, "bereitgelegt", self.jetzt)
            return Meldung("bereitgelegt", f"{sendung.freigabe.name} → {sendung.empfaenger}: bereitgelegt in {where}")
        return self._anbieten(sendung, known, mail)

    def _anbieten(self, sendung: Sendung, known: Zustellung, mail: bytes) -> Meldung:
        """Tries at most once more than there are pauses."""
        current, offen = known, known.zustand == "angeboten"
        if self.postamt is None:
            raise Unerreichbar("es gibt keinen Mailserver")

        def begin() -> None:
            nonlocal current
            current = self.registratur.now(current, "angeboten", self.jetzt)

        for pause in (*self.pausen, None):
            try:
                words = self.postamt.senden(mail, sendung.absender.adresse, sendung.empfaenger, begin)
            except Voruebergehend as error:
                # An answer means that it was not taken; a line that broke after it was offered means that nobody knows.
                offen = offen or (error.offen and current.zustand == "angeboten")
                current = self.registratur.now(current, "geplant", self.jetzt, str(error)) if not offen else self._noted(current, str(error))
                if pause is None and error.gesamt:
                    raise Unerreichbar(str(error)) from None
                if pause is None:
                    return self._failed(sendung, f"{error}; der nächste Aufruf versucht es wieder")
                time.sleep(pause)
            except Abgelehnt as error:
                self.registratur.now(current, "abgelehnt", self.jetzt, str(error))
                return self._failed(sendung, f"vom Mailserver abgelehnt: {error}")
            else:
                break
        again = f"; {current.angeboten}-mal angeboten, immer mit derselben Message-ID: kann mehrfach angekommen sein" if offen else ""
        self.registratur.now(current, "zugestellt", self.jetzt, f"{words}{again}")
        return Meldung("zugestellt", f"{sendung.freigabe.name} → {sendung.empfaenger}: zugestellt ({words}){again}")

    def _noted(self, zustellung: Zustellung, words: str) -> Zustellung:
        later = replace(zustellung, zustand="angeboten", antwort=words)
        self.registratur.enter([later])
        return later

    def _bereitlegen(self, sendung: Sendung, mail: bytes) -> Path:
        folder = self.folder / FOLDER / sendung.freigabe.koerperschaft
        path = folder / f"{sendung.freigabe.papier.rsplit('/', 1)[1]} {sendung.freigabe.zugang}, {sendung.freigabe.fassung}. Fassung, {sendung.empfaenger}.eml"
        try:
            for place in (folder.parent, folder):
                place.mkdir(parents=True, exist_ok=True)
                place.chmod(0o700)
            for left in folder.glob(".vorlagen-*"):
                left.unlink()
            handle, name = tempfile.mkstemp(prefix=".vorlagen-", dir=folder)  # its owner's only
            with os.fdopen(handle, "wb") as file:
                file.write(mail)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except OSError:
            raise Problems(
                [Problem(str(path), 0, "Die Nachricht lässt sich nicht bereitlegen: keine Rechte, kein Platz, oder die Datei ist geöffnet")]
            ) from None
        return path

    def _failed(self, sendung: Sendung, words: str) -> Meldung:
        place = str(self.folder / sendung.freigabe.ordner)
        return Meldung("gescheitert", "", (Problem(place, 0, f"An {sendung.empfaenger} {words}"),))


_HOW = {"smtp": "versandt", "eml": "bereitgelegt"}


def kennwort(daten: Daten, umgebung: Mapping[str, str]) -> str:
    """The password of the mail server: from the environment, or from a file outside data/ that nobody else can read."""
    postausgang = daten.bestand.region.postausgang
    if postausgang is None or not postausgang.benutzer:
        return ""
    if found := umgebung.get(KENNWORT):
        return found
    if not postausgang.passwort_datei:
        sentence = f"Für den Benutzer »{postausgang.benutzer}« fehlt das Kennwort; es steht in der Umgebung als {KENNWORT} oder in »postausgang/passwort_datei«"
        raise Problems([Problem(str(daten.folder / "region.yaml"), 0, sentence)])
    path = Path(postausgang.passwort_datei).expanduser()
    if path.resolve().is_relative_to(daten.folder.resolve()):
        raise Problems([Problem(str(path), 0, "Die Datei mit dem Kennwort liegt im Datenordner; sie gehört an einen Ort, den sonst niemand liest")])
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise Problems([Problem(str(path), 0, "Die Datei mit dem Kennwort können auch andere lesen; ihr die Rechte nehmen (chmod 600)")])
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise Problems([Problem(str(path), 0, "Die Datei mit dem Kennwort lässt sich nicht lesen")]) from None


def _when(zustellung: Zustellung) -> str:
    return f"{datetime.fromisoformat(zustellung.zeit):%d.%m.%Y}"
