"""The house: imports point down only, each large package has one room, and nothing is imported before it is needed."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import EXAMPLE, ROOT, TEMPLATES

GENERATOR = ROOT / "generator"

# From the ground up; a room may import rooms of lower layers, and what lies in its own package.
LAYERS = (
    ("problems", "geld", "docstrings", "views"),
    ("scalars", "markup", "glyphs"),
    ("model", "arbeitsblatt"),
    ("wording", "syntax", "refusals", "charts", "sachstand", "fristen", "laufbuch"),
    ("rules", "reading", "inheritance", "registratur"),
    ("nachricht", "postamt"),
    ("termine",),
    ("data", "documents", "formats", "output", "ablage", "secrecy"),
    ("selection", "fingerprint", "drafting", "laeufe", "zeitplan"),
    ("kalender",),
    ("gedaechtnis",),
    ("rendering", "disclosure", "beilagen"),
    ("rechner",),
    ("arbeiter",),
    ("vorrat",),
    ("planung",),
    ("uebergabe",),
    ("make", "ruhetage"),
    ("lauf", "freigabe"),
    ("postausgang",),
    ("meldungen", "german_click"),
    ("betrieb",),
    ("cli",),
    ("__main__",),
)
LAYER = {room: number for number, rooms in enumerate(LAYERS) for room in rooms}
WITHIN = {("german_click", "cli")}
"""Neighbours on one layer that know each other."""

ROOMS = {
    "weasyprint": {"formats/pdf"},
    "pydyf": {"formats/pdf"},
    "pikepdf": {"formats/pdf"},
    "pypdfium2": {"formats/pdf"},
    "docxtpl": {"formats/docx"},
    "docxtpl_lint": {"formats/docx"},
    "docx": {"formats/docx"},
    "xlsxwriter": {"formats/xlsx"},
    "lxml": {"formats"},
    "jinja2": {"formats"},
    "markupsafe": {"formats"},
    "babel": {"wording"},
    "markdown_it": {"markup"},
    "yaml": {"reading", "syntax"},
    "matplotlib": {"charts"},
    "holidays": {"fristen", "rules"},
    "fontTools": {"formats/pdf"},
    "sqlite3": {"laufbuch"},
    "click": {"betrieb", "cli", "german_click", "meldungen"},
    "icalendar": {"kalender"},
    "smtplib": {"postamt"},
    "email": {"nachricht"},
    "rich": {"meldungen"},
    "distributed": {"rechner"},
}
"""Which rooms may import a large package."""


TOP = {"Makefile", "README.md", "data", "generator", "output", "pyproject.toml", "templates", "tests"}
"""All that lies at the top of the project, but for what hides itself or is built."""


def modules() -> list[Path]:
    return sorted(GENERATOR.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Full names of what a module imports, inside functions too; not what only type checkers see."""
    tree = ast.parse(path.read_text("utf-8"))
    hidden = {id(node) for branch in ast.walk(tree) if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.dump(branch.test) for node in ast.walk(branch)}
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: names are imported by their full path"
            if node.module == "generator" or (node.module or "").startswith("generator."):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            else:
                yield node.module or ""


def room(path: Path) -> str:
    """The first part below generator/: `formats` for formats/pdf/lint.py."""
    return path.relative_to(GENERATOR).with_suffix("").parts[0]


def test_nothing_that_was_left_behind_lies_at_the_top():
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and path.suffix != ".egg-info"}

    assert found - {"build", "__pycache__"} == TOP


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(GENERATOR).as_posix())
def test_imports_point_down_only(path):
    here = room(path)
    if here == "__init__":
        return
    assert here in LAYER, f"{here} has no layer yet: name it in LAYERS"
    for name in imports(path):
        if name.startswith("generator."):
            there = name.split(".")[1]
            assert there == here or LAYER[there] < LAYER[here] or {(here, there), (there, here)} & WITHIN, f"{here} imports {there}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(GENERATOR).as_posix())
def test_a_large_package_is_imported_by_its_room_only(path):
    place = path.relative_to(GENERATOR).with_suffix("").as_posix()
    for name in imports(path):
        if rooms := ROOMS.get(name.split(".")[0]):
            assert any(place == allowed or place.startswith(f"{allowed}/") for allowed in rooms), f"{place} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(GENERATOR).as_posix())
def test_a_room_that_grows_too_large_asks_to_be_split(path):
    assert len(path.read_text("utf-8").splitlines()) <= 350


def test_only_the_command_line_prints_and_only_it_knows_the_day():
    for path in modules():
        called = {ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)}
        if room(path) not in ("betrieb", "cli", "german_click", "meldungen"):
            assert not called & {"print", "click.echo", "date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time"}, path


def loaded(*arguments: object) -> set[str]:
    """Top-level modules that a command has imported when it ends."""
    script = (
        "import sys; from generator.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "finally: print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script, *map(str, arguments)], cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    return set(done.stderr.splitlines()[-1].split())


def test_checking_imports_no_engine():
    assert not loaded("--daten", EXAMPLE, "pruefen", "beschlussvorlage") & {"weasyprint", "docxtpl", "docx", "matplotlib", "xlsxwriter", "PIL"}


def test_a_run_with_nothing_to_do_imports_no_engine(tmp_path):
    arguments = ("--daten", EXAMPLE, "--druckvorlagen", TEMPLATES, "--ausgabe", tmp_path, "erzeugen", "radweg")

    assert {"weasyprint", "docxtpl"} <= loaded(*arguments)
    assert not loaded(*arguments) & {"weasyprint", "docxtpl", "docx", "jinja2", "lxml", "matplotlib", "xlsxwriter", "PIL", "multiprocessing"}


def test_help_imports_no_data():
    assert not loaded("--hilfe") & {"pydantic", "yaml", "babel", "markdown_it", "jinja2"}
