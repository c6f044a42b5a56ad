"""Pages that are kept in Redis: for one site, by several machines."""

import pytest

from tests.core.pages.site import Behind, Reader

pytestmark = pytest.mark.parametrize("place", ["redis"], indirect=True)


def test_no_page_of_another_site_is_shown(place):
    live, staging = Behind(), Behind()
    staging.body = "<p>Entwurf.</p>"
    Reader(staging).get()
    place.REDIS_PREFIX = "startalking.live"
    assert [Reader(live).get().body for _ in range(2)] == [live.body.encode()] * 2
    assert len(live.asked) == 1
