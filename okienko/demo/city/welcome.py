"""What the terminal says when the city is up: where to click, who to be."""

from collections.abc import Iterable, Iterator, Sequence

from okienko.demo.accounts import STAFF as OFFICE_STAFF
from okienko.demo.city.hub import STAFF, HubMachine
from okienko.demo.city.hub_place import HUB_PORT, SMS_PORT
from okienko.demo.machine import Machine
from okienko.demo.start import USUAL_WEB_PORT, clock_shown, pages_of
from queue_core.domain.office import OfficeDocument
from queue_core.office_document import read_document


def welcome(hub: HubMachine, offices: Sequence[Machine], seconds: float) -> str:
    """Every page worth a click, in the order of the story."""
    opened, *others = offices
    first = _document(opened)
    place, clock = hub.place, clock_shown(first, hub.place.time)
    pages = [
        ("book a visit (Rezerwacja)", f"{place.url}/"),
        ("text messages (SMS)", f"{place.sms_url}/"),
        ("the queues for everybody", f"{place.url}/offices"),
        ("staff of the hub", f"{place.url}/staff/login"),
    ]
    lines = [
        "",
        f"  {first.name} and {len(others)} other offices · przykład",
        f"  ready in {seconds:.1f} s · clock: {clock} · files: {place.folder.parent}",
        *(f"  {line}" for line in _moved(hub, offices)),
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


def _moved(hub: HubMachine, offices: Sequence[Machine]) -> Iterator[str]:
    """One line for each usual port that was not to be had."""
    usual = [
        (HUB_PORT, hub.place.web_port),
        (SMS_PORT, hub.place.sms_port),
        *((USUAL_WEB_PORT + n, office.place.web_port) for n, office in enumerate(offices)),
    ]
    for wanted, taken in usual:
        if wanted != taken:
            yield f"port {wanted} is taken by another program; {taken} instead"


def _listed(pages: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"  {what:<33} {address}" for what, address in pages)


def _document(office: Machine) -> OfficeDocument:
    return read_document(office.place.folder / "office.toml")
