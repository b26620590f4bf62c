"""Signing in and out at the node, also when the Internet is away."""

from edge_node.panels.menu import PAGES
from edge_node.panels.session import SESSIONS, office
from edge_node.store.operators import check_password
from queue_core.web.signing_in import login_blueprint

blueprint = login_blueprint(
    SESSIONS, lambda login, password: check_password(office(), login, password), PAGES
)
