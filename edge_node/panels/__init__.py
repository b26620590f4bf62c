"""The screens of a node: one blueprint for one kind of person.

A panel calls use cases and may read through `store` and `views`; it never writes through the
store and never touches a device.
"""

from flask import Blueprint

from edge_node.panels import board, clerk, display, kiosk, login, public
from edge_node.panels.api import API

PANELS: tuple[Blueprint, ...] = (
    login.blueprint,
    clerk.blueprint,
    kiosk.blueprint,
    board.blueprint,
    display.blueprint,
    public.blueprint,
    *API,
)
