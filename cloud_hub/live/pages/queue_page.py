"""The queue of each office for everybody: as a page, in a frame of the office's own site, and as
data (B-69, B-177).

Says by itself that an office is silent (B-162). The trap: the part that reloads never names the
hour of its making, or it would be new each time.
"""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, render_template

from cloud_hub.live.pages.reading import age_seconds, keep_reader, reader, with_age
from cloud_hub.live.pages.silence_words import silence_said
from cloud_hub.live.queue_now import QueueNow
from cloud_hub.live.silence import silent_offices
from cloud_hub.served import config, hub
from cloud_hub.store.offices import office_ids
from queue_core.domain.calendar import hours_on, next_opening
from queue_core.domain.office import OfficeDocument, Service, text
from queue_core.domain.wording.shown import hour, people, wait_range, weekday
from queue_core.web.access import public
from queue_core.web.fragments import fragment
from queue_core.web.security import embeddable
from queue_core.web.texts import language

blueprint = Blueprint(
    "queue_page",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/queue-static",
)
blueprint.record(keep_reader)

_FRESH_SECONDS = 5
"""So long a proxy may answer for us: data that change with each call of a clerk."""


@blueprint.get("/offices")
@public
@fragment
def offices() -> str:
    """Every office of the institution, and how many people wait there."""
    now = hub().clock.now()
    queues = [reader().read(hub(), id) for id in office_ids(hub())]
    silent = {one.office for one in silent_offices(hub())}
    return render_template(
        "offices.html",
        rows=[_row(queue, now) | {"silent": queue.office.id in silent} for queue in queues],
    )


@blueprint.get("/offices/<id>")
@embeddable
@public
@fragment
def office_page(id: str) -> Response:
    """The whole page."""
    return _render("office_queue.html", id)


@blueprint.get("/offices/<id>/now")
@embeddable
@public
@fragment
def office_now(id: str) -> Response:
    """The part that changes."""
    return _render("office_queue_now.html", id)


def _services(queue: QueueNow) -> list[Service]:
    return [s for s in queue.office.services if not s.information_only]


def _render(template: str, id: str) -> Response:
    now = hub().clock.now()
    queue = reader().read(hub(), id)
    silent = [one for one in silent_offices(hub()) if one.office == id]
    age = age_seconds(queue, now)
    shown = render_template(
        template,
        office=queue.office,
        services=_services(queue),
        queue=queue,
        now=now,
        silence=[silence_said(one) for one in silent],
        closed=_closed(queue.office, now),
        name=lambda texts: text(texts, language()),
        people=lambda count: people(count, language()),
        wait=lambda service: _wait(queue, service),
        age=age,
        at=hour(queue.seen_at.astimezone(queue.office.zone)) if queue.seen_at else None,
        address=config().public_address,
    )
    return with_age(shown, age)


def _wait(queue: QueueNow, service: Service) -> str | None:
    told = queue.told.get(service.id)
    if told is None or told.wait is None:
        return None
    return wait_range(told.wait.low, told.wait.high, language())


def _row(queue: QueueNow, now: datetime) -> dict[str, Any]:
    return {
        "office": queue.office,
        "waiting": people(sum(queue.waiting(s.id, now) for s in _services(queue)), language()),
        "closed": _closed(queue.office, now),
    }


def _closed(office: OfficeDocument, now: datetime) -> dict[str, str] | None:
    """When a closed office opens again; None while it is open."""
    today = hours_on(office, None, now.astimezone(office.zone).date())
    if today is not None and today.opens <= now < today.serving_until:
        return None
    opens = next_opening(office, None, now)
    if opens is None:
        return {"day": "", "hour": ""}
    local = opens.astimezone(office.zone)
    same = local.date() == now.astimezone(office.zone).date()
    return {"day": "" if same else weekday(local.date(), language()), "hour": hour(local)}
