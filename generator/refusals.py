"""Why a file's content is no object of its model: pydantic's findings, and empty unknown keys, as German sentences.

Each comes with its place in the object. The shape of a sentence: »field«, what was expected (with an example), what was
found, how to mend it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError

from generator.docstrings import of_fields
from generator.model import Angaben
from generator.model.geheim import SCHLUESSEL
from generator.problems import Stelle, closest, nearest, path_text
from generator.scalars import shown

_KEY = "[key]"  # pydantic's mark for a fault in a key itself
_LONG = 8
_NO_BLANK = re.compile(r"\w+:\S")


def sentences(model: type[BaseModel], error: ValidationError, most: int) -> Iterator[tuple[Stelle, str]]:
    """Place and sentence of every fault (of the first of very many); a key that is misspelt is not missed as well."""
    faults = error.errors(include_url=False)[:most]
    meant = {_meant(model, tuple(fault["loc"])) for fault in faults if fault["type"] == "extra_forbidden"}
    for fault in faults:
        loc, found = tuple(fault["loc"]), fault["input"]
        in_key = loc[-1:] == (_KEY,)
        stelle = loc[:-1] if in_key else loc
        name = f"Der Schlüssel »{path_text(stelle)}«" if in_key else f"»{path_text(stelle)}«" if stelle else "Die Datei"
        match fault["type"]:
            case "missing" if stelle in meant:
                pass
            case "missing":
                yield stelle, f"{name} fehlt{_meaning(model, stelle)}"
            case "extra_forbidden":
                yield stelle, _unknown(model, stelle)
            case "literal_error":
                yield stelle, f"{name} erwartet {_choice(str(fault['ctx']['expected']), found)}"
            case "too_short":
                yield stelle, f"{name} erwartet wenigstens einen Eintrag"
            case "tuple_type":
                yield stelle, f"{name} erwartet eine Liste (jeder Eintrag beginnt mit »- «), steht aber {shown(found)}"
            case "model_type" | "dict_type":
                blank = "; nach dem Doppelpunkt fehlt ein Leerzeichen" if isinstance(found, str) and _NO_BLANK.match(found) else ""
                yield stelle, f"{name} erwartet Angaben mit Namen (»name: wert«), steht aber {shown(found)}{blank}"
            case "erwartet" | "mehrdeutig" | "abgeschnitten":
                yield stelle, f"{name} {fault['msg']}"
            case _:
                yield stelle, f"{name} passt nicht: {shown(found)}"


def unknown_keys(model: type[BaseModel], absent: Iterable[Stelle]) -> Iterator[tuple[Stelle, str]]:
    """Place and sentence of every key without a value that the model does not know either."""
    for stelle in absent:
        owner = type_at(model, stelle[:-1])
        if _is_angaben(owner) and stelle[-1] not in owner.model_fields and stelle[-1:] != SCHLUESSEL[:1]:  # what a seal lacks, its field tells
            yield stelle, _unknown(model, stelle)


def _meaning(model: type[BaseModel], stelle: Stelle) -> str:
    owner = type_at(model, stelle[:-1])
    text = of_fields(owner).get(str(stelle[-1]), "") if _is_angaben(owner) else ""
    return f": {text.rstrip('.')}" if text else ""


def _meant(model: type[BaseModel], stelle: Stelle) -> Stelle:
    """The place that an unknown key is likely meant for."""
    owner = type_at(model, stelle[:-1])
    return (*stelle[:-1], closest(str(stelle[-1]), owner.model_fields if _is_angaben(owner) else ()))


def _unknown(model: type[BaseModel], stelle: Stelle) -> str:
    """An unknown key: what it is likely meant to be, or where it belongs."""
    key = str(stelle[-1])
    owner = type_at(model, stelle[:-1])
    known = owner.model_fields if _is_angaben(owner) else {}
    start = f"»{path_text(stelle)}« ist hier nicht bekannt"
    if not closest(key, known, cutoff=0.8) and (homes := sorted(set(_homes(model, key)), key=lambda home: (home.count("/"), home))):
        if "" in homes:
            return f"{start}; »{key}« gehört eine Ebene höher, ohne Einrückung"
        return f"{start}; »{key}« gehört unter {' oder '.join(f'»{home}«' for home in homes[:2])}"
    return f"{start}{nearest(key, known)}"


def _homes(annotation: Any, key: str, path: tuple[str, ...] = ()) -> Iterator[str]:
    """The paths within a model under which a key is known."""
    annotation = _plain(annotation)
    if _is_angaben(annotation):
        if key in annotation.model_fields:
            yield "/".join(path)
        for name, field in annotation.model_fields.items():
            yield from _homes(field.annotation, key, (*path, name))
    elif arguments := get_args(annotation):
        yield from _homes(arguments[1] if get_origin(annotation) is dict else arguments[0], key, path)


def _choice(expected: str, found: Any) -> str:
    """What one of a few words could have been, and what stands there; of many words only the nearest."""
    words = re.findall(r"'([^']*)'", expected)
    written = f", steht aber {shown(found)}"
    if len(words) == 1:
        return f"das Wort »{words[0]}«{written}"
    if len(words) > _LONG:
        return f"eines von {len(words)} Wörtern wie {words[0]}{written}{nearest(str(found), words)}"
    meant = closest(found, words) if isinstance(found, str) else ""
    return f"{', '.join(words[:-1])} oder {words[-1]}{written}{f'; gemeint »{meant}«?' if meant else ''}"


def type_at(annotation: Any, stelle: Sequence[str | int]) -> Any:
    """The type at a path inside a model; None where there is none."""
    for part in stelle:
        annotation = _plain(annotation)
        if part == SCHLUESSEL[0]:  # a seal stands between a field and its value
            continue
        if _is_angaben(annotation):
            field = annotation.model_fields.get(str(part))
            annotation = field.annotation if field else None
        elif get_origin(annotation) is dict:
            annotation = get_args(annotation)[1]
        elif get_origin(annotation) is tuple:
            annotation = get_args(annotation)[0]
        else:
            return None
    return _plain(annotation)


def _plain(annotation: Any) -> Any:
    """A type without `| None` and without the root of a file that is one mapping."""
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        annotation = annotation.model_fields["root"].annotation
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) not in (None, Literal, dict, tuple) and type(None) in get_args(annotation):
        annotation = next(a for a in get_args(annotation) if a is not type(None))
    return annotation


def _is_angaben(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Angaben)
