"""Addresses that only who sent a linkback knows."""

from django.core.signing import BadSignature, Signer

from linkbacks.models import Incoming


def issue(incoming: Incoming) -> str:
    return _signer().sign(str(incoming.pk))


def read(token: str) -> Incoming | None:
    """The linkback that a token was issued for; None for a forged one, and when it is gone."""
    try:
        return Incoming.objects.for_list().filter(pk=int(_signer().unsign(token))).first()
    except (BadSignature, ValueError):
        return None


def _signer() -> Signer:
    return Signer(sep=".", salt="linkbacks.status")
