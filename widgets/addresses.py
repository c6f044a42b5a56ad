"""What an editor may type where a link is wanted: a whole address, or a path of this site."""

import re
from typing import Final

from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

BEGINNINGS: Final = ("https://", "http://", "mailto:", "tel:", "/", "#")

is_address: Final = RegexValidator(
    regex=rf"^({'|'.join(re.escape(start) for start in BEGINNINGS)})\S*$",
    message=_("Begin with https:// for another site or with / for a page of this one, and leave out spaces."),
    code="address",
)


def begins_as_an_address(field: str) -> Q:
    """The same promise for the database: no script, no data, nothing that is not a link; empty is allowed."""
    condition = Q(**{field: ""})
    for start in BEGINNINGS:
        condition |= Q(**{f"{field}__startswith": start})
    return condition
