"""What this house changes inside WeasyPrint, for speed alone: no byte of a PDF is another.

Only in the version it was written for, and not at all if the environment says `VORLAGEN_WEASYPRINT=unveraendert`.
"""

from __future__ import annotations

import os
import re
from functools import cache
from itertools import count
from typing import Any

from generator.formats.pdf.parsing import tree

WRITTEN_FOR = "70.0"
MOST_LINES = 4096
MOST_STYLES = 256
LONGEST = 200
"""Longer texts are paragraphs, which hardly come again."""
_STYLES = (
    "font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_kerning", "font_variant_ligatures", "font_variant_position",
    "font_variant_caps", "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_variation_settings",
    "font_language_override", "lang", "direction", "letter_spacing", "word_spacing", "overflow_wrap", "white_space", "tab_size", "text_decoration_line",
    "hyphens", "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone", "word_break",
)  # fmt: skip
"""All that `weasyprint.text.line_break` asks of a style when it breaks a text."""
_USUAL = (
    ("text_decoration_line", "none"), ("font_language_override", "normal"), ("font_kerning", "auto"), ("font_variant_ligatures", "normal"),
    ("font_variant_position", "normal"), ("font_variant_caps", "normal"), ("font_variant_numeric", "normal"), ("font_variant_alternates", "normal"),
    ("font_variant_east_asian", "normal"), ("font_feature_settings", "normal"),
)  # fmt: skip
"""Styles for which Pango needs no more than context, language and font: no lines through or below a text, no features of the font."""
_IN_A_PAGE = re.compile(r"\s(?:dir|hidden)\b|note", re.IGNORECASE)
_pages = count(1)
_IN_A_SELECTOR = re.compile(r"\[(?:dir|hidden)\b|::(?:footnote|note)-")


def wanted() -> bool:
    """Whether WeasyPrint may be changed."""
    import weasyprint

    return weasyprint.__version__ == WRITTEN_FOR and not refused()


def refused() -> bool:
    """Whether the environment asks for an unchanged WeasyPrint."""
    return os.environ.get("VORLAGEN_WEASYPRINT") == "unveraendert"


# pages ------------------------------------------------------------------------------------------------------------------


def page(html: str, base_url: str, url_fetcher: Any) -> Any:
    """`weasyprint.HTML` of a text; read by `parsing.tree` if it can."""
    import cssselect2  # type: ignore[import-untyped]  # carries no types
    import weasyprint

    root = tree(html) if wanted() else None
    if root is None:
        return weasyprint.HTML(string=html, base_url=base_url, url_fetcher=url_fetcher)
    made = weasyprint.HTML.__new__(weasyprint.HTML)
    made.base_url, made.url_fetcher, made.media_type = base_url, url_fetcher, "print"
    made.wrapper_element, made.etree_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None), root
    return made


# styles -----------------------------------------------------------------------------------------------------------------


def shorten_styles() -> None:
    """Most of the 200 properties of an element are nowhere set: these get their initial or inherited value without further questions.

    WeasyPrint asks each whether it is set by its logical name, waits for a variable, calculates, or has to be computed.
    """
    from weasyprint.css import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, PHYSICAL_FUNCTIONS, ComputedStyle

    plain = ComputedStyle.__missing__
    own_ways = INITIAL_NOT_COMPUTED | {"display", "float", "page", "position"}
    usual = {
        key: (key in INHERITED, INITIAL_VALUES[key], PHYSICAL_FUNCTIONS[key](block="ttb", inline="ltr") if key in PHYSICAL_FUNCTIONS else "")
        for key in INITIAL_VALUES
        if key not in own_ways and not key.startswith("text_decoration_")
    }

    def missing(style: Any, key: str) -> Any:
        if key not in style.cascaded and (found := usual.get(key)):
            inherits, value, logical = found
            parent = style.parent_style
            if not logical or (logical not in style.cascaded and style["direction"] == "ltr"):
                if inherits and parent is not None:
                    value = parent[key]
                style[key] = value
                return value
        return plain(style, key)

    ComputedStyle.__missing__ = missing


# lines --------------------------------------------------------------------------------------------------------------------


def remember_lines(fonts: Any) -> None:
    """Where a short text breaks in a style and a width is found once for all papers with these fonts.

    A cell of a table is broken up to five times for one paper, and the words of a form come again in each.
    """
    from weasyprint.layout import inline, preferred
    from weasyprint.text.line_break import Layout, split_first_line

    lines: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def remembering(text: str, style: Any, context: Any, max_width: Any, spacing: float, is_line_start: bool = True, minimum: bool = False) -> Any:  # noqa: FBT001, FBT002 - WeasyPrint's signature
        if len(text) > LONGEST or style.font_config is not fonts:
            return split_first_line(text, style, context, max_width, spacing, is_line_start, minimum)
        key = (text, max_width, spacing, is_line_start, minimum, _style_key(style))
        found = lines.get(key)
        if found is None:
            if len(lines) >= MOST_LINES:
                lines.clear()
            found = lines[key] = split_first_line(text, style, context, max_width, spacing, is_line_start, minimum)
        layout = Layout.__new__(Layout)
        layout.__dict__.update(found[0].__dict__)
        return (layout, *found[1:])

    inline.split_first_line = preferred.split_first_line = remembering


def keep_pango(fonts: Any) -> None:
    """What Pango needs for a text in a style is made once for each style, not for each text."""
    from weasyprint.text.constants import PANGO_DIRECTION
    from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
    from weasyprint.text.fonts import get_font_description
    from weasyprint.text.line_break import Layout

    plain = Layout.setup
    made: dict[tuple[Any, ...], tuple[Any, Any, Any]] = {}

    def made_for(style: Any) -> tuple[Any, Any, Any]:
        context = ffi.gc(pango.pango_font_map_create_context(fonts.font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(context, False)  # noqa: FBT003 - Pango's signature
        pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
        name, _ = unicode_to_char_p(style["lang"])
        language = pango.pango_language_from_string(name)
        pango.pango_context_set_language(context, language)
        return context, language, get_font_description(style)

    def setup(layout: Any, style: Any) -> None:
        if style.font_config is not fonts or any(style[name] != usual for name, usual in _USUAL) or not style["lang"]:
            plain(layout, style)
            return
        key = _style_key(style)
        if key not in made:
            if len(made) >= MOST_STYLES:
                made.clear()
            made[key] = made_for(style)
        context, layout.language, description = made[key]
        layout.style, layout.first_line_direction = style, 0
        layout.ascent = layout.underline_position = layout.strikethrough_position = None
        layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)  # noqa: FBT003 - Pango's signature
        pango.pango_layout_set_font_description(layout.layout, description)

    Layout.setup = setup


def _style_key(style: Any) -> tuple[Any, ...]:
    """WeasyPrint never changes these values of a style once it breaks lines, and copies of a style have no key yet."""
    try:
        key: tuple[Any, ...] = style.key_of_lines
    except AttributeError:
        key = style.key_of_lines = tuple([frozenset(value) if isinstance(value := style[name], set) else value for name in _STYLES])
    return key


# the sheet of all pages ---------------------------------------------------------------------------------------------------


def lean(page: Any, html: str) -> None:
    """Lets a page have WeasyPrint's own sheet without rules that cannot match in it: writing directions, hidden elements, notes.

    Each of them is else tried on every element, and gives every element five styles of notes that it has not.
    """
    if not _IN_A_PAGE.search(html) and next(_pages) > 1:  # making the sheet would hold up the first page of a process
        page._ua_stylesheets = lambda _: [_lean_sheet()]  # noqa: SLF001 - asked once, for the sheets of a page without forms


@cache
def _lean_sheet() -> Any:
    import tinycss2  # type: ignore[import-untyped]  # carries no types
    from weasyprint import CSS
    from weasyprint.html import UA

    rules = []
    for rule in tinycss2.parse_stylesheet(UA, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            rules.append(rule.serialize())
            continue
        selectors = [text for text in _selectors(rule.prelude) if not _IN_A_SELECTOR.search(text)]
        if selectors:
            rules.append(f"{','.join(selectors)} {{{tinycss2.serialize(rule.content)}}}")
    return CSS(string="\n".join(rules), counter_style={})


def _selectors(prelude: list[Any]) -> list[str]:
    """The selectors of a rule: split at its own commas, not at those within `:is(…)`."""
    found = [""]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            found.append("")
        else:
            found[-1] += token.serialize()
    return found
