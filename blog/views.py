from math import ceil

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from blog import guesses, periods, surroundings, targets
from blog.lines import Lines
from blog.lists import FrontPage, PostList
from blog.models import Address, Author, Category, Entry, Key, Page, Post, Tag
from blog.paging import page_of
from blog.readers import is_editor
from startalking.core import pages


@pages.kept("posts", by=(*pages.OF_LISTS, *pages.OF_FORMER_ADDRESSES))
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if former := _wordpress_number(request):
        return elsewhere(request, former)
    posts = page_of(Lines(FrontPage()), request)
    return render(request, "blog/home.html", {"page_obj": posts, "page_kind": "home"})


@csrf_exempt  # a password changes nothing here, and readers have no session
@pages.kept(by=pages.OF_CONVERSATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, path: str) -> HttpResponse:
    """A post or a page at its address; else whatever is known of that address."""
    sought = targets.Sought(f"/{path}")
    found = sought.entry
    if found is None:
        return elsewhere(request, request.get_full_path(), sought)
    pages.note(found.surrogate_key)
    if not (found.is_public or is_editor(request)):
        return gone(request) if found.is_gone else elsewhere(request, f"/{path}")
    if found.password and (closed := _closed(request, found)):
        return closed
    return _page_of_post(request, found) if isinstance(found, Post) else _page_of_page(request, found)


@pages.kept("posts", by=pages.OF_LISTS)
@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    found = Category.objects.filter(slug=slug).first()
    if found is None:
        return elsewhere(request, request.path)
    posts = page_of(Lines(PostList(Key(category=found.pk))), request)
    return render(request, "blog/category.html", {"category": found, "page_obj": posts, "page_kind": "list"})


@pages.kept("posts", by=pages.OF_LISTS)
@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    found = Tag.objects.filter(slug=slug).first()
    if found is None:
        return elsewhere(request, request.path)
    posts = page_of(Lines(PostList(Key(tag=found.pk))), request)
    if not posts.paginator.count and Post.objects.filter(tags=found).exists():  # its name may tell of a draft
        return elsewhere(request, request.path)
    return render(request, "blog/tag.html", {"tag": found, "page_obj": posts, "page_kind": "list"})


@pages.kept("posts", by=pages.OF_LISTS)
@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Author.objects.select_related("picture"), slug=slug)
    posts = page_of(Lines(PostList(Key(author=found.pk))), request)
    if not posts.paginator.count and Post.objects.filter(authors=found).exists():
        return elsewhere(request, request.path)
    return render(request, "blog/author.html", {"author": found, "page_obj": posts, "page_kind": "list"})


@pages.kept("posts")
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """Every month with posts; `?monat=2026-05`, sent by the dropdown, leads to that month."""
    if chosen := request.GET.get("monat"):
        return redirect(periods.from_text(chosen).url)
    posts = PostList()
    years = periods.by_year(posts.months())
    return render(request, "blog/archive.html", {"years": years, "posts": posts, "page_kind": "list"})


@pages.kept("posts", by=pages.OF_LISTS)
@require_safe
def period(request: HttpRequest, year: int, month: int | None = None, day: int | None = None) -> HttpResponse:
    span = periods.span(year, month, day)
    that_day = Post.objects.published().within(span.start, span.end).for_list().newest_first()
    posts = page_of(Lines(that_day if day else PostList(span=span)), request)
    return render(request, "blog/archive_period.html", {"span": span, "page_obj": posts, "page_kind": "list"})


def elsewhere(request: HttpRequest, path: str, sought: targets.Sought | None = None) -> HttpResponse:
    """What is known of an address that is not in use: where its content is now, or that it is gone for good."""
    pages.note("addresses")
    known = Address.objects.follow(path, request.path)
    if known is not None and known.is_gone:
        return gone(request)
    if known is not None and not targets.may_be_an_entry(known.to):
        return HttpResponsePermanentRedirect(known.to)
    sought = targets.Sought(known.to) if known else sought or targets.Sought(request.path)
    if sought.meant is not None:
        return HttpResponsePermanentRedirect(sought.meant.get_absolute_url())
    if known is not None and sought.entry is None:
        return HttpResponsePermanentRedirect(known.to)
    raise Http404(_("There is nothing at this address."))


def gone(request: HttpRequest) -> HttpResponse:
    pages.note("addresses")
    return render(request, "410.html", {"page_kind": "error"}, status=410)


def _wordpress_number(request: HttpRequest) -> str:
    """`/?p=42` and its kin, as imported addresses are noted; empty for any other visit."""
    for name in pages.OF_FORMER_ADDRESSES:
        if request.GET.get(name, "").isdecimal():
            return f"{reverse('blog:home')}?p={request.GET[name]}"
    return ""


def _closed(request: HttpRequest, found: Entry) -> HttpResponse | None:
    """What is shown instead to who does not bring the password."""
    is_open, wait = guesses.opens(request, found)
    if is_open:
        return None
    wrong = request.method == "POST" and not wait
    context = {"entry": found, "wrong": wrong, "minutes": ceil(wait / 60), "page_kind": "post"}
    response = render(request, "blog/password.html", context, status=429 if wait else 422 if wrong else 200)
    response.headers["Cache-Control"] = "private, no-store"
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _page_of_post(request: HttpRequest, post: Post) -> HttpResponse:
    context = {"post": post, "around": surroundings.of(post), "page_kind": "post"}
    return _kept_private(post, render(request, "blog/post.html", context))


def _page_of_page(request: HttpRequest, page: Page) -> HttpResponse:
    pages.note("posts")  # the pages above and below it, whatever they are
    context = {
        "page": page,
        "ancestors": [above for above in page.get_ancestors() if above.is_public or is_editor(request)],
        "children": list(Page.objects.published().filter(parent=page)),
        "page_kind": "page",
    }
    return _kept_private(page, render(request, "blog/page.html", context))


def _kept_private(entry: Entry, response: HttpResponse) -> HttpResponse:
    """What not everybody may read is stored nowhere on its way."""
    if entry.password or not entry.is_public:
        response.headers["Cache-Control"] = "private, no-store"
    return response
