"""The one root of every expected refusal.

A refusal carries a stable `code` for machines and ids for the log; the sentence that a person
reads comes from the catalogues by that code. It never holds personal data.
"""


class Refused(Exception):
    """Something a rule does not allow. Nothing was changed.

    `code` is stable (`service_closed`, `taken_by_other` …); `facts` are values that the
    sentence may name, such as an hour or a number.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class NotAllowedNow(Refused):
    """The ticket or the counter is in a state from which this move does not exist."""

    def __init__(self, **facts: object) -> None:
        super().__init__("not_allowed_now", **facts)


class Unknown(Refused):
    """No such service, ticket, counter, kiosk, board or job."""

    def __init__(self, thing: str, **facts: object) -> None:
        super().__init__(f"unknown_{thing}", **facts)
