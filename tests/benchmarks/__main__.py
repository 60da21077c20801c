"""`make bench`: all measurements, one after the other, as tables in Markdown. `--small` runs each once on a few papers, to see that it is right."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

import pdf  # noqa: E402 - its folder had to be named first
import word  # noqa: E402 - likewise
import workers  # noqa: E402 - likewise


def _word(folder: Path, *, small: bool) -> str:
    return word.report(word.word_bench(folder, *((1, 2) if small else (10, 20))))


def _pdf(folder: Path, *, small: bool) -> str:
    return pdf.report(pdf.pdf_bench(folder, *((1, 2) if small else (5, 6))))


def _workers(folder: Path, *, small: bool) -> str:
    return workers.report(workers.workers_bench(folder, *((1, 4) if small else (5, 60))))


def _startup(folder: Path, *, small: bool) -> str:
    return workers.report_startup(workers.startup_bench(folder, 1 if small else 3))


def _nation(folder: Path, *, small: bool) -> str:
    return _large(folder, "--sheets", "0", "--sizes", *(("3", "8") if small else ("100", "1000", "10753")))


def _sheets(folder: Path, *, small: bool) -> str:
    return _large(folder, "--sizes", "--sheets", "8" if small else "2000")


def _large(folder: Path, *arguments: str) -> str:
    """In a process of its own, which is small: what it starts counts its memory as theirs."""
    done = subprocess.run([sys.executable, str(HERE / "large.py"), *arguments], cwd=folder, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    return done.stdout.strip()


BENCHES: Mapping[str, Callable[..., str]] = {"startup": _startup, "word": _word, "pdf": _pdf, "workers": _workers, "nation": _nation, "sheets": _sheets}


def machine() -> str:
    """What the numbers were measured on."""
    model = "unknown processor"
    if (info := Path("/proc/cpuinfo")).is_file():
        model = next((line.split(":", 1)[1].strip() for line in info.read_text("utf-8").splitlines() if line.startswith("model name")), model)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, {platform.system()} {platform.machine()}, CPython {platform.python_version()}; load before: {load:.1f}"


def main() -> None:
    """Prints each table as soon as it is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", nargs="*", help=", ".join(BENCHES))
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    if unknown := set(asked.bench) - BENCHES.keys():
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}")
    print(machine(), flush=True)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # commands are measured as they run where they are installed
    for name in asked.bench or BENCHES:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            print(f"\n## {name}\n\n{BENCHES[name](Path(folder), small=asked.small)}\n\n({time.monotonic() - begun:.0f} s)", flush=True)


main()
