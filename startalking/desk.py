"""The editors' desk: Django's admin, grouped by what people do, with a first page that says what waits."""

from collections.abc import Iterable
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
    (
        "conversation",
        _("Conversation"),
        ["Queue", "Comment", "Rejected", "Rule", "Policy", "Filter", "Incoming", "Outgoing", "linkbacks.Policy"],
    ),
    ("knowledge", _("Knowledge"), ["Article", "Section"]),
    ("design", _("Design"), ["Widget", "Menu"]),
    ("settings", _("Settings"), ["Site", "Address", "User", "Group"]),
)
REST: Final = ("more", _("More"))
PAGES_ON_COMMENTS: Final = {
    "Queue": (_("Moderate"), "admin:comments_comment_queue"),
    "Filter": (_("Spam filter"), "admin:comments_comment_filter"),
}
"""Pages that are no lists of rows."""
NEWEST: Final = 8

COMMENTS_HELD: Final = ngettext_lazy(
    "%(count)d comment waits for approval", "%(count)d comments wait for approval", "count"
)
LINKBACKS_HELD: Final = ngettext_lazy(
    "%(count)d linkback waits for approval", "%(count)d linkbacks wait for approval", "count"
)
COMMENTS_REPORTED: Final = ngettext_lazy(
    "%(count)d comment was reported by readers", "%(count)d comments were reported by readers", "count"
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
        models = {_name_of(app, model): model for app in apps for model in app["models"]}
        if "Comment" in models:
            models |= {name: _page(name, *page) for name, page in PAGES_ON_COMMENTS.items()}
        _mark_current(models.values(), request.path)
        groups = [
            _group(key, title, [models.pop(name) for name in names if name in models]) for key, title, names in GROUPS
        ]
        groups.append(_group(*REST, list(models.values())))
        return [group for group in groups if group["models"]]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        posts = Post.objects.only("title", "status", "published_at", "changed_at").order_by("-changed_at")
        own = {
            "waiting": waiting_for(request.user),
            "recent": posts[:NEWEST] if _may(request.user, "post") else [],
            "comments_site": Site.objects.current(),
        }
        return super().index(request, {**own, **(extra_context or {})})

    def i18n_javascript(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The editor's dialogs speak the editor's language too."""
        packages = ["django.contrib.admin", "django_prose_editor"]
        answer: Any = JavaScriptCatalog.as_view(packages=packages)(request)
        return cast(HttpResponse, answer)


def waiting_for(user: Any) -> list[Waiting]:
    """What waits for this person; nothing that there is none of."""
    posts, pages = Post.objects.all(), Page.objects.all()
    table = reverse("admin:comments_comment_queue")
    linkbacks = f"{reverse('admin:linkbacks_incoming_changelist')}?stage=held"
    queues: list[tuple[QuerySet[Any], Any, str]] = [
        (Comment.objects.held(), COMMENTS_HELD, table),
        (Comment.objects.reported(), COMMENTS_REPORTED, f"{table}?tab=reported"),
        (Incoming.objects.held(), LINKBACKS_HELD, linkbacks),
        *(
            (rows.filter(status=status), words, _list_of(rows, status))
            for rows, status, words in (
                (posts, Entry.Status.IN_REVIEW, POSTS_IN_REVIEW),
                (pages, Entry.Status.IN_REVIEW, PAGES_IN_REVIEW),
                (posts, Entry.Status.SCHEDULED, POSTS_SCHEDULED),
            )
        ),
    ]
    found = (Waiting(rows.count(), words, address) for rows, words, address in queues if _may_see(user, rows))
    return [waiting for waiting in found if waiting.number]


def _name_of(app: dict[str, Any], model: dict[str, Any]) -> str:
    """A model's name; where two apps have one of the same name, that of the upper app carries its app's."""
    name = f"{app['app_label']}.{model['object_name']}"
    return name if any(name in names for _key, _title, names in GROUPS) else str(model["object_name"])


def _list_of(rows: "QuerySet[Any]", status: str) -> str:
    options = rows.model._meta
    return f"{reverse(f'admin:{options.app_label}_{options.model_name}_changelist')}?status__exact={status}"


def _may_see(user: Any, rows: "QuerySet[Any]") -> bool:
    options = rows.model._meta
    return bool(user.has_perm(f"{options.app_label}.view_{options.model_name}"))


def _may(user: Any, model: str) -> bool:
    return bool(user.has_perm(f"blog.view_{model}"))


def _group(key: str, title: Any, models: list[Any]) -> dict[str, Any]:
    return {"name": title, "app_label": key, "app_url": "", "has_module_perms": True, "models": models}


def _mark_current(models: Iterable[dict[str, Any]], path: str) -> None:
    """The page one is on: of addresses that lie below each other the longest."""
    here = [model for model in models if path.startswith(model.get("admin_url") or "-")]
    if here:
        max(here, key=lambda model: len(model["admin_url"]))["is_current"] = True


def _page(name: str, title: Any, address: str) -> dict[str, Any]:
    return {"name": title, "object_name": name, "admin_url": reverse(address), "add_url": None, "view_only": True}
