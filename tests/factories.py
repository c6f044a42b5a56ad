"""Plain functions that make a valid object each. What a test does not name is of no importance to it."""

from io import BytesIO
from itertools import count

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as Pillow

from blog.models import Address, Author, Category, Image, Page, Post, Site
from comments.models import Comment, key_of
from knowledgebase.models import Article, Section
from linkbacks.models import Incoming
from widgets.models import Menu, MenuEntry, Widget

numbers = count(1)


def make_site(**fields):
    site = Site.objects.current()
    for name, value in fields.items():
        setattr(site, name, value)
    site.save()
    return site


def make_post(*, status=Post.Status.PUBLISHED, categories=(), tags=(), authors=(), **fields):
    number = next(numbers)
    now = timezone.now()
    fields.setdefault("title", f"Beitrag {number}")
    fields.setdefault("slug", f"beitrag-{number}")
    fields.setdefault("body", "<p>Ein Text über Gespräche mit Kunden.</p>")
    if status in Post.PUBLIC:
        fields.setdefault("published_at", now)
        if fields["published_at"] <= now:
            fields.setdefault("announced_at", fields["published_at"])
    post = Post.objects.create(status=status, **fields)
    post.categories.set(categories)
    post.tags.set(tags)
    post.authors.set(authors)
    post.refile()
    return post


def make_page(*, status=Page.Status.PUBLISHED, **fields):
    number = next(numbers)
    fields.setdefault("title", f"Seite {number}")
    fields.setdefault("slug", f"seite-{number}")
    fields.setdefault("body", "<p>Wer wir sind.</p>")
    if status in Page.PUBLIC:
        fields.setdefault("published_at", timezone.now())
        fields.setdefault("announced_at", fields["published_at"])
    return Page.objects.create(status=status, **fields)


def make_category(name="", **fields):
    number = next(numbers)
    fields.setdefault("slug", f"kategorie-{number}")
    return Category.objects.create(name=name or f"Kategorie {number}", **fields)


def make_author(**fields):
    number = next(numbers)
    fields.setdefault("name", f"Autorin {number}")
    fields.setdefault("slug", f"autorin-{number}")
    return Author.objects.create(**fields)


def make_section(**fields):
    number = next(numbers)
    fields.setdefault("name", f"Bereich {number}")
    fields.setdefault("slug", f"bereich-{number}")
    return Section.objects.create(**fields)


def make_article(*, status=Article.Status.PUBLISHED, section=None, **fields):
    number = next(numbers)
    fields.setdefault("term", f"Begriff {number}")
    fields.setdefault("headline", f"Was ist Begriff {number}?")
    fields.setdefault("slug", f"begriff-{number}")
    fields.setdefault("body", "<p>Ein Begriff, kurz erklärt.</p>")
    if status == Article.Status.PUBLISHED:
        fields.setdefault("published_at", timezone.now())
    return Article.objects.create(status=status, section=section or make_section(), **fields)


def make_comment(target=None, *, parent=None, status=Comment.Status.APPROVED, **fields):
    number = next(numbers)
    fields.setdefault("name", f"Leserin {number}")
    fields.setdefault("email", f"leserin{number}@example.org")
    fields.setdefault("body", "Das sehe ich anders.")
    comment = Comment(
        **key_of(target or (parent.target if parent else make_post())), parent=parent, status=status, **fields
    )
    comment.submit()
    return comment


def make_linkback(target=None, *, status=Incoming.Status.APPROVED, origin=None, **fields):
    number = next(numbers)
    target = target or make_post()
    fields.setdefault("source", f"https://anderswo.example/{number}/")
    fields.setdefault("title", f"Antwort {number}")
    fields.setdefault("site_name", "Anderswo")
    fields.setdefault("excerpt", "das sagen andere dazu")
    fields.setdefault("protocols", ["trackback"])
    fields.setdefault("proof", Incoming.Proof.PROVEN)
    fields |= Incoming.as_said_by(origin)
    linkback = Incoming.objects.create(**{target._meta.model_name: target}, **fields)
    if status != Incoming.Status.HELD:
        linkback.become(status)
    return linkback


def picture_file(width=80, height=50, *, colour="#0a5c63", name="bild.png"):
    stored = BytesIO()
    Pillow.new("RGB", (width, height), colour).save(stored, "PNG")
    return ContentFile(stored.getvalue(), name=name)


def make_image(**fields):
    fields.setdefault("file", picture_file())
    fields.setdefault("alt", "Zwei Menschen im Gespräch")
    return Image.objects.create(**fields)


def make_address(path, to=""):
    return Address.objects.create(path=path, to=to)


def make_editor(**fields):
    number = next(numbers)
    fields.setdefault("username", f"redaktion{number}")
    return User.objects.create_superuser(**fields)


def make_widget(kind="text", *, area="sidebar", **fields):
    if kind in {"text", "newsletter"}:
        fields.setdefault("text", "<p>Schön, dass Sie da sind.</p>")
    return Widget.objects.create(area=area, kind=kind, **fields)


def make_menu(*entries, **fields):
    """A menu of entries that lead to posts, pages, categories or addresses."""
    number = next(numbers)
    fields.setdefault("name", f"Menü {number}")
    fields.setdefault("slug", f"menue-{number}")
    menu = Menu.objects.create(**fields)
    for target in entries:
        make_entry(menu, target)
    return menu


def make_entry(menu, target="/", *, below=None, **fields):
    if isinstance(target, str):
        fields.setdefault("label", target)
        return MenuEntry.objects.create(menu=menu, parent=below, address=target, **fields)
    return MenuEntry.objects.create(menu=menu, parent=below, **{target._meta.model_name: target}, **fields)
