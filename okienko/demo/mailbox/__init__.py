"""A mailbox for a demonstration: takes every letter over SMTP, and shows them on a page."""
