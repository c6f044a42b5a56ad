from datetime import datetime, timedelta
from typing import Any, Self, cast

from django.core import signing
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from mptt.fields import TreeForeignKey
from mptt.managers import TreeManager
from mptt.models import MPTTModel
from mptt.querysets import TreeQuerySet

from blog.models import Discussed
from comments import events
from startalking.core import soundness, text
from startalking.core.events import announce


class CommentQuerySet(TreeQuerySet["Comment"]):
    def approved(self) -> Self:
        return self.filter(status=Comment.Status.APPROVED)

    def held(self) -> Self:
        """The moderation queue."""
        return self.filter(status=Comment.Status.HELD)

    def on(self, target: Discussed) -> Self:
        return self.filter(**Comment.key_of(target))

    def in_threads(self) -> Self:
        """What a page needs to show its threads, in reading order: what is approved, and what answers hang on."""
        carries_answers = Q(rght__gt=F("lft") + 1)
        shown = self.filter(Q(status=Comment.Status.APPROVED) | carries_answers)
        return shown.select_related("author").defer("body", "email").order_by("tree_id", "lft")

    def twin_of(self, comment: "Comment") -> "Comment | None":
        """The same words by the same writer at the same place, sent a moment ago: a form that was sent twice."""
        since = timezone.now() - Comment.TWICE_WITHIN
        return self.filter(
            parent=comment.parent_id, email=comment.email, body=comment.body, created_at__gt=since
        ).first()

    def by_receipt(self, token: str) -> "Comment":
        """The comment whose writer was sent to `token`. Raises `BadSignature` or `Comment.DoesNotExist`."""
        return self.get(pk=signing.loads(token, salt=Comment.RECEIPT))

    def untold(self) -> Self:
        """Waiting, and no moderator has heard of it yet. What an import brought is no news."""
        return self.held().filter(told_at=None, import_ref="")

    def since(self, moment: datetime) -> Self:
        return self.filter(created_at__gte=moment)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

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


class Comment(MPTTModel):
    """What somebody said about a page, or in answer to another comment.

    Each thread is a tree of its own: `tree_id` is the primary key of its root (see `startalking/core/trees.py`).
    """

    class Status(models.TextChoices):
        HELD = "held", _("held")
        APPROVED = "approved", _("approved")
        SPAM = "spam", _("spam")
        TRASH = "trash", _("trash")

    class Markup(models.TextChoices):
        MARKDOWN = "markdown", "Markdown"
        HTML = "html", "HTML"

    DEEPEST = 40
    """Answers below this level stand beside their parent instead; people stop reading long before."""

    TWICE_WITHIN = timedelta(minutes=10)
    RECEIPT = "comments.received"

    post = models.ForeignKey(
        "blog.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="comments", verbose_name=_("post")
    )
    page = models.ForeignKey(
        "blog.Page", on_delete=models.PROTECT, null=True, blank=True, related_name="comments", verbose_name=_("page")
    )
    article = models.ForeignKey(
        "knowledgebase.Article",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("article"),
    )
    parent = TreeForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("answer to")
    )
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
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.HELD, editable=False)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    told_at = models.DateTimeField(_("moderators told"), null=True, editable=False)
    import_ref = models.CharField(max_length=200, blank=True, editable=False)

    objects = TreeManager.from_queryset(CommentQuerySet)()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(name="comment_thread_of_post", fields=["post", "tree_id", "lft"]),
            models.Index(name="comment_thread_of_page", fields=["page", "tree_id", "lft"]),
            models.Index(name="comment_thread_of_article", fields=["article", "tree_id", "lft"]),
            models.Index(name="comment_newest_by_status", fields=["status", "-created_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="comment_has_one_target",
                condition=Q(post__isnull=False, page=None, article=None)
                | Q(post=None, page__isnull=False, article=None)
                | Q(post=None, page=None, article__isnull=False),
                violation_error_message=_("A comment belongs to a post, to a page or to an article."),
            ),
            models.UniqueConstraint(name="comment_imported_once", fields=["import_ref"], condition=~Q(import_ref="")),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {text.shorten(self.body, 60)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is None or "body" in fields:
            render = text.markdown if self.markup == self.Markup.MARKDOWN else text.clean_comment
            self.html, self.html_rules = render(self.body), text.RULES
            if fields is not None:
                kwargs["update_fields"] = {*fields, "html", "html_rules"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"{self.target.get_absolute_url()}#{self.anchor}"

    @staticmethod
    def key_of(target: Discussed) -> dict[str, Discussed]:
        """The one of the three keys that points at `target`."""
        return {target._meta.model_name or "": target}

    @property
    def target(self) -> Discussed:
        return cast(Discussed, self.post or self.page or self.article)  # the database holds that it is one

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"

    @property
    def is_shown(self) -> bool:
        return self.status == self.Status.APPROVED

    @property
    def acknowledgement_url(self) -> str:
        """Where the writer goes next: to the comment once it is shown, else to a page that says what happens next.

        That page's signed address is known to nobody but the writer.
        """
        if self.is_shown:
            return self.get_absolute_url()
        return reverse("comments:received", args=[signing.dumps(self.pk, salt=self.RECEIPT)])

    @transaction.atomic
    def submit(self) -> "Comment":
        """Store a new comment at the end of its thread, as a root or below its parent; threads stay sound under load.

        What one of the site's authors says is shown at once. The same words sent twice are stored once: the comment
        that stands is returned.
        """
        self.target.lock()
        if twin := Comment.objects.on(self.target).twin_of(self):
            return twin
        if self.author_id:
            self.status = self.Status.APPROVED
        if self.parent_id is None:
            self._plant()
        else:
            self._hang_on(self.parent_id)
        self._recount()
        announce(events.submitted, self, comment=self)
        return self

    def approve(self) -> None:
        """Show the comment. Safe to repeat."""
        self._become(self.Status.APPROVED)

    def hold(self) -> None:
        """Put the comment back into the queue. Safe to repeat."""
        self._become(self.Status.HELD)

    def mark_as_spam(self) -> None:
        self._become(self.Status.SPAM)

    def trash(self) -> None:
        """Take the comment away; where answers hang on it a placeholder stays. Nothing is deleted."""
        self._become(self.Status.TRASH)

    def record_edit(self) -> None:
        """A moderator corrected its words: let the house renew what shows them."""
        announce(events.corrected, self, comment=self)

    @transaction.atomic
    def _become(self, status: "Comment.Status") -> None:
        self.target.lock()
        changed = Comment.objects.filter(pk=self.pk).exclude(status=status).update(status=status)
        self.status = status
        if changed:
            self._recount()
            announce(events.moderated, self, comment=self)

    def _plant(self) -> None:
        """A new root: its tree's number is its own key, so that two writers never agree on one."""
        self.tree_id, self.lft, self.rght, self.level = 0, 1, 2, 0
        self.save(force_insert=True)
        Comment.objects.filter(pk=self.pk).update(tree_id=self.pk)
        self.tree_id = self.pk

    def _hang_on(self, parent_id: int) -> None:
        """Below the parent as it stands now that the target is locked; the deepest level takes no children.

        Raises `Comment.DoesNotExist` for a parent that belongs to another page.
        """
        conversation = Comment.objects.on(self.target)
        parent = conversation.get(pk=parent_id)
        while parent.level >= self.DEEPEST and parent.parent_id:
            parent = conversation.get(pk=parent.parent_id)
        self.parent = parent
        self.save(force_insert=True)

    def _recount(self) -> None:
        shown = Comment.objects.on(self.target).approved().count()
        type(self.target)._default_manager.filter(pk=self.target.pk).update(comment_count=shown)
