"""Categories with their tree, and tags. What the site has already, by slug or by name, is used as it is."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from blog.models import Category, Tag
from intake.survey import Survey
from startalking.core import text
from startalking.wordpress.load import slugs
from startalking.wordpress.threads import untangle


@dataclass
class Keys:
    """Keys of our rows, by the slugs of the files and of ours, and by names."""

    by_slug: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, int] = field(default_factory=dict)

    def find(self, word: str) -> int | None:
        return self.by_slug.get(word) or self.by_name.get(word.casefold())

    def note(self, pk: int, name: str, *slugs: str) -> None:
        self.by_name.setdefault(name.casefold(), pk)
        self.by_slug |= dict.fromkeys(slugs, pk)


@dataclass
class Subjects:
    categories: Keys = field(default_factory=Keys)
    tags: Keys = field(default_factory=Keys)

    def filed_under(self, names: list[str]) -> set[int]:
        """The categories of a post; one that no file describes is made."""
        return {self.categories.find(name) or _category(self, name, name, None) for name in names}

    def tagged_with(self, names: list[str]) -> set[int]:
        for name in names:
            if self.tags.find(name) is None:
                _tags(self, [(name, name)])
        return {pk for name in names if (pk := self.tags.find(name))}


def take_over(found: Survey) -> Subjects:
    subjects = Subjects()
    for keys, model in ((subjects.categories, Category), (subjects.tags, Tag)):
        for pk, slug, name in model._default_manager.values_list("pk", "slug", "name"):
            keys.note(pk, name, slug)
    _categories(subjects, found)
    _tags(subjects, [(tag.slug, tag.name) for tag in found.tags.values()])
    return subjects


def _categories(subjects: Subjects, found: Survey) -> None:
    """Parents first; one whose parent is missing, or that stands below itself, stands on the first level."""
    tree = untangle({slug: category.parent or None for slug, category in found.categories.items()})
    if lifted := len(tree.lifted) + len(tree.cut):
        found.notes["categories moved to the first level: what they stand below is missing, or they themselves"] = (
            lifted
        )
    waiting = dict(tree.parents)
    while waiting:
        for slug in [slug for slug, parent in waiting.items() if parent not in waiting]:
            parent = waiting.pop(slug)
            if slug not in subjects.categories.by_slug:
                above = subjects.categories.by_slug[parent] if parent else None
                _category(subjects, slug, found.categories[slug].name, above)


def _category(subjects: Subjects, slug: str, name: str, parent: int | None) -> int:
    """Through the model: there are few, and mptt numbers them."""
    row = Category(name=text.shorten(name, 120), parent=Category.objects.get(pk=parent) if parent else None)
    row.slug = slugs.free(slugs.plain(slug, "category"), subjects.categories.by_slug.__contains__)
    row.save()
    subjects.categories.note(row.pk, name, slug, row.slug)
    return row.pk


def _tags(subjects: Subjects, named: Iterable[tuple[str, str]]) -> None:
    """Each slug with its name. Tags that have one name, however it is written, are one tag."""
    keys, rows, called = subjects.tags, dict[str, Tag](), dict[str, str]()
    taken = set(keys.by_slug)
    for slug, name in named:
        if slug in keys.by_slug:
            continue
        called[slug] = text.shorten(name, 100)
        if keys.find(called[slug]) is None and called[slug].casefold() not in rows:
            ours = slugs.free(slugs.plain(slug, "tag", 90), taken.__contains__)
            rows[called[slug].casefold()] = Tag(name=called[slug], slug=ours)
            taken.add(ours)
    for row in Tag.objects.bulk_create(rows.values(), batch_size=500):
        keys.note(row.pk, row.name, row.slug)
    for slug, name in called.items():
        keys.note(keys.by_name[name.casefold()], name, slug)
