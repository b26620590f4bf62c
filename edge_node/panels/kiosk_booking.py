""" "Mam rezerwację": a booked visit is confirmed by its digits or its QR code, or it is said
plainly why not and what helps.

The trap: one field takes it all, since a scanner types like a keyboard.
"""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from edge_node.office.arrivals import Shown, arrive
from edge_node.panels.guessing import guessing_slowly
from edge_node.panels.kiosk_page import live_as_kiosk, page, wish_at
from edge_node.panels.kiosk_words import VISIT_TITLES
from edge_node.panels.session import command, office
from queue_core.domain.booking.arrival import Proof
from queue_core.domain.booking.codes import CODE_DIGITS
from queue_core.domain.booking.visit_qr import LONGEST, looks_like_visit
from queue_core.domain.calendar import local_day
from queue_core.domain.errors import Refused
from queue_core.web.access import device
from queue_core.web.problem_table import problem
from queue_core.web.problems import sentence

blueprint = Blueprint("kiosk_booking", __name__, template_folder="templates")
live_as_kiosk(blueprint)

_PHONE_DIGITS = 9
_NUMBER_DIGITS = 4


@blueprint.get("/kiosk/<kiosk>/booking")
@device
def booking(kiosk: str) -> str:
    """The keypad. Without scripts each press asks again with one `digit` more."""
    typed = request.args.get("code", "") + request.args.get("digit", "")
    code = "".join(c for c in typed if c in "0123456789")[: _longest()]
    return _keypad(kiosk, code)


@blueprint.post("/kiosk/<kiosk>/booking")
@device
def confirm(kiosk: str) -> Response | tuple[str, int]:
    """Confirm the visit and show its number, or answer why it can't be confirmed."""
    words = request.form.get("code", "")[: LONGEST + 1]
    try:
        with guessing_slowly(f"kiosk {kiosk}"):
            shown = Shown(_proof(words), words, kiosk)
            arrived = arrive(office(), command(), shown)
    except Refused as refused:
        return _answer(kiosk, refused), problem(refused.code).status
    look = wish_at(kiosk).look()
    return redirect(url_for("kiosk.taken", kiosk=kiosk, ticket=arrived.ticket.id, **look), 303)


def _proof(words: str) -> Proof:
    """What was typed or scanned, by its shape."""
    if looks_like_visit(words):
        return Proof.QR
    digits = "".join(c for c in words if c in "0123456789")
    accepted = office().document.booking.rules.proofs
    if "phone" in accepted and len(digits) >= _PHONE_DIGITS:
        return Proof.PHONE_DIGITS
    if "number" in accepted and 0 < len(digits) <= _NUMBER_DIGITS:
        return Proof.NUMBER
    return Proof.CODE


def _longest() -> int:
    accepts_phone = "phone" in office().document.booking.rules.proofs
    return _PHONE_DIGITS if accepts_phone else CODE_DIGITS


def _keypad(kiosk: str, code: str, error: str | None = None) -> str:
    proofs = office().document.booking.rules.proofs
    return page(
        "kiosk_booking.html",
        kiosk,
        code=code,
        error=error,
        proofs=proofs,
        longest=_longest(),
        sends_itself=proofs in (("code",), ("code", "qr")),
    )


def _answer(kiosk: str, refused: Refused) -> str:
    """A page of its own for a visit that is known; the keypad again for what was mistyped."""
    if refused.code not in VISIT_TITLES:
        return _keypad(kiosk, "", sentence(refused))
    told: dict[str, Any] = dict(refused.facts)
    return page(
        "kiosk_visit.html",
        kiosk,
        code=refused.code,
        title=VISIT_TITLES[refused.code],
        told=told,
        sentence=sentence(refused),
        today=local_day(office().clock.now(), office().document.zone),
    )
