"""SMSAPI.pl and whoever speaks its HTTP: one form POST a message, our own id as its `idx`.

Knows the wire only. The trap: errors come with status 200 and an `error` field, and error 53
("not unique idx") is the good news that an earlier attempt went out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from cloud_hub.messages.gateway import Accepted, GatewayError, Sms, Trouble
from cloud_hub.messages.smsapi_states import smsapi_state
from cloud_hub.messages.states import MessageState

_ALREADY_TAKEN = 53
_REFUSED = frozenset({8, 11, 12, 13, 17, 18, 20, 25, 27, 54, 56, 57, 59, 76, 94, 112})
"""Wrong in this message itself: its number, its length, its signs."""
_UNKNOWN = frozenset({201, 999})
"""Internal errors: the provider does not know either. Whatever else it says, it did not send."""


@dataclass(frozen=True)
class SmsapiAccount:
    """Where and as whom to send. `test` lets the provider check everything and send nothing."""

    url: str
    token: str
    sender: str = ""
    max_parts: int = 4
    test: bool = False
    connect_seconds: float = 3.05
    answer_seconds: float = 10.0


class Smsapi:
    """See `SmsGateway`; keeps its connections open between messages."""

    def __init__(self, account: SmsapiAccount) -> None:
        self._account = account
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {account.token}"
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(pool_maxsize=8, max_retries=0))

    def send(self, sms: Sms) -> Accepted:
        """See `SmsGateway`."""
        form = {
            "to": sms.to.lstrip("+"),
            "message": sms.text,
            "encoding": "utf-8",
            "format": "json",
            "details": "1",
            "idx": sms.id,
            "check_idx": "1",
            "max_parts": str(self._account.max_parts),
        }
        if self._account.sender:
            form["from"] = self._account.sender
        if self._account.test:
            form["test"] = "1"
        answer = self._ask("POST", "sms.do", form)
        if answer.get("error") == _ALREADY_TAKEN:
            return Accepted(reference="")
        _check(answer)
        return _accepted(answer)

    def state_of(self, reference: str) -> MessageState | None:
        """See `SmsGateway`."""
        answer = self._ask("POST", "sms.do", {"status": reference, "format": "json"})
        _check(answer)
        return smsapi_state(str(_only_row(answer).get("status", "")))

    def balance(self) -> Decimal:
        """See `SmsGateway`; in points of the account."""
        answer = self._ask("GET", "profile", {})
        _check(answer)
        points = _amount(answer.get("points"))
        if points is None:
            raise GatewayError(Trouble.UNKNOWN, "smsapi_broken_answer")
        return points

    def _ask(self, method: str, path: str, form: Mapping[str, str]) -> dict[str, Any]:
        """The provider's JSON object, errors told inside it included."""
        account = self._account
        try:
            response = self._session.request(
                method,
                f"{account.url.rstrip('/')}/{path}",
                data=form,
                timeout=(account.connect_seconds, account.answer_seconds),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise GatewayError(*_unreached(error)) from error
        if response.status_code >= 300:
            raise GatewayError(_of_status(response.status_code), f"http_{response.status_code}")
        try:
            answer = response.json()
        except requests.JSONDecodeError as error:
            raise GatewayError(Trouble.UNKNOWN, "smsapi_broken_answer") from error
        if not isinstance(answer, dict):
            raise GatewayError(Trouble.UNKNOWN, "smsapi_broken_answer")
        return answer


def _unreached(error: requests.RequestException) -> tuple[Trouble, str]:
    """Only where no connection came about is it certain that nothing was sent."""
    cause = error.args[0] if error.args else None
    if isinstance(cause, MaxRetryError):
        cause = cause.reason
    if isinstance(cause, (NewConnectionError, ConnectTimeoutError)):
        return Trouble.PASSING, "not_reached"
    return Trouble.UNKNOWN, "no_answer"


def _of_status(status: int) -> Trouble:
    if status >= 500:
        return Trouble.UNKNOWN
    return Trouble.REFUSED if status in (400, 413, 422) else Trouble.PASSING


def _check(answer: Mapping[str, Any]) -> None:
    error = answer.get("error")
    if error in (None, 0, ""):
        return
    trouble = Trouble.PASSING
    if error in _REFUSED:
        trouble = Trouble.REFUSED
    elif error in _UNKNOWN:
        trouble = Trouble.UNKNOWN
    raise GatewayError(trouble, f"smsapi_{error}")


def _only_row(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    rows = answer.get("list")
    if not isinstance(rows, list) or len(rows) != 1 or not isinstance(rows[0], dict):
        raise GatewayError(Trouble.UNKNOWN, "smsapi_broken_answer")
    _check(rows[0])
    return rows[0]


def _accepted(answer: Mapping[str, Any]) -> Accepted:
    row = _only_row(answer)
    state = smsapi_state(str(row.get("status", ""))) or MessageState.SENT
    if state is MessageState.UNKNOWN:
        raise GatewayError(Trouble.UNKNOWN, "smsapi_unknown")
    parts = answer.get("parts")
    return Accepted(
        reference=str(row.get("id") or ""),
        state=state,
        parts=parts if isinstance(parts, int) else None,
        price=_amount(row.get("points")),
    )


def _amount(told: object) -> Decimal | None:
    try:
        return Decimal(str(told))
    except InvalidOperation:
        return None
