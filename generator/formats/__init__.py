"""From a view to bytes: one package per output format, each usable as a library on any template and mapping.

Here stands what both share: the sandbox in which a Druckvorlage runs, and the law that nothing but words is printed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from keyword import iskeyword
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateRuntimeError, TemplateSyntaxError, Undefined, UndefinedError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from generator.charts import Diagramm
from generator.markup import Langtext
from generator.problems import Problem, nearest
from generator.views import Luecke

FILTERS = ("capitalize", "count", "d", "default", "e", "escape", "first", "join", "last", "length", "lower", "title", "trim", "upper")
"""What a tag may do to a word; the others could fill the memory, draw lots or print what is not escaped."""
MOST_STEPS, MOST_PRINTED, DEEPEST = 2_000_000, 20_000_000, 40
"""Turns of all loops and characters in one paper, macros within macros: a table of 5,000 rows needs a hundredth."""
_COUNTED = "_counted"
Writer = Callable[[Any], Markup]
NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_QUOTES = str.maketrans({"„": '"', "“": '"', "”": '"', "‟": '"', "»": '"', "«": '"', "‚": "'", "‘": "'", "’": "'", "›": "'", "‹": "'"})
_BLOCKS = "if for with set block macro call filter autoescape"


class Unprintable(TemplateRuntimeError):
    """What stands in a placeholder cannot be printed there; says why in German."""


class GermanUndefined(StrictUndefined):
    """An unknown placeholder; says so in German and names the nearest field."""

    @property
    def _undefined_message(self) -> str:
        known: tuple[str, ...] = ()
        if is_dataclass(self._undefined_obj):
            known = tuple(f.name for f in fields(self._undefined_obj))
        elif isinstance(self._undefined_obj, Mapping):
            known = tuple(map(str, self._undefined_obj))
        return f"den Platzhalter »{self._undefined_name}« gibt es hier nicht{nearest(str(self._undefined_name), known)}"


class Forbidden(TemplateSyntaxError):
    """A tag that a Druckvorlage may not use; says so in German."""


class Vorlage(Template):
    """A compiled Druckvorlage; what it prints is counted anew each time that it is filled."""

    def new_context(self, vars: dict[str, Any] | None = None, shared: bool = False, locals: Mapping[str, Any] | None = None) -> Context:  # noqa: A002, FBT001, FBT002 - Jinja's signature
        """The names for one filling; what is included shares those of the whole."""
        if not shared and isinstance(self.environment, Sandbox):
            self.environment.printed = self.environment.steps = self.environment.depth = 0
        return super().new_context(vars, shared, locals)


class _FewerCalls(CodeGenerator):
    """Writes what is done most with fewer calls than Jinja: what is printed is counted and escaped by one, a field is read by none."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if finalize.src is None or frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("(environment.escaped(")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """A name may be written several times: its field is read without a call as soon as its class is known to hold it."""
        if not isinstance(node.node, nodes.Name) or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f".{node.attr} if ")
        self.visit(node.node, frame)
        self.write(f".__class__ in environment.known_to_hold[{node.attr!r}] else ")
        super().visit_Getattr(node, frame)
        self.write(")")


class Sandbox(ImmutableSandboxedEnvironment):
    """Runs the tags of a Druckvorlage, which say only where words stand.

    No attribute that begins with _, no call but of a macro and of `loop`, few filters, whole numbers for arithmetic, and
    an end to what is printed and to how often loops run: no tag takes the memory or the process.
    """

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})
    template_class = Vorlage
    code_generator_class = _FewerCalls
    escaped: Callable[[Any], str]
    """What is printed for a value: `finalize` and `escape` in one."""
    printed = steps = depth = 0
    bilder: Mapping[str, bytes] = NO_PICTURES
    """The pictures that the long texts of the paper name which is being filled."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.globals.clear()
        self.known_to_hold: defaultdict[str, set[type]] = defaultdict(set)  # by field: classes of views, as `getattr` has seen them
        self.filters = {name: self.filters[name] for name in FILTERS} | {_COUNTED: self._counted}

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """Before a template is read: quotation marks in its tags are made straight, whichever program wrote them."""
        return straight_quotes(super().preprocess(source, name, filename))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Fields of a view are what a Druckvorlage is for: only what else it reads is looked at more closely."""
        if attribute not in _open_fields(obj.__class__):
            return super().getattr(obj, attribute)
        self.known_to_hold[attribute].add(obj.__class__)
        return getattr(obj, attribute)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuses the operators by which a short tag could fill the memory: `loop.index % 2` is none of them."""
        if operator not in ("+", "-", "%") or type(left) is not int or type(right) is not int or (operator == "%" and not right):
            raise SecurityError(f"das Rechenzeichen »{operator}« ist in Druckvorlagen nicht erlaubt")
        return super().call_binop(context, operator, left, right)

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Calls macros, blocks and what belongs to `loop`; nothing else has a reason to be called."""
        if not isinstance(obj, Macro | BlockReference | LoopContext | Undefined) and not isinstance(getattr(obj, "__self__", None), LoopContext):
            raise SecurityError(
                f"der Aufruf »{getattr(obj, '__name__', '…')}(…)« ist in Druckvorlagen nicht erlaubt: gedruckt wird nur, was in den Daten steht"
            )
        self.step()
        self.depth += 1
        if self.depth > DEEPEST:
            raise SecurityError("ein Makro ruft sich ohne Ende selbst auf: in Druckvorlagen nicht möglich")
        try:
            return super().call(context, obj, *args, **kwargs)
        finally:
            self.depth -= 1

    def step(self, printed: int = 0) -> None:
        """Counts a turn of a loop, a call, or characters that are printed."""
        self.steps += 1
        self.printed += printed
        if self.steps > MOST_STEPS or self.printed > MOST_PRINTED:
            raise SecurityError("die Schleifen laufen zu oft, oder es wird zu viel gedruckt; für ein Papier ist das nicht möglich")

    def _counted(self, things: Iterable[Any]) -> Iterator[Any]:
        for thing in things:
            self.steps += 1
            if self.steps > MOST_STEPS:
                self.step()
            yield thing

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:  # noqa: FBT001, FBT002 - Jinja's signature
        """Before a template becomes Python: its loops count."""
        for joined in source.find_all(nodes.Concat):
            raise Forbidden("»~« ist in Druckvorlagen nicht nötig: »{{ a }}{{ b }}« druckt beides", joined.lineno, name, filename)
        for loop in source.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.iter.lineno, environment=self)
        return super()._generate(source, name, filename, defer_init)


@cache
def _open_fields(cls: type) -> frozenset[str]:
    return frozenset(f.name for f in fields(cls) if not f.name.startswith("_")) if is_dataclass(cls) else frozenset()


def sandbox(longtext: Callable[[Any, Mapping[str, bytes]], Markup], gap: Writer, loader: BaseLoader | None = None) -> Sandbox:
    """The environment of a format: how it writes long texts with pictures, and gaps; everything else that is printed must be a word."""

    def words_only(value: Any) -> Any:
        match value:
            case Luecke():
                return gap(value)
            case str():  # with Markup
                environment.step(len(value))
                return value
            case Undefined():
                return value
            case Langtext() | Diagramm():
                return longtext(value, environment.bilder)
            case int() if not isinstance(value, bool):
                return str(value)
        raise Unprintable(f"hier steht {_kind(value)} und kein Text; gedruckt werden nur Wörter")

    def escaped(value: Any) -> str:
        if type(value) is not str:
            return escape(words_only(value))
        # nearly all that is ever printed: counted as step() does, without the call
        environment.steps += 1
        environment.printed += len(value)
        if environment.steps > MOST_STEPS or environment.printed > MOST_PRINTED:
            environment.step()
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;").replace("'", "&#39;")

    environment = Sandbox(
        autoescape=True, undefined=GermanUndefined, finalize=words_only, loader=loader, trim_blocks=loader is not None, lstrip_blocks=loader is not None
    )
    environment.escaped = escaped
    return environment


def straight_quotes(source: str) -> str:
    """Word turns `"ja"` inside a tag into `„ja“`: makes quotation marks in tags straight again."""
    return _TAG.sub(lambda tag: tag[0].translate(_QUOTES), source)


def context(view: object) -> dict[str, Any]:
    """The names a Druckvorlage sees: a view's fields, or a mapping's keys."""
    if isinstance(view, Mapping):
        return dict(view)
    if is_dataclass(view) and not isinstance(view, type):
        return {f.name: getattr(view, f.name) for f in fields(view)}
    raise TypeError("a view is a dataclass or a mapping")


def german(error: Exception) -> str:
    """What Jinja says of a tag, in German."""
    text = str(error)
    if isinstance(error, RecursionError):
        return "sie ruft sich ohne Ende selbst auf"
    if isinstance(error, Forbidden):
        return error.message or ""
    if isinstance(error, Unprintable | UndefinedError | SecurityError) and not text.isascii():
        return text
    known = (
        (r"'([^']+)' is undefined", r"den Platzhalter »\1« gibt es nicht"),
        (r"Encountered unknown tag 'end(\w+)'.*", r"»end\1« beendet nichts, was hier begonnen hat"),
        (r"Encountered unknown tag '([^']+)'.*", r"den Befehl »\1« gibt es nicht"),
        (r"Unexpected end of template.*innermost block that needs to be closed is '(\w+)'.*", r"»{% \1 %}« wird nicht mit »{% end\1 %}« geschlossen"),
        (r"No filter named '([^']+)'.*", r"den Filter »\1« gibt es nicht"),
        (r"No test named '([^']+)'.*", r"die Prüfung »\1« gibt es nicht"),
        (r"access to attribute '([^']+)' of .* is unsafe.*", r"»\1« ist in Druckvorlagen nicht erlaubt"),
        (r"expected token '([^']+)', got '([^']+)'", r"erwartet »\1«, es steht aber »\2«"),
        (r"unexpected char (.+) at \d+", r"das Zeichen \1 gehört nicht in einen Platzhalter"),
    )
    for pattern, sentence in known:
        if match := re.search(pattern, text, re.DOTALL):
            return match.expand(sentence)
    if isinstance(error, TemplateSyntaxError):
        return "der Platzhalter ist nicht richtig geschrieben"
    if isinstance(error, SecurityError):
        return "das ist in Druckvorlagen nicht erlaubt"
    return "der Platzhalter lässt sich nicht ausfüllen"


def fault(template: Path, place: str, error: Exception, line: int = 0) -> Problem:
    """A finding in a Druckvorlage: the file, where in it, and what is wrong."""
    return Problem(str(template), line, f"Druckvorlage{', ' if place else ''}{place}: {german(error)}")


def _kind(value: Any) -> str:
    match value:
        case None:
            return "nichts"
        case bool():
            return "ja/nein"
        case Mapping() | tuple() | list():
            return "eine Liste"
    return "eine Gruppe von Angaben" if is_dataclass(value) else "etwas"
