"""Django's templates; that one is drawn is noted, so that a page knows how long it took."""

from typing import Any

from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates, Template

from startalking.core import timing


class Drawn(Template):
    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        with timing.drawing():
            return super().render(context, request)


class Templates(DjangoTemplates):
    def get_template(self, template_name: str) -> Template:
        return Drawn(super().get_template(template_name).template, self)
