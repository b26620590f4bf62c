"""The hub: booking for citizens, the staff of the institution, and the link to its nodes."""
