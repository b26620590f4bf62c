"""The simulated gateway on the web: `/sms.do` and `/profile` for programs, a page to look at.

The trap: as at the provider, errors have status 200, and what was taken stays taken even when
the answer is lost on purpose.
"""

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import (
    Blueprint,
    Flask,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from okienko.demo.sms_gateway.faults import NOT_TAKEN, Fault, Faults, Order
from okienko.demo.sms_gateway.receipts import Receipts
from okienko.demo.sms_gateway.sent import Account, Refusal, SentSms, Wish
from okienko.demo.sms_gateway.words import FAULTS, STATES
from queue_core.web.access import Doors, public
from queue_core.web.fragments import fragment
from queue_core.web.security import tokenless
from queue_core.web.site import Site, install_web

_SHOWN = 60
_EXTENSION = "sms_gateway"

gateway = Blueprint(
    "sms_gateway",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/gateway",
)


@dataclass(frozen=True)
class Simulator:
    """The parts behind the pages. `hold_seconds`: how long the slow and the mute wait."""

    account: Account
    faults: Faults
    receipts: Receipts
    token: str
    hold_seconds: float = 20.0


def create_app(simulator: Simulator, secret_key: str) -> Flask:
    """The application of one simulated account."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY=secret_key, SESSION_COOKIE_NAME="session_sms")
    app.extensions[_EXTENSION] = simulator
    site = Site(name=lambda: "Symulator bramki SMS", timezone="Europe/Warsaw")
    install_web(app, site, Doors(who=lambda: None, device=lambda: None))
    app.register_blueprint(gateway)
    return app


@gateway.post("/sms.do")
@public
@tokenless
def send() -> ResponseReturnValue:
    """Take one message, or tell what became of one (`status`)."""
    simulator = _simulator()
    try:
        _check_token(simulator)
        if "status" in request.form:
            sms = simulator.account.message(request.form["status"])
            return jsonify(count=1, list=[{"id": sms.id, "status": sms.state, "error": None}])
        return _take(simulator, _wish())
    except Refusal as refusal:
        return _error(refusal)


@gateway.get("/profile")
@public
def profile() -> ResponseReturnValue:
    """The account: what is left of its points."""
    simulator = _simulator()
    try:
        _check_token(simulator)
    except Refusal as refusal:
        return _error(refusal)
    return jsonify(username="symulator", points=float(simulator.account.points))


@gateway.get("/sent")
@public
def sent() -> ResponseReturnValue:
    """The messages as JSON, newest first; `?to=48…` for those of one number."""
    rows = _simulator().account.newest_first(request.args.get("to", "").strip().lstrip("+"))
    return jsonify([_described(sms) for sms in rows])


@gateway.post("/faults")
@public
@tokenless
def misbehave() -> ResponseReturnValue:
    """From now on go wrong in this way (`fault`, `times`, `to`), then back to the page."""
    order = Order(
        fault=Fault(request.form.get("fault", "none")),
        times=request.form.get("times", 0, type=int),
        to=request.form.get("to", "").strip().lstrip("+"),
    )
    _simulator().faults.ask_for(order)
    return redirect(url_for(".page"), 303)


@gateway.get("/")
@public
def page() -> str:
    """The sent messages, as on a phone."""
    return render_template("sms_gateway/page.html", **_seen())


@gateway.get("/now")
@public
@fragment
def now() -> str:
    """The list alone, for the page that looks again."""
    return render_template("sms_gateway/_sent.html", **_seen())


def _seen() -> dict[str, object]:
    simulator = _simulator()
    rows = simulator.account.newest_first()
    return {
        "rows": rows[:_SHOWN],
        "count": len(rows),
        "points": simulator.account.points,
        "order": simulator.faults.order,
        "faults": FAULTS,
        "states": STATES,
    }


def _wish() -> Wish:
    form = request.form
    return Wish(
        to=form.get("to", "").strip().lstrip("+"),
        text=form.get("message", ""),
        sender=form.get("from", ""),
        idx=form.get("idx", ""),
        check_idx=form.get("check_idx") == "1",
        max_parts=form.get("max_parts", 10, type=int),
        test=form.get("test") == "1",
    )


def _take(simulator: Simulator, wish: Wish) -> ResponseReturnValue:
    fault = simulator.faults.next(wish.to)
    if fault in NOT_TAKEN:
        return _REFUSING[fault](simulator)
    sms = simulator.account.take(wish)
    if not wish.test:
        _plan_receipt(simulator, sms, fault)
    if fault is Fault.SLOW:
        time.sleep(simulator.hold_seconds)
    if fault is Fault.ANSWER_LOST:
        return _cut_the_line()
    answer = jsonify(count=1, list=[_told(sms)], length=len(sms.text), parts=sms.parts)
    if fault is Fault.BROKEN_JSON:
        answer.set_data(answer.get_data()[:-20])
    return answer


def _plan_receipt(simulator: Simulator, sms: SentSms, fault: Fault) -> None:
    if fault is Fault.NO_RECEIPT:
        simulator.receipts.plan_untold(sms, "DELIVERED")
    else:
        state = "UNDELIVERED" if fault is Fault.UNDELIVERED else "DELIVERED"
        simulator.receipts.plan(sms, state)


def _stay_mute(simulator: Simulator) -> ResponseReturnValue:
    time.sleep(simulator.hold_seconds)
    return _cut_the_line()


def _cut_the_line() -> ResponseReturnValue:
    line = request.environ.get("werkzeug.socket")
    if isinstance(line, socket.socket):
        line.shutdown(socket.SHUT_RDWR)
    return "", 500


_REFUSING: dict[Fault, Callable[[Simulator], ResponseReturnValue]] = {
    Fault.MUTE: _stay_mute,
    Fault.ERROR_500: lambda _: ("<h1>Internal Server Error</h1>", 500),
    Fault.NO_CREDIT: lambda _: _error(Refusal(103, "Insufficient credits on your account")),
    Fault.WRONG_NUMBER: lambda _: _error(Refusal(13, "No correct phone numbers")),
}


def _error(refusal: Refusal) -> ResponseReturnValue:
    return jsonify(error=refusal.number, message=refusal.message)


def _check_token(simulator: Simulator) -> None:
    if request.headers.get("Authorization") != f"Bearer {simulator.token}":
        raise Refusal(101, "Authorization failed")


def _told(sms: SentSms) -> dict[str, object]:
    return {
        "id": sms.id,
        "points": float(sms.points),
        "number": sms.to,
        "date_sent": int(sms.at.timestamp()),
        "submitted_number": sms.to,
        "status": sms.state,
        "error": None,
        "idx": sms.idx or None,
        "parts": sms.parts,
    }


def _described(sms: SentSms) -> dict[str, object]:
    return {**_told(sms), "text": sms.text, "from": sms.sender, "at": sms.at.isoformat()}


def _simulator() -> Simulator:
    simulator: Simulator = current_app.extensions[_EXTENSION]
    return simulator
