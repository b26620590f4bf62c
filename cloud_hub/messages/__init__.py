"""What the hub says to people: texts, the outgoing queue, the gateways, and what became of it."""
