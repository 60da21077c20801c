"""One matter, many bodies: four forms, the drafts of 13 municipalities, the Vorlagen that join a project, results, the Laufzettel."""

from __future__ import annotations

import itertools
import re
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from conftest import DATA, TEMPLATES
from lxml import etree
from papers import made, papers, view, words

from generator import data, make, selection
from generator.formats import docx, pdf
from generator.geld import summe
from generator.inheritance import GESONDERT, is_help

STRATEGIE = "kreis-warendorf/vorlagen/smart-region-strategie"


@pytest.fixture(scope="module")
def bestand():
    return data.load(DATA).bestand


def seen(key: str, zugang: str = ""):
    """The view of a Vorlage of data/; of one with two editions the one that is asked for."""
    found = [paper for paper in papers(DATA) if paper.subject.art == "beschlussvorlage" and paper.subject.gegenstand == key]
    return view(next(paper for paper in found if not zugang or paper.subject.zugang == zugang))


def blocks(shown, feld: str):
    return [block for block in shown.bloecke if feld in (block.art, block.feld)]


def test_any_two_forms_differ_in_two_things_at_least(bestand):
    def shape(formular):
        return (
            tuple(place.block for place in formular.bloecke),
            any(place.abschnitt for place in formular.bloecke),
            formular.beratungsfolge.spalten,
            formular.finanzblock,
        )

    shapes = {name: shape(formular) for name, formular in bestand.formulare.items()}

    assert len(shapes) >= 4
    assert {body.formular.name for body in bestand.koerperschaften.values()} == set(shapes)
    assert [pair for pair in itertools.combinations(shapes, 2) if sum(a != b for a, b in zip(*(shapes[name] for name in pair), strict=True)) < 2] == []


def test_each_of_the_13_has_a_draft_of_at_most_25_lines_that_says_no_cost_and_repeats_nothing(bestand):
    original = (DATA / f"{STRATEGIE}.yaml").read_text("utf-8")
    sentences = [line.strip() for line in original.splitlines() if len(line.strip()) > 60]
    own = {key: vorlage for key, vorlage in bestand.vorlagen.items() if vorlage.zu == STRATEGIE}

    assert len(own) == 13
    for key, vorlage in own.items():
        source = (DATA / f"{key}.yaml").read_text("utf-8")
        text = words(seen(key))
        assert len(source.splitlines()) <= 25
        assert not [line for line in sentences if line in source]
        assert (vorlage.finanzen.auswirkungen, GESONDERT in text) == (False, True)
        assert not any("mit den Städten und Gemeinden" in word for word in text), "that is how the Kreis speaks"


def test_a_draft_fits_the_decision_that_its_body_reports(bestand):
    for key, vorlage in bestand.vorlagen.items():
        if vorlage.zu == STRATEGIE:
            body = key.split("/")[0]
            owner = bestand.koerperschaften[body]
            (stop,) = (stop for stop in vorlage.beratungsfolge if stop.rolle == "entscheidung")
            sitzung = bestand.sitzungen[f"{body}/{stop.sitzung}"]
            assert (sitzung.gremium, sitzung.termin) == (owner.strategiebeschluss.gremium, owner.strategiebeschluss.datum)
            assert vorlage.nummer == (owner.strategiebeschluss.nummer if owner.formular.eigen else None)


def test_the_sentence_on_the_kreistag_follows_the_day_of_the_draft():
    before, after = (" ".join(words(seen(f"{body}/vorlagen/smart-region-strategie"))) for body in ("oelde", "warendorf"))

    assert "Der Kreistag berät am 28.03.2025" in before
    assert "Der Kreistag hat am 28.03.2025" in after
    assert "beschlossen (Vorlage 037/2025 des Kreises Warendorf)" in after


def test_what_the_kreis_makes_for_others_says_so_and_has_no_number_sender_or_signature(bestand):
    helps = [key for key, vorlage in bestand.vorlagen.items() if is_help(bestand.koerperschaften[key.split("/")[0]], vorlage)]

    assert len(helps) >= 9
    for key in helps:
        shown = seen(key)
        assert any(vermerk.startswith("Formulierungshilfe des Kreises Warendorf – keine Vorlage der ") for vermerk in shown.vermerke)
        assert (bestand.vorlagen[key].zugang, bestand.vorlagen[key].nummer, blocks(shown, "unterschriften")) == ("intern", None, [])


def test_who_joins_a_project_names_its_amounts_to_the_cent(bestand):
    joining = {key: vorlage for key, vorlage in bestand.vorlagen.items() if vorlage.projekt}

    assert len(joining) >= 3
    for key, vorlage in joining.items():
        teil = bestand.projekte[vorlage.projekt].beteiligung[key.split("/")[0]]
        assert {position.jahr: position.veranschlagt for position in vorlage.finanzen.positionen} == teil.anteile
        text = " ".join(words(seen(key)))
        total = f"{summe(teil.anteile.values()):.2f}".replace(".", ",")
        assert total.removesuffix(",00") in text.replace(".", "").replace("\u00a0", "").replace(" ", "")
        assert f"vorbehaltlich der Haushaltssatzung {max(teil.anteile)}" in text


def test_a_joining_vorlage_knows_of_a_project_what_was_known_on_its_day(bestand):
    text = " ".join(words(seen("warendorf/vorlagen/teilnahme-di-02")))

    assert "Vergabe: 15.10.2025" in text, "the forecast of 30.09.2025 came later"


def test_a_vorlage_shows_the_results_of_earlier_stops_only():
    (table,) = blocks(seen("sassenberg/vorlagen/smart-region-strategie"), "beratungsfolge")
    results = [cell.wert for stop in table.stationen for cell in stop.zellen if cell.feld == "ergebnis"]

    assert results == ["zur Kenntnis genommen", "ungeändert beschlossen (12 Ja, 1 Nein)", ""]


def test_in_word_as_in_the_pdf_only_the_question_of_money_heads_its_table():
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    paper = next(paper for paper in papers(DATA) if paper.subject.gegenstand == "ahlen/vorlagen/haltestellen-anzeigen-neufassung")
    with zipfile.ZipFile(BytesIO(made(paper, "docx"))) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    tables = [named.getparent().getparent() for named in root.iter(f"{w}tblCaption") if named.get(f"{w}val") == "Auswirkungen"]
    shaded = [["".join(row.find(f"{w}tc").itertext()) for row in table.iter(f"{w}tr") if row.find(f".//{w}shd") is not None] for table in tables]

    assert shaded == [["Die Maßnahme hat finanzielle Auswirkungen:"], []]
    assert all(table.find(f"{w}tblPr/{w}tblLook").get(f"{w}firstRow") == "0" for table in tables)


def test_the_laufzettel_is_in_no_public_edition():
    key = "kreis-warendorf/vorlagen/lorawan-ausbaustufe-2"

    assert (len(blocks(seen(key, "oeffentlich"), "mitzeichnung")), len(blocks(seen(key, "nichtoeffentlich"), "mitzeichnung"))) == (0, 1)


def test_an_urgent_decision_is_signed_twice_and_says_entscheidung():
    shown = seen("telgte/vorlagen/speicheranlage-dringlichkeit")

    assert blocks(shown, "beschlussvorschlag")[0].ueberschrift == "Entscheidung"
    assert {"Der Bürgermeister", "Mitglied des Rates"} <= set(words(shown))


def test_a_replaced_vorlage_names_its_successor():
    assert "ersetzt durch die Beschlussvorlage 155/2025 vom 08.09.2025" in seen("ahlen/vorlagen/haltestellen-anzeigen").vermerke


FUENFTES = (
    ("name: Vorlage des Kreises Warendorf", "name: Ein fünftes Formular"),
    ('  - {block: betreff, ueberschrift: "Betreff:"}\n', ""),
    ("  - {block: kopf}\n", '  - {block: betreff, ueberschrift: "Worum es geht:", abschnitt: ja}\n  - {block: kopf}\n'),
    ("beschluss: Beschlussvorlage", "beschluss: Drucksache"),
    ("nummer_muster: NNN/JJJJ", "nummer_muster: WP11-NNNN"),
    ("waehrung: EUR", "waehrung: €"),
)


def test_a_fifth_form_and_a_bodys_own_word_form_need_no_line_of_code(tmp_path):
    """As data/README.md and templates/README.md say: copy the form most like it, name it in koerperschaft.yaml; drop the Word file in."""
    folder, templates, out = tmp_path / "data", tmp_path / "templates", tmp_path / "output"
    shutil.copytree(DATA, folder)
    shutil.copytree(TEMPLATES, templates)
    form = (folder / "formulare/kreis-warendorf.yaml").read_text("utf-8")
    for old, new in FUENFTES:
        assert form.count(old) == 1, old
        form = form.replace(old, new)
    (folder / "formulare/fuenftes.yaml").write_text(form, encoding="utf-8")
    body = folder / "oelde/koerperschaft.yaml"
    body.write_text(re.sub(r"(?m)^formular: .*$", "formular: {name: fuenftes, eigen: ja}", body.read_text("utf-8")), encoding="utf-8")
    for vorlage in (folder / "oelde/vorlagen").glob("*.yaml"):
        number = f"WP11-{sum(vorlage.name.encode()) % 10_000:04}"
        vorlage.write_text(re.sub(r"(?m)^nummer: .*$", f"nummer: {number}", vorlage.read_text("utf-8")), encoding="utf-8")
    own_word_form(templates / "beschlussvorlage/beschlussvorlage.docx", templates / "beschlussvorlage/oelde.docx")

    auftrag = selection.choose(data.load(folder), templates, ("oelde", "beschlussvorlage", "smart-region-strategie"))
    events = list(make.erzeugen(auftrag, out))

    assert not [problem for problem in auftrag.problems if problem.blocks]
    assert not [problem for event in events for problem in event.problems]
    paper = out / "oeffentlich/oelde/beschlussvorlage-smart-region-strategie"
    word, page = docx.words(paper.with_suffix(".docx").read_bytes()), pdf.words(paper.with_suffix(".pdf").read_bytes())
    for told in (word, page):
        assert "Drucksache öffentlich" in told
        assert "I. Worum es geht:" in told
        assert any("WP11-" in line for line in told)
    assert "Ratsbüro der Stadt Oelde" in word
    assert "Ratsbüro der Stadt Oelde" not in page


def own_word_form(source: Path, target: Path) -> None:
    """The Word form as a person would change it: a line of the body's own above the title."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info.filename)
            if info.filename == "word/document.xml":
                content = content.replace(b"<w:body>", "<w:body><w:p><w:r><w:t>Ratsbüro der Stadt Oelde</w:t></w:r></w:p>".encode(), 1)
            new.writestr(info, content)


def test_own_words_under_seal_are_kept_beside_what_a_vorlage_takes_over(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    path = folder / "oelde/vorlagen/smart-region-strategie.yaml"
    path.write_text(f"{path.read_text('utf-8').rstrip()}\nerlaeuterungen: {{geheim: Die Verwaltung verhandelt noch.}}\n", encoding="utf-8")
    daten = data.load(folder)

    whole, public = (
        world.vorlagen["oelde/vorlagen/smart-region-strategie"] for world in (daten.bestand, daten.oeffentlich(daten.bestand.region.stichtage[-1]))
    )
    assert str(whole.erlaeuterungen).startswith("Die Verwaltung verhandelt noch.\n\nDer Kreistag berät")
    assert public.erlaeuterungen is None
    assert "erlaeuterungen" in public.vorenthalten


EXTRA = (
    ("rechtsgrundlage", "Rechtsgrundlage:"),
    ("alternativen", "Alternativen:"),
    ("deckung", "Deckung:"),
    ("klima", "Klimaschutz und Klimafolgenanpassung:"),
)


@pytest.mark.parametrize(("name", "heading"), EXTRA)
def test_a_block_that_a_form_makes_compulsory_is_a_gap_in_a_draft_and_a_fehler_after_the_release(tmp_path, name, heading):
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    form = folder / "formulare/finanzbericht.yaml"
    form.write_text(re.sub(r"(?m)^  beschluss: \[(.*)\]$", rf"  beschluss: [\1, {name}]", form.read_text("utf-8")), encoding="utf-8")
    paper = folder / "beckum/vorlagen/pflicht.yaml"
    draft = (
        "zugang: oeffentlich\nstand: entwurf\ndatum: 2025-11-01\nbetreff: Test\n"
        "finanzen: {auswirkungen: ja, im_haushalt: ja}\nbeschlussvorschlag: [Es wird beschlossen.]\nerlaeuterungen: Kurz.\n"
    )
    paper.write_text(draft, encoding="utf-8")
    daten = data.load(folder)
    subject = next(s for s in selection.subjects(daten.bestand) if s.gegenstand == "beckum/vorlagen/pflicht")
    gap = f"‹bitte ergänzen: {heading.rstrip(':')}›"

    assert gap in [str(word) for word in words(make.view(daten, subject))]

    paper.write_text(draft.replace("entwurf", "freigegeben"), encoding="utf-8")
    said = [problem.sentence for problem in data.load(folder).problems if problem.path == str(paper) and problem.blocks]
    assert any(heading.rstrip(":") in sentence for sentence in said), said
