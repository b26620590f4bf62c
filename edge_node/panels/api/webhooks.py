"""Webhooks: addresses that are told what happens, managed by who may administer the node."""

from typing import Annotated, Any

from flask import Response
from pydantic import Field

from edge_node.office.webhooks import add_webhook, remove_webhook, resume_webhook
from edge_node.panels.api.asking import asked
from edge_node.panels.session import office
from edge_node.store.webhooks import Webhook, webhook, webhooks
from edge_node.views.event_log import EventKind
from queue_core.domain.errors import Unknown
from queue_core.web.access import Right, needs
from queue_core.web.api.contract import (
    LARGEST_ID,
    Answer,
    Question,
    api_blueprint,
    example,
    refuses,
)

blueprint = api_blueprint("webhooks", "Webhooks")


class NewHook(Question):
    """Where events go; `kinds` empty means every kind."""

    model_config = example(
        url="https://programs.example/okienko", kinds=["ticket_issued", "ticket_called"]
    )

    url: Annotated[str, Field(min_length=8, max_length=500, pattern=r"^https?://[!-~]+$")]
    kinds: Annotated[tuple[EventKind, ...], Field(max_length=64)] = ()


class Hook(Answer):
    """A hook and how it fares: an event stays due until the address answers 2xx to it."""

    id: int
    url: str
    kinds: tuple[str, ...]
    position: int
    active: bool
    failures: int
    detail: str


class MadeHook(Hook):
    """A hook with its secret, which is told this once."""

    secret: str


class Hooks(Answer):
    """Every hook."""

    webhooks: tuple[Hook, ...]


@blueprint.get("/webhooks")
@needs(Right.ADMINISTER)
@blueprint.output(Hooks)
def list_webhooks() -> Hooks:
    """Every hook, without its secret."""
    return Hooks(webhooks=tuple(Hook(**_told(h)) for h in webhooks(office().database.read())))


@blueprint.post("/webhooks")
@needs(Right.ADMINISTER)
@blueprint.input(NewHook, arg_name="wish")
@blueprint.output(MadeHook, status_code=201)
@refuses("webhook_exists")
def make_webhook(wish: NewHook) -> MadeHook:
    """Tell an address what happens from now on.

    Each event is a POST of its JSON with the headers `Okienko-Event` (its kind),
    `Okienko-Delivery` (the same again when it is repeated), `Okienko-Timestamp` (seconds) and
    `Okienko-Signature`: `v1=` and the HMAC-SHA256, in hex, of the timestamp, a full stop and the
    body, with the secret as its key. Refuse messages whose timestamp is old. Events come in
    order and at least once; after failures they are tried again at growing intervals.
    """
    made = add_webhook(office(), asked(), wish.url, tuple(kind.value for kind in wish.kinds))
    return MadeHook(**_told(made), secret=made.secret)


@blueprint.get("/webhooks/<int:id>")
@needs(Right.ADMINISTER)
@blueprint.output(Hook)
@refuses("unknown_webhook")
def show_webhook(id: int) -> Hook:
    """One hook."""
    return Hook(**_told(webhook(office().database.read(), _known(id))))


@blueprint.post("/webhooks/<int:id>/resume")
@needs(Right.ADMINISTER)
@blueprint.output(Hook)
@refuses("unknown_webhook")
def switch_webhook_on(id: int) -> Hook:
    """Switch a hook on again; it goes on with the first event it did not take."""
    return Hook(**_told(resume_webhook(office(), asked(), _known(id))))


@blueprint.delete("/webhooks/<int:id>")
@needs(Right.ADMINISTER)
@blueprint.doc(responses={204: "Gone."})
@refuses("unknown_webhook")
def delete_webhook(id: int) -> Response:
    """Tell this address nothing any more."""
    remove_webhook(office(), asked(), _known(id))
    return Response(status=204)


def _known(id: int) -> int:
    if id > LARGEST_ID:
        raise Unknown("webhook")
    return id


def _told(hook: Webhook) -> dict[str, Any]:
    shown = ("id", "url", "kinds", "position", "active", "failures", "detail")
    return {name: getattr(hook, name) for name in shown}
