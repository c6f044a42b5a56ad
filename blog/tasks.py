"""What the blog leaves to the background. A task looks a row up and calls its verb."""

from django_tasks import task

from blog.models import Image, Post, Rendered
from startalking.core import index, waiting


@task()
def render_image(pk: int) -> None:
    for image in Image.objects.filter(pk=pk):
        image.render()


@task()
@waiting.work
def render_texts_with_image(pk: int) -> None:
    for image in Image.objects.filter(pk=pk).exclude(file=""):
        for texts in Rendered.showing(image.stem):
            for text in texts:
                text.render_again()


@task()
@waiting.work
def index_entry(kind: str, pk: int) -> None:
    """Let the search know a text; a post's relations follow, because they are found by the search's words.

    `kind` is the model's label, such as blog.post.
    """
    index.refresh(kind, pk)
    if kind == Post._meta.label_lower:
        for post in Post.objects.filter(pk=pk):
            post.relate()


def render_waiting() -> None:
    """The minute's look after pictures that nobody rendered, or whose rendering failed."""
    for pk in Image.objects.waiting().values_list("pk", flat=True):
        render_image.enqueue(pk)
