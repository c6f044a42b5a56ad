"""The conversation's nouns."""

from comments.models.comment import Comment

__all__ = ["Comment"]
