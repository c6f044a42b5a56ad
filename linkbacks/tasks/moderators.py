from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from blog.models import Site
from linkbacks.models import Incoming
from startalking.core import mail


@task()
def tell_moderators(pk: int) -> None:
    """Write to the moderators about a linkback that waits; about each once, however often this runs."""
    linkback = Incoming.objects.for_list().untold().filter(pk=pk).first()
    to = Site.objects.current().moderator_addresses
    if linkback is None or not to:
        return
    link = settings.SITE_URL + reverse("admin:linkbacks_incoming_change", args=[pk])
    facts = {"linkback": linkback, "target": linkback.target, "link": link, "site": Site.objects.current()}
    if not Incoming.objects.untold().filter(pk=pk).update(told_at=timezone.now()):
        return  # somebody else is writing this letter
    with translation.override(Site.objects.current().language):
        sent = mail.send("linkback_held", to, facts)
    if not sent:
        Incoming.objects.filter(pk=pk).update(told_at=None)


def tell_of_waiting() -> None:
    """The minute's look after letters that could not be sent; after a day the desk is where to look."""
    if Site.objects.current().moderator_addresses:
        recent = Incoming.objects.untold().since(timezone.now() - timedelta(days=1))
        for pk in recent.values_list("pk", flat=True):
            tell_moderators.enqueue(pk)
