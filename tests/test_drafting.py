"""`vorlagen neu` starts a Vorlage that loads at once and asks for what the form asks for."""

from __future__ import annotations

import re

import pytest
from conftest import findings

from generator import data, drafting
from generator.problems import Problems


@pytest.mark.parametrize("name", ["gruenfliess/neuer-weg", "gruenfliess/vorlagen/neuer-weg.yaml", "gruenfliess/vorlagen/neuer-weg/"])
def test_a_new_vorlage_is_a_draft_without_findings(world, name):
    folder = world()

    path = drafting.start(data.load(folder), name)

    assert path == folder / "gruenfliess" / "vorlagen" / "neuer-weg.yaml"
    assert findings(folder) == []
    assert data.load(folder).bestand.vorlagen["gruenfliess/vorlagen/neuer-weg"].stand == "entwurf"


def test_a_new_vorlage_speaks_the_words_of_its_form_and_names_what_can_be_chosen(world):
    text = drafting.start(data.load(world()), "oessling/neue-satzung").read_text(encoding="utf-8")

    assert {word for word in ("Drucksache", "SV-NNNN/JJ", "Es fehlt noch", "digital", "rat-2025-1") if word not in text} == set()


def test_its_examples_are_good_once_they_are_uncommented(world):
    folder = world()
    path = drafting.start(data.load(folder), "gruenfliess/neuer-weg")
    text = re.sub(r"(?m)^(\s*)#  (?=[-\s])", r"\1  ", path.read_text(encoding="utf-8")).replace("sitzung: …", "sitzung: kt-2025-2", 1)
    path.write_text(re.sub(r"(?m)^(\w+|  positionen): \[\]$", r"\1:", text.replace("berichterstattung: …", "berichterstattung: muster")), encoding="utf-8")

    assert [line for line in findings(folder) if "sitzung" not in line] == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("gruenflies/weg", "»gruenflies« ist keine Körperschaft; gemeint »gruenfliess«?"),
        ("weg", "»weg« ist keine Körperschaft; möglich: gruenfliess, oessling, suessau"),
        ("gruenfliess", "»« taugt nicht als Name; erwartet kleine Buchstaben, Ziffern und Bindestriche, zum Beispiel gruenfliess/neue-vorlage"),
        (
            "gruenfliess/Süßer Weg",
            "»Süßer Weg« taugt nicht als Name; erwartet kleine Buchstaben, Ziffern und Bindestriche, zum Beispiel gruenfliess/suesser-weg",
        ),
        ("gruenfliess/../weg", "»../weg« taugt nicht als Name; erwartet kleine Buchstaben, Ziffern und Bindestriche, zum Beispiel gruenfliess/weg"),
    ],
)
def test_a_name_that_is_no_good_is_answered_by_one_that_is(world, name, sentence):
    with pytest.raises(LookupError) as refused:
        drafting.start(data.load(world()), name)

    assert refused.value.args[0] == sentence


def test_a_vorlage_that_is_there_stays_as_it_is(world):
    folder = world()
    before = (folder / "gruenfliess/vorlagen/radweg.yaml").read_bytes()

    with pytest.raises(Problems, match="Die Vorlage gibt es schon; sie bleibt, wie sie ist"):
        drafting.start(data.load(folder), "gruenfliess/radweg")

    assert (folder / "gruenfliess/vorlagen/radweg.yaml").read_bytes() == before


def test_without_a_sound_form_there_is_nothing_to_start_from(world):
    with pytest.raises(Problems, match="Das Formular der Körperschaft fehlt oder ist fehlerhaft"):
        drafting.start(data.load(world({"formulare/oessling.yaml": None})), "oessling/weg")


def test_where_no_file_can_be_written_it_says_so(world):
    folder = world()
    daten = data.load(folder)
    (folder / "suessau" / "vorlagen").write_text("eine Datei, kein Ordner", encoding="utf-8")

    with pytest.raises(Problems, match="Die Datei lässt sich nicht anlegen"):
        drafting.start(daten, "suessau/weg")
