from collections.abc import Iterator
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from blog.models import Author, Discussed, Site
from comments import judgement, targets, tokens, wishes
from comments.circumstances import Circumstances
from comments.fields import LineField, LinesField, WebsiteField
from comments.models import Comment, Rejected, key_of
from comments.spam.evidence import Form
from startalking.core import text

OF_GUESTS: Final = ("name", "email", "website", "wants_key", "follow", "consent")


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
    follow = forms.ChoiceField(
        label=_("Send me an e-mail about"),
        required=False,
        choices=[
            ("", _("nothing")),
            ("thread", _("answers in this thread")),
            ("page", _("all further comments on this page")),
        ],
        error_messages={"invalid_choice": _("Please choose one of the three.")},
    )
    wants_key = forms.BooleanField(
        label=_("Send me a key by e-mail, to correct, withdraw or erase my comment later"),
        required=False,
    )
    consent = forms.BooleanField(
        label=_("I agree that my details are stored with the comment, as the privacy notice says"),
        error_messages={"required": _("Please tick the box; without your consent we may not store the comment.")},
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
        circumstances: Circumstances | None = None,
    ) -> None:
        initial = {"parent": parent, "token": tokens.issue(target)}
        super().__init__(data, initial=initial, auto_id="comment-%s")
        self.target, self.author, self.circumstances = target, author, circumstances or Circumstances()
        self.action = reverse("comments:submit", args=[targets.kind_of(target), target.pk])
        cast(forms.ModelChoiceField, self.fields["parent"]).queryset = Comment.objects.on(target).approved()
        for known in OF_GUESTS if author else () if Site.objects.current().comment_consent else ("consent",):
            del self.fields[known]

    @property
    def quoted(self) -> Comment | None:
        """The comment that is answered; of a form that was sent, once it has been checked."""
        found = self.cleaned_data.get("parent") if self.is_bound else self.initial["parent"]
        return cast("Comment | None", found)

    def clean_email(self) -> str:
        return text.typed(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        self.reading = tokens.read(self.cleaned_data.get("token", ""), self.target)
        for error in self._objections():
            self.add_error(None, ValidationError(error))
        if "parent" in self.errors:
            del self.errors["parent"]
            self._show_again(parent="")
            self.add_error(None, _("The comment you answered is no longer there. Sent again, yours stands on its own."))
        trapped = self.reading.trapped or bool(self.cleaned_data.get("trap"))
        after = tokens.Reading(self.reading.verdict, self.reading.age, trapped)
        self._show_again(token=tokens.issue(self.target, after=after), trap="")
        return self.cleaned_data

    def submit(self) -> Comment:
        """Judge the comment and store it; the one that stands already, if it was sent twice."""
        comment = Comment(parent=self.cleaned_data["parent"], **self._said(), **key_of(self.target))
        if self.author is None:
            uses = tokens.uses(self.cleaned_data["token"])
            judgement.pass_judgement(comment, Form(self.reading.age, uses, self.reading.trapped))
        stored = comment.submit()
        Rejected.objects.let_go(stored)
        if self.author is None:
            wishes.note(stored, wants_key=self.cleaned_data["wants_key"], follow=self.cleaned_data["follow"])
        return stored

    def keep_aside(self) -> None:
        """Put what was refused into quarantine, as it was typed, with the reasons. Nothing to read is not kept."""
        typed = {name: str(self.data.get(name, "")) for name in ("body", "name", "email", "website")}
        said = {name: text.typed(words).strip() for name, words in typed.items()}
        if said["body"]:
            reasons = [str(error) for errors in self.errors.values() for error in errors]
            Rejected.objects.keep(self.target, said | {"parent": self.cleaned_data.get("parent")}, reasons)

    def _said(self) -> dict[str, Any]:
        said = {name: self.cleaned_data.get(name, "") for name in ("body", "name", "email", "website")}
        return said | {"name": self.author.name, "author": self.author} if self.author else said

    def _objections(self) -> Iterator[str]:
        """What speaks against the form as a whole, in the order in which it should be read."""
        if closed := targets.closed_because(self.target):
            yield str(closed)
        if self.circumstances.wait:
            yield _please_wait(self.circumstances.wait)
        if not self.circumstances.from_here:
            yield gettext("The form was sent from another website. Please check your text and send it from here.")
        if self.reading.verdict is tokens.Verdict.EXPIRED:
            yield gettext("The form had been open for a long time. Please send it once more.")
        if self.reading.verdict is tokens.Verdict.FORGED:
            yield gettext("The form could not be recognised. Please send it once more.")
        if self.cleaned_data.get("trap"):
            yield gettext("A field that people do not see was filled in. Please send the form once more.")

    def _show_again(self, **values: str) -> None:
        """What the form shows instead of what was sent, when it is shown again."""
        data = cast(QueryDict, self.data).copy()
        for name, value in values.items():
            data[name] = value
        self.data = data


def _please_wait(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext(
        "Many comments have come in within a short time. Please send yours again in a minute; your text stays here.",
        "Many comments have come in within a short time. Please send yours again in %(minutes)d minutes; your text "
        "stays here.",
        minutes,
    ) % {"minutes": minutes}
