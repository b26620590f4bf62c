"""Pages of the live room: the e-ticket, and the public state of each office."""
