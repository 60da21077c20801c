"""Druckvorlagen built for the Word benchmark: a lean Vorlage in the tags of docxtpl and of docxtemplater, and docxtpl's own examples."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from docx import Document
from docx.oxml.ns import qn


@dataclass(frozen=True)
class Amt:
    """Who leads, and under which number."""

    amt: str = "Amt für Planung und Naturschutz"
    nummer: str = "037/2025"


@dataclass(frozen=True)
class Station:
    """One row of the Beratungsfolge."""

    gremium: str = "Ausschuss für Umwelt, Klimaschutz, Mobilität und Planung"
    bericht: str = "Berichterstattung: Leitung des Dezernats"
    termin: str = "07.03.2025"


@dataclass(frozen=True)
class Betrag:
    """One row of the table on money."""

    wofuer: str = "Betrag a) für den Zweck veranschlagt"
    nummer: str = "090110"
    betrag: str = "20.000 EUR"


@dataclass(frozen=True)
class Absatz:
    """A paragraph of the Erläuterungen, or a point of a list in them."""

    art: Literal["absatz", "punkt"]
    text: str


@dataclass(frozen=True)
class Kapitel:
    """A section of the Erläuterungen."""

    titel: str
    absaetze: tuple[Absatz, ...]


@dataclass(frozen=True)
class Vorlage:
    """A Vorlage of three pages."""

    absender: str
    kopf: Amt
    betreff: str
    stationen: tuple[Station, ...]
    finanzen: bool
    zeilen: tuple[Betrag, ...]
    punkte: tuple[str, ...]
    kapitel: tuple[Kapitel, ...]
    anlagen: tuple[str, ...]


def lean_paper() -> Vorlage:
    """The Vorlage whose words are varied."""
    sentence = (
        "Die Verwaltung wird beauftragt, gemeinsam mit den Städten und Gemeinden die Weiterentwicklung der Strategie vorzunehmen und erste Projekte zu prüfen"
    )
    point = "ein Nebeneinander im Rahmen der Digitalisierung in Kreis und Kommunen verhindert werden"
    chapter = Kapitel(sentence[:40], (*(Absatz("absatz", f"{sentence}; {sentence}") for _ in range(6)), *(Absatz("punkt", point) for _ in range(8))))
    return Vorlage("Kreis Grünfließ", Amt(), sentence[:80], (Station(),) * 3, finanzen=True, zeilen=(Betrag(),) * 5, punkte=(sentence,) * 3,
                   kapitel=(chapter,) * 4, anlagen=(point,) * 4)  # fmt: skip


class _Tags:
    """The tags of a dialect, and how its loops over rows are laid out."""

    def __init__(self, document: Any, *, curly: bool) -> None:
        self.document, self.curly = document, curly

    def value(self, owner: str, name: str) -> str:
        if self.curly:
            return f"{{{name or '.'}}}"
        return f"{{{{ {'.'.join(filter(None, (owner, name)))} }}}}"

    def paragraph(self, *texts: str) -> None:
        """Each text in a run of its own: a writer of Druckvorlagen tears tags apart."""
        paragraph = self.document.add_paragraph()
        for text in texts:
            paragraph.add_run(text)

    def loop(self, owner: str, name: str, item: str) -> None:
        self.paragraph(f"{{#{name}}}" if self.curly else f"{{%p for {item} in {'.'.join(filter(None, (owner, name)))} %}}")

    def end(self, name: str) -> None:
        self.paragraph(f"{{/{name}}}" if self.curly else "{%p endfor %}")

    def when(self, condition: str, owner: str) -> None:
        self.paragraph(f"{{#{condition}}}" if self.curly else f"{{%p if {'.'.join(filter(None, (owner, condition)))} %}}")

    def end_when(self, condition: str) -> None:
        self.paragraph(f"{{/{condition}}}" if self.curly else "{%p endif %}")

    def rows(self, head: list[str], loop: str, item: str, names: list[str]) -> None:
        """A table with a row for each item."""
        table = self.document.add_table(rows=1, cols=len(head))
        for cell, text in zip(table.rows[0].cells, head, strict=True):
            cell.text = text
        texts = [self.value(item, name) for name in names]
        if self.curly:
            texts[0], texts[-1] = f"{{#{loop}}}{texts[0]}", f"{texts[-1]}{{/{loop}}}"
            lines = [texts]
        else:
            blank = [""] * (len(names) - 1)
            lines = [[f"{{%tr for {item} in {loop} %}}", *blank], texts, ["{%tr endfor %}", *blank]]
        for line in lines:
            for cell, text in zip(table.add_row().cells, line, strict=True):
                cell.text = text


def lean(base: Path, target: Path, *, curly: bool) -> Path:
    """The lean Vorlage, with the styles, header and footer of a Druckvorlage of ours."""
    document = Document(str(base))
    for child in list(document.element.body)[:-1]:
        document.element.body.remove(child)
    tags = _Tags(document, curly=curly)
    section = document.sections[0]
    for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
        for paragraph in part.paragraphs[1:]:
            paragraph._p.getparent().remove(paragraph._p)
        part.paragraphs[0].text = f"{tags.value('', 'absender')} · {tags.value('', 'kopf.nummer')}"
    head = document.add_table(rows=2, cols=2)
    for cell, text in zip(head._cells, ["Federführendes Amt", "Nr.", tags.value("", "kopf.amt"), tags.value("", "kopf.nummer")], strict=True):
        cell.text = text
    value = tags.value("", "betreff")
    tags.paragraph("Betreff: ", value[:4], value[4:])
    tags.rows(["Beratungsfolge", "", "Termin"], "stationen", "s", ["gremium", "bericht", "termin"])
    tags.paragraph("Finanzielle Auswirkungen")
    tags.when("finanzen", "")
    tags.rows(["Wofür", "Nr.", "Betrag"], "zeilen", "z", ["wofuer", "nummer", "betrag"])
    tags.end_when("finanzen")
    tags.paragraph("Beschlussvorschlag")
    tags.loop("", "punkte", "p")
    tags.paragraph(tags.value("p", ""))
    tags.end("punkte")
    tags.paragraph("Erläuterungen")
    tags.loop("", "kapitel", "k")
    tags.paragraph(tags.value("k", "titel"))
    tags.loop("k", "absaetze", "a")
    for art, mark in (("absatz", ""), ("punkt", "– ")):
        condition = f'art == "{art}"'
        tags.when(condition, "a")
        tags.paragraph(f"{mark}{tags.value('a', 'text')}")
        tags.end_when(condition)
    tags.end("absaetze")
    tags.end("kapitel")
    tags.paragraph("Anlagen")
    tags.loop("", "anlagen", "x")
    tags.paragraph(tags.value("x", ""))
    tags.end("anlagen")
    document.save(str(target))
    return target


@dataclass(frozen=True)
class Item:
    """What is ordered."""

    desc: str
    qty: str
    price: str


@dataclass(frozen=True)
class Order:
    """docxtpl's example `order`: a loop over rows and paragraphs under a condition."""

    customer_name: str
    zeilen: tuple[Item, ...]
    in_europe: bool
    is_paid: bool
    company_name: str
    total_price: str


@dataclass(frozen=True)
class Label:
    """A row with a label."""

    label: str
    cols: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """docxtpl's example `dynamic_table`: loops over rows and over columns."""

    col_labels: tuple[str, ...]
    zeilen: tuple[Label, ...]


@dataclass(frozen=True)
class Header:
    """docxtpl's example `header_footer`."""

    title: str
    company_name: str
    date: str


def example_order(path: Path) -> Order:
    """Lays the Druckvorlage down, and answers with the view."""
    document = Document()
    document.add_paragraph("Dear {{ customer_name }},")
    table = document.add_table(rows=4, cols=3)
    lines = [("Description", "Qty", "Price"), ("{%tr for i in zeilen %}", "", ""), ("{{ i.desc }}", "{{ i.qty }}", "{{ i.price }}"), ("{%tr endfor %}", "", "")]
    for row, texts in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("Total: {{ total_price }} {% if in_europe %}(with VAT){% else %}(without VAT){% endif %}")
    for line in ("{%p if is_paid %}", "Thank you, it is paid.", "{%p else %}", "Please pay to {{ company_name }}.", "{%p endif %}"):
        document.add_paragraph(line)
    document.save(str(path))
    items = (Item("Python interpreters", "002", "FREE"), Item("Django projects", "5403", "FREE"), Item("Guido", "001", "100,000,000.00"))
    return Order("Erika Mustermann", items, in_europe=True, is_paid=False, company_name="The World Wide company", total_price="100,000,000.00")


def example_table(path: Path) -> Table:
    """Likewise."""
    document = Document()
    table = document.add_table(rows=4, cols=4)
    lines = [
        ("", "{%tc for c in col_labels %}", "{{ c }}", "{%tc endfor %}"), ("{%tr for r in zeilen %}", "", "", ""),
        ("{{ r.label }}", "{%tc for c in r.cols %}", "{{ c }}", "{%tc endfor %}"), ("{%tr endfor %}", "", "", ""),
    ]  # fmt: skip
    for row, texts in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(path))
    rows = (("yellow", "banana capsicum pyrite taxi"), ("red", "apple tomato cinnabar doubledecker"), ("green", "guava cucumber aventurine card"))
    return Table(("fruit", "vegetable", "stone", "thing"), tuple(Label(label, tuple(cols.split())) for label, cols in rows))


def example_header(path: Path) -> Header:
    """Likewise."""
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "{{ title }}\t{{ company_name }}"
    section.footer.paragraphs[0].text = "{{ company_name }}, {{ date }}"
    document.add_heading("{{ title }}", 1)
    document.add_paragraph("This example fills the header and the footer.")
    document.element.body.find(qn("w:sectPr")).set(qn("w:rsidR"), "00000000")
    document.save(str(path))
    return Header("Header and footer test", "The World Wide company", "2016-03-17")
