"""What the admin pages of posts and pages have in common."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from blog.admin.image import thumbnail
from blog.models import Entry
from startalking.core.admin.editor import TextEditorField
from startalking.core.admin.marks import badge, short
from startalking.core.admin.slugs import SlugForm
from startalking.core.admin.verbs import Verb, VerbAdmin
from startalking.core.admin.versions import VersionForm


def publish_now(entry: Entry) -> None:
    """A date that has passed stays: it may be an old text that moves in."""
    lies_ahead = entry.published_at is not None and entry.published_at > timezone.now()
    entry.publish(at=timezone.now() if lies_ahead else None)


def is_out_or_will_be(entry: Entry) -> bool:
    return entry.status in Entry.PUBLIC


PUBLISH = Verb(
    "publish",
    _("Publish now"),
    ngettext_lazy("The text is public now.", "%(count)d texts are public now.", "count"),
    do=publish_now,
    when=lambda entry: not entry.is_public,
)
SCHEDULE = Verb(
    "schedule",
    _("Schedule"),
    ngettext_lazy("The text will be public at its hour.", "%(count)d texts will be public at their hour.", "count"),
    do=lambda entry: entry.publish(),
    when=lambda entry: not is_out_or_will_be(entry),
    in_bulk=False,
)
SUBMIT = Verb(
    "submit_for_review",
    _("Submit for review"),
    ngettext_lazy("The text is waiting for review.", "%(count)d texts are waiting for review.", "count"),
    do=lambda entry: entry.submit_for_review(),
    when=lambda entry: entry.status in {Entry.Status.DRAFT, Entry.Status.WITHDRAWN},
)
RETURN = Verb(
    "return_to_draft",
    _("Return to draft"),
    ngettext_lazy("The text is a draft again.", "%(count)d texts are drafts again.", "count"),
    do=lambda entry: entry.return_to_draft(),
    when=lambda entry: not entry.is_public and entry.status != Entry.Status.DRAFT,
    in_bulk=False,
)
KEEP_PRIVATE = Verb(
    "keep_private",
    _("Keep for editors only"),
    ngettext_lazy("Only editors can read the text now.", "Only editors can read these %(count)d texts now.", "count"),
    do=lambda entry: entry.keep_private(),
    when=lambda entry: entry.status != Entry.Status.PRIVATE,
)
WITHDRAW = Verb(
    "withdraw",
    _("Withdraw"),
    ngettext_lazy(
        "The text was taken down. Its address says so.",
        "%(count)d texts were taken down. Their addresses say so.",
        "count",
    ),
    do=lambda entry: entry.withdraw(),
    when=is_out_or_will_be,
)


class EntryForm(VersionForm, SlugForm):
    body = TextEditorField(label=capfirst(_("text")))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        published_at = cleaned.get("published_at")
        if "published_at" in self.errors:
            return cleaned
        if self.data.get("_verb") == SCHEDULE.name and not (published_at and published_at > timezone.now()):
            self.add_error("published_at", _("Choose a date and an hour that lie ahead, or publish now."))
        elif is_out_or_will_be(self.instance) and not published_at:
            self.add_error("published_at", _("What is public or scheduled needs a date. To take it down, withdraw it."))
        return cleaned


class EntryAdmin(VerbAdmin):
    """Writes entries; their state changes by verbs only."""

    form = EntryForm
    verbs = [PUBLISH, SCHEDULE, SUBMIT, RETURN, KEEP_PRIVATE, WITHDRAW]
    readonly_fields = ["state", "shown_picture"]
    prepopulated_fields = {"slug": ["title"]}
    save_on_top = False

    class Media:
        js = ["admin/startalking/slug.js", "admin/startalking/keep.js"]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        super().save_related(request, form, formsets, change)
        entry = form.instance
        if "published_at" in form.changed_data and is_out_or_will_be(entry):
            entry.publish()
        entry.record_edit()

    def view_on_site(self, entry: Entry) -> str:
        return entry.get_absolute_url()

    @admin.display(description=_("status"), ordering="status")
    def state(self, entry: Entry) -> SafeString:
        return badge(entry.status, entry.get_status_display())

    @admin.display(description=_("published on"), ordering="published_at")
    def moment(self, entry: Entry) -> str:
        return short(entry.published_at)

    @admin.display(description=_("address"))
    def address(self, entry: Entry) -> str:
        return entry.get_absolute_url()

    @admin.display(description=_("shown picture"))
    def shown_picture(self, entry: Entry) -> str:
        if entry.picture is None or not entry.picture.file:
            return gettext("No picture chosen.")
        return format_html(
            '<figure class="chosen">{}<figcaption>{}</figcaption></figure>',
            thumbnail(entry.picture),
            entry.picture.credit_line,
        )
