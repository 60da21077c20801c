"""One YAML file → one model object and its Fundstellen (path in the object → line, start, end).

All scalars stay text; absent are an empty plain scalar, `null` and `~`. Lines are only worked out when a finding needs
them. What could cost memory or the process (aliases, tags, deep nesting, files over 1 MB) is refused before it is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, Literal, TypeVar, get_args, get_origin

import yaml
from pydantic import BaseModel, RootModel, ValidationError

from generator.problems import Problem, nearest
from generator.scalars import CutOff, shown

MAX_BYTES = 1_000_000
MAX_DEPTH = 30

Stelle = tuple[str | int, ...]
"""A path in an object, as pydantic's `loc`: keys and 0-based list positions."""
M = TypeVar("M", bound=BaseModel)

_ABSENT = frozenset({"", "~", "null", "Null", "NULL"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_TAB_INDENT = re.compile(r"^ *\t", re.MULTILINE)
_PYYAML_GERMAN = (
    ("mapping values are not allowed", "ein zweiter Doppelpunkt in der Zeile; einen Text mit »: « in Anführungszeichen setzen"),
    ("could not find expected ':'", "nach dem Schlüssel fehlt »:«, oder ein Anführungszeichen ist nicht geschlossen"),
    ("found unexpected end of stream", "ein Anführungszeichen oder eine Klammer ist nicht geschlossen"),
    ("did not find expected key", "die Einrückung passt nicht zu den Zeilen darüber, oder ein Anführungszeichen steht mitten im Text"),
    ("did not find expected '-' indicator", "die Einrückung passt nicht zur Liste darüber; jeder Eintrag beginnt mit »- « in derselben Spalte"),
    ("did not find expected ',' or", "in der Klammer fehlt ein Komma oder die schließende Klammer"),
    ("found character that cannot start any token", "ein Zeichen, mit dem kein Wert beginnen darf; den Text in Anführungszeichen setzen"),
    ("block sequence entries are not allowed", "eine Liste beginnt in einer neuen Zeile unter dem Schlüssel"),
    ("found unknown escape character", "ein »\\« in doppelten Anführungszeichen; einfache Anführungszeichen verwenden"),
    ("did not find expected node content", "hier fehlt ein Wert"),
    ("found undefined alias", "»*« am Anfang eines Wertes; den Text in Anführungszeichen setzen"),
    ("did not find expected alphabetic", "»*« oder »&« am Anfang eines Wertes; den Text in Anführungszeichen setzen"),
    ("did not find URI", "»!« am Anfang eines Wertes; den Text in Anführungszeichen setzen"),
    ("did not find expected comment or line break", "nach »|« oder »>« beginnt der Text in der nächsten Zeile"),
    ("did not find expected <document start>", "die Einrückung passt nicht zu den Zeilen darüber"),
    ("found a tab character", "ein Tabulator; mit Leerzeichen einrücken"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fundstelle:
    """Where a value stands: line from 1, start and end as character columns from 0 in the first and last line."""

    line: int
    start: int
    end: int


class _Broken(Exception):
    """The file cannot be built; carries the line and the sentence."""

    def __init__(self, line: int, sentence: str) -> None:
        self.line, self.sentence = line, sentence


@dataclass(frozen=True)
class Quelle(Generic[M]):
    """One file as read: the object if it is sound, and everything that is wrong with it."""

    path: str
    text: str
    model: type[M]
    object: M | None = None
    problems: tuple[Problem, ...] = field(default=())

    @cached_property
    def fundstellen(self) -> Mapping[Stelle, Fundstelle]:
        """Path in the object → place in the file; computed on first use."""
        try:
            return MappingProxyType(dict(_places(self.text)))
        except (yaml.YAMLError, RecursionError):
            return MappingProxyType({})

    def line(self, stelle: Stelle) -> int:
        """The line of a path, or of the nearest thing above it that is there."""
        while stelle not in self.fundstellen and stelle:
            stelle = stelle[:-1]
        return self.fundstellen[stelle].line if stelle in self.fundstellen else 1


def read(path: Path, shown_path: str, model: type[M]) -> Quelle[M]:
    """Reads `path` as `model`; never raises for what a user wrote, every fault becomes a Problem of the Quelle."""
    text = ""
    try:
        text = _decode(path)
        data = _build(text)
    except _Broken as broken:
        return Quelle(shown_path, text, model, None, (Problem(shown_path, broken.line, broken.sentence),))
    try:
        return Quelle(shown_path, text, model, model.model_validate(data))
    except ValidationError as error:
        quelle = Quelle(shown_path, text, model)
        problems = [Problem(shown_path, quelle.line(_plain(fault["loc"])), sentence) for fault, sentence in _sentences(model, error)]
        return Quelle(shown_path, text, model, None, tuple(sorted(set(problems))))


def _decode(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = {13: "keine Leserechte", 2: "sie ist nicht da", 21: "es ist ein Ordner"}.get(error.errno or 0, "das System gibt sie nicht her")
        raise _Broken(0, f"Die Datei lässt sich nicht lesen: {reason}") from None
    if len(raw) > MAX_BYTES:
        raise _Broken(0, "Die Datei ist größer als 1 MB; erwartet wird eine Textdatei in YAML")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _Broken(1, "Die Datei ist in UTF-16 gespeichert; bitte als UTF-8 speichern")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _Broken(line, "Die Datei ist nicht in UTF-8 gespeichert (ein Umlaut oder ein Sonderzeichen ist unlesbar); bitte als UTF-8 speichern") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if control := _CONTROL.search(text):
        raise _Broken(text.count("\n", 0, control.start()) + 1, f"Ein unsichtbares Steuerzeichen (U+{ord(control[0]):04X}) steht im Text; bitte löschen")
    if not re.sub(r"(?m)^\s*(#.*)?$", "", text).strip():
        raise _Broken(1, "Die Datei ist leer; ein Muster schreibt »vorlagen neu«")
    if tab := _TAB_INDENT.search(text):
        raise _Broken(text.count("\n", 0, tab.start()) + 1, "Ein Tabulator in der Einrückung; in YAML mit Leerzeichen einrücken")
    return text


def _events(text: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        english = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
        german = next((sentence for start, sentence in _PYYAML_GERMAN if start in english), "Einrückung, Doppelpunkt oder Anführungszeichen prüfen")
        raise _Broken(mark.line + 1 if mark else 1, f"Der Aufbau der Datei stimmt hier nicht: {german}") from None


def _build(text: str) -> Any:
    """The file as dict, list, str and None from one pass over its events."""
    comments = " #" in text
    lines = text.split("\n") if comments else []
    stack: list[list[Any]] = []  # per open node: [container, key that waits for its value, keys seen]
    root: Any = None
    documents = 0

    def place(value: Any, event: Any) -> None:
        nonlocal root
        if not stack:
            root = value
            return
        top = stack[-1]
        if isinstance(top[0], list):
            top[0].append(value)
        elif top[1] is None:
            if not isinstance(value, str):
                raise _Broken(event.start_mark.line + 1, "Ein Schlüssel muss ein einfaches Wort sein")
            if value in top[2]:
                raise _Broken(event.start_mark.line + 1, f"»{value}« steht hier zum zweiten Mal; jeder Schlüssel darf nur einmal vorkommen")
            top[2].add(value)
            top[1] = str(value)
        else:
            if value is not None:
                top[0][top[1]] = value
            top[1] = None

    for event in _events(text):
        match event:
            case yaml.DocumentStartEvent():
                documents += 1
                if documents > 1:
                    raise _Broken(event.start_mark.line + 1, "Eine zweite YAML-Datei beginnt hier (»---«); bitte je Datei nur eine Angabe")
            case yaml.AliasEvent():
                raise _Broken(event.start_mark.line + 1, "Verweise (»*name«) sind nicht erlaubt; einen Text mit »*« in Anführungszeichen setzen")
            case yaml.ScalarEvent() | yaml.SequenceStartEvent() | yaml.MappingStartEvent() if event.anchor or (event.tag and event.tag != "!"):
                raise _Broken(event.start_mark.line + 1, "Anker (»&name«) und Typangaben (»!typ«) sind nicht erlaubt; den Text in Anführungszeichen setzen")
            case yaml.ScalarEvent():
                place(_scalar(event, lines), event)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                if len(stack) >= MAX_DEPTH:
                    raise _Broken(event.start_mark.line + 1, f"Die Angaben sind mehr als {MAX_DEPTH} Stufen tief geschachtelt")
                container: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
                place(container, event)
                stack.append([container, None, set()])
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                stack.pop()
    return root


def _scalar(event: Any, lines: Sequence[str]) -> str | None:
    value: str = event.value
    if event.style:  # quoted, or a block: what stands there is meant
        return value
    if value in _ABSENT:
        return None
    end = event.end_mark
    if lines and re.match(r"\s+#", lines[end.line][end.column :]):
        return CutOff(value)
    return value


def _places(text: str) -> Iterator[tuple[Stelle, Fundstelle]]:
    """Path → place of every key's value (a key's own line counts, so that an empty value has one too)."""
    stack: list[list[Any]] = []  # per open node: [path, is a list, next index or waiting key]
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            stack.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        mark, end = event.start_mark, event.end_mark
        here: Stelle = ()
        line = mark.line + 1
        if stack:
            top = stack[-1]
            if top[1]:
                here = (*top[0], top[2])
                top[2] += 1
            elif top[2] is None:
                top[2] = (getattr(event, "value", ""), line)
                continue
            else:
                here, line = (*top[0], top[2][0]), top[2][1]
                top[2] = None
        yield here, Fundstelle(line, mark.column, end.column)
        if isinstance(event, yaml.CollectionStartEvent):
            listing = isinstance(event, yaml.SequenceStartEvent)
            stack.append([here, listing, 0 if listing else None])


# pydantic's findings in German ---------------------------------------------------------------------------------------


def _plain(loc: Sequence[str | int]) -> Stelle:
    return tuple(part for part in loc if part != "[key]")


def _sentences(model: type[BaseModel], error: ValidationError) -> Iterator[tuple[Any, str]]:
    for fault in error.errors(include_url=False):
        loc = _plain(fault["loc"])
        name = path_text(loc)
        kind = fault["type"]
        match kind:
            case "missing":
                owner = _type_at(model, loc[:-1])
                what = owner.model_fields[str(loc[-1])].description if isinstance(owner, type) and issubclass(owner, BaseModel) else ""
                yield fault, f"»{name}« fehlt{f': {what}' if what else ''}"
            case "extra_forbidden":
                owner = _type_at(model, loc[:-1])
                known = owner.model_fields if isinstance(owner, type) and issubclass(owner, BaseModel) else ()
                yield fault, f"»{name}« ist hier nicht bekannt{nearest(str(loc[-1]), known)}"
            case "literal_error":
                choices = re.findall(r"'([^']*)'", fault["ctx"]["expected"])
                subject = f"Der Schlüssel »{name}«" if fault["loc"][-1] == "[key]" else f"»{name}«"
                found = str(loc[-1]) if fault["loc"][-1] == "[key]" else fault["input"]
                hint = nearest(found, choices) if isinstance(found, str) and len(choices) > 8 else f" (möglich: {', '.join(choices)})"
                near = nearest(found, choices) if isinstance(found, str) else ""
                yield fault, f"{subject} erwartet eines von {len(choices)} Wörtern{hint}, steht aber {shown(found)}{near if 'gemeint' in near and 'gemeint' not in hint else ''}"
            case "tuple_type" | "list_type":
                yield fault, f"»{name}« erwartet eine Liste (jeder Eintrag in einer Zeile mit »- «), steht aber {shown(fault['input'])}"
            case "model_type" | "model_attributes_type" | "dict_type":
                subject = f"»{name}«" if name else "Die Datei"
                yield fault, f"{subject} erwartet Angaben mit Namen (»name: wert«), steht aber {shown(fault['input'])}"
            case "erwartet" | "mehrdeutig" | "abgeschnitten":
                subject = f"Der Schlüssel »{name}«" if fault["loc"][-1:] == ("[key]",) else f"»{name}«"
                yield fault, f"{subject} {fault['msg']}"
            case _:
                yield fault, f"»{name}« passt nicht: {shown(fault['input'])}"


def path_text(stelle: Sequence[str | int]) -> str:
    """A path as sentences write it: list positions count from 1."""
    return "/".join(str(part + 1) if isinstance(part, int) else part for part in stelle)


def _type_at(annotation: Any, loc: Stelle) -> Any:
    """The type at a path inside a model; None where it is not a model's."""
    while get_origin(annotation) is not None and type(None) in get_args(annotation):
        annotation = next(a for a in get_args(annotation) if a is not type(None))
    if not loc:
        return annotation
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        annotation = annotation.model_fields["root"].annotation
    head, rest = loc[0], loc[1:]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        found = annotation.model_fields.get(str(head))
        return _type_at(found.annotation, rest) if found else None
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        return _type_at(arguments[0], rest)
    if origin is dict:
        return _type_at(arguments[1], rest)
    return None if origin is not Literal else annotation
