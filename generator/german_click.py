"""click in German: its catalogue, a group that names the nearest command, a number, a day."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import date
from gettext import bindtextdomain
from pathlib import Path

import click

from generator.problems import nearest

# click speaks German whatever the machine's language: gettext asks LANGUAGE first, and click looks its words up when it speaks.
bindtextdomain("messages", str(Path(__file__).parent / "locale"))
os.environ["LANGUAGE"] = "de"


class GermanGroup(click.Group):
    """Names the nearest command for an unknown one."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but an unknown command is answered with the nearest."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise click.UsageError(f"Den Befehl »{args[0]}« gibt es nicht{nearest(args[0], self.commands)}", ctx)
        return super().resolve_command(ctx, args)


_ISO = re.compile(r"(?:19|20|21)\d\d-\d\d-\d\d", re.ASCII)
"""A day as data write it, which needs none of the rules of data."""


class Anzahl(click.ParamType[int]):
    """A number of processes."""

    name = "Zahl"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """1 to 64."""
        text = str(value)
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 64):
            self.fail(f"erwartet eine ganze Zahl von 1 bis 64, steht aber »{text}«", param, ctx)
        return int(text)


class Tag(click.ParamType[date]):
    """A day."""

    name = "Datum"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """2025-03-28 or 28.03.2025, as in the data."""
        if isinstance(value, str) and _ISO.fullmatch(value):
            with suppress(ValueError):  # what is wrong says the same sentence as in the data
                return date.fromisoformat(value)
        from generator.scalars import read_date

        try:
            return read_date(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
