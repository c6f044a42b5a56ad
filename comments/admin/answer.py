from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from blog.models import Author
from comments.fields import LinesField
from comments.models import Comment, Hand, key_of
from startalking.core import text


class AnswerForm(forms.Form):
    """What a moderator says to a comment, from the queue."""

    use_required_attribute = False
    """Its field stands in one form with buttons that need no answer."""

    body = LinesField(
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[
            MaxLengthValidator(
                text.MAX_COMMENT,
                _("Your text has %(show_value)d characters; at most %(limit_value)d are possible. Please shorten it."),
            )
        ],
        error_messages={"required": _("Please write something.")},
    )

    def __init__(self, data: Any = None, *, to: Comment) -> None:
        super().__init__(data, auto_id=f"answer-{to.pk}-%s")
        self.to = to

    @transaction.atomic
    def submit(self, hand: Hand) -> Comment:
        """Show the comment that is answered, and the answer below it at once."""
        self.to.approve(hand)
        author = Author.objects.for_account(hand.user)
        said = {"author": author, "name": author.name, "body": self.cleaned_data["body"]}
        return Comment(parent=self.to, **said, **key_of(self.to.target)).submit()
