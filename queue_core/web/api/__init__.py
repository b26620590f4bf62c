"""What an HTTP API of the product shares, of a node or of the hub: strict questions, refusals by
their codes, and the description made from the routes."""
