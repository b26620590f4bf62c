"""What of the register is to be seen: office, day, matter, state, way, page; all in the address.

The trap: words that find a person never stand in an address; the search is sent as a form.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask import request, url_for

from cloud_hub.booking.register import Listed
from cloud_hub.booking.register_pages.desk import offices, own_office, today
from cloud_hub.staff.session import own_offices


@dataclass(frozen=True)
class Chosen:
    """The filter; an empty office means all of one's own."""

    office: str
    day: date
    service: str = ""
    state: str = ""
    channel: str = ""
    page: int = 1

    @property
    def offices(self) -> tuple[str, ...]:
        """The offices that are looked at."""
        return (self.office,) if self.office else own_offices()

    @property
    def narrowed(self) -> bool:
        """Whether more is chosen than office and day."""
        return bool(self.service or self.state or self.channel)

    def listed(self) -> Listed:
        """The question to the register."""
        return Listed(self.offices, self.day, self.service, self.state, self.channel)

    def address(self, endpoint: str, **changed: Any) -> str:
        """The address of a page under this filter, with some of it changed."""
        wanted = asdict(replace(self, **changed))
        wanted["day"] = wanted["day"].isoformat()
        return url_for(endpoint, **{k: v for k, v in wanted.items() if v and (k, v) != ("page", 1)})

    def days_away(self, days: int) -> date:
        """The date so many days later."""
        return self.day + timedelta(days=days)


def chosen() -> Chosen:
    """What the address asks for; what it says wrongly counts as not said. Raises
    `unknown_office` for an office that is not one's own."""
    own = offices()
    asked = request.args
    office = asked.get("office", own[0].id if len(own) == 1 else "")
    document = own_office(office) if office else own[0]
    return Chosen(
        office=office,
        day=day_asked("day") or today(document),
        service=asked.get("service", ""),
        state=asked.get("state", ""),
        channel=asked.get("channel", ""),
        page=max(1, asked.get("page", 1, type=int)),
    )


def day_asked(name: str) -> date | None:
    """A date of the address, or None."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
