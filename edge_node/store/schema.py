"""The tables of a node, made by named steps that run once each (see `migration`).

State and history are kept side by side: a row of `tickets` says where a ticket is, `events`
says how it came there. Strict types, foreign keys, and two partial unique indexes that make the
worst faults impossible: a number handed out twice, two tickets active at one counter.
"""

from sqlite_utils import Database as Tables
from sqlite_utils.migrations import Migrations

steps = Migrations("edge_node")

_FIRST = (
    # What the institution decided: one document; `version` tells readers when to decode again.
    """CREATE TABLE office_document (
        only INTEGER PRIMARY KEY CHECK (only = 1), version INTEGER NOT NULL,
        body TEXT NOT NULL, taken_at TEXT NOT NULL) STRICT""",
    # Small facts of this node: the day that is open, the session key, the last known time.
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # The latest number of each series of a day; a number is never given back (B-29).
    """CREATE TABLE series (
        day TEXT NOT NULL, prefix TEXT NOT NULL, last INTEGER NOT NULL,
        PRIMARY KEY (day, prefix)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE tickets (
        id TEXT PRIMARY KEY, day TEXT NOT NULL, number TEXT NOT NULL, service TEXT NOT NULL,
        state TEXT NOT NULL, queue_time TEXT NOT NULL, ageing_from TEXT NOT NULL,
        issued_at TEXT NOT NULL, token TEXT NOT NULL UNIQUE, issue_seq INTEGER NOT NULL,
        priority INTEGER NOT NULL, origin TEXT NOT NULL, language TEXT NOT NULL, need TEXT,
        booked_for TEXT, booking TEXT, arrived INTEGER NOT NULL, kiosk TEXT, note TEXT,
        more_services TEXT NOT NULL, served_services TEXT NOT NULL, counter TEXT, clerk TEXT,
        sent_to_counter TEXT, sent_to_clerk TEXT, first_in_line INTEGER NOT NULL,
        calls INTEGER NOT NULL, called_at TEXT, serving_at TEXT,
        absent_at TEXT, absent_seq INTEGER NOT NULL, parked_at TEXT,
        parked_seconds INTEGER NOT NULL, ended_at TEXT, time_reliable INTEGER NOT NULL,
        people_before_at_issue INTEGER, wait_low_at_issue INTEGER, wait_high_at_issue INTEGER,
        version INTEGER NOT NULL, UNIQUE (day, number)) STRICT""",
    # The queue. Issuing counts it here without reading its tickets, whatever its length.
    """CREATE INDEX tickets_open ON tickets
        (day, state, service, priority, first_in_line, booked_for, queue_time) WHERE state IN
        ('booked', 'waiting', 'called', 'serving', 'absent', 'parked')""",
    "CREATE INDEX tickets_of_service ON tickets (day, service, origin)",
    # Indexes leave out what they need not hold: each one more is a page more for the card.
    "CREATE UNIQUE INDEX tickets_of_booking ON tickets (booking) WHERE booking IS NOT NULL",
    """CREATE UNIQUE INDEX tickets_one_active_per_counter ON tickets (counter)
        WHERE state IN ('called', 'serving')""",
    """CREATE TABLE events (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, action INTEGER NOT NULL, day TEXT NOT NULL,
        kind TEXT NOT NULL, ticket TEXT REFERENCES tickets (id), counter TEXT, clerk TEXT,
        at TEXT NOT NULL, uptime_ms INTEGER NOT NULL, clock_synced INTEGER NOT NULL,
        command TEXT, data TEXT NOT NULL, undone_by INTEGER REFERENCES events (seq)) STRICT""",
    "CREATE INDEX events_of_counter ON events (day, counter, seq) WHERE counter IS NOT NULL",
    "CREATE INDEX events_of_ticket ON events (ticket, seq)",
    "CREATE INDEX events_of_kind ON events (day, kind, seq)",
    # Every command's first answer: the same id again changes nothing.
    """CREATE TABLE commands (
        id TEXT PRIMARY KEY, verb TEXT NOT NULL, at TEXT NOT NULL, answer TEXT NOT NULL)
        STRICT, WITHOUT ROWID""",
    """CREATE TABLE counters (
        id TEXT PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('closed', 'open', 'paused')),
        clerk TEXT, session TEXT, since TEXT NOT NULL, reason TEXT) STRICT""",
    """CREATE TABLE print_jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT, ticket TEXT REFERENCES tickets (id),
        printer TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, copy INTEGER NOT NULL,
        attempts INTEGER NOT NULL, created_at TEXT NOT NULL, valid_until TEXT NOT NULL,
        changed_at TEXT NOT NULL, detail TEXT NOT NULL) STRICT""",
    """CREATE INDEX print_jobs_waiting ON print_jobs (printer, id)
        WHERE state IN ('queued', 'printing')""",
    "CREATE INDEX print_jobs_of_ticket ON print_jobs (ticket, id)",
    """CREATE TABLE announcements (
        id INTEGER PRIMARY KEY AUTOINCREMENT, speaker TEXT NOT NULL, ticket TEXT NOT NULL
        REFERENCES tickets (id), counter TEXT NOT NULL, call_no INTEGER NOT NULL,
        repeat_no INTEGER NOT NULL, state TEXT NOT NULL, created_at TEXT NOT NULL,
        expires_at TEXT NOT NULL, started_at TEXT, seconds REAL, detail TEXT NOT NULL,
        UNIQUE (speaker, ticket, counter, call_no, repeat_no)) STRICT""",
    """CREATE INDEX announcements_waiting ON announcements (speaker, id)
        WHERE state = 'waiting'""",
    # What each device last said of itself: printers, announcer, boards, buttons, kiosks.
    """CREATE TABLE devices (
        name TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, detail TEXT NOT NULL,
        seen_at TEXT NOT NULL, since TEXT NOT NULL) STRICT""",
    """CREATE TABLE kiosk_blocks (
        kiosk TEXT PRIMARY KEY, text TEXT NOT NULL, at TEXT NOT NULL, clerk TEXT) STRICT""",
    """CREATE TABLE alarms (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, counter TEXT, clerk TEXT,
        raised_at TEXT NOT NULL, accepted_by TEXT, ended_at TEXT, ended_by TEXT,
        outcome TEXT) STRICT""",
    "CREATE UNIQUE INDEX alarms_one_evacuation ON alarms (kind) WHERE kind = 'evacuation' "
    "AND ended_at IS NULL",
    # Learned service times: recency-weighted sum of minutes and of visits.
    """CREATE TABLE durations (
        service TEXT PRIMARY KEY, minutes REAL NOT NULL, weight REAL NOT NULL) STRICT""",
    # The latest run of the estimate, one row for each service.
    """CREATE TABLE forecasts (
        service TEXT PRIMARY KEY, low INTEGER, high INTEGER, stop INTEGER NOT NULL,
        room INTEGER, at TEXT NOT NULL) STRICT""",
    """CREATE TABLE operators (
        login TEXT PRIMARY KEY, name TEXT NOT NULL, password TEXT NOT NULL, rights TEXT NOT NULL,
        active INTEGER NOT NULL, wrong_tries INTEGER NOT NULL, blocked_until TEXT) STRICT""",
    """CREATE TABLE api_keys (
        digest TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, rights TEXT NOT NULL,
        created_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE webhooks (
        id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL UNIQUE, secret TEXT NOT NULL,
        kinds TEXT NOT NULL, position INTEGER NOT NULL, active INTEGER NOT NULL,
        failures INTEGER NOT NULL, retry_at TEXT, detail TEXT NOT NULL) STRICT""",
    # One row a topic: lets every process see what another one changed.
    "CREATE TABLE changes (topic TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID",
)


@steps()
def m001_one_office(tables: Tables) -> None:
    """Everything that one office needs to work alone."""
    for statement in _FIRST:
        tables.execute(statement)


_BOOKED_VISITS = (
    # The hub's bookings as last heard (or honoured from a QR code, or sold here). `known_at` says
    # when this node learned of its hour; `away` that it learned too late to place the visit.
    """CREATE TABLE bookings (
        id TEXT PRIMARY KEY, version INTEGER NOT NULL, state TEXT NOT NULL
        CHECK (state IN ('confirmed', 'cancelled')), service TEXT NOT NULL, start TEXT NOT NULL,
        day TEXT NOT NULL, minutes INTEGER NOT NULL, number TEXT NOT NULL, code_mac TEXT NOT NULL,
        more_services TEXT NOT NULL, persons INTEGER NOT NULL, language TEXT NOT NULL,
        priority INTEGER NOT NULL, need TEXT, eticket TEXT NOT NULL, source TEXT NOT NULL
        CHECK (source IN ('hub', 'node', 'qr')), known_at TEXT NOT NULL,
        away INTEGER NOT NULL DEFAULT 0) STRICT""",
    "CREATE INDEX bookings_of_day ON bookings (day, start)",
    "CREATE INDEX bookings_of_code ON bookings (code_mac)",
    # Personal data beside, so that erasing touches nothing else (the day after the visit).
    """CREATE TABLE booking_people (
        booking TEXT PRIMARY KEY REFERENCES bookings (id), name TEXT NOT NULL,
        searched TEXT NOT NULL, phone_tail TEXT NOT NULL) STRICT""",
    "CREATE TABLE leases (id TEXT PRIMARY KEY, calendar TEXT NOT NULL, day TEXT NOT NULL) STRICT",
    """CREATE TABLE leased_seats (
        lease TEXT NOT NULL REFERENCES leases (id), cell TEXT NOT NULL, seat INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('free', 'sold', 'returned')), booking TEXT,
        PRIMARY KEY (lease, cell, seat)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE leased_numbers (
        lease TEXT NOT NULL REFERENCES leases (id), number TEXT NOT NULL, code TEXT NOT NULL,
        booking TEXT, PRIMARY KEY (lease, number)) STRICT, WITHOUT ROWID""",
    # The key of the codes under the name `code`, those of QR codes under `qr:<key id>`.
    "CREATE TABLE office_keys (name TEXT PRIMARY KEY, key TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # What became of each of the hub's commands: each is run once.
    """CREATE TABLE hub_commands (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, outcome TEXT NOT NULL, facts TEXT NOT NULL,
        at TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    # What the hub must be told, in the order in which it happened.
    """CREATE TABLE outgoing (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL, personal TEXT,
        at TEXT NOT NULL) STRICT""",
)


@steps()
def m002_booked_visits(tables: Tables) -> None:
    """The copy of the hub's bookings, the leased seats, and what the hub is to be told."""
    for statement in _BOOKED_VISITS:
        tables.execute(statement)


_OLD_DAYS = (
    # What is kept of a day whose tickets and events were erased (`day_log`).
    "CREATE TABLE old_days (day TEXT PRIMARY KEY, record BLOB NOT NULL) STRICT, WITHOUT ROWID",
    # Else SQLite looks through all events for each one that is erased: had it undone another?
    "CREATE INDEX events_undone ON events (undone_by) WHERE undone_by IS NOT NULL",
)


@steps()
def m003_old_days(tables: Tables) -> None:
    """Figures of days that are erased, and an index that makes erasing cheap."""
    for statement in _OLD_DAYS:
        tables.execute(statement)


_SYNC = (
    # The log that this node writes for the hub. The key and the running boot lie here, because
    # every process that moves a ticket also writes a record.
    """CREATE TABLE up_head (
        only INTEGER PRIMARY KEY CHECK (only = 1), counter INTEGER NOT NULL, epoch TEXT NOT NULL,
        seq INTEGER NOT NULL, hash TEXT NOT NULL, node TEXT NOT NULL, key TEXT NOT NULL,
        boot INTEGER NOT NULL, boot_id TEXT NOT NULL) STRICT""",
    "DROP TABLE outgoing",
    """CREATE TABLE outgoing (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, about TEXT NOT NULL,
        body TEXT NOT NULL, hash TEXT NOT NULL, personal TEXT, salt TEXT NOT NULL,
        at TEXT NOT NULL) STRICT""",
    # How far the hub's log was applied, and its records: the hub may be restored from a backup.
    """CREATE TABLE hub_cursor (
        only INTEGER PRIMARY KEY CHECK (only = 1), counter INTEGER NOT NULL, epoch TEXT NOT NULL,
        seq INTEGER NOT NULL, hash TEXT NOT NULL) STRICT""",
    """CREATE TABLE hub_records (
        id TEXT PRIMARY KEY, counter INTEGER NOT NULL, seq INTEGER NOT NULL, about BLOB NOT NULL,
        body BLOB NOT NULL, hash TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    "CREATE INDEX hub_records_in_order ON hub_records (counter, seq)",
    # What could not be applied, with whatever came later about the same booking, ticket or lease.
    """CREATE TABLE quarantine (
        id INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, reason TEXT NOT NULL,
        about BLOB NOT NULL, body BLOB NOT NULL, personal BLOB, salt TEXT NOT NULL,
        at TEXT NOT NULL) STRICT""",
)


@steps()
def m004_sync(tables: Tables) -> None:
    """Two logs and their cursors: what the hub is told, and what it told."""
    for statement in _SYNC:
        tables.execute(statement)


@steps()
def m005_resend(tables: Tables) -> None:
    """Bookings that the hub has not told again yet, while it tells everything anew."""
    tables.execute("CREATE TABLE untold_bookings (booking TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")


@steps()
def m006_papers_of_visits(tables: Tables) -> None:
    """The confirmation of a visit that was booked here: a paper without a ticket."""
    tables.execute("ALTER TABLE print_jobs ADD COLUMN booking TEXT REFERENCES bookings (id)")


@steps()
def m007_in_line(tables: Tables) -> None:
    """Who came last, found at once: asked for each ticket, whatever the length of the queue."""
    tables.execute(
        """CREATE INDEX tickets_in_line ON tickets (day, queue_time)
        WHERE state = 'waiting' AND booked_for IS NULL"""
    )


@steps()
def m008_papers_found_by_visit(tables: Tables) -> None:
    """Else all papers are looked through for each visit that is shown, and for each that is erased
    with its day. Papers of tickets, nearly all of them, are not in it."""
    tables.execute(
        "CREATE INDEX print_jobs_of_visit ON print_jobs (booking, id) WHERE booking IS NOT NULL"
    )
