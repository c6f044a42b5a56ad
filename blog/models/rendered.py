from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from blog import events
from blog.models.illustration import illustrate
from blog.models.site import Site
from startalking.core import text
from startalking.core.events import announce

WRITTEN: Final = ("html", "html_rules", "excerpt", "words")
"""What is filled from the body."""


class Rendered(models.Model):
    """A text that is cleaned when it is written, so that reading it costs nothing."""

    body = models.TextField(_("text"), blank=True, validators=[MaxLengthValidator(text.MAX_BODY)])
    html = models.TextField(editable=False, blank=True)
    html_rules = models.PositiveSmallIntegerField(editable=False, default=0)
    excerpt = models.CharField(max_length=252, editable=False, blank=True)
    words = models.PositiveIntegerField(_("words"), editable=False, default=0)

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is None or "body" in fields:
            self.render()
            if fields is not None:
                kwargs["update_fields"] = {*fields, *WRITTEN}
        super().save(**kwargs)

    def render(self) -> None:
        """Fill `html` from `body` by today's rules, with the words of our pictures in the text's own language."""
        clean = text.clean(self.body, own=(f"{settings.SITE_URL}/", settings.MEDIA_URL))
        with translation.override(self.lang):
            self.html = illustrate(clean)
        self.html_rules = text.RULES
        self.excerpt = text.excerpt(clean)
        self.words = text.count_words(clean)

    @transaction.atomic
    def render_again(self) -> None:
        """Bring `html` up to date when the rules or a picture have changed. Safe to repeat."""
        stored = type(self)._base_manager.select_for_update().filter(pk=self.pk).values_list("body", flat=True)
        self.body = stored.get()
        self.render()
        type(self)._base_manager.filter(pk=self.pk).update(**{name: getattr(self, name) for name in WRITTEN})
        announce(events.refreshed, self, text=self)

    @classmethod
    def showing(cls, stem: str) -> Iterator[models.QuerySet[Any]]:
        """Of each kind of text, those in whose body a file stands whose name begins with `stem`."""
        for model in apps.get_models():
            if issubclass(model, cls):
                yield model._base_manager.filter(body__contains=stem)

    @property
    def lang(self) -> str:
        """The language the text is written in."""
        return Site.objects.current().language

    @property
    def reading_minutes(self) -> int:
        return text.reading_minutes(self.words)
