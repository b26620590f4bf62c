"""The few labels that the paper itself adds, in three languages.

Sentences with numbers, dates and hours are formed by the domain and come in the slip.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The labels of one language."""

    before_you: str
    wait: str
    counters: str
    code: str
    eticket: str
    visit: str
    visit_qr: str
    bring: str
    early: str
    copy: str
    staff: str
    example: str
    test: str
    test_question: str


_WORDS = {
    "pl": Words(
        before_you="Przed Tobą",
        wait="Czas oczekiwania",
        counters="Stanowiska",
        code="Kod wizyty",
        eticket="Kolejka w Twoim telefonie",
        visit="POTWIERDZENIE WIZYTY",
        visit_qr="Gdy przyjdziesz, przyłóż ten kod do biletomatu",
        bring="Co zabrać",
        early="Prosimy przyjść wcześniej o",
        copy="WYDRUK PONOWNY",
        staff="KOPIA DLA URZĘDU",
        example="PRZYKŁAD",
        test="Wydruk próbny",
        test_question="Czy widzisz dokładnie te litery co na ekranie?",
    ),
    "en": Words(
        before_you="Before you",
        wait="Waiting time",
        counters="Counters",
        code="Visit code",
        eticket="Follow the queue on your phone",
        visit="YOUR VISIT IS BOOKED",
        visit_qr="When you come, hold this code under the reader",
        bring="What to bring",
        early="Please come earlier by",
        copy="REPRINT",
        staff="COPY FOR THE OFFICE",
        example="EXAMPLE",
        test="Test print",
        test_question="Do you see exactly the letters shown on the screen?",
    ),
    "uk": Words(
        before_you="Перед Вами",
        wait="Час очікування",
        counters="Віконця",
        code="Код візиту",
        eticket="Черга у Вашому телефоні",
        visit="ПІДТВЕРДЖЕННЯ ВІЗИТУ",
        visit_qr="Коли прийдете, прикладіть цей код до термінала",
        bring="Що взяти з собою",
        early="Просимо прийти раніше на",
        copy="ПОВТОРНИЙ ДРУК",
        staff="КОПІЯ ДЛЯ УСТАНОВИ",
        example="ПРИКЛАД",
        test="Пробний друк",
        test_question="Чи бачите Ви саме ті літери, що на екрані?",
    ),
}


def words(language: str) -> Words:
    """The labels of `language`, or the Polish ones where we have none."""
    return _WORDS.get(language, _WORDS["pl"])
