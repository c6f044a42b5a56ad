"""A PUBLISH_DIR that cannot be used stops the start with a sentence."""

import pytest

from startalking import settings


def nothing_can_be_written(path):
    path.write_text("")


def something_is_in_the_way(path):
    (path / "current").mkdir(parents=True)


SENTENCES = [
    (nothing_can_be_written, "en", "PUBLISH_DIR cannot be used: nothing can be written to the folder “{}”."),
    (nothing_can_be_written, "de", "PUBLISH_DIR ist nicht verwendbar: In den Ordner „{}“ lässt sich nichts schreiben."),
    (something_is_in_the_way, "en", "PUBLISH_DIR cannot be used: “{}/current” is in the way of the link that"),
    (something_is_in_the_way, "de", "PUBLISH_DIR ist nicht verwendbar: „{}/current“ steht dem Link im Weg"),
]


@pytest.mark.parametrize(("trouble", "language", "said"), SENTENCES)
def test_who_starts_the_site_is_told_what_is_wrong(tmp_path, monkeypatch, trouble, language, said):
    monkeypatch.setenv("LANGUAGE_CODE", language)
    trouble(tmp_path / "public")
    with pytest.raises(SystemExit) as told:
        settings.publishable(tmp_path / "public")
    assert str(told.value).startswith(said.format(tmp_path / "public"))


def test_a_folder_is_made_and_one_in_use_is_taken_as_it_is(tmp_path):
    assert settings.publishable(tmp_path / "public").is_dir()
    (tmp_path / "public/current").symlink_to("pages-1/files")
    settings.publishable(tmp_path / "public")
