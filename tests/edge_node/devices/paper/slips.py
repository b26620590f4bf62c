"""A complete slip with believable defaults, for the tests of paper."""

from dataclasses import replace
from typing import Any

from queue_core.domain.slip import Slip

URL = "https://kolejka.torun.example/e/01HV5Z8Q2K3M4N5P6R7S8T9V0W"

FULL = Slip(
    number="A012",
    service_name="Dowody osobiste",
    date_line="czwartek, 20 listopada 2025",
    hour_line="godz. 14:02",
    people_before_line="3 osoby",
    wait_line="około 15–25 min",
    counters_line="1, 2, 5 (pokój 12)",
    note_line="Krótkie sprawy mogą być wzywane przed Twoją.",
    eticket_url=URL,
    header=("Urząd Miasta Torunia", "Wydział Spraw Administracyjnych", "ul. Batorego 38/40"),
    texts=("Prosimy przygotować dowód osobisty.", "Dziękujemy za cierpliwość!"),
    example=True,
)

UKRAINIAN = replace(
    FULL,
    language="uk",
    service_name="Посвідчення особи",
    date_line="четвер, 20 листопада 2025 р.",
    hour_line="14:02",
    people_before_line="3 особи",
    wait_line="приблизно 15–25 хв",
    note_line="Короткі справи можуть викликати раніше, ніж п’яту чергу ґанку.",
    texts=("Підготуйте паспорт.", "Дякуємо!"),
)


def slip(**changes: Any) -> Slip:
    return replace(FULL, **changes)
