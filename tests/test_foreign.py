"""A Druckvorlage loads nothing from a network or from outside its folders, in whatever disguise, and a paper made from it leads Word nowhere."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from conftest import TEMPLATES
from docx import Document

from generator.formats import docx, pdf
from generator.problems import Problems

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10" height="10">{}</svg>'
LAUGHS = '<!DOCTYPE {0} [<!ENTITY a "xxxxxxxxxx">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)) + "]>"
FILES = {
    "image.svg": SVG.format('<image xlink:href="file:///etc/passwd" width="5" height="5"/>'),
    "network.svg": SVG.format('<image href="http://127.0.0.1:9/x.png" width="5" height="5"/>'),
    "entity.svg": '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG.format("<text>&x;</text>"),
    "laughs.svg": LAUGHS.format("svg") + SVG.format("<text>&j;</text>"),
    "import.css": '@import "http://127.0.0.1:9/x.css";',
}
PAGES = [
    '<p style="background: url(file:///etc/passwd)">x</p>', '<p style="background-image: url(http://127.0.0.1:9/x.png)">x</p>',
    '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">', '<link rel="stylesheet" href="../fremd/fremd.css">', '<style>@import "file:///etc/passwd";</style>',
    '<link rel="stylesheet" href="import.css">', "<style>@font-face {font-family: X; src: url(file:///etc/passwd)}</style>", "<style>p::before {content: url(file:///etc/passwd)}</style><p>x</p>",
    '<ul style="list-style-image: url(file:///etc/passwd)"><li>x</li></ul>', '<link rel="attachment" href="file:///etc/passwd">', '<a rel="attachment" href="../fremd/fremd.css">x</a>',
    '<img alt="x" src="image.svg">', '<img alt="x" src="network.svg">', '<img alt="x" src="entity.svg">', '<img alt="x" src="laughs.svg">', SVG.format('<image href="file:///etc/passwd" width="5" height="5"/>'),
    '<img alt="x" src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E%3Cimage href=%22file:///etc/passwd%22/%3E%3C/svg%3E">',
    '<object data="file:///etc/passwd"></object>', '<embed src="file:///etc/passwd">', '<base href="file:///etc/"><img alt="x" src="passwd">', '<iframe src="file:///etc/passwd"></iframe>',
    '<script src="http://127.0.0.1:9/x.js"></script>', '<img alt="x" src="link.png">', '<link rel="stylesheet" href="link.css">', '{% include "link.html" %}', '{% extends "link.html" %}',
    '<img alt="x" src="%2e%2e/%2e%2e/etc/passwd">', '<img alt="x" src="file://host/share/x.png">', '<a href="javascript:alert(1)">x</a>', '<a href="file:///etc/passwd">x</a>', '{% include "selbst.html" %}',
]  # fmt: skip


@pytest.mark.parametrize("body", PAGES)
def test_a_page_that_wants_something_from_elsewhere_is_refused_in_german(tmp_path, body):
    home = tmp_path / "selbst"
    for folder in (home, tmp_path / "fremd"):
        folder.mkdir()
    (tmp_path / "fremd/fremd.css").write_text("p { color: red }", encoding="utf-8")
    for name, text in FILES.items():
        (home / name).write_text(text, encoding="utf-8")
    for name, target in (("link.png", "/etc/passwd"), ("link.html", "/etc/passwd"), ("link.css", tmp_path / "fremd/fremd.css")):
        (home / name).symlink_to(target)
    page = f'<!DOCTYPE html>\n<html lang="de"><head><title>x</title><style>body {{ font-family: "Liberation Sans" }}</style></head><body><h1>x</h1>{body}</body></html>'
    (home / "selbst.html").write_text(page, encoding="utf-8")
    with pytest.raises(Problems) as refused:
        pdf.render(home / "selbst.html", {})

    for problem in refused.value.problems:
        assert problem.path == str(home / "selbst.html")
        assert "Druckvorlage" in problem.sentence
        assert not any(word in problem.sentence for word in ("Failed", "Error", "root:", str(tmp_path)))


Parts = dict[str, bytes]
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EMPTY = b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'


def relation(kind: str, target: str, part: str = "document") -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        name = f"word/_rels/{part}.xml.rels"
        line = f'<Relationship Id="rIdX" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
        parts[name] = parts.get(name, EMPTY).replace(b"</Relationships>", line.encode())

    return change


def part(name: str, data: bytes) -> Callable[[Parts], None]:
    return lambda parts: parts.update({name: data})


def doctype(declaration: str, use: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        body = parts["word/document.xml"].replace(b"<w:document", declaration.encode() + b"<w:document", 1)
        parts["word/document.xml"] = body.replace(b"{{ wert }}", b"{{ wert }}" + use.encode())

    return change


PACKAGES = {
    "a picture from a network": (relation("image", "http://127.0.0.1:9/x.png"), "»http://127.0.0.1:9/x.png« außerhalb der Datei (ein Bild)"),
    "a picture of the machine": (relation("image", "file:///etc/passwd"), "»file:///etc/passwd« außerhalb der Datei (ein Bild)"),
    "a template that Word would load": (relation("attachedTemplate", "http://127.0.0.1:9/x.dotm", "settings"), "außerhalb der Datei (eine Dokumentvorlage)"),
    "an object": (relation("oleObject", "file:///x.exe"), "außerhalb der Datei (ein Objekt)"),
    "a link to a file": (relation("hyperlink", "file:///etc/passwd"), "außerhalb der Datei (ein Link)"),
    "macros": (part("word/vbaProject.bin", b"x"), "sie enthält Makros"),
    "a name that leads out": (part("../../x.txt", b"x"), "deren Name aus ihr hinausführt"),
    "an entity from a file": (doctype('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"), "enthält eine DOCTYPE-Angabe"),
    "a million laughs": (doctype(LAUGHS.format("w"), "&j;"), "enthält eine DOCTYPE-Angabe"),
    "relations that are broken": (part("word/_rels/footer9.xml.rels", b"<"), "ist beschädigt"),
    "three hundred megabytes of nothing": (part("word/media/x.bin", b"\0" * 300_000_000), "Druckvorlage"),
}


def package(path: Path, change: Callable[[Parts], None]) -> Path:
    document, plain = Document(), BytesIO()
    document.add_paragraph("{{ wert }}")
    document.save(plain)
    with zipfile.ZipFile(plain) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return path


@pytest.mark.parametrize(("change", "sentence"), PACKAGES.values(), ids=PACKAGES)
def test_a_word_template_that_carries_something_foreign_is_refused_before_it_is_filled(tmp_path, change, sentence):
    path = package(tmp_path / "v.docx", change)
    with pytest.raises(Problems) as refused:
        docx.render(path, {"wert": "a"})

    assert sentence in str(refused.value)
    assert any(sentence in problem.sentence for problem in docx.check(path, object))


def test_a_link_that_a_reader_clicks_may_stay(tmp_path):
    path = package(tmp_path / "v.docx", relation("hyperlink", "https://www.example.org"))

    assert "a" in docx.words(docx.render(path, {"wert": "a"}))


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*/*.docx")), ids=lambda path: path.name)
def test_our_own_word_templates_carry_nothing_foreign(path):
    from generator.formats.docx.foreign import foreign

    assert foreign(path) == ()
