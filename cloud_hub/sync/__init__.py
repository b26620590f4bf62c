"""The hub's side of the link: applies the logs of the nodes, and sends each office its own."""
