"""The answers of one browser on the way to a booking, kept on the server until it is made.

Nothing here is a promise: the term is held elsewhere (`holding`). The trap: drafts hold names, so
they are forgotten after an hour without a change.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import msgspec
from sqlalchemy import delete, select

from cloud_hub.store.tables.drafts import drafts
from cloud_hub.store.unit import Hub, Unit, use_case

KEPT = timedelta(hours=1)


@dataclass(frozen=True)
class Draft:
    """What was answered so far. `changing` is the link of a booking whose term is changed;
    `code_sent` tells that a code is on its way to `phone` or `email`."""

    service: str = ""
    office: str = ""
    persons: int = 1
    name: str = ""
    phone: str = ""
    email: str = ""
    own: dict[str, str] = field(default_factory=dict)
    rules: bool = False
    changing: str = ""
    code_sent: bool = False
    sends_left: int = 0


_DRAFTS = msgspec.json.Decoder(Draft)


def draft(hub: Hub, session: str) -> Draft:
    """The answers of this browser; empty where there are none."""
    known = select(drafts.c.answers).where(
        drafts.c.session == session, drafts.c.at > hub.clock.now() - KEPT
    )
    with hub.database.read() as connection:
        answers = connection.execute(known).scalar()
    return _DRAFTS.decode(answers) if answers else Draft()


@use_case
def keep_draft(unit: Unit, answered: Draft) -> None:
    """Keep the answers of this browser in place of those before."""
    forget_draft.within(unit)
    unit.connection.execute(
        drafts.insert().values(
            session=unit.command.session, answers=msgspec.json.encode(answered), at=unit.now
        )
    )


@use_case
def forget_draft(unit: Unit) -> None:
    """Forget the answers of this browser."""
    unit.connection.execute(delete(drafts).where(drafts.c.session == unit.command.session))


@use_case
def forget_old_drafts(unit: Unit) -> int:
    """Forget what nobody came back to; how many. The work process asks."""
    return unit.connection.execute(delete(drafts).where(drafts.c.at < unit.now - KEPT)).rowcount
