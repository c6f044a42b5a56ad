"""Why nothing was fetched."""

from django.utils.translation import gettext as _


class FetchError(Exception):
    """Says in one sentence why nothing was fetched, fit for an editor's eyes. What was asked for is not there.

    `status` is what the server answered, 0 if it did not get that far. `is_final`: asking again would end the same
    way, since the address itself is refused or something else than was asked for stands there.
    """

    def __init__(self, sentence: str, *, status: int = 0, is_final: bool = False) -> None:
        super().__init__(sentence)
        self.status = status
        self.is_final = is_final


def late(host: str) -> FetchError:
    return FetchError(_("%(host)s took too long to answer.") % {"host": host})
