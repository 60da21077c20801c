"""Contestant: LibreOffice prints our Word file of the same paper. Arguments: a case's folder, and `single` (a call a paper) or `batch` (one call for all)."""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from measure import serve_together
from pdf_papers import case

from generator.formats import docx

paper = case(sys.argv[1])
words = tempfile.TemporaryDirectory()
files = [Path(words.name, f"{number}.docx") for number, _ in enumerate(paper.views)]
for file, view in zip(files, paper.views, strict=True):
    file.write_bytes(docx.render(paper.docx, view))


def printed(numbers: Sequence[int]) -> list[bytes]:
    calls = [list(numbers)] if sys.argv[2] == "batch" else [[number] for number in numbers]
    with tempfile.TemporaryDirectory() as target:
        for call in calls:
            profile = f"-env:UserInstallation={Path(words.name, 'profile').as_uri()}"
            command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", target, *(files[number] for number in call)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return [Path(target, f"{number}.pdf").read_bytes() for number in numbers]


serve_together(printed, "pdf", children=True)
words.cleanup()
