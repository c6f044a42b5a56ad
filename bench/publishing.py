"""Pages published as files (PUBLISH_DIR), which nginx serves as the example in docs/ says, without asking the site."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fetching import reached
from house import House
from nginx import Nginx

EXAMPLE: Final = Path(__file__).resolve().parents[1] / "docs" / "examples" / "nginx-files.conf"
BEGIN, END, ROOT = "    # `current` is a link", "    # Styles, scripts", "/srv/blog/public"
"""What is taken from the example: how files are found, and what is said with them. Nobody else is asked."""


def publish(house: House, folder: Path, paths: Mapping[str, str]) -> None:
    """Let the site draw each page once, so that it puts it there; then it goes: what nginx answers, files answer."""
    house.machine |= {"PAGE_CACHE": "yes", "PUBLISH_DIR": str(folder)}
    house.start("--prepare", "--no-demo")
    for path in paths.values():
        reached(house.port, path)
    house.stop()


def served(folder: Path, place: Path, workers: int) -> Nginx:
    before, begin, rest = EXAMPLE.read_text().partition(BEGIN)
    middle, end, _after = rest.partition(END)
    if not before or not end or ROOT not in middle:
        raise SystemExit(f"{EXAMPLE.name} does not look as this measurement knows it.")
    return Nginx(place, f"{begin}{middle.replace(ROOT, str(folder))}    location @site {{ return 404; }}\n", workers)


def of_files(server: Nginx, paths: Mapping[str, str]) -> set[str]:
    """The kinds of page that are there as a file; an address with a question has none."""
    return {kind for kind, path in paths.items() if "?" not in path and reached(server.port, path) == 200}
