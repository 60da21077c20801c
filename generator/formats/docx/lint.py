"""Finds faults of a Word Druckvorlage before any rendering, with part, table cell and paragraph (docxtpl-lint beneath)."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from generator.formats import straight_quotes
from generator.formats.schema import json_schema
from generator.problems import Problem, nearest

_PARTS = {"body": "im Text", "header": "in der Kopfzeile", "footer": "in der Fußzeile", "footnotes": "in den Fußnoten", "endnotes": "in den Endnoten"}
_SENTENCES = {
    "DTL001": "»{open}« wird nicht mit »{close}« geschlossen",
    "DTL002": "»{open}« geht über mehrere Absätze; ein Platzhalter steht in einem Absatz",
    "DTL003": "in einer nachverfolgten Löschung steht ein Platzhalter; erst alle Änderungen annehmen oder ablehnen",
    "DTL101": "»{{% {kw} %}}« wird nicht mit »{{% end{kw} %}}« geschlossen",
    "DTL102": "»{kw}« beendet nichts, was hier begonnen hat",
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
    "DTL304": "den Platzhalter »{name}« gibt es nicht",
    "DTL305": "»{name}« ist keine Liste",
}
_HARMLESS = frozenset({"DTL005"})


def lint(template: Path, view_type: type) -> tuple[Problem, ...]:
    """All findings of one template against the view it is filled with."""
    from docxtpl_lint.api import lint as lint_docx

    schema = json_schema(view_type)
    try:
        data = _straightened(template.read_bytes())
        result = lint_docx(data, schema=schema)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError):
        return (Problem(str(template), 0, "Die Druckvorlage ist keine Word-Datei (.docx), oder sie ist beschädigt"),)
    names = sorted(_names(schema))
    found = []
    for issue in result.issues:
        if issue.rule in _HARMLESS:
            continue
        params = {"open": issue.snippet, "close": "%}", "kw": "", "name": issue.snippet, **{k: str(v) for k, v in issue.params.items()}}
        name = str(issue.params.get("path") or issue.params.get("name") or "")
        hint = nearest(name.rsplit(".", 1)[-1], names) if issue.rule == "DTL304" else ""
        sentence = _filled(_SENTENCES.get(issue.rule, "der Platzhalter ist nicht richtig geschrieben"), {**params, "name": name or params["name"]})
        quoted = f" (»{issue.snippet.strip()[:60]}«)" if issue.snippet.strip() and issue.snippet.strip() not in sentence else ""
        found.append(Problem(str(template), 0, f"Druckvorlage, {_place(issue.location)}: {sentence}{hint}{quoted}"))
    return tuple(dict.fromkeys(found))


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


def _names(schema: dict[str, Any]) -> set[str]:
    inner = schema.get("properties", {})
    below = [*inner.values(), *([schema["items"]] if "items" in schema else [])]
    return set(inner).union(*(_names(part) for part in below))


def _place(location: Any) -> str:
    part = next((german for start, german in _PARTS.items() if str(location.part).startswith(start)), str(location.part))
    if location.cells:
        cells = ", in ".join(f"Tabelle {c.table}, Zeile {c.row}, Zelle {c.col}" for c in location.cells)
        return f"{part}, {cells}, Absatz {location.cell_paragraph}"
    return f"{part}, Absatz {location.paragraph}"
