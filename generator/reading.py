"""One YAML file → one model object and its Fundstellen (path in the object → line, start, end).

All scalars stay text; absent are an empty plain scalar, `null` and `~`. Lines are only worked out when a finding needs
them. What could cost memory or the process (aliases, tags, deep nesting, files over 1 MB) is refused before it is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError

from generator import glyphs
from generator.problems import Problem, Stelle, path_text
from generator.scalars import CutOff, shown

MAX_BYTES = 1_000_000
MAX_DEPTH = 30
MAX_NODES = 20_000
MOST = 100
"""So many findings of one file are told: whoever has more has saved something else under its name."""

M = TypeVar("M", bound=BaseModel)

_ABSENT = frozenset({"", "~", "null", "Null", "NULL"})
# Also what YAML takes for a line's end and editors do not (U+0085, U+2028, U+2029), and a byte order mark inside a text.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_TAB_INDENT = re.compile(r"^ *\t[ \t]*(?=\S)", re.MULTILINE)
_COMMENT = re.compile(r"[ \t]+#")
_EMPTY = "Die Datei ist leer; was hinein gehört, steht in data/README.md, eine Vorlage beginnt »vorlagen neu«"
_ENTRY = re.compile(r" *- ")
_KEY_IN_LINE = re.compile(r"[\s\"'{\[<-]*([^\W\d][\w/-]{,39})[\"']?\s*:|\s*([^\W\d][\w/-]{,39})\s*$")
_SPLIT = "In eckigen Klammern trennt jedes Komma: {} und {} wären zwei Einträge; Texte in Anführungszeichen setzen oder je Eintrag eine Zeile mit »- «"
_SWALLOWED = "Die Zeile beginnt mit »- «, gehört wegen ihrer Einrückung aber zum Text darüber; auf die Höhe der anderen Einträge rücken oder den Text in Anführungszeichen setzen"
_LOST = re.compile(r"[ \t]+#(?=[^\s#])")


@dataclass(frozen=True, slots=True)
class Fundstelle:
    """Where a value stands: the line of its key from 1, and its first character and the one after its last in the file's text.

    `value` is what YAML makes of it; a list or a group has none, and only its beginning.
    """

    line: int
    start: int
    end: int
    value: str = ""


class _Broken(Exception):
    """The file cannot be built; carries the line, the sentence, the line of the field that it is about, and the text as far as it can be read."""

    def __init__(self, line: int, sentence: str, about: int = 0, text: str = "") -> None:
        self.line, self.sentence, self.about, self.text = line, sentence, about or line, text


@dataclass(frozen=True)
class Quelle(Generic[M]):
    """One file as read: the object if it is sound, and everything that is wrong with it."""

    path: str
    text: str
    object: M | None = None
    problems: tuple[Problem, ...] = ()

    @cached_property
    def fundstellen(self) -> Mapping[Stelle, Fundstelle]:
        """Path in the object → place in the file; computed on first use."""
        return MappingProxyType(dict(_places(self.text)) if self.text else {})

    def line(self, stelle: Stelle, text_line: int = 0) -> int:
        """The line of a path, or of the nearest thing above it that is there; or of a line (from 1) of the long text there."""
        here: Stelle = ()
        for step in stelle:
            # A seal stands between a value and its field: {geheim: …}.
            there = next((path for path in ((*here, step), (*here, "geheim", step)) if path in self.fundstellen), None)
            if there is None:
                break
            here = there
        place = self.fundstellen.get((*here, "geheim")) or self.fundstellen.get(here)
        if place is None:
            return 1 if self.text else 0
        return self._within(place, text_line) if text_line else place.line

    def _within(self, place: Fundstelle, text_line: int) -> int:
        """The text in the file and its value differ in blanks and line ends only: the same number of other characters stands before both."""
        ahead = len("".join("".join(place.value.split("\n")[: text_line - 1]).split()))
        at = place.start
        if self.text[at] in "|>":
            at = self.text.index("\n", at)
        elif self.text[at] in "\"'":
            at += 1
        while at < place.end and (ahead or self.text[at].isspace()):
            ahead -= not self.text[at].isspace()
            at += 1
        return self.text.count("\n", 0, at) + 1


def read(path: Path, shown_path: str, model: type[M]) -> Quelle[M]:
    """Reads `path` as `model`; never raises for what a user wrote, every fault becomes a Problem of the Quelle."""
    text = ""
    try:
        text = _decode(path)
        built = _Build(text)
    except _Broken as broken:
        field = _field(broken.text or text, broken.about)
        sentence = f"Bei »{field}«: {broken.sentence}" if field else broken.sentence
        return Quelle(shown_path, text, None, (Problem(shown_path, broken.line, sentence),))
    found: M | None = None
    error: ValidationError | None = None
    try:
        found = model.model_validate(built.root)
    except ValidationError as invalid:
        error = invalid
    if error is None and not built.faults and not built.absent:
        return Quelle(shown_path, text, found)
    from generator import refusals

    quelle: Quelle[M] = Quelle(shown_path, text)
    misplaced = [*refusals.unknown_keys(model, built.absent[:MOST]), *(refusals.sentences(model, error, MOST) if error else ())]
    problems = {Problem(shown_path, line, sentence) for line, sentence in built.faults[:MOST]}
    problems.update(Problem(shown_path, quelle.line(stelle), sentence) for stelle, sentence in misplaced)
    told = sorted(problems)
    if len(told) >= MOST:
        told = [*told[: MOST - 1], Problem(shown_path, told[MOST - 1].line, f"Die Datei hat mehr als {MOST - 1} Fehler; erst die bis hierher berichtigen")]
    return Quelle(shown_path, text, None if told else found, tuple(told))


def _decode(path: Path) -> str:
    try:
        if not (path.is_file() or path.is_dir()) and path.exists():
            raise _Broken(0, "Die Datei lässt sich nicht lesen: sie ist keine gewöhnliche Datei")  # a pipe would be waited for, a device never ends
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = {13: "keine Leserechte", 2: "sie ist nicht da", 21: "es ist ein Ordner"}.get(error.errno or 0, "das System gibt sie nicht her")
        raise _Broken(0, f"Die Datei lässt sich nicht lesen: {reason}") from None
    if len(raw) > MAX_BYTES:
        raise _Broken(0, "Die Datei ist größer als 1 MB; erwartet wird eine Textdatei in YAML")
    if not raw:
        raise _Broken(0, _EMPTY)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or raw[1:2] == b"\x00" or raw[:1] == b"\x00":
        raise _Broken(1, "Die Datei ist in UTF-16 gespeichert; bitte als UTF-8 speichern")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", raw[: error.start])) + 1
        sentence = "Die Datei ist nicht in UTF-8 gespeichert (ein Umlaut oder ein Sonderzeichen ist unlesbar); bitte als UTF-8 speichern"
        raise _Broken(line, sentence, text=raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if control := _CONTROL.search(text):
        raise _Broken(text.count("\n", 0, control.start()) + 1, _control(control[0]), text=text)
    for character in glyphs.unprintable(text)[:1]:
        line = text.count("\n", 0, text.index(character)) + 1
        raise _Broken(line, f"Das Zeichen {glyphs.name(character)} kann keine der mitgelieferten Schriften drucken; bitte ersetzen oder umschreiben", text=text)
    if all(line.lstrip().startswith("#") or line.strip() in ("", "---", "...") for line in text.split("\n")):
        raise _Broken(1, _EMPTY)
    if tab := _TAB_INDENT.search(text):
        raise _Broken(text.count("\n", 0, tab.start()) + 1, "Ein Tabulator in der Einrückung; in YAML mit Leerzeichen einrücken", text=text)
    return text


def _control(character: str) -> str:
    return f"Ein unsichtbares Steuerzeichen (U+{ord(character):04X}) steht im Text; bitte löschen"


def _events(text: str) -> Iterator[Any]:
    parser = yaml.CBaseLoader(text)  # `yaml.parse` would ask before each event whether there is one
    try:
        while (event := parser.get_event()) is not None:
            yield event
    except yaml.YAMLError as error:
        from generator.syntax import broken

        raise _Broken(*broken(error, text)) from None


@dataclass(slots=True)
class _Node:
    """An open list or mapping; `seen` has the line of each key, a list has none; `key` waits for its value."""

    container: Any
    path: Stelle
    seen: dict[str, int] | None
    in_brackets: bool = False
    key: str | None = None
    key_end: int = 0
    key_line: int = 0


class _Build:
    """The file as dict, list, str and None from one pass over its events.

    `faults` are line and sentence of what is wrong but lets the reader go on, `absent` the keys without a value.
    """

    def __init__(self, text: str) -> None:
        self.root: Any = None
        self.faults: list[tuple[int, str]] = []
        self.absent: list[Stelle] = []
        self._lines = [*text.split("\n"), ""]  # what is absent at the end of a last line stands on the next
        self._comments = " #" in text or "\t#" in text
        self._open: list[_Node] = []
        for number, event in enumerate(_events(text)):
            if number > 2 * MAX_NODES:  # a key and its value are two
                raise _Broken(event.start_mark.line + 1, f"Die Datei hat mehr als {MAX_NODES} Angaben; auf mehrere Dateien verteilen")
            kind = type(event)
            if kind is yaml.ScalarEvent:
                if event.anchor or event.tag:
                    self._marked(event)
                self._place(self._scalar(event), event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if event.anchor or event.tag:
                    self._marked(event)
                self._begin({} if kind is yaml.MappingStartEvent else [], event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._open.pop()
            elif kind is yaml.AliasEvent:
                raise _Broken(
                    event.start_mark.line + 1, "»*« am Anfang eines Wertes ist in YAML ein Verweis und nicht erlaubt; den Text in Anführungszeichen setzen"
                )
            elif kind is yaml.DocumentStartEvent and self.root is not None:
                raise _Broken(event.start_mark.line + 1, "Hier beginnt mit »---« eine zweite Datei in der Datei; bitte auf zwei Dateien verteilen")

    def _marked(self, event: Any) -> None:
        if event.anchor or event.tag != "!":
            sign, what = ("&", "ein Anker") if event.anchor else ("!", "eine Typangabe")
            raise _Broken(
                event.start_mark.line + 1, f"»{sign}« am Anfang eines Wertes ist in YAML {what} und nicht erlaubt; den Text in Anführungszeichen setzen"
            )

    def _begin(self, container: Any, event: Any) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise _Broken(event.start_mark.line + 1, f"Die Angaben sind mehr als {MAX_DEPTH} Stufen tief geschachtelt")
        path: Stelle = ()
        if self._open:
            outer = self._open[-1]
            path = (*outer.path, len(outer.container) if outer.seen is None else outer.key or "")
        self._place(container, event)
        self._open.append(_Node(container, path, {} if type(container) is dict else None, in_brackets=bool(event.flow_style)))

    def _place(self, value: Any, event: Any) -> None:
        if not self._open:
            self.root = value
            return
        top = self._open[-1]
        if top.seen is None:
            if top.in_brackets and top.container and " " in f"{value}{top.container[-1]}" and _plain(event) and isinstance(top.container[-1], str):
                self.faults.append((event.start_mark.line + 1, _SPLIT.format(shown(top.container[-1]), shown(value))))
            top.container.append(value)
        elif top.key is None:
            line = event.start_mark.line + 1
            if not isinstance(value, str):
                raise _Broken(line, "Ein Schlüssel muss ein einfaches Wort sein; einen Text mit »{« oder »[« am Anfang in Anführungszeichen setzen")
            if value in top.seen:
                self.faults.append(
                    (line, f"»{path_text((value,))}« steht hier zum zweiten Mal, zuerst in Zeile {top.seen[value]}; jeder Schlüssel darf nur einmal vorkommen")
                )
                top.container.pop(value, None)
            top.seen.setdefault(value, line)
            top.key, top.key_end, top.key_line = str(value), event.end_mark.index, line
        else:
            if value is not None:
                top.container[top.key] = value
            elif event.start_mark.index == top.key_end:
                self.faults.append(
                    (top.key_line, f"»{path_text((top.key,))}« steht ohne »:« da; ein Wert mit Komma gehört in einer Klammer in Anführungszeichen")
                )
            else:
                self.absent.append((*top.path, top.key))
            top.key = None

    def _scalar(self, event: Any) -> str | None:
        value: str = event.value
        if event.style:  # quoted, or a block: what stands there is meant
            if event.style == '"' and (control := _CONTROL.search(value)):
                raise _Broken(event.start_mark.line + 1, _control(control[0]))
            return value
        start, end = event.start_mark, event.end_mark
        for line in range(start.line + 1, end.line + 1):
            if _ENTRY.match(self._lines[line]):
                self.faults.append((line + 1, _SWALLOWED))
        if value in _ABSENT:
            return CutOff(value) if _LOST.match(self._lines[end.line], end.column) else None
        return CutOff(value) if self._comments and _COMMENT.match(self._lines[end.line], end.column) else value


def _plain(event: Any) -> bool:
    """Whether a scalar stands without quotation marks."""
    return type(event) is yaml.ScalarEvent and not event.style


def _field(text: str, line: int) -> str:
    """The field that a line of a file that cannot be built belongs to, as the file tells up to there; empty where it tells none."""
    above, head = text.split("\n")[: max(line - 1, 0)], (text.split("\n")[line - 1] if line and text else "")
    head = "".join(head.partition(":")[:2])
    source = _CONTROL.sub("?", "\n".join([*above, head]))
    stelle, place = next(reversed([*_places(source)]), ((), Fundstelle(0, 0, 0)))
    if stelle and line in (place.line, source.count("\n", 0, place.end) + 1):
        return path_text(stelle)
    if stelle and head.lstrip(" \t\"'[{").startswith("-"):  # an entry: of the list that was begun
        lists = [at for at, part in enumerate(stelle) if isinstance(part, int)]
        if lists or not place.value:
            return path_text(stelle[: lists[-1]] if lists else stelle)
    return word[1] or word[2] if (word := _KEY_IN_LINE.match(head)) else ""


def _places(text: str) -> Iterator[tuple[Stelle, Fundstelle]]:
    """Path → place of every value, with the line of its key, so that an empty value has one too."""
    stack: list[list[Any]] = []  # per open node: [path, is a list, next index or waiting key, the key's line]
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
                stack.pop()
            if not isinstance(event, yaml.NodeEvent):
                continue
            start, end = cast(yaml.Mark, event.start_mark), cast(yaml.Mark, event.end_mark)
            value = getattr(event, "value", "")
            here: Stelle = ()
            line = start.line + 1
            if stack:
                top = stack[-1]
                if top[1]:
                    here = (*top[0], top[2])
                    top[2] += 1
                elif top[2] is None:
                    if not isinstance(event, yaml.ScalarEvent):  # no key: nothing behind it has a place
                        return
                    top[2:] = value, line
                    continue
                else:
                    here, line = (*top[0], top[2]), top[3]
                    top[2] = None
            yield here, Fundstelle(line, start.index, end.index, value)
            if isinstance(event, yaml.CollectionStartEvent):
                listing = isinstance(event, yaml.SequenceStartEvent)
                stack.append([here, listing, 0 if listing else None, line])
                if len(stack) > MAX_DEPTH:
                    return
    except yaml.YAMLError:  # what stands before the fault has its lines, and a key its place without a value
        if stack and not stack[-1][1] and stack[-1][2] is not None:
            yield (*stack[-1][0], stack[-1][2]), Fundstelle(stack[-1][3], 0, 0)
