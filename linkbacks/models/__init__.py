"""The linkbacks' nouns."""

from linkbacks.models.incoming import Incoming
from linkbacks.models.outgoing import Outgoing
from linkbacks.models.policy import Policy

__all__ = ["Incoming", "Outgoing", "Policy"]
