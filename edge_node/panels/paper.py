"""What came out of the demonstration's printer, as pictures of the paper.

Knows no printer: the application is given a tray under `app.config["PAPERS"]`, or none, and
then this page does not exist.
"""

from typing import Protocol, cast

from flask import Blueprint, Response, abort, current_app, render_template

from queue_core.web.access import device_or_staff
from queue_core.web.fragments import fragment

PAPERS = "PAPERS"
_SHOWN = 8

blueprint = Blueprint(
    "paper",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/paper-static",
)


class Papers(Protocol):
    """Where papers lie after they came out."""

    def newest(self, count: int) -> list[str]:
        """The names of the newest papers, newest first."""

    def png(self, name: str) -> bytes | None:
        """The picture of a paper, or None."""


@blueprint.get("/paper")
@device_or_staff
def page() -> str:
    """The newest papers; new ones appear by themselves."""
    return render_template("paper.html", names=_papers().newest(_SHOWN))


@blueprint.get("/paper/now")
@device_or_staff
@fragment
def now() -> str:
    """The newest papers at this moment."""
    return render_template("paper_now.html", names=_papers().newest(_SHOWN))


@blueprint.get("/paper/<name>.png")
@device_or_staff
def image(name: str) -> Response:
    """One paper, drawn from the bytes that the printer received."""
    drawn = _papers().png(name)
    if drawn is None:
        abort(404)
    answer = Response(drawn, mimetype="image/png")
    answer.headers["Cache-Control"] = "private, max-age=60"
    return answer


def _papers() -> Papers:
    papers = current_app.config.get(PAPERS)
    if papers is None:
        abort(404)
    return cast(Papers, papers)
