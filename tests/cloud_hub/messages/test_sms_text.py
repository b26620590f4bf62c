"""Which alphabet a text needs and how many parts are paid for (C-44)."""

from decimal import Decimal

import pytest
import smsutil
from hypothesis import given
from hypothesis import strategies as st

from cloud_hub.messages.sms_text import fit

PANGRAM = "Zażółć gęślą jaźń ZAŻÓŁĆ GĘŚLĄ JAŹŃ"


def test_every_polish_letter_loses_its_mark_and_nothing_else() -> None:
    stripped = fit(PANGRAM, "strip")
    assert stripped.text == "Zazolc gesla jazn ZAZOLC GESLA JAZN"
    assert stripped.alphabet == "gsm"


def test_polish_letters_are_kept_where_the_office_pays_for_them() -> None:
    kept = fit(PANGRAM, "keep")
    assert kept.text == PANGRAM
    assert kept.alphabet == "ucs2"


def test_letters_that_the_gsm_alphabet_has_are_left_alone() -> None:
    assert fit("Müller @ 5 € é", "strip").text == "Müller @ 5 € é"


def test_a_ukrainian_text_loses_nothing_though_polish_letters_are_stripped() -> None:
    text = "Ваш візит: Urząd, św. Anny"
    assert fit(text, "strip").text == text


def test_quotes_and_dashes_do_not_make_a_message_dearer() -> None:
    assert fit("„Wizyta” – jutro…\u00a09:00", "strip").text == '"Wizyta" - jutro... 9:00'


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("ą" * 70, 1),
        ("ą" * 71, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
    ],
)
def test_parts_are_counted_as_the_operators_do(text: str, parts: int) -> None:
    assert fit(text, "keep").parts == parts


def test_the_price_is_told_before_sending() -> None:
    assert fit("ą" * 71, "keep").price(Decimal("0.16")) == Decimal("0.32")
    assert fit("ą" * 71, "strip").price(Decimal("0.16")) == Decimal("0.16")


@given(st.text(alphabet=st.characters(max_codepoint=0x17F, exclude_categories=["Cc"]), min_size=1))
def test_stripping_never_costs_more_than_keeping(text: str) -> None:
    assert fit(text, "strip").parts <= fit(text, "keep").parts
    if fit(text, "strip").alphabet == "gsm":
        assert smsutil.is_valid_gsm(fit(text, "strip").text)
