"""Delivery: each municipality its own, never twice, never lost, against a real mail server that refuses, breaks off, dawdles, and with real kills."""

import asyncio
import hashlib
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from conftest import ROOT, TEMPLATES
from test_cli import on
from test_freigabe import NOW, WHO, change, fast, release

from generator import data, nachricht, postausgang, rendering, selection
from generator.ablage import Ablage
from generator.output import Ausgabe
from generator.postamt import Postamt
from generator.postausgang import Meldung, Post
from generator.problems import Problems
from generator.registratur import Freigabe, Registratur, Zustellung

DESK, PRESS, OTHER = "digital@suessau.example.org", "presse@suessau.example.org", "rathaus@oessling.example.org"
LARGE = os.urandom(400_000)


@pytest.fixture(autouse=True)
def _no_minimum(monkeypatch):
    monkeypatch.setattr(rendering, "POOL_FROM", 1)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "output"


# a real mail server --------------------------------------------------------------------------------------------------


@dataclass
class Server:
    """Keeps what it took; answers as it is told, first come first served, then well."""

    port: int = 0
    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    drops: int = 0
    """So many times it breaks off in the middle of a message."""
    senders: int = 0
    """So many times it will not take our mail at all."""
    slow: list[float] = field(default_factory=list)
    """Seconds before it answers that it took a message."""
    got: list[tuple[list[str], EmailMessage]] = field(default_factory=list)

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if self.senders > 0:
            self.senders -= 1
            return "451 gerade nicht"
        envelope.mail_from = address
        return "250 gern"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if self.rcpt and (answer := self.rcpt.pop(0)):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 gern"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - likewise
        if self.data and (answer := self.data.pop(0)):
            return answer
        self.got.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        if self.slow:
            await asyncio.sleep(self.slow.pop(0))
        return "250 angenommen"

    @property
    def ids(self) -> list[str]:
        return [mail["Message-ID"] for _, mail in self.got]

    @property
    def to(self) -> list[str]:
        return [address for addresses, _ in self.got for address in addresses]


class Talker(SMTP):
    """Breaks off in the middle of a message if its server says so."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        if self.event_handler.drops > 0:
            self.event_handler.drops -= 1
            await self.push("354 nur zu")
            await self._reader.read(2000)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class Exchange(Controller):
    def factory(self) -> SMTP:
        return Talker(self.handler, **self.SMTP_kwargs)


@pytest.fixture(scope="session")
def authority(tmp_path_factory) -> tuple[trustme.CA, Path]:
    ca = trustme.CA()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(path))
    return ca, path


def touch(port: int, ca: Path) -> None:
    """Connects once, so that the server is there."""
    context = ssl.create_default_context(cafile=ca)
    with socket.create_connection(("127.0.0.1", port)) as plain, context.wrap_socket(plain, server_hostname="localhost") as line:
        line.recv(100)


@pytest.fixture
def server(authority, monkeypatch, request) -> Iterator[Server]:
    """A server with STARTTLS; or what the test's parameter asks for."""
    ca, path = authority
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    how = getattr(request, "param", "starttls")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("mail.example.net" if how == "fremd" else "localhost").configure_cert(context)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = Server(port)
    more = {"ssl_context": context} if how == "ssl" else {} if how == "offen" else {"tls_context": context, "require_starttls": True}
    if how == "anmeldung":
        more |= {"auth_required": True, "authenticator": lambda *a: AuthResult(handled=False, success=a[4].login == b"kreis" and a[4].password == b"geheim")}
    exchange = Exchange(handler, hostname="127.0.0.1", port=port, **more)
    if how == "ssl":
        exchange._trigger_server = lambda: touch(port, path)  # its own would not know the CA
    exchange.start()
    yield handler
    exchange.stop()


# a world with addresses ----------------------------------------------------------------------------------------------


def addressed(world, port: int = 0, **more: str) -> Path:
    """The example world with addresses for two municipalities, and a mail server or none."""
    folder = world()
    for body, lines in (("suessau", f"[{{adresse: {DESK}}}, {{adresse: {PRESS}, zugang: oeffentlich}}]"), ("oessling", f"[{{adresse: {OTHER}}}]")):
        path = folder / body / "koerperschaft.yaml"
        path.write_text(f"{path.read_text('utf-8').rstrip()}\nversand: {{an: {lines}}}\n", encoding="utf-8")
    keys = {
        "absender": "smart@gruenfliess.example.org",
        "name": "Smart-Region-Koordination",
        **({"weg": "smtp", "host": "localhost", "port": str(port)} if port else {}),
    }
    said = ", ".join(f"{key}: {value}" for key, value in {**keys, **more}.items())
    path = folder / "region.yaml"
    path.write_text(f"{path.read_text('utf-8').rstrip()}\npostausgang: {{{said}}}\n", encoding="utf-8")
    return folder


def issued(folder: Path, out: Path, *was: str, content: bytes = b"x") -> None:
    fast(folder, out, "projektblatt", *was, content=content)
    assert all(sentence.startswith("freigegeben") for sentence in release(folder, out, "projektblatt", *was))


def send(
    folder: Path, out: Path, *was: str, probe: bool = False, erneut: bool = False, frist: float = 5.0, pausen: tuple[float, ...] = (0.01, 0.01)
) -> list[Meldung]:
    auftrag = selection.choose(data.load(folder), TEMPLATES, was)
    region = auftrag.daten.bestand.region.postausgang
    assert region
    with Ausgabe(out) as ausgabe:
        amt = Postamt(region, postausgang.kennwort(auftrag.daten, os.environ), frist=frist) if region.host else None
        return list(Post(auftrag.daten, ausgabe, amt, NOW, pausen).versenden(auftrag, probe=probe, erneut=erneut))


def ends(meldungen: list[Meldung]) -> list[str]:
    return [meldung.ausgang for meldung in meldungen]


def wrong(meldungen: list[Meldung]) -> list[str]:
    return [problem.sentence for meldung in meldungen for problem in meldung.problems]


def book(out: Path) -> dict[str, Zustellung]:
    """The Laufbuch's deliveries by address (of one paper)."""
    with Ausgabe(out) as ausgabe:
        return {z.empfaenger: z for z in Registratur(ausgabe.laufbuch, Ablage(out).exists).zustellungen().values()}


# who gets what -------------------------------------------------------------------------------------------------------


def test_each_municipality_gets_its_own_sheet_and_a_public_address_only_what_is_public(world, out, server):
    folder = addressed(world, server.port)
    issued(folder, out)
    found = send(folder, out)

    assert set(ends(found)) == {"zugestellt"}
    by_address = {address: [mail for to, mail in server.got if to == [address]] for address in (DESK, PRESS, OTHER)}
    assert {address: len(mails) for address, mails in by_address.items()} == {DESK: 2, PRESS: 1, OTHER: 2}
    for address, mails in by_address.items():
        body = address.split("@")[1].split(".")[0]
        for mail in mails:
            hashes = {hashlib.sha256(part.get_content()).hexdigest() for part in mail.iter_attachments()}
            own = {path for path in (out / "ablage").rglob("*") if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() in hashes}
            assert own
            assert mail["To"] == address
            assert body in {path.relative_to(out / "ablage").parts[1] for path in own}
    (public,) = by_address[PRESS]
    assert "Das Papier ist öffentlich." in public.get_body().get_content()
    assert [part.get_filename() for part in public.iter_attachments()] == ["projektblatt-2025-09-30.docx", "projektblatt-2025-09-30.pdf"]


def test_the_mail_is_german_and_says_what_it_brings(world, out, server):
    folder = addressed(world, server.port)
    issued(folder, out, "suessau", "intern")
    send(folder, out)
    ((_, mail),) = server.got

    assert str(mail["From"]) == "Smart-Region-Koordination <smart@gruenfliess.example.org>"
    assert mail["Subject"].startswith("Projektblatt der Gemeinde Süßau")
    text = mail.get_body().get_content().replace("\r\n", "\n")
    assert text.startswith("Guten Tag,\n\nanbei erhalten Sie: Projektblatt der Gemeinde Süßau, Stand 30.09.2025.\n")
    assert "Das Papier ist intern und nicht zur Veröffentlichung bestimmt." in text
    assert f"Freigegeben am 01.03.2025: {WHO}." in text
    assert len(list(mail.iter_attachments())) == 3


def test_nothing_is_sent_twice_and_a_new_fassung_once_more_as_the_second(world, out, server):
    folder = addressed(world, server.port)
    issued(folder, out, "suessau", "intern")
    assert ends(send(folder, out)) == ["zugestellt"]
    assert ends(send(folder, out)) == ["schon"]
    change(folder, "suessau/koerperschaft.yaml", "name: Süßau", "name: Süssau")
    issued(folder, out, "suessau", "intern", content=b"y")
    assert ends(send(folder, out)) == ["zugestellt"]
    assert ends(send(folder, out)) == ["schon"]

    first, second = (mail for _, mail in server.got)
    assert second["Subject"].endswith(" – 2. Fassung")
    assert "Diese Fassung ersetzt die 1. Fassung. Geändert ist: " in second.get_body().get_content()
    assert first["Message-ID"] != second["Message-ID"]


def test_what_is_made_but_not_released_is_not_sent(world, out, server):
    folder = addressed(world, server.port)
    fast(folder, out, "projektblatt")

    assert send(folder, out) == []
    assert server.got == []


def test_probe_shows_who_gets_what_and_sends_nothing(world, out, server):
    folder = addressed(world, server.port)
    issued(folder, out, "suessau")
    found = send(folder, out, probe=True)

    assert [meldung.satz for meldung in found] == [
        f"suessau/projektblatt-2025-09-30 (intern), 1. Fassung → {DESK}: würde versandt",
        f"suessau/projektblatt-2025-09-30 (oeffentlich), 1. Fassung → {DESK}: würde versandt",
        f"suessau/projektblatt-2025-09-30 (oeffentlich), 1. Fassung → {PRESS}: würde versandt",
    ]
    assert (server.got, book(out)) == ([], {})


def test_an_address_that_two_bodies_share_gets_nothing(world, out, server):
    folder = addressed(world, server.port)
    change(folder, "oessling/koerperschaft.yaml", OTHER, DESK.upper().replace("DIGITAL", "Digital"))
    issued(folder, out)
    found = send(folder, out)

    assert server.got == []
    assert all("jede Adresse gehört zu einer Körperschaft" in sentence for sentence in wrong(found))
    assert len(wrong(found)) == 2


def test_while_the_bodys_file_has_faults_nothing_goes_there(world, out, server):
    folder = addressed(world, server.port)
    issued(folder, out)
    change(folder, "suessau/koerperschaft.yaml", 'ags: "', 'ags: "9')
    send(folder, out)

    assert set(server.to) <= {OTHER}
    assert server.got


MAIL = {"empfaenger": DESK, "adressen": {DESK: "intern", PRESS: "oeffentlich"}}
FILES = {"projektblatt.pdf": b"inhalt"}
SHEET = Freigabe(
    papier="intern/suessau/projektblatt-2025-09-30", fassung=1, art="projektblatt", koerperschaft="suessau", gegenstand="x", zugang="intern", titel="Blatt",
    von=WHO, am=NOW, von_hand=False, inhalt="{}", view="{}", vermerk=0, geaendert=(), dateien={name: hashlib.sha256(d).hexdigest() for name, d in FILES.items()},
)  # fmt: skip


def written(freigabe: Freigabe = SHEET, to: str = DESK, files: dict[str, bytes] = FILES) -> bytes:
    sender = nachricht.Absender("smart@gruenfliess.example.org", "")
    return nachricht.schreiben(freigabe, to, sender, nachricht.message_id(freigabe, to, sender.adresse), files, am=NOW, muster=False)


@pytest.mark.parametrize(
    ("mail", "freigabe", "to", "words"),
    [
        (written(), SHEET, DESK, ""),
        (written(to=OTHER), SHEET, DESK, "die Nachricht hat andere Empfänger als vorgesehen"),
        (written(to=OTHER), SHEET, OTHER, "die Adresse gehört nicht zu suessau"),
        (written(to=PRESS), SHEET, PRESS, "das Papier ist intern, die Adresse aber öffentlich"),
        (written(files={"projektblatt.pdf": b"das einer anderen"}), SHEET, DESK, "die Anhänge sind nicht die freigegebenen Dateien"),
        (written(files={**FILES, "mehr.pdf": b"y"}), SHEET, DESK, "die Anhänge sind nicht die freigegebenen Dateien"),
        (written(), replace(SHEET, papier="intern/oessling/projektblatt-2025-09-30"), DESK, "das Papier gehört einer anderen Körperschaft oder hat einen anderen Zugang"),
        (written().replace(b"\r\nSubject:", b"\r\nBcc: x@example.org\r\nSubject:", 1), SHEET, DESK, "die Nachricht hat andere Empfänger als vorgesehen"),
    ],
)  # fmt: skip
def test_a_message_is_read_once_more_before_it_goes_out(mail, freigabe, to, words):
    assert nachricht.einwand(mail, freigabe, to, MAIL["adressen"]) == words


def test_a_mail_is_the_same_byte_for_byte_and_plain_ascii_on_the_wire():
    assert written() == written()
    assert written().isascii()
    assert max(map(len, written().split(b"\r\n"))) <= 998


# a server in all its moods -------------------------------------------------------------------------------------------


def test_a_passing_refusal_is_tried_again_within_the_call(world, out, server):
    folder = addressed(world, server.port)
    issued(folder, out, "suessau", "intern")
    server.rcpt, server.data = ["450 später"], ["", "451 gleich"][1:]

    assert ends(send(folder, out)) == ["zugestellt"]
    assert server.to == [DESK]
    assert "mehrfach" not in book(out)[DESK].antwort


def test_refused_for_the_whole_call_it_is_sent_by_the_next(world, out, server):
    folder = addressed(world, server.port)
    issued(folder, out, "suessau", "intern")
    server.rcpt = ["450 später"] * 3
    found = send(folder, out)
    assert wrong(found) == [f"An {DESK} der Mailserver vertröstet: 450 später; der nächste Aufruf versucht es wieder"]
    assert book(out)[DESK].zustand == "geplant"

    assert ends(send(folder, out)) == ["zugestellt"]
    assert server.to == [DESK]


@pytest.mark.parametrize("place", ["rcpt", "data"])
def test_a_final_refusal_is_reported_in_the_servers_words_and_not_tried_again(world, out, server, place):
    folder = addressed(world, server.port)
    issued(folder, out, "suessau", "intern")
    issued(folder, out, "oessling", "intern")
    setattr(server, place, ["", "550 kein Postfach hier"] if selection_order(folder)[0] == "oessling" else ["550 kein Postfach hier"])
    found = send(folder, out)

    assert f"An {DESK} vom Mailserver abgelehnt: 550 kein Postfach hier" in wrong(found)
    assert book(out)[DESK].zustand == "abgelehnt"
    assert server.to == [OTHER]
    again = send(folder, out)
    assert wrong(again) == [f"An {DESK} am 01.03.2025 abgelehnt: 550 kein Postfach hier; die Adresse berichtigen oder mit »--erneut« noch einmal senden"]
    assert server.to == [OTHER]
    assert "zugestellt" in ends(send(folder, out, erneut=True))
    assert server.to == [OTHER, DESK]


def selection_order(folder: Path) -> list[str]:
    return [s.koerperschaft for s in selection.choose(data.load(folder), TEMPLATES, ["projektblatt", "intern"]).subjects if s.koerperschaft != "gruenfliess"]


def test_a_line_that_breaks_in_mid_message_is_tried_again_under_the_same_message_id(world, out, server):
    folder = addressed(world, server.port)
    issued(folder, out, "suessau", "intern", content=LARGE)
    server.drops = 1
    found = send(folder, out)

    assert ends(found) == ["zugestellt"]
    assert server.ids == [book(out)[DESK].message_id]
    assert "2-mal angeboten, immer mit derselben Message-ID" in book(out)[DESK].antwort


def test_a_line_that_keeps_breaking_loses_nothing(world, out, server):
    folder = addressed(world, server.port)
    issued(folder, out, "suessau", "intern", content=LARGE)
    server.drops = 3
    assert wrong(send(folder, out)) == [f"An {DESK} die Verbindung brach ab (der Server hat sie beendet); der nächste Aufruf versucht es wieder"]
    assert book(out)[DESK].zustand == "angeboten"
    assert "vielleicht schon angekommen" in send(folder, out, probe=True)[0].satz

    assert ends(send(folder, out)) == ["zugestellt"]
    assert len(server.ids) == 1


def test_a_slow_server_is_waited_for(world, out, server):
    folder = addressed(world, server.port)
    issued(folder, out, "suessau", "intern")
    server.slow = [1.0]

    assert ends(send(folder, out)) == ["zugestellt"]
    assert len(server.ids) == 1


def test_a_server_that_is_too_slow_may_get_it_twice_but_under_one_message_id(world, out, server):
    folder = addressed(world, server.port)
    issued(folder, out, "suessau", "intern")
    server.slow = [2.0]
    found = send(folder, out, frist=0.5)

    assert ends(found) == ["zugestellt"]
    assert len(server.ids) == 2
    assert len(set(server.ids)) == 1
    assert "kann mehrfach angekommen sein" in book(out)[DESK].antwort


def test_a_server_that_is_not_there_stops_the_call_and_nothing_is_lost(world, out):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = addressed(world, port)
    issued(folder, out, "suessau", "intern")

    (sentence,) = wrong(send(folder, out))
    assert sentence == f"An {DESK} Mailserver localhost:{port} ist nicht zu erreichen (Verbindung verweigert); der nächste Aufruf versucht es wieder"
    assert book(out)[DESK].zustand == "geplant"


def test_a_server_that_takes_nothing_is_not_asked_once_more_for_each_address(world, out, server):
    folder = addressed(world, server.port)
    issued(folder, out)
    server.senders = 3
    found = send(folder, out)

    assert ends(found) == ["gescheitert"] * 5
    assert all("lehnt den Absender ab (MAIL): 451 gerade nicht" in sentence for sentence in wrong(found))
    assert server.senders == 0
    assert ends(send(folder, out)) == ["zugestellt"] * 5


# encryption and the password -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("server", ["ssl"], indirect=True)
def test_tls_from_the_first_byte_works_too(world, out, server):
    folder = addressed(world, server.port, tls="ssl")
    issued(folder, out, "suessau", "intern")

    assert ends(send(folder, out)) == ["zugestellt"]


@pytest.mark.parametrize(("server", "unknown"), [("starttls", True), ("fremd", False)], indirect=["server"])
def test_a_certificate_that_is_not_valid_stops_everything(world, out, server, unknown, monkeypatch):
    if unknown:
        monkeypatch.delenv("SSL_CERT_FILE")
    folder = addressed(world, server.port)
    issued(folder, out, "suessau", "intern")
    (sentence,) = wrong(send(folder, out))

    assert f"Mailserver localhost:{server.port}: sein Zertifikat ist nicht gültig (" in sentence
    assert server.got == []
    assert book(out)[DESK].zustand == "geplant"


@pytest.mark.parametrize("server", ["offen"], indirect=True)
def test_without_encryption_nothing_is_sent(world, out, server):
    folder = addressed(world, server.port)
    issued(folder, out, "suessau", "intern")
    (sentence,) = wrong(send(folder, out))

    assert "unverschlüsselt wird nicht versandt" in sentence
    assert server.got == []


@pytest.mark.parametrize("server", ["anmeldung"], indirect=True)
def test_the_password_comes_from_the_environment_or_from_a_closed_file_outside_the_data(world, out, server, monkeypatch, tmp_path):
    path = tmp_path / "kennwort"
    path.write_text("geheim\n", encoding="utf-8")
    path.chmod(0o600)
    folder = addressed(world, server.port, benutzer="kreis", passwort_datei=f'"{path}"')
    issued(folder, out, "suessau", "intern")
    monkeypatch.setenv("VORLAGEN_SMTP_PASSWORT", "falsch")
    (sentence,) = wrong(send(folder, out))
    assert "lehnt die Anmeldung ab: 535" in sentence
    assert "falsch" not in sentence

    monkeypatch.delenv("VORLAGEN_SMTP_PASSWORT")
    assert ends(send(folder, out)) == ["zugestellt"]


@pytest.mark.parametrize(
    ("place", "mode", "words"),
    [
        ("data/kennwort", 0o600, "liegt im Datenordner"),
        ("kennwort", 0o644, "können auch andere lesen"),
        ("fehlt", 0o600, "lässt sich nicht lesen"),
        ("", 0o600, "fehlt das Kennwort"),
    ],
)
def test_a_password_that_lies_badly_is_refused(world, place, mode, words, monkeypatch):
    monkeypatch.delenv("VORLAGEN_SMTP_PASSWORT", raising=False)
    folder = addressed(world)
    path = folder.parent / place
    if place not in ("", "fehlt"):
        path.write_text("geheim", encoding="utf-8")
        path.chmod(mode)
    text = (folder / "region.yaml").read_text("utf-8")
    file = f', passwort_datei: "{path}"' if place else ""
    (folder / "region.yaml").write_text(text.replace("postausgang: {", f"postausgang: {{benutzer: kreis{file}, ").replace(", , ", ", "), encoding="utf-8")

    with pytest.raises(Problems, match=words):
        postausgang.kennwort(data.load(folder), os.environ)


# without a server ----------------------------------------------------------------------------------------------------


def test_without_a_mail_server_finished_messages_lie_ready_for_their_owner_only(world, out):
    folder = addressed(world)
    issued(folder, out, "suessau")
    found = send(folder, out)
    files = sorted((out / "postausgang").rglob("*.eml"))

    assert ends(found) == ["bereitgelegt"] * 3
    assert [path.name for path in files] == [
        f"projektblatt-2025-09-30 {zugang}, 1. Fassung, {to}.eml" for zugang, to in (("intern", DESK), ("oeffentlich", DESK), ("oeffentlich", PRESS))
    ]
    for path in files:
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert (mail["X-Unsent"], mail["Date"]) == ("1", None)
        assert path.stat().st_mode & 0o777 == 0o600
    assert {path.stat().st_mode & 0o777 for path in (out / "postausgang", out / "postausgang/suessau")} == {0o700}
    assert ends(send(folder, out)) == ["schon"] * 3


# kills ---------------------------------------------------------------------------------------------------------------

KILL = """
import os, signal, smtplib, sys
from generator import cli, postamt, registratur
def die(): os.kill(os.getpid(), signal.SIGKILL)
point = sys.argv.pop(1)
connected, now, wire = postamt.Postamt._connected, registratur.Registratur.now, smtplib.SMTP.send
def _connected(self):
    if point == "vor der Verbindung": die()
    return connected(self)
def _now(self, zustellung, zustand, *rest):
    if point == "nach 250" and zustand == "zugestellt": die()
    found = now(self, zustellung, zustand, *rest)
    if point == "nach dem Eintrag" and zustand == "zugestellt": die()
    if point == "nach dem Anbieten" and zustand == "angeboten": die()
    return found
def _send(self, data):
    if point == "mitten in DATA" and len(data) > 100_000:
        wire(self, data[:50_000])
        die()
    return wire(self, data)
postamt.Postamt._connected, registratur.Registratur.now, smtplib.SMTP.send = _connected, _now, _send
cli.main(sys.argv[1:])
"""


@pytest.mark.parametrize(
    ("point", "state", "arrived"),
    [
        ("vor der Verbindung", "geplant", 1),
        ("nach dem Anbieten", "angeboten", 1),
        ("mitten in DATA", "angeboten", 1),
        ("nach 250", "angeboten", 2),
        ("nach dem Eintrag", "zugestellt", 1),
    ],
)
def test_killed_at_any_point_it_arrives_and_twice_only_where_nobody_could_know(world, out, server, point, state, arrived):
    folder = addressed(world, server.port)
    issued(folder, out, "suessau", "intern", content=LARGE)
    arguments = ["--daten", folder, "--druckvorlagen", TEMPLATES, "--ausgabe", out, "versenden"]
    process = subprocess.run([sys.executable, "-c", KILL, point, *map(str, arguments)], cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert process.returncode == -signal.SIGKILL, process.stderr
    assert book(out)[DESK].zustand == state
    kennung = book(out)[DESK].message_id

    assert set(ends(send(folder, out))) <= {"zugestellt", "schon"}
    assert server.ids == [kennung] * arrived
    assert book(out)[DESK].zustand == "zugestellt"
    assert ("kann mehrfach angekommen sein" in book(out)[DESK].antwort) == (state == "angeboten")
    assert ends(send(folder, out)) == ["schon"]
    assert len(server.ids) == arrived


def test_killed_at_random_moments_every_address_gets_everything_and_doubles_share_their_message_id(world, out, server):
    folder = addressed(world, server.port)
    issued(folder, out, content=LARGE)
    server.slow = [0.1] * 50
    arguments = [sys.executable, "-m", "generator", "--daten", folder, "--druckvorlagen", TEMPLATES, "--ausgabe", out, "versenden"]
    for wait in (0.9, 1.1, 1.3):
        process = subprocess.Popen([str(a) for a in arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
    time.sleep(0.5)
    send(folder, out)

    with Ausgabe(out) as ausgabe:
        rows = Registratur(ausgabe.laufbuch, Ablage(out).exists).zustellungen().values()
    assert {z.zustand for z in rows} == {"zugestellt"}
    assert {z.message_id for z in rows} == set(server.ids)
    assert len(rows) == 5
    for z in rows:
        assert server.ids.count(z.message_id) == 1 or "mehrfach" in z.antwort


# what is lost, and the command ---------------------------------------------------------------------------------------


def test_without_the_laufbuch_beside_issued_papers_nothing_is_sent(world, out, server):
    folder = addressed(world, server.port)
    issued(folder, out, "suessau")
    send(folder, out)
    before = len(server.got)
    (out / "laufbuch.sqlite").unlink()

    with pytest.raises(Problems, match="das Laufbuch aus der Sicherung zurückholen"):
        send(folder, out)
    assert len(server.got) == before


def test_an_issued_file_that_somebody_changed_is_not_sent(world, out, server):
    folder = addressed(world, server.port)
    issued(folder, out, "suessau", "intern")
    path = next((out / "ablage/intern/suessau").rglob("*.pdf"))
    path.chmod(0o600)
    path.write_bytes(b"anders")

    assert wrong(send(folder, out)) == ["Die ausgegebene Datei ist nicht mehr, wie sie freigegeben wurde; aus der Sicherung zurückholen"]
    assert server.got == []


def test_a_region_without_postausgang_says_what_is_missing(world, out):
    folder = addressed(world)
    text = (folder / "region.yaml").read_text("utf-8")
    (folder / "region.yaml").write_text(re.sub(r"postausgang: .*\n", "", text), encoding="utf-8")
    issued(folder, out, "suessau")
    auftrag = selection.choose(data.load(folder), TEMPLATES, ())
    with Ausgabe(out) as ausgabe:
        found = list(Post(auftrag.daten, ausgabe, None, datetime.now(tz=UTC)).versenden(auftrag, probe=False, erneut=False))

    assert wrong(found) == ["»postausgang« fehlt; erwartet mindestens einen Absender: {absender: …}"]


def test_the_command_tells_each_delivery_and_the_sum(world, server):
    folder = addressed(world, server.port)
    out = folder.parent / "output"
    issued(folder, out, "suessau")
    (probe, done, again) = (on(folder, "versenden", *more) for more in (["--probe"], [], []))

    assert probe.stdout.splitlines()[-1] == "Probe: 3 zu versenden, 0 schon versandt; kein Fehler, keine Hinweise."
    assert done.stdout.splitlines()[0] == f"suessau/projektblatt-2025-09-30 (intern), 1. Fassung → {DESK}: zugestellt (250 angenommen)"
    assert done.stdout.splitlines()[-1] == "Fertig: 3 zugestellt, 0 bereitgelegt, 0 schon früher, 0 gescheitert; kein Fehler, keine Hinweise."
    assert again.stdout == "Fertig: 0 zugestellt, 0 bereitgelegt, 3 schon früher, 0 gescheitert; kein Fehler, keine Hinweise.\n"
    assert [shown.returncode for shown in (probe, done, again)] == [0, 0, 0]
    assert len(server.got) == 3


@pytest.mark.parametrize("address", ["ohne-at.example.org", "a@b", '"x@example.org\\nBcc: y"', "x y@example.org", "ä@example.org"])
def test_what_is_no_address_is_a_finding(world, address):
    folder = addressed(world)
    change(folder, "suessau/koerperschaft.yaml", DESK, address)

    assert any("erwartet eine E-Mail-Adresse wie digital@ahlen.example.org" in p.sentence for p in data.load(folder).problems)
