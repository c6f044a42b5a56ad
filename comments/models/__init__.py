"""The conversation's nouns."""

from comments.models.comment import Comment
from comments.models.decision import Decision
from comments.models.follow import Follow
from comments.models.hand import Hand, Means
from comments.models.knowledge import Knowledge
from comments.models.policy import Policy
from comments.models.rejected import Rejected
from comments.models.report import Report
from comments.models.revision import Revision
from comments.models.rule import Rule
from comments.models.targeted import key_of
from comments.models.writer import Writer

__all__ = [
    "Comment",
    "Decision",
    "Follow",
    "Hand",
    "Knowledge",
    "Means",
    "Policy",
    "Rejected",
    "Report",
    "Revision",
    "Rule",
    "Writer",
    "key_of",
]
