"""WeasyPrint as this house uses it: own fonts only, no network, and nothing that it only logs goes unheard."""

from __future__ import annotations

import gc
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from generator.formats.pdf import declarations, private
from generator.problems import Problem, Problems

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

_GENERIC = frozenset({"serif", "sans-serif", "monospace", "arial"})
"""Family names that fonts.conf answers, besides those of the files."""
SWEPT_AT = 60_000
"""Objects that wait to be collected, some 15 MB: a Vorlage leaves 6,000, an intern Projektblatt 50,000, a long Bericht 90,000."""
_GERMAN = (
    (r'\.notdef glyph rendered for Unicode string unsupported by fonts: "(.+?)" \((\S+)\).*', "das Zeichen »{}« ({}) hat keine der mitgelieferten Schriften"),
    (r"Failed to load image at '?([^':]+:[^':]*[^:']+?)'?:.*", "das Bild »{}« lässt sich nicht laden"),
    (r"Failed to load attachment.*", 'eine Anlage (rel="attachment") wird nicht geladen; der PDF-Datei liegt nur bei, was zum Papier gehört'),
    (r"Failed to load stylesheet at '?(\S+?)'?: .*", "die CSS-Datei »{}« lässt sich nicht laden"),
    (r"Ignored `(.+?)` at (\d+):.*", "die CSS-Angabe »{}« (Zeile {}) wird nicht verstanden"),
    (r"(?:Invalid or unsupported|Unsupported|Unknown) .*?selector.*?[`'\"](.+?)[`'\"].*", "den CSS-Selektor »{}« versteht das Satzprogramm nicht"),
    (r"Image .* has no required alt description", "ein Bild hat keinen Alternativtext (alt)"),
    (r'Missing required "lang" attribute.*', 'am Anfang fehlt die Sprache: <html lang="de-DE">'),
    (r"No anchor #(\S+) for internal URI reference", "der Verweis »#{}« führt ins Leere"),
)


@cache
def start(frame: Path) -> tuple[Any, FontConfiguration]:
    """WeasyPrint and the one set of fonts of this process: another set later would change the bytes of earlier papers."""
    if not any(file.suffix.lower() in (".ttf", ".otf") for file in (frame / "fonts").glob("*")):  # Pango would crash
        raise Problems([Problem(str(frame / "fonts"), 0, "Die Schriften der Druckvorlagen fehlen hier; ohne sie lässt sich kein PDF setzen")])
    os.environ["FONTCONFIG_FILE"] = str(frame / "fonts.conf")
    with declarations.read_beforehand():
        import weasyprint

    return weasyprint, _fonts()


@cache
def _fonts() -> FontConfiguration:
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    if private.wanted():
        private.shorten_styles()
        private.remember_lines(fonts)
        private.keep_pango(fonts)
    return fonts


def local(url: str, allowed: tuple[Path, ...]) -> tuple[str, Path] | None:
    """The file behind an address, below the template's folder or `_basis` (the last of `allowed`); None for all else.

    A folder of Druckvorlagen without a `_basis` of its own gets this project's under the same address.
    """
    parts = urlsplit(url)
    path = Path(unquote(parts.path)).resolve()
    if path.parent.name == "_basis" and not path.exists():
        path = allowed[-1] / path.name
        url = path.as_uri()
    return (url, path) if parts.scheme == "file" and not parts.netloc and any(path.is_relative_to(folder) for folder in allowed) else None


def fetcher(allowed: tuple[Path, ...], refused: list[str]) -> Any:
    """Files that are `local`, and data: URIs; nothing else, and no network."""
    found = _fetcher()(allowed_protocols=("file", "data"))
    found.allowed, found.refused = allowed, refused
    return found


@cache
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher

    class LocalFetcher(URLFetcher):  # type: ignore[misc]  # weasyprint carries no types
        allowed: tuple[Path, ...]
        refused: list[str]

        def fetch(self, url: str, headers: Any = None) -> Any:
            if urlsplit(url).scheme != "data":
                found = local(url, self.allowed)
                if found is None:
                    self.refused.append(f"»{_short(url)}« liegt außerhalb der Druckvorlagen und wird nicht geladen")
                    raise ValueError(url)
                url = found[0]
            return super().fetch(url, headers)

    return LocalFetcher


def sweep() -> None:
    """After each paper, in a process without garbage collection (`tame`): collects if enough is waiting; the boxes of a page hold one another."""
    if not gc.isenabled() and gc.get_count()[0] >= SWEPT_AT:
        gc.collect()


@contextmanager
def listening(template: Path) -> Iterator[list[str]]:
    """Whatever WeasyPrint logs, and whatever is put into the list, becomes a Fehler of the template."""
    refused: list[str] = []
    records: list[logging.LogRecord] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    logger, collector = logging.getLogger("weasyprint"), Collector(logging.WARNING)
    logger.addHandler(collector)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield refused
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate
    sentences = refused or [_german(record.getMessage()) for record in records]
    if sentences:
        raise Problems(Problem(str(template), 0, f"Druckvorlage: {sentence}") for sentence in sentences)


def unknown_fonts(document: Any, frame: Path) -> Iterator[str]:
    """Font families that a style names and no file has: WeasyPrint would silently take another."""
    known = {name.casefold() for name in _families(frame)} | _GENERIC
    asked = {box.style["font_family"][0] for page in document.pages for box in page._page_box.descendants(placeholders=True)}  # noqa: SLF001 - no other way in
    for name in sorted(asked):
        if name.casefold() not in known:
            yield f"die Schrift »{name}« liegt nicht in _basis/fonts; vorhanden: {', '.join(sorted(_families(frame)))}"


@cache
def _families(frame: Path) -> frozenset[str]:
    from fontTools.ttLib import TTFont

    found = set()
    for path in sorted((frame / "fonts").glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            found.add(str(font["name"].getBestFamilyName()))
    return frozenset(found)


def _german(message: str) -> str:
    for pattern, sentence in _GERMAN:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return sentence.format(*map(_short, match.groups()))
    return f"das Satzprogramm meldet: {_short(message)}"


def _short(text: str) -> str:
    """A text without the machine's folders, cut to a line."""
    return re.sub(r"file://\S*/", "", text)[:120]
