"""Pages that may become files, and what lies there of them."""

from startalking.core.pages import generations
from startalking.core.pages.page import Answer, Page
from startalking.core.pages.question import Question

HTML = [("Content-Type", "text/html; charset=utf-8")]


def question(path, query=""):
    return Question(f"https://blog.example.com{path}?{query}", query, "" if query else path)


def page(*keys, status="200 OK", headers=HTML, body=b"<p>Guten Tag.</p>" * 100, at=0):
    return Page(generations.now(), keys or ("site", "post-1"), Answer(status, headers, body), at=at)


def there(public):
    """The names of the plain files that readers get."""
    current = public / "current"
    files = [path for path in current.rglob("*") if path.is_file() and path.suffix not in {".gz", ".br"}]
    return {str(path.relative_to(current)) for path in files}
