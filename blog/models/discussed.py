from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.site import Site


class Discussed(models.Model):
    """What people can answer to: with comments on the page, with linkbacks from their own."""

    comments_open = models.BooleanField(_("comments are open"), default=True)
    linkbacks_open = models.BooleanField(_("linkbacks are open"), default=True)
    comments_closed_at = models.DateTimeField(null=True, editable=False)
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    linkback_count = models.PositiveIntegerField(_("linkbacks"), default=0, editable=False)

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        """Note since when the comments are closed."""
        closed_at = None if self.comments_open else self.comments_closed_at or timezone.now()
        fields = kwargs.get("update_fields")
        if fields is not None and "comments_open" in fields:
            kwargs["update_fields"] = {*fields, "comments_closed_at"}
        self.comments_closed_at = closed_at
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    @property
    def surrogate_key(self) -> str:
        """What pages that show it, or a line of it, are renewed by."""
        return f"{self._meta.model_name}-{self.pk}"

    @property
    def lang(self) -> str:
        """The language it is written in."""
        raise NotImplementedError

    @property
    def is_public(self) -> bool:
        raise NotImplementedError

    def lock(self) -> None:
        """Writers to this page's conversation wait for each other here, until the transaction ends."""
        rows = type(self)._default_manager.select_for_update(no_key=True)
        rows.filter(pk=self.pk).values_list("pk", flat=True).get()

    @property
    def takes_comments(self) -> bool:
        return (
            not self.comments_ended and self.is_public and self.comments_open and Site.objects.current().comments_open
        )

    @property
    def comments_end(self) -> datetime | None:
        """When the comments close by themselves; None for never."""
        return None

    @property
    def comments_ended(self) -> bool:
        return self.comments_end is not None and self.comments_end <= timezone.now()

    @property
    def takes_linkbacks(self) -> bool:
        return (
            not self.linkbacks_ended
            and self.is_public
            and self.linkbacks_open
            and Site.objects.current().linkbacks_open
        )

    @property
    def linkbacks_end(self) -> datetime | None:
        """When the linkbacks close by themselves; None for never."""
        return None

    @property
    def linkbacks_ended(self) -> bool:
        return self.linkbacks_end is not None and self.linkbacks_end <= timezone.now()

    @property
    def trackback_url(self) -> str:
        return f"{self.get_absolute_url()}trackback/"
