"""Passwords of staff: argon2id, and how long to wait after wrong tries.

Knows no accounts. The trap: argon2 takes 19 MiB for each check, so only one runs at a time on a
small machine.
"""

import secrets
import threading
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_ONE_AT_A_TIME = threading.Lock()
_FREE_TRIES = 4
_LONGEST_DELAY_SECONDS = 300


def hash_password(password: str) -> str:
    """How a password is kept."""
    with _ONE_AT_A_TIME:
        return _HASHER.hash(password)


def is_password(hashed: str | None, password: str) -> bool:
    """Whether the password is right; without an account it takes as long and is never right."""
    kept = hashed or _nobody()
    with _ONE_AT_A_TIME:
        try:
            return _HASHER.verify(kept, password) and hashed is not None
        except VerifyMismatchError:
            return False


def delay_after(wrong_tries: int) -> timedelta:
    """How long nobody may try again: nothing at first, then longer and longer, up to 5 minutes."""
    beyond = wrong_tries - _FREE_TRIES
    if beyond <= 0:
        return timedelta(0)
    return timedelta(seconds=min(_LONGEST_DELAY_SECONDS, 2 ** min(beyond, 10)))


@cache
def _nobody() -> str:
    return hash_password(secrets.token_hex(16))
