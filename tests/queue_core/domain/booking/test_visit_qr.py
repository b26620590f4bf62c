"""The QR code of a visit: whoever has the key can read it, nobody else can make one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_core.domain.booking.codes import code_mac, typed_code
from queue_core.domain.booking.visit_qr import (
    LONGEST,
    SignedVisit,
    looks_like_visit,
    read_visit,
    sign_visit,
)

VISIT = SignedVisit(
    office="wsa",
    service="id_cards",
    start=datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
    number="AR07",
    booking="01JD3Y7B5Q0W8Z6R4T2N1M9K3C",
    version=3,
    persons=2,
)
KEYS = {"a": "old key", "b": "new key"}

ids = st.text(max_size=8)
visits = st.builds(
    SignedVisit,
    office=ids,
    service=ids,
    start=st.integers(0, 2_000_000).map(
        lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    number=ids,
    booking=ids,
    version=st.integers(1, 10**6),
    persons=st.integers(1, 99),
)


def test_what_was_signed_is_read_back() -> None:
    assert read_visit(sign_visit(VISIT, "b", KEYS["b"]), KEYS) == VISIT


def test_a_paper_signed_with_the_key_before_stays_valid() -> None:
    assert read_visit(sign_visit(VISIT, "a", KEYS["a"]), KEYS) == VISIT


def test_a_key_that_was_thrown_away_proves_nothing() -> None:
    assert read_visit(sign_visit(VISIT, "a", KEYS["a"]), {"b": KEYS["b"]}) is None


def test_another_office_with_the_same_key_id_but_its_own_key_is_not_believed() -> None:
    assert read_visit(sign_visit(VISIT, "b", "key of another office"), KEYS) is None


def test_the_code_fits_a_small_picture() -> None:
    assert len(sign_visit(VISIT, "b", KEYS["b"])) <= 100


@pytest.mark.parametrize(
    "text",
    ["", "123456", "V1", "V1*a*b", "*" * 9, "V1" + "*" * 9, "https://okienko.example/t/abc", "ż*ó"],
)
def test_another_text_is_no_visit(text: str) -> None:
    assert read_visit(text, KEYS) is None


def test_a_text_without_end_is_no_visit() -> None:
    endless = SignedVisit("o" * LONGEST, "s", VISIT.start, "AR01", "b")
    assert read_visit(sign_visit(endless, "b", KEYS["b"]), KEYS) is None


def test_a_visit_is_told_from_other_codes() -> None:
    assert looks_like_visit(sign_visit(VISIT, "b", KEYS["b"]) + "\n")
    assert not looks_like_visit("123456")


@given(visits)
def test_every_visit_can_be_read_back(visit: SignedVisit) -> None:
    text = sign_visit(visit, "b", KEYS["b"])
    assert len(text) > LONGEST or read_visit(text, KEYS) == visit


@given(st.data())
def test_no_sign_of_a_code_can_be_changed(data: st.DataObject) -> None:
    text = sign_visit(VISIT, "b", KEYS["b"])
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda c: c != text[at] and c.strip()))
    assert read_visit(text[:at] + other + text[at + 1 :], KEYS) is None


@given(st.text(max_size=120))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    assert read_visit(text, KEYS) is None


def test_a_code_is_proven_by_its_mac_and_not_told() -> None:
    assert code_mac("key", "123456") == code_mac("key", "123456")
    assert len(code_mac("key", "123456")) == 32
    assert code_mac("key", "123457") != code_mac("key", "123456") != code_mac("kez", "123456")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("123456", "123456"),
        (" 123 456", "123456"),
        ("123-456\n", "123456"),
        ("12345", None),
        ("1234567", None),
        ("12345a", None),
        ("१२३४५६", None),
        ("", None),
    ],
)
def test_the_six_digits_are_found_in_what_was_typed(typed: str, code: str | None) -> None:
    assert typed_code(typed) == code
