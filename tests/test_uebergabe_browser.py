"""The Übergabeblatt in a real browser, opened from the disk as a clerk opens it: what a button puts into the clipboard is what the data say.

Needs a browser (`make test` installs Debian's Chromium where it may); VORLAGEN_BROWSER names another one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from conftest import EXAMPLE, TEMPLATES
from lxml import html

from generator import data, make, selection

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
BROWSER = os.environ.get("VORLAGEN_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), "")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
TITLE = "Süße „Größe“ & <b>Bürger*innen</b>: 100 % 'ja' oder \"nein\"? " * 4

pytestmark = pytest.mark.skipif(not BROWSER, reason=f"kein Browser auf dieser Maschine ({', '.join(BROWSERS)})")

READ = """async () => {
  const found = {};
  for (const item of await navigator.clipboard.read())
    for (const type of item.types) found[type] = await (await item.getType(type)).text();
  return found;
}"""
NO_API = "Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined });"
REFUSED = "navigator.clipboard.writeText = navigator.clipboard.write = () => Promise.reject(new DOMException('no', 'NotAllowedError'));"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example world, with a title of 200 characters in which every dangerous sign stands, and a path with blanks and umlauts."""
    folder = tmp_path_factory.mktemp("Übergabe & mehr #1") / "data"
    shutil.copytree(EXAMPLE, folder)
    path = folder / "gruenfliess/vorlagen/langer-titel.yaml"
    lines = path.read_text("utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("betreff:"))
    end = next(i for i in range(at + 1, len(lines)) if not lines[i].startswith(" "))
    lines[at:end] = [f"betreff: '{TITLE[:200].strip().replace(chr(39), chr(39) * 2)}'"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    auftrag = selection.choose(data.load(folder), TEMPLATES, ["beschlussvorlage"])
    problems = [problem for event in make.erzeugen(auftrag, folder.parent / "output") for problem in event.problems if problem.blocks]
    assert problems == []
    return folder.parent / "output"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield chromium
        chromium.close()


class Blatt:
    """One sheet in a window, with all that the browser complained of."""

    def __init__(self, browser: Any, path: Path, before: str = "") -> None:
        self.context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.uri = path.as_uri()
        if before:
            self.page.add_init_script(before)
        self.page.goto(self.uri)
        self.tree = html.document_fromstring(path.read_text("utf-8"))

    def press(self, name: str) -> None:
        self.page.evaluate("document.getElementById('meldung').textContent = ''")
        self.page.get_by_role("button", name=name, exact=True).click()
        self.page.locator("#meldung:not(:empty)").wait_for()

    def said(self) -> str:
        return str(self.page.locator("#meldung").text_content())

    def clipboard(self) -> dict[str, str]:
        """Read in a window of its own, whose clipboard nobody took away."""
        reader = self.context.browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        page = reader.new_page()
        page.goto(self.uri)
        page.bring_to_front()
        found: dict[str, str] = page.evaluate(READ)
        reader.close()
        self.page.bring_to_front()
        return found

    def names(self) -> list[str]:
        return [str(name) for name in self.tree.xpath("//section[contains(@class, 'feld')]/@data-name")]

    def plain(self, name: str) -> str:
        return str(self.tree.xpath("string(//section[@data-name=$name]/@data-klartext)", name=name))


@pytest.fixture
def opened(browser: Any) -> Iterator[Any]:
    sheets: list[Blatt] = []

    def open_(path: Path, before: str = "") -> Blatt:
        sheets.append(Blatt(browser, path, before))
        return sheets[-1]

    yield open_
    for sheet in sheets:
        sheet.context.close()
        assert sheet.complaints == []
        assert set(sheet.asked) == {sheet.uri}


def sheet(output: Path, name: str, where: str = "oeffentlich/gruenfliess") -> Path:
    return output / where / "uebergabe" / f"beschlussvorlage-{name}" / "Übergabeblatt.html"


def rich(found: dict[str, str]) -> Any:
    return html.document_fromstring(found["text/html"])


@pytest.mark.parametrize("before", ["", NO_API, REFUSED], ids=["clipboard API", "no API", "API refuses"])
def test_each_button_copies_what_the_data_say(output, opened, before):
    blatt = opened(sheet(output, "radweg"), before)
    for name in ("Betreff", "Beschlussvorschlag", "Beratungsfolge"):
        blatt.press(f"Text kopieren: {name}")
        assert blatt.said() == f"Kopiert: {name}"
        assert blatt.clipboard() == {"text/plain": blatt.plain(name)}

    blatt.press("Formatiert kopieren: Beschlussvorschlag")
    found = blatt.clipboard()
    assert found["text/plain"] == "1. Der Kreistag sagt „ja“ zum Radweg.\n2. Bürger*innen & Bürger werden beteiligt; <Entwurf> bleibt stehen."
    points = [point.text_content().strip() for point in rich(found).xpath("//ol/li")]
    assert points == [line[3:] for line in found["text/plain"].splitlines()]
    assert blatt.said() == "Kopiert: Beschlussvorschlag (formatiert)"


def test_a_row_of_the_beratungsfolge_is_copied_alone(output, opened):
    blatt = opened(sheet(output, "radweg"))
    blatt.press("Kopieren: Beratungsfolge, Zeile 2")

    assert blatt.clipboard()["text/plain"] == "Kreisausschuss\t21.03.2025\tVorberatung\tDezernentin Änne Müßig-Übel"


def test_a_copied_table_has_neither_buttons_nor_classes(output, opened):
    blatt = opened(sheet(output, "radweg"))
    blatt.press("Formatiert kopieren: Beratungsfolge")
    tree = rich(blatt.clipboard())

    assert [cell.text_content() for cell in tree.xpath("//th")] == ["Gremium", "Termin", "Zuständigkeit", "Berichterstattung"]
    assert [cell.text_content() for cell in tree.xpath("//tbody/tr[2]/td")] == ["Kreisausschuss", "21.03.2025", "Vorberatung", "Dezernentin Änne Müßig-Übel"]
    assert not tree.xpath("//button | //@class | //@id | //@data-klartext | //input")


def test_a_title_of_two_hundred_dangerous_characters_arrives_letter_by_letter(output, opened):
    blatt = opened(sheet(output, "langer-titel"))
    blatt.press("Formatiert kopieren: Betreff")
    found = blatt.clipboard()
    title = TITLE[:200].strip()

    assert found["text/plain"].replace("\xa0", " ") == title
    assert rich(found).text_content().strip().replace("\xa0", " ") == title
    assert blatt.page.locator("header b").count() == 0
    assert blatt.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_everything_works_by_keyboard_alone(output, opened):
    blatt = opened(sheet(output, "radweg"))
    keyboard, focused = blatt.page.keyboard, "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"
    keyboard.press("Tab")
    assert blatt.page.evaluate(focused) == "Zu den Feldern"
    keyboard.press("Enter")
    reached = []
    for _ in range(6):
        keyboard.press("Tab")
        reached.append(blatt.page.evaluate(focused))
    names = blatt.names()[:2]
    assert reached == [f"{what}: {name}" for name in names for what in ("erledigt", "Text kopieren", "Formatiert kopieren")]

    keyboard.press("Shift+Tab")
    keyboard.press("Enter")
    blatt.page.locator("#meldung:not(:empty)").wait_for()
    assert blatt.clipboard()["text/plain"] == blatt.plain(names[1])
    assert blatt.page.evaluate(focused) == f"Text kopieren: {names[1]}"
    keyboard.press("Shift+Tab")
    keyboard.press("Space")
    assert blatt.page.locator("#zaehler").text_content() == f"1 von {len(blatt.names())} erledigt"


def test_what_was_ticked_is_not_kept(output, opened):
    blatt = opened(sheet(output, "radweg"))
    blatt.page.get_by_label("erledigt: Betreff").check()
    blatt.page.reload()

    assert str(blatt.page.locator("#zaehler").text_content()).startswith("0 von ")
    assert blatt.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_what_is_missing_has_no_button_and_what_has_gaps_warns(output, opened):
    blatt = opened(sheet(output, "neu", "nichtoeffentlich/gruenfliess"))
    missing = blatt.page.locator("section.feld.fehlt")

    assert missing.count() > 0
    assert missing.locator("button").count() == 0
    assert blatt.page.get_by_role("heading", name="Entwurf").count() == 1


def test_a_reader_is_told_where_things_are_and_what_happened(output, opened):
    blatt = opened(sheet(output, "radweg"))
    page = blatt.page

    assert page.get_by_role("main").count() == page.get_by_role("banner").count() == 1
    assert page.locator("html").get_attribute("lang") == "de-DE"
    assert page.get_by_role("status").get_attribute("aria-live") == "polite"
    assert page.get_by_role("region").count() >= len(blatt.names())
    labels = page.eval_on_selector_all("button, input", "all => all.map((one) => one.getAttribute('aria-label'))")
    assert None not in labels
    assert len(labels) == len(set(labels))
    levels = page.eval_on_selector_all("h1, h2, h3", "all => all.map((one) => one.tagName)")
    assert levels[0] == "H1"
    assert levels.count("H1") == 1


def test_a_link_leads_to_the_file_beside_the_sheet(output, opened):
    blatt = opened(sheet(output, "radweg"))
    for address in blatt.page.eval_on_selector_all(".datei a", "all => all.map((one) => one.href)"):
        assert Path(unquote(urlsplit(address).path)).is_file()


def test_on_paper_the_buttons_are_gone_and_every_value_is_there(output, opened):
    blatt = opened(sheet(output, "radweg"))
    blatt.page.emulate_media(media="print")

    assert not blatt.page.get_by_role("button").first.is_visible()
    assert blatt.page.locator("section.feld .wert").first.is_visible()
    assert blatt.page.get_by_label("erledigt: Betreff").is_visible()


def test_without_scripts_nothing_pretends_to_work(output, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(sheet(output, "radweg").as_uri())

    assert page.locator("button:visible").count() == 0
    assert page.locator("section.feld").first.is_visible()
    context.close()
