from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from mptt.fields import TreeForeignKey
from mptt.models import MPTTModel

from comments.models.targeted import Targeted


class Threaded(Targeted, MPTTModel):
    """What stands in the threads of a page. Each thread is a tree of its own: `tree_id` is the primary key of its root
    (see `startalking/core/trees.py`). Everything here is written under the lock of the page.
    """

    DEEPEST = 40
    """Answers below this level stand beside their parent instead; people stop reading long before."""

    parent_id: int | None
    parent = TreeForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("answer to")
    )
    number = models.PositiveIntegerField(null=True, editable=False)
    """The place of a thread among those of its page, given once, when its root is first shown: the pages of a long
    conversation are cut by it, so that an address goes on showing the same threads."""

    class Meta:
        abstract = True

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"

    def plant(self) -> None:
        """A new root: its tree's number is its own key, so that two writers never agree on one."""
        self.tree_id, self.lft, self.rght, self.level = 0, 1, 2, 0
        self.save(force_insert=True)
        self._all().filter(pk=self.pk).update(tree_id=self.pk)
        self.tree_id = self.pk

    def hang_on(self, parent_id: int) -> None:
        """Below the parent as it stands now that the target is locked; the deepest level takes no children.

        Raises `DoesNotExist` for a parent that belongs to another page.
        """
        conversation = self._all().on(self.target)
        parent = conversation.get(pk=parent_id)
        while parent.level >= self.DEEPEST and parent.parent_id:
            parent = conversation.get(pk=parent.parent_id)
        self.parent = parent
        self.save(force_insert=True)

    def take_number(self) -> None:
        """The next number of the page for its thread, if that has none yet. Safe to repeat.

        An answer can be shown where what it answers never was: its thread has a place as well.
        """
        if self.parent is not None:
            thread = self._all().filter(pk=self.parent.tree_id, number=None)
            if thread.exists():
                thread.update(number=self._next_number())
        elif self.number is None:
            self.number = self._next_number()

    @classmethod
    def _all(cls) -> Any:
        """Every row, with the words of the model's own queryset, which no type knows here."""
        return cls._default_manager.all()

    def _next_number(self) -> int:
        last = self._all().on(self.target).aggregate(last=models.Max("number"))["last"]
        return (last or 0) + 1
