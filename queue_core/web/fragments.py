"""Parts of a page that reload by themselves: answered with 304 while nothing changed.

Knows HTTP only. The trap: form tokens and request ids differ in every rendering, so they are
left out of the hash; without that no fragment with a form would ever be "unchanged".
"""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

Arguments = ParamSpec("Arguments")

_CHANGES_ALWAYS = re.compile(rb'name="(?:csrf_token|request_id)" value="[^"]*"')


def fragment(
    view: Callable[Arguments, ResponseReturnValue],
) -> Callable[Arguments, Response]:
    """Give the view's answer an ETag of its body, and answer 304 to who has it already."""

    @wraps(view)
    def answered(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        response = make_response(view(*args, **kwargs))
        if response.status_code != 200:
            return response
        body = _CHANGES_ALWAYS.sub(b"", response.get_data())
        response.set_etag(hashlib.blake2b(body, digest_size=12).hexdigest(), weak=True)
        response.headers["Cache-Control"] = "private, no-cache"
        response.vary.update(("Accept-Language", "Cookie"))
        response.make_conditional(request)
        return response

    return answered
