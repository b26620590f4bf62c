"""The hall boards: a page for a full-screen browser that never has a visitor of its own.

Shows what `board_view` finds and takes the page's word on what it painted. The trap: the frame
of the page (sizes, slides' place, languages) is drawn once, so it names the version of the
office's document, and the page starts afresh when the parts name another one.
"""

from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    render_template,
    request,
    send_from_directory,
)
from flask.blueprints import BlueprintSetupState
from flask_babel import force_locale

from edge_node.office.trusted_time import clock_trusted
from edge_node.panels.board_look import calls_grid, numbers_shown, queues_grid, stylesheet
from edge_node.panels.board_words import HEADINGS, Said, in_all, named_in_all, not_issued, opening
from edge_node.panels.painted import Painted, Screen, report_from
from edge_node.panels.session import office
from edge_node.store.devices import report_device
from edge_node.store.unit import Command
from edge_node.views.board import BoardView, board_view, find_board
from queue_core.domain.office import LANGUAGES, Board, Slide
from queue_core.domain.wording.shown import long_date, wait_range
from queue_core.domain.wording.spoken import evacuation_phrase
from queue_core.web.access import current_device, device_or_staff
from queue_core.web.fragments import fragment
from queue_core.web.security import tokenless

blueprint = Blueprint(
    "board",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/board-static",
)

_PAINTED = "okienko_painted"
_FILMS = (".mp4", ".webm")


@blueprint.record
def _remember_painted(state: BlueprintSetupState) -> None:
    state.app.extensions[_PAINTED] = Painted()


@blueprint.get("/board/<id>")
@device_or_staff
def page(id: str) -> str:
    """The whole board."""
    return _render("board.html", board_view(office(), id))


@blueprint.get("/board/<id>/now")
@device_or_staff
@fragment
def now(id: str) -> str:
    """Calls and queues, or what stands instead of them."""
    return _render("board_now.html", board_view(office(), id))


@blueprint.get("/board/<id>/look.css")
@device_or_staff
def look(id: str) -> Response:
    """The sizes of this board's letters."""
    return Response(stylesheet(find_board(office().document, id)), mimetype="text/css")


@blueprint.get("/board/<id>/media/<path:file>")
@device_or_staff
def media(id: str, file: str) -> Response:
    """A picture or film of this board's slides, from the folder `media` beside the database."""
    if file not in {slide.file for slide in find_board(office().document, id).slides}:
        abort(404)
    return send_from_directory(_media_folder(), file, max_age=3600)


@blueprint.post("/board/<id>/painted")
@tokenless
@device_or_staff
def report_painted(id: str) -> Response:
    """The page lives and has painted; it is told the hour, or none while nobody vouches for it."""
    find_board(office().document, id)
    clock = office().clock
    report = report_from(request.get_data())
    _painted().note(_screen(id), report, clock.monotonic())
    if current_device() and _painted().beat_is_due(id, clock.monotonic()):
        report_device(office(), Command(route="board"), f"board:{id}", "board", "ok")
    return jsonify(now=_hour_for_clock())


@blueprint.get("/api/v1/boards/<id>/painted")
@device_or_staff
def painted(id: str) -> Response:
    """How long ago the board's page on the asking machine painted; null if it never did."""
    find_board(office().document, id)
    screen, at = _screen(id), office().clock.monotonic()
    latest = _painted().latest(screen)
    return jsonify(
        age_seconds=_painted().age_seconds(screen, at),
        seq=latest.seq if latest else None,
        number=latest.number if latest else None,
        painted_at=latest.painted_at if latest else None,
    )


def _render(template: str, view: BoardView) -> str:
    languages = _languages(view.board)
    with force_locale(languages[0]):
        return render_template(template, view=view, **_words(view, languages))


def _words(view: BoardView, languages: tuple[str, ...]) -> dict[str, Any]:
    """What the templates of a board need beside the view."""
    own, zone = languages[0], view.office.zone
    queues = queues_grid(view.board, len(view.lines))
    return {
        "own": own,
        "languages_shown": len(languages),
        "asked": request.args.get("lang"),
        "heading": {name: in_all(words, languages) for name, words in HEADINGS.items()},
        "names": lambda texts: named_in_all(texts, languages) or named_in_all(texts, ("pl",)),
        "wait": lambda wait: wait_range(wait.low, wait.high, own) if wait else "",
        "not_issued": lambda issuing: not_issued(issuing, zone),
        "reopens": _reopens(view, languages),
        "today": long_date(view.now.astimezone(zone).date(), own),
        "clock": _hour_for_clock(),
        "grid": calls_grid(view.board, view.calls),
        "queues": queues,
        "numbers_shown": numbers_shown(view.board, queues),
        "evacuation_phrases": [Said(code, evacuation_phrase(code)) for code in LANGUAGES],
        "media_kind": _media_kind,
    }


def _reopens(view: BoardView, languages: tuple[str, ...]) -> list[Said]:
    at = view.closed.opens_at if view.closed else None
    if at is None:
        return []
    return [Said(code, opening(at, view.now, view.office.zone, code)) for code in languages]


def _languages(board: Board) -> tuple[str, ...]:
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        return (asked,)
    return tuple(code for code in board.languages if code in LANGUAGES) or ("pl",)


def _media_kind(slide: Slide) -> str:
    if not slide.file:
        return "text"
    return "film" if slide.file.lower().endswith(_FILMS) else "picture"


def _media_folder() -> Path:
    return office().database.path.resolve().parent / "media"


def _hour_for_clock() -> str | None:
    if not clock_trusted(office()):
        return None
    return office().clock.now().isoformat(timespec="milliseconds")


def _screen(board: str) -> Screen:
    return Screen(board, request.remote_addr or "")


def _painted() -> Painted:
    known: Painted = current_app.extensions[_PAINTED]
    return known
