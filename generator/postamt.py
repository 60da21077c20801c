"""The mail server: one message over one connection, with a checked certificate, and its answers sorted by what follows from them."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable

from generator.model import Postausgang

FRIST = 30.0
"""Seconds that a server may take for an answer."""


class Unerreichbar(Exception):
    """The server takes nothing from us now: no sense in trying the others."""


class Voruebergehend(Exception):
    """Not now; `offen`: the server may have taken it all the same; `gesamt`: it would take nothing else either."""

    def __init__(self, words: str, *, offen: bool = False, gesamt: bool = False) -> None:
        super().__init__(words)
        self.offen, self.gesamt = offen, gesamt


class Abgelehnt(Exception):
    """Never, in the server's words."""


class Postamt:
    """The mail server; each message has a connection of its own."""

    def __init__(self, postausgang: Postausgang, kennwort: str, *, frist: float = FRIST) -> None:
        self.postausgang, self.kennwort, self.frist = postausgang, kennwort, frist
        self.host = postausgang.host or ""
        self.port = postausgang.port or (465 if postausgang.tls == "ssl" else 587)

    def senden(self, mail: bytes, absender: str, empfaenger: str, anbieten: Callable[[], None]) -> str:
        """Hands a message over and returns the server's words. `anbieten` is called when it is about to get the text."""
        smtp = self._connected()
        try:
            self._greeted("MAIL", *smtp.mail(absender))
            code, words = smtp.rcpt(empfaenger)
            if code not in (250, 251):
                raise _refusal(code, words)
            anbieten()
            code, words = smtp.data(mail)
            if code != 250:
                raise _refusal(code, words)
        except smtplib.SMTPDataError as error:  # it did not want the text at all
            raise _refusal(error.smtp_code, error.smtp_error) from None
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise Voruebergehend(f"die Verbindung brach ab ({_words(error)})", offen=True) from None
        else:
            return f"{code} {_text(words)}"
        finally:
            smtp.close()

    def _connected(self) -> smtplib.SMTP:
        """A connection with a checked certificate, signed in."""
        context = ssl.create_default_context()  # also looks at SSL_CERT_FILE, where a house has a CA of its own
        where = f"Mailserver {self.host}:{self.port}"
        try:
            if self.postausgang.tls == "ssl":
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.frist, context=context)
            else:
                smtp = smtplib.SMTP(self.host, self.port, timeout=self.frist)
        except ssl.SSLCertVerificationError as error:
            raise Unerreichbar(f"{where}: sein Zertifikat ist nicht gültig ({error.verify_message})") from None
        except smtplib.SMTPResponseException as error:
            raise Voruebergehend(f"{where} nimmt nichts an: {error.smtp_code} {_text(error.smtp_error)}", gesamt=True) from None
        except (smtplib.SMTPException, OSError) as error:
            raise Voruebergehend(f"{where} ist nicht zu erreichen ({_words(error)})", gesamt=True) from None
        try:
            smtp.ehlo_or_helo_if_needed()
            if self.postausgang.tls == "starttls":
                smtp.starttls(context=context)
                smtp.ehlo()
            if self.postausgang.benutzer:
                smtp.login(self.postausgang.benutzer, self.kennwort)
        except ssl.SSLCertVerificationError as error:
            smtp.close()
            raise Unerreichbar(f"{where}: sein Zertifikat ist nicht gültig ({error.verify_message})") from None
        except smtplib.SMTPNotSupportedError:
            smtp.close()
            raise Unerreichbar(f"{where} bietet keine Verschlüsselung oder keine Anmeldung an; unverschlüsselt wird nicht versandt") from None
        except smtplib.SMTPResponseException as error:
            smtp.close()
            raise _general(error.smtp_code, f"{where} lehnt die Anmeldung ab: {error.smtp_code} {_text(error.smtp_error)}") from None
        except (smtplib.SMTPException, OSError) as error:
            smtp.close()
            raise Voruebergehend(f"{where}: die Verbindung brach ab ({_words(error)})", gesamt=True) from None
        return smtp

    def _greeted(self, what: str, code: int, words: bytes) -> None:
        if code != 250:
            raise _general(code, f"Mailserver {self.host}:{self.port} lehnt den Absender ab ({what}): {code} {_text(words)}")


def _general(code: int, words: str) -> Exception:
    """A refusal that concerns all messages alike."""
    return Voruebergehend(words, gesamt=True) if 400 <= code < 500 else Unerreichbar(words)


def _refusal(code: int, words: bytes | str) -> Exception:
    said = f"{code} {_text(words)}"
    return Voruebergehend(f"der Mailserver vertröstet: {said}") if 400 <= code < 500 else Abgelehnt(said)


def _text(words: bytes | str) -> str:
    return " ".join((words.decode("utf-8", "replace") if isinstance(words, bytes) else words).split())


def _words(error: BaseException) -> str:
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "keine Antwort in der Frist"
    if isinstance(error, ConnectionRefusedError):
        return "Verbindung verweigert"
    return "der Server hat sie beendet" if isinstance(error, smtplib.SMTPServerDisconnected | ConnectionError) else "Netz oder Name nicht gefunden"
