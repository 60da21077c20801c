"""The Vorlage: the paper by which a Kreistag, Rat or Ausschuss decides, in the order and words of the body's form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator.documents import Subject
from generator.documents.bloecke import View
from generator.documents.formular import Schreiber, needs, stand, zugang
from generator.model import Bestand

ART = "beschlussvorlage"
FORMATE = ("docx", "pdf")
FORTLAUFEND = False


def subjects(bestand: Bestand) -> Iterable[Subject]:
    """One paper per Vorlage, and of a public one with non-public parts a second with all of them.

    One whose file is broken is named too, so that nobody takes it for withdrawn.
    """
    broken = (key for key in bestand.fehlerhaft if "/vorlagen/" in key)
    for key in sorted({*bestand.vorlagen, *broken}):
        vorlage = bestand.vorlagen.get(key)
        subject = Subject(ART, key.split("/", maxsplit=1)[0], key, zugang(vorlage), frozenset(needs(bestand, key, vorlage)), stand(bestand, vorlage))
        yield subject
        if key in bestand.gemischt:
            yield replace(subject, zugang="nichtoeffentlich")


def view(bestand: Bestand, subject: Subject, frueher: View | None = None) -> View:  # noqa: ARG001 - the protocol's; a Vorlage does not look back
    """The words of one Vorlage; the Bestand must be sound in all that the subject needs."""
    vorlage = bestand.vorlagen[subject.gegenstand]
    if subject.gegenstand in bestand.gemischt:  # the edition that has all of it is no public paper
        vorlage = vorlage.model_copy(update={"zugang": subject.zugang})
    paper = Schreiber(bestand, subject.gegenstand, vorlage)
    return View(
        dokument=paper.dokument(),
        absender=paper.absender(),
        titel=paper.titel(),
        vermerke=tuple(paper.vermerke()),
        musterdaten=paper.musterdaten(),
        kopfzeile=paper.kopfzeile(),
        bloecke=tuple(paper.bloecke()),
    )
