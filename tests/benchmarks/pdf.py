"""PDF papers a second: this project with all its checks and the repair of the tags against plain WeasyPrint, LibreOffice and Typst, in one run.

WeasyPrint prints the same Druckvorlage, filled by plain Jinja, with the same fonts on the same interpreter: the texts of all
pages must be equal word for word, and so their number. Two workers of ours, each a process, make half of the papers each at
the same time. LibreOffice turns our Word file of the same Vorlage into a PDF, one call a paper and all in one call: compared
is that each paper is there. Typst's template prints the same page (headings, paragraphs, lists, tables; the picture of a
Bericht is left out) from data that are ready: every word of our page must be on its pages too, their number may differ.
LibreOffice and Typst are printed for comparison only; they check nothing of what we check.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from os import pathsep
from pathlib import Path

HERE = Path(__file__).resolve().parent
CONTESTANTS = HERE / "contestants"
ROOT = HERE.parents[1]
_PATH = (HERE, CONTESTANTS, ROOT / "tests", ROOT)
sys.path[:0] = map(str, _PATH)

from measure import Contestant, Process, Row, Score, race, table  # noqa: E402 - its folder had to be named first
from pdf_papers import Case, cases  # noqa: E402 - likewise

from generator.formats.pdf import basis  # noqa: E402 - likewise
from generator.formats.pdf.spuren import texts  # noqa: E402 - likewise

OURS = "vorlagen"
PEER = "WeasyPrint"
GOALS = {"Vorlage": 1.4, "Projektblatt öffentlich": 1.4, "Projektblatt intern": 1.4, "Sachstandsbericht": 1.25}
TWO_WORKERS = "two of ours"
GOAL_TWO_WORKERS = 1.8
LIBREOFFICE_ROUNDS = 2
"""A call takes a second."""
LIBREOFFICE, LIBREOFFICE_BATCH, TYPST = "LibreOffice, a call each", "LibreOffice, one call", "Typst"


def pdf_bench(folder: Path, rounds: int, papers: int) -> list[Row]:
    """All cases in `folder`, which is empty: `rounds` rounds of `papers` papers each (an even number), after one of warm-up.

    Raises AssertionError if texts or pages differ.
    """
    return [row for case in cases(folder, max(rounds, LIBREOFFICE_ROUNDS) * papers + papers) for row in _raced(case, rounds, papers)]


def _raced(case: Case, rounds: int, papers: int) -> Iterator[Row]:
    made = case.folder / "made"
    ours, typst = _python(OURS, "pdf_ours.py", case), _python(TYPST, "pdf_typst.py", case)
    contestants = [ours, _python(PEER, "pdf_weasyprint.py", case), *([typst] if find_spec("typst") else [])]
    scores = race(contestants, made, rounds, papers)
    pages = _compare(made / OURS, made / PEER, case.name)
    if TYPST in scores:
        _contained(made / OURS, made / TYPST, case.name)
    for score in scores.values():
        if score.name != OURS:
            yield _row(case, pages, scores[OURS], score)
    yield _two_workers(case, ours, pages, rounds, papers)
    if case.name == "Vorlage" and shutil.which("soffice"):
        yield from _libreoffice(case, ours, pages, papers)
    shutil.rmtree(made)


def _python(name: str, script: str, case: Case, *more: str) -> Contestant:
    environment = {"PYTHONPATH": pathsep.join(map(str, _PATH)), "FONTCONFIG_FILE": str(basis(case.html) / "fonts.conf")}
    return Contestant(name, (sys.executable, str(CONTESTANTS / script), str(case.folder), *more), "pdf", environment)


def _row(case: Case, pages: int, ours: Score, peer: Score) -> Row:
    goal = GOALS[case.name] if peer.name == PEER else 0.0
    return Row(case.name, ours, peer, ours.times(peer), goal, pages)


def _two_workers(case: Case, contestant: Contestant, pages: int, rounds: int, papers: int) -> Row:
    """One worker makes all papers, then two make half of them each at the same time, in turn."""
    assert papers % 2 == 0, "two workers cannot share an odd number of papers fairly"
    home = case.folder / "made" / TWO_WORKERS
    home.mkdir(parents=True)
    alone, together = Score(OURS), Score(TWO_WORKERS)
    with Process(contestant) as first, Process(contestant) as second, ThreadPoolExecutor(2) as pool:
        for number in range(rounds + 1):
            wanted = [*range(number * papers, (number + 1) * papers)]
            one, alone.peak = first.ask(wanted, home)
            halves = [pool.submit(process.ask, half, home) for process, half in ((first, wanted[::2]), (second, wanted[1::2]))]
            spent = [future.result()[0] * len(half) for future, half in zip(halves, (wanted[::2], wanted[1::2]), strict=True)]
            together.peak = max(future.result()[1] for future in halves)
            if number:
                alone.rounds.append(one)
                together.rounds.append(max(spent) / papers)
    return Row(case.name, alone, together, together.times(alone), GOAL_TWO_WORKERS, pages)


def _libreoffice(case: Case, ours: Contestant, pages: int, papers: int) -> Iterator[Row]:
    made = case.folder / "made" / "libreoffice"
    single, batch = (_python(name, "pdf_libreoffice.py", case, mode) for name, mode in ((LIBREOFFICE, "single"), (LIBREOFFICE_BATCH, "batch")))
    scores = race([ours, single, batch], made, LIBREOFFICE_ROUNDS, papers)
    for score in (scores[LIBREOFFICE], scores[LIBREOFFICE_BATCH]):
        assert len(_files(made / score.name)) == (LIBREOFFICE_ROUNDS + 1) * papers, f"{case.name}: {score.name} made other papers"
        assert all(texts(path.read_bytes()) for path in _files(made / score.name)), f"{case.name}: {score.name} made an empty paper"
        yield _row(case, pages, scores[OURS], score)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def _compare(ours: Path, theirs: Path, case: str) -> int:
    """The text of each page of all papers, word for word; the number of pages of the first."""
    names = [path.name for path in _files(ours)]
    assert names, f"{case}: no paper"
    assert names == [path.name for path in _files(theirs)], f"{case}: {theirs.name} made other papers"
    seen = set()
    for name in names:
        mine, others = (texts((home / name).read_bytes()) for home in (ours, theirs))
        assert len(mine) == len(others), f"{case}, paper {name}: we print {len(mine)} pages, {theirs.name} {len(others)}"
        for number, (here, there) in enumerate(zip(mine, others, strict=True), 1):
            assert here.split() == there.split(), f"{case}, paper {name}, page {number}: {theirs.name} prints another text"
        seen.add("\n".join(mine))
    assert len(seen) == len(names), f"{case}: papers repeat one another"
    return len(texts((ours / names[0]).read_bytes()))


def _contained(ours: Path, theirs: Path, case: str) -> None:
    """Every word of ours is on their pages, whatever the lines and the gaps between words."""
    for path in _files(ours):
        mine, others = (" ".join(texts((home / path.name).read_bytes())) for home in (ours, theirs))
        squeezed = "".join(others.split())
        lost = sorted(word for word in set(re.findall(r"\w{3,}", mine)) if word not in squeezed)
        assert not lost, f"{case}, paper {path.name}: {theirs.name} prints nothing of {lost[:5]}"


def report(rows: list[Row]) -> str:
    """The results as a table."""
    heads = ("paper", "pages", "beside", "ours, ms", "theirs, ms", "times", "goal", "ours, MB", "theirs, MB")
    cells = [
        (r.case, r.pages, r.peer.name, r.ours.milliseconds, r.peer.milliseconds, f"{r.times:.2f}", f"{r.goal:.2f}" if r.goal else "", r.ours.peak, r.peer.peak)
        for r in rows
    ]
    return table(heads, cells)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        sys.stdout.write(f"{report(pdf_bench(Path(scratch), rounds=8, papers=4))}\n")
