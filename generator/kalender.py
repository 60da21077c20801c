"""Deadlines as a calendar file (iCalendar, RFC 5545) that Outlook and others import.

The UID is that of the matter and its Sitzung, never of a day: imported again, a moved Sitzung moves its entries. `SEQUENCE`
and `DTSTAMP` follow from the day for which the file was asked, so that equal questions give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from generator.fristen import mit_wochentag
from generator.termine import Faelligkeit

_PRODUCT = "-//Vorlagen//Fristen//DE"
_EPOCH = date(2020, 1, 1)


def ics(faelligkeiten: Iterable[Faelligkeit], heute: date) -> bytes:
    """One entry a whole day for each deadline that has a day."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Fristen der Gremien")
    for due in faelligkeiten:
        if due.frist != "offen":
            calendar.add_component(_event(due, heute))
    return bytes(calendar.to_ical())


def _event(due: Faelligkeit, heute: date) -> Event:
    event = Event()
    event.add("uid", f"{due.kennung}@vorlagen")
    event.add("dtstamp", datetime(heute.year, heute.month, heute.day, tzinfo=UTC))
    event.add("sequence", (heute - _EPOCH).days)
    event.add("dtstart", due.tag)
    event.add("dtend", due.tag + timedelta(days=1))
    event.add("summary", f"{due.frist}: {due.was}" if due.frist != "Termin" else due.was)
    told = [due.koerperschaft, f"{due.gremium}, {mit_wochentag(due.sitzung)}" if due.sitzung else "", due.hinweis, due.gruende.replace(" → ", "\n→ ")]
    event.add("description", "\n".join(filter(None, told)))
    event.add("transp", "TRANSPARENT")
    return event
