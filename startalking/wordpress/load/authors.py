"""Those who wrote, as names above posts. Nobody gets an account."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from blog.models import Author
from startalking.core import text
from startalking.wordpress import records
from startalking.wordpress.load import formers, slugs
from startalking.wordpress.load.intake import Intake


@dataclass(frozen=True)
class Authors:
    """`by_email` is for comments: it never leaves the import."""

    by_login: dict[str, Author] = field(default_factory=dict)
    by_email: dict[str, Author] = field(default_factory=dict)

    def of_login(self, login: str) -> Author | None:
        return self.by_login.get(login)

    def who_answers(self, comment: records.Comment) -> Author | None:
        """The author who wrote a comment: logged in at the time, and under the address that is on file.

        The address alone proves nothing: everybody may type it into a form.
        """
        return self.by_email.get(comment.email.lower()) if comment.user_id > 0 else None


def take_over(intake: Intake) -> Authors:
    """Each author once, as a row of ours: imported before, of the same name, or new."""
    found = Authors()
    for record in intake.survey.authors.values():
        author = _author(record, intake)
        found.by_login[record.login] = author
        if record.email:
            found.by_email.setdefault(record.email.lower(), author)
        nicename = text.slug(record.login)
        formers.note([f"{intake.origin.folder}/author/{nicename}/"] if nicename else [], author.get_absolute_url())
    return found


def _author(record: records.Author, intake: Intake) -> Author:
    ref, name = intake.ref("author", record.login), text.shorten(record.name or record.login, 120) or _("Unknown")
    present = Author.objects.filter(import_ref=ref).first() or Author.objects.filter(name__iexact=name).first()
    if present:
        intake.report.present("author", record.login, name)
        return present
    wanted = slugs.plain(text.slug(name), slugs.plain(record.login, "author", 70), 70)
    slug = slugs.free(wanted, lambda slug: Author.objects.filter(slug=slug).exists())
    author = Author.objects.create(name=name, slug=slug, import_ref=ref)
    intake.report.taken("author", record.login, name, address=author.get_absolute_url())
    return author
