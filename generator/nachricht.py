"""The mail with one issued paper for one address: written from the release, and read once more before it goes out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from generator.registratur import Freigabe
from generator.wording import datum

_ZUGANG = {
    "oeffentlich": "Das Papier ist öffentlich.",
    "nichtoeffentlich": "Das Papier ist nichtöffentlich; es gilt die Verschwiegenheitspflicht.",
    "intern": "Das Papier ist intern und nicht zur Veröffentlichung bestimmt.",
}
_TYPES = {
    "pdf": ("application", "pdf"),
    "docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_WIRE = policy.SMTP.clone(cte_type="7bit", max_line_length=76)


@dataclass(frozen=True, slots=True)
class Absender:
    """Whom the mail is from."""

    adresse: str
    name: str


def message_id(freigabe: Freigabe, empfaenger: str, absender: str) -> str:
    """The same for the same files and address, however often they are sent."""
    said = "\0".join((freigabe.papier, str(freigabe.fassung), empfaenger, *(f"{name} {sha256}" for name, sha256 in sorted(freigabe.dateien.items()))))
    return f"<{hashlib.sha256(said.encode()).hexdigest()[:24]}@{absender.rsplit('@', 1)[1]}>"


def schreiben(
    freigabe: Freigabe, empfaenger: str, absender: Absender, kennung: str, dateien: Mapping[str, bytes], *, am: datetime | None, muster: bool
) -> bytes:
    """The finished mail, byte for byte the same for the same words. Without a day it is a draft for a person's mail program."""
    mail = EmailMessage(policy=_WIRE)
    mail["From"] = Address(absender.name, addr_spec=absender.adresse)
    mail["To"] = Address(addr_spec=empfaenger)
    mail["Subject"] = f"{freigabe.titel}{f' – {freigabe.fassung}. Fassung' if freigabe.fassung > 1 else ''}"
    mail["Message-ID"] = kennung
    if am:
        mail["Date"] = format_datetime(am)
        mail["Auto-Submitted"] = "auto-generated"
    else:
        mail["X-Unsent"] = "1"
    mail.set_content("\n".join(_text(freigabe, absender, muster=muster)) + "\n", charset="utf-8", cte="quoted-printable")
    for name, data in dateien.items():
        maintype, subtype = _TYPES.get(name.rsplit(".", 1)[-1], ("application", "octet-stream"))
        mail.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    mail.set_boundary(f"={kennung[1:25]}=")
    return mail.as_bytes()


def einwand(mail: bytes, freigabe: Freigabe, empfaenger: str, adressen: Mapping[str, str]) -> str:
    """Why a finished mail must not go out; empty if it may. `adressen`: those of the body that the paper is for, each with its Zugang."""
    found = message_from_bytes(mail, policy=policy.default)
    to = [address.addr_spec for address in found["To"].addresses] if found["To"] else []
    if to != [empfaenger] or found["Cc"] or found["Bcc"]:
        return "die Nachricht hat andere Empfänger als vorgesehen"
    if empfaenger not in adressen:
        return f"die Adresse gehört nicht zu {freigabe.koerperschaft}"
    if adressen[empfaenger] == "oeffentlich" and freigabe.zugang != "oeffentlich":
        return f"das Papier ist {freigabe.zugang}, die Adresse aber öffentlich"
    if freigabe.papier.split("/")[:2] != [freigabe.zugang, freigabe.koerperschaft]:
        return "das Papier gehört einer anderen Körperschaft oder hat einen anderen Zugang"
    files = {part.get_filename(): hashlib.sha256(part.get_content()).hexdigest() for part in found.iter_attachments()}
    return "" if files == dict(freigabe.dateien) else "die Anhänge sind nicht die freigegebenen Dateien"


def _text(freigabe: Freigabe, absender: Absender, *, muster: bool) -> Iterator[str]:
    yield from ("Guten Tag,", "", f"anbei erhalten Sie: {freigabe.titel}{f', {freigabe.fassung}. Fassung' if freigabe.fassung > 1 else ''}.", "")
    if freigabe.fassung > 1:
        changed = f" Geändert ist: {'; '.join(freigabe.geaendert)}." if freigabe.geaendert else ""
        yield from (f"Diese Fassung ersetzt die {freigabe.fassung - 1}. Fassung.{changed}", "")
    yield from (_ZUGANG[freigabe.zugang], "")
    yield from ("Dateien:", *(f"  {name}" for name in freigabe.dateien), "")
    yield from (f"Freigegeben am {datum(freigabe.am.date())}: {freigabe.von}.", "")
    if muster:
        yield from ("Musterdaten: Beträge, Beteiligung und Stand sind erfunden.", "")
    yield from ("Mit freundlichen Grüßen", absender.name or absender.adresse)
