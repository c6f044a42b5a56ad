"""A blog made of dice, always the same: two thousand posts, each on one of forty subjects, in German of a sort."""

from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random

from django.utils import timezone

from blog.models import Category, Post, Tag, TaggedPost
from startalking.core import text

ONSETS = """
b d f g h k l m n p r s t w z br dr fl fr gl gr kl kr pl pr sch schl schr sp spr st str tr
""".split()  # noqa: SIM905 (reads better)
NUCLEI = """
a e i o u ä ö ü au ei eu ie
""".split()  # noqa: SIM905 (reads better)
CODAS = """
n r l s t m ng nd rt cht st ll mp nk ft
""".split()  # noqa: SIM905 (reads better)
ENDINGS = """
ung heit keit schaft er el en e ion ment nis
""".split()  # noqa: SIM905 (reads better)
SMALL = """
der die das und in zu mit von für auf ist nicht ein eine sich auch als wir sie es
""".split()  # noqa: SIM905 (reads better)
SUBJECTS = 40


def words(dice: Random) -> list[str]:
    """Six thousand words; every fifth is a compound of two others."""
    made = {
        dice.choice(ONSETS) + dice.choice(NUCLEI) + dice.choice(CODAS) + dice.choice(ENDINGS) for _word in range(4800)
    }
    simple = sorted(made)
    compounds = {dice.choice(simple) + "s" + dice.choice(simple) for _word in range(len(simple) // 5)}
    return [word.capitalize() for word in (*simple, *sorted(compounds))]


def build(number: int = 2000, seed: int = 7) -> None:
    """Write the posts, straight into the database: nothing is announced, nothing indexed."""
    dice = Random(seed)
    vocabulary = words(dice)
    subjects = [dice.sample(vocabulary, 60) for _subject in range(SUBJECTS)]
    categories = [Category.objects.create(name=f"Kategorie {n}", slug=f"kategorie-{n}") for n in range(12)]
    tags = Tag.objects.bulk_create(Tag(name=f"Thema {n}", slug=f"thema-{n}") for n in range(120))
    chosen = [dice.randrange(SUBJECTS) for _post in range(number)]
    posts = Post.objects.bulk_create(
        (_post(dice, place, subjects[subject], vocabulary) for place, subject in enumerate(chosen)), batch_size=200
    )
    filed, tagged = Post.categories.through, []
    for post, subject in zip(posts, chosen, strict=True):
        picked = {subject * 3 + dice.randrange(3), dice.randrange(len(tags))}
        tagged += [TaggedPost(tag=tags[tag], content_object=post) for tag in sorted(picked)]
    TaggedPost.objects.bulk_create(tagged, batch_size=500)
    filed.objects.bulk_create(
        (
            filed(post=post, category=categories[subject % len(categories)])
            for post, subject in zip(posts, chosen, strict=True)
        ),
        batch_size=500,
    )


def _post(dice: Random, place: int, subject: list[str], vocabulary: list[str]) -> Post:
    title = " ".join([*dice.sample(subject, 2), dice.choice(vocabulary)])
    body = "".join(f"<p>{_paragraph(dice, subject, vocabulary)}</p>" for _paragraph_ in range(dice.randint(4, 12)))
    at = datetime(2012, 1, 1, tzinfo=UTC) + timedelta(days=2 * place)
    post = Post(title=title, slug=f"{text.slug(title)}-{place}", body=body, status=Post.Status.PUBLISHED)
    post.html, post.html_rules, post.language = body, text.RULES, "de"
    post.published_at = post.announced_at = min(at, timezone.now())
    return post


def _paragraph(dice: Random, subject: list[str], vocabulary: list[str]) -> str:
    """Half small words, and of the rest a third from the subject; some words are far more common than others."""

    def spoken() -> str:
        chance = dice.random()
        if chance < 0.5:
            return dice.choice(SMALL)
        common = vocabulary[int(len(vocabulary) * dice.random() ** 3)]
        return dice.choice(subject) if chance < 0.65 else common

    return " ".join(islice(iter(spoken, ""), 60)) + "."
