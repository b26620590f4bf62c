"""The queue of an office as everybody may see it, with the age of what is told (B-69, B-162)."""

from flask import Response

from cloud_hub.api import answers
from cloud_hub.api.open_data import open_data
from cloud_hub.live.pages.reading import age_seconds, keep_reader, reader
from cloud_hub.live.queue_now import QueueNow
from cloud_hub.served import hub
from queue_core.domain.office import Service
from queue_core.web.access import public
from queue_core.web.api.contract import api_blueprint, refuses

blueprint = api_blueprint("queue", "The queue now")
blueprint.record(keep_reader)

_FRESH_SECONDS = 5
"""So long a proxy may answer for us: data that change with each call of a clerk."""


@blueprint.get("/offices/<id>/queue")
@public
@blueprint.output(answers.Queue)
@refuses("unknown_office")
def show_queue(id: str) -> Response:
    """Who waits for what, and who is called; no person, no ticket but the called numbers."""
    now = hub().clock.now()
    queue = reader().read(hub(), id)
    age = age_seconds(queue, now)
    told = answers.Queue(
        office=queue.office.id,
        name=queue.office.name,
        day=queue.day,
        seen_at=queue.seen_at,
        age_seconds=age,
        silent=age is None or queue.silent_since(now) is not None,
        services=tuple(
            _service(queue, service)
            for service in queue.office.services
            if not service.information_only
        ),
    )
    return open_data(told, _FRESH_SECONDS)


def _service(queue: QueueNow, service: Service) -> answers.ServiceQueue:
    told = queue.told.get(service.id)
    return answers.ServiceQueue(
        id=service.id,
        prefix=service.prefix,
        names=dict(service.names),
        waiting=queue.waiting(service.id, hub().clock.now()),
        wait_range_minutes=(told.wait.low, told.wait.high) if told and told.wait else None,
        last_called=queue.last_called.get(service.id),
        now_served=tuple(ticket.number for ticket in queue.served(service.id)),
        open_counters=told.counters if told else (),
        issuing=told.issuing if told else None,
    )
