"""A town office whose kiosk shows every kind of button, and presses on it."""

import re
from dataclasses import replace
from datetime import time

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from queue_core.domain.office import Hours, Kiosk, Service, ServiceGroup
from tests.edge_node.sample import COUNTERS, SAMPLE

_AFTERNOON = tuple(Hours(day, time(12, 0), time(17, 0), time(17, 30)) for day in range(5))

ID_CARDS = Service(
    "id_cards",
    "A",
    {"pl": "Dowody osobiste", "en": "Identity cards", "uk": "Посвідчення особи"},
    descriptions={
        "pl": "Wniosek, odbiór, utrata dowodu",
        "en": "Application, collection, loss",
        "uk": "Заява, отримання, втрата",
    },
    group="civil",
)
RESIDENCE = Service(
    "residence",
    "B",
    {"pl": "Meldunki", "en": "Registration of residence", "uk": "Реєстрація місця"},
    6.0,
    group="civil",
)
LICENCES = Service(
    "licences",
    "C",
    {"pl": "Zezwolenia na sprzedaż alkoholu", "en": "Alcohol licences", "uk": "Дозволи"},
)
VEHICLES = Service(
    "vehicles",
    "V",
    {"pl": "Pojazdy", "en": "Vehicles", "uk": "Транспорт"},
    descriptions={
        "pl": "Rejestracja, prawa jazdy",
        "en": "Registration, licences",
        "uk": "Реєстрація, права",
    },
    information_only=True,
)
CASH = Service("cash", "F", {"pl": "Kasa", "en": "Cash desk", "uk": "Каса"}, hours=_AFTERNOON)
WHERE = Service(
    "where",
    "G",
    {"pl": "Gdzie załatwię sprawę?", "en": "Where do I go?", "uk": "Куди звернутися?"},
    descriptions={
        "pl": "Prawo jazdy: ul. Wały gen. Sikorskiego 25. Alkohol: Szosa Chełmińska 27.",
        "en": "Driving licence: ul. Wały gen. Sikorskiego 25. Alcohol: Szosa Chełmińska 27.",
        "uk": "Права: ul. Wały gen. Sikorskiego 25. Алкоголь: Szosa Chełmińska 27.",
    },
    information_only=True,
)

TOWN = replace(
    SAMPLE,
    name="Wydział Spraw Administracyjnych",
    services=(
        *(ID_CARDS, RESIDENCE, LICENCES, VEHICLES),
        Service("driving", "D", {"pl": "Prawa jazdy"}, parent="vehicles"),
        Service("plates", "E", {"pl": "Rejestracja pojazdów"}, parent="vehicles"),
        *(CASH, WHERE),
        Service("archive", "H", {"pl": "Archiwum"}),
        Service("desk", "K", {"pl": "Tylko w recepcji"}, at_kiosk=False),
    ),
    groups=(ServiceGroup("civil", {"pl": "Sprawy obywatelskie"}, "one_ticket"),),
    counters=(
        replace(COUNTERS[0], needs=("wheelchair", "loop")),
        *COUNTERS[1:],
        replace(COUNTERS[0], id="4", profile=(("licences", "driving", "plates", "archive"),)),
    ),
    kiosks=(
        Kiosk("1", printer="main", pixels_per_mm=2.71),
        Kiosk("2", printer="main"),
        Kiosk("3", services=("driving", "residence"), priority_button=False),
    ),
    eticket_base_url="https://okienko.example/t/",
)


def guard(client: FlaskClient, page: str) -> dict[str, str]:
    """The hidden fields of the first form of a page."""
    html = client.get(page).text
    fields = re.findall(r'name="(csrf_token|request_id)" value="([^"]+)"', html)
    return dict(reversed(fields))


def press(
    client: FlaskClient, *services: str, kiosk: str = "1", wish: str = "", **fields: str
) -> TestResponse:
    """Press a matter on the first screen and follow to the page that comes after."""
    form = guard(client, f"/kiosk/{kiosk}") | fields
    address = f"/kiosk/{kiosk}/tickets{wish}"
    return client.post(address, data={**form, "service": list(services)}, follow_redirects=True)
