"""That an office is silent, in a sentence."""

from flask_babel import format_datetime, format_time
from flask_babel import gettext as _

from cloud_hub.live.silence import Silent
from cloud_hub.served import hub


def silence_said(silent: Silent) -> str:
    """Who is silent and since when; with the day where that was not today."""
    if silent.since is None:
        return str(_("%(office)s has not reported yet.", office=silent.name))
    today = silent.since.date() == hub().clock.now().date()
    since = format_time(silent.since, "H:mm") if today else format_datetime(silent.since, "short")
    return str(
        _(
            "%(office)s has had no connection since %(since)s. What you see is from that hour.",
            office=silent.name,
            since=since,
        )
    )
