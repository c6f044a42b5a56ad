"""Uploaded files, answered by our own server wherever they lie: a reader's page asks nobody else.

What a browser could run as a page is never shown as one.
"""

import logging
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any, Final, cast

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from startalking.core.bucket import Bucket, BucketError
from startalking.core.parts import Part, PartError, Pieces, Wish, wish_in

SHOWN_IN_PLACE: Final = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".webm": "video/webm",
    ".webp": "image/webp",
}

logger = logging.getLogger(__name__)


@require_safe
def uploaded_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Names are made by us and never used twice, so a file may stay in caches for a year."""
    if any(not step or step.startswith(".") for step in path.split("/")):
        raise Http404
    try:
        part = wished_for(request, path)
    except PartError as error:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{error.total}"})
    except BucketError as error:
        logger.error("The bucket of uploads does not answer: %s", error)
        return HttpResponse(status=503, headers={"Retry-After": "10"})
    if request.method == "HEAD":
        part.content.close()
    response = sent(part, path, part.content if request.method == "GET" else ())
    return in_place_of(response, get_conditional_response(request, response["ETag"], response=cast("Any", response)))


def in_place_of(response: HttpResponseBase, other: HttpResponseBase | None) -> HttpResponseBase:
    if other is None or other is response:
        return response
    response.close()
    return other


def wished_for(request: HttpRequest, path: str) -> Part:
    """What `Range` asks for, or all of it where the reader's beginning is of another file (`If-Range`)."""
    part = find(path, wish_in(request.headers.get("Range", "")))
    if part.is_wished and request.headers.get("If-Range", f'"{part.tag}"') != f'"{part.tag}"':
        part.content.close()
        return find(path, None)
    return part


def find(path: str, wish: Wish | None) -> Part:
    try:
        return default_storage.part(path, wish) if isinstance(default_storage, Bucket) else on_disk(path, wish)
    except BucketError:
        raise
    except (OSError, ValueError, SuspiciousOperation) as error:  # not there, a folder, or a name longer than any file's
        raise Http404 from error


def on_disk(path: str, wish: Wish | None) -> Part:
    file = default_storage.open(path, "rb")
    total, changed = file.size, default_storage.get_modified_time(path)
    try:
        positions = wish.within(total) if wish else range(total)
    except PartError:
        file.close()
        raise
    file.seek(positions.start)
    return Part(
        Pieces(file, len(positions)), positions, total, f"{int(changed.timestamp()):x}-{total:x}", wish is not None
    )


def sent(part: Part, path: str, content: Iterable[bytes]) -> StreamingHttpResponse:
    """Closing it closes the content."""
    name = PurePosixPath(path)
    kind = SHOWN_IN_PLACE.get(name.suffix.lower())
    response = StreamingHttpResponse(
        content,
        status=206 if part.is_wished else 200,
        content_type=kind or "application/octet-stream",
    )
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Disposition"] = content_disposition_header(kind is None, name.name) or "inline"
    response["Content-Length"] = str(len(part.positions))
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["ETag"] = f'"{part.tag}"'
    if part.is_wished:
        response["Content-Range"] = f"bytes {part.positions[0]}-{part.positions[-1]}/{part.total}"
    return response
