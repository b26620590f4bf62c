"""The mailbox on the web: its letters as a page, and as JSON for a program that reads codes."""

from flask import Blueprint, Flask, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from okienko.demo.mailbox.letters import Mailbox
from queue_core.web.access import Doors, public
from queue_core.web.fragments import fragment
from queue_core.web.site import Site, install_web

_SHOWN = 60
_EXTENSION = "mailbox"

mailbox = Blueprint(
    "mailbox",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/mailbox",
)


def create_app(box: Mailbox, secret_key: str) -> Flask:
    """The application that shows one mailbox."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY=secret_key, SESSION_COOKIE_NAME="session_mail", EXAMPLE=True)
    app.extensions[_EXTENSION] = box
    site = Site(name=lambda: "Skrzynka pocztowa", timezone="Europe/Warsaw")
    install_web(app, site, Doors(who=lambda: None, device=lambda: None))
    app.register_blueprint(mailbox)
    return app


@mailbox.get("/")
@public
def page() -> str:
    """The letters, newest first."""
    return render_template("mailbox/page.html", letters=_box().newest_first()[:_SHOWN])


@mailbox.get("/now")
@public
@fragment
def now() -> str:
    """The list alone, for the page that looks again."""
    return render_template("mailbox/_letters.html", letters=_box().newest_first()[:_SHOWN])


@mailbox.get("/letters")
@public
def letters() -> ResponseReturnValue:
    """The letters as JSON; `?to=anna@example.pl` for those to one address."""
    return jsonify([vars(letter) for letter in _box().newest_first(request.args.get("to", ""))])


def _box() -> Mailbox:
    box: Mailbox = current_app.extensions[_EXTENSION]
    return box
