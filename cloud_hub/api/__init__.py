"""The hub for other programs: what citizens do on its pages, under `/api/v1`.

One file a subject; what they share is in `queue_core.web.api`. Each route calls the use case that
the page calls, and declares its shapes and the codes it refuses with.
"""

from flask import Blueprint

from cloud_hub.api import bookings, catalogue, etickets, holds, queue
from queue_core.web.api import docs

API: tuple[Blueprint, ...] = (
    catalogue.blueprint,
    holds.blueprint,
    bookings.blueprint,
    queue.blueprint,
    etickets.blueprint,
    docs.blueprint,
)
