from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.models.site import Site


class Discussed(models.Model):
    """What people can answer to: with comments on the page, with linkbacks from their own."""

    comments_open = models.BooleanField(_("comments are open"), default=True)
    linkbacks_open = models.BooleanField(_("linkbacks are open"), default=True)
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    linkback_count = models.PositiveIntegerField(_("linkbacks"), default=0, editable=False)

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
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
        return self.is_public and self.comments_open and Site.objects.current().comments_open

    @property
    def takes_linkbacks(self) -> bool:
        return self.is_public and self.linkbacks_open and Site.objects.current().linkbacks_open

    @property
    def trackback_url(self) -> str:
        return f"{self.get_absolute_url()}trackback/"
