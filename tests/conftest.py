"""What tests share: where things lie, tiny worlds of data, their findings, and golden views."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from generator import data
from generator.problems import Problems

TESTS = Path(__file__).parent
ROOT = TESTS.parent
DATA = ROOT / "data"
TEMPLATES = ROOT / "templates"
EXAMPLE = TESTS / "example" / "data"

Change = str | bytes | tuple[tuple[str, str], ...] | None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write golden files anew instead of comparing with them")


@pytest.fixture
def world(tmp_path: Path) -> Callable[[Mapping[str, Change]], Path]:
    """A copy of the example world with some files changed: a text is the whole file, pairs (old, new) are places in it, None removes it."""

    def build(changes: Mapping[str, Change] = {}) -> Path:
        folder = tmp_path / "Übung & Größe" / "data"
        shutil.copytree(EXAMPLE, folder)
        for name, change in changes.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            match change:
                case None:
                    path.unlink()
                case bytes():
                    path.write_bytes(change)
                case str():
                    path.write_text(change, encoding="utf-8")
                case pairs:
                    text = path.read_text(encoding="utf-8")
                    for old, new in pairs:
                        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
                        text = text.replace(old, new)
                    path.write_text(text, encoding="utf-8")
        return folder

    return build


def on_a_terminal(*command: object) -> str:
    """All that a command shows on a terminal, bar included; it has to end without a Fehler."""
    import pty

    ours, theirs = pty.openpty()
    running = subprocess.Popen([*map(str, command)], cwd=ROOT, stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen = b""
    while True:
        try:
            seen += (part := os.read(ours, 4096))
        except OSError:  # the terminal is gone with its last process
            break
        if not part:
            break
    os.close(ours)
    assert running.wait(60) == 0, seen.decode()
    return seen.decode()


def findings(folder: Path) -> list[str]:
    """All findings of a data folder, one line each, with paths relative to it."""
    try:
        problems = data.load(folder).problems
    except Problems as stopped:
        problems = stopped.problems
    return [str(problem).removeprefix(f"{folder}/") for problem in problems]


def as_nobody(folder: Path, work: Callable[[], object]) -> object:
    """What a function returns or raises when another user calls it, in a child process."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, 65534, 65534)
    source, sink = os.pipe()
    if not os.fork():
        try:
            os.setgid(65534)
            os.setuid(65534)
            try:
                result: object = work()
            except Problems as problems:
                result = [str(problem) for problem in problems.problems]
            os.write(sink, pickle.dumps(result))
        finally:
            os._exit(0)
    os.close(sink)
    os.wait()
    with os.fdopen(source, "rb") as pipe:
        return pickle.loads(pipe.read())  # noqa: S301 - from our own child


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, Any], None]:
    """Compares data with tests/golden/NAME.json; `pytest --golden` writes it anew, to be read by eye before it is committed."""

    def check(name: str, found: Any) -> None:
        path = TESTS / "golden" / f"{name}.json"
        text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        if request.config.getoption("--golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path.relative_to(ROOT)} is not there; `pytest --golden` writes it"
        assert text == path.read_text(encoding="utf-8")

    return check
