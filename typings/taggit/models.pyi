from typing import Any

from django.db import models

class TagBase(models.Model):
    objects: Any
    name: models.CharField[str, str]
    slug: models.SlugField[str, str]
    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None: ...
    def slugify(self, tag: str, i: int | None = ...) -> str: ...

class ItemBase(models.Model):
    objects: Any
    class Meta:
        abstract = True
