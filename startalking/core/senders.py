"""Who sends a request, as far as limits need to know: a mark that tells two senders of one day apart, and nothing else.

The address is looked at here only. Its mark depends on a salt that is made anew each day (UTC) and lies nowhere but
where the counters lie; when it is gone, nobody can say which address had which mark. Marks belong in counters' keys,
never in a database or a log.
"""

import time
from hashlib import blake2b
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from startalking.core import counters

DAY: Final = 24 * 3600


def mark_of(request: HttpRequest) -> str:
    """The sender's mark of this day: 32 hexadecimal digits. All whose address cannot be read have the same."""
    return blake2b(_network(_address(request)).encode(), key=_salt(), digest_size=16).hexdigest()


def forget_yesterday() -> None:
    """Overwrite the salt of a day that is over, even where nobody comes who needs another one."""
    _salt()


def _salt() -> bytes:
    now = int(time.time())
    return counters.salt(now - now % DAY + DAY)


def _address(request: HttpRequest) -> str:
    """Behind our own proxy, what that one has added: all that stands before it, the sender may have made up."""
    if settings.TRUST_PROXY:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", "")).strip()


def _network(text: str) -> str:
    """The address, of IPv6 its /64: that much is given to one household. Empty for what is no address."""
    try:
        address = ip_address(_without_port(text).partition("%")[0])
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((int(address), 64), strict=False))


def _without_port(text: str) -> str:
    """Some proxies write `192.0.2.1:4711` and `[2001:db8::1]:4711`."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text
