from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from blog.models.arranged import Arranged


class AddressQuerySet(models.QuerySet["Address"]):
    @transaction.atomic
    def moved(self, former: str, to: str) -> None:
        """`former` answers with a redirect to `to` from now on, and so does all that led to `former`. Repeatable."""
        if former == to:
            return
        self.retarget(former, to)
        self.update_or_create(path=former, defaults={"to": to})

    @transaction.atomic
    def retarget(self, former: str, to: str) -> None:
        """All that led to `former` leads to `to`; `former` itself was never public and is forgotten. Repeatable."""
        self.filter(path=to).delete()
        self.filter(to=former).update(to=to)

    def follow(self, *paths: str) -> "Address | None":
        """What is known of an address that is not (or no longer) in use, with or without its last slash; of several
        ways to write it, the first one that is known counts.
        """
        ways = [way for path in paths for way in (path.rstrip("/") + "/", path)]
        known = {address.path: address for address in self.filter(path__in=ways)}
        return next((known[way] for way in ways if way in known), None)


class Address(Arranged):
    """A former address: it leads to where its content is now, or says that it is gone."""

    path = models.CharField(
        _("former address"),
        max_length=500,
        unique=True,
        help_text=_("Begins with a slash, for example /2012/10/an-old-post/ or /?p=42."),
    )
    to = models.CharField(
        _("leads to"),
        max_length=500,
        blank=True,
        db_index=True,
        help_text=_("An address of this site. Empty: the page was taken down for good."),
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                name="former_address_begins_with_a_slash",
                condition=models.Q(path__startswith="/"),
                violation_error_message=_("A former address begins with a slash."),
            ),
            models.CheckConstraint(
                name="former_address_leads_within_the_site",
                condition=models.Q(to="") | (models.Q(to__startswith="/") & ~models.Q(to__regex=r"^/[/\\]")),
                violation_error_message=_("A former address leads to an address of this site, such as /contact/."),
            ),
            models.CheckConstraint(
                name="former_address_leads_elsewhere",
                condition=~models.Q(path=models.F("to")),
                violation_error_message=_("A former address cannot lead to itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def is_gone(self) -> bool:
        return not self.to
