"""E-mail by SMTP: one connection a letter, encrypted where the office's server can.

Knows the wire only. The trap: a line that breaks after the letter was begun leaves its fate
unknown; every refusal before that is certain.
"""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Literal

from cloud_hub.messages.gateway import Accepted, GatewayError, Trouble
from cloud_hub.messages.mailer import Mail
from queue_core.clock import Clock

_CALENDAR = "wizyta.ics"


@dataclass(frozen=True)
class SmtpAccount:
    """Where and as whom to send; `trust` names the authorities of the server's certificate."""

    host: str
    port: int = 25
    security: Literal["none", "starttls", "tls"] = "none"
    user: str = ""
    password: str = ""
    sender: str = "Okienko <okienko@localhost>"
    seconds: float = 15.0
    trust: ssl.SSLContext | None = None


class Smtp:
    """See `Mailer`."""

    def __init__(self, account: SmtpAccount, clock: Clock) -> None:
        self._account = account
        self._clock = clock

    def send(self, mail: Mail) -> Accepted:
        """See `Mailer`."""
        letter = self._letter(mail)
        server = self._connected()
        try:
            server.send_message(letter)
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise GatewayError(_of_code(code), f"smtp_{code}") from error
        except smtplib.SMTPSenderRefused as error:
            raise GatewayError(Trouble.PASSING, f"smtp_{error.smtp_code}") from error
        except smtplib.SMTPResponseException as error:
            raise GatewayError(_of_code(error.smtp_code), f"smtp_{error.smtp_code}") from error
        except smtplib.SMTPNotSupportedError as error:  # letters that this server cannot address
            raise GatewayError(Trouble.REFUSED, "smtp_address") from error
        except (OSError, smtplib.SMTPException) as error:
            raise GatewayError(Trouble.UNKNOWN, "smtp_no_answer") from error
        else:
            _say_goodbye(server)
            return Accepted(reference=letter["Message-ID"])
        finally:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        """A server that has let us in; nothing was sent where this fails."""
        account = self._account
        trust = account.trust or ssl.create_default_context()
        try:
            if account.security == "tls":
                return self._let_in(
                    smtplib.SMTP_SSL(
                        account.host, account.port, timeout=account.seconds, context=trust
                    )
                )
            server = smtplib.SMTP(account.host, account.port, timeout=account.seconds)
            if account.security == "starttls":
                server.starttls(context=trust)
            return self._let_in(server)
        except smtplib.SMTPAuthenticationError as error:
            raise GatewayError(Trouble.PASSING, "smtp_login") from error
        except (OSError, smtplib.SMTPException) as error:
            raise GatewayError(Trouble.PASSING, "smtp_not_reached") from error

    def _let_in(self, server: smtplib.SMTP) -> smtplib.SMTP:
        if self._account.user:
            server.login(self._account.user, self._account.password)
        return server

    def _letter(self, mail: Mail) -> EmailMessage:
        domain = parseaddr(self._account.sender)[1].rpartition("@")[2]
        letter = EmailMessage(policy=SMTP)
        try:
            letter["From"] = self._account.sender
            letter["To"] = mail.to
            letter["Subject"] = mail.subject
        except ValueError as error:
            raise GatewayError(Trouble.REFUSED, "smtp_address") from error
        letter["Date"] = format_datetime(self._clock.now())
        letter["Message-ID"] = f"<{mail.id}@{domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter["Content-Language"] = mail.language
        letter.set_content(mail.body)
        if mail.calendar is not None:
            letter.add_attachment(
                mail.calendar,
                maintype="text",
                subtype="calendar",
                filename=_CALENDAR,
                params={"charset": "utf-8", "method": "PUBLISH"},
            )
        return letter


def _say_goodbye(server: smtplib.SMTP) -> None:
    """The letter is taken already, whatever comes of this."""
    with suppress(OSError, smtplib.SMTPException):
        server.quit()


def _of_code(code: int) -> Trouble:
    return Trouble.REFUSED if code >= 500 else Trouble.PASSING
