"""The upload folder of a paper: copies of its files as they lie there, its Anlagen, checksums, and the Übergabeblatt.

No council information system imports papers; somebody carries them there by hand. `uebergabe/<paper>/` lies beside the paper
in the same audience, and what is less public than the paper lies in a folder of that name in its own audience. Each file goes
through the door of output/ like a paper: whole, entered in the Laufbuch, and never over a person's work.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from generator import fingerprint
from generator.beilagen import Befund, Beilage, Beilagen, within
from generator.data import Daten
from generator.documents import Subject, uebergabeblatt
from generator.documents.anlagenteile import ANLAGEN
from generator.documents.uebergabefelder import Datei, Dateiart, Dateilage, Umfang
from generator.laufbuch import Eintrag, Papier
from generator.model import Zugang
from generator.output import PUBLIC, Ausgabe, Geschehen
from generator.planung import Plan
from generator.problems import Problems
from generator.rendering import Druckvorlagen, Job, render
from generator.selection import formats
from generator.views import as_data

Pruefung = Callable[[Mapping[str, bytes]], None]
"""Raises Problems for files that must not lie in the public folder: bytes by path."""
ART = "uebergabe"
BLATT = "Übergabeblatt.html"
SUMMEN = "SHA256SUMS"
ZUGAENGE: tuple[Zugang, ...] = ("oeffentlich", "nichtoeffentlich", "intern")
_UNTOLD = ("geschrieben", "unveraendert", "entfernt")
_KINDS: Mapping[str, Dateiart] = {"docx": "word", "pdf": "pdf"}


@dataclass(frozen=True, slots=True)
class Mappe:
    """One folder: of the whole paper, or of those Anlagen that are less public than it."""

    subject: Subject
    zugang: Zugang
    umfang: Umfang
    beilagen: tuple[Beilage, ...]
    fern: tuple[Beilage, ...] = ()
    """Anlagen that belong into another folder."""

    @property
    def pfad(self) -> str:
        """Where it lies below output/."""
        return f"{self.zugang}/{self.subject.koerperschaft}/{ART}/{self.subject.name}"

    def namen(self) -> tuple[str, ...]:
        """Every file that may lie in it."""
        copies = [f"{self.subject.name}.{format_}" for format_ in formats(self.subject)] if self.umfang == "ganz" else []
        return (*copies, *(beilage.name for beilage in self.beilagen if beilage.quelle), BLATT, SUMMEN)


class Uebergabe:
    """The upload folders of one run."""

    def __init__(self, daten: Daten, ausgabe: Ausgabe, vorlagen: Druckvorlagen, *, ueberschreiben: bool) -> None:
        self.daten, self.ausgabe, self.vorlagen, self.ueberschreiben = daten, ausgabe, vorlagen, ueberschreiben
        self.beilagen = Beilagen(daten)
        self._told: set[str] = set()

    def pfade(self, subject: Subject) -> Iterator[str]:
        """Every file that may lie in the folders of a paper, below output/."""
        for mappe in self._mappen(subject):
            yield from (f"{mappe.pfad}/{name}" for name in mappe.namen())

    def look(self, subject: Subject) -> Mapping[int, Befund]:
        """What is in the Anlagen of a paper. Raises Problems for those that cannot be handed over: the paper would lack a part."""
        known: dict[str, Befund] = {}
        for mappe in self._mappen(subject):
            if seen := self.ausgabe.laufbuch.view(f"{mappe.pfad}/{BLATT}"):
                known |= {row["sha256"]: (row["seiten"], row["getaggt"]) for row in json.loads(seen)["dateien"] if row["nr"]}
        return self.beilagen.looked_at(subject, known.get)

    def make(self, subject: Subject, plan: Plan, refuse_leaks: Pruefung) -> Iterator[Geschehen]:
        """Brings the folders of a paper up to date; its files lie where the plan says."""
        looked = self.look(subject)
        for mappe in self._mappen(subject):
            ordner = _Ordner(self, mappe, plan, looked, refuse_leaks)
            try:
                ordner.make()
            finally:
                yield from self.told(mappe.pfad, ordner.geschehen)

    def withdrawn(self, eintrag: Eintrag, taken: Container[str]) -> Iterator[Geschehen]:
        """Withdraws a file of any paper; of an upload folder that goes as a whole only the folder is named."""
        folder = eintrag.pfad.rsplit("/", 1)[0]
        done = list(self.ausgabe.withdraw(eintrag))
        yield from done if eintrag.art != ART or f"{folder}/{BLATT}" in taken else self.told(folder, done)

    def told(self, folder: str, geschehen: list[Geschehen]) -> Iterator[Geschehen]:
        """One word for a folder; what concerns a person's work is told file by file."""
        done = {one.vorgang for one in geschehen}
        if "geschrieben" in done:
            yield Geschehen("bereitgestellt", folder)
        elif "entfernt" in done and folder not in self._told:
            self._told.add(folder)
            yield Geschehen("entfernt", folder)
        yield from (one for one in geschehen if one.vorgang not in _UNTOLD)

    @cached_property
    def entered(self) -> Mapping[str, list[str]]:
        """The files in each folder that the Laufbuch knew when it was first asked."""
        found: dict[str, list[str]] = defaultdict(list)
        for eintrag in self.ausgabe.laufbuch.eintraege():
            if eintrag.art == ART:
                found[eintrag.pfad.rsplit("/", 1)[0]].append(eintrag.pfad)
        return found

    def _mappen(self, subject: Subject) -> Iterator[Mappe]:
        """The folders of a paper that goes to a Gremium; none of a paper of another kind, or of one whose file is broken.

        A public folder is planned from the public Bestand alone.
        """
        whole = self.daten.bestand
        if subject.gegenstand not in whole.papiere:
            return
        public = subject.zugang == PUBLIC
        seen = self.daten.oeffentlich(subject.stand).papiere if public else whole.papiere
        beilagen = self.beilagen.of(subject, seen[subject.gegenstand])
        here = ZUGAENGE.index(subject.zugang)
        near = tuple(beilage for beilage in beilagen if ZUGAENGE.index(beilage.zugang) <= here)
        yield Mappe(subject, subject.zugang, "ganz", near, tuple(beilage for beilage in beilagen if beilage not in near))
        if public and subject.gegenstand in whole.gemischt:  # its second edition has a folder for all that is not public
            return
        every = self.beilagen.of(subject, whole.papiere[subject.gegenstand])
        for zugang in ZUGAENGE[here + 1 :]:
            secret = tuple(beilage for beilage in every if beilage.zugang == zugang)
            if any(beilage.quelle for beilage in secret):
                yield Mappe(subject, zugang, "anlagen", secret)


class _Ordner:
    """One folder on its way."""

    def __init__(self, run: Uebergabe, mappe: Mappe, plan: Plan, looked: Mapping[int, Befund], refuse_leaks: Pruefung) -> None:
        self.run, self.mappe, self.plan, self.looked, self.ausgabe = run, mappe, plan, looked, run.ausgabe
        self.papiere = plan.papiere
        self.refuse_leaks: Pruefung = refuse_leaks if mappe.zugang == PUBLIC else lambda _: None
        self.geschehen: list[Geschehen] = []

    def make(self) -> None:
        """First what has no place here any more goes, then the copies, then what is said of them."""
        dateien = (*self._papers(), *self._beilagen())
        self._withdraw({datei.name for datei in dateien if datei.lage == "da"} | {BLATT, SUMMEN})
        self._copy([datei for datei in dateien if datei.lage == "da"])
        dateien = tuple(map(self._as_it_lies, dateien))
        self._sheet(dateien)
        self._sums([datei.name for datei in dateien if datei.sha256])

    def _papers(self) -> Iterator[Datei]:
        """Word and PDF, where they lie: a PDF that was outdated lies there no longer."""
        for format_, papier in self.papiere.items() if self.mappe.umfang == "ganz" else ():
            yield Datei(_KINDS[format_], "da" if self.ausgabe.sha256(papier.pfad) else "veraltet", papier.pfad.rsplit("/", 1)[-1])

    def _beilagen(self) -> Iterator[Datei]:
        if self.mappe.umfang == "ganz":
            yield from (Datei("anlage", "im-papier", "", nr=nr, titel=title) for nr, title in enumerate(ANLAGEN[: within(self.mappe.subject)], 1))
            yield from (Datei("anlage", "woanders", "", nr=beilage.nr, titel=beilage.titel) for beilage in self.mappe.fern)
        for beilage in self.mappe.beilagen:
            pages, tagged = self.looked.get(beilage.nr, (0, ""))
            there = beilage.quelle is not None
            yield Datei("anlage", "da" if there else "fehlt", beilage.name if there else "", 0, "", beilage.nr, beilage.titel, pages, tagged)

    def _copy(self, dateien: list[Datei]) -> None:
        due: list[tuple[Papier, bytes]] = []
        for datei in dateien:
            sha256, read = self._source(datei)
            papier = self._papier(datei.name, sha256)
            lage = self.ausgabe.lage(papier, ueberschreiben=self.run.ueberschreiben)
            if lage == "faellig":
                due.append((papier, read()))
            else:
                self.geschehen.extend(self.ausgabe.keep(papier, lage))
        if due:
            self.refuse_leaks({papier.pfad: data for papier, data in due})
        for papier, data in due:
            self.geschehen.extend(self.ausgabe.write(papier, data, ueberschreiben=self.run.ueberschreiben))

    def _source(self, datei: Datei) -> tuple[str, Callable[[], bytes]]:
        """The hash of what is copied, and how to read it."""
        if datei.art == "anlage":
            path = next(beilage.quelle for beilage in self.mappe.beilagen if beilage.nr == datei.nr and beilage.quelle)
            return self.run.beilagen.sha256(path), lambda: self.run.beilagen.read(path)
        pfad = self._paper_of(datei)
        return self.ausgabe.sha256(pfad), (self.ausgabe.folder / pfad).read_bytes

    def _paper_of(self, datei: Datei) -> str:
        return next(papier.pfad for papier in self.papiere.values() if papier.pfad.endswith(f"/{datei.name}"))

    def _as_it_lies(self, datei: Datei) -> Datei:
        """The file with what a person made of it: of the paper, or of the copy here."""
        pfad = f"{self.mappe.pfad}/{datei.name}"
        if datei.lage != "da" or not (found := self.ausgabe.sha256(pfad)):
            return datei
        lage: Dateilage = "kopie-geaendert" if self.ausgabe.is_edited(pfad) else "da"
        if lage == "da" and datei.art != "anlage" and self.ausgabe.is_edited(self._paper_of(datei)):
            lage = "vorlage-geaendert"
        return replace(datei, lage=lage, sha256=found, groesse=(self.ausgabe.folder / pfad).stat().st_size)

    def _sheet(self, dateien: tuple[Datei, ...]) -> None:
        mappe, daten = self.mappe, self.run.daten
        bestand = daten.oeffentlich(mappe.subject.stand) if mappe.zugang == PUBLIC else daten.bestand
        seen = uebergabeblatt.view(bestand, mappe.subject, self.plan.view, dateien, zugang=mappe.zugang, umfang=mappe.umfang)
        data = json.dumps(as_data(seen), ensure_ascii=False, sort_keys=True)
        vorlagen, body = self.run.vorlagen, mappe.subject.koerperschaft
        bilder = {name: self.plan.bilder[name] for name in fingerprint.pictures(seen)}
        mark = fingerprint.fingerprint(data, vorlagen.hash(vorlagen.path(uebergabeblatt.ART, "html", body), "html"), bilder.values())
        self._place(replace(self._papier(BLATT, mark), view=data), lambda: _rendered(vorlagen.job(uebergabeblatt.ART, "html", body, seen, bilder)))

    def _sums(self, names: list[str]) -> None:
        """What `sha256sum --check` reads: each file as it lies here."""
        lines = "".join(f"{self.ausgabe.sha256(f'{self.mappe.pfad}/{name}')}  {name}\n" for name in sorted((*names, BLATT))).encode()
        self._place(self._papier(SUMMEN, hashlib.sha256(lines).hexdigest()), lambda: lines)

    def _place(self, papier: Papier, make: Callable[[], bytes]) -> None:
        lage = self.ausgabe.lage(papier, ueberschreiben=self.run.ueberschreiben)
        if lage != "faellig":
            self.geschehen.extend(self.ausgabe.keep(papier, lage))
            return
        data = make()
        self.refuse_leaks({papier.pfad: data})
        self.geschehen.extend(self.ausgabe.write(papier, data, ueberschreiben=self.run.ueberschreiben))

    def _withdraw(self, wanted: set[str]) -> None:
        for pfad in self.run.entered.get(self.mappe.pfad, ()):
            eintrag = self.ausgabe.laufbuch.eintrag(pfad) if pfad.rsplit("/", 1)[-1] not in wanted else None
            if eintrag:
                self.geschehen.extend(self.ausgabe.withdraw(eintrag))

    def _papier(self, name: str, mark: str) -> Papier:
        """The row of a file here: what is the paper's, with its own name and mark."""
        paper = next(iter(self.papiere.values()))
        ending = name.rpartition(".")[2].lower() if "." in name else ""
        return replace(paper, pfad=f"{self.mappe.pfad}/{name}", art=ART, format=ending, zugang=self.mappe.zugang, fingerabdruck=mark, view="")


def _rendered(job: Job) -> bytes:
    result = render(job)
    if result.problems:
        raise Problems(result.problems)
    if result.panne:
        raise RuntimeError(result.panne)
    return result.data
