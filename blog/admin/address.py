from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from blog.models import Address
from startalking.core.admin.long import LongAdmin
from startalking.core.admin.marks import badge, link
from startalking.core.admin.versions import VersionForm


@admin.register(Address)
class AddressAdmin(LongAdmin):
    form = VersionForm
    list_display = ["path", "leads_to", "created_at"]
    list_filter = [("to", admin.EmptyFieldListFilter), "created_at"]
    list_select_related = False
    search_fields = ["path", "to"]
    fields = ["version", "path", "to", "created_at"]
    readonly_fields = ["created_at"]

    @admin.display(description=_("leads to"), ordering="to")
    def leads_to(self, address: Address) -> SafeString:
        return badge("withdrawn", _("taken down")) if address.is_gone else link(address.to, address.to)
