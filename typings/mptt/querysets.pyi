from typing import Self, TypeVar

from django.db import models

T = TypeVar("T", bound=models.Model, covariant=True)

class TreeQuerySet(models.QuerySet[T, T]):
    def get_descendants(self, include_self: bool = ...) -> Self: ...
    def get_ancestors(self, include_self: bool = ...) -> Self: ...
