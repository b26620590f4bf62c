"""What every page of the reception needs beside its own view."""

from typing import Any

from edge_node.panels import reception_words as words
from edge_node.panels.clerk_words import ISSUING, pause_reason
from edge_node.panels.needs import NEEDS, need
from edge_node.panels.session import office


def page_words() -> dict[str, Any]:
    """The words and lists of the office for a template."""
    document = office().document
    return {
        "document": document,
        "services": {service.id: service for service in document.services},
        "printers": document.printers,
        "words": words,
        "ISSUING": ISSUING,
        "NEEDS": NEEDS,
        "need": need,
        "pause_reason": pause_reason,
    }
