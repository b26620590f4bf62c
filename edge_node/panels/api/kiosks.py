"""Kiosks blocked and released from afar, and the tickets of a paper day."""

from edge_node.office.kiosks import block_kiosk, release_kiosk
from edge_node.office.paper_day import PaperEntry, enter_paper_ticket
from edge_node.panels.api import answers, questions, telling
from edge_node.panels.api.asking import asked
from edge_node.panels.session import office
from edge_node.views.kiosks import kiosk_blocks
from queue_core.web.access import Right, needs
from queue_core.web.api.contract import api_blueprint, refuses

blueprint = api_blueprint("kiosks", "Office")


@blueprint.post("/kiosks/<id>/block")
@needs(Right.BLOCK_KIOSK)
@blueprint.input(questions.Blocking, arg_name="shown")
@blueprint.output(answers.Kiosk)
@refuses("unknown_kiosk")
def block(id: str, shown: questions.Blocking) -> answers.Kiosk:
    """Stop a kiosk; it shows the given text."""
    block_kiosk(office(), asked(), id, shown.text)
    return _kiosk(id)


@blueprint.post("/kiosks/<id>/release")
@needs(Right.BLOCK_KIOSK)
@blueprint.output(answers.Kiosk)
@refuses("unknown_kiosk")
def release(id: str) -> answers.Kiosk:
    """Let a kiosk issue tickets again."""
    release_kiosk(office(), asked(), id)
    return _kiosk(id)


@blueprint.post("/paper-day/tickets")
@needs(Right.PAPER_DAY)
@blueprint.input(questions.PaperTicket, arg_name="line")
@blueprint.output(answers.Ticket, status_code=201)
@refuses("unknown_service", "unknown_counter", "number_taken")
def enter_paper_line(line: questions.PaperTicket) -> answers.Ticket:
    """Enter one line of the list written by hand while the box was dead.

    A line without hours of service joins the queue at its own time.
    """
    entry = PaperEntry(
        service=line.service,
        number=line.number,
        issued_at=line.issued_at,
        called_at=line.called_at,
        ended_at=line.ended_at,
        counter=line.counter,
        came=line.came,
    )
    return telling.one(office(), enter_paper_ticket(office(), asked(), entry))


def _kiosk(id: str) -> answers.Kiosk:
    known = next(kiosk for kiosk in office().document.kiosks if kiosk.id == id)
    blocks = kiosk_blocks(office().database.read())
    return answers.Kiosk(id=id, name=known.name, blocked=blocks.get(id))
