from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blog.models import Author, Discussed
from comments import targets, tokens
from comments.fields import LineField, LinesField, WebsiteField
from comments.models import Comment, key_of
from startalking.core import text


class CommentForm(forms.Form):
    """A comment, or an answer to one. Whatever fails, everything that was typed is shown again."""

    parent = forms.ModelChoiceField(Comment.objects.none(), required=False, widget=forms.HiddenInput)
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    body = LinesField(
        label=_("Your comment"),
        widget=forms.Textarea(attrs={"rows": 8}),
        validators=[
            MaxLengthValidator(
                text.MAX_COMMENT,
                _("Your text has %(show_value)d characters; at most %(limit_value)d are possible. Please shorten it."),
            )
        ],
        error_messages={"required": _("Please write something.")},
    )
    name = LineField(
        label=_("Name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Please tell us your name."),
            "max_length": _("Please use at most %(limit_value)d characters for your name."),
        },
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Please tell us your e-mail address. It is not shown."),
            "invalid": _("Please check your e-mail address; it should look like name@example.com."),
        },
    )
    website = WebsiteField(
        label=_("Website"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "url", "inputmode": "url"}),
        error_messages={"invalid": _("Please check the address of your website, for example www.example.com.")},
    )
    trap = forms.CharField(
        label=_("Please leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        target: Discussed,
        author: Author | None = None,
        parent: Comment | None = None,
        from_here: bool = True,
    ) -> None:
        initial = {"parent": parent, "token": tokens.issue(target)}
        super().__init__(data, initial=initial, auto_id="comment-%s")
        self.target, self.author, self.from_here = target, author, from_here
        self.action = reverse("comments:submit", args=[targets.kind_of(target), target.pk])
        cast(forms.ModelChoiceField, self.fields["parent"]).queryset = Comment.objects.on(target).approved()
        if author:
            for known in ("name", "email", "website"):
                del self.fields[known]

    @property
    def quoted(self) -> Comment | None:
        """The comment that is answered; of a form that was sent, once it has been checked."""
        found = self.cleaned_data.get("parent") if self.is_bound else self.initial["parent"]
        return cast("Comment | None", found)

    def clean_email(self) -> str:
        return text.typed(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        for error in self._objections():
            self.add_error(None, ValidationError(error))
        if "parent" in self.errors:
            del self.errors["parent"]
            self._show_again(parent="")
            self.add_error(None, _("The comment you answered is no longer there. Sent again, yours stands on its own."))
        self._show_again(token=tokens.issue(self.target), trap="")
        return self.cleaned_data

    def submit(self) -> Comment:
        """Store the comment; the one that stands already, if it was sent twice."""
        said = {name: self.cleaned_data.get(name, "") for name in ("body", "name", "email", "website")}
        if self.author:
            said |= {"name": self.author.name, "author": self.author}
        key = key_of(self.target)
        return Comment(parent=self.cleaned_data["parent"], **said, **key).submit()

    def _objections(self) -> Iterator[str]:
        """What speaks against the form as a whole, in the order in which it should be read."""
        if closed := targets.closed_because(self.target):
            yield str(closed)
        if not self.from_here:
            yield gettext("The form was sent from another website. Please check your text and send it from here.")
        verdict = tokens.judge(self.cleaned_data.get("token", ""), self.target)
        if verdict is tokens.Verdict.EXPIRED:
            yield gettext("The form had been open for a long time. Please send it once more.")
        if verdict is tokens.Verdict.FORGED:
            yield gettext("The form could not be recognised. Please send it once more.")
        if self.cleaned_data.get("trap"):
            yield gettext("A field that people do not see was filled in. Please send the form once more.")

    def _show_again(self, **values: str) -> None:
        """What the form shows instead of what was sent, when it is shown again."""
        data = cast(QueryDict, self.data).copy()
        for name, value in values.items():
            data[name] = value
        self.data = data
