"""The same data give the same bytes, wherever and however the program runs."""

import os
import subprocess
import sys
from pathlib import Path

from conftest import EXAMPLE, ROOT, TEMPLATES


def made(out: Path, cwd: Path, umask: int, jobs: int, **env: str) -> dict[str, bytes]:
    """All papers of the example world, made in a process of its own."""
    old = os.umask(umask)
    try:
        subprocess.run(
            [sys.executable, "-m", "generator", "--daten", os.path.relpath(EXAMPLE, cwd), "--druckvorlagen", TEMPLATES,
             "--ausgabe", out, "erzeugen", "beschlussvorlage", "--jobs", str(jobs)],
            cwd=cwd, check=False, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        )  # fmt: skip
    finally:
        os.umask(old)
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.suffix in (".pdf", ".docx", ".xlsx") or path.name == "verzeichnis.json"
    }


def test_two_empty_folders_get_the_same_bytes_whatever_the_surroundings(tmp_path):
    one = made(tmp_path / "eins", ROOT, 0o022, 1, PYTHONHASHSEED="1", TZ="Europe/Berlin", LANG="de_DE.UTF-8", LC_ALL="C.UTF-8")
    two = made(
        tmp_path / "zwei ö",
        tmp_path,
        0o077,
        2,
        PYTHONHASHSEED="4711",
        TZ="Pacific/Kiritimati",
        LANG="C",
        LC_ALL="C",
        HOME=str(tmp_path),
        FONTCONFIG_FILE="/etc/fonts/fonts.conf",
    )

    assert len(one) > 10
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []
