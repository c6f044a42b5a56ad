from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from startalking.core import text


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
                kwargs["update_fields"] = {*fields, "html", "html_rules", "excerpt", "words"}
        super().save(**kwargs)

    def render(self) -> None:
        """Fill `html` from `body` by today's rules."""
        self.html = text.clean(self.body)
        self.html_rules = text.RULES
        self.excerpt = text.excerpt(self.html)
        self.words = text.count_words(self.html)

    @property
    def reading_minutes(self) -> int:
        return text.reading_minutes(self.words)
