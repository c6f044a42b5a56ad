"""The example files of docs/examples, as far as they can be looked at without the programs they are for."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import load_command_class

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "docs/examples"
UNITS = sorted(EXAMPLES.glob("*.service"))
ASSIGNMENT = re.compile(r"^#?([A-Z][A-Z0-9_]+)=", re.MULTILINE)
FROM_THE_CLOUD = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}


def known():
    """The variables that docs/configuration.md tells of."""
    return set(re.findall(r"`([A-Z][A-Z0-9_]+)`", (ROOT / "docs/configuration.md").read_text())) | FROM_THE_CLOUD


def understood(line):
    """Whether the command of ours in this line takes these options."""
    _python, manage, command, *options = shlex.split(line)
    assert manage == "manage.py"
    load_command_class("startalking", command).create_parser(manage, command).parse_args(options)


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((EXAMPLES / "compose.yaml").read_text())


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_each_unit(unit, tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("there is no systemd-analyze")
    text = unit.read_text().replace("/opt/startalking/.venv/bin/python", "/bin/true")
    text = (
        text.replace("User=blog", "User=root").replace("=/opt/startalking", "=/").replace("/etc/startalking.env", "-/")
    )
    copy = tmp_path / unit.name.replace("@", "@1")
    copy.write_text(text)
    told = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True)
    about_ours = [line for line in told.stderr.splitlines() if copy.name in line]
    assert (told.returncode, about_ours) == (0, [])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_the_units_run_commands_that_there_are(unit):
    line = re.search(r"^ExecStart=(.*)$", unit.read_text(), re.MULTILINE)[1]
    understood(line)


def test_the_examples_name_variables_that_there_are(compose):
    names = set(ASSIGNMENT.findall((EXAMPLES / "startalking.env").read_text())) | set(compose["x-site"]["environment"])
    assert len(names) > 8
    assert names <= known()


def test_compose_names_services_volumes_and_commands_that_there_are(compose):
    services = compose["services"]
    for name in ("web", "worker"):
        understood(services[name]["command"])
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)
        places = [place.partition(":")[0] for place in service.get("volumes", ())]
        assert set(places) <= set(compose["volumes"])
        assert {config["source"] for config in service.get("configs", ())} <= set(compose["configs"])
    waited_for = {name for service in services.values() for name in service.get("depends_on", ())}
    dockerfile = (EXAMPLES / "Dockerfile").read_text()
    assert all("healthcheck" in services[name] for name in waited_for - {"web"})
    assert "HEALTHCHECK" in dockerfile


def test_the_background_is_done_by_somebody_in_every_example(compose):
    assert "--no-background" in compose["services"]["web"]["command"]
    assert "run_huey" in compose["services"]["worker"]["command"]
    web, worker = (unit.read_text() for unit in UNITS)
    assert "--no-background" in web
    assert "run_huey" in worker
