"""The Beschlusskontrolle: which Aufträge it shows, in which order, how they stand, and what only the non-public edition knows."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import DATA, findings
from papers import PAPERS, label, pages, papers, squeezed, told, view, words

from generator import data, make
from generator.documents import beschlusskontrolle

RADWEG = "gruenfliess/vorlagen/radweg.yaml"
VERGABE = "gruenfliess/vorlagen/vergabe.yaml"
BERICHT = "gruenfliess/berichte/2025-1.yaml"
LAST = "  - {punkt: 1, id: vermessung, was: Straße vermessen, wer: planung, bis: 2025-05-02, stand: erledigt, erledigt_am: 2025-06-30}\n"
SEALED = (
    (LAST, f'{LAST}  - geheim: {{punkt: 1, id: grunderwerb, was: "Grundstück „Süd“ erwerben", wer: planung, bis: 2025-09-29}}\n'),
    ("      - {am: 2025-11-03", "      - geheim: {am: 2025-09-01, text: Der Grunderwerb stockt.}\n      - {am: 2025-11-03"),
)


def editions(folder):
    """The views of a world by Zugang."""
    daten = data.load(folder)
    return {subject.zugang: make.view(daten, subject) for subject in beschlusskontrolle.subjects(daten.bestand)}


def radweg(*lines: str) -> tuple[tuple[str, str], ...]:
    """The Radweg with further Aufträge."""
    return ((LAST, "".join((LAST, *(f"  - {line}\n" for line in lines)))),)


def bericht(grundlage: str, more: str = "") -> str:
    return f"""\
vorlagenart: bericht
zugang: oeffentlich
stand: ausgegeben
nummer: 090/2025
datum: 2025-08-01
federfuehrung: planung
betreff: Bericht
stichtag: 2025-06-30
beratungsfolge: [{{sitzung: kt-2025-2, rolle: kenntnisnahme, berichterstattung: planung}}]
finanzen: {{auswirkungen: nein}}
beschlussvorschlag: [Der Bericht wird zur Kenntnis genommen.]
grundlage: {grundlage}
bewertung: Gut.
bewertung_von: planung
{more}"""


# What is shown --------------------------------------------------------------------------------------------------------


def test_overdue_comes_first_then_the_deadlines_then_what_was_put_off_and_what_has_no_end(world):
    folder = world({RADWEG: radweg(
        "{punkt: 1, id: spaet, was: Spät, wer: planung, bis: 2026-05-01}",
        "{punkt: 1, id: weg, was: Weg, wer: planung, bis: 2025-07-01, stand: zurueckgestellt, meldungen: [{am: 2025-06-01, text: So entschieden.}]}",
        "{punkt: 1, id: bald, was: Bald, wer: planung, bis: 2025-09-30}",
        "{punkt: 1, id: lange, was: Seit langem, wer: planung, bis: 2025-04-01}",
        "{punkt: 1, id: stets, was: Stets, wer: planung, fortlaufend: ja, bis: 2025-09-29}",
    )})  # fmt: skip
    rows = editions(folder)["oeffentlich"].offen.zeilen

    assert [(row.was, row.frist, row.zustand.wort, row.zustand.zusatz) for row in rows] == [
        ("Seit langem", "bis 01.04.2025", "überfällig", "seit 182\u00a0Tagen, offen"),
        ("Bürger*innen & Bürger beteiligen", "bis 31.05.2025", "überfällig", "seit 122\u00a0Tagen, in\u00a0Arbeit"),
        ("Stets", "fortlaufend, nächste Frist 29.09.2025", "überfällig", "seit 1\u00a0Tag, offen"),
        ("Bald", "bis 30.09.2025", "offen", ""),
        ("Spät", "bis 01.05.2026", "offen", ""),
        ("Weg", "bis 01.07.2025", "zurückgestellt", ""),
        ("Laufend berichten", "fortlaufend, nächste Frist 31.12.2025", "offen", ""),
    ]


def test_what_is_done_is_shown_once_more_and_then_no_longer(world):
    seen = editions(world())["oeffentlich"]

    assert [(row.was, row.zustand.zusatz) for row in seen.erledigt.zeilen] == [("Plan auslegen", "am 01.07.2025")]
    assert seen.erledigt.ueberschrift == "Seit dem 30.06.2025 erledigt"
    assert seen.zusammenfassung == "2 Aufträge offen, davon 1 überfällig und 1 fortlaufend; 1 seit dem 30.06.2025 erledigt."


def test_the_summary_says_that_nothing_is_overdue(world):
    late = ("bis: 31.05.2025\n    stand: in_arbeit", "bis: 31.12.2025\n    stand: in_arbeit")
    seen = editions(world({RADWEG: (late, ("stand: erledigt, erledigt_am: 2025-07-01", "stand: offen"), ("bis: 2025-08-01", "bis: 2025-11-01"))}))[
        "oeffentlich"
    ]

    assert seen.zusammenfassung == "3 Aufträge offen, davon 1 fortlaufend, keiner überfällig; keiner seit dem 30.06.2025 erledigt."
    assert seen.erledigt.leer == "Kein Auftrag."


def test_what_was_done_after_the_stichtag_was_still_open_on_it(world):
    folder = world({RADWEG: radweg(
        "{punkt: 1, id: a, was: A, wer: planung, bis: 2025-12-01, stand: erledigt, erledigt_am: 2025-10-02}",
        "{punkt: 1, id: b, was: B, wer: planung, bis: 2025-12-02, stand: erledigt, erledigt_am: 2025-10-02, meldungen: [{am: 2025-09-30, text: Begonnen.}]}",
    )})  # fmt: skip
    rows = {row.was: row.zustand.wort for row in editions(folder)["oeffentlich"].offen.zeilen}

    assert (rows["A"], rows["B"]) == ("offen", "in\u00a0Arbeit")


def test_each_wording_is_printed_once(world):
    rows = editions(world())["oeffentlich"].offen.zeilen

    assert rows[0].wortlaut == "Wortlaut: „Bürger*innen & Bürger werden beteiligt; <Entwurf> bleibt stehen.“"
    assert rows[1].wortlaut == "Wortlaut wie bei Nr.\u00a01"


def test_a_changed_decision_is_quoted_as_it_was_taken(world):
    result = 'rolle: entscheidung, berichterstattung: muster, ergebnis: {kategorie: geaendert_beschlossen, wortlaut: "Nur die *erste* Hälfte."}'
    folder = world({RADWEG: (("kt-2025-1, rolle: entscheidung, berichterstattung: muster", f"kt-2025-1, {result}"),)})

    assert editions(folder)["oeffentlich"].offen.zeilen[0].wortlaut == "Geänderter Wortlaut: „Nur die erste Hälfte.“"


@pytest.mark.parametrize(
    "change",
    [
        ("stand: ausgegeben", "stand: freigegeben"),
        ("sitzung: kt-2025-1", "sitzung: kt-2025-2"),
        ("kt-2025-1, rolle: entscheidung", "kt-2025-1, ergebnis: {kategorie: abgelehnt}, rolle: entscheidung"),
        ("kt-2025-1, rolle: entscheidung", "kt-2025-1, ergebnis: {kategorie: zurueckgestellt}, rolle: entscheidung"),
    ],
    ids=["not issued", "after the Stichtag", "refused", "put off"],
)
def test_a_vorlage_that_is_not_decided_gives_no_beschlusskontrolle(world, change):
    assert editions(world({RADWEG: (change,)})) == {}


def test_a_bericht_is_found_as_the_last_report_to_the_auftrag_that_asked_for_it(world):
    named = editions(world({BERICHT: bericht("{vorlage: radweg, punkt: 2, auftrag: bericht}")}))["oeffentlich"].offen.zeilen

    assert [(row.gemeldet, row.meldung) for row in named] == [
        ("02.04.2025", "Die Straße <Teil 1> ist begangen, §\u00a05 geprüft."),
        ("30.06.2025", "Sachstandsbericht 1/2025, Vorlage 090/2025"),
    ]


def test_a_bericht_that_names_no_auftrag_reports_on_all_of_its_beschlusspunkt(world):
    rows = editions(world({BERICHT: bericht("{vorlage: radweg, punkt: 2}")}))["oeffentlich"].offen.zeilen

    assert {row.meldung for row in rows} == {"Sachstandsbericht 1/2025, Vorlage 090/2025"}


# What is not public ---------------------------------------------------------------------------------------------------


def test_the_non_public_edition_shows_what_the_public_one_does_not(world):
    seen = editions(world({RADWEG: SEALED}))

    assert [row.was for row in seen["nichtoeffentlich"].offen.zeilen] == ["Bürger*innen & Bürger beteiligen", "Grundstück „Süd“ erwerben"]
    assert seen["nichtoeffentlich"].offen.zeilen[0].meldung == "Der Grunderwerb stockt."
    assert seen["nichtoeffentlich"].vermerke == ("nichtöffentlich – Verschwiegenheitspflicht",)
    said = " ".join(words(seen["oeffentlich"]))
    assert not {part for part in ("Grundstück", "Grunderwerb", "nichtöffentlich") if part in said}


def test_a_body_without_secrets_has_only_a_public_edition(world):
    assert set(editions(world())) == {"oeffentlich"}


def test_what_a_closed_beschlusspunkt_asks_for_is_closed_without_saying_so(world):
    point = '  - "Der Kreistag sagt „ja“ zum Radweg."'
    seen = editions(world({RADWEG: ((point, point.replace("- ", "- geheim: ", 1)),)}))

    assert [row.was for row in seen["oeffentlich"].erledigt.zeilen] == []
    assert [row.was for row in seen["nichtoeffentlich"].erledigt.zeilen] == ["Plan auslegen"]


def test_a_vorlage_that_is_not_public_is_in_the_other_edition_only(world):
    folder = world({VERGABE: (
        ("stand: freigegeben", "stand: ausgegeben\nnummer: 011/2025"),
        ("erlaeuterungen:", "auftraege: [{punkt: 1, id: auftrag, was: Auftrag erteilen, wer: it, bis: 2025-10-31}]\nerlaeuterungen:"),
    )})  # fmt: skip
    seen = editions(folder)

    assert "Auftrag erteilen" in {row.was for row in seen["nichtoeffentlich"].offen.zeilen}
    assert "Müßig & Söhne" not in " ".join(words(seen["oeffentlich"]))


def test_a_sealed_auftrag_makes_no_second_edition_of_its_vorlage(world):
    assert data.load(world({RADWEG: SEALED})).bestand.gemischt == frozenset()


def test_a_broken_vorlage_of_a_body_holds_its_beschlusskontrolle_back_and_no_other(world):
    daten = data.load(world({"gruenfliess/vorlagen/neu.yaml": "betreff: [\n", "oessling/vorlagen/app.yaml": "betreff: [\n"}))

    assert [sorted(subject.braucht & daten.broken) for subject in beschlusskontrolle.subjects(daten.bestand)] == [["gruenfliess/vorlagen/neu"]]


# Findings -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{punkt: 3, id: a, was: A, wer: planung, bis: 2025-12-01}", "»auftraege/5/punkt« ist 3; die Vorlage hat 2 Beschlusspunkte"),
        ("{punkt: 0, id: a, was: A, wer: planung, bis: 2025-12-01}", "»auftraege/5/punkt« ist 0; die Vorlage hat 2 Beschlusspunkte"),
        ("{punkt: 1, id: plan, was: A, wer: planung, bis: 2025-12-01}", "»auftraege/5/id« plan hat schon Auftrag 3; jede Kennung gilt einmal"),
        (
            "{punkt: 1, id: a, was: A, wer: planug, bis: 2025-12-01}",
            "»auftraege/5/wer« nennt »planug«, das in gruenfliess nicht unter »aemter« steht; gemeint »planung«?",
        ),
        (
            "{punkt: 1, id: a, was: A, wer: it}",
            "»auftraege/5« hat keine Frist; erwartet »bis: 2025-12-31«, oder »fortlaufend: ja« für eine Aufgabe ohne Ende",
        ),
        (
            "{punkt: 1, id: a, was: A, wer: it, bis: 2025-12-01, stand: erledigt}",
            "»auftraege/5« ist erledigt, aber nicht seit wann; erwartet »erledigt_am: 2025-09-12«",
        ),
        (
            "{punkt: 1, id: a, was: A, wer: it, bis: 2025-12-01, erledigt_am: 2025-09-12}",
            "»auftraege/5« nennt »erledigt_am«, ist aber nicht erledigt; »stand: erledigt« setzen oder den Tag streichen",
        ),
        (
            "{punkt: 1, id: a, was: A, wer: it, bis: 2025-12-01, stand: zurueckgestellt}",
            "»auftraege/5« ist zurückgestellt; erwartet eine Meldung, die sagt, wer das entschieden hat und warum",
        ),
        (
            "{punkt: 1, id: a, was: A, wer: it, bis: 2025-03-27}",
            "»auftraege/5/bis« 27.03.2025 liegt vor dem Beschluss (Kreistag, 28.03.2025); erwartet ein Datum danach",
        ),
        (
            "{punkt: 1, id: a, was: A, wer: it, bis: 2025-12-01, stand: erledigt, erledigt_am: 2025-03-27}",
            "»auftraege/5/erledigt_am« 27.03.2025 liegt vor dem Beschluss (Kreistag, 28.03.2025); erwartet ein Datum danach",
        ),
        (
            "{punkt: 1, id: a, was: A, wer: it, bis: 2025-12-01, meldungen: [{am: 2025-03-01, text: B}]}",
            "»auftraege/5/meldungen/1/am« 01.03.2025 liegt vor dem Beschluss (Kreistag, 28.03.2025); erwartet ein Datum danach",
        ),
        (
            "{punkt: 1, id: a, was: A, wer: it, bis: 2025-12-01, meldungen: [{am: 2025-05-02, text: B}, {am: 2025-05-01, text: C}]}",
            "»auftraege/5/meldungen/2« ist vom 01.05.2025, die davor vom 02.05.2025; Meldungen stehen in der Reihenfolge ihrer Tage",
        ),
        (
            "{punkt: 1, id: A, was: A, wer: it, bis: 2025-12-01}",
            "»auftraege/5/id« erwartet eine Kennung aus kleinen Buchstaben, Ziffern und Bindestrichen wie ka-2025-1, steht aber »A«",
        ),
    ],
)  # fmt: skip
def test_a_faulty_auftrag_is_named_with_its_line(world, line, sentence):
    assert findings(world({RADWEG: radweg(line)})) == [f"{RADWEG}:51: Fehler: {sentence}"]


def test_an_internal_vorlage_has_no_auftraege(world):
    name = "gruenfliess/vorlagen/stellen.yaml"
    lines = "beschlussvorschlag: [A]\nauftraege: [{punkt: 1, id: a, was: A, wer: it, bis: 2025-12-01}]\n"

    assert findings(world({name: (("beschlussvorschlag: []\n", lines),)})) == [
        f"{name}:10: Fehler: »auftraege« stehen in einer internen Vorlage, die kein Gremium beschließt; sie gehören in die Vorlage, über die entschieden wird"
    ]


def test_a_decision_with_a_duty_that_nobody_follows_is_a_hinweis_that_can_be_answered(world):
    folder = world({RADWEG: (
        ("  - >-\n    Bürger*innen", "  - Die Verwaltung wird beauftragt, zu pflanzen.\n  - >-\n    Bürger*innen"),
        ("punkt: 2\n    id: beteiligung", "punkt: 3\n    id: beteiligung"), ("punkt: 2, id: bericht", "punkt: 3, id: bericht"),
    )})  # fmt: skip
    sentence = (
        "Beschlusspunkt 2 ist beschlossen und gibt der Verwaltung etwas auf, aber kein Auftrag verfolgt ihn; unter »auftraege« ergänzen, "
        'oder unter »begruendet« beantworten: beschluss-ohne-auftrag: "…"'
    )

    assert findings(folder) == [f"{RADWEG}:28: Hinweis: {sentence}"]
    path = folder / RADWEG
    path.write_text(path.read_text(encoding="utf-8") + "begruendet: {beschluss-ohne-auftrag: gepflanzt ist}\n", encoding="utf-8")
    assert findings(folder) == []


def test_a_bericht_whose_beschlusspunkt_has_no_auftrag_is_a_hinweis_that_can_be_answered(world):
    to_one = (("punkt: 2\n    id: beteiligung", "punkt: 1\n    id: beteiligung"), ("punkt: 2, id: bericht", "punkt: 1, id: bericht"))
    sentence = (
        "»grundlage«: zu Beschlusspunkt 2 der Vorlage »radweg« ist kein Auftrag eingetragen, die Beschlusskontrolle kennt diesen Bericht nicht; "
        'dort unter »auftraege« ergänzen, oder unter »begruendet« beantworten: bericht-ohne-auftrag: "…"'
    )
    folder = world({RADWEG: to_one, BERICHT: bericht("{vorlage: radweg, punkt: 2}")})

    assert findings(folder) == [f"{BERICHT}:12: Hinweis: {sentence}"]
    (folder / BERICHT).write_text(bericht("{vorlage: radweg, punkt: 2}", "begruendet: {bericht-ohne-auftrag: freiwillig}\n"), encoding="utf-8")
    assert findings(folder) == []


def test_a_bericht_that_names_an_auftrag_which_is_not_there_is_told_the_nearest(world):
    assert findings(world({BERICHT: bericht("{vorlage: radweg, punkt: 2, auftrag: berichte}")})) == [
        f"{BERICHT}:12: Fehler: »grundlage/auftrag« nennt »berichte«, den es dort nicht gibt; gemeint »bericht«?"
    ]


# The sample data ------------------------------------------------------------------------------------------------------

SAMPLES = [paper for paper in PAPERS if paper.folder == DATA and paper.subject.id.startswith("kreis-warendorf/beschlusskontrolle")]


def test_the_sample_data_show_every_state_in_two_editions():
    assert [paper.subject.zugang for paper in SAMPLES] == ["oeffentlich", "nichtoeffentlich"]
    public = view(SAMPLES[0])
    assert [row.zustand.art for row in public.offen.zeilen] == ["ueberfaellig", "offen", "zurueckgestellt", "in_arbeit", "in_arbeit"]
    assert [row.zustand.art for row in public.erledigt.zeilen] == ["erledigt"]
    assert public.offen.zeilen[-1].meldung == "Sachstandsbericht 2/2025"


@pytest.mark.parametrize("format_", ["docx", "pdf"])
def test_the_public_sample_says_nothing_of_the_non_public_one(format_):
    text = squeezed("".join(told(SAMPLES[0], format_)))
    secret = {word for row in view(SAMPLES[1]).offen.zeilen for word in (row.was, row.wortlaut, row.vorlage, row.betreff, row.meldung)} - {"keine Meldung"}

    assert secret
    assert not {word for word in (*secret, "nichtöffentlich", "1.460,00") if squeezed(word) in text}


@pytest.mark.parametrize("paper", SAMPLES, ids=label)
def test_the_open_auftraege_of_the_sample_begin_on_page_1(paper):
    first = squeezed(pages(paper)[0])

    assert all(squeezed(row.was) in first for row in view(paper).offen.zeilen)
    assert len(pages(paper)) <= 2


def test_a_list_of_forty_auftraege_breaks_between_rows(world):
    lines = [f"{{punkt: 1, id: a-{i}, was: Nummer {i} der Aufträge, wer: planung, bis: 2026-01-{i % 28 + 1:02}}}" for i in range(40)]
    folder = world({RADWEG: radweg(*lines)})
    paper = next(paper for paper in papers(folder) if paper.subject.art == "beschlusskontrolle" and paper.subject.zugang == "oeffentlich")

    assert len(pages(paper)) > 3
    for page in pages(paper)[:-1]:
        assert len(page.splitlines()) > 15
        assert "Letzte Meldung" in page
    assert view(paper).dokument.datum == date(2025, 9, 30)
