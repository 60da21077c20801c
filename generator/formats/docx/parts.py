"""The small parts of a .docx that follow from a merge: numbering, relations, content types, properties; and the styles it may use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree
from markupsafe import escape

from generator.formats.docx.guard import W
from generator.formats.docx.prose import Merge, Styles

DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
CONTENT_TYPES, CORE, NUMBERING, RELATIONS = "[Content_Types].xml", "docProps/core.xml", "word/numbering.xml", "word/_rels/document.xml.rels"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
}


def changed(raw: Mapping[str, bytes], merge: Merge, dokument: Any) -> Iterator[tuple[str, bytes]]:
    """Those that a paper changes; the others stay the template's."""
    if CORE in raw and dokument is not None:
        yield CORE, _core(dokument)
    if NUMBERING in raw and merge.numberings:
        yield NUMBERING, _before(b"</w:numbering>", _numbering(merge), raw[NUMBERING])
    if merge.links or merge.pictures:
        yield RELATIONS, _before(b"</Relationships>", _relations(merge), raw[RELATIONS])
    if merge.pictures:
        yield CONTENT_TYPES, _before(b"<Override", _content_types(raw[CONTENT_TYPES], merge), raw[CONTENT_TYPES])


def styles(raw: Mapping[str, bytes]) -> Styles:
    """What the template offers to long texts."""
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
    if NUMBERING in raw:
        numbering = etree.fromstring(raw[NUMBERING], PARSER)
        abstract_of = {n.get(f"{W}numId", ""): link.get(f"{W}val", "") for n in numbering.iter(f"{W}num") for link in n.findall(f"{W}abstractNumId")}
        for style, num in nums.items():
            for level in numbering.findall(f"{W}abstractNum[@{W}abstractNumId='{abstract_of.get(num, '')}']/{W}lvl"):
                indent = level.find(f"{W}pPr/{W}ind")
                if indent is not None:
                    indents[style, int(level.get(f"{W}ilvl", "0"))] = int(indent.get(f"{W}left", indent.get(f"{W}start", "0")))
    return Styles(ids, frozenset(nums), nums, {style: abstract_of[num] for style, num in nums.items() if num in abstract_of},
                  indents, max((int(n) for n in abstract_of), default=0))  # fmt: skip


def _before(mark: bytes, added: str, raw: bytes) -> bytes:
    return raw.replace(mark, added.encode() + mark, 1)


def _numbering(merge: Merge) -> str:
    """A w:num of its own for each list: numbering starts anew (ECMA-376 part 1, 17.9.15 and 17.9.26)."""
    return "".join(
        f'<w:num w:numId="{merge.styles.last_num + i}"><w:abstractNumId w:val="{n.abstract}"/>'
        f'<w:lvlOverride w:ilvl="{n.level}"><w:startOverride w:val="{n.start}"/></w:lvlOverride></w:num>'
        for i, n in enumerate(merge.numberings, 1)
    )


def _relations(merge: Merge) -> str:
    added = [
        f'<Relationship Id="{key}" Type="{_RELATIONSHIPS}/hyperlink" Target="{escape(target)}" TargetMode="External"/>' for target, key in merge.links.items()
    ]
    added += [
        f'<Relationship Id="{key}" Type="{_RELATIONSHIPS}/image" Target="{picture.part.removeprefix("word/")}"/>' for key, picture in merge.pictures.values()
    ]
    return "".join(added)


def _content_types(raw: bytes, merge: Merge) -> str:
    needed = sorted({picture.part.rsplit(".", 1)[-1] for _, picture in merge.pictures.values()})
    return "".join(f'<Default Extension="{e}" ContentType="{_KINDS[e]}"/>' for e in needed if f'Extension="{e}"'.encode() not in raw)


def _core(dokument: Any) -> bytes:
    """docProps/core.xml with title, author, subject, language and dates of the view (ISO 29500-2, 11)."""
    day = f"{dokument.datum:%Y-%m-%d}T00:00:00Z"
    fields = (
        ("dc:title", dokument.titel), ("dc:subject", dokument.thema), ("dc:creator", dokument.verfasser), ("dc:language", dokument.sprache),
        ("cp:lastModifiedBy", dokument.verfasser),
    )  # fmt: skip
    inner = "".join(f"<{tag}>{escape(value)}</{tag}>" for tag, value in fields)
    dates = "".join(f'<dcterms:{tag} xsi:type="dcterms:W3CDTF">{day}</dcterms:{tag}>' for tag in ("created", "modified"))
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
    return DECLARATION + (f'<cp:coreProperties {spaces} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{inner}{dates}</cp:coreProperties>').encode()
