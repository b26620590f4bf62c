"""A browser without pictures: pages, their forms, cookies. Enough to use a panel like a person.

Knows HTML and no queue. The trap: a form is sent with what its page gave it (token and request
id), so the same form sent twice is one wish.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from okienko.demo.day.wire import Reply, Wire

_REDIRECTS = (301, 302, 303)


@dataclass
class Form:
    """A form with the fields that would be sent; `choices` are those of its selects and of its
    buttons that say more than "send"."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Page:
    """What a person and a form-filler see of a page: its ticket numbers, and the `large` ones.
    `links` are the addresses that it leads to."""

    path: str = ""
    forms: list[Form] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    large: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def big(self) -> str:
        """The first number shown large, or nothing."""
        return self.large[0] if self.large else ""

    def form(self, action: str) -> Form | None:
        """The first form whose address ends so."""
        found = (f for f in self.forms if f.action.partition("?")[0].endswith(action))
        return next(found, None)


class Browser:
    """Pages and cookies of one person; for one thread."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._cookies: dict[str, str] = {}

    def open(self, path: str) -> Page:
        """The page, after redirects."""
        reply = self._ask("GET", path, None)
        for _ in range(5):
            if reply.status not in _REDIRECTS:
                break
            path = reply.headers["Location"]
            reply = self._ask("GET", path, None)
        return read_page(path, reply.body.decode())

    def send(self, form: Form, **fields: str) -> Reply:
        """Send a form as the page's script does: a refusal comes as a status, not as a page."""
        body = urlencode(form.fields | fields).encode()
        return self._ask("POST", form.action, body)

    def _ask(self, method: str, path: str, body: bytes | None) -> Reply:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Requested-With": "live",
            }
        reply = self._wire.ask(method, path, body, headers)
        for line in reply.cookies:
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return reply


def read_page(path: str, html: str) -> Page:
    """The forms of a page and its large numbers."""
    reader = _Reader(path)
    reader.feed(html)
    return reader.page


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.page = Page(path)
        self._form: Form | None = None
        self._select = ""
        self._shown_in: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.page.links.append(given.get("href", ""))
        elif tag == "form":
            self._form = Form(given.get("action") or self.page.path)
            self.page.forms.append(self._form)
        elif self._form is not None and tag == "input":
            _fill(self._form, given)
        elif self._form is not None and tag == "select":
            self._select = given.get("name", "")
            self._form.choices[self._select] = []
        elif self._form is not None and tag == "option" and self._select:
            self._form.choices[self._select].append(given.get("value", ""))
            self._form.fields.setdefault(self._select, given.get("value", ""))
        elif self._form is not None and tag == "button" and given.get("name"):
            self._form.choices.setdefault(given["name"], []).append(given.get("value", ""))
        elif "number" in (classes := given.get("class", "").split()):
            large = [self.page.large] if "number-large" in classes else []
            self._shown_in = [self.page.numbers, *large]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if data.strip():
            for numbers in self._shown_in:
                numbers.append(data.strip())
            self._shown_in = []


def _fill(form: Form, given: dict[str, str]) -> None:
    chosen = "checked" in given or given.get("type") not in ("radio", "checkbox")
    if chosen and given.get("name"):
        form.fields[given["name"]] = given.get("value", "")
