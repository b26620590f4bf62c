"""Which language a page speaks, and where its words are.

Knows the catalogues (one .po per area, all listed here by looking into the folder) and never
a panel. The trap: Flask-Babel pairs domains with directories one by one, so the folder is
named once per area.
"""

from pathlib import Path

from flask import Flask, Response, request, url_for
from flask_babel import Babel, get_locale

from queue_core.web.access import for_devices_only

LOCALES = Path(__file__).resolve().parent.parent / "locale"

#: Every language by its own name, in the order of the switch; words, never flags.
LANGUAGES = {"pl": "Polski", "en": "English", "uk": "Українська"}
DEFAULT_LANGUAGE = "pl"

_COOKIE = "lang"
_COOKIE_SECONDS = 365 * 24 * 3600


def areas() -> list[str]:
    """The names of the catalogues: `board`, `clerk`, `web` …"""
    return sorted({path.stem for path in LOCALES.glob("*/LC_MESSAGES/*.po")})


def install_texts(app: Flask, *, timezone: str) -> None:
    """Teach `app` its languages; hours are shown in `timezone`, the office's own."""
    names = areas() or ["messages"]
    app.config["BABEL_DOMAIN"] = ";".join(names)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join([str(LOCALES)] * len(names))
    Babel(app, locale_selector=_choose, default_timezone=timezone)
    app.after_request(_remember)
    app.jinja_env.globals.update(languages=LANGUAGES, language=language, in_language=in_language)


def language() -> str:
    """The language of this request: `pl`, `en` or `uk`."""
    locale = get_locale()
    return str(locale.language) if locale else DEFAULT_LANGUAGE


def in_language(code: str) -> str:
    """The address of the present page in another language, its other parameters kept."""
    if request.endpoint is None:
        return f"?lang={code}"
    parameters = request.args.to_dict() | (request.view_args or {}) | {"lang": code}
    return url_for(request.endpoint, **parameters)


def _choose() -> str:
    """`?lang=`, then the cookie, then what the browser asks for, then Polish.

    A kiosk or a board follows its address alone: the next visitor must not inherit
    the language of the one before. Its parts ask in the language of their page.
    """
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        return asked
    if request.headers.get("X-Requested-With") == "live":
        return request.accept_languages.best_match(list(LANGUAGES)) or DEFAULT_LANGUAGE
    if for_devices_only(request.endpoint):
        return DEFAULT_LANGUAGE
    kept = request.cookies.get(_COOKIE, "")
    if kept in LANGUAGES:
        return kept
    return request.accept_languages.best_match(list(LANGUAGES)) or DEFAULT_LANGUAGE


def _remember(response: Response) -> Response:
    asked = request.args.get("lang", "")
    if asked in LANGUAGES and not for_devices_only(request.endpoint):
        response.set_cookie(
            _COOKIE,
            asked,
            max_age=_COOKIE_SECONDS,
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    return response
