"""Proof of work (ALTCHA): a robot that wants many terms must pay for each in processor time.

A challenge is signed by us and good for one term only. It switches on when the whole hub holds
more terms a minute than people do.
"""

import base64
import json
from datetime import timedelta
from urllib.parse import parse_qs

from altcha.v1 import ChallengeOptions, create_challenge, verify_solution

from cloud_hub.defence.counting import count, counted
from cloud_hub.store.unit import Command, Hub

MINUTE = 60
GOOD_FOR = timedelta(minutes=10)
_HOLDS = ("holds", "everybody")


def is_pressed(hub: Hub, calm: int) -> bool:
    """Whether more terms were wanted in this minute than people want; with 0 always."""
    return calm == 0 or counted(hub, *_HOLDS) > calm


def note_wish(hub: Hub) -> None:
    """Count one more term that somebody wants."""
    count(hub, Command(), *_HOLDS, MINUTE)


def challenge(hub: Hub, steps: int) -> str:
    """A task as JSON for the script of the page: find the number behind a hash."""
    made = create_challenge(
        ChallengeOptions(
            hmac_key=hub.keys.of("work").hex(),
            max_number=steps,
            expires=hub.clock.now() + GOOD_FOR,
        )
    )
    return json.dumps(
        {
            "algorithm": made.algorithm,
            "challenge": made.challenge,
            "maxnumber": steps,
            "salt": made.salt,
            "signature": made.signature,
        }
    )


def is_solved(hub: Hub, solution: str) -> bool:
    """Whether this solves one of our challenges, in time and for the first time."""
    right, _reason = verify_solution(solution, hub.keys.of("work").hex(), check_expires=False)
    if not right:
        return False
    proof = json.loads(base64.b64decode(solution))
    if _expires(proof["salt"]) < hub.clock.now().timestamp():
        return False
    seconds = int(GOOD_FOR.total_seconds())
    return count(hub, Command(), "work", str(proof["signature"]), seconds) == 1


def _expires(salt: str) -> float:
    """The end that the challenge names, by our own clock; it is signed with the rest."""
    return float(parse_qs(salt.partition("?")[2])["expires"][0])
