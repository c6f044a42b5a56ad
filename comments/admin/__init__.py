"""The moderators' pages."""

from comments.admin.comment import CommentAdmin
from comments.admin.policy import PolicyAdmin
from comments.admin.rejected import RejectedAdmin
from comments.admin.rule import RuleAdmin

__all__ = ["CommentAdmin", "PolicyAdmin", "RejectedAdmin", "RuleAdmin"]
