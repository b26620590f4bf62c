"""The display over one counter: its number, the called ticket, open, on a break or closed."""

from flask import Blueprint, render_template, request
from flask_babel import force_locale

from edge_node.panels.board_words import ADVICE, HEADINGS, SHOWING
from edge_node.panels.session import office
from edge_node.views.display import display_view
from queue_core.domain.office import LANGUAGES
from queue_core.domain.wording.spoken import evacuation_phrase
from queue_core.web.access import device_or_staff
from queue_core.web.fragments import fragment

blueprint = Blueprint(
    "display",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/display-static",
)


@blueprint.get("/counter/<no>/display")
@device_or_staff
def page(no: str) -> str:
    """The whole display."""
    return _render("display.html", no)


@blueprint.get("/counter/<no>/display/now")
@device_or_staff
@fragment
def now(no: str) -> str:
    """The part that changes."""
    return _render("display_now.html", no)


def _render(template: str, no: str) -> str:
    asked = request.args.get("lang", "")
    language = asked if asked in LANGUAGES else "pl"
    with force_locale(language):
        return render_template(
            template,
            view=display_view(office(), no),
            asked=asked or None,
            headings=HEADINGS,
            words=SHOWING,
            advice=ADVICE,
            evacuation_phrase=evacuation_phrase(language),
        )
