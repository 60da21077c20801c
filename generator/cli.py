"""The commands that make papers; those of daily work are in `betrieb`."""

from __future__ import annotations

import gc
import json
import re
import sys
import traceback
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import betrieb
from generator.german_click import Anzahl, GermanGroup
from generator.meldungen import ABBRUCH, AUFRUF, FEHLER, FERTIG, Meldungen, Ordner, count, erinnert, progressing, say, tell, writing
from generator.problems import Problem, Problems, nearest

if TYPE_CHECKING:
    from generator.selection import Auftrag


_LOCAL = re.compile(r"(?:tcp://)?(?:localhost|127\.[0-9.]+|\[::1\])(?::|$)")
"""An address on this machine, whose connections nobody else can read."""


@click.group(
    cls=GermanGroup,
    options_metavar="[OPTIONEN]",
    subcommand_metavar="BEFEHL …",
    context_settings={"help_option_names": ["-h", "--help", "--hilfe"], "max_content_width": 100},
)
@click.option("--daten", type=click.Path(path_type=Path), default=Path("data"), show_default=True, help="Ordner mit den Daten.")
@click.option("--druckvorlagen", type=click.Path(path_type=Path), default=Path("templates"), show_default=True, help="Ordner mit den Druckvorlagen.")
@click.option("--ausgabe", type=click.Path(path_type=Path), default=Path("output"), show_default=True, help="Ordner für die fertigen Papiere.")
@click.option("--rechner", metavar="ADRESSE", default="", help="Papiere von einem Dask-Cluster setzen lassen (tcp://HOST:PORT oder tls://HOST:PORT).")
@click.version_option(package_name="vorlagen", help="Die Version zeigen.")
@click.pass_context
def cli(ctx: click.Context, daten: Path, druckvorlagen: Path, ausgabe: Path, rechner: str) -> None:
    """Erstellt aus Daten die Papiere der kommunalen Gremien als Word und PDF.

    WAS wählt Papiere aus: ganze Teile ihrer Kennung, also Körperschaft, Art, Name oder Nummer
    (»erzeugen kreis-warendorf smart-region-strategie«, »erzeugen 037/2025«). Mehrere Angaben grenzen ein; ohne WAS
    sind alle gemeint.
    """
    ctx.obj = Ordner(daten, druckvorlagen, ausgabe, rechner)
    if rechner and not rechner.startswith("tls://") and not _LOCAL.match(rechner):
        sentence = "Die Verbindung ist nicht verschlüsselt: auch nichtöffentliche Angaben gehen offen durch das Netz; erwartet tls://HOST:PORT"
        say(str(Problem(rechner, 0, sentence, "Hinweis")), err=True)


@cli.command(options_metavar="[OPTIONEN]", short_help="Prüft Daten und Druckvorlagen.")
@click.argument("was", nargs=-1, metavar="[WAS …]")
@click.pass_obj
def pruefen(ordner: Ordner, was: tuple[str, ...]) -> int:
    """Liest alle Daten und prüft sie und die Druckvorlagen; schreibt nichts."""
    return erinnert(ordner, ("pruefen", *was), lambda: _geprueft(ordner, was))


def _geprueft(ordner: Ordner, was: tuple[str, ...]) -> tuple[int, None]:
    from generator import make
    from generator.gedaechtnis import Gedaechtnis

    auftrag = _auftrag(ordner, was)
    log = Meldungen()
    log.report(auftrag.problems)
    for event in make.pruefen(auftrag, Gedaechtnis(ordner.ausgabe)):
        log.report(event.problems, event.panne)
    _confirmations(auftrag)
    bestand = auftrag.daten.bestand
    counted = (
        f"{len(bestand.koerperschaften)} Körperschaften, {len(bestand.vorlagen)} Vorlagen, {len(bestand.berichte)} Berichte, {len(bestand.projekte)} Projekte"
    )
    say(f"Geprüft: {counted}, {count(len(auftrag.subjects), 'Papier', 'Papiere')}: {log.verdict()}")
    return log.code(), None


@cli.command(options_metavar="[OPTIONEN]", short_help="Erstellt Papiere als Word und PDF.")
@click.argument("was", nargs=-1, metavar="[WAS …]")
@click.option("--jobs", type=Anzahl(), metavar="N", help="So viele Prozesse zugleich, 1 bis 64.  [Vorgabe: je Prozessorkern einer, höchstens 8]")
@click.option("--ueberschreiben", is_flag=True, help="Auch von Hand geänderte Dateien neu erstellen; die geänderten bleiben als ….alt daneben.")
@click.pass_obj
def erzeugen(ordner: Ordner, was: tuple[str, ...], jobs: int | None, *, ueberschreiben: bool) -> int:
    """Erstellt Papiere als Word und PDF.

    Geschrieben wird nur, was sich geändert hat. Was von Hand geändert ist, bleibt; eine neue Fassung kommt als ….neu
    daneben.
    """
    if ueberschreiben:
        return _erzeugt(ordner, was, jobs, ueberschreiben=True)[0]
    return erinnert(ordner, ("erzeugen", *was), lambda: _erzeugt(ordner, was, jobs), ausgabe=True)


def _erzeugt(ordner: Ordner, was: tuple[str, ...], jobs: int | None, *, ueberschreiben: bool = False) -> tuple[int, str]:
    """The exit code, and what the same command would say right after; empty if it did what the next one would do otherwise."""
    from generator.arbeiter import arbeiter

    with arbeiter(jobs, ordner.druckvorlagen, ordner.rechner, sofort=not was) as executor:
        from generator import make

        auftrag = _auftrag(ordner, was)
        log = Meldungen()
        log.report(auftrag.problems)
        counted: Counter[str] = Counter()
        with closing(make.erzeugen(auftrag, ordner.ausgabe, ueberschreiben=ueberschreiben, executor=executor)) as events:
            for event in progressing(events, len(auftrag.subjects)):
                log.report(event.problems, event.panne)
                counted.update(done.vorgang for done in event.geschehen)
                tell(ordner.ausgabe, event)
    say(f"Fertig: {_summary(counted)}; {log.verdict()}")
    settled = log.code() == FERTIG and not counted.keys() - {"geschrieben", "unveraendert", "bereitgestellt", "entfernt"}
    again = Counter(unveraendert=counted["geschrieben"] + counted["unveraendert"])
    return log.code(), f"Fertig: {_summary(again)}; {log.verdict()}" if settled else ""


@cli.group(cls=GermanGroup, options_metavar="[OPTIONEN]", subcommand_metavar="vorlage …", short_help="Beginnt eine neue Datei in den Daten.")
def neu() -> None:
    """Beginnt eine neue Datei in den Daten."""


@neu.command(options_metavar="[OPTIONEN]", short_help="Beginnt eine Vorlage.")
@click.argument("name", metavar="KOERPERSCHAFT/NAME")
@click.pass_obj
def vorlage(ordner: Ordner, name: str) -> int:
    """Schreibt eine kommentierte Vorlage mit allem, wonach das Formular fragt.

    KOERPERSCHAFT/NAME sagt, wessen Vorlage es ist und wie ihre Datei heißt (»neu vorlage ahlen/radweg-nord«).
    """
    from generator import data, drafting

    try:
        with writing(ordner.daten):
            path = drafting.start(data.load(ordner.daten), name)
    except LookupError as unknown:
        raise click.UsageError(str(unknown.args[0])) from None
    say(f"{path}: angelegt. Ausfüllen, dann: vorlagen erzeugen {path.stem}")
    return FERTIG


@cli.command(options_metavar="[OPTIONEN]", short_help="Nennt, was eine Druckvorlage benutzen darf.")
@click.argument("art", metavar="ART")
@click.argument("was", nargs=-1, metavar="[WAS …]")
@click.option("--json", "as_json", is_flag=True, help="Als JSON ausgeben.")
@click.pass_obj
def felder(ordner: Ordner, art: str, was: tuple[str, ...], *, as_json: bool) -> int:
    """Nennt, was eine Druckvorlage benutzen darf: Name, Bedeutung und ein Beispiel aus einem echten Papier."""
    from generator import planung
    from generator.documents import ARTEN, papierart
    from generator.formats.schema import examples
    from generator.formats.schema import felder as all_fields

    if art not in ARTEN:
        raise click.UsageError(f"Die Art »{art}« gibt es nicht{nearest(art, ARTEN)}")
    auftrag = _auftrag(ordner, was)
    papers = sorted((s for s in auftrag.subjects if s.art == art and not auftrag.causes(s)), key=lambda s: s.zugang != "oeffentlich")
    views = [planung.view(auftrag.daten, subject) for subject in papers]  # examples from public papers first
    found = examples(views)
    rows = [{"name": f.name, "art": f.art, "bedeutung": f.bedeutung, "beispiel": found.get(f.name, "")} for f in all_fields(papierart(art).View)]
    if as_json:
        say(json.dumps(rows, ensure_ascii=False, indent=1))
        return FERTIG
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        say(f"{row['name']:<{width}}  {row['art']}: {row['bedeutung']}")
        if row["beispiel"]:
            say(f"{'':<{width}}  zum Beispiel: {row['beispiel']}")
    return FERTIG


@cli.command(options_metavar="[OPTIONEN]", short_help="Schreibt JSON-Schemas der Datendateien für Editoren.")
@click.argument("ziel", metavar="[ORDNER]", type=click.Path(path_type=Path), required=False)
@click.pass_obj
def schemas(ordner: Ordner, ziel: Path | None) -> int:
    """Schreibt die JSON-Schemas der Datendateien, mit denen Editoren Schlüssel vorschlagen und Fehler anstreichen."""
    from generator.data import KINDS

    folder = ziel or ordner.daten / ".schemas"
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, model in KINDS.items():
            text = json.dumps(model.model_json_schema(), ensure_ascii=False, indent=1)
            (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
    say(f"{folder}: {count(len(KINDS), 'Schema', 'Schemas')} geschrieben")
    return FERTIG


for command in (betrieb.fristen, betrieb.lauf, betrieb.zeitplan, betrieb.freigeben, betrieb.versenden):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command and leaves with its exit code."""
    gc.set_threshold(100_000, 50, 1000)  # nearly all that is read and said is kept to the end: collecting often is in vain
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # a stream that was replaced
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal that cannot write »…« gets a question mark
    try:
        code = cli.main(args=list(arguments) if arguments is not None else None, prog_name="vorlagen", standalone_mode=False)
    except Problems as stopped:
        log = Meldungen()
        log.report(stopped.problems)
        code = log.code()
    except click.exceptions.Exit as exit_:
        code = exit_.exit_code
    except click.UsageError as error:
        error.show()
        code = AUFRUF
    except click.ClickException as error:
        error.show()
        code = FEHLER
    except (click.Abort, KeyboardInterrupt):
        say("Abgebrochen. Was fertig war, ist vollständig geschrieben; der nächste Lauf macht den Rest.", err=True)
        code = ABBRUCH
    except Exception:  # noqa: BLE001 - the one place where a bug shows itself
        log = Meldungen()
        log.report((), traceback.format_exc())
        code = log.code()
    sys.exit(code if isinstance(code, int) else FERTIG)


def _auftrag(ordner: Ordner, was: tuple[str, ...]) -> Auftrag:
    from generator import data, selection

    daten = data.load(ordner.daten)
    try:
        return selection.choose(daten, ordner.druckvorlagen, was)
    except LookupError as unknown:
        raise click.UsageError(str(unknown.args[0])) from None


def _confirmations(auftrag: Auftrag) -> None:
    bestand = auftrag.daten.bestand
    used = {body.formular.name for body in bestand.koerperschaften.values()}
    open_ = [(key, place, why) for key in sorted(used & bestand.formulare.keys()) for place, why in bestand.formulare[key].zu_bestaetigen.items()]
    if open_:
        say(f"{count(len(open_), 'Angabe ist', 'Angaben sind')} vom Gremienbüro zu bestätigen:")
    for key, place, why in open_:
        say(f"  {auftrag.daten.folder / 'formulare' / key}.yaml, {place}: {why}")


def _summary(counted: Counter[str]) -> str:
    """Counts files; what seldom happens is named only then."""
    always = (("geschrieben", "geschrieben"), ("unverändert", "unveraendert"), ("von Hand geändert", "von-hand-geaendert"), ("übersprungen", "uebersprungen"))
    seldom = (
        ("daneben", "daneben"),
        ("veraltet", "veraltet"),
        ("gesichert", "gesichert"),
        ("entfernt", "entfernt"),
        ("aufgehoben", "verschoben"),
    )
    parts = [f"{counted[key]} {word}" for word, key in always] + [f"{counted[key]} {word}" for word, key in seldom if counted[key]]
    return ", ".join(parts)
