"""The hub behind the request that is being answered; pages import this and no application."""

from flask import current_app

from cloud_hub.store.unit import Hub

EXTENSION = "okienko_hub"
"""Under this name the application's factory puts its `Hub` into `app.extensions`."""


def hub() -> Hub:
    """The hub that this application serves."""
    served: Hub = current_app.extensions[EXTENSION]
    return served
