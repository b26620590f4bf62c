"""The entries of the staff menu on the hub, each with the rights that show it."""

from queue_core.web.site import Page

PAGES: tuple[Page, ...] = ()
