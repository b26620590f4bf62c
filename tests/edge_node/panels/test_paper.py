"""The page of papers: pictures drawn from the very bytes a printer received."""

import io
from pathlib import Path

from PIL import Image

from edge_node.app import create_app
from edge_node.config import NodeConfig
from edge_node.devices.paper.profile import paper_profile
from edge_node.devices.paper.render import render
from edge_node.devices.slips import ticket_slip
from edge_node.panels.paper import PAPERS
from edge_node.store.unit import Office
from edge_node.wiring import build_papers
from queue_core.domain.slip import SlipLayout
from queue_core.web.live import Signals
from tests.edge_node.sample import take


def test_the_newest_paper_stands_first_and_is_a_picture(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    slip = ticket_slip(office.document, take(office), copy=False)
    for number in (9, 10):
        data = render(slip, SlipLayout(), paper_profile("default"))
        (folder / f"{number:05}.bin").write_bytes(data)
    (folder / "00011.part").write_bytes(b"half a paper")
    app = create_app(office, Signals())
    app.config[PAPERS] = build_papers(NodeConfig(paper_folder="papers", folder=tmp_path))
    client = app.test_client()
    page = client.get("/paper").text
    assert page.index("/paper/00010.png") < page.index("/paper/00009.png")
    assert "00011" not in page
    drawn = Image.open(io.BytesIO(client.get("/paper/00010.png").data))
    assert drawn.width > 300
    for name in ("00099", "..%2f00010", "x"):
        assert client.get(f"/paper/{name}.png").status_code == 404


def test_a_real_node_has_no_such_page(office: Office) -> None:
    app = create_app(office, Signals())
    app.config[PAPERS] = build_papers(NodeConfig())
    assert app.test_client().get("/paper").status_code == 404
