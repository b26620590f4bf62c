"""What the terminal says when the city is up: where to click, who to be."""

from collections.abc import Iterable, Iterator

from okienko.demo.accounts import STAFF as OFFICE_STAFF
from okienko.demo.city.build import USUAL_PORTS, City
from okienko.demo.city.hub import STAFF
from okienko.demo.machine import Machine
from okienko.demo.start import clock_shown, pages_of
from queue_core.domain.office import OfficeDocument
from queue_core.office_document import read_document


def welcome(city: City, seconds: float) -> str:
    """Every page worth a click, in the order of the story."""
    opened, *others = city.offices
    first = _document(opened)
    place, clock = city.hub.place, clock_shown(first, city.hub.place.time)
    pages = [
        ("book a visit (Rezerwacja)", f"{place.url}/"),
        ("text messages (SMS)", f"{place.sms_url}/"),
        ("e-mails", f"{place.mail_url}/"),
        ("the queues for everybody", f"{place.url}/offices"),
        ("staff (Rejestr rezerwacji)", f"{place.url}/staff/login"),
    ]
    lines = [
        "",
        f"  {first.name} and {len(others)} other offices · przykład",
        f"  ready in {seconds:.1f} s · clock: {clock} · files: {city.folder}",
        *(f"  {line}" for line in moved(city)),
        "",
        *_listed(pages),
        "",
        f"  {first.name}:",
        *_listed((what, f"{opened.place.url}{path}") for what, path in pages_of(first)),
        "",
        "  the other offices (kiosk, clerk and board are there too):",
        *_listed((_document(o).name, f"{o.place.url}/queue") for o in others),
        "",
        "  sign in (the password is the login)",
        f"    at an office: {', '.join(OFFICE_STAFF)}",
        f"    at the hub:   {', '.join(STAFF)}",
        "",
        "  Ctrl-C stops everything. The next start goes on with the same data.",
    ]
    return "\n".join(lines)


def moved(city: City) -> Iterator[str]:
    """One line for each usual port that was not to be had."""
    usual = [
        (USUAL_PORTS.hub, city.hub.place.web_port),
        (USUAL_PORTS.sms, city.hub.place.sms_port),
        (USUAL_PORTS.mail, city.hub.place.mail_port),
        *((USUAL_PORTS.node + n, each.place.web_port) for n, each in enumerate(city.offices)),
    ]
    for wanted, taken in usual:
        if wanted != taken:
            yield f"port {wanted} is taken by another program; {taken} instead"


def _listed(pages: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"  {what:<33} {address}" for what, address in pages)


def _document(office: Machine) -> OfficeDocument:
    return read_document(office.place.folder / "office.toml")
