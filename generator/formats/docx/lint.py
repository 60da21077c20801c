"""Finds faults of a Word Druckvorlage before any rendering, with part, table cell and paragraph (docxtpl-lint beneath)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError
from markupsafe import Markup

from generator.formats import german, sandbox, straight_quotes
from generator.formats.placeholders import PARAGRAPHS, findings
from generator.problems import Problem, nearest

_PARTS = {"body": "im Text", "header": "in der Kopfzeile", "footer": "in der Fußzeile", "footnotes": "in den Fußnoten", "endnotes": "in den Endnoten"}
_SENTENCES = {
    "DTL001": "»{open}« wird nicht mit »{close}« geschlossen",
    "DTL002": "»{open}« geht über mehrere Absätze; ein Platzhalter steht in einem Absatz",
    "DTL003": "in einer nachverfolgten Löschung steht ein Platzhalter; erst alle Änderungen annehmen oder ablehnen",
    "DTL101": "»{{% {kw} %}}« wird nicht mit »{{% end{kw} %}}« geschlossen",
    "DTL102": "»{raw}« beendet nichts, was hier begonnen hat",
    "DTL103": "der Platzhalter ist nicht richtig geschrieben",
    "DTL104": "den Filter »{name}« gibt es nicht",
    "DTL105": "die Prüfung »{name}« gibt es nicht",
    "DTL106": "»{name}« gilt nur in seiner Schleife",
    "DTL201": "in einem Platzhalter mit p, tr, tc oder r darf kein »%« und kein »}}« stehen",
    "DTL202": "zwischen »{{%« und tr oder tc darf kein Leerzeichen stehen",
    "DTL203": "tr und tc gelten nur in Tabellen",
    "DTL204": "Anfang und Ende der Schleife haben verschiedene Vorsilben (p, tr, tc)",
    "DTL205": "die Schleife über Zeilen beginnt in einer Tabelle und endet in einer anderen; so verschwänden beide",
    "DTL206": "die Schleife über Zeilen beginnt und endet in derselben Zeile; jede Marke braucht eine Zeile für sich",
    "DTL207": "die Schleife über Zellen muss in einer Zeile bleiben",
    "DTL208": "cellbg, colspan, vm und hm gelten nur in einer Tabellenzelle",
    "DTL209": "neben einer Marke mit p, tr oder tc steht noch etwas; es ginge verloren",
    "DTL210": "»{{%p« beginnt und endet im selben Absatz; jede Marke braucht einen Absatz für sich",
}
_HARMLESS = frozenset({"DTL005"})
_COMMANDS = frozenset(
    [
        "for",
        "endfor",
        "if",
        "elif",
        "else",
        "endif",
        "with",
        "endwith",
        "set",
        "endset",
        "raw",
        "endraw",
        "filter",
        "endfilter",
        "macro",
        "endmacro",
        "call",
        "endcall",
        "vm",
        "hm",
        "cellbg",
        "colspan",
        "do",
    ]
)
_COMMAND = re.compile(r"\{%-?\s*(?:(?:p|tr|tc|r)\s+)?(\w+)")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_PREFIX = re.compile(r"^(\{\{|\{%-?)\s*(?:p|tr|tc|r)\s")
_LONGTEXT = re.compile(r"\{\{\s*p\s+(.+?)\s*\}\}", re.DOTALL)


def lint(template: Path, view_type: type) -> tuple[Problem, ...]:
    """All findings of one template against the view it is filled with; while its structure is broken, only those on the structure."""
    from docxtpl_lint.api import lint as lint_docx

    if not template.is_file():
        return (Problem(str(template), 0, "Die Druckvorlage gibt es nicht; den Ordner nennt »--druckvorlagen«"),)
    try:
        data = _straightened(template.read_bytes())
        paragraphs = _paragraphs(data)
        issues = lint_docx(data).issues
    except (OSError, zipfile.BadZipFile, KeyError, ValueError):
        return (Problem(str(template), 0, "Die Druckvorlage ist keine Word-Datei (.docx), oder sie ist beschädigt"),)
    found = list(_misspelt(paragraphs)) or list(_structure(issues)) or list(_names(paragraphs, view_type))
    return tuple(dict.fromkeys(Problem(str(template), 0, f"Druckvorlage, {place}: {sentence}") for place, sentence in found))


def _misspelt(paragraphs: list[Any]) -> Iterator[tuple[str, str]]:
    """Commands that do not exist: all that follows from them would only bury the cause."""
    for paragraph in paragraphs:
        for command in _COMMAND.findall(paragraph.text):
            if command not in _COMMANDS:
                yield _place(paragraph, paragraph.index), f"den Befehl »{command}« gibt es nicht{nearest(command, _COMMANDS)}"


def _structure(issues: list[Any]) -> Iterator[tuple[str, str]]:
    """Blocks and docxtpl's own tags; what a block that is never closed drags along is left out."""
    unclosed = any(issue.rule == "DTL101" for issue in issues)
    for issue in issues:
        if issue.rule in _HARMLESS or (unclosed and issue.rule in ("DTL102", "DTL103")):
            continue
        snippet = issue.snippet.strip()
        params = {"open": snippet, "close": "%}", "kw": "", "name": snippet, "raw": snippet, **{k: str(v) for k, v in issue.params.items()}}
        sentence = _filled(_SENTENCES.get(issue.rule, "der Platzhalter ist nicht richtig geschrieben"), params)
        quoted = f" (»{snippet[:60]}«)" if snippet and snippet not in sentence else ""
        yield _place(issue.location, issue.location.paragraph), f"{sentence}{quoted}"


def _names(paragraphs: list[Any], view_type: type) -> Iterator[tuple[str, str]]:
    """Names and kinds of what is printed: each part is read as one Jinja text with a line for each paragraph."""
    environment = sandbox(_nothing, _nothing)
    environment.filters[PARAGRAPHS] = _nothing
    for part in dict.fromkeys(paragraph.part for paragraph in paragraphs):
        inside = [paragraph for paragraph in paragraphs if paragraph.part == part]
        source = "\n".join(" ".join(map(_plain_tag, _TAG.findall(paragraph.text))) for paragraph in inside)
        try:
            tree = environment.parse(source)
        except TemplateSyntaxError as error:
            place = inside[min(error.lineno, len(inside)) - 1]
            yield _place(place, place.index), german(error)
            continue
        for line, sentence in findings(tree, view_type, word=True):
            yield _place(inside[line - 1], inside[line - 1].index), sentence


def _nothing(*_: Any) -> Markup:
    return Markup()


def _plain_tag(tag: str) -> str:
    """A tag without docxtpl's prefix; `{{p text }}` as the engine reads it."""
    longtext = _LONGTEXT.fullmatch(tag)
    return f"{{{{ ({longtext[1]})|{PARAGRAPHS} }}}}" if longtext else _PREFIX.sub(r"\1 ", tag)


def _paragraphs(data: bytes) -> list[Any]:
    from docxtpl_lint.reader import iter_paragraphs

    return list(iter_paragraphs(BytesIO(data)))


def _straightened(data: bytes) -> bytes:
    """The template as the engine reads it: with straight quotation marks inside tags."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml", name):
                part = straight_quotes(part.decode()).encode()
            target.writestr(name, part)
    return out.getvalue()


def _filled(sentence: str, params: dict[str, str]) -> str:
    try:
        return sentence.format(**params)
    except (KeyError, IndexError):
        return sentence


def _place(location: Any, paragraph: int) -> str:
    part = next((german_name for start, german_name in _PARTS.items() if str(location.part).startswith(start)), str(location.part))
    if location.cells:
        cells = ", in ".join(f"Tabelle {c.table}, Zeile {c.row}, Zelle {c.col}" for c in location.cells)
        return f"{part}, {cells}, Absatz {getattr(location, 'cell_paragraph', 0) or getattr(location, 'cell_para', 0)}"
    return f"{part}, Absatz {paragraph}"
