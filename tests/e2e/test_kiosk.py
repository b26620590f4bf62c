"""The kiosk in a real Chromium, at the sizes of its screens."""

from dataclasses import replace
from datetime import time

from queue_core.domain.office import Hours, Kiosk, Service, ServiceGroup
from tests.edge_node.sample import COUNTERS, SAMPLE

_AFTERNOON = tuple(Hours(day, time(12, 0), time(17, 0), time(17, 30)) for day in range(5))

TOWN = replace(
    SAMPLE,
    name="Wydział Spraw Administracyjnych",
    services=(
        Service(
            "id_cards",
            "A",
            {"pl": "Dowody osobiste", "en": "Identity cards", "uk": "Посвідчення особи"},
            descriptions={
                "pl": "Wniosek, odbiór, utrata dowodu",
                "en": "Application, collection, loss",
                "uk": "Заява, отримання, втрата",
            },
            group="civil",
        ),
        Service(
            "residence",
            "B",
            {"pl": "Meldunki", "en": "Registration of residence", "uk": "Реєстрація місця"},
            6.0,
            group="civil",
        ),
        Service(
            "licences",
            "C",
            {"pl": "Zezwolenia na sprzedaż alkoholu", "en": "Alcohol licences", "uk": "Дозволи"},
        ),
        Service(
            "vehicles",
            "V",
            {"pl": "Pojazdy", "en": "Vehicles", "uk": "Транспорт"},
            descriptions={"pl": "Rejestracja, prawa jazdy", "en": "Registration, licences"},
            information_only=True,
        ),
        Service("driving", "D", {"pl": "Prawa jazdy"}, parent="vehicles"),
        Service("plates", "E", {"pl": "Rejestracja pojazdów"}, parent="vehicles"),
        Service("opening", "F", {"pl": "Kasa", "uk": "Каса"}, hours=_AFTERNOON),
        Service(
            "where",
            "G",
            {"pl": "Gdzie załatwię sprawę?", "en": "Where do I go?", "uk": "Куди звернутися?"},
            descriptions={"pl": "Spis wydziałów i ich adresy", "en": "Departments and addresses"},
            information_only=True,
        ),
        Service("archive", "H", {"pl": "Archiwum"}),
    ),
    groups=(ServiceGroup("civil", {"pl": "Sprawy obywatelskie"}, "one_ticket"),),
    counters=(
        replace(COUNTERS[0], needs=("wheelchair", "loop")),
        *COUNTERS[1:],
        replace(COUNTERS[0], id="4", profile=(("licences", "driving", "plates", "archive"),)),
    ),
    kiosks=(Kiosk("1", printer="main", pixels_per_mm=2.71), Kiosk("2", printer="main")),
    eticket_base_url="https://okienko.example/t/",
)
"""Every kind of button: a ticket, a folder, an information, one that opens later, two pages."""
