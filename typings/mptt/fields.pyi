from typing import TypeVar

from django.db import models

S = TypeVar("S")
G = TypeVar("G")
To = TypeVar("To", bound=models.Model)
Through = TypeVar("Through", bound=models.Model)

class TreeForeignKey(models.ForeignKey[S, G]): ...
class TreeOneToOneField(models.OneToOneField[S, G]): ...
class TreeManyToManyField(models.ManyToManyField[To, Through]): ...
