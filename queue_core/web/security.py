"""The headers of every answer, and the check that a form came from our own page.

Knows no panel. The trap: with HTTPS the form check reads the Referer, so the referrer
policy must let it through within the origin.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer

View = TypeVar("View", bound=Callable[..., Any])

_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",  # Bootstrap's ticks and arrows are data: pictures
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_IN_ANY_FRAME = _HEADERS | {"Content-Security-Policy": f"{_POLICY}; frame-ancestors *"}
_IN_OWN_FRAMES = _HEADERS | {
    "Content-Security-Policy": f"{_POLICY}; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
}
"""Our own pages alone: the clerk's strip stands in a window that stays on top (B-40)."""
_BEHIND_SECRET_LINK = {
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
_EMBEDDABLE = "okienko_embeddable"
_SECRET_LINK = "okienko_secret_link"
_TOKENLESS = "okienko_tokenless"
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def embeddable(view: View) -> View:
    """Let other sites show this page in a frame, such as the public queue state (B-177)."""
    setattr(view, _EMBEDDABLE, True)
    return view


def secret_link(view: View) -> View:
    """The address itself is the key to this page: no cache, no search engine and no other site
    may learn it. The trap: such a page can hold no form, since it sends no Referer (see above)."""
    setattr(view, _SECRET_LINK, True)
    return view


def tokenless(view: View) -> View:
    """No form token: for reports of devices that keep no cookie. Other sites stay refused."""
    setattr(view, _TOKENLESS, True)
    return view


def install_security(app: Flask) -> None:
    """Set the headers, protect the forms, keep the session cookie to ourselves."""
    app.config.setdefault("SESSION_COOKIE_SAMESITE", "Lax")
    app.config.setdefault("SESSION_COOKIE_HTTPONLY", True)
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)  # panels stay open all day
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # _check_form decides, see there
    app.session_interface = _Sessions()
    protection = CSRFProtect(app)
    app.before_request(lambda: _check_form(protection))
    app.after_request(_add_headers)


class _Sessions(SecureCookieSessionInterface):
    """Flask's own, but the signer is made once and not anew for each request."""

    def __init__(self) -> None:
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer of the application's key, which never changes while it runs."""
        self._signer = self._signer or super().get_signing_serializer(app)
        return self._signer


def keep_to_https(app: Flask) -> None:
    """Let browsers send the session's cookie over HTTPS only; for an application served so."""
    app.config["SESSION_COOKIE_SECURE"] = True


def _check_form(protection: CSRFProtect) -> None:
    """A bearer key cannot be sent by another site's page, so it needs no token."""
    enabled = current_app.config["WTF_CSRF_ENABLED"]
    if not enabled or request.method not in _CHANGING or request.endpoint is None:
        return
    if request.path.startswith("/api/") and _bearer():
        return
    if _marked(_TOKENLESS):
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            abort(403)
        return
    protection.protect()


def _bearer() -> bool:
    return request.headers.get("Authorization", "").lower().startswith("bearer ")


def _marked(mark: str) -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, mark, False))


def _add_headers(response: Response) -> Response:
    response.headers.extend(_IN_ANY_FRAME if _marked(_EMBEDDABLE) else _IN_OWN_FRAMES)
    if _marked(_SECRET_LINK):
        response.headers.update(_BEHIND_SECRET_LINK)
    return response
