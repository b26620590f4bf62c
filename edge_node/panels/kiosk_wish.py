"""What the person at a kiosk has chosen so far. All of it stands in the page's address.

Nothing is kept in a cookie or on the server, so that nothing is left for the next person (B-9);
going to the bare address of the kiosk forgets everything.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any

from flask import request

from queue_core.web.texts import DEFAULT_LANGUAGE, language

_MOST_MATTERS = 5


@dataclass(frozen=True)
class Wish:
    """Choices before a ticket. `low`: content moved to the lower half; `aloud`: the screen is
    read, and with `curtain` also hidden from others; `several`: matters are collected in `chosen`
    before the tickets are printed; `folder` and `page` say what is shown."""

    lang: str = DEFAULT_LANGUAGE
    low: bool = False
    dark: bool = False
    aloud: bool = False
    curtain: bool = False
    priority: bool = False
    need: str = ""
    several: bool = False
    chosen: tuple[str, ...] = ()
    folder: str = ""
    page: int = 1

    def but(self, **changes: Any) -> dict[str, Any]:
        """The parameters of the address with these changes; what is usual is left out."""
        values = asdict(self) | changes
        usual = asdict(Wish())
        kept = {name: value for name, value in values.items() if value != usual[name]}
        return {name: 1 if value is True else value for name, value in kept.items()}

    def look(self) -> dict[str, Any]:
        """What stays once the ticket is taken: how the screen looks and speaks."""
        return Wish(self.lang, low=self.low, dark=self.dark, aloud=self.aloud).but(
            curtain=self.curtain
        )

    def toggled(self, service: str) -> tuple[str, ...]:
        """The matters with this one added, or taken away where it was there."""
        if service in self.chosen:
            return tuple(id for id in self.chosen if id != service)
        return (*self.chosen, service)[:_MOST_MATTERS]

    @property
    def fresh(self) -> bool:
        """Whether nothing was chosen: then nobody needs to be asked for more time."""
        return self == Wish()


def asked(needs: tuple[str, ...] = ()) -> Wish:
    """The wish in the address of the present request; `needs` are those that a counter serves."""
    given = request.args
    page = given.get("page", "1")
    wish = Wish(
        lang=language(),
        folder=given.get("folder", ""),
        chosen=tuple(dict.fromkeys(given.getlist("chosen")))[:_MOST_MATTERS],
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 1,
        need=given.get("need", "") if given.get("need") in needs else "",
    )
    switches = ("low", "dark", "aloud", "curtain", "priority", "several")
    return replace(wish, **{name: given.get(name) == "1" for name in switches})  # type: ignore[arg-type]
