"""PyYAML's findings in German: which line to look at, and what is likely wrong there."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import yaml

_HERE = "Der Aufbau der Datei stimmt hier nicht"
_SENTENCES = (
    # what PyYAML says, whether to look where the thing began, what to say
    ("mapping values are not allowed", False, "ein zweiter Doppelpunkt oder eine falsche Einrückung; einen Text mit »: « in Anführungszeichen setzen"),
    ("mapping keys are not allowed", False, "»?« am Anfang eines Wertes; den Text in Anführungszeichen setzen"),
    ("could not find expected ':'", True, "nach dem Schlüssel fehlt »:«, oder ein Anführungszeichen ist nicht geschlossen"),
    ("found unexpected end of stream", True, "ein Anführungszeichen wird hier geöffnet und nicht geschlossen"),
    ("found unexpected document indicator", True, "ein Anführungszeichen wird hier geöffnet und nicht geschlossen"),
    ("did not find expected '-' indicator", False, "die Einrückung passt nicht zur Liste darüber; jeder Eintrag beginnt mit »- « in derselben Spalte"),
    ("did not find expected ',' or", False, "in der Klammer fehlt ein Komma oder die schließende Klammer, oder ein Text mit »: « steht ohne Anführungszeichen"),
    (
        "did not find expected key",
        False,
        "die Einrückung passt nicht zu den Zeilen darüber, oder nach einem Anführungszeichen oder einer Klammer geht der Text weiter",
    ),
    ("found unexpected ':'", False, "nach dem Doppelpunkt fehlt ein Leerzeichen"),
    ("found character that cannot start any token", False, "»%«, »@« oder »`« am Anfang eines Wertes; den Text in Anführungszeichen setzen"),
    ("block sequence entries are not allowed", False, "»- « nach einem Doppelpunkt; eine Liste beginnt in einer neuen Zeile unter dem Schlüssel"),
    ("found unknown escape character", False, "»\\« in doppelten Anführungszeichen; einfache Anführungszeichen ' verwenden"),
    ("invalid Unicode character escape", False, "»\\« in doppelten Anführungszeichen; einfache Anführungszeichen ' verwenden"),
    ("did not find expected hexdecimal number", False, "»\\« in doppelten Anführungszeichen; einfache Anführungszeichen ' verwenden"),
    ("did not find expected node content", False, "hier fehlt ein Wert, oder es steht ein Komma oder eine Klammer zu viel"),
    (
        "did not find expected comment or line break",
        False,
        "»|« oder »>« am Anfang eines Wertes; der Text beginnt in der nächsten Zeile oder steht in Anführungszeichen",
    ),
    ("found an indentation indicator", False, "»|« oder »>« am Anfang eines Wertes; der Text beginnt in der nächsten Zeile oder steht in Anführungszeichen"),
    ("while scanning an anchor", False, "»&« am Anfang eines Wertes; den Text in Anführungszeichen setzen"),
    ("while scanning an alias", False, "»*« am Anfang eines Wertes; den Text in Anführungszeichen setzen"),
    ("tag", False, "»!« am Anfang eines Wertes; den Text in Anführungszeichen setzen"),
    ("YAML document", False, "»%« am Anfang einer Zeile; den Text in Anführungszeichen setzen"),
    ("directive", False, "»%« am Anfang einer Zeile; den Text in Anführungszeichen setzen"),
    ("did not find expected <document start>", False, "die Einrückung passt nicht zu den Zeilen darüber, oder der Schlüssel fehlt"),
    ("found a tab character", False, "ein Tabulator; mit Leerzeichen einrücken"),
)


def broken(error: yaml.YAMLError, text: str) -> tuple[int, str, int]:
    """The line and the sentence for a file that is no YAML, and the line of the field that it is about."""
    context, problem = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    english = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}"
    begins, german = next(
        ((begins, german) for start, begins, german in _SENTENCES if start in english), (False, "Einrückung, Doppelpunkt und Anführungszeichen prüfen")
    )
    mark = (context if begins else problem) or problem or context
    lines = text.split("\n")
    if problem and "did not find expected" in english and (quoted := _closed_too_late(text, problem.index)):
        return (
            quoted.start_mark.line + 1,
            f"{_HERE}: ein Anführungszeichen wird hier geöffnet und erst in Zeile {quoted.end_mark.line + 1} wieder geschlossen",
            0,
        )
    line = min(mark.line, len(lines) - 1) if mark else 0
    while line and not lines[line].strip():  # a fault found at the end of the file belongs to its last line with text
        line -= 1
    first = line - 1 if line and "expected key" in english else line
    if context and ("flow" in english or "simple key" in english):
        first = min(line, context.line)
    lost = any(" #" in lines[at].lstrip().expandtabs() for at in range(first, line + 1) if not lines[at].lstrip().startswith("#"))
    hint = "; vielleicht macht » #« den Rest einer Zeile zum Kommentar" if lost else ""
    above = first < line and "in der Klammer" in german
    return line + 1, f"{_HERE}: {german.replace('Klammer', f'Klammer aus Zeile {first + 1}' if above else 'Klammer', 1)}{hint}", first + 1 if above else 0


def _closed_too_late(text: str, end: int) -> Any:
    """The quoted text over several lines that ends right before a fault: its quotation mark is likely one that was never closed."""
    last: Any = None
    with suppress(yaml.YAMLError):
        for token in yaml.scan(text, Loader=yaml.CBaseLoader):
            if token.start_mark.index >= end:
                break
            if isinstance(token, yaml.ScalarToken):
                last = token
    return last if last and last.style in ("'", '"') and last.start_mark.line < last.end_mark.line and not text[last.end_mark.index : end].strip() else None
