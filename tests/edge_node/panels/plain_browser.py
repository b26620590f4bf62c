"""A browser without scripts: it reads a page's forms and presses buttons by their names."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Attributes = dict[str, str]


@dataclass
class Button:
    """A submit button: its accessible name, its form's address, and what it would send."""

    name: str
    url: str
    fields: list[tuple[str, str]]
    own: Attributes


@dataclass
class _Form:
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects forms, buttons, links and the visible text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[_Form] = []
        self.words: list[str] = []
        self._form: _Form | None = None
        self._button: Button | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") == "post":
            self._form = _Form(given.get("action", ""))
            self.forms.append(self._form)
        elif tag == "button" and self._form is not None:
            self._button = Button(given.get("aria-label", ""), self._form.action, [], given)
            self._form.buttons.append(self._button)
        elif tag == "select":
            self._select = given.get("name", "")
        elif self._form is not None:
            self._read_value(tag, given)

    def _read_value(self, tag: str, given: Attributes) -> None:
        assert self._form is not None
        if tag == "input":
            ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
            if ticked and "name" in given:
                self._form.fields.append((given["name"], given.get("value", "")))
        elif tag == "option":
            self._read_option(given)

    def _read_option(self, given: Attributes) -> None:
        """The chosen option of a list, or its first one."""
        assert self._form is not None
        known = dict(self._form.fields)
        if self._select in known and "selected" in given:
            self._form.fields.remove((self._select, known[self._select]))
        if self._select not in known or "selected" in given:
            self._form.fields.append((self._select, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "button":
            self._button = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._button is not None and "aria-label" not in self._button.own:
            self._button.name = " ".join(f"{self._button.name} {data}".split())


class PlainBrowser:
    """One person's browser; `page` is what it shows now."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page: TestResponse

    def open(self, url: str) -> "PlainBrowser":
        self.page = self.client.get(url, follow_redirects=True)
        return self

    def sign_in(self, login: str, password: str) -> "PlainBrowser":
        button = next(iter(self.open("/login").buttons().values()))
        return self.send(button, login=login, password=password)

    @property
    def text(self) -> str:
        """The words of the page, one space between them."""
        return " ".join(" ".join(self._read().words).split())

    def buttons(self) -> dict[str, Button]:
        """Every button that may be pressed, by the beginning of its name (without the key)."""
        found: dict[str, Button] = {}
        for form in self._read().forms:
            for button in form.buttons:
                if "disabled" not in button.own:
                    button.fields = list(form.fields)
                    found.setdefault(_without_key(button), button)
        return found

    def press(self, name: str, /, **filled: str) -> "PlainBrowser":
        """Press a button after filling in its form."""
        return self.send(self.buttons()[name], **filled)

    def send(self, button: Button, url: str | None = None, **filled: str) -> "PlainBrowser":
        """Send a button's form as it was read, or the same fields to another address."""
        sent = [(name, value) for name, value in button.fields if name not in filled]
        if button.own.get("name"):
            sent.append((button.own["name"], button.own.get("value", "")))
        sent += filled.items()
        body: dict[str, list[str]] = {}
        for name, value in sent:
            body.setdefault(name, []).append(value)
        address = url or button.url or self.page.request.path
        self.page = self.client.post(address, data=body, follow_redirects=True)
        return self

    def _read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.page.text)
        return reader


def _without_key(button: Button) -> str:
    """The name without the waiting number and the function key that stand behind it."""
    key = button.own.get("data-key", "")
    return button.name.removesuffix(key).rstrip(" 0123456789") if key else button.name
