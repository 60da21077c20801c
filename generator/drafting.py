"""Starts a new Vorlage: a commented YAML file with what the body's form asks for."""

from __future__ import annotations

import re
from pathlib import Path

from generator.data import Daten
from generator.model import Formular, Koerperschaft
from generator.problems import Problem, Problems, nearest
from generator.scalars import is_kennung, reserved


def start(daten: Daten, name: str) -> Path:
    """Writes data/KOERPERSCHAFT/vorlagen/NAME.yaml and returns its path; never over an existing file.

    Raises LookupError with a sentence where the name is no good, Problems where the file is there already.
    """
    body, _, key = name.strip("/").removesuffix(".yaml").replace("/vorlagen/", "/").partition("/")
    owner = daten.bestand.koerperschaften.get(body)
    if owner is None:
        raise LookupError(f"»{body}« ist keine Körperschaft{nearest(body, daten.bestand.koerperschaften)}")
    if not is_kennung(key) or reserved(key):
        example = _suggestion(key)
        raise LookupError(f"»{key}« taugt nicht als Name; erwartet kleine Buchstaben, Ziffern und Bindestriche, zum Beispiel {body}/{example}")
    path = daten.folder / body / "vorlagen" / f"{key}.yaml"
    formular = daten.bestand.formulare.get(owner.formular.name)
    if formular is None:
        raise Problems(
            [Problem(str(daten.folder / body / "koerperschaft.yaml"), 0, "Das Formular der Körperschaft fehlt oder ist fehlerhaft; erst dort berichtigen")]
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(_text(daten, body, owner, formular))
    except OSError:
        reason = (
            "Die Vorlage gibt es schon; sie bleibt, wie sie ist" if path.exists() else "Die Datei lässt sich nicht anlegen; fehlen Schreibrechte oder Platz?"
        )
        raise Problems([Problem(str(path), 0, reason)]) from None
    return path


def _suggestion(key: str) -> str:
    plain = key.casefold()
    for letter, letters in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
        plain = plain.replace(letter, letters)
    plain = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-")
    return plain if plain and not reserved(plain) else "neue-vorlage"


def _text(daten: Daten, body: str, owner: Koerperschaft, formular: Formular) -> str:
    offices = ", ".join(owner.aemter) or "noch keine in koerperschaft.yaml"
    people = ", ".join(owner.personen) or "noch keine in koerperschaft.yaml"
    meetings = sorted((s.termin, k.split("/")[1]) for k, s in daten.bestand.sitzungen.items() if k.startswith(f"{body}/"))
    known = ", ".join(key for _, key in meetings[-12:]) or "noch keine in sitzungen.yaml"
    committees = ", ".join(key.split("/")[1] for key in daten.bestand.gremien if key.startswith(f"{body}/")) or "noch keine in gremien.yaml"
    decides = "Der Kreistag" if owner.art == "kreis" else "Der Rat"
    return f"""\
# {formular.name}. Was leer bleibt, druckt der Entwurf als Lücke und zählt es unter »{formular.beschriftungen.noch_offen}« auf.
vorlagenart: beschluss
# oeffentlich, nichtoeffentlich oder intern; solange es fehlt, liegt der Entwurf bei den nichtöffentlichen
zugang:
stand: entwurf
# {formular.beschriftungen.nummer} vergibt das Gremienbüro, Aufbau {formular.nummer_muster}
nummer:
# Datum der Vorlage: JJJJ-MM-TT oder TT.MM.JJJJ
datum:
# {formular.beschriftungen.federfuehrung}: {offices}
federfuehrung:
betreff: Neue Vorlage

# Je Station eine Zeile; eine offene: {{gremium: …, termin: offen, rolle: …}} oder voraussichtlich: JJJJ-MM-TT statt termin.
# Sitzungen (die spätesten): {known}
# Gremien: {committees}
# rolle: anhoerung, vorberatung, entscheidung, kenntnisnahme
# berichterstattung: {people}
beratungsfolge:
#  - {{sitzung: …, rolle: vorberatung, berichterstattung: …}}
#  - {{sitzung: …, rolle: entscheidung, berichterstattung: …}}

finanzen:
  # ja oder nein; bei nein entfallen die übrigen Angaben
  auswirkungen:
  im_haushalt:
  positionen:
  #  - plan: ergebnisplan
  #    produkt: {{nummer: "090110", bezeichnung: Räumliche Planung und Entwicklung}}
  #    nummer: "13"
  #    bezeichnung: Sach- und Dienstleistungen
  #    jahr: 2025
  #    veranschlagt: 20.000,00

# Ein Eintrag je Beschlusspunkt
beschlussvorschlag:
#  - {decides} beschließt …

# Langer Text: Absätze, - Aufzählungen, 1. Nummern, **fett**, ### Zwischenüberschriften, Tabellen
erlaeuterungen:

anlagen:
#  - {{titel: Lageplan, zugang: oeffentlich}}
"""
