"""What the hub can know of a node's clock: its offset in each boot, by the cursor's echo.

Order never depends on it; it only dates records of a node whose wall clock is wrong.
"""

from datetime import UTC, datetime, timedelta

from queue_core.wire.messages import ClockSample


def sample(echo: tuple[int, int], uptime_ms: int, hub_ms: int) -> ClockSample:
    """A guess from one round trip: `echo` is (boot, uptime) when the question left."""
    boot, asked_ms = echo
    round_trip = max(0, uptime_ms - asked_ms)
    return ClockSample(boot, hub_ms - asked_ms - round_trip // 2, round_trip)


def better(known: ClockSample | None, new: ClockSample) -> ClockSample:
    """The sample to keep: that of the running boot, with the smallest round trip."""
    if known is None or known.boot != new.boot or new.round_trip_ms < known.round_trip_ms:
        return new
    return known


def dated(known: ClockSample, uptime_ms: int) -> datetime:
    """When, by the hub's clock, a record of this boot was written."""
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=known.offset_ms + uptime_ms)
