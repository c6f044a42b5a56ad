"""What readers and writers of comments ask for."""

from comments.views.errands import errand
from comments.views.reading import permalink
from comments.views.submission import answer, received, submit

__all__ = ["answer", "errand", "permalink", "received", "submit"]
