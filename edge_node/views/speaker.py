"""What one speaker has to say: announcements in order, phrases worth preparing, an evacuation.

Words come from the wording tables; here is only which ones, in which languages, how loud. The
trap: everything is computed when it is asked for, so a text is never older than the document.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice

from edge_node.office.alarm import evacuation
from edge_node.office.voice import speaks_for
from edge_node.store.counters import open_desks
from edge_node.store.tickets import open_tickets
from edge_node.store.unit import Office, fact
from queue_core.domain.errors import Unknown
from queue_core.domain.office import OfficeDocument, Speaker, Volume
from queue_core.domain.tickets import State
from queue_core.domain.wording.spoken import call_phrase, evacuation_phrase

TOPICS = frozenset({"voice", "alarm", "config", "counters"})
"""Signals after which a speaker may have something new to do."""

_JOBS_AT_ONCE = 50
_PREPARED = 40
_WITHDRAWN_FOR = timedelta(minutes=2)
_ALARM_PAUSE_SECONDS = 8


@dataclass(frozen=True)
class Phrase:
    """Words in one language."""

    language: str
    text: str


@dataclass(frozen=True)
class SpokenJob:
    """One call to announce while `expires_in_seconds`, which is more than 0."""

    id: int
    ticket: str
    number: str
    counter: str
    call_no: int
    repeat_no: int
    expires_in_seconds: float
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True)
class SpeakerOrders:
    """Everything for one speaker at one moment; `evacuation` is empty while there is none."""

    seq: int
    speaker: Speaker
    now: datetime
    volume_percent: int
    jobs: tuple[SpokenJob, ...]
    prepare: tuple[Phrase, ...]
    withdrawn: tuple[int, ...]
    evacuation: tuple[Phrase, ...]
    evacuation_pause_seconds: int = _ALARM_PAUSE_SECONDS


def voice_seq(office: Office) -> int:
    """A number that grows whenever something changed that a speaker might act on."""
    return _seq(office.database.read())


def speaker_of(document: OfficeDocument, id: str) -> Speaker:
    """The speaker with this id. Raises `unknown_speaker`."""
    speaker = next((s for s in document.speakers if s.id == id), None)
    if speaker is None:
        raise Unknown("speaker")
    return speaker


def speaker_orders(office: Office, id: str) -> SpeakerOrders:
    """What the speaker has to do now. Raises `unknown_speaker`."""
    document = office.document
    speaker = speaker_of(document, id)
    now = office.clock.now()
    with office.database.snapshot() as connection:
        alarm = evacuation(connection)
        return SpeakerOrders(
            seq=_seq(connection),
            speaker=speaker,
            now=now,
            volume_percent=volume_at(speaker.volume, now.astimezone(document.zone).time()),
            jobs=_jobs(connection, document, speaker, now) if speaker.on else (),
            prepare=_prepared(connection, document, speaker) if speaker.on else (),
            withdrawn=_withdrawn(connection, speaker, now),
            evacuation=_evacuation(speaker) if alarm else (),
        )


def volume_at(volumes: Iterable[Volume], local: time) -> int:
    """The loudness at a local hour; before the first entry of the day the last one goes on."""
    ordered = sorted(volumes, key=lambda volume: volume.since)
    begun = [volume for volume in ordered if volume.since <= local]
    return (begun or ordered)[-1].percent if ordered else 0


def _jobs(
    connection: sqlite3.Connection, document: OfficeDocument, speaker: Speaker, now: datetime
) -> tuple[SpokenJob, ...]:
    rows = connection.execute(
        """SELECT a.id, a.ticket, a.counter, a.call_no, a.repeat_no, a.expires_at, t.number,
        t.language FROM announcements a JOIN tickets t ON t.id = a.ticket
        WHERE a.speaker = ? AND a.state = 'waiting' AND a.expires_at > ?
        ORDER BY a.id LIMIT ?""",
        (speaker.id, now.isoformat(timespec="milliseconds"), _JOBS_AT_ONCE),
    )
    return tuple(
        SpokenJob(
            id=row["id"],
            ticket=row["ticket"],
            number=row["number"],
            counter=row["counter"],
            call_no=row["call_no"],
            repeat_no=row["repeat_no"],
            expires_in_seconds=(datetime.fromisoformat(row["expires_at"]) - now).total_seconds(),
            phrases=tuple(
                _call(document, speaker, row["number"], row["counter"], language)
                for language in _languages(speaker, row["language"])
            ),
        )
        for row in rows
    )


def _prepared(
    connection: sqlite3.Connection, document: OfficeDocument, speaker: Speaker
) -> tuple[Phrase, ...]:
    """Phrases of those who wait, the latest tickets first, at the counters open to them."""
    waiting = open_tickets(connection, fact(connection, "day") or "", (State.WAITING,))
    desks = open_desks(connection, document)

    def likely() -> Iterator[Phrase]:
        for ticket in reversed(waiting):
            if not speaks_for(speaker, ticket.service):
                continue
            for desk in desks:
                if desk.serves(ticket.service):
                    for language in _languages(speaker, ticket.language):
                        yield _call(document, speaker, ticket.number, desk.id, language)

    return tuple(islice(likely(), _PREPARED))


def _withdrawn(connection: sqlite3.Connection, speaker: Speaker, now: datetime) -> tuple[int, ...]:
    """Jobs taken back of late; the announcer may hold them still."""
    since = (now - _WITHDRAWN_FOR).isoformat(timespec="milliseconds")
    rows = connection.execute(
        """SELECT id FROM announcements WHERE speaker = ? AND state = 'withdrawn'
        AND expires_at > ? ORDER BY id""",
        (speaker.id, since),
    )
    return tuple(row["id"] for row in rows)


def _evacuation(speaker: Speaker) -> tuple[Phrase, ...]:
    return tuple(Phrase(language, evacuation_phrase(language)) for language in speaker.languages)


def _call(
    document: OfficeDocument, speaker: Speaker, number: str, counter: str, language: str
) -> Phrase:
    known = document.counter(counter)
    room = known.room if known and known.room else None
    text = call_phrase(number, counter, language, room, speaker.counter_form)
    return Phrase(language, text)


def _languages(speaker: Speaker, of_ticket: str) -> tuple[str, ...]:
    """Those of the hall, then the ticket's own where the office wants it."""
    if not speaker.ticket_language_too or of_ticket in speaker.languages:
        return speaker.languages
    return (*speaker.languages, of_ticket)


def _seq(connection: sqlite3.Connection) -> int:
    marks = ", ".join("?" for _ in TOPICS)
    row = connection.execute(
        f"SELECT coalesce(sum(seq), 0) FROM changes WHERE topic IN ({marks})", sorted(TOPICS)
    ).fetchone()
    return int(row[0])


def announcement_exists(connection: sqlite3.Connection, speaker: Speaker, job: int) -> bool:
    """Whether a job belongs to this speaker."""
    row = connection.execute(
        "SELECT 1 FROM announcements WHERE id = ? AND speaker = ?", (job, speaker.id)
    ).fetchone()
    return row is not None
