from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, Self

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import Discussed
from comments.models.comment import Comment
from comments.models.targeted import Targeted, TargetedQuerySet, key_of
from startalking.core import text

WEB: Final = URLValidator(schemes=["http", "https"])


class RejectedQuerySet(TargetedQuerySet["Rejected"]):
    def keep(self, target: Discussed, said: dict[str, Any], reasons: list[str]) -> None:
        """Put what a form was refused with into quarantine; the same text on the same page is kept once."""
        if self.count() >= Rejected.MOST:
            return
        words = said["body"][: Rejected.LONGEST]
        facts = {
            "name": said["name"][:100],
            "email": said["email"][:254],
            "website": said["website"][:300],
            "parent": said["parent"],
            "reasons": reasons[:20],
            "rejected_at": timezone.now(),
        }
        digest = sha256(words.encode()).hexdigest()
        place: dict[str, Any] = {**key_of(target)}
        self.update_or_create(digest=digest, defaults={"body": words, **facts}, **place)

    def let_go(self, comment: Comment) -> None:
        """Its writer has corrected the form: the words stand where they belong."""
        digest = sha256(comment.body.encode()).hexdigest()
        self.on(comment.target).filter(digest=digest, comment=None).update(comment=comment)

    def by(self, email: str) -> Self:
        """What was tried under this address, and what became a comment of it."""
        return self.filter(models.Q(email__iexact=email) | models.Q(comment__email=email.lower()))

    def waiting(self) -> Self:
        """What never arrived."""
        return self.filter(comment=None)

    def expired(self, now: datetime) -> Self:
        return self.filter(rejected_at__lt=now - Rejected.KEPT_FOR)


class Rejected(Targeted):
    """The quarantine: what somebody tried to say and a check refused, with the reasons."""

    KEPT_FOR = timedelta(days=30)
    LONGEST = 50_000
    MOST = 5_000
    """Rows; a flood is not worth more of the disk."""

    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    website = models.CharField(_("website"), max_length=300, blank=True)
    body = models.TextField(_("text"))
    parent = models.ForeignKey(Comment, on_delete=models.SET_NULL, null=True, related_name="+")
    reasons = models.JSONField(_("reasons"), default=list)
    digest = models.CharField(max_length=64)
    rejected_at = models.DateTimeField(_("refused"), default=timezone.now)
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, null=True, related_name="rejections", verbose_name=_("became the comment")
    )

    objects = RejectedQuerySet.as_manager()

    class Meta(Targeted.Meta):
        abstract = False
        verbose_name = _("refused submission")
        verbose_name_plural = _("refused submissions")
        ordering = ["-rejected_at", "-pk"]
        indexes = [models.Index(name="rejected_newest", fields=["-rejected_at"])]
        constraints = [
            *Targeted.Meta.constraints,
            models.UniqueConstraint(name="text_rejected_once_on_a_post", fields=["digest", "post"]),
            models.UniqueConstraint(name="text_rejected_once_on_a_page", fields=["digest", "page"]),
            models.UniqueConstraint(name="text_rejected_once_on_an_article", fields=["digest", "article"]),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {text.shorten(self.body, 60)}"

    @transaction.atomic
    def take_over(self) -> Comment:
        """Make a comment of it that waits for approval. Safe to repeat."""
        if self.comment is None:
            said = {"name": self.name or str(_("Anonymous")), "email": self.email, "website": _website(self.website)}
            body = self.body[: text.MAX_COMMENT]
            comment = Comment(parent=self.parent, body=body, **said, **key_of(self.target))
            self.comment = comment.submit()
            self.save(update_fields=["comment"])
        return self.comment


def _website(typed: str) -> str:
    """What can be linked to: the form has refused it perhaps for this very field, and a page shows it as a link."""
    try:
        WEB(typed)
    except ValidationError:
        return ""
    return typed
