"""The hub behind the request that is being answered; pages import this and no application."""

from flask import current_app

from cloud_hub.config import HubConfig
from cloud_hub.store.unit import Hub

EXTENSION = "okienko_hub"
"""Under this name the application's factory puts its `Hub` into `app.extensions`."""
CONFIG = "okienko_config"
"""And under this name the settings of its machine."""


def hub() -> Hub:
    """The hub that this application serves."""
    served: Hub = current_app.extensions[EXTENSION]
    return served


def config() -> HubConfig:
    """The settings of the machine that serves it."""
    served: HubConfig = current_app.extensions[CONFIG]
    return served
