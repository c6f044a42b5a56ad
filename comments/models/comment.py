from datetime import datetime, timedelta
from typing import Any, Self

from django.core import signing
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from mptt.managers import TreeManager
from mptt.querysets import TreeQuerySet

from blog.models import Discussed
from comments import events
from comments.models.hand import Hand, Means
from comments.models.moderated import Moderated
from comments.models.revision import Revision
from comments.models.targeted import Targeted, key_of
from comments.spam import likeness
from startalking.core import soundness, text
from startalking.core.events import announce


class CommentQuerySet(TreeQuerySet["Comment"]):
    def approved(self) -> Self:
        return self.filter(status=Comment.Status.APPROVED)

    def held(self) -> Self:
        """The moderation queue."""
        return self.filter(status=Comment.Status.HELD)

    def spam(self) -> Self:
        return self.filter(status=Comment.Status.SPAM)

    def trashed(self) -> Self:
        return self.filter(status=Comment.Status.TRASH)

    def settled(self) -> Self:
        """Of which it is plain what they are: honest or spam."""
        return self.filter(status__in=[Comment.Status.APPROVED, Comment.Status.SPAM])

    def reported(self) -> Self:
        """Shown, though a reader says that something is wrong with them."""
        return self.approved().filter(reports__settled_at=None, reports__isnull=False).distinct()

    def on(self, target: Discussed) -> Self:
        return self.filter(**key_of(target))

    def roots(self) -> Self:
        return self.filter(parent=None)

    def by(self, email: str) -> Self:
        """What was written under this address; nothing of those who gave none."""
        return self.filter(email=email.lower()).exclude(email="")

    def known_as(self, name: str, email: str) -> Self:
        """Approved comments of this very name and address: its writer is known here."""
        return self.approved().by(email).filter(name__iexact=name)

    def shown_or_needed(self) -> Self:
        """What is approved, and what answers hang on."""
        return self.filter(Q(status=Comment.Status.APPROVED) | Q(rght__gt=F("lft") + 1))

    def in_threads(self) -> Self:
        """As a page shows them, in reading order. What nobody may see of them is not even read."""
        return self.defer("body", "email", "verdict").order_by("tree_id", "lft")

    def twin_of(self, comment: "Comment") -> "Comment | None":
        """The same words by the same writer at the same place, sent a moment ago: a form that was sent twice.

        What was taken away since is none: who says it once more wants it to stand.
        """
        writer: dict[str, Any] = {"email": comment.email, "author": comment.author_id}
        said = self.filter(parent=comment.parent_id, body=comment.body, **writer).exclude(status=Comment.Status.TRASH)
        return said.since(timezone.now() - Comment.TWICE_WITHIN).first()

    def by_receipt(self, token: str) -> "Comment":
        """The comment whose writer was sent to `token`. Raises `BadSignature` or `Comment.DoesNotExist`."""
        return self.get(pk=signing.loads(token, salt=Comment.RECEIPT))

    def untold(self) -> Self:
        """Waiting, and no moderator has heard of it yet. What an import brought is no news."""
        return self.held().filter(told_at=None, import_ref="")

    def overdue(self, before: datetime) -> Self:
        """Waiting since before that moment, and nobody has been reminded yet."""
        return self.held().filter(created_at__lt=before, escalated_at=None, import_ref="")

    def ripe(self, before: datetime) -> Self:
        """In the trash since before that moment, or erased and only a place: nobody wants them back. Deepest first."""
        is_leaf = Q(rght=F("lft") + 1)
        emptied = Q(decided_at__lt=before, erased_at=None) | Q(is_leaf, erased_at__isnull=False)
        return self.trashed().filter(emptied).order_by("-level", "pk")

    def since(self, moment: datetime) -> Self:
        return self.filter(created_at__gte=moment)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    @transaction.atomic
    def number_threads(self, target: Discussed) -> None:
        """Number all threads of a page anew, in the order of their dates: after an import, which brings old ones."""
        shown = self.on(target).roots().shown_or_needed().order_by("created_at", "pk").only("pk", "number")
        threads = list(shown)
        for number, root in enumerate(threads, start=1):
            root.number = number
        self.bulk_update(threads, ["number"], batch_size=500)

    @transaction.atomic
    def mend(self) -> list[int]:
        """Renumber the broken threads, each under the lock of the page it stands on; which ones they were."""
        broken = soundness.unsound(Comment)
        for target in {comment.target for comment in self.for_list().filter(tree_id__in=broken)}:
            target.lock()
        soundness.renumber(Comment, broken)
        return broken

    def for_list(self) -> Self:
        return self.select_related("post", "page", "article__section", "author")


class Comment(Moderated):
    """What somebody said about a page, or in answer to another comment."""

    class Markup(models.TextChoices):
        MARKDOWN = "markdown", "Markdown"
        HTML = "html", "HTML"

    TWICE_WITHIN = timedelta(minutes=10)
    RECEIPT = "comments.received"

    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Never shown."))
    website = models.URLField(_("website"), max_length=300, blank=True)
    author = models.ForeignKey(
        "blog.Author",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("author"),
        help_text=_("Set when one of the site's own authors speaks."),
    )
    body = models.TextField(_("text"), validators=[MaxLengthValidator(text.MAX_COMMENT)])
    markup = models.CharField(
        max_length=10, choices=Markup, default=Markup.MARKDOWN, editable=False, help_text=_("How the text was typed.")
    )
    html = models.TextField(editable=False, blank=True)
    html_rules = models.PositiveSmallIntegerField(editable=False, default=0)
    fingerprint = models.CharField(max_length=16, blank=True, editable=False)
    """What texts have in common that say the same, see `comments.spam.likeness`."""
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    escalated_at = models.DateTimeField(_("moderators reminded"), null=True, editable=False)
    objects = TreeManager.from_queryset(CommentQuerySet)()

    class Meta(Targeted.Meta):
        abstract = False
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-created_at", "-pk"]
        indexes = [
            *(
                models.Index(name=f"comment_{words}_of_{kind}", fields=[kind, *fields])
                for kind in ("post", "page", "article")
                for words, fields in (
                    ("thread", ["tree_id", "lft"]),
                    ("number", ["number"]),
                    ("newest", ["status", "-created_at", "-id"]),
                )
            ),
            *(
                models.Index(name=f"comment_of_author_on_{kind}", fields=[kind, "id"], condition=~Q(author=None))
                for kind in ("post", "page", "article")
            ),
            models.Index(name="comment_newest", fields=["-created_at", "-id"]),
            models.Index(name="comment_decided_last", fields=["-decided_at", "-id"]),
            models.Index(name="comment_newest_by_status", fields=["status", "-created_at"]),
            models.Index(name="comment_saying_the_same", fields=["fingerprint"], condition=~Q(fingerprint="")),
            models.Index(name="comment_newest_shown", fields=["-shown_at"]),
            models.Index(name="comment_of_writer", fields=["email", "status"]),
        ]
        constraints = [
            *Targeted.Meta.constraints,
            models.UniqueConstraint(name="comment_imported_once", fields=["import_ref"], condition=~Q(import_ref="")),
            *(
                models.UniqueConstraint(
                    name=f"one_comment_pinned_on_a_{kind}", fields=[kind], condition=Q(is_pinned=True)
                )
                for kind in ("post", "page", "article")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {text.shorten(self.body, 60)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        self.email = self.email.lower()
        if fields is None or "body" in fields:
            render = text.markdown if self.markup == self.Markup.MARKDOWN else text.clean_comment
            self.html, self.html_rules = render(self.body), text.RULES
            self.fingerprint = likeness.fingerprint(self.body)
            if fields is not None:
                kwargs["update_fields"] = {*fields, "html", "html_rules", "fingerprint"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Its permalink: finds the page of the conversation on which it stands, today and later."""
        return reverse("comments:permalink", args=[self.pk])

    @property
    def findings(self) -> list[dict[str, Any]]:
        """What the judges found, as it is stored."""
        found: list[dict[str, Any]] = self.verdict.get("findings", [])
        return found

    @property
    def acknowledgement_url(self) -> str:
        """Where the writer goes next: to the comment once it is shown, else to a page that says what happens next.

        That page's signed address is known to nobody but the writer.
        """
        return self.get_absolute_url() if self.is_shown else self.receipt_url

    @property
    def receipt_url(self) -> str:
        return reverse("comments:received", args=[signing.dumps(self.pk, salt=self.RECEIPT)])

    @transaction.atomic
    def submit(self) -> "Comment":
        """Store a new comment at the end of its thread, as a root or below its parent; threads stay sound under load.

        It comes in with the status it was judged to; what one of the site's authors says is shown at once. The same
        words sent twice are stored once: the comment that stands is returned.
        """
        self.target.lock()
        self.email = self.email.lower()
        if twin := Comment.objects.on(self.target).twin_of(self):
            return twin
        if self.author_id:
            self.status = self.Status.APPROVED
        if self.is_shown:
            self._come_out()
        if self.parent_id is None:
            self.plant()
        else:
            self.hang_on(self.parent_id)
        announce(events.submitted, self, comment=self)
        return self

    @transaction.atomic
    def edit(self, *, by: Any = None, **changes: Any) -> None:
        """Change words, name or website; how they were before is kept. `by` is an account, None its writer."""
        was = {name: getattr(self, name) for name in ("body", "name", "website")}
        Revision.objects.create(comment=self, by=by, **was)
        for name, value in changes.items():
            setattr(self, name, value)
        self.edited_at = timezone.now()
        self.save(update_fields=[*changes, "edited_at"])
        announce(events.corrected, self, comment=self)

    @transaction.atomic
    def erase(self, hand: Hand | None = None) -> None:
        """Leave nothing of it but its place: its writer's right, and what emptying the trash means. For good."""
        self.trash(hand)
        blank: dict[str, Any] = {
            "name": "",
            "email": "",
            "website": "",
            "body": "",
            "html": "",
            "fingerprint": "",
            "author": None,
            "verdict": {},
        }
        Comment.objects.filter(pk=self.pk).update(erased_at=timezone.now(), **blank)
        self.revisions.all().delete()
        self.reports.all().delete()
        self.rejections.all().delete()
        self.refresh_from_db()
        announce(events.erased, self, comment=self)

    @transaction.atomic
    def clear_away(self) -> None:
        """Empty the trash of this one: the row goes, or where others hang on it, its words. Threads stay sound."""
        self.target.lock()
        fresh = Comment.objects.select_related("post", "page", "article").get(pk=self.pk)
        if fresh.is_leaf_node():
            fresh.delete()
        elif not fresh.erased_at:
            fresh.erase(Hand(means=Means.RULE))
