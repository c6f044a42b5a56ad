"""The demo's texts as they lie beside this file: TOML with HTML in it. Pure: no Django."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
LINK: Final = re.compile(r'"demo:([^"]+)"')

Record = dict[str, Any]


def read(name: str) -> Record:
    with (HERE / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def read_all(folder: str) -> list[Record]:
    """Every file of the folder, in the order of the names."""
    return [read(str(path.relative_to(HERE).with_suffix(""))) for path in sorted((HERE / folder).glob("*.toml"))]


def linked(markup: str, addresses: Mapping[str, str]) -> str:
    """`markup` with each `"demo:…"` replaced by its address. Raises KeyError for one that leads nowhere."""
    return LINK.sub(lambda found: f'"{addresses[found[1]]}"', markup).strip()


def address(reference: str, addresses: Mapping[str, str]) -> str:
    """`reference` itself, or the address that `demo:…` stands for. Raises KeyError for one that leads nowhere."""
    if not reference.startswith("demo:"):
        return reference
    name, mark, place = reference.removeprefix("demo:").partition("#")
    return addresses[name] + mark + place
