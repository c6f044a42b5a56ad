"""The admin of the linkbacks."""

from linkbacks.admin import incoming, policy

__all__ = ["incoming", "policy"]
