"""The linkbacks' nouns."""

from linkbacks.models.incoming import Incoming

__all__ = ["Incoming"]
