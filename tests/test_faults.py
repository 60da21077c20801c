"""Whatever people, editors and programs do to a data file: it ends in a sentence with the right file, line and field, or in a whole paper.

The cover, honestly; numbers as of writing. The sample data are all files in data/ (106) with some 9,000 nodes (entries of lists and groups);
`faults.py` names 70 faults, so that each on each node were 630,000 cases.

* Reading one file, by kinds of places: what is left of a node's path without positions, ids and years is its *shape*, such as
  `projekt: beteiligung/*/anteile/*`; there are some 400. Each fault is tried on each shape, in the smallest file that has it; some 24,000 cases.
* Reading one file, evenly: of all nodes of all files every third suffers one fault, in turn.
* Every file in 18 encodings. The smallest file of each kind is cut after every third byte, all others at eight places. Random bytes by hypothesis.
* All rules and the views: of the first cases every twelfth that still reads as an object is checked with all other files as they are; of what has
  no Fehler then, the views of three papers are built, of every fortieth shape those of all papers.
* The whole way through the command, with Word and PDF: eight cases.

`FAULTS=all pytest tests/test_faults.py` tries every fault on every node and takes hours.
"""

from __future__ import annotations

import os
import re
import shutil
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import DATA, TEMPLATES
from faults import ENCODINGS, FAULTS, Node, nodes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import cli, data, make, selection
from generator.problems import Problem, Problems
from generator.reading import Quelle, read

FILES = tuple(sorted((path for path in DATA.rglob("*.yaml") if "/." not in str(path.relative_to(DATA.parent))), key=lambda path: (path.stat().st_size, path)))
KIND: Mapping[Path, str] = {path: str(data.kind_of(path.relative_to(DATA).with_suffix("").as_posix())) for path in FILES}
SMALLEST = {KIND[path]: path for path in reversed(FILES)}
FOREIGN = re.compile(
    r"\b(?:[Ii]nput|[Tt]ype|[Vv]alue|expected|found|None|dict|tuple|str|int|list|float|bool|[Ee]rror|should|must|not|the|of|valid|string|object|[Ff]ield"
    r"|Exception|Traceback|line|column|while|mapping|sequence|token|node)\b|[a-z]_type\b|0x|<class|\{\w*\}"
)
ALL = os.environ.get("FAULTS") == "all"
WITHOUT_FIELD = frozenset(
    {"misspell the key: gone", "a second document", "a merge conflict", "two colons", "swap with the line below", "swap encoding: UTF-16"}
)
"""Faults after which the line itself may name no field."""


@dataclass(frozen=True)
class Case:
    """One file with one fault at one node."""

    fault: str
    path: Path
    node: Node
    before: str
    after: bytes

    @property
    def key(self) -> str:
        return self.path.relative_to(DATA).with_suffix("").as_posix()

    def __str__(self) -> str:
        return f"{self.key} {'/'.join(map(str, self.node.path))}"


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def nodes_of(path: Path) -> tuple[Node, ...]:
    return tuple(nodes(text_of(path)))


@cache
def shapes() -> tuple[tuple[Path, Node], ...]:
    """One node of each shape, in the smallest file that has it."""
    known = {kind: frozenset(_keys(model.model_json_schema())) for kind, model in data.KINDS.items()}
    found: dict[tuple[str, str, str], tuple[Path, Node]] = {}
    for path in FILES:
        for node in nodes_of(path):
            found.setdefault((KIND[path], node.shape(known[KIND[path]]), node.inside), (path, node))
    return tuple(found.values())


def _keys(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _keys(inner)


def case(fault: str, path: Path, node: Node) -> Case | None:
    before = text_of(path)
    changed = FAULTS[fault](before, node)
    after = changed.encode() if isinstance(changed, str) else changed
    return None if after is None or after == before.encode() else Case(fault, path, node, before, after)


@pytest.fixture(scope="session")
def scratch(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("faults") / "x.yaml"


def quelle_of(scratch: Path, path: Path, content: bytes) -> Quelle[Any]:
    """The changed file as `data` reads it in its place."""
    scratch.write_bytes(content)
    return read(scratch, str(path), data.KINDS[KIND[path]])


# what is right about a finding ---------------------------------------------------------------------------------------


def german(problem: Problem) -> str:
    """What is wrong with a sentence; empty if nothing is."""
    own = re.sub("»[^«]*«", "»…«", problem.sentence)
    if FOREIGN.search(own):
        return f"speaks no German: {problem}"
    return f"is no line: {problem}" if "\n" in str(problem) or len(str(problem)) > 700 else ""


def line_of(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return bisect_left(range(1, min(len(one), len(other)) + 1), 1, key=lambda length: one[:length] != other[:length])


def lines_of(case: Case, now: str) -> set[int]:
    """Where a finding may point: the changed lines and the entry itself, what they lie in, and what stands next before and behind."""
    old, shift = case.before, len(now) - len(case.before)
    same = alike(old, now)
    tail = alike(old[same:][::-1], now[same:][::-1])
    first, last = min(line_of(now, same), line_of(old, case.node.start)), max(line_of(now, len(now) - tail), line_of(now, case.node.end + max(shift, 0)))
    lines = now.split("\n")
    while first > 1 and (first == line_of(now, same) or not lines[first - 1].strip()):
        first -= 1
    last += 1
    while last < len(lines) and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
        last += 1
    beside = {line_of(old, at) for at in case.node.above} | {line_of(now, at + shift) for at in case.node.below}
    top = next((i for i, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")), 1)
    return {*range(first, last + 1), *beside, top}


def wrong_with(case: Case, quelle: Quelle[Any]) -> Iterator[str]:
    """What is wrong with the findings in one file."""
    if (quelle.object is None) != bool(quelle.problems):
        yield f"{case}: an object with findings, or neither"
    now = case.after.decode("utf-8", "replace")
    allowed = lines_of(case, now) if quelle.problems else set()
    for problem in quelle.problems:
        named = {int(number) for number in re.findall(r"Zeile (\d+)", problem.sentence)}
        if problem.path != str(case.path):
            yield f"{case}: another file: {problem}"
        if not ({problem.line} | named) & allowed or not 1 <= problem.line <= now.count("\n") + 1:
            yield f"{case}: the line is none of {sorted(allowed)}: {problem}"
        if "»" not in problem.sentence and case.fault not in WITHOUT_FIELD:
            yield f"{case}: no field: {problem}"
        if german(problem):
            yield f"{case}: {german(problem)}"


# one file ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_any_kind_of_place_is_an_object_or_a_sentence_with_its_line_and_field(scratch, fault):
    cases = [found for path, node in shapes() if (found := case(fault, path, node))]

    assert cases
    assert [wrong for c in cases for wrong in wrong_with(c, quelle_of(scratch, c.path, c.after))] == []


@pytest.mark.parametrize("kind", data.KINDS)
def test_the_nodes_of_all_files_suffer_one_fault_in_turn(scratch, kind):
    names = tuple(FAULTS)
    places = [(path, node) for path in FILES if KIND[path] == kind for node in nodes_of(path)]
    cases = (
        found
        for i, (path, node) in enumerate(places if ALL else places[::3])
        for name in (names if ALL else [names[i % len(names)]])
        if (found := case(name, path, node))
    )

    assert [wrong for c in cases for wrong in wrong_with(c, quelle_of(scratch, c.path, c.after))] == []


def sound(quelle: Quelle[Any], content: bytes) -> list[str]:
    """What is wrong with the findings in a file of which nothing but its bytes is known."""
    lines = len(re.findall(rb"\r\n|\r|\n", content)) + 1
    wrong = [german(problem) for problem in quelle.problems]
    wrong += [f"no such line: {problem}" for problem in quelle.problems if not 1 <= problem.line <= lines and content]
    return [fault for fault in wrong if fault] + ([] if (quelle.object is None) == bool(quelle.problems) else ["an object with findings, or neither"])


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_in_another_encoding_is_read_or_refused(scratch, encoding):
    for path in FILES:
        content = ENCODINGS[encoding](text_of(path))
        assert sound(quelle_of(scratch, path, content), content) == [], path


@pytest.mark.parametrize("kind", data.KINDS)
def test_a_file_that_was_cut_anywhere_is_read_or_refused(scratch, kind):
    for path in (path for path in FILES if KIND[path] == kind):
        content = text_of(path).encode()
        step = 3 if path == SMALLEST[kind] else len(content) // 8
        for at in range(0, len(content), step):
            assert sound(quelle_of(scratch, path, content[:at]), content[:at]) == [], (path, at)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(FILES), st.binary(min_size=1, max_size=40), st.floats(0, 1), st.integers(0, 60))
def test_random_bytes_anywhere_in_a_file_are_read_or_refused(scratch, path, noise, where, over):
    content = text_of(path).encode()
    at = int(where * len(content))
    changed = content[:at] + noise + content[at + over :]

    assert sound(quelle_of(scratch, path, changed), changed) == []


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(sorted(SMALLEST)), st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_random_bytes_alone_are_refused_whatever_kind_of_file_they_claim_to_be(scratch, kind, noise):
    assert sound(quelle_of(scratch, SMALLEST[kind], noise), noise) == []


# all files -----------------------------------------------------------------------------------------------------------


@cache
def sample() -> data._Gelesen:
    return data._gathered(DATA)


@cache
def usual() -> frozenset[Problem]:
    """What is said of the sample data as they are."""
    return frozenset(data._checked(DATA, sample()).problems)


def loaded(c: Case, quelle: Quelle[Any]) -> data.Daten:
    """All data with one file changed; the others are those that were read before."""
    return data._checked(DATA, replace(sample(), quellen={**sample().quellen, c.key: quelle}))


def concerns(c: Case, problem: Problem) -> bool:
    """Whether a finding in another file has to do with the changed one: one names the other, or a word that was changed."""
    told = text_of(Path(problem.path)) + problem.sentence
    now = c.after.decode("utf-8", "replace")
    words = set(re.findall(r"[\w.-]{2,}", c.before)) ^ set(re.findall(r"[\w.-]{2,}", now))
    names = {*c.key.split("/"), *map(str, c.node.path), *words} - {"gremien", "sitzungen", "koerperschaft", "vorlagen", "projekte", "berichte"}
    return c.key in ("region", "formulare/kreis-warendorf") or any(name in told for name in names)


@pytest.mark.parametrize("fault", FAULTS)
def test_what_reads_well_is_checked_with_all_other_files_and_its_papers_are_whole(scratch, fault):
    wrong: list[str] = []
    turn = list(FAULTS).index(fault)
    for number, (path, node) in enumerate(shapes()):
        if (number + turn) % 12 and not ALL:
            continue
        if (c := case(fault, path, node)) is None or (quelle := quelle_of(scratch, c.path, c.after)).object is None:
            continue
        daten = loaded(c, quelle)
        for problem in set(daten.problems) - usual():
            there = text_of(Path(problem.path)) if problem.path != str(c.path) else quelle.text
            if not 1 <= problem.line <= there.count("\n") + 1:
                wrong.append(f"{c}: no such line: {problem}")
            if "»" not in problem.sentence or german(problem):
                wrong.append(f"{c}: {german(problem) or f'no field: {problem}'}")
            if problem.path != str(c.path) and not concerns(c, problem):
                wrong.append(f"{c}: what has that to do with it? {problem}")
        auftrag = selection.choose(daten, TEMPLATES, ())
        papers = [subject for subject in auftrag.subjects if not auftrag.causes(subject)]
        chosen = papers if ALL or number % 40 == 0 else [papers[(number + i * len(papers) // 3) % len(papers)] for i in range(3) if papers]
        for subject in chosen:
            make.view(daten, subject)

    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(DATA).as_posix())
def test_a_file_that_cannot_be_read_is_the_only_one_that_is_complained_of(scratch, path):
    content = b"\xff" + text_of(path).encode()
    c = Case("", path, nodes_of(path)[0], text_of(path), content)
    try:
        found = loaded(c, quelle_of(scratch, path, content)).problems
    except Problems as stopped:
        found = stopped.problems

    new = set(found) - usual()
    assert {problem.path for problem in new} == {str(path)}
    assert len(new) == 1


def whole_way() -> list[tuple[str, str, tuple[str, ...]]]:
    """Faults that leave a sound file, each with a paper that shows the changed file."""
    sheet = ("projektblatt", "intern")
    return [
        ("misspell the value: a letter missing", "kreis-warendorf/vorlagen/smart-region-strategie", ("smart-region-strategie", "beschlussvorlage")),
        ("retype: markup", "kreis-warendorf/vorlagen/datenplattform-vergabe", ("datenplattform-vergabe",)),
        ("retype: a Druckvorlage's tag", "kreis-warendorf/koerperschaft", ("lorawan-ausbaustufe-2",)),
        ("retype: a text of 3000 letters", "projekte/di-05", ("ahlen", *sheet)),
        ("retype: markup", "beelen/koerperschaft", ("beelen", *sheet)),
        ("misspell the value: in capitals", "kreis-warendorf/gremien", ("2025-2", "sachstandsbericht")),
        ("drop", "projekte/wa-03", ("telgte", *sheet)),
        ("retype: a path to somewhere else", "kreis-warendorf/vorlagen/ehrenamtsportal-finanzierung", ("ehrenamtsportal-finanzierung",)),
    ]


@pytest.mark.parametrize(("fault", "key", "was"), whole_way(), ids=lambda value: value if isinstance(value, str) else "")
def test_the_whole_way_ends_in_findings_or_in_files(tmp_path, capsys, scratch, fault, key, was):
    """Of all nodes of the file the middle one of those that still read well under this fault."""
    folder, out = tmp_path / "data", tmp_path / "output"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns(".*"))
    path = DATA / f"{key}.yaml"
    cases = [c for node in nodes_of(path) if (c := case(fault, path, node)) and quelle_of(scratch, path, c.after).object]
    c = cases[len(cases) // 2]
    (folder / f"{key}.yaml").write_bytes(c.after)
    with pytest.raises(SystemExit) as end:
        cli.main(["--daten", str(folder), "--druckvorlagen", str(TEMPLATES), "--ausgabe", str(out), "erzeugen", *was])
    said = capsys.readouterr()

    assert "Traceback" not in said.err
    if end.value.code == cli.FERTIG:
        assert {".docx", ".pdf"} <= {file.suffix for file in out.rglob("*")}
    else:
        assert end.value.code in (cli.FEHLER, cli.AUFRUF)
        assert re.search(r"(?m)^(?:.+?(?::\d+)?: )?Fehler: .+$", said.err), said.err
