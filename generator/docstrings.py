"""The docstring beneath each field of a class: what editors show of the data, and `vorlagen felder` of the views."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cache
from inspect import getsource
from itertools import pairwise
from textwrap import dedent
from typing import cast


@cache
def of_fields(cls: type) -> Mapping[str, str]:
    """Field → docstring, those of base classes included. Read from the source when asked for, never at start."""
    meanings: dict[str, str] = {}
    for base in reversed(cls.__bases__):
        if base.__module__.startswith("generator."):
            meanings |= of_fields(base)
    body = cast(ast.ClassDef, ast.parse(dedent(getsource(cls))).body[0]).body
    for field, after in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            meanings[ast.unparse(field.target)] = str(after.value.value)
    return meanings
