"""What is posted to a door."""

from django.http import HttpRequest
from django.http.request import UnreadablePostError

from linkbacks import limits
from linkbacks.protocols import Reason, Refusal


def posted(request: HttpRequest, largest: int) -> bytes:
    """What was posted, and one byte more than is taken, so that too much shows as too much without being read.

    Counts the call. Raises `Refusal` when this sender calls too often.
    """
    limits.check_sender(request)
    try:
        return bytes(request.read(largest + 1))
    except UnreadablePostError:
        raise Refusal("The message did not arrive whole.", reason=Reason.MALFORMED) from None


def content_type(request: HttpRequest) -> str:
    return request.headers.get("Content-Type", "")
