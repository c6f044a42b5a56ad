"""Uploaded files, answered by our own server. What a browser could run as a page is never shown as one."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

SHOWN_IN_PLACE = {
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


@require_safe
def uploaded_file(request: HttpRequest, path: str) -> FileResponse:
    """Names are made by us and never used twice, so a file may stay in caches for a year."""
    file = find(path)
    kind = SHOWN_IN_PLACE.get(file.suffix.lower())
    response = FileResponse(
        file.open("rb"), as_attachment=kind is None, content_type=kind or "application/octet-stream"
    )
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def find(path: str) -> Path:
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, path))
    except (SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    try:
        is_there = file.is_file()
    except OSError as error:  # a name longer than any file's
        raise Http404 from error
    if not is_there or any(part.startswith(".") for part in Path(path).parts):
        raise Http404
    return file
