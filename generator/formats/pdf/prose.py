"""A long text as HTML: paragraphs, real lists, tables with scopes, figures with alternative text."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from markupsafe import Markup, escape

from generator import charts
from generator.charts import Diagramm
from generator.markup import Langtext, Lauf, Textblock, Zelle
from generator.views import Luecke

_SIDES = {"links": "", "rechts": ' class="rechts"', "mitte": ' class="mitte"'}
_KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def longtext(text: Langtext | Diagramm, bilder: Mapping[str, bytes]) -> Markup:
    """All blocks of a long text; a chart as a picture that stays sharp at any size."""
    if isinstance(text, Diagramm):
        data = base64.b64encode(charts.svg(text)).decode()
        return Markup('<img class="diagramm" src="data:image/svg+xml;base64,{}" alt="{}">').format(data, text.alternativtext)
    return Markup("".join(_blocks(text.bloecke, bilder)))  # noqa: S704 - every value in it went through escape()


def gap(value: str) -> Markup:
    """A gap as the page shows it."""
    return Markup('<span class="luecke">{}</span>').format(str(value))


def _blocks(blocks: tuple[Textblock, ...], bilder: Mapping[str, bytes]) -> Iterator[str]:
    for block in blocks:
        match block.art:
            case "absatz":
                yield f"<p>{_runs(block.laeufe)}</p>"
            case "ueberschrift":
                yield f"<h3>{_runs(block.laeufe)}</h3>"
            case "liste":
                yield from _list(block, bilder)
            case "tabelle":
                yield _table(block)
            case "bild":
                yield _picture(block, bilder)


def _runs(runs: tuple[Lauf, ...]) -> str:
    return "".join(map(_run, runs))


def _run(run: Lauf) -> str:
    if run.text == "\n":
        return "<br>"
    text = str(gap(run.text) if isinstance(run.text, Luecke) else escape(run.text))
    text = f"<em>{text}</em>" if run.kursiv else text
    text = f"<strong>{text}</strong>" if run.fett else text
    return f'<a href="{escape(run.ziel)}">{text}</a>' if run.ziel else text


def _list(block: Textblock, bilder: Mapping[str, bytes]) -> Iterator[str]:
    tag = "ol" if block.nummeriert else "ul"
    start = f' start="{block.beginn}"' if block.nummeriert and block.beginn != 1 else ""
    yield f"<{tag}{start}>"
    for punkt in block.punkte:
        simple = punkt[0].art == "absatz"
        head = f'<div class="punkt">{_runs(punkt[0].laeufe)}</div>' if simple else ""
        yield f"<li>{head}{''.join(_blocks(punkt[1:] if simple else punkt, bilder))}</li>"
    yield f"</{tag}>"


def _table(block: Textblock) -> str:
    head = "".join(f'<th scope="col"{_SIDES[cell.ausrichtung]}>{_runs(cell.laeufe)}</th>' for cell in block.kopf)
    rows = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in block.zeilen)
    return f'<table class="tabelle"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _cell(cell: Zelle) -> str:
    return f"<td{_SIDES[cell.ausrichtung]}>{_runs(cell.laeufe)}</td>"


def _picture(block: Textblock, bilder: Mapping[str, bytes]) -> str:
    data = base64.b64encode(bilder[block.datei]).decode()
    caption = f"<figcaption>{_runs(block.laeufe)}</figcaption>" if block.laeufe else ""
    return f'<figure><img src="data:{_KINDS[PurePosixPath(block.datei).suffix.lower()]};base64,{data}" alt="{escape(block.alternativtext)}">{caption}</figure>'
