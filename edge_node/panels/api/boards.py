"""Boards for other screens: exactly what the board's own page shows, as values."""

from datetime import datetime
from typing import Literal

from flask import Response, jsonify

from edge_node.panels.session import office
from edge_node.views.board import BoardView, Call, board_view
from queue_core.web.access import device_or_staff
from queue_core.web.api.contract import Answer, api_blueprint, refuses
from queue_core.web.fragments import fragment

blueprint = api_blueprint("boards", "Boards")


class BoardCall(Answer):
    """A call; `coming` until the person stands at the counter."""

    number: str
    counter: str
    room: str
    service: str
    coming: bool
    at: datetime


class BoardLine(Answer):
    """A service with the numbers that wait; none where the office shows none."""

    service: str
    waiting: int
    numbers: tuple[str, ...]
    wait_range_minutes: tuple[int, int] | None


class BoardNow(Answer):
    """A board. `texts` run along its edge, by language; `link` is the one to the hub."""

    id: str
    name: str
    hero: BoardCall | None
    calls: tuple[BoardCall, ...]
    lines: tuple[BoardLine, ...]
    texts: dict[str, str]
    closed: bool
    opens_at: datetime | None
    link: Literal["alone"]
    alarm: Literal["evacuation"] | None


@blueprint.get("/boards/<id>")
@device_or_staff
@fragment
@blueprint.output(BoardNow)
@refuses("unknown_board")
def show_board(id: str) -> Response:
    """What a board shows now."""
    return jsonify(_told(board_view(office(), id)).model_dump(mode="json"))


def _told(view: BoardView) -> BoardNow:
    return BoardNow(
        id=view.board.id,
        name=view.board.name,
        hero=_call(view.hero) if view.hero else None,
        calls=tuple(_call(call) for call in view.calls),
        lines=tuple(
            BoardLine(
                service=line.state.service.id,
                waiting=line.state.waiting,
                numbers=line.numbers,
                wait_range_minutes=(line.state.wait.low, line.state.wait.high)
                if line.state.wait
                else None,
            )
            for line in view.lines
        ),
        texts=view.board.ticker,
        closed=view.closed is not None,
        opens_at=view.closed.opens_at if view.closed else None,
        link="alone",
        alarm="evacuation" if view.evacuation else None,
    )


def _call(call: Call) -> BoardCall:
    return BoardCall(
        number=call.number,
        counter=call.counter,
        room=call.room,
        service=call.service,
        coming=call.coming,
        at=call.at,
    )
