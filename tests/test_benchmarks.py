"""The benchmarks, each once and small: they measure nothing here, but what they compare must be the same."""

import subprocess
import sys

import pytest
from conftest import ROOT


@pytest.mark.parametrize("bench", ["startup", "word", "pdf", "workers", "nation", "sheets"])
def test_a_small_benchmark_finds_equal_texts_pages_and_counts(bench):
    done = subprocess.run(
        [sys.executable, ROOT / "tests/benchmarks", "--small", bench], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=500, check=False
    )

    assert done.returncode == 0, done.stderr[-3000:]
    assert f"## {bench}" in done.stdout
    assert "|--" in done.stdout
