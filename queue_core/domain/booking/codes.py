"""The six digits of a booking, as the node may know them: only by their MAC.

Keys are texts as `OfficeKeys` brings them; their UTF-8 bytes are the key.
"""

import hmac
from hashlib import sha256

CODE_DIGITS = 6


def code_mac(key: str, code: str) -> str:
    """What proves a code without telling it: HMAC-SHA256, the first 16 bytes in hex."""
    return hmac.digest(key.encode(), code.encode(), sha256)[:16].hex()


def typed_code(words: str) -> str | None:
    """The six digits in what a person typed, spaces and hyphens forgiven; None if it is none."""
    digits = "".join(c for c in words if not c.isspace() and c != "-")
    well_formed = len(digits) == CODE_DIGITS and digits.isascii() and digits.isdigit()
    return digits if well_formed else None
