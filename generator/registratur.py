"""What was issued, and to whom it was sent: the Laufbuch's tables of releases and deliveries.

A release is entered as begun before its folder gets its name, and as done after: whatever kills a run, the folder tells.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, Literal

from generator.laufbuch import Laufbuch

Zustellungsstand = Literal["geplant", "angeboten", "zugestellt", "abgelehnt", "bereitgelegt"]
"""angeboten: the server may have it; zugestellt: it said so; bereitgelegt: a file for a person's mail program."""


@dataclass(frozen=True, slots=True)
class Freigabe:
    """One Fassung of one paper as it was issued."""

    papier: str
    """Where the paper lies below output/, without its ending: its name for ever."""
    fassung: int
    art: str
    koerperschaft: str
    gegenstand: str
    zugang: str
    titel: str
    von: str
    """Name and function of who released it."""
    am: datetime
    von_hand: bool
    """Whether one of its files was edited by hand."""
    inhalt: str
    """What it says, as JSON, without what it says of its own Fassung: what the next one is compared with."""
    view: str
    """The view it was made from, as JSON."""
    vermerk: int
    """The Fassung that its pages name, 0 where they name none."""
    geaendert: tuple[str, ...]
    """What its pages call changed."""
    dateien: Mapping[str, str]
    """Hashes by file name."""

    @property
    def ordner(self) -> str:
        """Its folder below output/."""
        return f"ablage/{self.papier}/{self.fassung}. Fassung"

    @property
    def name(self) -> str:
        """How people are told of it: `ahlen/projektblatt-2025-09-30 (intern), 1. Fassung`."""
        return f"{self.papier.split('/', 1)[1]} ({self.zugang}), {self.fassung}. Fassung"


@dataclass(frozen=True, slots=True)
class Zustellung:
    """One Fassung on its way to one address."""

    freigabe: int
    empfaenger: str
    message_id: str
    zustand: Zustellungsstand
    zeit: str
    angeboten: int
    """How often the server began to take it; more than once: it may be there twice, under one Message-ID."""
    antwort: str
    """The server's last words, or ours."""


_OWN = [field.name for field in fields(Freigabe) if field.name != "dateien"]
_DELIVERY = [field.name for field in fields(Zustellung)]


class Registratur:
    """Releases and deliveries of one Laufbuch."""

    def __init__(self, laufbuch: Laufbuch, exists: Callable[[str], bool]) -> None:
        """Completes what a killed run began: `exists` tells whether a folder below output/ is there."""
        self.laufbuch = laufbuch
        for nr, papier, fassung in laufbuch.rows("SELECT nr, papier, fassung FROM freigaben WHERE zustand = 'begonnen'"):
            if exists(f"ablage/{papier}/{fassung}. Fassung"):
                self.finish(nr)
            else:
                laufbuch.change(("DELETE FROM freigegeben WHERE freigabe = ?", (nr,)), ("DELETE FROM freigaben WHERE nr = ?", (nr,)))

    # releases -----------------------------------------------------------------------------------------------------

    def freigaben(self) -> dict[int, Freigabe]:
        """All that was issued, by number."""
        return self._found("true ORDER BY nr")

    def letzte(self, papier: str) -> Freigabe | None:
        """The newest Fassung of a paper."""
        return self._first("papier = ?", "fassung DESC", papier)

    def frueheres_blatt(self, art: str, koerperschaft: str, zugang: str, vor: str) -> Freigabe | None:
        """What a body was last issued of a kind before a Gegenstand."""
        where = "koerperschaft = ? AND art = ? AND zugang = ? AND gegenstand < ?"
        return self._first(where, "gegenstand DESC, fassung DESC", koerperschaft, art, zugang, vor)

    def begin(self, freigabe: Freigabe) -> int:
        """A release that is about to happen; its number."""
        values = {**asdict(freigabe), "am": freigabe.am.isoformat(), "geaendert": json.dumps(freigabe.geaendert, ensure_ascii=False)}
        nr = self.laufbuch.rows("SELECT coalesce(max(nr), 0) + 1 FROM freigaben")[0][0]
        columns = ["nr", *_OWN, "zustand"]
        own = (nr, *(int(values[name]) if isinstance(values[name], bool) else values[name] for name in _OWN), "begonnen")
        files = [("INSERT INTO freigegeben VALUES (?, ?, ?)", (nr, name, sha256)) for name, sha256 in freigabe.dateien.items()]
        sql = f"INSERT INTO freigaben ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - constant names
        self.laufbuch.change((sql, own), *files)
        return int(nr)

    def finish(self, nr: int) -> None:
        """A release whose folder has its name."""
        self.laufbuch.change(("UPDATE freigaben SET zustand = 'freigegeben' WHERE nr = ?", (nr,)))

    def _first(self, where: str, order: str, *values: str) -> Freigabe | None:
        return next(iter(self._found(f"{where} ORDER BY {order} LIMIT 1", *values).values()), None)

    def _found(self, where: str, *values: str) -> dict[int, Freigabe]:
        sql = f"SELECT nr, {', '.join(_OWN)} FROM freigaben WHERE zustand = 'freigegeben' AND {where}"  # noqa: S608 - constant names
        return {row[0]: self._freigabe(row) for row in self.laufbuch.rows(sql, values)}

    def _freigabe(self, row: tuple[Any, ...]) -> Freigabe:
        own = dict(zip(_OWN, row[1:], strict=True))
        own |= {"am": datetime.fromisoformat(own["am"]), "von_hand": bool(own["von_hand"]), "geaendert": tuple(json.loads(own["geaendert"]))}
        files = self.laufbuch.rows("SELECT name, sha256 FROM freigegeben WHERE freigabe = ? ORDER BY name", (row[0],))
        return Freigabe(**own, dateien=dict(files))

    # deliveries ---------------------------------------------------------------------------------------------------

    def zustellungen(self) -> dict[tuple[int, str], Zustellung]:
        """All deliveries by release and recipient."""
        rows = self.laufbuch.rows(f"SELECT {', '.join(_DELIVERY)} FROM zustellungen ORDER BY freigabe, empfaenger")  # noqa: S608 - constant names
        return {(row[0], row[1]): Zustellung(*row) for row in rows}

    def enter(self, zustellungen: Iterable[Zustellung]) -> None:
        """Deliveries as they are now: on the disk when this returns."""
        sql = f"INSERT OR REPLACE INTO zustellungen ({', '.join(_DELIVERY)}) VALUES ({', '.join('?' * len(_DELIVERY))})"  # noqa: S608 - as above
        self.laufbuch.change(*((sql, tuple(asdict(zustellung).values())) for zustellung in zustellungen))

    def now(self, zustellung: Zustellung, zustand: Zustellungsstand, zeit: datetime, antwort: str = "") -> Zustellung:
        """A delivery in its next state."""
        offered = zustellung.angeboten + (zustand == "angeboten")
        later = replace(zustellung, zustand=zustand, zeit=zeit.isoformat(), angeboten=offered, antwort=antwort or zustellung.antwort)
        self.enter([later])
        return later
