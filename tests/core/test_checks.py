"""What `check --deploy` says of settings that fit one machine and not several."""

from startalking.core.checks import machines_have_in_common_what_they_need


def told():
    return [message.id for message in machines_have_in_common_what_they_need()]


def test_one_machine_needs_nothing_in_common():
    assert told() == []


def test_a_replica_without_redis_is_for_one_machine(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES, "replica", {})
    settings.REDIS_URL = ""
    assert told() == ["startalking.I001"]
    settings.REDIS_URL = "redis://127.0.0.1:6379/0"
    assert told() == []


def test_a_bucket_and_a_secret_key_of_this_machine_do_not_fit_several(settings, tmp_path):
    settings.DATA_DIR, settings.MEDIA_STORAGE = tmp_path, {"bucket": "uploads"}
    settings.SECRET_KEY = "gemeinsam"
    assert told() == []
    (tmp_path / "secret_key").write_text("gemeinsam\n")
    assert told() == ["startalking.I002"]
