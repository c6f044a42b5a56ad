import pytest
from django.template import Context, Template
from django.test import RequestFactory

AREA = Template("{% load widgets %}{% widget_area area %}")


@pytest.fixture
def show(db):
    """The HTML of an area, as a page of that kind brings it; without a request of its own, a new visit."""

    def render(area="sidebar", *, page_kind="post", request=None):
        request = request or RequestFactory().get("/blog/ein-beitrag/")
        return AREA.render(Context({"area": area, "page_kind": page_kind, "request": request}))

    return render
