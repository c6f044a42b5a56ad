from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Max
from django.utils import timezone

from comments.models.comment import Comment, CommentQuerySet
from comments.models.targeted import Targeted
from comments.models.writer import Writer


class Told(Targeted):
    """What a reader has been told of a conversation, and what is news: a mark that moves on with each letter."""

    AT_ONCE = 3
    """Letters in an hour; what is said after that waits for the hour's end and comes as a digest."""
    HOUR = timedelta(hours=1)
    TRIED_FOR = timedelta(days=1)
    """News that could not be told for so long are none any more."""
    BUSY_FOR = timedelta(minutes=10)
    """As long as that a process may write to a reader before it counts as dead."""

    writer: Writer
    thread_id: int | None

    told_up_to = models.DateTimeField(default=timezone.now)
    """Comments first shown after this moment are news."""
    letters = models.PositiveIntegerField(default=0)
    """Letters since `letters_since`: when they become many, a digest collects."""
    letters_since = models.DateTimeField(default=timezone.now)
    busy_since = models.DateTimeField(null=True, editable=False)
    """A process is writing to the reader: two at once would lose or repeat what one of them is refused."""

    class Meta(Targeted.Meta):
        abstract = True

    def take_up(self) -> bool:
        """Whether this process may write to the reader now; until `lay_down` no other does."""
        now = timezone.now()
        mine = self._mine().active().exclude(busy_since__gt=now - self.BUSY_FOR)
        taken = bool(mine.update(busy_since=now))
        self.refresh_from_db()
        return taken

    def lay_down(self) -> None:
        self._mine().filter(busy_since=self.busy_since).update(busy_since=None)

    def next_letter(self) -> list[Comment]:
        """What the next letter is about: one comment, several for a digest, none when there is nothing to say yet.

        Comments that came out in the same moment share a letter, for `told_up_to` cannot lie between them.
        """
        now = timezone.now()
        news = list(self._news(now))
        is_full, hour_is_over = self.letters >= self.AT_ONCE, now >= self.letters_since + self.HOUR
        if is_full and not hour_is_over:
            return []
        if is_full or len(news) > self.AT_ONCE:
            return news
        return [comment for comment in news if comment.shown_at == news[0].shown_at]

    def claim(self, news: list[Comment]) -> bool:
        """Note the letter about `news` before it goes out. Whether it is this process that sends it."""
        now, to = timezone.now(), news[-1].shown_at
        counted: dict[str, Any] = {"letters": F("letters") + 1}
        if now >= self.letters_since + self.HOUR:
            counted = {"letters": 1, "letters_since": now}
        mine = self._mine().active().filter(told_up_to=self.told_up_to)
        return bool(mine.update(told_up_to=to, **counted))

    def give_back(self) -> None:
        """The letter was refused: all is as it was before `claim`."""
        was = {name: getattr(self, name) for name in ("told_up_to", "letters", "letters_since")}
        self._mine().update(**was)

    def pass_over(self) -> None:
        """Nothing of what came out here is news to this reader, so it need not be looked at again."""
        last = self._comments().aggregate(last=Max("shown_at"))["last"]
        if last and not self._news(timezone.now()).exists():
            self._mine().filter(told_up_to__lt=last).update(told_up_to=last)

    def _news(self, now: datetime) -> CommentQuerySet:
        since = max(self.told_up_to, now - self.TRIED_FOR)
        found = self._comments().filter(shown_at__gt=since)
        found = found.exclude(email=self.writer.email).exclude(author__user__email__iexact=self.writer.email)
        if self.thread_id:
            found = found.none() if self._is_covered() else found.filter(tree_id=self.thread_id)
        return found.for_list().order_by("shown_at", "pk")

    def _is_covered(self) -> bool:
        """Who follows the whole page besides is told there."""
        others: Any = type(self)._default_manager.all()
        return bool(others.on(self.target).active().filter(writer=self.writer, thread=None).exists())

    def _comments(self) -> CommentQuerySet:
        return Comment.objects.on(self.target).approved().filter(import_ref="")

    def _mine(self) -> Any:
        """This row, with the words of the model's own queryset, which no type knows here."""
        return type(self)._default_manager.filter(pk=self.pk)
