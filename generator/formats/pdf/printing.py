"""HTML → PDF: the template is filled in the sandbox, then WeasyPrint prints it with the project's own fonts."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, TemplateError, TemplateNotFound, TemplateSyntaxError

from generator.formats import Sandbox, context, fault, sandbox
from generator.formats.completeness import left_out, missing
from generator.formats.pdf import basis, engine, private, styles
from generator.formats.pdf.preflight import faults
from generator.formats.pdf.prose import gap, longtext
from generator.problems import Problem, Problems
from generator.views import as_data

ARCHIVED = "pdf/a-2a"
WITH_DATA = "pdf/a-3a"
"""PDF/A-3 alone may carry files of any kind (ISO 19005-3, 6.8); archives prefer PDF/A-2."""
_FIRST_PAGE = (
    '<!DOCTYPE html><html lang="de"><head><title>Probe</title><style>body { font-family: "Liberation Sans", "DejaVu Sans" } ::marker { font-variant-numeric: normal }'
    "</style></head><body><h1>Probe ☒</h1><ul><li>A <b>b ☒</b> <i>c</i> <b><i>d</i></b></ul>"
    '<table><thead><tr><th scope="col">e</th></tr></thead><tbody><tr><td>f</td></tr></tbody></table></body></html>'
)


def write(template: Path, view: object, bilder: Mapping[str, bytes]) -> bytes:
    """Prints one view."""
    try:
        return _printed(template, view, bilder)
    finally:
        engine.sweep()


def _printed(template: Path, view: object, bilder: Mapping[str, bytes]) -> bytes:
    allowed = (template.resolve().parent, basis(template))
    html = _html(template, allowed, view, bilder)
    weasyprint, fonts = engine.start(allowed[1])
    from generator.formats.pdf.tags import finish

    dokument = context(view).get("dokument")
    variant = WITH_DATA if dokument is not None and dokument.einbetten else ARCHIVED
    with engine.listening(template) as refused:
        page = private.page(html, allowed[0].as_uri() + "/", engine.fetcher(allowed, refused))
        refused.extend(faults(page.etree_element))
        document = page.render(stylesheets=styles.kept(page, html, allowed), pdf_variant=variant, font_config=fonts, pdf_tags=True)
        refused.extend(engine.unknown_fonts(document, allowed[1]))
    with engine.listening(template):
        if lost := missing(template, view, _texts(document), _left_out(template)):
            raise Problems(lost)
        _describe(document.metadata, dokument)
        if variant == WITH_DATA:
            document.metadata.attachments.append(_data(weasyprint, view, dokument))
        return bytes(document.write_pdf(pdf_variant=variant, pdf_tags=True, finisher=finish))


def begin(templates: Path) -> Any:
    """Imports and fonts, which take longest; None if there are no fonts, as the first paper will say."""
    try:
        begun = engine.start(basis(templates / "x" / "x.html"))
    except Problems:
        return None
    importlib.import_module("generator.formats.pdf.tags")
    return begun


def warm(templates: Path) -> None:
    """The same with Druckvorlagen and their stylesheets, and a page that uses it all; what is wrong is said of the first paper that it stops."""
    if (begun := begin(templates)) is None:
        return
    weasyprint, fonts = begun
    from generator.formats.pdf.tags import finish

    for template in sorted(templates.glob("*/*.html")):
        with suppress(TemplateError, OSError, UnicodeDecodeError):
            _environment(template.resolve().parent, basis(template)).get_template(template.name)
    styles.warm(templates)
    weasyprint.HTML(string=_FIRST_PAGE).write_pdf(pdf_variant=ARCHIVED, pdf_tags=True, font_config=fonts, finisher=finish)


def _data(weasyprint: Any, view: object, dokument: Any) -> Any:
    """vorlage.json: the view from which the pages were made (AFRelationship Source), dated like the paper."""
    day = datetime(dokument.datum.year, dokument.datum.month, dokument.datum.day, tzinfo=UTC)
    text = json.dumps(as_data(view), ensure_ascii=False, indent=1)
    return weasyprint.Attachment(string=text.encode(), name="vorlage.json", description="Angaben des Papiers", created=day, modified=day, relationship="Source")


def _texts(document: Any) -> list[str]:
    """All texts on the pages: first the flow of each page, then running heads and feet."""
    from weasyprint.formatting_structure import boxes

    flow: list[str] = []
    running: list[str] = []
    for page in document.pages:
        for box in page._page_box.children:  # noqa: SLF001 - no other way to what is on the page
            side = running if isinstance(box, boxes.MarginBox) else flow
            side += [inner.text for inner in box.descendants(placeholders=True) if isinstance(inner, boxes.TextBox)]
    return [*flow, *running]


@lru_cache(maxsize=64)
def _left_out(template: Path) -> frozenset[str]:
    sources = [template, *sorted(basis(template).glob("*.html"))]
    return left_out("".join(source.read_text("utf-8") for source in sources))


def _describe(metadata: Any, dokument: Any) -> None:
    """Author, subject and dates come from the view, never from the clock (ISO 19005-2, 6.6.2)."""
    if dokument is not None:
        metadata.title, metadata.authors, metadata.description = dokument.titel, [dokument.verfasser], dokument.thema
        metadata.created = metadata.modified = dokument.datum.isoformat()


@lru_cache(maxsize=64)
def _environment(template_folder: Path, frame: Path) -> Sandbox:
    return sandbox(longtext, gap, _Inside([template_folder, frame]))


class _Inside(FileSystemLoader):
    """Finds what a Druckvorlage includes in its folder and in `_basis`; a link that leads out of both finds nothing."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template by its name."""
        source, filename, fresh = super().get_source(environment, template)
        if not any(Path(filename).resolve().is_relative_to(Path(folder).resolve()) for folder in self.searchpath):
            raise TemplateNotFound(template)
        return source, filename, fresh


def _html(template: Path, allowed: tuple[Path, Path], view: object, bilder: Mapping[str, bytes]) -> str:
    environment = _environment(*allowed)
    environment.bilder = bilder
    try:
        return environment.get_template(template.name).render(context(view))
    except TemplateNotFound as error:
        raise Problems([Problem(str(template), 0, f"Die Druckvorlage »{error.name}« gibt es nicht")]) from None
    except TemplateSyntaxError as error:
        place = template if error.name in (None, template.name) else basis(template) / str(error.name)
        raise Problems([fault(place, "", error, error.lineno)]) from None
    except (TemplateError, TypeError, OverflowError, RecursionError) as error:
        raise Problems([fault(template, "", error, _line(error, template))]) from None


def _line(error: Exception, template: Path) -> int:
    """The line of the template in which filling stopped: Jinja gives its frames the template's own lines."""
    trace, line = error.__traceback__, 0
    while trace:
        if Path(trace.tb_frame.f_code.co_filename).name == template.name:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
