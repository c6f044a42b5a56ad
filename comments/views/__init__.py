"""What readers and writers of comments ask for."""

from comments.views.errands import errand
from comments.views.follows import follow, follow_confirm, follow_end
from comments.views.keys import key, key_confirm, key_erase, key_export, key_renew, key_request
from comments.views.own import key_correct, key_follow, key_follow_confirm, key_follow_end, key_withdraw
from comments.views.preview import preview
from comments.views.reading import feed_below, permalink, report, reported
from comments.views.receipt import received
from comments.views.submission import answer, submit

__all__ = [
    "answer",
    "errand",
    "feed_below",
    "follow",
    "follow_confirm",
    "follow_end",
    "key",
    "key_confirm",
    "key_correct",
    "key_erase",
    "key_export",
    "key_follow",
    "key_follow_confirm",
    "key_follow_end",
    "key_renew",
    "key_request",
    "key_withdraw",
    "permalink",
    "preview",
    "received",
    "report",
    "reported",
    "submit",
]
