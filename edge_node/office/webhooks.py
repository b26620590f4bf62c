"""Webhooks made, taken away and switched on again; and how each delivery ended.

A hook that fails is tried at growing intervals and switched off in the end, with the reason: an
address that nobody serves must not be called for ever.
"""

import secrets
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from edge_node.store.events import Happening, latest_seq, record
from edge_node.store.unit import Unit, use_case
from edge_node.store.webhooks import (
    Webhook,
    delete_webhook,
    has_url,
    insert_webhook,
    update_webhook,
    webhook,
)
from queue_core.domain.errors import Refused

RETRY_SECONDS = (5, 30, 120, 600, 1800, 3600)
"""Pauses after the first failures; the last one goes on."""
FAILURES_ALLOWED = 24
"""About twenty hours of silence at the other end."""


@use_case
def add_webhook(unit: Unit, url: str, kinds: tuple[str, ...] = ()) -> Webhook:
    """Tell an address everything that happens from now on, signed with a new secret.

    Raises `invalid_fields` for an address that is none, `webhook_exists`.
    """
    if not _is_address(url):
        raise Refused("invalid_fields", field="url")
    if has_url(unit.connection, url):
        raise Refused("webhook_exists")
    made = insert_webhook(unit, url, secrets.token_hex(32), kinds, latest_seq(unit.connection))
    record(unit, Happening("webhook_added", None, None, {"webhook": made.id}))
    unit.touch("config")
    return made


@use_case
def remove_webhook(unit: Unit, id: int) -> None:
    """Tell this address nothing any more. Raises `unknown_webhook`."""
    webhook(unit.connection, id)
    delete_webhook(unit, id)
    record(unit, Happening("webhook_removed", None, None, {"webhook": id}))
    unit.touch("config")


@use_case
def resume_webhook(unit: Unit, id: int) -> Webhook:
    """Switch a hook on again; it goes on where it stopped. Raises `unknown_webhook`."""
    found = webhook(unit.connection, id)
    update_webhook(unit, replace(found, active=True, failures=0, retry_at=None, detail=""))
    unit.touch("config")
    return webhook(unit.connection, id)


@use_case
def note_told(unit: Unit, id: int, position: int) -> None:
    """The hook has everything up to `position`."""
    found = webhook(unit.connection, id)
    told = replace(found, position=position, failures=0, retry_at=None, detail="")
    update_webhook(unit, told)


@use_case
def note_not_told(unit: Unit, id: int, position: int, reason: str) -> Webhook:
    """The event after `position` was not taken; try again later, or give up."""
    found = webhook(unit.connection, id)
    failures = found.failures + 1
    active = failures < FAILURES_ALLOWED
    pause = RETRY_SECONDS[min(failures, len(RETRY_SECONDS)) - 1]
    update_webhook(
        unit,
        replace(
            found,
            position=position,
            failures=failures,
            active=active,
            retry_at=unit.now + timedelta(seconds=pause) if active else None,
            detail=reason if active else f"switched off after {failures} failures: {reason}",
        ),
    )
    return webhook(unit.connection, id)


def _is_address(url: str) -> bool:
    """A plain http or https address; a name and password in it would end up in logs."""
    try:
        parts = urlsplit(url)
        port_is_sane = parts.port is None or parts.port > 0
    except ValueError:
        return False
    named = bool(parts.hostname) and parts.username is None and parts.password is None
    return parts.scheme in ("http", "https") and named and port_is_sane
