"""Makes of WeasyPrint's PDF one that is PDF/A-2a and PDF/UA-1 at once, with tags that are right and not only valid.

Runs as WeasyPrint's `finisher`, on pydyf objects before they are written. Pairs each structure element with the box it
was made for by walking the boxes as `weasyprint.pdf.tags` does; every pairing is checked by its tag, so that another
version of WeasyPrint fails loudly instead of tagging wrongly.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.tags import _get_pdf_tag

from generator.formats.pdf import writer

_UA_IDENTIFICATION = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>'
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b'<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
_NUMBERING = {
    "decimal": "Decimal", "lower-alpha": "LowerAlpha", "lower-latin": "LowerAlpha", "upper-alpha": "UpperAlpha", "upper-latin": "UpperAlpha",
    "lower-roman": "LowerRoman", "upper-roman": "UpperRoman", "disc": "Disc", "circle": "Circle", "square": "Square",
}  # fmt: skip
_ONE_OVER_PAGES = frozenset(
    {"Art", "Sect", "Part", "Div", "P", "L", "LI", "LBody", "Table", "TBody", "TFoot", "TR", "TD", "TH", "Span", "Caption", "BlockQuote"}
)
_POINTS_PER_PIXEL = 0.75
PRINTED_LINK = 4
"""The annotation flag Print (ISO 32000-1, table 165), which PDF/A demands."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A structure element and the box it stands for; `margin` for running heads and feet."""

    element: Any
    box: Any
    tag: str
    page: int
    margin: str = ""


def finish(document: Any, pdf: Any) -> None:
    """WeasyPrint's `finisher`: mends the tag tree and the metadata in place."""
    tree = _Tree(document, pdf)
    tree.running_heads_are_artifacts()
    tree.elements_go_on_over_pages()
    tree.tables_know_their_heads()
    tree.lists_know_their_numbering()
    tree.list_items_have_bodies()
    tree.figures_lie_on_their_page()
    tree.links_say_where_they_lead()
    tree.ids_are_indexed()
    if "AF" in pdf.catalog:  # WeasyPrint lists every attachment twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    _claim_ua(pdf)
    writer.take_over(pdf)


def _number(value: Any) -> int | None:
    """The object number of a reference like `12 0 R`."""
    match = re.fullmatch(rb"(\d+) 0 R", value.encode() if isinstance(value, str) else value) if isinstance(value, bytes | str) else None
    return int(match[1]) if match else None


class _Tree:
    """The tag tree of one PDF, each element beside its box."""

    def __init__(self, document: Any, pdf: Any) -> None:
        self.document, self.pdf = document, pdf
        self.root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
        self.boxes = [box for page in document.pages for box in _all(page._page_box)]  # noqa: SLF001 - no other way in
        self.elements = iter([o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/StructElem" and o.get("S") != "/Document"])
        self.pairs = [pair for i, page in enumerate(document.pages) for pair in self._walk(page._page_box, "Document", i, "")]  # noqa: SLF001 - no other way in
        if next(self.elements, None) is not None:
            raise RuntimeError("WeasyPrint made structure elements that no box accounts for")

    # pairing ------------------------------------------------------------------------------------------------------

    def _take(self, tag: str) -> Any:
        element = next(self.elements)
        if tag and element["S"] != f"/{tag}":
            raise RuntimeError(f"WeasyPrint tagged {element['S']} where /{tag} was expected")
        return element

    def _walk(self, box: Any, parent: str, page: int, margin: str) -> Iterator[_Pair]:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001 - as weasyprint.pdf.tags does
        element_tag = None if box.element is None else box.element_tag
        tag = _get_pdf_tag(element_tag)
        if (element_tag in ("html", "body") or isinstance(box, boxes.PageBox)) and isinstance(box, boxes.ParentBox) and not isinstance(box, boxes.LineBox):
            for child in box.children:
                yield from self._walk(child, parent, page, margin)
            return
        if isinstance(box, boxes.MarginBox):
            for child in box.children:
                yield from self._walk(child, "Document", page, "Header" if box.at_keyword.startswith("@top") else "Footer")
            return
        tag, wrapped = _role(box, tag, parent)
        if wrapped:
            yield _Pair(self._take("LI"), box, "LI", page, margin)
        element = self._take(tag)
        yield _Pair(element, box, tag, page, margin)
        for inner in _inner(box, tag):
            if not isinstance(inner, boxes.TextBox):
                below = parent if inner.element_tag in ("ul", "ol") and tag == "LI" else tag
                yield from self._walk(inner, below, page, margin)
            elif tag != "Link":
                yield _Pair(self._take(""), inner, "", page, margin)

    # artifacts ----------------------------------------------------------------------------------------------------

    def running_heads_are_artifacts(self) -> None:
        """ISO 14289-1, 7.1 and 7.8: running heads and feet are pagination artifacts (WeasyPrint issue 1836)."""
        self._to_artifacts([pair for pair in self.pairs if pair.margin], "Pagination")

    def _to_artifacts(self, pairs: list[_Pair], kind: str) -> None:
        """Takes elements out of the tree and marks their content as an artifact."""
        marked: dict[int, dict[int, str]] = defaultdict(dict)
        for pair in pairs:
            for kid in pair.element["K"]:
                if isinstance(kid, int):
                    marked[pair.page][kid] = pair.margin
        for page, mcids in marked.items():
            self._mark(page, mcids, kind)
        gone = {id(pair.element) for pair in pairs}
        self.pairs = [pair for pair in self.pairs if id(pair.element) not in gone]
        for pair in pairs:
            pair.element.clear()

    def _mark(self, page: int, mcids: dict[int, str], kind: str) -> None:
        stream = self.pdf.objects[_number(self.pdf.objects[_number(self.pdf.page_references[page])]["Contents"])].stream
        for i, item in enumerate(stream):
            if item == b"BDC" and isinstance(stream[i - 1], dict) and stream[i - 1].get("MCID") in mcids:
                subtype = mcids[stream[i - 1]["MCID"]]
                stream[i - 2] = "/Artifact"
                stream[i - 1] = pydyf.Dictionary({"Type": f"/{kind}", **({"Subtype": f"/{subtype}"} if subtype else {})})
        nums = self.pdf.objects[_number(self.root["ParentTree"])]["Nums"]
        owners = nums[nums.index(page) + 1]
        for mcid in mcids:
            owners[mcid] = "null"
        while owners and owners[-1] == "null":
            owners.pop()

    # elements over several pages ----------------------------------------------------------------------------------

    def elements_go_on_over_pages(self) -> None:
        """A paragraph, list or table over a page break is one element; the repeated head of a table is an artifact."""
        first: dict[tuple[int, str], _Pair] = {}
        repeated: list[_Pair] = []
        for pair in list(self.pairs):
            key = (id(pair.box.element), pair.tag)
            before = first.get(key)
            if pair.box.element is None or pair.tag not in _ONE_OVER_PAGES | {"THead"} or isinstance(pair.box, boxes.LineBox):
                continue
            if before is None or before.page == pair.page:
                first.setdefault(key, pair)
            elif pair.tag == "THead":
                repeated.append(pair)
            elif not any(isinstance(kid, int) for kid in pair.element["K"]):
                self._join(before, pair)
        for head in repeated:
            self._detach(head.element)
            inside = self._below(head.element)
            self._to_artifacts([pair for pair in self.pairs if id(pair.element) in inside], "Layout")

    def _join(self, before: _Pair, after: _Pair) -> None:
        for kid in after.element["K"]:
            child = self.pdf.objects[_number(kid)]
            if "P" in child:
                child["P"] = before.element.reference
            before.element["K"].append(kid)
        self._detach(after.element)
        after.element.clear()
        self.pairs.remove(after)

    def _detach(self, element: Any) -> None:
        parent = self.pdf.objects[_number(element["P"])]
        if element.reference in parent.get("K", ()):
            parent["K"].remove(element.reference)

    def _below(self, element: Any) -> set[int]:
        found, todo = set(), [element]
        while todo:
            here = todo.pop()
            found.add(id(here))
            todo += [self.pdf.objects[number] for number in map(_number, here.get("K", ())) if number is not None]
        return found

    # what single elements lack ------------------------------------------------------------------------------------

    def tables_know_their_heads(self) -> None:
        """ISO 14289-1, 7.5: Scope on every TH, and Headers from the true grid of the whole table, spans included."""
        live = {id(pair.element) for pair in self.pairs}
        rows: dict[int, list[list[Any]]] = defaultdict(list)
        seen: set[int] = set()
        for pair in self.pairs:
            if pair.tag == "Table" and getattr(pair.box, "is_table_wrapper", False):
                seen.add(id(pair.box.element))
        for wrapper in self.boxes:
            if wrapper.is_table_wrapper and wrapper.element is not None and id(wrapper.element) in seen:
                for group in wrapper.get_wrapped_table().children:
                    for row in group.children if isinstance(group, boxes.TableRowGroupBox) else ():
                        cells = [cell for cell in row.children if hasattr(cell, "mark") and id(cell.mark) in live]
                        if cells:
                            rows[id(wrapper.element)].append([(cell, group.is_header) for cell in cells])
        for table in rows.values():
            _heads(table)

    def lists_know_their_numbering(self) -> None:
        """ISO 14289-1, 7.6 (Matterhorn 16-001): a list with labels says how it is numbered."""
        for pair in self.pairs:
            if pair.tag == "L":
                style = "None" if pair.box.element_tag == "dl" else _NUMBERING.get(pair.box.style["list_style_type"], "None")
                pair.element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{style}"})

    def list_items_have_bodies(self) -> None:
        """ISO 32000-1, table 336: LI holds only Lbl and LBody; WeasyPrint puts the block of a list item straight into LI."""
        for pair in self.pairs:
            if pair.tag != "LI":
                continue
            item = pair.element
            kids = [self.pdf.objects[_number(kid)] for kid in item["K"]]
            loose = [kid for kid in kids if kid["S"] not in ("/Lbl", "/LBody")]
            if not loose:
                continue
            body = next((kid for kid in kids if kid["S"] == "/LBody"), None)
            if body is None:
                body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(), "Pg": item["Pg"], "P": item.reference})
                self.pdf.add_object(body)
                kids.insert(kids.index(loose[0]), body)
            item["K"] = pydyf.Array(kid.reference for kid in kids if not any(kid is other for other in loose))
            for kid in loose:
                kid["P"] = body.reference
                body["K"].append(kid.reference)

    def figures_lie_on_their_page(self) -> None:
        """ISO 32000-1, 14.8.5.4.3: BBox is in default user space; WeasyPrint writes CSS pixels from the top."""
        for pair in self.pairs:
            if pair.tag == "Figure":
                box, height = pair.box, self.document.pages[pair.page].height
                x, y = box.content_box_x(), box.content_box_y()
                corners = (x, height - y - box.height, x + box.width, height - y)
                pair.element["A"]["BBox"] = pydyf.Array([round(value * _POINTS_PER_PIXEL, 3) for value in corners])

    def links_say_where_they_lead(self) -> None:
        """ISO 14289-1, 7.18.5: Contents of a link says in words where it leads, not the anchor's name."""
        for box in self.boxes:
            if getattr(box, "link_annotation", None) is not None:
                box.link_annotation["Contents"] = pydyf.String(box.element.get("title") or _text(box) or "Verweis")
                box.link_annotation["F"] = PRINTED_LINK

    def ids_are_indexed(self) -> None:
        """ISO 32000-1, table 322: IDTree is required once elements have an ID."""
        ids = sorted((pair.element["ID"].string, pair.element.reference) for pair in self.pairs if "ID" in pair.element)
        if ids:
            self.root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array([v for key, reference in ids for v in (pydyf.String(key), reference)])})


def _heads(table: list[list[Any]]) -> None:
    """Scope and Headers of one table's cells."""
    cells = []
    for y, row in enumerate(table):
        for cell, in_head in row:
            scope = ""
            if cell.element_tag == "th":
                scope = "Row" if cell.element.get("scope", "col" if in_head else "row").startswith("row") else "Column"
            cells.append((y, cell.grid_x, cell.rowspan, cell.colspan, scope, cell.mark))
    for y, x, height, width, scope, mark in cells:
        attributes = pydyf.Dictionary({"O": "/Table"})
        if width != 1:
            attributes["ColSpan"] = width
        if height != 1:
            attributes["RowSpan"] = height
        if scope:
            attributes["Scope"] = f"/{scope}"
        else:
            beside = [c for c in cells if c[4] == "Row" and c[0] < y + height and y < c[0] + c[2] and c[1] < x]
            above = [c for c in cells if c[4] == "Column" and c[1] < x + width and x < c[1] + c[3] and c[0] < y]
            if heads := [c[5]["ID"] for c in (*beside, *above)]:
                attributes["Headers"] = pydyf.Array(heads)
        mark["A"] = attributes


def _role(box: Any, tag: str, parent: str) -> tuple[str, bool]:
    """The tag of a box among its parents, and whether an LI without a box of its own stands around it."""
    if tag in ("TD", "TH") and parent in ("TD", "TH"):
        return "NonStruct", False
    if tag != "LI":
        return tag, False
    if parent == "LI":
        return "LBody", False
    if parent == "LBody":
        return "NonStruct", False
    unmarked = box.element_tag == "li" and ("list-item" not in box.style["display"] or box.style["list_style_type"] == "none")
    return ("LBody", True) if unmarked or box.element_tag in ("dt", "dd") else (tag, False)


def _inner(box: Any, tag: str) -> Iterator[Any]:
    """The boxes below a box as weasyprint.pdf.tags takes them: a table's own beside its caption's, and lines opened."""
    children = list(getattr(box, "children", ()))
    if tag == "Table" and box.is_table_wrapper and (table := box.get_wrapped_table()):
        children = [inner for child in children for inner in (table.children if child is table else [child])]
    for child in children:
        yield from child.children if isinstance(child, boxes.LineBox) else (child,)


def _all(box: Any) -> list[Any]:
    """A box and all below it, in their order."""
    found, todo = [], [box]
    while todo:
        here = todo.pop()
        if isinstance(here, AbsolutePlaceholder):
            here = here._box  # noqa: SLF001 - as weasyprint.pdf.tags does
        found.append(here)
        if isinstance(here, boxes.ParentBox):
            todo += here.children[::-1]
    return found


def _text(box: Any) -> str:
    return " ".join("".join(inner.text for inner in _all(box) if isinstance(inner, boxes.TextBox)).split())


def _claim_ua(pdf: Any) -> None:
    """ISO 14289-1, 5 and ISO 19005-2, 6.6.2.3: the identification of PDF/UA, with the extension schema that PDF/A wants for it."""
    metadata = pdf.objects[_number(pdf.catalog["Metadata"])]
    head, tail = metadata.stream[0].rsplit(b"</rdf:RDF>", 1)
    metadata.compress = False  # readable without a PDF parser
    metadata.stream = [head + _UA_IDENTIFICATION + b"</rdf:RDF>" + tail]
