"""HTML for a browser: the template is filled in the sandbox, then closed against everything that does not come from it.

A Content-Security-Policy allows just the scripts and styles that stand in the template word for word, by their hash; nothing
is loaded from anywhere and nothing is sent. So a page is as safe on the disk as a PDF, whatever the data say.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import FileSystemLoader, TemplateError, TemplateNotFound, TemplateSyntaxError
from lxml import html

from generator.formats import Sandbox, context, fault, sandbox
from generator.formats.completeness import left_out, missing
from generator.formats.pdf.prose import gap, longtext
from generator.problems import Problem, Problems

_HEAD = '<meta charset="utf-8">'
_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_SOURCES = (".html", ".css", ".js")


def write(template: Path, view: object, bilder: Mapping[str, bytes]) -> bytes:
    """Fills the template with one view."""
    page = _filled(template, view, bilder)
    if page.count(_HEAD) != 1:
        raise Problems([Problem(str(template), 0, f"Druckvorlage: am Anfang von <head> steht einmal {_HEAD}")])
    page = page.replace(_HEAD, f'{_HEAD}\n<meta http-equiv="Content-Security-Policy" content="{_policy(template, page)}">')
    data = page.encode()
    if lost := missing(template, view, " ".join(words(data)), left_out(_source(template))):
        raise Problems(lost)
    return data


def words(data: bytes) -> Iterator[str]:
    """All texts in their order, an element's attributes before what stands in it; no script, no style."""
    for element in html.document_fromstring(data.decode()).iter():
        if isinstance(element.tag, str):
            yield from (str(value) for value in element.attrib.values())
            if element.tag not in ("script", "style") and element.text:
                yield element.text
        if element.tail:
            yield element.tail


def _policy(template: Path, page: str) -> str:
    """What the page may do: run and look like what its template says, show pictures that stand in it, and nothing else."""
    own, hashes = _source(template), dict[str, list[str]](script=[], style=[])
    for kind, attributes, inner in _INLINE.findall(page):
        if attributes.strip() or inner.strip() not in own:
            raise Problems([Problem(str(template), 0, f"Druckvorlage: in <{kind.lower()}> steht kein Platzhalter, und das Element hat keine Attribute")])
        hashes[kind.lower()].append(f"'sha256-{base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()}'")
    allowed = {name: " ".join(found) or "'none'" for name, found in hashes.items()}
    return f"default-src 'none'; script-src {allowed['script']}; style-src {allowed['style']}; img-src data:; base-uri 'none'; form-action 'none'"


def _source(template: Path) -> str:
    """The template with what it may include."""
    near = sorted(file for file in template.parent.iterdir() if file.suffix in _SOURCES and file != template)
    return "\n".join(file.read_text("utf-8") for file in (template, *near))


@lru_cache(maxsize=64)
def _environment(template_folder: Path) -> Sandbox:
    return sandbox(longtext, gap, FileSystemLoader(template_folder))


def _filled(template: Path, view: object, bilder: Mapping[str, bytes]) -> str:
    environment = _environment(template.resolve().parent)
    environment.bilder = bilder
    try:
        return environment.get_template(template.name).render(context(view))
    except TemplateNotFound as error:
        raise Problems([Problem(str(template), 0, f"Die Druckvorlage »{error.name}« gibt es nicht")]) from None
    except TemplateSyntaxError as error:
        raise Problems([fault(template.parent / (error.name or template.name), "", error, error.lineno)]) from None
    except (TemplateError, TypeError, OverflowError, RecursionError) as error:
        raise Problems([fault(template, "", error)]) from None
