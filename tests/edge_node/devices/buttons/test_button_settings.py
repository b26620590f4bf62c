"""Wiring that cannot work is refused before a pin is opened, with every fault at once."""

import msgspec

from edge_node.devices.buttons.settings import ButtonPin, Kind, faults


def test_sound_wiring_has_no_faults() -> None:
    assert faults([ButtonPin("b1", 17, 27, target="A"), ButtonPin("b2", 22, target="B")]) == []


def test_a_pin_used_twice_names_both_users() -> None:
    found = faults([ButtonPin("b1", 17, 27, target="A"), ButtonPin("b2", 27, target="B")])
    assert found == ['pin 27 is used more than once: LED of "b1", button "b2"']


def test_all_faults_are_listed_at_once() -> None:
    found = faults(
        [
            ButtonPin("b1", 40, target="A"),
            ButtonPin("b1", 3, pull_up=False, target="A"),
            ButtonPin("b2", 5, 0, kind=Kind.COUNTER),
        ]
    )
    assert found == [
        '2 buttons have the id "b1"',
        'button "b1": pin 40 is not one of GPIO2 to GPIO27',
        'button "b1": pin 3 is pulled up on the board itself',
        'button "b2": pin 0 is not one of GPIO2 to GPIO27',
        'button "b2": target is missing (the id of its service or counter)',
    ]


def test_an_evacuation_button_needs_no_target() -> None:
    assert faults([ButtonPin("alarm", 6, kind=Kind.EVACUATION)]) == []


def test_a_button_is_read_from_toml() -> None:
    written = '[[buttons]]\nid = "w3"\npin = 17\nled_pin = 27\nkind = "counter"\ntarget = "3"'
    read = msgspec.toml.decode(written, type=dict[str, list[ButtonPin]])
    assert read == {"buttons": [ButtonPin("w3", 17, 27, kind=Kind.COUNTER, target="3")]}
