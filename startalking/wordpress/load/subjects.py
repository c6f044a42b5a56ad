"""Categories with their tree, and tags."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.models import Category, Tag
from startalking.core import text
from startalking.wordpress import records
from startalking.wordpress.load import formers, slugs
from startalking.wordpress.load.intake import Intake
from startalking.wordpress.threads import Untangled, untangle


@dataclass(frozen=True)
class Subjects:
    """Our rows' keys by the slugs of the old site."""

    categories: dict[str, int] = field(default_factory=dict)
    tags: dict[str, int] = field(default_factory=dict)
    category_slugs: dict[str, str] = field(default_factory=dict)
    tag_slugs: dict[str, str] = field(default_factory=dict)

    def category_address(self, slug: str) -> str:
        ours = self.category_slugs.get(slug)
        return reverse("blog:category", args=[ours]) if ours else ""

    def tag_address(self, slug: str) -> str:
        ours = self.tag_slugs.get(slug)
        return reverse("blog:tag", args=[ours]) if ours else ""


def take_over(intake: Intake) -> Subjects:
    found = Subjects()
    tree = untangle({slug: record.parent_slug or None for slug, record in intake.survey.categories.items()})
    for slug in _parents_first(tree):
        _category(intake.survey.categories[slug], tree, found, intake)
    with transaction.atomic():
        for tag in intake.survey.tags.values():
            _tag(tag, found, intake)
    for term in intake.survey.other_terms:
        intake.report.left_out(
            "term", f"{term.taxonomy}/{term.slug}", term.name, _("Terms of this kind have no place here.")
        )
    return found


def _parents_first(tree: Untangled[str]) -> Iterable[str]:
    done: set[str] = set()
    for slug in tree.parents:
        path: list[str] = []
        step: str | None = slug
        while step is not None and step not in done:
            path.append(step)
            step = tree.parents[step]
        done.update(path)
        yield from reversed(path)


@transaction.atomic
def _category(record: records.Category, tree: Untangled[str], found: Subjects, intake: Intake) -> None:
    ref, name = intake.ref("category", record.slug), text.shorten(record.name, 120) or record.slug
    parent_slug = tree.parents[record.slug]
    parent = Category.objects.get(pk=found.categories[parent_slug]) if parent_slug else None
    alike = Category.objects.filter(slug=record.slug, name__iexact=name)
    row = Category.objects.filter(import_ref=ref).first() or alike.first()
    if row:
        intake.report.present("category", record.slug, name)
    else:
        row = Category(name=name, parent=parent, description=record.description, import_ref=ref)
        row.slug = slugs.free(slugs.plain(record.slug, f"category-{record.term_id}"), _is_category)
        row.save()
        notes = _category_notes(record, tree, row)
        intake.report.taken("category", record.slug, name, notes, row.get_absolute_url())
    found.categories[record.slug], found.category_slugs[record.slug] = row.pk, row.slug
    formers.note(_former_paths(record.slug, tree, intake), row.get_absolute_url())


def _category_notes(record: records.Category, tree: Untangled[str], row: Category) -> Iterable[str]:
    if record.slug in tree.lifted:
        yield _("The category above it is missing; it stands on the first level.")
    if record.slug in tree.cut:
        yield _("It stood below itself; it stands on the first level.")
    if row.slug != record.slug:
        yield _("Its address part is %(slug)s now.") % {"slug": row.slug}


def _former_paths(slug: str, tree: Untangled[str], intake: Intake) -> Iterable[str]:
    """`/category/child/`, and with the categories above it."""
    base = f"{intake.origin.folder}/category/"
    above = [slug]
    while parent := tree.parents[above[0]]:
        above.insert(0, parent)
    yield f"{base}{slug}/"
    yield f"{base}{'/'.join(above)}/"


def _tag(record: records.Tag, found: Subjects, intake: Intake) -> None:
    ref, name = intake.ref("tag", record.slug), text.shorten(record.name, 100) or record.slug
    row = Tag.objects.filter(import_ref=ref).first() or Tag.objects.filter(name__iexact=name).first()
    if row:
        joined = [_("It is one with the tag “%(name)s”.") % {"name": row.name}] if row.import_ref != ref else []
        intake.report.present("tag", record.slug, name, joined)
    else:
        slug = slugs.free(slugs.plain(record.slug, f"tag-{record.term_id}", 90), _is_tag)
        row = Tag(name=name, slug=slug, description=record.description, import_ref=ref)
        Tag.objects.bulk_create([row])
        renamed = [_("Its address part is %(slug)s now.") % {"slug": slug}] if slug != record.slug else []
        intake.report.taken("tag", record.slug, name, renamed, row.get_absolute_url())
    found.tags[record.slug], found.tag_slugs[record.slug] = row.pk, row.slug
    formers.note([f"{intake.origin.folder}/tag/{record.slug}/"], row.get_absolute_url())


def _is_category(slug: str) -> bool:
    found: bool = Category.objects.filter(slug=slug).exists()
    return found


def _is_tag(slug: str) -> bool:
    return bool(Tag.objects.filter(slug=slug).exists())
