"""What flows have in common: other people's sites, and an editor at his forms."""

import pytest
from django.urls import reverse

from blog.models import Post
from tests.elsewhere import Elsewhere
from tests.factories import make_editor
from tests.flows.editing import fields_of
from tests.flows.visiting import Visitor


@pytest.fixture
def elsewhere(nothing_is_fetched, monkeypatch):
    return Elsewhere(monkeypatch)


@pytest.fixture
def edit(client):
    """Open a text's page in the admin, type what is named, press a button. `tick` are the pages to be told."""
    client.force_login(make_editor())

    def edit(text=None, *, model=Post, press="_save", value="1", tick=None, **typed):
        kind = type(text) if text else model
        name = f"admin:{kind._meta.app_label}_{kind._meta.model_name}"
        address = reverse(f"{name}_change", args=[text.pk]) if text else reverse(f"{name}_add")
        page = client.get(address)
        shown = [line for line in page.context["ledger"] if line.is_to_be_chosen]
        ticked = [line.row.url for line in shown if line.is_ticked] if tick is None else tick
        fields = fields_of(page.context["adminform"].form)
        fields |= {"ledger_seen": [line.row.url for line in shown], "ledger_ticked": ticked}
        return client.post(address, fields | typed | {press: value}, follow=True)

    return edit


@pytest.fixture
def visit(connection_stays, settings):
    """A reader's visits, through the door where pages are kept."""
    settings.PAGE_CACHE = True
    return Visitor()
