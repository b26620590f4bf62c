"""The pages of the hub: one blueprint for one kind of person."""

from flask import Blueprint

from cloud_hub import health
from cloud_hub.api import API
from cloud_hub.booking.pages import blueprint as booking
from cloud_hub.booking.register_pages import blueprint as register
from cloud_hub.live.pages import eticket, notice, queue_page
from cloud_hub.messages import delivery
from cloud_hub.staff import login

PANELS: tuple[Blueprint, ...] = (
    health.blueprint,
    login.blueprint,
    booking,
    register,
    delivery.blueprint,
    eticket.blueprint,
    notice.blueprint,
    queue_page.blueprint,
    *API,
)
