"""Nothing vanishes: the quick search of a page accepts only what the whole search accepts."""

from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.formats import completeness
from generator.formats.completeness import EDGE, missing

WORDS = st.text("ab \u00a0\n", min_size=1, max_size=5)


@dataclass(frozen=True)
class Zeile:
    name: str
    werte: tuple[str, ...]


@dataclass(frozen=True)
class View:
    titel: str
    punkte: tuple[str, ...]
    zeilen: tuple[Zeile, ...]


VIEWS = st.builds(
    View, WORDS, st.lists(WORDS, max_size=4).map(tuple), st.lists(st.builds(Zeile, WORDS, st.lists(WORDS, max_size=3).map(tuple)), max_size=3).map(tuple)
)


def said(view: View) -> list[str]:
    """All words of a view in their order."""
    return [view.titel, *view.punkte, *(word for zeile in view.zeilen for word in (zeile.name, *zeile.werte))]


@st.composite
def printed(draw: st.DrawFn) -> tuple[View, list[str]]:
    """A view and the runs of a page: its words, some of them lost, moved, cut in two or joined."""
    view = draw(VIEWS)
    runs = said(view)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(len(runs) - 1, 0)))
        match draw(st.sampled_from(["lose", "move", "cut", "join", "add"])):
            case "lose" if runs:
                runs.pop(at)
            case "move" if runs:
                runs.insert(draw(st.integers(0, len(runs) - 1)), runs.pop(at))
            case "cut" if runs:
                middle = draw(st.integers(0, len(runs[at])))
                runs[at : at + 1] = [runs[at][:middle], runs[at][middle:]]
            case "join" if len(runs) > at + 1:
                runs[at : at + 2] = [runs[at] + runs[at + 1]]
            case _:
                runs.insert(at, draw(WORDS))
    return view, runs


@settings(max_examples=600, deadline=None)
@given(printed())
@example((View("ab", ("a", "b"), ()), ["ab", "b", "a"]))
@example((View("a", ("a",), ()), ["a"]))
def test_what_the_quick_search_accepts_the_whole_search_accepts_too(case):
    view, runs = case
    quick = missing(Path("x"), view, runs, frozenset())
    with patch.object(completeness, "_untouched", lambda *_: False):  # as if nothing were found at first sight
        whole = missing(Path("x"), view, runs, frozenset())

    assert quick == whole


def test_a_word_is_lost_if_the_page_has_it_less_often_than_the_view():
    view = View("a", ("a", "a"), ())

    assert [problem.sentence.split("«")[0] for problem in missing(Path("x"), view, ["a", "a"], frozenset())] == [
        "Druckvorlage: »titel",
        "Druckvorlage: »punkte",
    ]
    assert missing(Path("x"), view, ["a", f"a{EDGE}a"], frozenset()) == ()
