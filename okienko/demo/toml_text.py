"""Values as they stand in the TOML files that a demonstration writes."""

import json

from queue_core.clock import ScaledClock


def quoted(text: str) -> str:
    """A TOML string; JSON's is one as well."""
    return json.dumps(text, ensure_ascii=False)


def time_table(clock: ScaledClock | None) -> list[str]:
    """The lines of the table `[time]`; none for the machine's own clock."""
    if clock is None:
        return []
    begin = clock.begin.isoformat().replace("+00:00", "Z")
    return [
        *("", "[time]", f"begin = {begin}"),
        *(f"started = {clock.started!r}", f"rate = {clock.rate!r}"),
    ]


def broker_table(port: int, user: str) -> list[str]:
    """The lines of a broker on the loopback, below `[link]`; its password is in a file beside."""
    return [
        *("", "[[link.brokers]]", 'host = "127.0.0.1"', f"port = {port}"),
        *(f"user = {quoted(user)}", 'password = "file:broker.password"'),
    ]
