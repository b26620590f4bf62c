"""Signing in and out of the staff's pages of the hub, below `/staff`."""

from cloud_hub.served import hub
from cloud_hub.staff.menu import PAGES
from cloud_hub.staff.operators import check_password
from cloud_hub.staff.session import SESSIONS
from queue_core.web.signing_in import login_blueprint

blueprint = login_blueprint(
    SESSIONS, lambda login, password: check_password(hub(), login, password), PAGES
)
blueprint.url_prefix = "/staff"
