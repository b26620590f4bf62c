"""The entries of the staff menu, each with the rights that show it."""

from flask_babel import lazy_gettext as _

from queue_core.web.access import Right
from queue_core.web.site import Page

PAGES: tuple[Page, ...] = (
    Page("clerk.panel", _("My counter"), frozenset({Right.CALL})),
    Page("reception.panel", _("Reception"), frozenset({Right.RECEPTION})),
    Page("day_report.page", _("The day's figures"), frozenset({Right.REPORTS})),
    Page("status.page", _("Devices and status"), frozenset({Right.DEVICES, Right.MANAGE})),
    Page("slip_layout.page", _("Look of tickets"), frozenset({Right.MANAGE})),
)
