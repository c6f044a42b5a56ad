from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog import events
from startalking.core import text
from startalking.core.events import announce

_remembered: ContextVar["Site | None"] = ContextVar("site", default=None)
_remembering: ContextVar[bool] = ContextVar("remembering", default=False)


class SiteManager(models.Manager["Site"]):
    def current(self) -> "Site":
        """The one row of settings, made on first use; read once for each request or task that remembers it."""
        site = _remembered.get()
        if site is None:
            site = self.select_related("picture").get_or_create(pk=1, defaults={"language": settings.LANGUAGE_CODE})[0]
            if _remembering.get():
                _remembered.set(site)
        return site

    @contextmanager
    def remembered(self) -> Iterator[None]:
        """Within this block the settings are read at most once, and anew when they are saved."""
        remembering, site = _remembering.set(True), _remembered.set(None)
        try:
            yield
        finally:
            _remembered.reset(site)
            _remembering.reset(remembering)

    def remember(self, site: "Site") -> None:
        """These are the settings, as they were read for somebody else; good for whoever saves none."""
        _remembered.set(site)


class Site(models.Model):
    """What an editor may set for the whole site. There is exactly one row."""

    class Permalinks(models.TextChoices):
        BLOG = "/blog/{slug}/", _("/blog/my-post/")
        NAME = "/{slug}/", _("/my-post/")
        MONTH = "/{year}/{month}/{slug}/", _("/2026/05/my-post/")
        DAY = "/{year}/{month}/{day}/{slug}/", _("/2026/05/17/my-post/")

    class CommentOrder(models.TextChoices):
        NEWEST_FIRST = "newest", _("newest first")
        OLDEST_FIRST = "oldest", _("oldest first")

    title = models.CharField(_("title"), max_length=120, default="start:talking")
    tagline = models.CharField(
        _("tagline"),
        max_length=200,
        blank=True,
        help_text=_("One line below the title."),
    )
    claim = models.CharField(
        _("claim"),
        max_length=200,
        blank=True,
        help_text=_("One sentence in the footer."),
    )
    description = models.TextField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("For search engines and for feeds."),
    )
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=settings.LANGUAGES,
        default="de",
        help_text=_("The language of the site itself; a text may have another one."),
    )
    picture = models.ForeignKey(
        "blog.Image",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Shown where somebody shares a page that has no picture of its own."),
    )
    byline = models.BooleanField(_("name the authors above each post"), default=False)
    permalinks = models.CharField(
        _("addresses of posts"),
        max_length=60,
        choices=Permalinks,
        default=Permalinks.BLOG,
        help_text=_("Earlier addresses keep working when you change this."),
    )
    posts_per_page = models.PositiveSmallIntegerField(
        _("posts per page"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    feed_full = models.BooleanField(_("whole posts in the feed"), default=True)
    comment_order = models.CharField(
        _("order of comments"),
        max_length=10,
        choices=CommentOrder,
        default=CommentOrder.OLDEST_FIRST,
    )
    comments_per_page = models.PositiveSmallIntegerField(
        _("threads on a page"),
        default=40,
        validators=[MinValueValidator(5), MaxValueValidator(200)],
        help_text=_("A longer conversation is spread over several pages."),
    )
    comments_open = models.BooleanField(
        _("comments are open"),
        default=True,
        help_text=_("Off: no page takes comments, whatever it says itself."),
    )
    comments_closed_at = models.DateTimeField(null=True, editable=False)
    comments_close_after = models.PositiveSmallIntegerField(
        _("close the comments of a post after so many days"),
        default=0,
        help_text=_("Counted from its publication, for existing posts as well. 0: never."),
    )
    linkbacks_open = models.BooleanField(
        _("linkbacks are open"),
        default=True,
        help_text=_("Off: no page takes trackbacks, whatever it says itself."),
    )
    linkbacks_close_after = models.PositiveSmallIntegerField(
        _("close the linkbacks of a post after so many days"),
        default=0,
        help_text=_("Counted from its publication, for existing posts as well. 0: never."),
    )
    comment_rules = models.TextField(
        _("comment rules"),
        blank=True,
        help_text=_("Shown with the comment form. A sentence or two is enough."),
    )
    comment_rules_html = models.TextField(editable=False, blank=True)
    comment_privacy = models.TextField(
        _("privacy note at the comment form"),
        max_length=600,
        blank=True,
        help_text=_("Empty: a sentence of ours says what is stored."),
    )
    comment_consent = models.BooleanField(
        _("ask for consent"),
        default=False,
        help_text=_("A box below the comment form that has to be ticked. The note alone is enough in most cases."),
    )
    moderators = models.TextField(
        _("moderators' addresses"),
        blank=True,
        help_text=_("E-mail addresses, one per line. They are told what waits for approval."),
    )

    objects = SiteManager()

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [
            models.CheckConstraint(name="there_is_one_site", condition=models.Q(pk=1)),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        self.comment_rules_html = text.clean(self.comment_rules)
        self.comments_closed_at = None if self.comments_open else self.comments_closed_at or timezone.now()
        super().save(**kwargs)
        _remembered.set(None)
        announce(events.configured, self, site=self)

    def get_absolute_url(self) -> str:
        return "/"

    def close_comments(self) -> None:
        """The emergency switch: from now on no page takes comments. Safe to repeat."""
        self._switch_comments(open_=False)

    def open_comments(self) -> None:
        """Pages take comments again, each as it says itself. Safe to repeat."""
        self._switch_comments(open_=True)

    def _switch_comments(self, *, open_: bool) -> None:
        self.refresh_from_db(fields=["comments_open", "comments_closed_at"])
        if self.comments_open != open_:
            self.comments_open = open_
            self.save(update_fields=["comments_open", "comments_closed_at"])

    @property
    def moderator_addresses(self) -> list[str]:
        return self.moderators.split()
