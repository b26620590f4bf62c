"""The gateway's client against the simulator over real HTTP: taken, refused, or nobody knows."""

import socket
from collections.abc import Callable
from decimal import Decimal

import pytest
from ulid import ULID

from cloud_hub.messages.gateway import GatewayError, Sms, Trouble
from cloud_hub.messages.smsapi import Smsapi, SmsapiAccount
from cloud_hub.messages.smsapi_states import smsapi_state
from cloud_hub.messages.states import MessageState
from okienko.demo.sms_gateway.faults import Fault
from tests.cloud_hub.messages.simulator import Simulator, running

State = MessageState


def a_message(text: str = "Kod: 123456") -> Sms:
    return Sms(id=str(ULID()), to="+48600700800", text=text)


def copies(simulator: Simulator, sms: Sms) -> list[str]:
    """The texts that went out under this message's id."""
    return [row["text"] for row in simulator.sent() if row["idx"] == sms.id]


def test_a_message_reaches_the_phone_with_its_letters(simulator: Simulator) -> None:
    sms = a_message("Zażółć gęślą jaźń, Ґанок & 5 €?")
    accepted = simulator.gateway().send(sms)
    assert accepted.reference
    assert (accepted.state, accepted.parts, accepted.price) == (State.SENT, 1, Decimal("0.16"))
    assert copies(simulator, sms) == [sms.text]
    assert simulator.sent("48600700800")[0]["number"] == "48600700800"


def test_the_same_id_again_counts_as_sent_and_sends_nothing(simulator: Simulator) -> None:
    sms, gateway = a_message(), simulator.gateway()
    gateway.send(sms)
    assert gateway.send(sms).state is State.SENT
    assert len(copies(simulator, sms)) == 1


@pytest.mark.parametrize(
    ("fault", "trouble", "taken"),
    [
        (Fault.MUTE, Trouble.UNKNOWN, 0),
        (Fault.SLOW, Trouble.UNKNOWN, 1),
        (Fault.ERROR_500, Trouble.UNKNOWN, 0),
        (Fault.BROKEN_JSON, Trouble.UNKNOWN, 1),
        (Fault.ANSWER_LOST, Trouble.UNKNOWN, 1),
        (Fault.NO_CREDIT, Trouble.PASSING, 0),
        (Fault.WRONG_NUMBER, Trouble.REFUSED, 0),
    ],
)
def test_each_fault_says_what_is_known_and_asking_again_sends_exactly_one(
    simulator: Simulator, fault: Fault, trouble: Trouble, taken: int
) -> None:
    sms, gateway = a_message(), simulator.gateway()
    simulator.misbehave(fault)
    with pytest.raises(GatewayError) as caught:
        gateway.send(sms)
    assert caught.value.trouble is trouble
    assert len(copies(simulator, sms)) == taken
    assert gateway.send(sms).state is State.SENT
    assert len(copies(simulator, sms)) == 1


def test_a_gateway_that_is_not_there_has_certainly_sent_nothing() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: refused at once
        port = taken.getsockname()[1]
        with pytest.raises(GatewayError) as caught:
            Smsapi(SmsapiAccount(url=f"http://127.0.0.1:{port}", token="x")).send(a_message())
    assert caught.value.trouble is Trouble.PASSING
    assert caught.value.code == "not_reached"


@pytest.mark.parametrize(
    ("sms", "code"),
    [
        (Sms("a", "+48600700800", ""), "smsapi_11"),
        (Sms("b", "+48600700800", "a" * 700), "smsapi_12"),
        (Sms("c", "12", "x"), "smsapi_13"),
    ],
)
def test_a_message_that_can_never_go_is_refused_for_good(
    simulator: Simulator, sms: Sms, code: str
) -> None:
    with pytest.raises(GatewayError) as caught:
        simulator.gateway().send(sms)
    assert (caught.value.trouble, caught.value.code) == (Trouble.REFUSED, code)


def test_a_wrong_key_is_the_accounts_fault_and_not_the_messages(simulator: Simulator) -> None:
    with pytest.raises(GatewayError) as caught:
        simulator.gateway(token="wrong").send(a_message())
    assert (caught.value.trouble, caught.value.code) == (Trouble.PASSING, "smsapi_101")


def test_the_balance_goes_down_by_the_parts(simulator: Simulator) -> None:
    gateway = simulator.gateway()
    before = gateway.balance()
    gateway.send(a_message("ą" * 71))
    assert before - gateway.balance() == Decimal("0.32")


def test_an_account_without_money_says_so() -> None:
    with running("--points", "0.1") as poor, pytest.raises(GatewayError) as caught:
        poor.gateway().send(a_message())
    assert caught.value.code == "smsapi_103"


def test_a_trial_run_sends_and_costs_nothing(simulator: Simulator) -> None:
    sms, gateway = a_message(), simulator.gateway(test=True)
    before = gateway.balance()
    assert gateway.send(sms).parts == 1
    assert copies(simulator, sms) == []
    assert gateway.balance() == before


def test_the_sender_name_is_shown_on_the_phone(simulator: Simulator) -> None:
    simulator.gateway(sender="UM Torun").send(a_message())
    assert simulator.sent()[0]["from"] == "UM Torun"


def test_the_provider_tells_later_what_became_of_a_message(
    simulator: Simulator, until: Callable[[Callable[[], bool]], None]
) -> None:
    gateway = simulator.gateway()
    simulator.misbehave(Fault.UNDELIVERED)
    lost = gateway.send(a_message()).reference
    came = gateway.send(a_message()).reference
    until(lambda: gateway.state_of(lost) is State.UNDELIVERED)
    until(lambda: gateway.state_of(came) is State.DELIVERED)


def test_asking_for_an_unknown_message_is_an_error_with_its_code(simulator: Simulator) -> None:
    with pytest.raises(GatewayError, match="smsapi_301"):
        simulator.gateway().state_of("nobody")


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("404", State.DELIVERED),
        ("DELIVERED", State.DELIVERED),
        ("405", State.UNDELIVERED),
        ("402", State.UNDELIVERED),
        ("406", State.FAILED),
        ("408", State.UNKNOWN),
        ("409", State.SENT),
        ("queue", State.SENT),
        ("412", State.FAILED),
        ("999", None),
        ("", None),
        ("²", None),
    ],
)
def test_the_providers_words_are_ours(told: str, state: State | None) -> None:
    assert smsapi_state(told) is state
