"""The editors' desk: Django's admin, grouped by what people do, with a first page that says what waits."""

from dataclasses import dataclass
from typing import Any, Final, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.i18n import JavaScriptCatalog

from blog.models import Entry, Page, Post, Site
from comments.models import Comment
from linkbacks.models import Incoming

GROUPS: Final = (
    ("content", _("Content"), ["Post", "Page", "Category", "Tag", "Image", "Author"]),
    ("conversation", _("Conversation"), ["Comment", "Incoming"]),
    ("knowledge", _("Knowledge"), ["Article", "Section"]),
    ("design", _("Design"), ["Widget", "Menu"]),
    ("settings", _("Settings"), ["Site", "Address", "User", "Group"]),
)
REST: Final = ("more", _("More"))
NEWEST: Final = 8

COMMENTS_HELD: Final = ngettext_lazy(
    "%(count)d comment waits for approval", "%(count)d comments wait for approval", "count"
)
LINKBACKS_HELD: Final = ngettext_lazy(
    "%(count)d linkback waits for approval", "%(count)d linkbacks wait for approval", "count"
)
POSTS_IN_REVIEW: Final = ngettext_lazy("%(count)d post waits for review", "%(count)d posts wait for review", "count")
PAGES_IN_REVIEW: Final = ngettext_lazy("%(count)d page waits for review", "%(count)d pages wait for review", "count")
POSTS_SCHEDULED: Final = ngettext_lazy("%(count)d post is scheduled", "%(count)d posts are scheduled", "count")


@dataclass(frozen=True)
class Waiting:
    """So many rows wait for somebody; `address` is the list that shows them."""

    number: int
    words: Any
    address: str

    @property
    def sentence(self) -> str:
        return str(self.words % {"count": self.number})


class Desk(admin.AdminSite):
    index_title = _("Desk")
    enable_nav_sidebar = True

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        title = Site.objects.current().title
        return {**super().each_context(request), "site_header": title, "site_title": title}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """All models in our groups; a single app's page stays as Django makes it."""
        apps: list[Any] = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        groups = [
            _group(key, title, [models.pop(name) for name in names if name in models]) for key, title, names in GROUPS
        ]
        groups.append(_group(*REST, list(models.values())))
        return [group for group in groups if group["models"]]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        posts = Post.objects.only("title", "status", "published_at", "changed_at").order_by("-changed_at")
        own = {"waiting": waiting_for(request.user), "recent": posts[:NEWEST] if _may(request.user, "post") else []}
        return super().index(request, {**own, **(extra_context or {})})

    def i18n_javascript(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The editor's dialogs speak the editor's language too."""
        packages = ["django.contrib.admin", "django_prose_editor"]
        answer: Any = JavaScriptCatalog.as_view(packages=packages)(request)
        return cast(HttpResponse, answer)


def waiting_for(user: Any) -> list[Waiting]:
    """What waits for this person; nothing that there is none of."""
    posts, pages = Post.objects.all(), Page.objects.all()
    queues: list[tuple[QuerySet[Any], str, Any]] = [
        (Comment.objects.all(), Comment.Status.HELD, COMMENTS_HELD),
        (Incoming.objects.all(), Incoming.Status.HELD, LINKBACKS_HELD),
        (posts, Entry.Status.IN_REVIEW, POSTS_IN_REVIEW),
        (pages, Entry.Status.IN_REVIEW, PAGES_IN_REVIEW),
        (posts, Entry.Status.SCHEDULED, POSTS_SCHEDULED),
    ]
    found = (_waiting(user, rows, status, words) for rows, status, words in queues)
    return [waiting for waiting in found if waiting.number]


def _waiting(user: Any, rows: "QuerySet[Any]", status: str, words: Any) -> Waiting:
    options = rows.model._meta
    permitted = user.has_perm(f"{options.app_label}.view_{options.model_name}")
    address = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    number = rows.filter(status=status).count() if permitted else 0
    return Waiting(number, words, f"{address}?status__exact={status}")


def _may(user: Any, model: str) -> bool:
    return bool(user.has_perm(f"blog.view_{model}"))


def _group(key: str, title: Any, models: list[Any]) -> dict[str, Any]:
    return {"name": title, "app_label": key, "app_url": "", "has_module_perms": True, "models": models}
