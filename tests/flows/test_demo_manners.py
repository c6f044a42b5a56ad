"""The demo keeps away from other people's sites."""

import pytest
from django.core.management import CommandError, call_command

from blog.models import Post
from tests.factories import make_post


@pytest.mark.django_db
def test_a_site_with_content_is_left_alone_unless_told():
    make_post()
    with pytest.raises(CommandError, match="--anyway"):
        call_command("demo")
    assert Post.objects.count() == 1
