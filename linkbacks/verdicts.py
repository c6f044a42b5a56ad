"""What the judges found of a linkback, in sentences for moderators: those of the comments, but where they speak of
writers the site is meant.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import ngettext_lazy

from comments import verdicts

SENTENCES: Final[Mapping[str, Any]] = {
    "known_writer": ngettext_lazy(
        "%(number)d linkback of this site was approved.",
        "%(number)d linkbacks of this site were approved.",
        "number",
    ),
    "writer_of_spam": ngettext_lazy(
        "%(number)d linkback of this site was spam.", "%(number)d linkbacks of this site were spam.", "number"
    ),
}


def sentence(finding: Mapping[str, Any]) -> str:
    words = SENTENCES.get(finding["reason"])
    return str(words % finding["facts"]) if words is not None else verdicts.sentence(finding)
