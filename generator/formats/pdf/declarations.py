"""WeasyPrint's C declarations, read beforehand.

WeasyPrint declares the functions of Pango, HarfBuzz and Fontconfig in C and has cffi parse them, which takes half of its own
import, and again for each type that a first page uses. cffi can also write what it has read as a module ("out-of-line ABI
mode"): that is `pango.py`, made of exactly the file whose hash it holds. `python -m generator.formats.pdf.declarations`
writes it anew for another version of WeasyPrint.
"""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import _cffi_backend  # type: ignore[import-untyped]  # carries no types
import cffi  # type: ignore[import-untyped]  # likewise

from generator.formats.pdf import private

MADE = Path(__file__).with_name("pango.py")


@contextmanager
def read_beforehand() -> Iterator[None]:
    """While WeasyPrint is imported: its declarations are not parsed, if they are those that were read."""
    from generator.formats.pdf import pango

    if private.refused() or _hash(_source()) != pango.SOURCE:
        yield
        return
    plain = cffi.FFI
    cffi.FFI = lambda: pango.ffi
    try:
        yield
    finally:
        cffi.FFI = plain


class Declared(_cffi_backend.FFI):  # type: ignore[misc]  # likewise
    """What cffi has read, with the method by which WeasyPrint has it read."""

    def cdef(self, source: str) -> None:
        """All is declared; nothing else than what was read may be."""
        from generator.formats.pdf import pango

        if _hash(source.encode()) != pango.DECLARATIONS:
            raise RuntimeError("cffi was asked for other declarations than WeasyPrint's while WeasyPrint was imported")


def made() -> str:
    """The text of `pango.py` for the WeasyPrint that is installed."""
    source = _source()
    [call] = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "cdef"]
    declarations = ast.literal_eval(call.args[0])
    ffi = cffi.FFI()
    ffi.cdef(declarations)
    ffi.set_source("pango", None)
    with TemporaryDirectory() as folder:
        path = Path(folder, "pango.py")
        ffi.emit_python_code(str(path))
        _, types = path.read_text("utf-8").split("import _cffi_backend\n", 1)
    head = '"""Made by declarations.py: what cffi has read of WeasyPrint\'s C declarations."""\n\nfrom generator.formats.pdf.declarations import Declared\n\n'
    hashes = f'SOURCE = "{_hash(source)}"\nDECLARATIONS = "{_hash(declarations.encode())}"\n'
    return f"{head}{hashes}{types.replace('_cffi_backend.FFI(', 'Declared(')}"


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _source() -> bytes:
    """WeasyPrint's file with the declarations, which is not imported here."""
    found = find_spec("weasyprint")
    return Path(found.submodule_search_locations[0], "text", "ffi.py").read_bytes() if found and found.submodule_search_locations else b""


if __name__ == "__main__":
    MADE.write_text(made(), encoding="utf-8")
    sys.stdout.write(f"{MADE}\n")
