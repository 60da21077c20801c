"""Word papers a second: this project with all its checks against plain docxtpl and docxtemplater, the same papers in the same run.

Every paper has other data, and the texts of all contestants must be equal word for word. docxtemplater takes part if
Node and npm are there; its packages are installed beneath .venv at the first use.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import zip_longest
from os import pathsep
from pathlib import Path

HERE = Path(__file__).resolve().parent
CONTESTANTS = HERE / "contestants"
ROOT = HERE.parents[1]
PACKAGES = ("docxtemplater@3.71.0", "pizzip@3.3.0", "angular-expressions@1.6.0")
CACHE = ROOT / ".venv" / "docxtemplater"
_PATH = (HERE, CONTESTANTS, ROOT / "tests", ROOT)
sys.path[:0] = map(str, _PATH)

from measure import Contestant, Row, Score, race, table  # noqa: E402 - its folder had to be named first
from word_papers import Case, cases  # noqa: E402 - likewise

from generator.formats import docx  # noqa: E402 - likewise

OURS = "vorlagen"
GOALS = {"docxtpl": 12.0, "docxtemplater": 5.0}


def word_bench(folder: Path, rounds: int, papers: int) -> list[Row]:
    """All cases in `folder`, which is empty: `rounds` rounds of `papers` papers each, after one round of warm-up. Raises AssertionError if texts differ."""
    packages = _docxtemplater()
    return [row for case in cases(folder, (rounds + 1) * papers) for row in _raced(case, packages, rounds, papers)]


def _raced(case: Case, packages: Path | None, rounds: int, papers: int) -> Iterator[Row]:
    contestants = [_python(OURS, "word_ours.py", case), _python("docxtpl", "word_docxtpl.py", case)]
    if packages and "docxtemplater" in case.peers:
        contestants.append(Contestant("docxtemplater", ("node", str(CONTESTANTS / "docxtemplater.mjs"), str(case.folder), str(packages)), "docx"))
    made = case.folder / "made"
    scores = race(contestants, made, rounds, papers)
    for score in scores.values():
        if score.name != OURS:
            _compare(made / OURS, made / score.name, case.name)
            yield _row(case, scores[OURS], score)
    shutil.rmtree(made)


def _python(name: str, script: str, case: Case) -> Contestant:
    return Contestant(name, (sys.executable, str(CONTESTANTS / script), str(case.folder)), "docx", {"PYTHONPATH": pathsep.join(map(str, _PATH))})


def _row(case: Case, ours: Score, peer: Score) -> Row:
    return Row(case.name, ours, peer, ours.times(peer), GOALS[peer.name])


def _compare(ours: Path, theirs: Path, case: str) -> None:
    """The paragraphs of body, headers and footers of all papers, word for word."""
    names = sorted(path.name for path in ours.iterdir())
    assert names, f"{case}: no paper"
    assert names == sorted(path.name for path in theirs.iterdir()), f"{case}: {theirs.name} made other papers"
    texts = set()
    for name in names:
        mine, others = (docx.paragraphs((home / name).read_bytes()) for home in (ours, theirs))
        for here, there in zip_longest(mine, others):
            assert here == there, f"{case}, paper {name}: we print {here!r}, {theirs.name} prints {there!r}"
        texts.add("\n".join(mine))
    assert len(texts) == len(names), f"{case}: papers repeat one another"


def _docxtemplater() -> Path | None:
    """Where docxtemplater lies; installed at the first use, None without Node."""
    if not shutil.which("node") or not shutil.which("npm"):
        return None
    if not (CACHE / "node_modules" / "angular-expressions").is_dir():
        installed = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", CACHE, *PACKAGES], check=False, stdout=sys.stderr)
        if installed.returncode:
            print("npm could not install docxtemplater; going on without it", file=sys.stderr)
            return None
    return CACHE


def report(rows: list[Row]) -> str:
    """The results as a table."""
    heads = ("template", "beside", "ours, ms", "theirs, ms", "times", "goal", "ours, MB", "theirs, MB")
    return table(heads, [(r.case, r.peer.name, r.ours.milliseconds, r.peer.milliseconds, r.times, r.goal, r.ours.peak, r.peer.peak) for r in rows])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        print(report(word_bench(Path(scratch), rounds=10, papers=10)))
