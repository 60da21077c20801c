"""laeufe.yaml: each Lauf is before exactly one thing, and that is there; else it would never run, and nobody would know."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Bestand, Lauf
from generator.problems import nearest
from generator.rules import Befund


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """Findings in the Läufe of all bodies."""
    for key, lauf in bestand.laeufe.items():
        body, name = key.split("/", maxsplit=1)
        datei = f"{body}/laeufe"
        if sum((lauf.vor.gremium is not None, lauf.vor.termin is not None, lauf.vor.abgabe)) != 1:
            yield Befund(datei, (name, "vor"), f"»{name}/vor« erwartet genau eines von gremium, termin und abgabe, zum Beispiel {{abgabe: ja}}")
        yield from _known(bestand, body, name, lauf)
        if not lauf.was:
            yield Befund(datei, (name, "was"), f"»{name}/was« ist leer; erwartet Arten von Papieren wie [beschlussvorlage]")


def _known(bestand: Bestand, body: str, name: str, lauf: Lauf) -> Iterator[Befund]:
    for field, file, known in (("gremium", "gremien", bestand.gremien), ("termin", "termine", bestand.termine)):
        wanted = getattr(lauf.vor, field)
        if wanted is None or f"{body}/{wanted}" in known or f"{body}/{file}" in bestand.fehlerhaft:
            continue
        here = [key.split("/")[1] for key in known if key.startswith(f"{body}/")]
        unknown = f"»{name}/vor/{field}« nennt »{wanted}«, {'das' if field == 'gremium' else 'den'} es in {body}/{file}.yaml nicht gibt"
        yield Befund(f"{body}/laeufe", (name, "vor", field), f"{unknown}{nearest(wanted, here)}")
    if lauf.vor.abgabe and (owner := bestand.koerperschaften.get(body)) and owner.fristen is None:
        yield Befund(f"{body}/laeufe", (name, "vor"), f"»{name}/vor/abgabe« braucht »fristen« in {body}/koerperschaft.yaml; ohne sie gibt es keine Abgabefrist")
