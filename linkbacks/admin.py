from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from linkbacks.models import Incoming
from startalking.core.admin.marks import link
from startalking.core.admin.moderation import ModerationAdmin


@admin.register(Incoming)
class IncomingAdmin(ModerationAdmin):
    list_display = ["named", "state", "came_from", "ways", "where", "moment"]
    list_filter = [*ModerationAdmin.list_filter, "is_internal"]
    list_select_related = [*ModerationAdmin.list_select_related, *Incoming.ORIGINS]
    search_fields = ["title", "site_name", "source", "excerpt"]
    readonly_fields = ["source_page", "state", "where", "ways", "is_internal", "created_at"]
    fieldsets = [
        (None, {"fields": ["version", "title", "site_name", "excerpt"]}),
        (_("Place"), {"fields": ["state", "source_page", "where", "ways", "is_internal", "created_at"]}),
    ]

    @admin.display(description=_("title"), ordering="title")
    def named(self, incoming: Incoming) -> str:
        return incoming.shown_title

    @admin.display(description=_("site"), ordering="site_name")
    def came_from(self, incoming: Incoming) -> SafeString:
        return format_html("{}<br>{}", incoming.site_name, self.source_page(incoming))

    @admin.display(description=_("source"))
    def source_page(self, incoming: Incoming) -> SafeString | str:
        """A link only where a browser could follow it safely: strangers named this address."""
        followed = incoming.source.startswith(("https://", "http://"))
        return link(incoming.source, incoming.source) if followed else incoming.source

    @admin.display(description=_("protocols"))
    def ways(self, incoming: Incoming) -> str:
        names = dict(Incoming.Protocol.choices)
        return ", ".join(str(names.get(protocol, protocol)) for protocol in incoming.protocols)
