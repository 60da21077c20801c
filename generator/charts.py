"""Numbers → a picture: as SVG for the PDF, as PNG for Word; the only room that knows the chart library.

Equal numbers give equal bytes. Bars are told apart by pattern and number, so that a black-and-white copy says the same;
the fonts are those of templates/_basis/fonts and no others. matplotlib is imported when the first picture is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FONTS = Path(__file__).resolve().parents[1] / "templates" / "_basis" / "fonts"
WIDTH_MM = 165.0
"""The width of the text of an A4 page with 25 mm left and 20 mm right."""
PNG_DPI = 300
_MM = 25.4
_ROW_MM, _LEGEND_MM, _EDGE_MM = 4.2, 5.2, 0.4
_LABEL_MM = 66.0
_LABEL_LENGTH = 40
_SWATCH_LETTERS = 8
_POINTS = 9.0
_FAMILY = ("Liberation Sans", "DejaVu Sans")

Muster = Literal["voll", "schraeg", "kreuz", "punkte", "leer"]
_LOOKS: dict[Muster, tuple[str, str]] = {
    "voll": ("#8fb996", ""),
    "schraeg": ("#f0cf65", "////"),
    "kreuz": ("#c8553d", "xxxx"),
    "punkte": ("#e6e6e6", ".."),
    "leer": ("#ffffff", ""),
}


@dataclass(frozen=True, slots=True)
class Reihe:
    """What a pattern stands for."""

    muster: Muster
    name: str


@dataclass(frozen=True, slots=True)
class Balken:
    """One bar with a number for each Reihe."""

    name: str
    zahlen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Diagramm:
    """Ein Balkendiagramm; die Druckvorlage druckt es als Bild mit Alternativtext."""

    titel: str
    alternativtext: str
    reihen: tuple[Reihe, ...]
    balken: tuple[Balken, ...]

    @property
    def height_mm(self) -> float:
        """The height of the picture; its width is `WIDTH_MM`."""
        return _LEGEND_MM + _ROW_MM * len(self.balken) + 2 * _EDGE_MM


@lru_cache(maxsize=64)
def svg(diagramm: Diagramm) -> bytes:
    """The picture as SVG with real text."""
    return _drawn(diagramm, "svg", metadata={"Date": None, "Creator": None, "Title": diagramm.titel})


@lru_cache(maxsize=64)
def png(diagramm: Diagramm) -> bytes:
    """The picture as PNG, sharp in print."""
    return _drawn(diagramm, "png", dpi=PNG_DPI, metadata={"Software": None})


def _drawn(diagramm: Diagramm, kind: str, **how: Any) -> bytes:
    from matplotlib import rc_context, rcdefaults, rcParams

    _fonts()
    look: dict[Any, Any] = {"svg.hashsalt": "vorlagen", "svg.fonttype": "none", "font.family": _FAMILY, "font.size": _POINTS}
    look |= {"hatch.linewidth": 0.6, "text.parse_math": False}
    out = BytesIO()
    with rc_context():
        rcdefaults()  # a person's own matplotlibrc changes nothing here
        rcParams.update(look)
        _figure(diagramm).savefig(out, format=kind, **how)
    return out.getvalue()


@cache
def _fonts() -> None:
    from matplotlib.font_manager import fontManager

    for file in sorted(FONTS.glob("*.ttf")):
        fontManager.addfont(file)


def _figure(diagramm: Diagramm) -> Figure:
    """Stacked bars, one beneath the other, with their numbers; above them the patterns with their names. Lengths in mm."""
    from matplotlib.figure import Figure

    height = diagramm.height_mm
    figure = Figure(figsize=(WIDTH_MM / _MM, height / _MM))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH_MM), ylim=(height, 0))
    axes.set_axis_off()
    _legend(axes, diagramm)
    longest = max((sum(bar.zahlen) for bar in diagramm.balken), default=0)
    unit = (WIDTH_MM - _LABEL_MM - _EDGE_MM) / longest if longest else 0.0
    for i, bar in enumerate(diagramm.balken):
        middle = _LEGEND_MM + _EDGE_MM + _ROW_MM * (i + 0.5)
        axes.text(_LABEL_MM - 2, middle, shorten(bar.name, _LABEL_LENGTH, placeholder=" …"), ha="right", va="center_baseline")
        left = _LABEL_MM
        for reihe, number in zip(diagramm.reihen, bar.zahlen, strict=True):
            if number:
                _bar(axes, reihe.muster, left, middle, number * unit, 3.5)
                _number(axes, left + number * unit / 2, middle, number)
            left += number * unit
    return figure


def _legend(axes: Any, diagramm: Diagramm) -> None:
    unit = (WIDTH_MM - _EDGE_MM) / max(sum(len(reihe.name) + _SWATCH_LETTERS for reihe in diagramm.reihen), 1)
    left = _EDGE_MM
    for reihe in diagramm.reihen:
        _bar(axes, reihe.muster, left, _LEGEND_MM / 2, 6.0, 3.0)
        axes.text(left + 7.2, _LEGEND_MM / 2, reihe.name, ha="left", va="center_baseline")
        left += unit * (len(reihe.name) + _SWATCH_LETTERS)


def _bar(axes: Any, muster: Muster, left: float, middle: float, width: float, height: float) -> None:
    from matplotlib.patches import Rectangle

    colour, hatch = _LOOKS[muster]
    axes.add_patch(Rectangle((left, middle - height / 2), width, height, facecolor=colour, hatch=hatch, edgecolor="#222222", linewidth=0.6))


def _number(axes: Any, x: float, y: float, number: int) -> None:
    """A number on a white ground, so that no pattern touches it."""
    ground = {"boxstyle": "square,pad=0.06", "facecolor": "white", "edgecolor": "none"}
    axes.text(x, y, str(number), ha="center", va="center_baseline", weight="bold", bbox=ground)
