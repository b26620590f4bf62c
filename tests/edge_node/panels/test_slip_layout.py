"""The look of tickets: lines chosen, moved and enlarged, tried on paper, saved for all (B-6)."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from edge_node.app import create_app
from edge_node.config import NodeConfig, PrinterWiring
from edge_node.devices.print_table import PrintTable
from edge_node.devices.wiring import slip_renderer
from edge_node.panels.slip_layout import SLIP_SAMPLES
from edge_node.store.operators import set_operator
from edge_node.store.print_jobs import print_jobs
from edge_node.store.unit import Command, Office, set_fact
from edge_node.wiring import PaperSamples
from queue_core.domain.office import Slip
from queue_core.domain.slip import Block, SlipKind
from queue_core.web.live import Signals
from tests.edge_node.devices.paper.paper_reader import read_paper
from tests.edge_node.panels.plain_browser import PlainBrowser
from tests.edge_node.sample import MORNING, SAMPLE, build_office, take

WIRING = PrinterWiring("main", "file", "paper.out", "TM-T20II")
SAVE, LOOK, SAMPLE_PRINT = "Zapisz dla wszystkich biletów", "Pokaż podgląd", "Wydruk próbny"


def at_node(office: Office, *rights: str, profile: str = "TM-T20II") -> PlainBrowser:
    set_operator(office, Command(), "ewa", "Ewa Zięba", "tajne", rights)
    app = create_app(office, Signals())
    app.testing = True
    config = NodeConfig(printers=(replace(WIRING, profile=profile),))
    app.config[SLIP_SAMPLES] = PaperSamples(config, office.clock)
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "pl"
    return PlainBrowser(client).sign_in("ewa", "tajne")


@pytest.fixture
def ewa(office: Office) -> PlainBrowser:
    return at_node(office, "manage").open("/slip")


def row(browser: PlainBrowser, block: Block) -> int:
    """The place of a line in the form."""
    fields = dict(browser.buttons()[LOOK].fields)
    return next(n for n in range(99) if fields.get(f"block-{n}") == block.value)


def printed(office: Office) -> str:
    """The words of the next paper of the printer."""
    job = PrintTable(office, {}).take_next("main", MORNING)
    assert job is not None
    return read_paper(slip_renderer(office, WIRING)(job.slip), WIRING.profile).text


def test_saved_unchanged_nothing_looks_different(ewa: PlainBrowser, office: Office) -> None:
    take(office)
    before = printed(office)
    assert "Od teraz tak wygląda każdy bilet." in ewa.press(SAVE).text
    take(office)
    assert printed(office).replace("A002", "A001") == before.replace("0 osób", "1 osoba")
    assert office.document.version == SAMPLE.version + 1


def test_a_moved_and_a_left_out_line_and_a_text_come_out_of_the_printer(
    ewa: PlainBrowser, office: Office
) -> None:
    for _ in range(row(ewa, Block.NUMBER)):
        ewa.press("Wyżej: Numer")
    assert row(ewa, Block.NUMBER) == 0
    (button,) = (b for b in ewa.buttons().values() if b.name == SAVE)
    button.fields.remove((f"on-{row(ewa, Block.HEADER)}", "1"))
    ewa.send(button, **{"top-pl": "Miłego dnia!", "top-en": "Have a good day!"})
    take(office)
    take(office, language="en")
    paper = printed(office)
    assert paper.index("A001") < paper.index("Dowody osobiste") < paper.index("Miłego dnia!")
    assert "Urząd Przykładowy" not in paper
    assert "Have a good day!" in printed(office)


def test_who_changed_the_look_is_logged(ewa: PlainBrowser, office: Office) -> None:
    ewa.press(SAVE)
    logged = office.database.read().execute(
        "SELECT clerk, data FROM events WHERE kind = 'slip_changed'"
    )
    assert [tuple(row) for row in logged] == [("ewa", '{"version":2}')]


def test_sizes_are_kept_and_printed(ewa: PlainBrowser, office: Office) -> None:
    place = row(ewa, Block.WAIT)
    ewa.press(SAVE, **{f"size-{place}": "2", "number_mm": "12,5"})
    slip = office.document.slip
    assert slip.sizes["wait"] == 2
    assert slip.number_mm == 12.5
    assert dict(ewa.open("/slip").buttons()[LOOK].fields)["number_mm"] == "12.5"


def test_the_picture_is_of_the_draft_and_nothing_is_saved(
    ewa: PlainBrowser, office: Office
) -> None:
    def picture(text: str) -> Image.Image:
        ewa.press(LOOK, **{"bottom-pl": text})
        address = ewa.page.text.split('class="slip-paper" src="')[1].split('"')[0]
        answer = ewa.client.get(address.replace("&amp;", "&"))
        assert answer.mimetype == "image/png"
        return Image.open(io.BytesIO(answer.data))

    short = picture("")
    assert short.width > 300
    assert picture("Prosimy czekać na wezwanie. " * 6).height > short.height
    assert office.document == SAMPLE


def test_a_sample_is_printed_before_anything_is_saved(ewa: PlainBrowser, office: Office) -> None:
    ewa.press(SAMPLE_PRINT, **{"bottom-pl": "Do zobaczenia!"})
    assert print_jobs(office.database.read())[0].kind == SlipKind.SAMPLE
    paper = printed(office)
    assert "Wydruk próbny" in paper
    assert "Do zobaczenia!" in paper
    take(office)
    assert "Do zobaczenia!" not in printed(office)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"number_mm": "5"}, "co najmniej 12 mm wysokości"),
        ({"number_mm": "nan"}, "co najmniej 12 mm wysokości"),
        ({"number_mm": "29"}, "Numer nie zmieści się na papierze w tej wysokości"),
        ({"eticket_mm": "90"}, "najwyżej 60 mm szerokości"),
        ({"top-en": "Hello"}, "Pierwszy tekst musi mieć wersję polską."),
        ({"bottom-pl": "Konstantynopolitańczykowianeczka" * 2}, "szersze niż papier"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_words_and_stays_as_typed(
    ewa: PlainBrowser, office: Office, typed: dict[str, str], told: str
) -> None:
    ewa.press(SAVE, **typed)
    assert ewa.page.status_code == 422
    assert told in ewa.text
    assert office.document == SAMPLE


def test_letters_too_large_for_a_narrow_roll_are_refused(office: Office) -> None:
    ewa = at_node(office, "manage", profile="NT-5890K").open("/slip")
    place = row(ewa, Block.SECOND_TEXT)
    ewa.press(SAVE, **{"bottom-pl": "Wezwiemy niezwłocznie", f"size-{place}": "3"})
    assert "Słowo „niezwłocznie” jest w tej wielkości szersze niż papier" in ewa.text
    assert office.document == SAMPLE


def test_without_its_number_no_ticket_is_saved(ewa: PlainBrowser, office: Office) -> None:
    button = ewa.buttons()[SAVE]
    button.fields.remove((f"on-{row(ewa, Block.NUMBER)}", "1"))
    assert "Numer musi być na bilecie." in ewa.send(button).text
    assert office.document == SAMPLE


def test_who_looked_at_an_older_version_is_told(ewa: PlainBrowser, office: Office) -> None:
    late = ewa.buttons()[SAVE]
    ewa.press(SAVE, **{"bottom-pl": "pierwszy"})
    ewa.send(late, **{"bottom-pl": "drugi"}, request_id="another press")
    assert "Ktoś inny zmienił w tym czasie ustawienia." in ewa.text
    assert office.document.slip.bottom_text == {"pl": "pierwszy"}


def test_an_office_of_a_hub_tries_but_does_not_save(office: Office) -> None:
    with office.database.write() as connection:
        set_fact(connection, "linked", office.clock.now().isoformat())
    ewa = at_node(office, "manage").open("/slip")
    assert "układu nie można tu zapisać" in ewa.text
    assert SAVE not in ewa.buttons()
    ewa.send(replace(ewa.buttons()[LOOK], own={"name": "step", "value": "save"}))
    assert "Nic nie zostało zmienione." in ewa.text
    assert office.document == SAMPLE


@pytest.mark.parametrize("path", ["/slip", "/slip/sample.png"])
def test_only_who_may_configure_sees_it(office: Office, path: str) -> None:
    assert at_node(office, "call", "devices").open(path).page.status_code == 403


def test_a_picture_file_named_by_a_form_is_never_opened(ewa: PlainBrowser, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    Image.new("L", (200, 200), 0).save(secret)
    plain = ewa.client.get(
        "/slip/sample.png?block-0=logo&on-0=1&block-1=number&on-1=1"
        "&number_mm=15&eticket_mm=26&service=id_cards"
    )
    named = ewa.client.get(
        "/slip/sample.png?block-0=logo&on-0=1&block-1=number&on-1=1"
        f"&number_mm=15&eticket_mm=26&service=id_cards&logo={secret}"
    )
    assert plain.status_code == 200
    assert named.data == plain.data


def test_an_office_keeps_its_layout_when_a_line_is_unknown_to_the_form(tmp_path: Path) -> None:
    office = build_office(tmp_path, replace(SAMPLE, slip=Slip(blocks=("number", "code"))))
    at_node(office, "manage").open("/slip").press(SAVE)
    assert [p.block for p in office.document.slip.layout.blocks] == [Block.NUMBER]
