"""What everybody may see of the queue."""

from edge_node.office.serving import serve_without_ticket
from edge_node.store.unit import Office
from edge_node.views.queue_state import queue_state
from tests.edge_node.office.desk import call, pass_time
from tests.edge_node.sample import by, opened, take


def test_the_last_called_number_is_on_a_ticket_that_somebody_holds(office: Office) -> None:
    opened(office, "1", "2")
    called = take(office)
    call(office)
    pass_time(office, minutes=1)
    serve_without_ticket(office, by("2"), "2", "id_cards")
    service = queue_state(office).service("id_cards")
    assert service is not None
    assert service.last_called == called.number
