"""No secret in public: seals in the data, the two editions of a mixed Vorlage, tokens in every place of the model, and the check of finished files."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import pikepdf
import planting
import pytest
from conftest import DATA, EXAMPLE, ROOT, TEMPLATES, Change, findings
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from generator import data, disclosure, make, selection, wording
from generator.arbeiter import arbeiter
from generator.cli import main
from generator.documents import Subject, papierart
from generator.fingerprint import pictures
from generator.formats import spuren as traces
from generator.formats.pdf import spuren as pdf_traces
from generator.rendering import Druckvorlagen, render
from generator.rules import geheimnisse
from generator.rules.aussagen import Aussage, normal, worte
from generator.views import as_data

RADWEG = "gruenfliess/vorlagen/radweg.yaml"
VERGABE = "gruenfliess/vorlagen/vergabe.yaml"
NEU = "gruenfliess/vorlagen/x.yaml"
PROJEKT = "projekte/mu-01.yaml"
NAME = "gruenfliess/beschlussvorlage-radweg"
SATZ = "Die Firma Quitte & Söhne bietet 47.110,50 EUR."
"""The secret of most tests: stands in a Vorlage that is not public."""
VERRAT: Mapping[str, Change] = {VERGABE: (("erlaeuterungen: Vier Angebote lagen vor.", f"erlaeuterungen: {SATZ}"),)}
MIXED: Mapping[str, Change] = {RADWEG: (
    ('  - "Der Kreistag sagt „ja“ zum Radweg."\n', '  - {geheim: "Die Firma Kohlhas erhält den Auftrag.", oeffentlich_ab: 2025-06-01}\n'),
    ("      veranschlagt: 20000\n", "      veranschlagt: {geheim: 23456, oeffentlich_ab: 01.06.2025}\n"),
)}  # fmt: skip
WITHHELD = ("kohlhas", "23.456")


class Done(NamedTuple):
    """What a command said."""

    code: int
    out: str
    err: str


@pytest.fixture
def vorlagen(capsys, tmp_path):
    """The command, in this process; output lies in `tmp_path/output`."""

    def call(folder: Path, *arguments: object, templates: Path = TEMPLATES) -> Done:
        with pytest.raises(SystemExit) as end:
            main([*map(str, ("--daten", folder, "--druckvorlagen", templates, "--ausgabe", tmp_path / "output", *arguments))])
        said = capsys.readouterr()
        assert "Traceback" not in said.err, said.err
        return Done(int(end.value.code or 0), said.out, said.err)

    return call


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "output"


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


def strings(thing: Any) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict | list):
        for inner in thing.values() if isinstance(thing, dict) else thing:
            yield from strings(inner)


def said_by(view: object) -> str:
    return squeezed("\n".join(strings(as_data(view))))


def all_of(name: str, content: bytes) -> str:
    """Everything that a file says, folded."""
    return squeezed("\n".join(spur.text for spur in traces.spuren(name, content))).casefold()


def listed(folder: Path) -> list[str]:
    """The papers in an output folder, without the copies that are handed over."""
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.parent.name != ".gedaechtnis")
    return [path for path in found if "/" in path and "/uebergabe/" not in path]


# seals in the data ---------------------------------------------------------------------------------------------------

SEALS = {
    "a point of the Beschlussvorschlag": (RADWEG, '"Der Kreistag sagt „ja“ zum Radweg."', ("beschlussvorschlag", 0)),
    "an amount of a Position": (RADWEG, '"19.999,99"', ("finanzen", "positionen", 1, "verfuegbar")),
    "the Erläuterungen": ("gruenfliess/vorlagen/auszeichnung.yaml", None, ("erlaeuterungen",)),
    "the Budget": (PROJEKT, None, ("budget",)),
    "the amount of a Förderung": ("projekte/bg-01.yaml", "450", ("foerderung", "betrag")),
    "a Sachstand": ("projekte/bg-02.yaml", "{am: 2025-06-30, text: Eine Idee., phase: idee}", ("sachstaende", 0)),
    "a Risiko": (PROJEKT, None, ("risiken", 0)),
    "the shares of a municipality": (PROJEKT, '{2025: "2.399,84", 2026: "799,94"}', ("beteiligung", "oessling", "anteile")),
    "running costs": (PROJEKT, '{ab: 2027, betrag: "100"}', ("beteiligung", "oessling", "laufend_jaehrlich")),
    "a forecast of costs": (PROJEKT, '"10.600,00"', ("sachstaende", 1, "kosten_prognose")),
}


def under_seal(folder: Path, name: str, stelle: tuple[str | int, ...]) -> None:
    """Puts what stands somewhere in a file under a seal."""
    raw = planting.written(folder / name)
    at = raw
    for part in stelle[:-1]:
        at = at[part]
    at[stelle[-1]] = {"geheim": at[stelle[-1]], "oeffentlich_ab": "2025-06-01"}
    planting.write(folder / name, raw)


@pytest.mark.parametrize(("name", "written", "stelle"), SEALS.values(), ids=SEALS)
def test_a_value_under_seal_is_known_to_the_whole_world_and_to_the_public_one_from_its_day(world, name, written, stelle):
    folder = world()
    before = data.load(folder).bestand
    if written:
        change(folder, name, written, f"{{geheim: {written}, oeffentlich_ab: 2025-06-01}}")
    else:
        under_seal(folder, name, stelle)
    found = data.load(folder)
    owner, key = ("projekte", Path(name).stem) if name.startswith("projekte") else ("vorlagen", name.removesuffix(".yaml"))

    def value(bestand: Any) -> Any:
        thing = getattr(bestand, owner)[key]
        for part in stelle:
            thing = thing[part] if isinstance(part, int) else thing[part] if isinstance(thing, dict) else getattr(thing, part)
        return thing

    assert found.bestand.fehlerhaft == frozenset()
    assert [(datei, at) for datei, at, seal in found.bestand.seals() if seal.ausdruecklich] == [(f"{owner}/{key}" if owner == "projekte" else key, stelle)]
    assert value(found.bestand) == value(before)
    assert value(found.oeffentlich(DAY["2025-06-01"])) == value(before)
    try:
        assert value(found.oeffentlich(DAY["2025-05-31"])) in (None, {}, (), "(nichtöffentlich)")
    except IndexError:
        assert isinstance(stelle[-1], int)


DAY = {day: date.fromisoformat(day) for day in ("2025-05-31", "2025-06-01", "2099-01-01")}


def test_what_is_internal_by_its_type_needs_no_seal_and_a_seal_can_only_open_it(world):
    folder = world()
    assert data.load(folder).oeffentlich(DAY["2099-01-01"]).projekte["mu-01"].risiken == ()

    under_seal(folder, PROJEKT, ("risiken", 0))
    found = data.load(folder)
    assert found.oeffentlich(DAY["2025-05-31"]).projekte["mu-01"].risiken == ()
    assert [risiko.text for risiko in found.oeffentlich(DAY["2025-06-01"]).projekte["mu-01"].risiken] == ["Es fehlt Personal."]


REFUSALS = {
    "a stray key": (
        {NEU: "betreff: Neuer Weg\nerlaeuterungen:\n  geheim: Die Firma Kohlhas klagt.\n  bis: 2025-12-16\n"},
        [f"{NEU}:3: Fehler: »erlaeuterungen« erwartet neben »geheim« nur »oeffentlich_ab«, steht aber »bis«"],
    ),
    "a day without a secret": (
        {NEU: "betreff: Neuer Weg\nerlaeuterungen: {oeffentlich_ab: 2025-12-16}\n"},
        [f"{NEU}:2: Fehler: »erlaeuterungen« erwartet neben »oeffentlich_ab« das, was bis dahin geheim bleibt, wie {{geheim: 20.000,00, oeffentlich_ab: 2025-12-16}}"],
    ),
    "a seal around nothing": (
        {NEU: "betreff: Neuer Weg\nerlaeuterungen: {geheim: }\n"},
        [f"{NEU}:2: Fehler: »erlaeuterungen« erwartet einen Text (einen mit »: « in Anführungszeichen), steht aber"],
    ),
    "a day that is none": (
        {NEU: "betreff: Neuer Weg\nerlaeuterungen: {geheim: Die Firma Kohlhas klagt., oeffentlich_ab: bald}\n"},
        [f"{NEU}:2: Fehler: »erlaeuterungen« erwartet ein Datum wie 2025-03-28 oder 28.03.2025, steht aber »bald«"],
    ),
    "a misspelt field under a seal": (
        {"projekte/bg-01.yaml": (("budget: {gesamt: 900, offen: {2026: 400}", "budget:\n  geheim: {gesamt: 900,\n    ofen: {2026: 400}"), ("jahre: {2026: 900}}", "jahre: {2026: 900}}"))},
        ["projekte/bg-01.yaml:9: Fehler: »budget/ofen« ist hier nicht bekannt; gemeint »offen«?"],
    ),
    "a misspelt field without value under a seal": (
        {"projekte/bg-02.yaml": (("sachstaende:", "budget:\n  geheim:\n    gesamt: 900\n    ofen:\n    jahre: {2026: 900}\nsachstaende:"),)},
        ["projekte/bg-02.yaml:11: Fehler: »budget/geheim/ofen« ist hier nicht bekannt; gemeint »offen«?"],
    ),
    "a wrong amount under a seal": (
        {RADWEG: (("veranschlagt: 20000", "veranschlagt:\n        geheim: viel"),)},
        [f"{RADWEG}:24: Fehler: »finanzen/positionen/2/veranschlagt« erwartet einen Betrag"],
    ),
    "a seal where none can be": (
        {NEU: "betreff: {geheim: Neuer Weg}\n"},
        [f"{NEU}:1: Fehler: »betreff« erwartet"],
    ),
    "a secret that is too short to be looked for": (
        {NEU: "betreff: Neuer Weg\nzugang: oeffentlich\nfinanzen:\n  auswirkungen: ja\n  zusatz: {geheim: ab 9}\n"},
        [f"{NEU}:5: Fehler: »finanzen/zusatz« ist als geheim zu kurz: nach unter 6 Buchstaben lässt sich in Papieren nicht suchen; mehr unter Verschluss nehmen"],
    ),
    "a secret that everybody may read": (
        {RADWEG: (('"Der Kreistag sagt „ja“ zum Radweg."', "{geheim: Die Stadt nimmt teil.}"),)},
        [f"{RADWEG}:27: Fehler: »beschlussvorschlag/1« ist als geheim gekennzeichnet, steht aber anderswo öffentlich in den Daten; dort streichen oder hier freigeben"],
    ),
    "an amount that everybody may read": (
        {RADWEG: (("veranschlagt: 20000", "veranschlagt: {geheim: 20000}"),)},
        [f"{RADWEG}:23: Hinweis: »finanzen/positionen/2/veranschlagt« ist geheim, dieselbe Zahl steht aber auch öffentlich in den Daten; ob sie irgendwo durchsickert, lässt sich nicht prüfen"],
    ),
    "an amount that everybody may read, answered": (
        {RADWEG: (("veranschlagt: 20000", "veranschlagt: {geheim: 20000}"), ("anlagen:\n", "begruendet: {geheim-und-oeffentlich: Der Betrag ist üblich.}\nanlagen:\n"))},
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), REFUSALS.values(), ids=REFUSALS)
def test_a_seal_that_cannot_hold_is_refused_with_its_line(world, changes, expected):
    found = [said for said in findings(world(changes)) if said.startswith(tuple(changes))]

    assert len(found) == len(expected), found
    assert all(map(str.startswith, found, expected)), found


# the two editions of a mixed Vorlage ---------------------------------------------------------------------------------


def editions(folder: Path, gegenstand: str = RADWEG) -> dict[str, Any]:
    """The views of one Vorlage by audience."""
    found = data.load(folder)
    return {s.zugang: make.view(found, s) for s in selection.subjects(found.bestand) if f"{s.gegenstand}.yaml" == gegenstand}


def block(view: Any, art: str) -> Any:
    return next((b for b in view.bloecke if b.art == art), None)


def test_a_mixed_vorlage_keeps_its_numbers_in_public_and_says_where_something_is_withheld(world):
    views = editions(world(MIXED))
    public, whole = views["oeffentlich"], views["nichtoeffentlich"]

    assert set(views) == {"oeffentlich", "nichtoeffentlich"}
    points = [said_by(punkt) for punkt in block(public, "beschlussvorschlag").punkte]
    assert (len(points), points[0]) == (2, "absatz(nichtöffentlich)")
    assert "Bürger*innen&Bürger" in points[1]
    amounts = [zeile.zweite.wert for position in block(public, "finanzen").positionen for zeile in position.zeilen]
    assert "(nichtöffentlich)" in [*amounts, *(zeile.erste.wert for position in block(public, "finanzen").positionen for zeile in position.zeilen)]
    assert said_by(block(public, "anlagen")).endswith("Lageplan&Schnitt(nichtöffentlicheAnlage)")
    assert not any(secret in said_by(public).casefold() for secret in (*WITHHELD, "rechnung"))
    assert all(secret in said_by(whole).casefold() for secret in (*WITHHELD, "rechnung"))
    assert "(nichtöffentlich" not in said_by(whole)
    assert whole.vermerke == ("nichtöffentlich – Verschwiegenheitspflicht",)
    assert public.vermerke == ()


@pytest.mark.parametrize(("day", "audiences"), [("2025-02-17", ["oeffentlich"]), ("2025-02-18", ["nichtoeffentlich", "oeffentlich"])])
def test_the_day_of_the_paper_decides_whether_a_seal_still_holds(world, day, audiences):
    folder = world(MIXED)
    change(folder, RADWEG, "2025-06-01", day)
    change(folder, RADWEG, "01.06.2025", day)
    views = editions(folder)

    assert sorted(views) == audiences
    assert ("kohlhas" in said_by(views["oeffentlich"]).casefold()) == (len(audiences) == 1)


def test_what_is_withheld_from_a_draft_is_no_gap_in_it(world):
    text = "zugang: oeffentlich\nbetreff: Neuer Weg\nfederfuehrung: planung\nvorlagenart: beschluss\nfinanzen:\n  auswirkungen: ja\n  im_haushalt: ja\n  positionen: [{plan: investition, veranschlagt: %s}]\nbeschlussvorschlag: %s\nerlaeuterungen: %s\n"
    folder = world({NEU: text % ("", "[]", "")})
    gaps = block(editions(folder, NEU)["oeffentlich"], "noch_offen").eintraege
    sealed = ("{geheim: 23456}", "[{geheim: Die Firma Kohlhas erhält den Auftrag.}]", "{geheim: Sie war die günstigste.}")
    (folder / NEU).write_text(text % sealed, encoding="utf-8")

    withheld = {"Betrag a)", "Beschlussvorschlag", "Erläuterungen"}
    assert withheld <= set(gaps)
    for view in editions(folder, NEU).values():
        assert set(gaps) - set(block(view, "noch_offen").eintraege) == withheld


def test_both_editions_are_really_made_and_every_page_of_the_whole_one_says_that_it_is_not_public(world, vorlagen, out):
    done = vorlagen(world(MIXED), "erzeugen", "radweg")

    assert (done.code, done.err) == (0, "")
    assert listed(out) == [f"{zugang}/{NAME}.{ending}" for zugang in ("nichtoeffentlich", "oeffentlich") for ending in ("docx", "pdf")]
    for page in pdf_traces.texts((out / f"nichtoeffentlich/{NAME}.pdf").read_bytes()):
        assert "nichtöffentlich – Verschwiegenheitspflicht" in page
    for ending in ("docx", "pdf"):
        assert all(secret in all_of("x", (out / f"nichtoeffentlich/{NAME}.{ending}").read_bytes()) for secret in WITHHELD)
        assert not any(secret in all_of("x", (out / f"oeffentlich/{NAME}.{ending}").read_bytes()) for secret in WITHHELD)


def test_the_last_seal_that_goes_and_the_first_that_comes_change_the_editions_in_the_same_run(world, vorlagen, out):
    folder = world(MIXED)
    sealed = (folder / RADWEG).read_text("utf-8")
    opened = re.sub(r"\{geheim: (.*?), oeffentlich_ab: .*?\}", r"\1", sealed)
    seen = []
    for text in (opened, sealed, opened):
        (folder / RADWEG).write_text(text, encoding="utf-8")
        assert vorlagen(folder, "erzeugen", "radweg").code == 0
        seen.append(("kohlhas" in all_of("x", (out / f"oeffentlich/{NAME}.docx").read_bytes()), (out / f"nichtoeffentlich/{NAME}.docx").exists()))

    assert seen == [(True, False), (False, True), (True, False)]


def test_a_paper_that_turns_secret_leaves_the_public_folder_and_comes_back_in_the_same_run(world, vorlagen, out):
    folder, name = world(), "gruenfliess/beschlussvorlage-auszeichnung"
    public, secret = "zugang: oeffentlich\nstand", "betreff_oeffentlich: Eine Angelegenheit\nzugang: nichtoeffentlich\nstand"
    for old, new, here in ((public, public, "oeffentlich"), (public, secret, "nichtoeffentlich"), (secret, public, "oeffentlich")):
        change(folder, "gruenfliess/vorlagen/auszeichnung.yaml", old, new)
        assert vorlagen(folder, "erzeugen", "auszeichnung").code == 0
        assert listed(out) == [f"{here}/{name}.docx", f"{here}/{name}.pdf"]


# tokens in every place of the model ----------------------------------------------------------------------------------


def grown(source: Path, folder: Path, salt: int = 0, places: frozenset[str] | None = None) -> tuple[data.Daten, list[planting.Token]]:
    """A world with tokens in some places (all, if none are named)."""
    garden = planting.Garden(salt, (lambda _: True) if places is None else places.__contains__)
    found = data.load(planting.plant(source, folder, garden))
    assert found.bestand.fehlerhaft == frozenset(), [str(problem) for problem in found.problems]
    return found, garden.tokens


def subjects(daten: data.Daten, *, public: bool) -> list[Subject]:
    return [subject for subject in selection.subjects(daten.bestand) if (subject.zugang == "oeffentlich") is public]


def present(tokens: list[planting.Token], text: str) -> set[str]:
    """The fields of the model of which a text says what was planted there."""
    folded = squeezed(text)
    return {token.feld for token in tokens if any(written in folded for written in token.written)}


def check_public_world(source: Path, places: frozenset[str] | None) -> None:
    """No token in public; and whatever was planted, the public papers are the same to the letter: nothing can be inferred from them."""
    views = []
    for salt in (0, 1):
        with tempfile.TemporaryDirectory() as folder:
            daten, tokens = grown(source, Path(folder) / "data", salt, places)
            views.append({subject.id: as_data(make.view(daten, subject)) for subject in subjects(daten, public=True)})
        assert present(tokens, "\n".join(strings(views[-1]))) == set()
    assert views[0] == views[1]


@settings(max_examples=5, deadline=None, phases=(Phase.reuse, Phase.generate), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_public_view_says_or_reflects_what_is_secret_wherever_it_stands(drawn):
    check_public_world(EXAMPLE, drawn.draw(st.frozensets(st.sampled_from(planting.walked(EXAMPLE).places))))


@settings(max_examples=1, deadline=None, phases=(Phase.reuse, Phase.generate), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_public_view_of_the_sample_data_says_or_reflects_what_is_secret(drawn):
    check_public_world(DATA, drawn.draw(st.frozensets(st.sampled_from(planting.walked(DATA).places), min_size=5)))


@pytest.mark.parametrize("source", [EXAMPLE, DATA], ids=["example", "data"])
def test_with_a_secret_in_every_place_no_public_view_says_or_reflects_one(source):
    check_public_world(source, None)


def test_the_same_search_finds_tokens_where_they_may_stand(tmp_path):
    """If it found none in papers that are not public, nor in a public paper made from the opened world, it would prove nothing."""
    daten, tokens = grown(DATA, tmp_path / "data")
    whole = "\n".join(text for subject in subjects(daten, public=False) for text in strings(as_data(make.view(daten, subject))))
    leaky = "\n".join(text for subject in subjects(daten, public=True) for text in strings(as_data(papierart(subject.art).view(daten.bestand, subject))))

    assert present(tokens, whole) >= {
        "Vorlage.betreff", "Vorlage.beschlussvorschlag", "Vorlage.erlaeuterungen", "Position.veranschlagt", "Position.bezeichnung", "Finanzen.zusatz",
        "Anlage.titel", "Beteiligung.anteile", "Dauerkosten.betrag", "Budget.gesamt", "Budget.jahre", "Foerderung.betrag", "Sachstand.text", "Bestaetigung.am",
    }  # fmt: skip
    assert present(tokens, leaky) >= {"Vorlage.beschlussvorschlag", "Position.veranschlagt", "Budget.gesamt", "Beteiligung.anteile", "Sachstand.text"}


def all_said(bestand) -> frozenset[Aussage]:
    return frozenset(aussage for place in geheimnisse._things(bestand) for aussage in geheimnisse._aussagen(*place))


@pytest.mark.parametrize("source", [EXAMPLE, DATA], ids=["example", "data"])
@pytest.mark.parametrize("planted", [False, True], ids=["as it is", "a secret in every place"])
def test_what_only_the_whole_says_is_all_that_it_says_without_all_that_the_public_says(source, planted, tmp_path):
    """Found without taking apart what both have in common."""
    daten = grown(source, tmp_path / "data")[0] if planted else data.load(source)
    for day in (date(2025, 3, 1), date(2025, 12, 1), date(2030, 1, 1)):
        public = daten.oeffentlich(day)

        unsaid = frozenset(geheimnisse._unsaid(daten.bestand, public))

        assert unsaid
        assert unsaid == all_said(daten.bestand) - all_said(public)


def test_every_field_that_can_be_sealed_is_planted():
    """A new one is, if it stands in a file, or in a group that a file could have."""
    marked = {
        f"{cls.__name__}.{name}"
        for model in data.KINDS.values()
        for cls in planting.models(model)
        for name, kind in planting.hints(cls).items()
        if any(planting.sealed(inner) for inner in (kind, *planting.inside(kind)))
    }

    assert marked - planting.walked(DATA).fields == set()


def test_no_finished_public_file_says_a_secret_although_there_is_one_in_every_place(tmp_path):
    daten, tokens = grown(EXAMPLE, tmp_path / "data")
    for subject in subjects(daten, public=True):
        for format_ in selection.formats(subject):
            folder = (daten.folder / subject.gegenstand).parent
            seen = make.view(daten, subject)
            shown = {name: (folder / name).read_bytes() for name in pictures(seen)}
            done = render(Druckvorlagen(TEMPLATES).job(subject.art, format_, "", seen, shown))
            assert done.data, (subject.id, done.problems, done.panne)
            said = "\n".join(spur.text for spur in traces.spuren(f"{subject.name}.{format_}", done.data))
            assert len(said) > 500
            assert present(tokens, said) == set(), subject.id


# the leak check: finished papers -------------------------------------------------------------------------------------


def html(change_at: str, to: str, file: str = "beschlussvorlage/beschlussvorlage.html"):
    """A change of an HTML Druckvorlage."""

    def write(templates: Path) -> None:
        path = templates / file
        text = path.read_text("utf-8")
        assert change_at in text
        path.write_text(text.replace(change_at, to, 1), encoding="utf-8")

    return write


def word(part: str, old: str, new: str, **added: str):
    """A change of the Word Druckvorlage: in one of its parts, and parts that come with it."""

    def write(templates: Path) -> None:
        path = templates / "beschlussvorlage/beschlussvorlage.docx"
        path.write_bytes(repacked(path.read_bytes(), part, old, new, **added))

    return write


def repacked(content: bytes, part: str, old: str, new: str, **added: str) -> bytes:
    """A package with one part changed and others added."""
    sink = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name)
            if name == part:
                assert old.encode() in text, (part, old)
                text = text.replace(old.encode(), new.encode(), 1)
            after.writestr(name, text)
        for name, text in added.items():
            after.writestr(name, text)
    return sink.getvalue()


def attached(templates: Path) -> None:
    (templates / "beschlussvorlage/notiz.txt").write_text(f"Notiz: {SATZ}", encoding="utf-8")
    html("<article", '<link rel="attachment" href="notiz.txt" title="Notiz"><article')(templates)


RUN = '<w:p><w:r>{props}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
SAFE = escape(SATZ)
LEAKS = {
    "in the text of a page": (html("</article>", f"<p>{SAFE}</p></article>"), "pdf", "Text: ein Text"),
    "an amount on a page": (html("</article>", "<p>47.110,50 Euro</p></article>"), "pdf", "Text: ein Betrag"),
    "in the keywords of a PDF": (html("<title>", f'<meta name="keywords" content="{SAFE}"><title>', "_basis/rahmen.html"), "pdf", "Metadaten: ein Text"),
    "in an alternative text": (html("</article>", f'<p><img alt="{SAFE}" src="vorschau.png" style="width: 2cm"></p></article>'), "pdf", "unsichtbaren Angaben: ein Text"),
    "in a bookmark": (html("<h1>", f"<h1 style=\"bookmark-label: '{SAFE}'\">"), "pdf", "unsichtbaren Angaben: ein Text"),
    "in an attachment": (attached, "pdf", "Anhang: ein Text"),
    "in a header": (word("word/header1.xml", "</w:hdr>", RUN.format(props="", text=SAFE) + "</w:hdr>"), "docx", "word/header1.xml: ein Text"),
    "as hidden text": (word("word/document.xml", "<w:sectPr", RUN.format(props="<w:rPr><w:vanish/></w:rPr>", text=SAFE) + "<w:sectPr"), "docx", "word/document.xml: ein Text"),
    "over several runs": (
        word("word/document.xml", "<w:sectPr", RUN.format(props="", text="Die Firma Qui</w:t></w:r><w:r><w:t>tte &amp; Söhne bietet 47.1</w:t></w:r><w:r><w:t>10,50 EUR.") + "<w:sectPr"),
        "docx", "word/document.xml: ein Text",
    ),
    "as an alternative text in Word": (word("word/document.xml", '<w:tblDescription w:val="', f'<w:tblDescription w:val="{SAFE} '), "docx", "word/document.xml, Eigenschaften: ein Text"),
    "in the name of a style": (word("word/styles.xml", 'w:name w:val="', f'w:name w:val="{SAFE} '), "docx", "word/styles.xml, Eigenschaften: ein Text"),
    "in a part that nobody sees": (
        word("word/_rels/document.xml.rels", "</Relationships>",
             '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml" Target="../customXml/item1.xml"/></Relationships>',
             **{"customXml/item1.xml": f"<notiz>{SAFE}</notiz>"}),
        "docx", "customXml/item1.xml: ein Text",
    ),
    "in a comment of XML": (word("word/theme/theme1.xml", "</a:theme>", f"<!-- {SATZ} --></a:theme>"), "docx", "word/theme/theme1.xml, Eigenschaften: ein Text"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "ending", "said"), LEAKS.values(), ids=LEAKS)
def test_a_druckvorlage_that_gives_a_secret_away_stops_its_paper_and_no_sentence_repeats_it(world, vorlagen, out, tmp_path, spoil, ending, said):
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    spoil(templates)
    done = vorlagen(world(VERRAT), "erzeugen", "app", templates=templates)

    assert done.code == 1
    assert f"beschlussvorlage-app.{ending}: Fehler: Hier steht, was nicht öffentlich ist (" in done.err, done.err
    assert f"{said} aus {VERGABE}, »erlaeuterungen«" in done.err, done.err
    assert not any(word in done.err + done.out for word in ("Quitte", "47.110", "47110"))
    assert listed(out) == []


def test_the_other_papers_are_written_and_the_one_that_leaks_keeps_its_old_files(world, vorlagen, out, tmp_path):
    folder, templates = world(VERRAT), shutil.copytree(TEMPLATES, tmp_path / "templates")
    vorlagen(folder, "erzeugen", "radweg", templates=templates)
    before = {path: (out / path).read_bytes() for path in listed(out)}
    html("</article>", f"{{% if 'Radweg' in dokument.titel %}}<p>{SAFE}</p>{{% endif %}}</article>")(templates)
    done = vorlagen(folder, "erzeugen", "beschlussvorlage", "oeffentlich", templates=templates)

    assert done.code == 1
    assert done.err.count("Fehler: ") == 1
    assert {path: (out / path).read_bytes() for path in before} == before
    assert set(listed(out)) - set(before) == {
        f"oeffentlich/{name}.{ending}"
        for name in ("gruenfliess/beschlussvorlage-auszeichnung", "gruenfliess/beschlussvorlage-langer-titel", "oessling/beschlussvorlage-app")
        for ending in ("docx", "pdf")
    }


def test_whoever_renders_a_public_file_reads_it_and_the_run_only_what_others_made(world, vorlagen, out, monkeypatch):
    read = []
    monkeypatch.setattr(disclosure, "_gesagtes", lambda pfad, data: read.append(pfad) or traces.gesagtes(data))
    with arbeiter(2, TEMPLATES) as executor:
        events = list(make.erzeugen(selection.choose(data.load(world(MIXED)), TEMPLATES, ()), out, executor=executor))
    public = {path for path in listed(out) if path.startswith("oeffentlich/")}

    assert not any(event.problems or event.panne for event in events)
    assert len(public) > 8
    assert not {Path(path).name for path in public} & {Path(path).name for path in read}  # nor as a copy in an upload folder
    assert any(path.endswith("/Übergabeblatt.html") for path in read)


@pytest.mark.parametrize("format_", ["docx", "pdf"])
def test_a_file_comes_back_with_what_it_says_only_if_anybody_may_read_it(format_):
    daten = data.load(EXAMPLE)
    subject = next(s for s in subjects(daten, public=True) if s.gegenstand.endswith("/app"))
    public, other = (render(Druckvorlagen(TEMPLATES).job(subject.art, format_, "", make.view(daten, subject), {}, oeffentlich=yes)) for yes in (True, False))

    assert public.data == other.data
    assert other.gesagt is None
    assert public.gesagt == traces.gesagtes(public.data)
    assert any("teilnahmeanderbürgerinnenapp" in said.text for _, said in public.gesagt.worte)


def test_the_data_that_travel_with_a_pdf_are_the_public_ones(world, vorlagen, out):
    folder = world(MIXED)
    text = (folder / "formulare/gruenfliess.yaml").read_text("utf-8")
    (folder / "formulare/gruenfliess.yaml").write_text(f"daten_einbetten: ja\n{text}", encoding="utf-8")
    assert vorlagen(folder, "erzeugen", "radweg").code == 0
    found = [*traces.spuren("x.pdf", (out / f"oeffentlich/{NAME}.pdf").read_bytes())]

    assert any(spur.ort.startswith("Anhang vorlage.json") and "Beschlussvorlage" in spur.text for spur in found)
    assert not any(secret in spur.text.casefold() for spur in found for secret in WITHHELD)


# the leak check: what else lies in oeffentlich/ ----------------------------------------------------------------------


def packed(**parts: bytes | str) -> bytes:
    sink = BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "."), content)
    return sink.getvalue()


def a_pdf(*, locked_with: str = "", page: str = "", attachment: bytes = b"") -> bytes:
    """A PDF from another program: one page, perhaps a file attached without saying what it is, perhaps a password."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica, Encoding=pikepdf.Name.WinAnsiEncoding)
    content = f"BT /F1 12 Tf 14 TL 20 780 Td {' '.join(f'({line}) Tj T*' for line in page.splitlines())} ET".encode("cp1252")
    document.add_blank_page(page_size=(595, 842))
    document.pages[0].Contents = document.make_stream(content)
    document.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    if attachment:
        filespec = pikepdf.Dictionary(F=pikepdf.String("liste.txt"), EF=pikepdf.Dictionary(F=document.make_stream(attachment)))
        document.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("liste.txt"), filespec])))
    sink = BytesIO()
    document.save(sink, encryption=pikepdf.Encryption(owner=locked_with, user=locked_with) if locked_with else False, compress_streams=True)
    document.close()
    return sink.getvalue()


def locked_zip() -> bytes:
    """A package whose only part is marked as encrypted."""
    content = bytearray(packed(x__txt="nichts"))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + at] |= 1
    return bytes(content)


DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
EDITED = {"word/document.xml": DOCUMENT.format(RUN.format(props="", text="Nichts")), "word/comments.xml": DOCUMENT.format(RUN.format(props="", text=SAFE))}
PLACE = f"aus {VERGABE}, »erlaeuterungen«"
UNSURE = "Ob hier Geheimes steht, lässt sich nicht prüfen: "
FOREIGN = {
    "a text": ("notiz.txt", SATZ.encode(), f"Text: ein Text {PLACE}"),
    "a text in UTF-16": ("notiz.txt", SATZ.encode("utf-16"), f"Text: ein Text {PLACE}"),
    "a text in UTF-16 without mark": ("notiz.txt", SATZ.encode("utf-16-le"), f"Text: ein Text {PLACE}"),
    "a text of Windows": ("notiz.txt", SATZ.encode("cp1252"), f"Text: ein Text {PLACE}"),
    "a text with other breaks and letters": ("notiz.txt", unicodedata.normalize("NFD", SATZ.upper().replace(" ", "\r\n\t")).encode(), f"Text: ein Text {PLACE}"),
    "a page of the web": ("seite.html", f"<p>{SAFE}".replace("ö", "&ouml;").replace("Quitte", "<b>Quit</b>te").encode(), f"Text: ein Text {PLACE}"),
    "an amount in a table": ("tabelle.csv", b"Firma;Betrag\nQ;47110,50\n", f"Text: ein Betrag {PLACE}"),
    "a comment in Word": (f"{NAME}-2.docx".rsplit("/", 1)[-1], packed(**EDITED), f"word/comments.xml: ein Text {PLACE}"),
    "a number in a workbook": ("tabelle.xlsx", packed(**{"xl/worksheets/sheet1.xml": '<row><c r="A1"><v>47110.5</v></c></row>'}), f"xl/worksheets/sheet1.xml: ein Betrag {PLACE}"),
    "a PDF": ("scan.pdf", a_pdf(page="Die Firma Quitte & Söh-\nne bietet 47.110,50 EUR."), f"Text: ein Text {PLACE}"),
    "an attachment of a PDF": ("scan.pdf", a_pdf(attachment=SATZ.encode()), f"Anhang liste.txt: ein Text {PLACE}"),
    "a package in a package": ("alles.zip", packed(innen__zip=packed(notiz__txt=SATZ)), f"innen.zip, notiz.txt: ein Text {PLACE}"),
    "a name": ("Die Firma Quitte & Söhne bietet 47.110,50 EUR.txt", b"", f"Dateiname: ein Text {PLACE}"),
    "a locked package": ("alles.zip", locked_zip(), f"{UNSURE}»alles.zip« ist beschädigt oder verschlüsselt"),
    "a locked PDF": ("scan.pdf", a_pdf(locked_with="x"), f"{UNSURE}die PDF-Datei ist beschädigt oder verschlüsselt"),
    "a locked Word file": ("brief.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), f"{UNSURE}»brief.docx« ist im alten Office-Format"),
    "another kind of package": ("alles.7z", b"7z\xbc\xaf\x27\x1c" + bytes(64), f"{UNSURE}»alles.7z« ist gepackt (7z)"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "said"), FOREIGN.values(), ids=FOREIGN)
def test_a_file_that_people_put_into_the_public_folder_is_looked_through_and_never_touched(world, vorlagen, out, name, content, said):
    folder, path = world(VERRAT), out / "oeffentlich/gruenfliess" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    for _ in range(2 if name == "notiz.txt" else 1):  # until somebody mends it
        done = vorlagen(folder, "erzeugen", "stellen")
        assert done.code == 1
        assert f"{path}: Fehler: " in done.err
        assert said in done.err, done.err
        assert not any(word in done.err.replace(path.name, "") for word in ("Quitte", "47.110", "47110"))
        assert path.read_bytes() == content
    path.unlink()
    assert vorlagen(folder, "erzeugen", "stellen").code == 0


def test_what_holds_no_words_or_only_public_ones_is_no_finding(world, vorlagen, out):
    folder = world(VERRAT)
    vorlagen(folder, "erzeugen", "app")
    place = out / "oeffentlich/oessling"
    files = {
        "karte.png": (EXAMPLE / "gruenfliess/vorlagen/karte.png").read_bytes() + bytes(range(256)) * 4000,
        "leer.txt": b"", "leer.zip": packed(), "hinweis.txt": b"Die Stadt nimmt teil. 20.000 EUR", "PK.txt": b"PK ist kein Archiv",
        "kopie.docx": (place / "beschlussvorlage-app.docx").read_bytes(), "a:b?.txt": b"Ein Name, den wir nicht vergeben",
    }  # fmt: skip
    for name, content in files.items():
        (place / name).write_bytes(content)
    done = vorlagen(folder, "erzeugen", "app")

    assert (done.code, done.err) == (0, "")


def test_what_cannot_be_looked_into_is_said_and_hides_no_other_finding(world, vorlagen, out, tmp_path):
    folder, place = world(VERRAT), out / "oeffentlich"
    (tmp_path / "anderswo").mkdir()
    place.mkdir(parents=True)
    (place / "a-verknuepfung").symlink_to(tmp_path / "anderswo")
    (place / "z.txt").write_text(SATZ, encoding="utf-8")
    done = vorlagen(folder, "erzeugen", "stellen")

    assert done.code == 1
    assert f"a-verknuepfung: Fehler: {UNSURE}keine Leserechte, oder eine Verknüpfung, die anderswohin führt" in done.err
    assert "z.txt: Fehler: Hier steht, was nicht öffentlich ist" in done.err


# the result is kept --------------------------------------------------------------------------------------------------


def loaded(*arguments: object) -> tuple[int, set[str]]:
    """Exit code, and the packages that a command has imported when it ends."""
    script = (
        "import sys; from generator.cli import main\ntry: main(sys.argv[1:])\nfinally: print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script, *map(str, arguments)], cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    return done.returncode, set(done.stderr.splitlines()[-1].split())


def test_looking_costs_nothing_the_second_time_and_is_done_again_for_a_new_secret(world, out):
    folder, reader = world(VERRAT), {"pikepdf", "pypdfium2", "lxml"}
    arguments = ("--daten", folder, "--druckvorlagen", TEMPLATES, "--ausgabe", out, "erzeugen", "app")
    (out / "oeffentlich").mkdir(parents=True)
    (out / "oeffentlich/notiz.pdf").write_bytes(a_pdf(page="Die Birnen sind reif und billig."))
    first, again = loaded(*arguments), loaded(*arguments)
    assert (first[0], again[0]) == (0, 0)
    assert reader <= first[1]
    assert not reader & again[1]

    change(folder, "projekte/bg-02.yaml", "text: Eine Idee.", "text: Eine gute Idee.")
    code, packages = loaded(*arguments)
    assert (code, reader & packages) == (0, set())

    change(folder, VERGABE, "Der Auftrag wird erteilt.", "Die Birnen sind reif und billig.")
    code, packages = loaded(*arguments)
    assert (code, reader <= packages) == (1, True)


# a law of reading ----------------------------------------------------------------------------------------------------

LETTERS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzäöüßéABCDEFÄÖÜ0123456789"), min_size=1, max_size=8)
SENTENCES = st.lists(LETTERS, min_size=2, max_size=8).map(" ".join)
DISGUISES = {
    "lines": lambda text: text.replace(" ", "\n"), "tabs": lambda text: text.replace(" ", "\t  "), "NBSP": lambda text: text.replace(" ", "\u00a0"),
    "soft hyphens": "\u00ad".join, "joiners": "\u200b".join, "capitals": str.upper, "small letters": str.lower, "hyphens": lambda text: text.replace("b", "b\u2010\n"),
    "NFD": lambda text: unicodedata.normalize("NFD", text), "NFC": lambda text: unicodedata.normalize("NFC", text), "quotes": lambda text: f"„{text}“",
}  # fmt: skip


def says(text: str, secret: str) -> bool:
    return normal(secret) in worte(text).text


@settings(max_examples=60, deadline=None)
@given(SENTENCES, st.lists(st.sampled_from(sorted(DISGUISES)), max_size=3))
def test_a_text_is_found_whatever_lines_hyphens_and_typography_make_of_it(secret, ways):
    text = secret
    for way in ways:
        text = DISGUISES[way](text)

    assert says(f"Davor {text} danach", secret)


@settings(max_examples=40, deadline=None)
@given(SENTENCES, st.lists(st.integers(0, 60), max_size=6), st.sampled_from(["", "<w:rPr><w:vanish/></w:rPr>"]))
def test_a_text_is_found_in_word_however_it_is_split_over_runs(secret, cuts, props):
    ends = sorted({0, len(secret), *(min(cut, len(secret)) for cut in cuts)})
    runs = "".join(f'<w:r>{props}<w:t xml:space="preserve">{escape(secret[a:b])}</w:t></w:r>' for a, b in pairwise(ends))
    file = packed(**{"word/document.xml": DOCUMENT.format(f"<w:p>{runs}</w:p>")})

    assert any(says(spur.text, secret) for spur in traces.spuren("x.docx", file))


@settings(max_examples=40, deadline=None)
@given(SENTENCES, st.integers(8, 60))
def test_a_text_is_found_on_a_page_wherever_its_lines_end(secret, width):
    lines = [secret[at : at + width] for at in range(0, len(secret), width)]
    assume(not any(line != line.strip() for line in lines))

    assert any(says(spur.text, secret) for spur in traces.spuren("x.pdf", a_pdf(page="\n".join(lines))))


@pytest.mark.parametrize(
    ("amount", "written"),
    [("20.000,00", "20.000 EUR"), ("20.000,00", "20000,00"), ("20.000,00", "20.000,00 €"), ("1.234,50", "−1.234,50"), ("1.234,50", "1234.50"), ("450,00", "450 €"), ("450,00", "450,00")],
)  # fmt: skip
def test_an_amount_is_found_with_and_without_cents_points_and_sign(amount, written):
    assert worte(f"Es sind {amount} EUR").zahlen == worte(f"Es sind {written}.").zahlen != frozenset()


@pytest.mark.parametrize("written", ["28.03.2025", "28. März 2025", "28.\u00a0März 2025"])
def test_a_day_is_found_in_figures_and_in_words(written):
    assert worte(f"am {written}.").tage == {"28.03.2025"}


@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_is_found_as_papers_write_it_in_each_month(month):
    assert worte(wording.datum_lang(date(2025, month, 9))).tage == {f"09.{month:02}.2025"}


@pytest.mark.parametrize("text", ["Seite 12 von 2025", "PLZ 48231", "28.03.2025", "§ 12 Abs. 3", "0,00 EUR", "Version 1.2.3"])
def test_other_numbers_are_no_amounts(text):
    assert worte(text).zahlen == frozenset()


# what would take memory, time or the process -------------------------------------------------------------------------


def nested(depth: int) -> bytes:
    content = packed(x__txt="nichts")
    for _ in range(depth):
        content = packed(x__zip=content)
    return content


def bomb() -> bytes:
    """A thousand times a megabyte of nothing."""
    sink = BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        for i in range(80):
            package.writestr(f"{i}.txt", bytes(1_000_000))
    return sink.getvalue()


def corrupt(content: bytes) -> bytes:
    at = content.index(b".txt") + 6
    return content[:at] + bytes(byte ^ 0x5A for byte in content[at : at + 12]) + content[at + 12 :]


ENTITIES = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
MONSTERS = {
    "packages in packages": ("x.zip", nested(8)),
    "a package that unpacks to much": ("x.zip", bomb()),
    "a part that says it is too large": ("x.zip", packed(x__txt=b"nichts").replace((6).to_bytes(4, "little"), (2**31 - 1).to_bytes(4, "little"))),
    "a broken package": ("x.zip", packed(x__txt=b"nichts" * 99)[:60]),
    "a package with broken content": ("x.zip", corrupt(packed(x__txt="nichts als Worte" * 40))),
    "a PDF that is none": ("x.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40),
    "half a PDF": ("x.pdf", a_pdf(page="Eine Seite")[:300]),
    "an attachment that unpacks to much": ("x.pdf", a_pdf(attachment=bytes(80_000_000))),
}


@pytest.mark.parametrize(("name", "content"), MONSTERS.values(), ids=MONSTERS)
def test_what_is_broken_or_monstrous_ends_in_a_sentence(name, content):
    with pytest.raises(traces.Unreadable) as reason:
        list(traces.spuren(name, content))

    assert re.fullmatch(r"[^\n]{10,160}[^.]", str(reason.value))


SOUND = {
    "an XML bomb": f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "nichts">{ENTITIES}]><x>&a11; {SAFE}</x>',
    "an outer entity": f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;{SAFE}</x>',
    "a secret in an entity": f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{SAFE}">]><x>&a;</x>',
    "broken XML": f"<a><b>{SAFE}</a><c",
    "XML that is too deep": "<a>" * 5000 + SAFE + "</a>" * 5000,
    "a comment behind the end": f"<a/><!-- {SATZ} -->",
    "XML in UTF-16": f'<?xml version="1.0" encoding="UTF-16"?><a>Die Fir<b/>{SAFE[7:]}</a>',
}


@pytest.mark.parametrize("kind", SOUND)
def test_broken_or_hostile_xml_is_read_as_far_as_it_goes_and_opens_nothing(kind):
    text = SOUND[kind]
    found = "\n".join(spur.text for spur in traces.spuren("x.xml", text.encode("utf-16" if "UTF-16" in text else "utf-8")))

    assert says(found, SATZ)
    assert len(found) < 100_000
    assert Path("/etc/hostname").read_text("utf-8").strip() not in found


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<", b"\xff\xfe", packed(x__txt="nichts")]))
def test_any_bytes_are_read_or_refused_with_a_reason(content, start):
    with suppress(traces.Unreadable):
        list(traces.spuren("x", start + content))


def test_a_package_with_a_part_that_has_no_name_is_refused_with_a_reason():
    content = bytearray(packed(x="nichts"))
    for start, at in ((b"PK\x03\x04", 26), (b"PK\x01\x02", 28)):  # the letter of the name becomes an extra field
        head = content.index(start) + at
        content[head : head + 4] = b"\x00\x00\x01\x00"

    with pytest.raises(traces.Unreadable):
        list(traces.spuren("x.docx", bytes(content)))


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(["pdf", "docx", "xml"]), st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=12))
def test_a_file_with_broken_bytes_is_read_or_refused_with_a_reason(kind, faults):
    content = bytearray({"pdf": a_pdf(page="Eine Seite", attachment=b"Notiz"), "docx": packed(**EDITED), "xml": EDITED["word/comments.xml"].encode()}[kind])
    for at, byte in faults:
        content[int(at * len(content))] = byte
    with suppress(traces.Unreadable):
        list(traces.spuren(f"x.{kind}", bytes(content)))
