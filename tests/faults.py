"""A catalogue of named faults: what people, editors and programs do to a YAML file, node by node.

`nodes` finds the places of a file with PyYAML's own composer, not with the reader that is tested. Each fault is a
function of the file's text and one node, and returns the changed file, or None where it does not apply.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

Stelle = tuple[str | int, ...]


@dataclass(frozen=True)
class Node:
    """One entry of a list or a group: from `start` (its key, or its »- «) to `end`, with its value from `value` on; `after` is where the next begins."""

    path: Stelle
    start: int
    value: int
    end: int
    after: int | None
    kind: str
    inside: str
    above: tuple[int, ...]
    """Where the entries begin that this one lies in."""
    below: tuple[int, ...]
    """Where the next entries begin: its own and those of the entries that it lies in."""

    def shape(self, known: frozenset[str]) -> str:
        """The path without positions, ids and years: what two nodes have in common that the model treats alike."""
        return "/".join("*" if isinstance(part, int) or part not in known else part for part in self.path) + f":{self.kind}"


def nodes(text: str) -> list[Node]:
    """All entries of a file, those of brackets included."""
    root = yaml.compose(text, Loader=yaml.CBaseLoader)
    return list(_inside(text, root, (), (), ())) if root else []


def _inside(text: str, parent: Any, path: Stelle, above: tuple[int, ...], below: tuple[int, ...]) -> Iterator[Node]:
    if isinstance(parent, yaml.ScalarNode):
        return
    flow = bool(parent.flow_style)
    if isinstance(parent, yaml.MappingNode):
        pairs = [(key.value, key.start_mark.index, value) for key, value in parent.value]
    else:
        pairs = [(i, item.start_mark.index if flow else text.rindex("-", 0, item.start_mark.index), item) for i, item in enumerate(parent.value)]
    for at, (name, start, value) in enumerate(pairs):
        begin = value.start_mark.index
        end = begin + len(text[begin : value.end_mark.index].rstrip())
        kind = {"scalar": "text", "sequence": "list", "mapping": "group"}[value.id]
        after = pairs[at + 1][1] if at + 1 < len(pairs) else None
        inside = ("brackets " if flow else "") + ("group" if isinstance(parent, yaml.MappingNode) else "list")
        following = below if after is None else (*below, after)
        yield Node((*path, name), start, begin, max(end, start + 1), after, kind, inside, above, following)
        yield from _inside(text, value, (*path, name), (*above, start), following)


# what can happen to a node ---------------------------------------------------------------------------------------------


def _drop(text: str, node: Node) -> str:
    if node.after is not None:
        return text[: node.start] + text[node.after :]
    return re.sub(r"(,\s*|\n *)\Z", "", text[: node.start]) + text[node.end :]


def _double(text: str, node: Node) -> str:
    entry = text[node.start : node.end]
    between = ", " if "brackets" in node.inside else "\n" + " " * _column(text, node.start)
    return text[: node.start] + entry + between + text[node.start :]


def _swap(text: str, node: Node) -> str | None:
    """Its line changes places with the line below."""
    begin = text.rfind("\n", 0, node.start) + 1
    middle = text.find("\n", begin) + 1
    end = text.find("\n", middle) + 1
    return text[:begin] + text[middle:end] + text[begin:middle] + text[end:] if middle and end else None


def _key(change: Callable[[str], str]) -> Callable[[str, Node], str | None]:
    def fault(text: str, node: Node) -> str | None:
        key = str(node.path[-1])
        if "group" not in node.inside or not text.startswith(key, node.start):
            return None
        return text[: node.start] + change(key) + text[node.start + len(key) :]

    return fault


def _without_a_letter(word: str) -> str:
    return word[: len(word) // 2] + word[len(word) // 2 + 1 :]


def _turned(word: str) -> str:
    at = max(len(word) // 2 - 1, 0)
    return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


def _colon(with_: str) -> Callable[[str, Node], str | None]:
    def fault(text: str, node: Node) -> str | None:
        at = text.find(":", node.start + len(str(node.path[-1])))
        return text[:at] + with_ + text[at + 1 :].lstrip(" ") if "group" in node.inside and 0 <= at < node.value else None

    return fault


def _value(change: Callable[[str], str | None]) -> Callable[[str, Node], str | None]:
    def fault(text: str, node: Node) -> str | None:
        new = change(text[node.value : node.end])
        return None if new is None else text[: node.value] + new + text[node.end :]

    return fault


def _text_value(change: Callable[[str], str | None]) -> Callable[[str, Node], str | None]:
    """Only of a scalar on one line."""
    return lambda text, node: _value(change)(text, node) if node.kind == "text" and "\n" not in text[node.value : node.end] else None


def _lines(change: Callable[[str], str], *, all_: bool) -> Callable[[str, Node], str | None]:
    """Moves the first line of an entry, or all of them."""

    def fault(text: str, node: Node) -> str | None:
        begin = text.rfind("\n", 0, node.start) + 1
        if "brackets" in node.inside or text[begin : node.start].strip():
            return None
        end = node.end if all_ else text.find("\n", node.start) % (len(text) + 1)
        lines = text[begin:end].split("\n")
        moved = "\n".join(change(line) if line.strip() else line for line in lines)
        return text[:begin] + moved + text[end:]

    return fault


def _out(by: int) -> Callable[[str], str]:
    return lambda line: line[min(by, len(line) - len(line.lstrip())) :]


def _cut(where: Callable[[Node], int]) -> Callable[[str, Node], str]:
    return lambda text, node: text[: where(node)]


def _encoded(encoding: str, word: str) -> Callable[[str, Node], bytes]:
    """The node, and only it, was written by a program with another encoding."""
    return lambda text, node: text[: node.value].encode() + (word + text[node.value : node.end]).encode(encoding, "replace") + text[node.end :].encode()


def _column(text: str, at: int) -> int:
    return at - text.rfind("\n", 0, at) - 1


Fault = Callable[[str, Node], str | bytes | None]
FAULTS: Mapping[str, Fault] = {
    "drop": _drop,
    "double": _double,
    "swap with the line below": _swap,
    "misspell the key: a letter missing": _key(_without_a_letter),
    "misspell the key: two letters turned": _key(_turned),
    "misspell the key: in capitals": _key(str.upper),
    "misspell the key: with a blank": _key(lambda key: f"{key} x"),
    "misspell the key: in quotation marks": _key(lambda key: f'"{key}'),
    "misspell the key: gone": _key(lambda _: ""),
    "misspell the value: a letter missing": _text_value(_without_a_letter),
    "misspell the value: two letters turned": _text_value(_turned),
    "misspell the value: in capitals": _text_value(str.upper),
    "misspell the value: O for 0": _text_value(lambda value: value.replace("0", "O", 1) if "0" in value else None),
    "misspell the value: Arabic digits": _text_value(lambda value: re.sub(r"\d", lambda digit: chr(0x660 + int(digit[0])), value) if re.search(r"\d", value) else None),
    "no colon": _colon(""),
    "no blank after the colon": _colon(":"),
    "two colons": _colon(": :"),
    "a second colon": _text_value(lambda value: f"x: {value}"),
    "retype: nothing": _value(lambda _: ""),
    "retype: null": _value(lambda _: "null"),
    "retype: an empty text": _value(lambda _: '""'),
    "retype: a text": _value(lambda _: "irgendetwas"),
    "retype: a number": _value(lambda _: "12,5"),
    "retype: a huge number": _value(lambda _: "9" * 5000),
    "retype: a negative number": _value(lambda _: "-1"),
    "retype: zero": _value(lambda _: "0"),
    "retype: a day": _value(lambda _: "2025-02-30"),
    "retype: a day far away": _value(lambda _: "9999-12-31"),
    "retype: ja": _value(lambda _: "ja"),
    "retype: a list": _value(lambda _: "[a, b]"),
    "retype: an empty list": _value(lambda _: "[]"),
    "retype: a list of itself": _value(lambda value: f"[{value}]" if "\n" not in value else None),
    "retype: a group": _value(lambda _: "{a: b}"),
    "retype: an empty group": _value(lambda _: "{}"),
    "retype: a path to somewhere else": _value(lambda _: "../../etc/passwd"),
    "retype: a Druckvorlage's tag": _value(lambda _: "'{{ 7*7 }} {% if %}'"),
    "retype: markup": _value(lambda _: "'<b>&amp;</b> ]]> **x** | y'"),
    "retype: a text of 3000 letters": _value(lambda _: "Wort " * 600),
    "a quotation mark that is not closed": _value(lambda value: f'"{value}'),
    "a bracket that is not closed": _value(lambda value: f"[{value}"),
    "a brace that is not closed": _value(lambda value: f"{{{value}"),
    "a bracket too many": _value(lambda value: f"{value}]"),
    "a comma too many": _value(lambda value: f"{value},"),
    "an anchor": _value(lambda value: f"&a {value}"),
    "an alias": _value(lambda _: "*a"),
    "a tag": _value(lambda value: f"!!python/object {value}"),
    "a percent sign": _value(lambda value: f"% {value}"),
    "a bar": _value(lambda value: f"| {value}"),
    "a comment in the text": _text_value(lambda value: f"{value[:3]} #{value[3:]}"),
    "an entry beside the key": _value(lambda value: f"- {value}"),
    "reindent: a blank more": _lines(lambda line: f" {line}", all_=False),
    "reindent: two blanks more": _lines(lambda line: f"  {line}", all_=False),
    "reindent: a blank less": _lines(_out(1), all_=False),
    "reindent: to the margin": _lines(_out(99), all_=False),
    "reindent: a tab": _lines(lambda line: f"\t{line.lstrip()}", all_=False),
    "reindent: all of it two blanks more": _lines(lambda line: f"  {line}", all_=True),
    "reindent: all of it two blanks less": _lines(_out(2), all_=True),
    "reindent: an entry's dash in front": _lines(lambda line: f"- {line}", all_=False),
    "cut before it": _cut(lambda node: node.start),
    "cut before its value": _cut(lambda node: node.value),
    "cut within it": _cut(lambda node: (node.value + node.end) // 2),
    "cut after it": _cut(lambda node: node.end),
    "swap encoding: Latin-1": _encoded("latin-1", "ä"),
    "swap encoding: CP437": _encoded("cp437", "ä"),
    "swap encoding: UTF-16": _encoded("utf-16-le", ""),
    "a zero byte": lambda text, node: text[: node.value].encode() + b"\x00" + text[node.value :].encode(),
    "a character that no font has": _value(lambda value: f"語{value}"),
    "a line separator": _value(lambda value: f"a\u2028{value}"),
    "a second document": lambda text, node: text[: node.start] + "\n---\n" + text[node.start :],
    "a merge conflict": lambda text, node: text[: text.rfind("\n", 0, node.start) + 1] + "<<<<<<< HEAD\n" + text[text.rfind("\n", 0, node.start) + 1 :],
}  # fmt: skip
"""By name; what is left silent (a misspelt free text is another text) is no fault of the program."""

ENCODINGS: Mapping[str, Callable[[str], bytes]] = {
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "UTF-16 the other way round": lambda text: text.encode("utf-16-be"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "Latin-1": lambda text: text.encode("latin-1", "replace"),
    "CP437": lambda text: text.encode("cp437", "replace"),
    "EBCDIC": lambda text: text.encode("cp273", "replace"),
    "UTF-8 read as Latin-1": lambda text: text.encode().decode("latin-1").encode(),
    "a mark in front": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "two marks in front": lambda text: b"\xef\xbb\xbf\xef\xbb\xbf" + text.encode(),
    "Windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "old Mac line ends": lambda text: text.replace("\n", "\r").encode(),
    "without umlauts": lambda text: text.encode("ascii", "ignore"),
    "base64": lambda text: __import__("base64").b64encode(text.encode()),
    "packed": lambda text: __import__("gzip").compress(text.encode(), mtime=0),
    "nothing": lambda _: b"",
    "twice": lambda text: text.encode() * 2,
    "backwards": lambda text: text.encode()[::-1],
}  # fmt: skip
"""What happens to a whole file."""
