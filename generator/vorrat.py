"""What workers have ready before they are forked; imported by the process from which they are, by nobody else."""

import gc
import os
from contextlib import suppress
from pathlib import Path

gc.disable()  # all that is imported stays: each collection would be in vain

from generator import rendering  # noqa: E402 - as above
from generator.arbeiter import FOLDER  # noqa: E402 - likewise

with suppress(Exception):  # what is wrong with the Druckvorlagen or the machine is said by whoever renders
    rendering.begin(Path(os.environ[FOLDER]))
gc.freeze()  # what is here is never garbage; no worker has to look through it
