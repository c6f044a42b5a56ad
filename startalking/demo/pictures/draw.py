"""The pictures of the demo site, by name. Pure: nothing is read and nothing is written."""

from collections.abc import Callable
from pathlib import PurePath

from PIL import Image

from startalking.demo.pictures import chart, desk, landscapes, rooms, signs, telephone, walls

SCENES: dict[str, Callable[[], Image.Image]] = {
    "briefe": desk.letters,
    "dosentelefon": telephone.string_telephone,
    "karte": chart.pinned_map,
    "karteikasten": rooms.cabinet,
    "leuchtturm": landscapes.lighthouse,
    "lupe": signs.magnifier,
    "megafon": signs.megaphone,
    "planungswand": walls.planning_wall,
    "schaltbrett": walls.switchboard,
    "seiten": signs.sunrise_of_pages,
    "sprechblasen": signs.speech_bubbles,
    "stuehle": rooms.two_chairs,
    "sturm": landscapes.storm,
    "tafel": desk.table_for_guests,
}


def draw(name: str) -> Image.Image:
    """The picture of that name or file name, 1600 by 1000. Raises KeyError for an unknown one."""
    return SCENES[PurePath(name).stem]()
