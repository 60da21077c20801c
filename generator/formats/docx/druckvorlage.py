"""One Word template, compiled: docxtpl's tag dialect, with everything that does not depend on the data done once."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import Template, TemplateError, TemplateSyntaxError, pass_context
from jinja2.runtime import Context
from lxml import etree
from markupsafe import Markup, escape

from generator.charts import Diagramm
from generator.formats import Unprintable, context, fault, german, sandbox, straight_quotes
from generator.formats.completeness import left_out, missing
from generator.formats.docx.guard import W, mend
from generator.formats.docx.package import close, ordered, pack
from generator.formats.docx.prose import Merge, StyleMissing, Styles, chart, gap, paragraphs
from generator.formats.placeholders import PARAGRAPHS
from generator.markup import Langtext, plain
from generator.problems import Problem, Problems

PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MERGE = "_merge"
_LONGTEXT = re.compile(r"\s*\{\{\s*p\s+(.+?)\s*\}\}\s*", re.DOTALL)
_PARTS = {"document": "im Text", "header": "in der Kopfzeile", "footer": "in der Fußzeile", "footnotes": "in den Fußnoten"}
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
}


@dataclass(frozen=True)
class _Part:
    name: str
    source: str
    template: Template


class Druckvorlage:
    """A compiled template. `render` may be called any number of times; nothing is kept from one paper to the next."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.docx = self._open()
        with zipfile.ZipFile(path) as package:
            names = [n for n in package.namelist() if not n.endswith("/")]
            self.raw = {name: package.read(name) for name in names}
        self.styles = _styles(self.raw)
        self.environment = sandbox(_not_here, lambda value: gap(value, self.styles.ids.get("Lücke")))
        self.environment.filters[PARAGRAPHS] = _absaetze
        self.parts = [self._compile(name, xml) for name, xml in self._tagged()]
        self.without = left_out("".join(part.source for part in self.parts))
        changing = {part.name for part in self.parts} | {"word/numbering.xml", "word/_rels/document.xml.rels", "[Content_Types].xml", "docProps/core.xml"}
        self.still = pack(ordered({name: data for name, data in self.raw.items() if name not in changing}))

    def render(self, view: object, bilder: Mapping[str, bytes]) -> bytes:
        """One paper."""
        names = context(view)
        merge = Merge(self.styles, bilder, first_relation=1)
        roots = {part.name: self._merged(part, names, merge) for part in self.parts}
        text = " ".join(str(t.text) for root in roots.values() for t in root.iter(f"{W}t") if t.text)
        if lost := missing(self.path, view, text, self.without):
            raise Problems(lost)
        changed = {name: _DECLARATION + etree.tostring(root, encoding="UTF-8") for name, root in roots.items()}
        changed["docProps/core.xml"] = _core(self.raw.get("docProps/core.xml"), names.get("dokument"))
        changed["word/numbering.xml"] = _numbering(self.raw.get("word/numbering.xml"), merge)
        changed["word/_rels/document.xml.rels"] = _relations(self.raw["word/_rels/document.xml.rels"], merge)
        changed["[Content_Types].xml"] = _content_types(self.raw["[Content_Types].xml"], merge)
        changed |= {picture.part: picture.data for _, picture in merge.pictures.values()}
        return close(pack(ordered({name: data for name, data in changed.items() if data}), level=6, after=self.still))

    # compiling ---------------------------------------------------------------------------------------------------

    def _open(self) -> DocxTemplate:
        try:
            template = DocxTemplate(str(self.path))
            template.init_docx()
        except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError):
            raise Problems([Problem(str(self.path), 0, "Die Druckvorlage ist keine Word-Datei (.docx), oder sie ist beschädigt")]) from None
        return template

    def _tagged(self) -> Iterator[tuple[str, str]]:
        """Parts that hold tags, with their XML."""
        docx = self.docx.docx
        yield str(docx.part.partname)[1:], self.docx.xml_to_string(docx.element)
        for kind in (self.docx.HEADER_URI, self.docx.FOOTER_URI):
            for _, part in self.docx.get_headers_footers(kind):
                yield str(part.partname)[1:], self.docx.get_part_xml(part)
        for name in ("word/footnotes.xml", "word/endnotes.xml"):
            if name in self.raw:
                yield name, self.raw[name].decode()

    def _compile(self, name: str, xml: str) -> _Part:
        root = etree.fromstring(straight_quotes(xml).encode(), PARSER)
        for paragraph in root.iter(f"{W}p"):
            _mark_longtext(paragraph)
        source = self.docx.patch_xml(etree.tostring(root, encoding="unicode"))
        source = re.sub(r"<w:p([ >])", r"{#\n#}<w:p\1", source)  # a line per paragraph: an error's line is its paragraph
        try:
            return _Part(name, source, self.environment.from_string(source))
        except TemplateSyntaxError as error:
            raise Problems([fault(self.path, _place(name, source, error.lineno), error)]) from None

    # merging -----------------------------------------------------------------------------------------------------

    def _merged(self, part: _Part, names: Mapping[str, Any], merge: Merge) -> etree._Element:
        try:
            text = part.template.render({**names, _MERGE: merge})
        except StyleMissing as missing:
            raise Problems([Problem(str(self.path), 0, f"Druckvorlage: die Formatvorlage »{missing}« fehlt; ein langer Text braucht sie")]) from None
        except (TemplateError, TypeError, OverflowError) as error:
            raise Problems([Problem(str(self.path), 0, f"Druckvorlage, {_place(part.name, part.source, _line(error))}: {german(error)}")]) from None
        if any(character in text for character in "\n\t\a\f"):
            text = self.docx.resolve_listing(text)
        try:
            root = etree.fromstring(text.encode(), PARSER)
        except etree.XMLSyntaxError:
            raise Problems(
                [Problem(str(self.path), 0, f"Druckvorlage, {_part_name(part.name)}: ein Zeichen oder eine Marke zerstört den Aufbau der Word-Datei")]
            ) from None
        _grid(self.docx, root)
        mend(root, self.styles.ids.get("Lücke"))
        return root


@pass_context
def _absaetze(names: Context, value: Any, style: str) -> Markup:
    """What stands in `{{p … }}`: a long text's paragraphs, a chart, or one word as a paragraph."""
    if isinstance(value, str) and not isinstance(value, Markup):
        value = plain(value)
    if isinstance(value, Markup):
        return value
    if isinstance(value, Diagramm):
        return chart(value, names[_MERGE], style)
    if not isinstance(value, Langtext):
        raise Unprintable("in »{{p … }}« gehört ein langer Text oder ein Bild")
    return paragraphs(value, names[_MERGE], style)


def _not_here(_: Any, __: Mapping[str, bytes]) -> Markup:
    raise Unprintable("ein langer Text oder ein Bild braucht einen Absatz für sich: »{{p … }}«")


def _mark_longtext(paragraph: etree._Element) -> None:
    """`{{p text }}` alone in its paragraph: tells the filter which style the paragraph has, and puts the tag into one run."""
    texts = list(paragraph.iter(f"{W}t"))
    match = _LONGTEXT.fullmatch("".join(t.text or "" for t in texts))
    if not match or not texts:
        return
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = style.get(f"{W}val") if style is not None else ""
    texts[0].text = f"{{{{p ({match[1]})|{PARAGRAPHS}('{name}') }}}}"
    for other in texts[1:]:
        other.text = ""


def _grid(docx: DocxTemplate, root: etree._Element) -> None:
    """A table whose loop made more or fewer columns gets its grid anew, as docxtpl does it; one with a cell of automatic width, from its cells."""
    for table in root.iter(f"{W}tbl"):
        _take_the_rest(table)
        grid = table.find(f"{W}tblGrid")
        columns = len(grid) if grid is not None else -1
        widest = max((sum(_span(cell) for cell in row.iterchildren(f"{W}tc")) for row in table.iterchildren(f"{W}tr")), default=columns)
        if widest != columns:
            fixed = docx.fix_tables(etree.tostring(root))
            root[:] = list(fixed)
            return


def _take_the_rest(table: etree._Element) -> None:
    """The cell of a row that has the width `auto` takes what the others leave of the table's; the grid follows."""
    total, grid = table.find(f"{W}tblPr/{W}tblW"), table.find(f"{W}tblGrid")
    widths: list[int] = []
    for row in table.iterchildren(f"{W}tr"):
        cells = [width for width in (cell.find(f"{W}tcPr/{W}tcW") for cell in row.iterchildren(f"{W}tc")) if width is not None]
        free = [width for width in cells if width.get(f"{W}type") == "auto"]
        if total is not None and len(free) == 1:
            taken = sum(int(width.get(f"{W}w", "0")) for width in cells if width is not free[0])
            free[0].set(f"{W}w", str(max(int(total.get(f"{W}w", "0")) - taken, 0)))
            free[0].set(f"{W}type", "dxa")
            widths = [int(width.get(f"{W}w", "0")) for width in cells]
    if widths and grid is not None:
        grid[:] = [etree.Element(f"{W}gridCol", {f"{W}w": str(width)}) for width in widths]


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return int(span.get(f"{W}val", "1")) if span is not None else 1


def _line(error: Exception) -> int:
    """The line of the template in which rendering stopped: Jinja gives its frames the template's own lines."""
    trace, line = error.__traceback__, 0
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _part_name(name: str) -> str:
    stem = name.rsplit("/", 1)[-1]
    return next((german_name for start, german_name in _PARTS.items() if stem.startswith(start)), "im Dokument")


def _place(name: str, source: str, line: int | None) -> str:
    """Part and paragraph for a finding: counts as Word's reader does, and quotes the paragraph."""
    lines = source.split("\n")
    if not line or line > len(lines):
        return _part_name(name)
    text = re.sub(r"<[^>]+>|\{#|#\}", "", lines[line - 1]).strip()
    quoted = f" »{text[:70]}{'…' if len(text) > 70 else ''}«" if text else ""
    return f"{_part_name(name)}, Absatz {max(line - 1, 1)}{quoted}"


# parts that follow from the merge ------------------------------------------------------------------------------------


def _styles(raw: Mapping[str, bytes]) -> Styles:
    root = etree.fromstring(raw["word/styles.xml"], PARSER)
    ids: dict[str, str] = {}
    nums: dict[str, str] = {}
    for style in root.iter(f"{W}style"):
        name, number = style.find(f"{W}name"), style.find(f"{W}pPr/{W}numPr/{W}numId")
        key = style.get(f"{W}styleId", "")
        if name is not None:
            ids[name.get(f"{W}val", "")] = key
        if number is not None:
            nums[key] = number.get(f"{W}val", "")
    abstract_of: dict[str, str] = {}
    indents: dict[tuple[str, int], int] = {}
    if "word/numbering.xml" in raw:
        numbering = etree.fromstring(raw["word/numbering.xml"], PARSER)
        abstract_of = {n.get(f"{W}numId", ""): link.get(f"{W}val", "") for n in numbering.iter(f"{W}num") for link in n.findall(f"{W}abstractNumId")}
        for style, num in nums.items():
            for level in numbering.findall(f"{W}abstractNum[@{W}abstractNumId='{abstract_of.get(num, '')}']/{W}lvl"):
                indent = level.find(f"{W}pPr/{W}ind")
                if indent is not None:
                    indents[style, int(level.get(f"{W}ilvl", "0"))] = int(indent.get(f"{W}left", indent.get(f"{W}start", "0")))
    return Styles(ids, frozenset(nums), nums, {style: abstract_of[num] for style, num in nums.items() if num in abstract_of},
                  indents, max((int(n) for n in abstract_of), default=0))  # fmt: skip


def _numbering(raw: bytes | None, merge: Merge) -> bytes:
    """A w:num of its own for each list: numbering starts anew (ECMA-376 part 1, 17.9.15 and 17.9.26)."""
    if raw is None:
        return b""
    added = "".join(
        f'<w:num w:numId="{merge.styles.last_num + i}"><w:abstractNumId w:val="{n.abstract}"/>'
        f'<w:lvlOverride w:ilvl="{n.level}"><w:startOverride w:val="{n.start}"/></w:lvlOverride></w:num>'
        for i, n in enumerate(merge.numberings, 1)
    )
    return raw.replace(b"</w:numbering>", added.encode() + b"</w:numbering>")


def _relations(raw: bytes, merge: Merge) -> bytes:
    added = [
        f'<Relationship Id="{key}" Type="{_RELATIONSHIPS}/hyperlink" Target="{escape(target)}" TargetMode="External"/>' for target, key in merge.links.items()
    ]
    added += [
        f'<Relationship Id="{key}" Type="{_RELATIONSHIPS}/image" Target="{picture.part.removeprefix("word/")}"/>' for key, picture in merge.pictures.values()
    ]
    return raw.replace(b"</Relationships>", "".join(added).encode() + b"</Relationships>")


def _content_types(raw: bytes, merge: Merge) -> bytes:
    kinds = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
    needed = sorted({picture.part.rsplit(".", 1)[-1] for _, picture in merge.pictures.values()})
    added = "".join(f'<Default Extension="{e}" ContentType="{kinds[e]}"/>' for e in needed if f'Extension="{e}"'.encode() not in raw)
    return raw.replace(b"<Override", added.encode() + b"<Override", 1)


def _core(raw: bytes | None, dokument: Any) -> bytes:
    """docProps/core.xml with title, author, subject, language and dates of the view (ISO 29500-2, 11)."""
    if raw is None or dokument is None:
        return raw or b""
    day = f"{dokument.datum:%Y-%m-%d}T00:00:00Z"
    fields = (
        ("dc:title", dokument.titel), ("dc:subject", dokument.thema), ("dc:creator", dokument.verfasser), ("dc:language", dokument.sprache),
        ("cp:lastModifiedBy", dokument.verfasser),
    )  # fmt: skip
    inner = "".join(f"<{tag}>{escape(value)}</{tag}>" for tag, value in fields)
    dates = "".join(f'<dcterms:{tag} xsi:type="dcterms:W3CDTF">{day}</dcterms:{tag}>' for tag in ("created", "modified"))
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _CORE.items())
    return _DECLARATION + (f'<cp:coreProperties {spaces} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{inner}{dates}</cp:coreProperties>').encode()
