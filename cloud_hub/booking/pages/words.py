"""Days, hours and months as the booking pages say them, in the office's own time."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from cloud_hub.booking.answers import DayOffer, Held
from queue_core.domain.wording.shown import hour, long_date
from queue_core.web.texts import language

_NOON, _EVENING = 12, 16


@dataclass(frozen=True)
class HoldShown:
    """How long a term is kept: an hour for reading, seconds for the script."""

    until: str
    until_seconds: int
    extendable: bool


def hold_shown(held: Held, now: datetime, zone: str = "Europe/Warsaw") -> HoldShown:
    """The hold in words."""
    left = max(0, int((held.expires_at - now).total_seconds()))
    return HoldShown(hour(held.expires_at.astimezone(ZoneInfo(zone))), left, not held.extended)


def day_and_hour(start: datetime, zone: ZoneInfo) -> str:
    """ "piątek, 20 listopada 2026, godz. 9:15"."""
    local = start.astimezone(zone)
    day = long_date(local.date(), language())
    return str(_("%(day)s, at %(hour)s", day=day, hour=hour(local)))


def month_name(first: date) -> str:
    """ "listopad 2026"."""
    return str(format_date(first, "LLLL yyyy"))


def weekdays() -> list[tuple[str, str]]:
    """Name and short name of each day of the week, from Monday."""
    monday = date(2024, 1, 1)
    days = [monday.replace(day=1 + n) for n in range(7)]
    return [(format_date(day, "EEEE"), format_date(day, "EEEEEE")) for day in days]


def day_spoken(offer: DayOffer) -> str:
    """A day of the month for a screen reader."""
    day = long_date(offer.day, language())
    if offer.full:
        return str(_("%(day)s: full", day=day))
    if not offer.terms:
        return str(_("%(day)s: no visits", day=day))
    free = ngettext("%(num)s free hour", "%(num)s free hours", len(offer.terms))
    return f"{day}: {free}"


def part_of_day(start: datetime, zone: ZoneInfo) -> str:
    """Under which heading an hour stands."""
    local = start.astimezone(zone)
    if local.hour < _NOON:
        return str(_("In the morning"))
    return str(_("In the afternoon") if local.hour < _EVENING else _("In the evening"))
