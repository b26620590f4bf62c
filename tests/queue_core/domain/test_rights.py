"""The single rights: each stands in one group, and administrators are told by theirs."""

from queue_core.domain.rights import ADMINISTRATIVE, AT_THE_OFFICE, GROUPS, Right


def test_every_right_stands_in_exactly_one_group() -> None:
    shown = [right for group in GROUPS.values() for right in group]
    assert sorted(shown) == sorted(Right)


def test_no_right_of_the_office_makes_an_administrator() -> None:
    assert not ADMINISTRATIVE & AT_THE_OFFICE
