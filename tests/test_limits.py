"""What is monstrous takes neither the memory nor the process: real limits on a child of its own, and a sentence all the same."""

from __future__ import annotations

import random
import re
import subprocess
import sys

import pytest
from conftest import ROOT
from docx import Document

MEMORY = 1_500 * 2**20
SECONDS = 60
"""Of processor time, for all cases of a test together."""
FOREIGN = re.compile(r"\b(?:is|not|the|of|object|attribute|unsafe|undefined|expected|error)\b", re.IGNORECASE)
CHILD = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]),) * 2)
from generator import data, make, selection
from generator.problems import Problems
"""
READ = """
daten = data.load(Path(sys.argv[3]))
auftrag = selection.choose(daten, Path(), ())
for subject in auftrag.subjects:
    if not auftrag.causes(subject):
        make.view(daten, subject)
        print(f"{daten.folder / subject.gegenstand}.yaml: whole")
for problem in daten.problems:
    print(problem)
"""
FILL = """
import importlib
for path in sys.argv[3:]:
    room = importlib.import_module(f"generator.formats.{'docx' if path.endswith('docx') else 'pdf'}")
    try:
        room.render(Path(path), {"wert": "a", "zeilen": ["b"] * 50})
        print(f"{path}: whole")
    except Problems as problems:
        print(problems)
"""


def limited(script: str, *arguments: object) -> list[str]:
    """The lines that a child prints that may not have more than its share."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD + script, str(MEMORY), str(SECONDS), *map(str, arguments)],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=5 * SECONDS,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


def million(text: str) -> str:
    """A text cut to the most that a file may have."""
    return text[:900_000]


YAML = {
    "a thousand million laughs": "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(f"{b}: &{b} [{f'*{a}, ' * 9}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True)),
    "brackets in brackets": million("betreff: " + "[" * 900_000),
    "braces in braces": million("{a: " * 240_000),
    "lists in lists": million("- " * 450_000),
    "keys of keys": million("? " * 450_000),
    "groups in groups": million("".join(" " * i + "a:\n" for i in range(1300))),
    "a quotation mark for the rest of the file": million('betreff: "' + "x\n " * 300_000),
    "a fault at the end": million("betreff: A\nerlaeuterungen: |\n" + "  x\n" * 220_000 + "anlagen: [\n"),
    "fifty thousand unknown keys": million("betreff: A\n" + "".join(f"schluessel{i}: x\n" for i in range(50_000))),
    "a hundred thousand keys without a value": million("betreff: A\n" + "".join(f"k{i}:\n" for i in range(100_000))),
    "the same key again and again": million("betreff: A\n" * 80_000),
    "entries that lack all they need": million("betreff: A\nanlagen:\n" + "  - titl: x\n" * 70_000),
    "as many of them as a file may have": "betreff: A\nanlagen:\n" + "  - titl: x\n" * 9_000,
    "texts that brackets split": "betreff: A\nbeschlussvorschlag: [" + "a b, " * 19_000 + "]\n",
    "one key without end": million("k" * 900_000 + ": x\n"),
    "one text without end": million("betreff: " + "x " * 450_000),
    "very many points": million("betreff: A\nbeschlussvorschlag:\n" + "  - x\n" * 140_000),
    "very many paragraphs": million("betreff: A\nerlaeuterungen: |\n" + "  x\n\n" * 150_000),
    "a binary file": random.Random(1).randbytes(900_000).decode("latin-1"),  # noqa: S311 - the same in each run
}  # fmt: skip
MARKDOWN = {
    "stars": "*" * 199_000,
    "stars that open and never close": "*a **b " * 12_000,
    "low lines": "_a" * 40_000,
    "tildes": "~~a" * 20_000,
    "brackets": "[" * 199_000,
    "pictures in pictures": "![a](" * 15_000,
    "links in links": "[" * 20_000 + "a" + "](b)" * 10_000,
    "grave accents of all lengths": "".join("`" * (i % 600) + " " for i in range(650)),
    "quotations in quotations": ">" * 199_000,
    "lists in lists": "- " * 99_000,
    "signs that are escaped": "\\a" * 50_000,
    "footnotes": "[^" * 30_000,
    "addresses": "<http://" * 20_000,
    "links without an end": "[](" * 20_000,
    "a table of very many columns": "|" + "a|" * 20_000 + "\n  |" + "-|" * 20_000 + "\n" + "  |a|\n" * 10,
    "a table that is filled up": "|" + "a|" * 1000 + "\n  |" + "-|" * 1000 + "\n" + "  |\n" * 9_000,
}


def said_of(world, texts: dict[str, str]) -> dict[str, list[str]]:
    """What a child says of each text: all of them stand in one world, each in a file of its own."""
    files = {name: f"gruenfliess/vorlagen/x-{i}.yaml" for i, name in enumerate(texts)}
    folder = world({files[name]: text for name, text in texts.items()})
    said = limited(READ, folder)
    return {name: [line.removeprefix(f"{folder / file}:") for line in said if line.startswith(f"{folder / file}:")] for name, file in files.items()}


def test_a_monstrous_file_is_refused_in_at_most_a_hundred_short_sentences(world):
    for name, said in said_of(world, YAML).items():
        assert 1 <= len(said) <= 100, name
        assert all("Fehler: " in line and len(line) < 400 for line in said), name


def test_monstrous_markdown_is_refused_or_becomes_words(world):
    for name, said in said_of(world, {name: f"betreff: A\nerlaeuterungen: |\n  {text}\n" for name, text in MARKDOWN.items()}).items():
        assert said == [" whole"] or all("Fehler: " in line and len(line) < 1000 for line in said), name
        assert said, name


TAGS = [
    "{{ 'a' * 10**10 }}", "{{ 10**10**10 }}", "{% for a in range(10**9) %}x{% endfor %}", "{% for a in range(99999) %}{% for b in range(99999) %}{{ wert }}{% endfor %}{% endfor %}",
    "{{ wert.center(10**9) }}", "{{ '%999999999d' % 1 }}", "{{ '{:>999999999}'.format(wert) }}", "{{ wert.ljust(999999999) }}", "{{ wert|center(999999999) }}",
    "{{ wert|indent(999999999) }}", "{{ lipsum(n=99999) }}", "{{ [1]|batch(999999999, 0)|list }}", "{{ zeilen|join(wert.zfill(99999999)) }}", "{{ wert|replace('', wert.ljust(99999999)) }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{{ wert.__class__ }}", "{{ wert['__class__'] }}", "{{ wert|attr('__class__') }}", "{{ ''.__class__.__mro__ }}",
    "{{ self.__init__ }}", "{% set x %}{{ wert }}{% endset %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 40 + "{{ x }}", "{% set x = wert ~ wert %}{{ x }}", "{{ wert + wert }}",
    "{% for a in zeilen %}{% for b in zeilen %}{% for c in zeilen %}{% for d in zeilen %}{% for e in zeilen %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
    "{{ zeilen|map('center', 10**8)|list }}", "{{ wert|safe }}", "{{ 1 // 0 }}", "{{ 1 % 0 }}", "{{ zeilen|random }}", "{{ range(3) }}", "{{ dict(a=1) }}", "{{ cycler.__init__.__globals__ }}", "{{ namespace.__init__ }}", "{{ zeilen.append('x') }}", "{{ wert.format.__self__ }}",
]  # fmt: skip


@pytest.mark.parametrize("ending", ["docx", "html"])
def test_a_druckvorlage_that_wants_all_memory_or_leaves_the_sandbox_is_refused(tmp_path, ending):
    paths = {}
    for i, tag in enumerate(TAGS):
        path = paths[tag] = tmp_path / f"v{i}" / f"v{i}.{ending}"
        path.parent.mkdir()
        if ending == "docx":
            document = Document()
            document.add_paragraph(tag)
            document.save(str(path))
        else:
            path.write_text(f'<!DOCTYPE html>\n<html lang="de"><head><title>x</title></head><body><h1>x</h1><p>{tag}</p></body></html>', encoding="utf-8")
    said = limited(FILL, *paths.values())

    assert len(said) == len(TAGS)
    for (tag, path), line in zip(paths.items(), said, strict=True):
        assert re.match(rf"{re.escape(str(path))}(?::\d+)?: Fehler: Druckvorlage", line), tag
        assert not FOREIGN.search(re.sub("»[^«]*«", "", line.split(": Fehler: ")[1])), line
