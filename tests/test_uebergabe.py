"""The upload folder of a paper and its Übergabeblatt: what lies there, what it says, and that nobody's work is lost."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
from io import BytesIO
from pathlib import Path

import papers
import pikepdf
import pytest
from conftest import EXAMPLE, TEMPLATES
from lxml import html
from papers import PAPERS

from generator import beilagen, data, make, selection
from generator.documents import uebergabeblatt
from generator.documents.klartext import klartext
from generator.documents.uebergabefelder import Datei
from generator.formats import anlagen
from generator.formats.html import check, render, words
from generator.make import Ereignis
from generator.output import Ausgabe
from generator.problems import Problems
from generator.wording import langtext

RADWEG = "gruenfliess/vorlagen/radweg.yaml"
NAME = "beschlussvorlage-radweg"
HERE = f"oeffentlich/gruenfliess/uebergabe/{NAME}"
HIDDEN = f"nichtoeffentlich/gruenfliess/uebergabe/{NAME}"
ANLAGE = "Anlage 1 – Lageplan & Schnitt.png"
SHEET = "Übergabeblatt.html"
SECOND = ("- {titel: Rechnung „B“, zugang: nichtoeffentlich}", "- {titel: Rechnung „B“, zugang: nichtoeffentlich, datei: b.pdf}")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "output"


def run(folder: Path, out: Path, *was: str, **more) -> list[Ereignis]:
    return list(make.erzeugen(selection.choose(data.load(folder), TEMPLATES, was), out, **more))


def happened(events: list[Ereignis]) -> list[tuple[str, str]]:
    return [(done.vorgang, done.wohin or done.pfad) for event in events for done in event.geschehen if "/uebergabe/" in done.pfad]


def sentences(events: list[Ereignis]) -> list[str]:
    assert not [event.panne for event in events if event.panne]
    return [problem.sentence for event in events for problem in event.problems]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def said(path: Path) -> str:
    return " ".join(" ".join(words(path.read_bytes())).split())


def pdf(*, pages: int = 2, tagged: bool = False, password: str | None = None) -> bytes:
    made, into = pikepdf.new(), BytesIO()
    for _ in range(pages):
        made.add_blank_page()
    if tagged:
        made.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        made.Root.StructTreeRoot = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    made.save(into, encryption=None if password is None else pikepdf.Encryption(owner="chef", user=password), deterministic_id=password is None)
    return into.getvalue()


def snapshot(out: Path) -> dict[str, tuple[bytes, int]]:
    return {path.relative_to(out).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in out.rglob("*") if path.is_file()}


# what lies in a folder -----------------------------------------------------------------------------------------------


def test_a_paper_has_a_folder_with_copies_its_anlagen_checksums_and_the_sheet(world, out):
    assert happened(run(world(), out, "radweg")) == [("bereitgestellt", HERE)]

    assert names(out / HERE) == {f"{NAME}.docx", f"{NAME}.pdf", ANLAGE, "SHA256SUMS", SHEET}
    for ending in (".docx", ".pdf"):
        assert (out / HERE / f"{NAME}{ending}").read_bytes() == (out / f"oeffentlich/gruenfliess/{NAME}{ending}").read_bytes()
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=out / HERE, check=True, capture_output=True)
    sums = (out / HERE / "SHA256SUMS").read_text("utf-8")
    assert sums.count("\n") == 4
    assert all(hashlib.sha256((out / HERE / name).read_bytes()).hexdigest() in sums for name in names(out / HERE) - {"SHA256SUMS"})


def test_a_run_with_nothing_to_do_writes_nothing_and_says_nothing(world, out):
    folder = world()
    run(folder, out, "beschlussvorlage")
    before = snapshot(out)

    assert happened(run(folder, out, "beschlussvorlage")) == []
    assert snapshot(out) == before


def test_two_runs_into_empty_folders_make_the_same_bytes(world, out, tmp_path):
    folder = world()
    run(folder, out, "radweg")
    run(folder, tmp_path / "other", "radweg")

    assert {name: found for name, (found, _) in snapshot(out / HERE).items()} == {
        name: found for name, (found, _) in snapshot(tmp_path / "other" / HERE).items()
    }


def test_a_paper_without_a_form_of_its_own_has_no_folder(world, out):
    run(world(), out, "suessau", "projektblatt")

    assert not list(out.rglob("uebergabe"))


def test_an_anlage_that_is_not_public_lies_with_the_non_public_papers_only(world, out):
    folder = world({RADWEG: (SECOND,), "gruenfliess/vorlagen/b.pdf": pdf()})
    assert happened(run(folder, out, "radweg")) == [("bereitgestellt", HERE), ("bereitgestellt", HIDDEN)]

    assert names(out / HIDDEN) == {"Anlage 2 – Rechnung „B“.pdf", "SHA256SUMS", SHEET}
    assert names(out / HERE) == {f"{NAME}.docx", f"{NAME}.pdf", ANLAGE, "SHA256SUMS", SHEET}
    assert "Rechnung" not in said(out / HERE / SHEET)
    assert "Anlage 2: (nichtöffentliche Anlage)" in said(out / HERE / SHEET)
    assert "Nichtöffentlich – Verschwiegenheitspflicht" in said(out / HIDDEN / SHEET)
    assert "2 Seiten" in said(out / HIDDEN / SHEET)
    assert (out / HIDDEN).stat().st_mode & 0o777 == 0o700


def test_the_second_edition_of_a_paper_has_a_folder_with_all_of_it(world, out):
    sealed = ("beschlussvorschlag:\n", "beschlussvorschlag:\n  - {geheim: Der Zuschlag geht an die Firma Geheimniskrämer in Musterdorf.}\n")
    folder = world({RADWEG: (SECOND, sealed), "gruenfliess/vorlagen/b.pdf": pdf()})
    events = run(folder, out, "radweg")

    assert sentences(events) == []
    assert names(out / HIDDEN) == {f"{NAME}.docx", f"{NAME}.pdf", ANLAGE, "Anlage 2 – Rechnung „B“.pdf", "SHA256SUMS", SHEET}
    assert "Zuschlag" in said(out / HIDDEN / SHEET)
    assert "Zuschlag" not in said(out / HERE / SHEET)
    assert happened(run(folder, out, "radweg")) == []


def test_an_anlage_that_becomes_secret_leaves_the_public_folder_whatever_else_is_made(world, out):
    folder = world()
    run(folder, out, "radweg")
    text = (folder / RADWEG).read_text("utf-8")
    (folder / RADWEG).write_text(text.replace("datei: karte.png}", "datei: karte.png, zugang: nichtoeffentlich}"), encoding="utf-8")
    events = run(folder, out, "oessling", "beschlussvorlage")

    assert happened(events)[0] == ("entfernt", f"{HERE}/{ANLAGE}")
    assert ANLAGE not in names(out / HERE)
    run(folder, out, "radweg")
    assert ANLAGE in names(out / HIDDEN)


def test_an_anlage_that_says_a_secret_does_not_get_into_the_public_folder(world, out):
    folder = world({
        RADWEG: (("datei: karte.png", "datei: plan.txt"), ("titel: Rechnung „B“", "titel: Angebot der Firma Geheimniskrämer")),
        "gruenfliess/vorlagen/plan.txt": "Siehe Angebot der Firma Geheimniskrämer.".encode(),
    })  # fmt: skip
    events = run(folder, out, "radweg")

    assert any("nicht öffentlich" in sentence for sentence in sentences(events))
    assert not [name for name in names(out / HERE) if name.startswith("Anlage")]


def test_a_municipality_that_takes_over_a_vorlage_gets_its_public_anlagen(tmp_path, out):
    from conftest import DATA

    daten = data.load(DATA)
    key = next(key for key, vorlage in daten.bestand.vorlagen.items() if vorlage.zu and vorlage.anlagen)
    subject = next(s for s in selection.subjects(daten.bestand) if s.gegenstand == key)
    found = beilagen.Beilagen(daten).of(subject, daten.bestand.vorlagen[key])
    original = daten.bestand.vorlagen[str(daten.bestand.vorlagen[key].zu)]

    assert [b.titel for b in found] == [a.titel for a in original.anlagen if a.zugang == "oeffentlich"]
    assert [b.quelle is not None for b in found] == [a.datei is not None for a in original.anlagen if a.zugang == "oeffentlich"]


@pytest.mark.parametrize(
    ("titel", "name"),
    [
        ("Lageplan", "Anlage 3 – Lageplan.pdf"),
        ('Plan: "Süd/Nord" <1>?', "Anlage 3 – Plan – 'Süd-Nord' (1).pdf"),
        ("Bürger*innen\tund\nMehr ", "Anlage 3 – Bürger_innen und Mehr.pdf"),
        ("..\\..\\etc/passwd", "Anlage 3 – etc-passwd.pdf"),
        ("???", "Anlage 3.pdf"),
        ("u\u0308ber\u202e\u200b", "Anlage 3 – über.pdf"),
        ("CON.", "Anlage 3 – CON.pdf"),
    ],
)
def test_the_title_of_an_anlage_becomes_a_name_that_every_system_can_hold(titel, name):
    assert beilagen.dateiname(3, titel, ".pdf") == name


def test_a_long_title_is_cut_at_a_word():
    name = beilagen.dateiname(12, "Ein langer Titel mit Wörtern " * 20, ".pdf")

    assert len(name) <= beilagen.LONGEST
    assert name.endswith("….pdf")
    assert name.removesuffix("….pdf").split()[-1] in ("Ein", "langer", "Titel", "mit", "Wörtern")


# a person's work, and what goes ---------------------------------------------------------------------------------------


def test_a_copy_that_a_person_changed_stays_and_the_sheet_says_so(world, out):
    folder = world()
    run(folder, out, "radweg")
    (out / HERE / ANLAGE).write_bytes(b"von Hand")
    (folder / "gruenfliess/vorlagen/karte.png").write_bytes(b"neu")
    events = run(folder, out, "radweg")

    beside = f"{HERE}/Anlage 1 – Lageplan & Schnitt.neu.png"
    assert set(happened(events)) == {("daneben", beside), ("von-hand-geaendert", f"{HERE}/{ANLAGE}"), ("bereitgestellt", HERE)}
    assert (out / HERE / ANLAGE).read_bytes() == b"von Hand"
    assert (out / beside).read_bytes() == b"neu"
    assert "Hier im Ordner geändert" in said(out / HERE / SHEET)
    assert hashlib.sha256(b"von Hand").hexdigest() in (out / HERE / "SHA256SUMS").read_text("utf-8")


def test_an_edited_word_file_is_handed_over_and_its_outdated_pdf_is_not(world, out):
    folder = world()
    run(folder, out, "radweg")
    (out / f"oeffentlich/gruenfliess/{NAME}.docx").write_bytes(b"von Hand")

    assert happened(run(folder, out, "radweg")) == [("bereitgestellt", HERE)]
    assert (out / HERE / f"{NAME}.docx").read_bytes() == b"von Hand"
    assert f"{NAME}.pdf" not in names(out / HERE)
    assert "PDF veraltet" in said(out / HERE / SHEET)
    assert "kennen diese Änderung nicht" in said(out / HERE / SHEET)
    assert happened(run(folder, out, "radweg")) == []


def test_a_folder_goes_with_its_paper_and_what_a_person_changed_there_is_kept(world, out):
    folder = world()
    run(folder, out, "radweg")
    (out / HERE / SHEET).write_text("mit Notizen", encoding="utf-8")
    (folder / RADWEG).unlink()
    region = folder / "region.yaml"
    region.write_text(region.read_text("utf-8").replace("strategie: gruenfliess/vorlagen/radweg\n", ""), encoding="utf-8")
    events = run(folder, out, "oessling", "beschlussvorlage")

    kept = f"intern/entfallen/gruenfliess/{SHEET}"
    assert {("entfernt", HERE), ("verschoben", kept)} <= {(done.vorgang, done.wohin or done.pfad) for event in events for done in event.geschehen}
    assert not (out / "oeffentlich/gruenfliess/uebergabe").exists()
    assert (out / kept).read_text("utf-8") == "mit Notizen"


def test_what_a_killed_run_left_is_completed_and_swept(world, out):
    folder = world()
    run(folder, out, "radweg")
    whole = snapshot(out / HERE)
    for name in (ANLAGE, SHEET, "SHA256SUMS"):
        (out / HERE / name).unlink()
    (out / HERE / ".vorlagen-halb").write_bytes(b"ha")
    run(folder, out, "radweg")

    assert {name: found for name, (found, _) in snapshot(out / HERE).items()} == {name: found for name, (found, _) in whole.items()}


def test_the_verzeichnis_names_papers_and_not_their_copies(world, out):
    run(world(), out, "radweg")

    assert "uebergabe" not in (out / "verzeichnis.json").read_text("utf-8")
    with Ausgabe(out) as ausgabe:
        assert {e.pfad for e in ausgabe.laufbuch.eintraege() if e.art == "uebergabe"} == {f"{HERE}/{name}" for name in names(out / HERE)}


def test_a_paper_that_cannot_be_made_leaves_its_folder_as_it_is(world, out):
    folder = world()
    run(folder, out, "radweg")
    before = snapshot(out / HERE)
    text = (folder / RADWEG).read_text("utf-8")
    (folder / RADWEG).write_text(text.replace("stand: ausgegeben", "stand: fertig"), encoding="utf-8")
    run(folder, out, "radweg")

    assert snapshot(out / HERE) == before


# Anlagen are looked into ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("plan.pdf", pdf(password="geheim"), "mit einem Kennwort verschlüsselt"),  # noqa: S106
        ("plan.pdf", pdf(password=""), "verschlüsselt (mit Rechten versehen)"),
        ("plan.pdf", b"%PDF-1.7 kaputt", "lässt sich nicht öffnen"),
        ("plan.pdf", b"", "die Datei ist leer"),
        ("plan.docx", b"kein Word", "lässt sich nicht öffnen"),
        ("plan.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600), "mit einem Kennwort geschützt"),
    ],
)
def test_an_anlage_that_cannot_be_handed_over_is_a_fehler_and_its_paper_is_not_made(world, out, name, content, reason):
    folder = world({RADWEG: (("datei: karte.png", f"datei: {name}"),), f"gruenfliess/vorlagen/{name}": content})
    checked = [p for event in make.pruefen(selection.choose(data.load(folder), TEMPLATES, ["radweg"])) for p in event.problems]
    events = run(folder, out, "radweg")

    for problems in ([p.sentence for p in checked], sentences(events)):
        assert [s for s in problems if reason in s and f"Anlage 1 (»{name}«)" in s]
    assert checked[0].path == str(folder / RADWEG)
    assert checked[0].blocks
    assert not (out / "oeffentlich/gruenfliess").exists()


def test_the_sheet_tells_pages_and_tags_of_an_anlage_which_is_opened_once(world, out, monkeypatch):
    folder = world({RADWEG: (("datei: karte.png", "datei: plan.pdf"),), "gruenfliess/vorlagen/plan.pdf": pdf(pages=1, tagged=True)})
    run(folder, out, "radweg")
    sheet = said(out / HERE / SHEET).replace("\xa0", " ")
    assert "1 Seite · mit Tags (barrierefrei lesbar)" in sheet

    monkeypatch.setattr(anlagen, "befund", lambda *_: pytest.fail("opened again"))
    (folder / "region.yaml").write_text((folder / "region.yaml").read_text("utf-8").replace("musterdaten: ja", "musterdaten: nein"), encoding="utf-8")
    events = run(folder, out, "radweg")

    assert sentences(events) == []
    assert happened(events) == [("bereitgestellt", HERE)]


def test_an_anlage_without_tags_is_named_as_hard_to_read():
    assert anlagen.befund("a.PDF", pdf(pages=3)) == (3, "nein")
    assert anlagen.befund("a.png", b"x") == (0, "")


# what the sheet says ---------------------------------------------------------------------------------------------------


def sheet_of(folder: Path, name: str, dateien: tuple[Datei, ...] = ()) -> uebergabeblatt.View:
    daten = data.load(folder)
    subject = next(s for s in selection.subjects(daten.bestand) if s.name == f"beschlussvorlage-{name}")
    bestand = daten.oeffentlich(subject.stand) if subject.zugang == "oeffentlich" else daten.bestand
    return uebergabeblatt.view(bestand, subject, make.view(daten, subject), dateien, zugang=subject.zugang, umfang="ganz")


def test_the_fields_stand_in_the_order_and_under_the_names_of_the_system(world):
    form = (EXAMPLE / "formulare/gruenfliess.yaml").read_text("utf-8")
    more = "\nuebergabe: {system: ALLRIS, felder: [betreff, zugang, erlaeuterungen, art], namen: {zugang: Status, erlaeuterungen: Sachverhalt}}\n"
    seen = sheet_of(world({"formulare/gruenfliess.yaml": form + more}), "radweg", (Datei("anlage", "fehlt", "", nr=1, titel="Lageplan"),))

    assert seen.system == "ALLRIS"
    assert [feld.beschriftung for feld in seen.felder[:4]] == ["Betreff", "Status", "Sachverhalt", "Vorlagenart"]
    assert {feld.feld for feld in seen.felder[4:]} == {"nummer", "federfuehrung", "beratungsfolge", "beschlussvorschlag", "finanzen", "anlagen"}
    assert {feld.hinweis for feld in seen.felder[4:]} == {"Steht in der Vorlage; ein eigenes Feld ist dafür nicht vorgesehen."}
    assert [feld.nr for feld in seen.felder] == list(range(1, 11))


def test_every_stop_is_a_row_of_its_own_with_its_role(world):
    stops = next(feld for feld in sheet_of(world(), "radweg").felder if feld.feld == "beratungsfolge")

    assert stops.koepfe == ("Gremium", "Termin", "Zuständigkeit", "Berichterstattung")
    assert stops.zeilen[1].klartext == "Kreisausschuss\t21.03.2025\tVorberatung\tDezernentin Änne Müßig-Übel"
    assert stops.klartext == "\n".join(zeile.klartext for zeile in stops.zeilen)


def test_what_is_missing_cannot_be_copied_and_stands_on_top(world):
    seen = sheet_of(world(), "neu")
    number = next(feld for feld in seen.felder if feld.feld == "nummer")

    assert {"Entwurf", "Nichtöffentlich – Verschwiegenheitspflicht"} <= {warnung.titel for warnung in seen.warnungen}
    assert any(warnung.titel.startswith("Noch offen (") and warnung.punkte for warnung in seen.warnungen)
    assert number.fehlt
    assert all(feld.fehlt for feld in seen.felder if feld.klartext.startswith("‹bitte ergänzen"))
    assert [warnung.art for warnung in seen.warnungen] == sorted(warnung.art for warnung in seen.warnungen)


def test_a_non_public_vorlage_tells_its_neutral_betreff(world):
    betreff = next(feld for feld in sheet_of(world(), "vergabe").felder if feld.feld == "betreff")

    assert betreff.hinweis.startswith("Auf der öffentlichen Tagesordnung heißt die Angelegenheit: ")


FORMS = [paper for paper in PAPERS if paper.subject.gegenstand in papers.world(paper.folder).bestand.papiere]


@pytest.mark.parametrize("paper", FORMS, ids=papers.label)
def test_nothing_that_a_paper_says_in_its_blocks_is_lost_on_the_way(paper):
    daten, seen = papers.world(paper.folder), papers.view(paper)
    bestand = daten.oeffentlich(paper.subject.stand) if paper.subject.zugang == "oeffentlich" else daten.bestand
    sheet = uebergabeblatt.view(bestand, paper.subject, seen, (), zugang=paper.subject.zugang, umfang="ganz")
    there = papers.squeezed(" ".join(papers.words(sheet)))

    for block in (*seen.bloecke, *getattr(seen, "schluss", ())):
        if block.art == "anlagen" or block.feld in ("unterschriften", "mitzeichnung"):
            continue
        kept = [block.betreff, block.vorspann, *block.eintraege, *papers.words((block.text, *(point.text for point in block.punkte)))]
        kept += [head.wert for head in block.felder]
        kept += [text for stop in block.stationen for text in (stop.gremium, stop.berichterstattung, *(cell.wert for cell in stop.zellen))]
        kept += [text for frage in block.fragen for text in (frage.zusatz, frage.luecke, *(box.wort for box in frage.kaestchen if box.angekreuzt))]
        kept += [value.wert for position in block.positionen for line in position.zeilen for value in (line.erste, line.zweite)]
        assert [text for text in kept if papers.squeezed(text) not in there] == []


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("Erster **Absatz**.\n\nZweiter.", "Erster Absatz.\n\nZweiter."),
        ("1. eins\n2. zwei\n   - innen\n   - auch", "1. eins\n2. zwei\n   - innen\n   - auch"),
        ("- Punkt\n- [Verweis](https://example.org)", "- Punkt\n- Verweis"),
        ("| A | B |\n|---|---:|\n| ä & <b> | 1 |", "A\tB\nä & <b>\t1"),
        ("### Kopf\n\nText", "Kopf\n\nText"),
        ("3. drei\n4. vier", "3. drei\n4. vier"),
    ],
)
def test_a_long_text_becomes_plain_characters(source, plain):
    assert klartext(langtext(source)) == plain


# the file --------------------------------------------------------------------------------------------------------------

TEMPLATE = TEMPLATES / "uebergabeblatt/uebergabeblatt.html"


def test_the_sheet_allows_its_own_script_and_style_and_nothing_else(world, out):
    run(world(), out, "radweg")
    tree = html.document_fromstring((out / HERE / SHEET).read_text("utf-8"))
    policy = tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")

    for kind in ("script", "style"):
        (element,) = tree.xpath(f"//{kind}")
        mark = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{mark}'" in policy
        assert not element.attrib
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert not tree.xpath("//link | //iframe | //form | //*[@style] | //@onclick | //img[not(starts-with(@src, 'data:'))]")
    assert {a.get("href")[0] for a in tree.xpath("//a")} == {"#", "."}
    assert not re.findall(r"(?:https?:)?//", re.sub(r"//.*", "", tree.xpath("string(//script)")))


def test_words_of_the_data_never_become_a_script(tmp_path):
    (tmp_path / "x.html").write_text('<html><head><meta charset="utf-8"><style>p{}</style></head><body><p>{{ a }}</p></body></html>', encoding="utf-8")
    page = render(tmp_path / "x.html", {"a": "</p><script>alert(1)</script>"}).decode()

    assert "<script" not in page
    assert "script-src 'none'" in page


@pytest.mark.parametrize("body", ["<script>let a = '{{ a }}';</script>", "<script src='x.js'></script>", "<style>p { color: {{ a }} }</style>"])
def test_a_placeholder_in_a_script_or_a_script_from_elsewhere_is_refused(tmp_path, body):
    (tmp_path / "x.html").write_text(f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>', encoding="utf-8")

    with pytest.raises(Problems, match="steht kein Platzhalter"):
        render(tmp_path / "x.html", {"a": "1"})


def test_the_template_of_the_sheet_is_checked_like_any_other(tmp_path):
    assert check(TEMPLATE, uebergabeblatt.View) == ()
    (tmp_path / "x.html").write_text("{{ betref }}", encoding="utf-8")

    assert [p.sentence for p in check(tmp_path / "x.html", uebergabeblatt.View)] == ["Druckvorlage: den Platzhalter »betref« gibt es nicht; gemeint »betreff«?"]
