"""When the browser must start afresh though it seems to run: nothing painted, or a new night.

Pure rules; times are given. The trap: a node that is away is no fault of the browser.
"""

from datetime import datetime, time, timedelta

PAINTED_LIMIT_SECONDS = 60.0


def nothing_painted(age_seconds: float | None, browser_alive_seconds: float) -> bool:
    """Whether a page that should be painting has been still for too long.

    `age_seconds` is the node's word on the last painted report, None for never. A browser
    younger than the limit is given its time.
    """
    if browser_alive_seconds <= PAINTED_LIMIT_SECONDS:
        return False
    return age_seconds is None or age_seconds > PAINTED_LIMIT_SECONDS


def night_has_come(restart_at: time, browser_started: datetime, now: datetime) -> bool:
    """Whether the nightly hour has passed since the browser started; both times local."""
    latest = datetime.combine(now.date(), restart_at, tzinfo=now.tzinfo)
    if latest > now:
        latest -= timedelta(days=1)
    return browser_started < latest
