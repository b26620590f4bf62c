"""The entries of the staff menu on the hub, each with the rights that show it."""

from flask_babel import lazy_gettext as _l

from queue_core.web.access import Right
from queue_core.web.site import Page

PAGES: tuple[Page, ...] = (
    Page("register.day_list", _l("Register of bookings"), frozenset({Right.REGISTER})),
)
