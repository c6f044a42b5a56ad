"""What tests of letters to readers need: links, keys, and a mail server that goes down and comes back."""

import re
from urllib.parse import urlsplit

from django.apps import apps
from django.core import mail
from django.urls import reverse

from comments import keys
from comments.models import Follow, Writer
from tests.factories import make_comment

VERA = "vera@example.org"
RUTH = "ruth@example.org"


def said_by_vera(target=None, **fields):
    fields = {"email": VERA, "name": "Vera Beispiel", "body": "Das habe ich anders erlebt."} | fields
    return make_comment(target, **fields)


def key_for(email):
    """The address of the key's page."""
    return reverse("comments:key", args=[keys.cut(Writer.objects.with_address(email))])


def links(letter):
    """The paths of the links in a letter, in their order."""
    return [urlsplit(link).path for link in re.findall(r"https?://\S+", letter.body)]


def link(letter, part):
    (found,) = {path for path in links(letter) if f"/{part}/" in path}
    return found


def to(address):
    return [letter for letter in mail.outbox if letter.to == [address]]


def server_down(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1


def server_up(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def whole_conversation():
    """Every column of every table of the conversation, as one text."""
    rows = [model._base_manager.order_by("pk").values() for model in apps.get_app_config("comments").get_models()]
    return repr([list(found) for found in rows])


def followed(target, email=RUTH, thread=None):
    """Somebody who has said yes already."""
    follow = Follow.objects.begin(Writer.objects.with_address(email), target, thread)
    follow.confirm()
    return follow
