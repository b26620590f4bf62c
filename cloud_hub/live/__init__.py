"""What the hub knows of each office's queue: the e-ticket, its wishes, and the public pages."""
