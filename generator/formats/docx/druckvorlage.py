"""One Word template, compiled: docxtpl's tag dialect, with everything that does not depend on the data done once."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import Template, TemplateError, TemplateSyntaxError, pass_context
from jinja2.runtime import Context
from lxml import etree
from markupsafe import Markup

from generator.charts import Diagramm
from generator.formats import Unprintable, context, fault, german, sandbox, straight_quotes
from generator.formats.completeness import left_out, missing
from generator.formats.docx import parts
from generator.formats.docx.guard import Guard, W, only_words, prepare, runs
from generator.formats.docx.marks import as_words
from generator.formats.docx.package import OFTEN, ONCE, PACKED_ALREADY, close, entry, joined, ordered, pack
from generator.formats.docx.prose import Merge, StyleMissing, chart, gap, paragraphs
from generator.formats.docx.tables import steady
from generator.formats.placeholders import PARAGRAPHS
from generator.markup import Langtext, plain
from generator.problems import Problem, Problems

_MERGE = "_merge"
_LONGTEXT = re.compile(r"\s*\{\{\s*p\s+(.+?)\s*\}\}\s*", re.DOTALL)
_ENTITIES = frozenset("&<>\"'")
_PARTS = {"document": "im Text", "header": "in der Kopfzeile", "footer": "in der Fußzeile", "footnotes": "in den Fußnoten"}


@dataclass(frozen=True)
class _Part:
    name: str
    source: str
    template: Template
    guard: Guard
    only_words: bool


class Druckvorlage:
    """A compiled template. `render` may be called any number of times; nothing is kept from one paper to the next."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.docx = self._open()
        with zipfile.ZipFile(path) as package:
            names = [n for n in package.namelist() if not n.endswith("/")]
            self.raw = {name: package.read(name) for name in names}
        self.styles = parts.styles(self.raw)
        self.environment = sandbox(_not_here, lambda value: gap(value, self.styles.ids.get("Lücke")))
        self.environment.filters[PARAGRAPHS] = _absaetze
        self.parts = [self._compile(name, xml) for name, xml in self._tagged()]
        self.without = left_out("".join(part.source for part in self.parts))
        still = {name: entry(name, pack(data, ONCE)) for name, data in ordered(self.raw) if name not in {part.name for part in self.parts}}
        self.sometimes = {name: still.pop(name) for name in (parts.CONTENT_TYPES, parts.CORE, parts.NUMBERING, parts.RELATIONS) if name in still}
        self.still = joined(still.values())

    def render(self, view: object, bilder: Mapping[str, bytes]) -> bytes:
        """One paper."""
        names = context(view)
        merge = Merge(self.styles, bilder, first_relation=1)
        read: dict[str, tuple[bytes, list[str]]] = {}  # a first page's footer often is that of the others
        for part in self.parts:
            if part.source not in read:
                read[part.source] = self._read(part, self._merged(part, names, merge))
        texts = list(chain.from_iterable(read[part.source][1] for part in self.parts))
        if lost := missing(self.path, view, _glued(texts), self.without):
            raise Problems(lost)
        packed = {source: pack(parts.DECLARATION + data, OFTEN) for source, (data, _) in read.items()}
        entries = self.sometimes | {part.name: entry(part.name, packed[part.source]) for part in self.parts}
        entries |= {name: entry(name, pack(data, OFTEN)) for name, data in parts.changed(self.raw, merge, names.get("dokument"))}
        entries |= {picture.part: entry(picture.part, pack(picture.data, PACKED_ALREADY)) for _, picture in merge.pictures.values()}
        return close(joined(entries.values(), after=self.still))

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
        root = etree.fromstring(straight_quotes(xml).encode(), parts.PARSER)
        for paragraph in root.iter(f"{W}p"):
            _mark_longtext(paragraph)
        words = only_words(root)
        prepare(root)
        source = steady(as_words(self.docx.patch_xml(etree.tostring(root, encoding="unicode"))))
        source = re.sub(r"<w:p([ >])", r"{#\n#}<w:p\1", source)  # a line per paragraph: an error's line is its paragraph
        try:
            return _Part(name, source, self.environment.from_string(source), Guard(source, self.styles.ids.get("Lücke")), words)
        except TemplateSyntaxError as error:
            raise Problems([fault(self.path, _place(name, source, error.lineno), error)]) from None

    # merging -----------------------------------------------------------------------------------------------------

    def _merged(self, part: _Part, names: Mapping[str, Any], merge: Merge) -> str:
        try:
            text = part.template.render({**names, _MERGE: merge})
        except StyleMissing as missing:
            raise Problems([Problem(str(self.path), 0, f"Druckvorlage: die Formatvorlage »{missing}« fehlt; ein langer Text braucht sie")]) from None
        except (TemplateError, TypeError, OverflowError) as error:
            raise Problems([Problem(str(self.path), 0, f"Druckvorlage, {_place(part.name, part.source, _line(error))}: {german(error)}")]) from None
        if any(character in text for character in "\n\t\a\f"):
            text = self.docx.resolve_listing(text)
        return part.guard.mend(text, pictures=bool(merge.pictures))

    def _read(self, part: _Part, text: str) -> tuple[bytes, list[str]]:
        """A mended part as bytes, if its XML is whole, and the texts that a reader finds in it."""
        texts: list[str] = []
        parser = ParserCreate()
        if part.only_words:
            parser.CharacterDataHandler = texts.append
        else:
            texts = runs(text)
        try:
            data = text.encode()
            parser.Parse(data, True)  # noqa: FBT003 - expat takes no keyword. Prefixes are the template's, whose tree declares them
        except (ExpatError, UnicodeEncodeError):
            raise Problems(
                [Problem(str(self.path), 0, f"Druckvorlage, {_part_name(part.name)}: ein Zeichen oder eine Marke zerstört den Aufbau der Word-Datei")]
            ) from None
        return data, texts


def _glued(texts: list[str]) -> list[str]:
    """Texts of runs: expat parts them at a sign that XML writes as an entity."""
    if _ENTITIES.isdisjoint(texts):
        return texts
    whole, glued = [""], True
    for text in texts:
        sign = text in _ENTITIES
        if glued or sign:
            whole[-1] += text
        else:
            whole.append(text)
        glued = sign
    return whole


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
