"""The moderators' pages."""

from comments.admin.comment import CommentAdmin

__all__ = ["CommentAdmin"]
