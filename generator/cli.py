"""The commands; the only module that prints, and the only one that knows today's date."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from gettext import bindtextdomain
from pathlib import Path
from typing import Any, TypeVar

# click speaks German whatever the machine's language: gettext asks LANGUAGE first, and click looks its words up from here on.
bindtextdomain("messages", str(Path(__file__).parent / "locale"))
os.environ["LANGUAGE"] = "de"

import click  # noqa: E402 - only after the catalogue is bound

from generator.problems import Problem, Problems, nearest  # noqa: E402 - as above

FERTIG, FEHLER, AUFRUF, PROGRAMMFEHLER, ABBRUCH = 0, 1, 2, 70, 130
F = TypeVar("F", bound=Callable[..., Any])

_WORDS = {
    "geschrieben": "geschrieben",
    "unveraendert": "unverändert",
    "von-hand-geaendert": "von Hand geändert",
    "daneben": "neue Fassung daneben",
    "veraltet": "veraltet, weil die Word-Datei von Hand geändert ist",
    "gesichert": "gesichert",
    "entfernt": "entfernt, die Daten verlangen es nicht mehr",
    "verschoben": "aufgehoben, die Daten verlangen es nicht mehr",
}
_QUIET = frozenset({"unveraendert"})


class Ordner:
    """The three folders that a run works with."""

    def __init__(self, daten: Path, druckvorlagen: Path, ausgabe: Path) -> None:
        self.daten, self.druckvorlagen, self.ausgabe = daten, druckvorlagen, ausgabe


class GermanGroup(click.Group):
    """Names the nearest command for an unknown one."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but an unknown command is answered with the nearest."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise click.UsageError(f"Den Befehl »{args[0]}« gibt es nicht{nearest(args[0], self.commands)}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=GermanGroup, options_metavar="[OPTIONEN]", subcommand_metavar="BEFEHL …", context_settings={"help_option_names": ["-h", "--help", "--hilfe"], "max_content_width": 100})
@click.option("--daten", type=click.Path(path_type=Path), default=Path("data"), show_default=True, help="Ordner mit den Daten.")
@click.option("--druckvorlagen", type=click.Path(path_type=Path), default=Path("templates"), show_default=True, help="Ordner mit den Druckvorlagen.")
@click.option("--ausgabe", type=click.Path(path_type=Path), default=Path("output"), show_default=True, help="Ordner für die fertigen Papiere.")
@click.pass_context
def cli(ctx: click.Context, daten: Path, druckvorlagen: Path, ausgabe: Path) -> None:
    """Erstellt aus Daten die Papiere der kommunalen Gremien als Word und PDF.

    WAS wählt Papiere aus: ganze Teile ihrer Kennung, also Körperschaft, Art, Name oder Nummer
    (»erzeugen kreis-warendorf smart-region-strategie«, »erzeugen 037/2025«). Mehrere Angaben grenzen ein; ohne WAS
    sind alle gemeint.
    """
    ctx.obj = Ordner(daten, druckvorlagen, ausgabe)


@cli.command(options_metavar="[OPTIONEN]")
@click.argument("was", nargs=-1, metavar="[WAS …]")
@click.pass_obj
def pruefen(ordner: Ordner, was: tuple[str, ...]) -> int:
    """Liest alle Daten und prüft sie und die Druckvorlagen; schreibt nichts."""
    from generator import make

    auftrag = _auftrag(ordner, was)
    problems = list(auftrag.problems)
    for event in make.pruefen(auftrag):
        problems.extend(event.problems)
    _report(problems, auftrag)
    _confirmations(auftrag)
    bestand = auftrag.daten.bestand
    counted = f"{len(bestand.koerperschaften)} Körperschaften, {len(bestand.vorlagen)} Vorlagen, {len(bestand.projekte)} Projekte"
    click.echo(f"Geprüft: {counted}, {_count(len(auftrag.subjects), 'Papier', 'Papiere')}: {_verdict(problems)}")
    return _code(problems)


@cli.command(options_metavar="[OPTIONEN]")
@click.argument("was", nargs=-1, metavar="[WAS …]")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N", help="So viele Papiere zugleich.")
@click.option("--ueberschreiben", is_flag=True, help="Von Hand geänderte Dateien neu erzeugen; die alten bleiben als ….alt daneben.")
@click.pass_obj
def erzeugen(ordner: Ordner, was: tuple[str, ...], jobs: int, *, ueberschreiben: bool) -> int:
    """Erstellt Papiere; geschrieben wird nur, was sich geändert hat."""
    from generator import make

    auftrag = _auftrag(ordner, was)
    _report(auftrag.problems, auftrag)
    problems = list(auftrag.problems)
    counted: Counter[str] = Counter()
    with _executor(jobs) as executor:
        for event in make.erzeugen(auftrag, ordner.ausgabe, ueberschreiben=ueberschreiben, executor=executor):
            problems.extend(event.problems)
            _report(event.problems)
            counted["uebersprungen"] += bool(event.blocked_by or event.problems)
            for done in event.geschehen:
                counted[done.vorgang] += 1
                if done.vorgang not in _QUIET:
                    goal = f" → {ordner.ausgabe / done.wohin}" if done.wohin else ""
                    click.echo(f"{ordner.ausgabe / done.pfad}: {_WORDS[done.vorgang]}{goal}")
    click.echo(_summary(counted, problems))
    return _code(problems)


@cli.group(cls=GermanGroup, options_metavar="[OPTIONEN]", subcommand_metavar="WAS …")
def neu() -> None:
    """Beginnt eine neue Datei in den Daten."""


@neu.command(options_metavar="[OPTIONEN]")
@click.argument("name", metavar="KOERPERSCHAFT/NAME")
@click.pass_obj
def vorlage(ordner: Ordner, name: str) -> int:
    """Schreibt eine kommentierte Vorlage mit allem, wonach das Formular fragt."""
    from generator import data, drafting

    try:
        path = drafting.start(data.load(ordner.daten), name)
    except LookupError as unknown:
        raise click.UsageError(str(unknown.args[0])) from None
    click.echo(f"{path}: angelegt. Ausfüllen, dann: vorlagen erzeugen {path.stem}")
    return FERTIG


@cli.command(options_metavar="[OPTIONEN]")
@click.argument("art", metavar="ART")
@click.argument("was", nargs=-1, metavar="[WAS …]")
@click.option("--json", "as_json", is_flag=True, help="Als JSON ausgeben.")
@click.pass_obj
def felder(ordner: Ordner, art: str, was: tuple[str, ...], *, as_json: bool) -> int:
    """Nennt, was eine Druckvorlage benutzen darf: Name, Bedeutung und ein Beispiel aus einem echten Papier."""
    from generator import make
    from generator.documents import ARTEN, papierart
    from generator.formats.schema import examples
    from generator.formats.schema import felder as all_fields

    if art not in ARTEN:
        raise click.UsageError(f"Die Art »{art}« gibt es nicht{nearest(art, ARTEN)}")
    auftrag = _auftrag(ordner, (art, *was))
    views = [make.view(auftrag.daten, subject) for subject in auftrag.subjects if not subject.braucht & auftrag.daten.broken]
    found = examples(views)
    rows = [{"name": f.name, "art": f.art, "bedeutung": f.bedeutung, "beispiel": found.get(f.name, "")} for f in all_fields(papierart(art).View)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return FERTIG
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        click.echo(f"{row['name']:<{width}}  {row['art']}: {row['bedeutung']}")
        if row["beispiel"]:
            click.echo(f"{'':<{width}}  zum Beispiel: {row['beispiel']}")
    return FERTIG


@cli.command(options_metavar="[OPTIONEN]")
@click.argument("ziel", metavar="[ORDNER]", type=click.Path(path_type=Path), required=False)
@click.pass_obj
def schemas(ordner: Ordner, ziel: Path | None) -> int:
    """Schreibt die JSON-Schemas der Datendateien, mit denen Editoren Schlüssel vorschlagen und Fehler anstreichen."""
    from generator.data import KINDS

    folder = ziel or ordner.daten / ".schemas"
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in KINDS.items():
        text = json.dumps(model.model_json_schema(), ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
    click.echo(f"{folder}: {_count(len(KINDS), 'Schema', 'Schemas')} geschrieben")
    return FERTIG


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command and leaves with its exit code."""
    try:
        code = cli.main(args=list(arguments) if arguments is not None else None, prog_name="vorlagen", standalone_mode=False)
    except Problems as stopped:
        _report(stopped.problems)
        code = FEHLER
    except click.exceptions.Exit as exit_:
        code = exit_.exit_code
    except click.UsageError as error:
        error.show()
        code = AUFRUF
    except click.ClickException as error:
        error.show()
        code = FEHLER
    except (click.Abort, KeyboardInterrupt):
        click.echo("Abgebrochen. Was fertig war, ist vollständig geschrieben; der nächste Lauf macht den Rest.", err=True)
        code = ABBRUCH
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FEHLER
    except Exception:  # noqa: BLE001 - the one place where a bug shows itself
        traceback.print_exc()
        click.echo("Das ist ein Fehler im Programm, nicht in den Daten. Bitte mit den Zeilen darüber melden.", err=True)
        code = PROGRAMMFEHLER
    sys.exit(code if isinstance(code, int) else FERTIG)


def _auftrag(ordner: Ordner, was: tuple[str, ...]) -> Any:
    from generator import data, make

    daten = data.load(ordner.daten)
    try:
        return make.choose(daten, ordner.druckvorlagen, was)
    except LookupError as unknown:
        raise click.UsageError(str(unknown.args[0])) from None


def _executor(jobs: int) -> Any:
    from contextlib import nullcontext

    if jobs == 1:
        return nullcontext()
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))


def _report(problems: Iterable[Problem], auftrag: Any = None) -> None:
    """Findings on standard error, one a line; beneath a broken file what could not be made because of it."""
    ordered = sorted(set(problems))
    blocked: dict[str, list[str]] = defaultdict(list)
    if auftrag is not None:
        for subject in auftrag.subjects:
            for cause in subject.braucht & auftrag.daten.broken:
                blocked[str(auftrag.daten.folder / f"{cause}.yaml")].append(subject.id)
    for i, problem in enumerate(ordered):
        click.echo(str(problem), err=True)
        last = i + 1 == len(ordered) or ordered[i + 1].path != problem.path
        if last and blocked.get(problem.path):
            click.echo(f"{problem.path}: dadurch nicht erstellt: {', '.join(blocked[problem.path])}", err=True)


def _confirmations(auftrag: Any) -> None:
    bestand = auftrag.daten.bestand
    used = {body.formular for body in bestand.koerperschaften.values()}
    open_ = [(key, place, why) for key in sorted(used & bestand.formulare.keys()) for place, why in bestand.formulare[key].zu_bestaetigen.items()]
    if open_:
        click.echo(f"{_count(len(open_), 'Angabe ist', 'Angaben sind')} vom Gremienbüro zu bestätigen:")
    for key, place, why in open_:
        click.echo(f"  {auftrag.daten.folder / 'formulare' / key}.yaml, {place}: {why}")


def _summary(counted: Counter[str], problems: Sequence[Problem]) -> str:
    parts = [f"{counted['geschrieben']} geschrieben", f"{counted['unveraendert']} unverändert", f"{counted['von-hand-geaendert']} von Hand geändert",
             f"{counted['uebersprungen']} übersprungen"]  # fmt: skip
    gone = counted["entfernt"] + counted["verschoben"]
    return f"Fertig: {', '.join(parts)}{f', {gone} entfallen' if gone else ''}; {_verdict(problems)}"


def _verdict(problems: Iterable[Problem]) -> str:
    unique = set(problems)
    wrong = sum(p.blocks for p in unique)
    return f"{_count(wrong, 'Fehler', 'Fehler')}, {_count(len(unique) - wrong, 'Hinweis', 'Hinweise')}."


def _count(number: int, one: str, many: str) -> str:
    return f"{number or 'kein'} {one}" if number in (0, 1) and one == many else f"{number or 'keine'} {many}" if number != 1 else f"1 {one}"


def _code(problems: Iterable[Problem]) -> int:
    return FEHLER if any(p.blocks for p in problems) else FERTIG
