"""What is kept of both logs and for how long, what is counted, and who notices a new record."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import func, select

from cloud_hub.store.tables.log import dn_records
from cloud_hub.store.tables.sync import up_records
from cloud_hub.store.unit import Hub, transaction
from cloud_hub.store.watching import Watch, watch
from cloud_hub.sync.keeping import forget_old_records
from cloud_hub.sync.refusals import add_refused, refused_counts
from queue_core.wire.end import Heard
from tests.cloud_hub.booking.story import JAN, booked, starts
from tests.cloud_hub.live.story import event, ticket
from tests.cloud_hub.sample import ADMIN, clock
from tests.cloud_hub.sync.box import Box, Talk
from tests.cloud_hub.sync.story import LINK, OFFICE, enrolled


@pytest.fixture
def box(hub: Hub) -> Box:
    """The box of the office in the shopping centre."""
    return Box(enrolled(hub))


@pytest.fixture
def talk(hub: Hub, box: Box) -> Talk:
    """The two of them, connected."""
    talk = Talk(hub, (box,))
    talk.connects()
    return talk


def kept(hub: Hub) -> tuple[int, int]:
    """How many records of the office's two logs there are, down and up."""
    own = dn_records.c.office == OFFICE
    with hub.database.read() as connection:
        down = connection.execute(select(func.count()).where(own)).scalar_one()
        up = connection.execute(select(func.count()).select_from(up_records)).scalar_one()
    return int(down), int(up)


def test_records_are_kept_for_35_days_and_the_last_one_longer(
    hub: Hub, box: Box, talk: Talk
) -> None:
    booked(hub, "a", starts(hub)[5])
    box.writes(event(1, ticket("1")))
    talk.goes_on()
    talk.goes_on([box.stands()])
    before = kept(hub)
    clock(hub).advance(days=34)
    forget_old_records(hub, ADMIN)
    assert kept(hub) == before
    clock(hub).advance(days=2)
    forget_old_records(hub, ADMIN)
    assert kept(hub) == (1, 0)
    view = booked(hub, "b", starts(hub)[5], contact=JAN)
    talk.connects()
    assert view.id in {getattr(record, "booking", "") for record in box.inbox.applied}


def test_what_a_box_has_not_taken_stays(hub: Hub, talk: Talk) -> None:
    talk.end.lost(talk.now)
    booked(hub, "a", starts(hub)[5])
    clock(hub).advance(days=36)
    forget_old_records(hub, ADMIN)
    assert kept(hub)[0] >= 2


def test_a_box_that_needs_what_is_gone_is_told_everything_anew(
    hub: Hub, box: Box, talk: Talk
) -> None:
    backup = box.inbox.at
    booked(hub, "a", starts(hub)[5])
    booked(hub, "b", starts(hub)[9], contact=JAN)
    talk.goes_on()
    talk.goes_on([box.stands()])
    clock(hub).advance(days=36)
    forget_old_records(hub, ADMIN)
    box.inbox.at = backup
    talk.connects()
    assert box.inbox.at is not None
    assert backup is not None
    assert box.inbox.at.epoch.counter == backup.epoch.counter + 1


def test_refused_messages_are_counted_for_all_processes(hub: Hub, talk: Talk) -> None:
    talk.end.hear([Heard("okienko/1/up/nobody/cur", b"")], talk.now)
    talk.now += 60
    assert talk.end.wake_at() is not None
    talk.end.due(talk.now)
    with transaction(hub, LINK) as unit:
        add_refused(unit, Counter({"unknown_node": 2, "forged_batch": 1}))
    with hub.database.read() as connection:
        assert refused_counts(connection) == {"forged_batch": 1, "unknown_node": 3}
    talk.end.due(talk.now + 60)
    with hub.database.read() as connection:
        assert refused_counts(connection)["unknown_node"] == 3


@contextmanager
def watching(hub: Hub) -> Iterator[Watch]:
    """Somebody's eyes on the database, after the first look."""
    with closing(watch(hub.database)) as eyes:
        eyes.noticed()
        yield eyes


def test_a_new_record_is_noticed_once(
    hub: Hub, until: Callable[[Callable[[], bool]], None]
) -> None:
    with watching(hub) as eyes:
        assert not eyes.noticed()
        enrolled(hub)
        until(eyes.noticed)
        assert not eyes.noticed()
