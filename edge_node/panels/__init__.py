"""The screens of a node: one blueprint for one kind of person.

A panel calls use cases and may read through `store` and `views`; it never writes through the
store and never touches a device.
"""

from flask import Blueprint

from edge_node.panels import (
    board,
    clerk,
    day_end,
    day_report,
    desk_booking,
    display,
    hall,
    kiosk,
    kiosk_booking,
    kiosk_later,
    kiosk_voice,
    login,
    paper,
    paper_day,
    public,
    reception,
    reception_visits,
    slip_layout,
    status,
)
from edge_node.panels.api import API

PANELS: tuple[Blueprint, ...] = (
    login.blueprint,
    clerk.blueprint,
    kiosk.blueprint,
    kiosk_booking.blueprint,
    kiosk_later.blueprint,
    kiosk_voice.blueprint,
    hall.blueprint,
    paper.blueprint,
    board.blueprint,
    display.blueprint,
    public.blueprint,
    reception.blueprint,
    reception_visits.blueprint,
    desk_booking.blueprint,
    day_end.blueprint,
    paper_day.blueprint,
    day_report.blueprint,
    slip_layout.blueprint,
    status.blueprint,
    *API,
)
