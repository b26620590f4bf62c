"""The node for other programs: everything that its panels can do, under `/api/v1`.

One file a subject; what they share is in `queue_core.web.api`. Each route calls one use case or
reads one view, and declares its rights, its shapes and the codes it refuses with.
"""

from flask import Blueprint

from edge_node.panels.api import (
    alarm,
    arrivals,
    aside,
    boards,
    counters,
    devices,
    events,
    health,
    kiosks,
    office_state,
    print_jobs,
    reports,
    speakers,
    tickets,
    webhooks,
)
from queue_core.web.api import docs

API: tuple[Blueprint, ...] = (
    office_state.blueprint,
    tickets.blueprint,
    arrivals.blueprint,
    counters.blueprint,
    aside.blueprint,
    kiosks.blueprint,
    boards.blueprint,
    print_jobs.blueprint,
    alarm.blueprint,
    reports.blueprint,
    events.blueprint,
    webhooks.blueprint,
    devices.blueprint,
    speakers.blueprint,
    docs.blueprint,
    health.blueprint,
)
