BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'edge_node','m001_one_office','2026-11-25 20:25:04.214625+00:00');
CREATE TABLE alarms (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, counter TEXT, clerk TEXT,
        raised_at TEXT NOT NULL, accepted_by TEXT, ended_at TEXT, ended_by TEXT,
        outcome TEXT) STRICT;
CREATE TABLE announcements (
        id INTEGER PRIMARY KEY AUTOINCREMENT, speaker TEXT NOT NULL, ticket TEXT NOT NULL
        REFERENCES tickets (id), counter TEXT NOT NULL, call_no INTEGER NOT NULL,
        repeat_no INTEGER NOT NULL, state TEXT NOT NULL, created_at TEXT NOT NULL,
        expires_at TEXT NOT NULL, started_at TEXT, seconds REAL, detail TEXT NOT NULL,
        UNIQUE (speaker, ticket, counter, call_no, repeat_no)) STRICT;
CREATE TABLE api_keys (
        digest TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, rights TEXT NOT NULL,
        created_at TEXT NOT NULL) STRICT;
CREATE TABLE changes (topic TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE commands (
        id TEXT PRIMARY KEY, verb TEXT NOT NULL, at TEXT NOT NULL, answer TEXT NOT NULL)
        STRICT, WITHOUT ROWID;
CREATE TABLE counters (
        id TEXT PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('closed', 'open', 'paused')),
        clerk TEXT, session TEXT, since TEXT NOT NULL, reason TEXT) STRICT;
CREATE TABLE devices (
        name TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, detail TEXT NOT NULL,
        seen_at TEXT NOT NULL, since TEXT NOT NULL) STRICT;
CREATE TABLE durations (
        service TEXT PRIMARY KEY, minutes REAL NOT NULL, weight REAL NOT NULL) STRICT;
CREATE TABLE events (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, action INTEGER NOT NULL, day TEXT NOT NULL,
        kind TEXT NOT NULL, ticket TEXT REFERENCES tickets (id), counter TEXT, clerk TEXT,
        at TEXT NOT NULL, uptime_ms INTEGER NOT NULL, clock_synced INTEGER NOT NULL,
        command TEXT, data TEXT NOT NULL, undone_by INTEGER REFERENCES events (seq)) STRICT;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE forecasts (
        service TEXT PRIMARY KEY, low INTEGER, high INTEGER, stop INTEGER NOT NULL,
        room INTEGER, at TEXT NOT NULL) STRICT;
CREATE TABLE kiosk_blocks (
        kiosk TEXT PRIMARY KEY, text TEXT NOT NULL, at TEXT NOT NULL, clerk TEXT) STRICT;
CREATE TABLE office_document (
        only INTEGER PRIMARY KEY CHECK (only = 1), version INTEGER NOT NULL,
        body TEXT NOT NULL, taken_at TEXT NOT NULL) STRICT;
CREATE TABLE operators (
        login TEXT PRIMARY KEY, name TEXT NOT NULL, password TEXT NOT NULL, rights TEXT NOT NULL,
        active INTEGER NOT NULL, wrong_tries INTEGER NOT NULL, blocked_until TEXT) STRICT;
CREATE TABLE print_jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT, ticket TEXT REFERENCES tickets (id),
        printer TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, copy INTEGER NOT NULL,
        attempts INTEGER NOT NULL, created_at TEXT NOT NULL, valid_until TEXT NOT NULL,
        changed_at TEXT NOT NULL, detail TEXT NOT NULL) STRICT;
CREATE TABLE series (
        day TEXT NOT NULL, prefix TEXT NOT NULL, last INTEGER NOT NULL,
        PRIMARY KEY (day, prefix)) STRICT, WITHOUT ROWID;
CREATE TABLE tickets (
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
        version INTEGER NOT NULL, UNIQUE (day, number)) STRICT;
CREATE TABLE webhooks (
        id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL UNIQUE, secret TEXT NOT NULL,
        kinds TEXT NOT NULL, position INTEGER NOT NULL, active INTEGER NOT NULL,
        failures INTEGER NOT NULL, retry_at TEXT, detail TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX tickets_open ON tickets
        (day, state, service, priority, first_in_line, booked_for, queue_time) WHERE state IN
        ('booked', 'waiting', 'called', 'serving', 'absent', 'parked');
CREATE INDEX tickets_of_service ON tickets (day, service, origin);
CREATE UNIQUE INDEX tickets_of_booking ON tickets (booking) WHERE booking IS NOT NULL;
CREATE UNIQUE INDEX tickets_one_active_per_counter ON tickets (counter)
        WHERE state IN ('called', 'serving');
CREATE INDEX events_of_counter ON events (day, counter, seq) WHERE counter IS NOT NULL;
CREATE INDEX events_of_ticket ON events (ticket, seq);
CREATE INDEX events_of_kind ON events (day, kind, seq);
CREATE INDEX print_jobs_waiting ON print_jobs (printer, id)
        WHERE state IN ('queued', 'printing');
CREATE INDEX print_jobs_of_ticket ON print_jobs (ticket, id);
CREATE INDEX announcements_waiting ON announcements (speaker, id)
        WHERE state = 'waiting';
CREATE UNIQUE INDEX alarms_one_evacuation ON alarms (kind) WHERE kind = 'evacuation' AND ended_at IS NULL;
DELETE FROM "sqlite_sequence";
COMMIT;
