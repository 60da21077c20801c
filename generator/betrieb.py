"""The commands of daily work: deadlines, the scheduled run, its timer, release and delivery. Only here and in `cli` is today known."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.german_click import Tag
from generator.meldungen import FEHLER, FERTIG, Meldungen, Ordner, count, erinnert, progressing, say, tell, writing
from generator.views import as_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.data import Daten
    from generator.laeufe import Plan
    from generator.laufbuch import Laufbericht
    from generator.make import Ereignis
    from generator.selection import Auftrag
    from generator.termine import Fristenplan
    from generator.zeitplan import System

STAND = 5
"""So many of the last runs are shown."""
FRIST = timedelta(hours=26)
"""A daily run that is older than this did not take place."""


@click.command(options_metavar="[OPTIONEN]", short_help="Sagt, was bis wann das Haus verlassen muss.")
@click.option("--heute", type=Tag(), metavar="DATUM", help="Für diesen Tag.  [Vorgabe: heute]")
@click.option("--bis", type=Tag(), metavar="DATUM", help="Sitzungen und Termine bis zu diesem Tag.  [Vorgabe: 90 Tage später]")
@click.option("--json", "as_json", is_flag=True, help="Als JSON ausgeben.")
@click.option(
    "--ics", type=click.Path(path_type=Path, dir_okay=False), metavar="DATEI", help="Als Kalenderdatei schreiben; eine verlegte Sitzung verlegt ihre Einträge."
)
@click.option("--liste", type=click.Path(path_type=Path, dir_okay=False), metavar="DATEI", help="Als einseitiges PDF für die Wand schreiben.")
@click.pass_obj
def fristen(ordner: Ordner, heute: date | None, bis: date | None, *, as_json: bool, ics: Path | None, liste: Path | None) -> int:
    """Sagt, was bis wann das Haus verlassen muss: jede Vorlage vor jeder ihrer Sitzungen, mit Stand und Begründung jedes Tages."""
    today = heute or datetime.now(tz=UTC).astimezone().date()
    until = bis or today + timedelta(days=90)
    if ics or liste:
        return _written(ordner, today, until, ics, liste)
    return erinnert(ordner, ("fristen", today, until, as_json), lambda: _told(ordner, today, until, as_json=as_json), ausgabe=True)


def _written(ordner: Ordner, today: date, until: date, ics: Path | None, liste: Path | None) -> int:
    """The deadlines as files."""
    daten, plan, log = _planned(ordner, today, until)
    if ics:
        from generator import kalender

        with writing(ics):
            ics.write_bytes(kalender.ics(plan.faelligkeiten, today))
        say(f"{ics}: geschrieben")
    if liste:
        from generator.documents import fristenliste
        from generator.formats import pdf

        rows = [due for due in plan.faelligkeiten if due.frist != "offen"]
        seen = fristenliste.view(daten.bestand, rows, today, plan.bis)
        with writing(liste):
            liste.write_bytes(pdf.render(ordner.druckvorlagen / "fristenliste" / "fristenliste.html", seen))
        say(f"{liste}: geschrieben")
    return log.code()


def _told(ordner: Ordner, today: date, until: date, *, as_json: bool) -> tuple[int, None]:
    """The deadlines on the screen."""
    daten, plan, log = _planned(ordner, today, until)
    if as_json:
        say(json.dumps([as_data(due) for due in plan.faelligkeiten], ensure_ascii=False, indent=1))
    else:
        _tell_deadlines(plan, _changed(ordner, daten, plan))
    return log.code(), None


def _planned(ordner: Ordner, today: date, until: date) -> tuple[Daten, Fristenplan, Meldungen]:
    from generator import data
    from generator.termine import Fristenplan

    daten = data.load(ordner.daten)
    log = Meldungen()
    log.report(problem for problem in daten.problems if problem.blocks)
    return daten, Fristenplan(daten.bestand, today, until), log


@click.command(options_metavar="[OPTIONEN]", short_help="Macht, was heute fällig ist, einmal.")
@click.option("--heute", type=Tag(), metavar="DATUM", help="Für diesen Tag.  [Vorgabe: heute]")
@click.option("--probe", is_flag=True, help="Nur zeigen, was der Lauf täte.")
@click.option("--stand", is_flag=True, help=f"Die letzten {STAND} Läufe zeigen; Fehler, wenn seit 26 Stunden keiner gelungen ist.")
@click.pass_obj
def lauf(ordner: Ordner, heute: date | None, *, probe: bool, stand: bool) -> int:
    """Macht, was nach laeufe.yaml heute fällig ist, einmal; holt nach, was noch Sinn hat, und sagt, was verpasst ist."""
    now = datetime.now(tz=UTC).astimezone()
    from generator import ruhetage

    if stand:
        return _tell_runs(ordner, now)
    today = heute or now.date()
    if not probe and (nothing := ruhetage.laufen(ordner.daten, ordner.ausgabe, today, now)):
        say(nothing.text)
        return FERTIG
    return _gelaufen(ordner, today, now, probe=probe)


def _gelaufen(ordner: Ordner, today: date, now: datetime, *, probe: bool) -> int:
    from generator import data
    from generator import lauf as run
    from generator.arbeiter import arbeiter

    daten = data.load(ordner.daten)
    todo = run.plan(daten, ordner.ausgabe, today)
    if probe:
        _tell_plan(todo)
        return FERTIG
    log = Meldungen()
    log.report(problem for problem in daten.problems if problem.blocks)
    berichte: list[Laufbericht] = []

    def events() -> Iterator[Ereignis]:
        berichte.append((yield from run.laufen(daten, ordner.druckvorlagen, ordner.ausgabe, todo, now, executor)))

    with arbeiter(None, ordner.druckvorlagen, ordner.rechner) as executor, closing(progressing(events(), len(todo.subjects))) as shown:
        for event in shown:
            log.report(event.problems, event.panne)
            tell(ordner.ausgabe, event)
    (bericht,) = berichte
    say(bericht.text)
    return max(log.code(), FERTIG if bericht.ergebnis == "erfolgreich" else FEHLER)


@click.command(options_metavar="[OPTIONEN]", short_help="Druckt den fertigen Zeitplan für diesen Ordner.")
@click.option("--systemd", "system", flag_value="systemd", help="Für Linux mit systemd.")
@click.option("--cron", "system", flag_value="cron", help="Für cron.")
@click.option("--windows", "system", flag_value="windows", help="Für die Aufgabenplanung von Windows.")
@click.pass_obj
def zeitplan(ordner: Ordner, system: System | None) -> int:
    """Druckt, was einzurichten ist, damit »vorlagen lauf« jeden Tag von selbst geschieht."""
    from generator import zeitplan as timer

    if system is None:
        raise click.UsageError("Für welches System? Eines von --systemd, --cron, --windows nennen")
    options = [part for name in ("daten", "druckvorlagen", "ausgabe") for part in (f"--{name}", str(getattr(ordner, name).absolute()))]
    options += ["--rechner", ordner.rechner] if ordner.rechner else []
    say(timer.zeitplan(system, Path(sys.argv[0]).absolute(), Path.cwd(), options).rstrip())
    return FERTIG


@click.command(options_metavar="[OPTIONEN]", short_help="Gibt erzeugte Papiere aus: hält sie fest, wie sie daliegen.")
@click.argument("was", nargs=-1, required=True, metavar="WAS …")
@click.option("--von", required=True, metavar="PERSON", help='Wer freigibt: "Name, Funktion".')
@click.pass_obj
def freigeben(ordner: Ordner, was: tuple[str, ...], von: str) -> int:
    """Gibt erzeugte Papiere aus: hält ihre Dateien fest, wie sie daliegen, mit Prüfsumme, Tag und Person.

    Sie liegen dann unter ablage/ im Ausgabeordner und bleiben dort unverändert. Ein Papier, das sich danach ändert,
    wird noch einmal freigegeben und ist die 2. Fassung, neben der ersten.
    """
    from generator import freigabe

    person = ", ".join(filter(None, (part.strip() for part in von.split(","))))
    if "," not in person:
        raise click.UsageError(f'»--von« erwartet Name und Funktion mit Komma dazwischen, wie "Erika Muster, Leitung Gremienbüro", steht aber »{von}«')
    auftrag = _auftrag(ordner, was)
    log = Meldungen()
    new = same = 0
    for bescheid in freigabe.freigeben(auftrag, ordner.ausgabe, person, datetime.now(tz=UTC).astimezone()):
        log.report(bescheid.problems)
        if bescheid.satz:
            say(f"{bescheid.subject.id} ({bescheid.subject.zugang}) {bescheid.satz}")
        new, same = new + bescheid.neu, same + bool(bescheid.satz and not bescheid.neu)
    say(f"Fertig: {new} freigegeben, {same} schon freigegeben, {len(auftrag.subjects) - new - same} nicht; {log.verdict()}")
    return log.code()


@click.command(options_metavar="[OPTIONEN]", short_help="Schickt jeder Kommune, was für sie ausgegeben ist.")
@click.argument("was", nargs=-1, metavar="[WAS …]")
@click.option("--probe", is_flag=True, help="Nur zeigen, wer was bekäme.")
@click.option("--erneut", is_flag=True, help="Auch noch einmal versuchen, was ein Mailserver endgültig abgelehnt hat.")
@click.pass_obj
def versenden(ordner: Ordner, was: tuple[str, ...], *, probe: bool, erneut: bool) -> int:
    """Schickt jeder Kommune, was für sie ausgegeben ist und sie noch nicht hat; jede Fassung einmal an jede Adresse.

    Ohne Mailserver liegen die fertigen Nachrichten unter postausgang/ im Ausgabeordner, zum Öffnen in einem Mailprogramm.
    """
    from generator import postausgang
    from generator.output import Ausgabe
    from generator.postamt import Postamt

    auftrag = _auftrag(ordner, was)
    region = auftrag.daten.bestand.region.postausgang
    ways = {body.versand.weg or (region.weg if region else None) for body in auftrag.daten.bestand.koerperschaften.values() if body.versand}
    by_server = region is not None and region.host and "smtp" in ways and not probe
    postamt = Postamt(region, postausgang.kennwort(auftrag.daten, os.environ)) if region and by_server else None
    log = Meldungen()
    counted: Counter[str] = Counter()
    with Ausgabe(ordner.ausgabe) as ausgabe:
        post = postausgang.Post(auftrag.daten, ausgabe, postamt, datetime.now(tz=UTC).astimezone())
        for meldung in post.versenden(auftrag, probe=probe, erneut=erneut):
            log.report(meldung.problems)
            counted[meldung.ausgang] += 1
            if meldung.satz and (probe or meldung.ausgang != "schon"):
                say(meldung.satz)
    if probe:
        say(f"Probe: {counted['vorgesehen']} zu versenden, {counted['schon']} schon versandt; {log.verdict()}")
    else:
        done = (
            f"{counted['zugestellt']} zugestellt, {counted['bereitgelegt']} bereitgelegt, {counted['schon']} schon früher, {counted['gescheitert']} gescheitert"
        )
        say(f"Fertig: {done}; {log.verdict()}")
    return log.code()


def _auftrag(ordner: Ordner, was: tuple[str, ...]) -> Auftrag:
    from generator import data, selection

    try:
        return selection.choose(data.load(ordner.daten), ordner.druckvorlagen, was)
    except LookupError as unknown:
        raise click.UsageError(str(unknown.args[0])) from None


def _changed(ordner: Ordner, daten: Daten, plan: Fristenplan) -> dict[str, tuple[str, ...]]:
    """Of the papers that are due and lie in output/: what the data say otherwise since they were made."""
    if not (ordner.ausgabe / "laufbuch.sqlite").is_file():
        return {}
    from generator import selection
    from generator.output import Ausgabe
    from generator.planung import Planung
    from generator.rendering import Druckvorlagen

    found: dict[str, tuple[str, ...]] = {}
    due = {f.gegenstand for f in plan.faelligkeiten}
    with Ausgabe(ordner.ausgabe) as ausgabe:
        planung = Planung(daten, Druckvorlagen(ordner.druckvorlagen), ausgabe)
        auftrag = selection.choose(daten, ordner.druckvorlagen, ())
        for subject in auftrag.subjects:
            if subject.gegenstand in due and not auftrag.causes(subject):
                found[subject.gegenstand] = planung.geaendert(planung.plan(subject))
    return found


def _tell_deadlines(plan: Fristenplan, changed: Mapping[str, tuple[str, ...]]) -> None:
    """A block for each thing that is due: the day, what, where it goes, its state, and why it is that day."""
    from generator.fristen import mit_wochentag

    for due in plan.faelligkeiten:
        when = "offen         " if due.frist == "offen" else mit_wochentag(due.tag)
        where = f"{due.gremium}, {mit_wochentag(due.sitzung)}" if due.sitzung else due.gremium
        say(f"{when}  {due.frist if due.frist != 'offen' else 'Sitzung':<7}  {due.koerperschaft}: {due.was}")
        other = f"seit dem letzten Erzeugen geändert: {', '.join(names)}; neu erzeugen" if (names := changed.get(due.gegenstand)) else ""
        for line in filter(None, (" – ".join(filter(None, (where, due.stand))), due.gruende, other)):
            say(f"{'':<23}  {line}")
    told = count(len(plan.faelligkeiten), "Frist", "Fristen")
    say(f"{told} vom {plan.heute:%d.%m.%Y} bis {plan.bis:%d.%m.%Y}.")


def _tell_plan(plan: Plan) -> None:
    """What a run would do, and why."""
    for words, anstoesse in (("würde gemacht", plan.zu_tun), ("ist verpasst", plan.verpasst)):
        for anstoss in anstoesse:
            say(f"{anstoss.faellig:%d.%m.%Y}  {anstoss.grund}: {words}")
            for paper in dict.fromkeys(subject.id for subject in anstoss.subjects):
                say(f"            {paper}")
    say(f"Am {plan.heute:%d.%m.%Y}: {count(len(plan.zu_tun), 'Anlass', 'Anlässe')} zu erledigen, {len(plan.verpasst)} verpasst.")


def _tell_runs(ordner: Ordner, now: datetime) -> int:
    """The last runs; a Fehler if none succeeded lately."""
    from generator.output import Ausgabe

    with Ausgabe(ordner.ausgabe) as ausgabe:
        runs = ausgabe.laufbuch.laeufe(STAND)
    for bericht in runs:
        say(f"{bericht.zeit:%d.%m.%Y %H:%M}  {bericht.ergebnis}  {bericht.text.splitlines()[0]}")
    if any(bericht.ergebnis == "erfolgreich" and now - bericht.zeit <= FRIST for bericht in runs):
        return FERTIG
    say("Seit 26 Stunden ist kein Lauf gelungen; »vorlagen lauf« aufrufen und den Zeitplan prüfen (»vorlagen zeitplan«)", err=True)
    return FEHLER
