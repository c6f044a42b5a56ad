from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from blog.models import Site
from comments.models import Comment
from startalking.core import mail


@task()
def tell_moderators(pk: int) -> None:
    """Write to the moderators about a comment that waits; about each once, however often this runs."""
    comment = Comment.objects.for_list().untold().filter(pk=pk).first()
    to = Site.objects.current().moderator_addresses
    if comment is None or not to:
        return
    link = settings.SITE_URL + reverse("admin:comments_comment_change", args=[pk])
    facts = {"comment": comment, "target": comment.target, "link": link, "site": Site.objects.current()}
    if not Comment.objects.untold().filter(pk=pk).update(told_at=timezone.now()):
        return  # somebody else is writing this letter
    with translation.override(Site.objects.current().language):
        sent = mail.send("comment_held", to, facts)
    if not sent:
        Comment.objects.filter(pk=pk).update(told_at=None)


def tell_of_waiting() -> None:
    """The minute's look after letters that could not be sent; after a day the desk is where to look."""
    if Site.objects.current().moderator_addresses:
        recent = Comment.objects.untold().since(timezone.now() - timedelta(days=1))
        for pk in recent.values_list("pk", flat=True):
            tell_moderators.enqueue(pk)
