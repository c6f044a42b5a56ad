"""The doors by which other servers tell of their links. Each reads its protocol; behind them is one room."""

from linkbacks.views.pingback import pingback
from linkbacks.views.trackback import numbered_trackback, trackback
from linkbacks.views.webmention import status, webmention

__all__ = ["numbered_trackback", "pingback", "status", "trackback", "webmention"]
