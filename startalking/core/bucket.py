"""Uploads in a bucket that speaks S3, for sites on several machines. Readers get them from us: startalking/media.py.

Keys come from where all programs for S3 look for them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment,
or the machine's role.
"""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import Any, Final, cast
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible
from django.utils.encoding import filepath_to_uri

from startalking.core.parts import Part, PartError, Wish

NOT_THERE: Final = {"404", "NoSuchKey", "NotFound"}
IN_MEMORY: Final = 5_000_000
"""Bytes of an object that is worked on; what is larger goes to a temporary file."""
PATIENCE: Final[dict[str, Any]] = {
    "connect_timeout": 3,
    "read_timeout": 20,
    "retries": {"max_attempts": 2, "mode": "standard"},
}
COMMON: Final[dict[str, Any]] = {
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
}
"""What all that speak S3 understand; Amazon's newer checksums are not among it."""

_making = Lock()


class BucketError(OSError):
    """The bucket does not answer, or not as it should."""


@deconstructible
class Bucket(Storage):
    """Names are the site's, as in a folder of files; the objects' keys begin with `folder`."""

    def __init__(self, bucket: str, folder: str = "", endpoint: str = "", region: str = "") -> None:
        self._bucket, self._folder, self._endpoint, self._region = bucket, folder, endpoint, region

    def url(self, name: str | None) -> str:
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name) or "")

    def part(self, name: str, wish: Wish | None = None) -> Part:
        """Raises `FileNotFoundError`, `PartError`, and `BucketError`."""
        wanted = {"Range": str(wish)} if wish else {}
        with self._asked(name):
            found = self._client.get_object(**self._at(name), **wanted)
        positions, total = _positions(found)
        return Part(_Body(found["Body"]), positions, total, found["ETag"].strip('"'), wish is not None)

    def exists(self, name: str) -> bool:
        try:
            self.size(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        return int(self._head(name)["ContentLength"])

    def get_modified_time(self, name: str) -> datetime:
        return cast("datetime", self._head(name)["LastModified"])

    def delete(self, name: str) -> None:
        with self._asked(name):
            self._client.delete_object(**self._at(name))

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise ValueError(f"Objects are read, or saved whole: {mode}")
        file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (whoever opened it closes it)
        with self._asked(name):
            self._client.download_fileobj(*self._at(name).values(), file)
        file.seek(0)
        return File(file, name)

    def _save(self, name: str, content: File[bytes]) -> str:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        content.seek(0)
        with self._asked(name):
            self._client.put_object(**self._at(name), Body=content, ContentType=kind)
        return name

    def _head(self, name: str) -> dict[str, Any]:
        with self._asked(name):
            return dict(self._client.head_object(**self._at(name)))

    def _at(self, name: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": f"{self._folder}/{name}".lstrip("/")}

    @contextmanager
    def _asked(self, name: str) -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            _told(error.response, name)
            raise BucketError(str(error)) from error
        except BotoCoreError as error:
            raise BucketError(str(error)) from error

    @cached_property
    def _client(self) -> Any:
        """One for all threads of the process: making it takes a quarter of a second."""
        try:
            import boto3
            from botocore.config import Config
        except ImportError as error:
            raise ImproperlyConfigured("MEDIA_STORAGE needs boto3: pip install boto3") from error
        with _making:  # boto3's default session is not made for threads, its clients are
            return boto3.session.Session().client(
                "s3",
                endpoint_url=self._endpoint or None,
                region_name=self._region or None,
                config=Config(**PATIENCE, **COMMON, s3={"addressing_style": "path" if self._endpoint else "auto"}),
            )


class _Body:
    """The stream of an answer."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        yield from self._body.iter_chunks(64 * 1024)

    def close(self) -> None:
        self._body.close()


def _positions(found: dict[str, Any]) -> tuple[range, int]:
    """Which bytes came, and how many there are: `Content-Range: bytes 0-99/1234`."""
    if "ContentRange" not in found:
        return range(found["ContentLength"]), found["ContentLength"]
    places, _slash, total = found["ContentRange"].removeprefix("bytes ").partition("/")
    first, _dash, last = places.partition("-")
    return range(int(first), int(last) + 1), int(total)


def _told(response: dict[str, Any], name: str) -> None:
    error = response.get("Error", {})
    if error.get("Code") in NOT_THERE:
        raise FileNotFoundError(name)
    if error.get("Code") in {"InvalidRange", "416"}:
        raise PartError(int(error.get("ActualObjectSize") or 0))
