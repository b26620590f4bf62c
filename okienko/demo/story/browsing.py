"""A person's browser at the hub or at a kiosk, without scripts: pages, forms, cookies."""

from urllib.parse import urljoin, urlsplit

import requests

from okienko.demo.day.browser import Form, Page, read_page

_ANSWER_SECONDS = (3.05, 15)


class PageRefused(Exception):
    """A page that should have been there was refused, or what was sent was not taken."""


class PersonsBrowser:
    """Follows forms as a person does. Raises `PageRefused` for any answer above 399."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._session = requests.Session()

    def open(self, path: str) -> Page:
        """The page, after redirects."""
        return _read(self._session.get(urljoin(self._site, path), timeout=_ANSWER_SECONDS))

    def send(self, page: Page, action: str, **fields: str) -> Page:
        """Fill in the page's form whose address ends so, and see where it leads."""
        form = page.form(action)
        if form is None:
            raise PageRefused(f"{page.path} has no form {action}")
        return self._post(page, form, fields)

    def _post(self, page: Page, form: Form, fields: dict[str, str]) -> Page:
        where = urljoin(urljoin(self._site, page.path), form.action)
        sent = form.fields | fields
        return _read(self._session.post(where, sent, timeout=_ANSWER_SECONDS))


def _read(answer: requests.Response) -> Page:
    path = urlsplit(answer.url).path
    if not answer.ok:
        raise PageRefused(f"{path} was answered with {answer.status_code}")
    return read_page(path, answer.text)
