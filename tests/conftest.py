"""Settings of the whole test run: how many random examples a rule has to survive."""

import os

from hypothesis import HealthCheck, settings

_SLOW_MACHINE = (HealthCheck.too_slow,)
settings.register_profile(
    "short", max_examples=50, deadline=None, suppress_health_check=_SLOW_MACHINE
)
settings.register_profile(
    "full", max_examples=1000, deadline=None, suppress_health_check=_SLOW_MACHINE
)
settings.load_profile(os.environ.get("OKIENKO_PROOF", "short"))
