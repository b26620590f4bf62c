"""How the office's tickets look: which lines, in which order and size, with the paper beside (B-6).

Knows no printer: the application is given samples under `app.config["SLIP_SAMPLES"]`, or none,
and then this page does not exist. Every button sends the whole draft, so it works without
scripts; what is typed is kept until it is saved.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol, cast

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from edge_node.office.slip_layout import change_slip, print_sample
from edge_node.panels import slip_words as words
from edge_node.panels.session import command, office
from edge_node.panels.slip_draft import Draft, draft_in, draft_of
from edge_node.store.unit import fact
from queue_core.domain.errors import Refused
from queue_core.domain.office import OfficeDocument
from queue_core.domain.slip import Misfit
from queue_core.web.access import Right, needs
from queue_core.web.problems import sentence

SLIP_SAMPLES = "SLIP_SAMPLES"
_MOST_SHOWN = 6

blueprint = Blueprint("slip_layout", __name__, template_folder="templates")


class SlipSamples(Protocol):
    """Papers in a layout that need not be in force."""

    @property
    def profiles(self) -> dict[str, str]:
        """The paper of each printer of this machine."""

    def png(self, document: OfficeDocument, service: str, language: str, printer: str) -> bytes:
        """A ticket as it would lie in the hand."""

    def misfits(self, document: OfficeDocument) -> list[Misfit]:
        """What does not fit on the paper of this machine's printers."""


@blueprint.get("/slip")
@needs(Right.MANAGE)
def page() -> str:
    """The layout in force, to begin from."""
    return _page(_in_force(), [])


@blueprint.post("/slip")
@needs(Right.MANAGE)
def change() -> Answer | str | tuple[str, int]:
    """Move a line, look, print a sample, or save; a refused draft stays as it was typed."""
    draft = _draft(request.form)
    step, _colon, row = request.form.get("step", "").partition(":")
    if step in ("up", "down") and row.isdigit():
        return _page(draft.moved(int(row), step), [])
    errors = _faults(draft)
    if step == "look" or errors:
        shown = _page(draft, errors)
        return (shown, 422) if errors else shown
    try:
        if step == "print":
            print_sample(office(), command(), draft.printer, draft.slip)
            flash(_("A sample is being printed."))
            return _page(draft, [])
        change_slip(office(), command(), draft.slip, draft.version)
    except Refused as refused:
        return _page(draft, [_error(refused)]), 422
    flash(_("Saved. Every ticket from now on looks like this."))
    return redirect(url_for(".page"), 303)


@blueprint.post("/slip/preview")
@needs(Right.MANAGE)
def preview() -> str:
    """The paper of a draft and what is wrong with it, while somebody is still changing it."""
    draft = _draft(request.form)
    return render_template("slip_preview.html", draft=draft, errors=_faults(draft), words=words)


@blueprint.get("/slip/sample.png")
@needs(Right.MANAGE)
def sample() -> Response:
    """The picture of the draft in the address; no text of it names a person."""
    draft = _draft(request.args)
    document = replace(office().document, slip=draft.slip)
    drawn = _samples().png(document, draft.service, draft.shown, draft.printer)
    answer = Response(drawn, mimetype="image/png")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(draft: Draft, errors: list[dict[str, str]]) -> str:
    document = office().document
    return render_template(
        "slip_layout.html",
        draft=draft,
        errors=errors,
        words=words,
        services=[s for s in document.services if not s.information_only],
        printers=list(_samples().profiles),
        printable=set(document.printers),
        has_etickets=bool(document.eticket_base_url),
        of_hub=fact(office().database.read(), "linked") is not None,
    )


def _draft(given: Mapping[str, str]) -> Draft:
    """The draft of a form or an address; its picture file is the office's, whoever asks."""
    return replace(draft_in(given), logo=office().document.slip.logo)


def _in_force() -> Draft:
    document = office().document
    matters = [s.id for s in document.services if not s.information_only]
    printer = next(iter(_samples().profiles), "")
    return replace(
        draft_of(document.slip), version=document.version, service=matters[0], printer=printer
    )


def _faults(draft: Draft) -> list[dict[str, str]]:
    """Everything that speaks against this draft, in words, each with its field."""
    try:
        document = replace(office().document, slip=draft.slip)
        found = _samples().misfits(document)
    except Refused as refused:
        return [_error(refused)]
    texts = dict.fromkeys((misfit.what, words.misfit_text(misfit)) for misfit in found)
    return [
        {"field": words.FIELDS.get(what, "lines"), "text": text}
        for what, text in list(texts)[:_MOST_SHOWN]
    ]


def _error(refused: Refused) -> dict[str, str]:
    reason = str(refused.facts.get("reason", ""))
    text = words.REASONS.get(reason)
    return {
        "field": words.FIELDS.get(reason, "lines"),
        "text": str(text) if text else sentence(refused),
    }


def _samples() -> SlipSamples:
    samples = current_app.config.get(SLIP_SAMPLES)
    if samples is None:
        abort(404)
    return cast(SlipSamples, samples)
