"""A long text as plain characters: what a field without formatting takes from the clipboard."""

from __future__ import annotations

from collections.abc import Iterator

from generator.markup import Langtext, Textblock, Zelle, text_of


def klartext(text: Langtext) -> str:
    """Paragraphs parted by an empty line, points of lists as `1. …` or `- …`, cells of tables parted by tabs."""
    return "\n\n".join("\n".join(_lines(block)) for block in text.bloecke)


def zeile(cells: tuple[str, ...]) -> str:
    """One row of a table: a cell keeps to its line and to its column."""
    return "\t".join(" ".join(cell.split("\n")).replace("\t", " ") for cell in cells)


def _lines(block: Textblock) -> Iterator[str]:
    match block.art:
        case "liste":
            yield from _points(block)
        case "tabelle":
            yield from (_row(row) for row in (block.kopf, *block.zeilen) if row)
        case "bild":
            yield f"[Bild: {block.alternativtext}]"
            if block.laeufe:
                yield text_of(block.laeufe)
        case _:
            yield from text_of(block.laeufe).split("\n")


def _points(block: Textblock) -> Iterator[str]:
    for number, punkt in enumerate(block.punkte, block.beginn):
        mark = f"{number}. " if block.nummeriert else "- "
        lines = [line for inner in punkt for line in _lines(inner)] or [""]
        yield f"{mark}{lines[0]}"
        yield from (f"{' ' * len(mark)}{line}" for line in lines[1:])


def _row(cells: tuple[Zelle, ...]) -> str:
    return zeile(tuple(text_of(cell.laeufe) for cell in cells))
