"""No container engine runs in these tests; so the files are held to the code they start."""

import re
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from diagnostic.cli import main
from diagnostic.settings import SETTINGS, Settings
from diagnostic.web.app import create_app
from tests.conftest import SECRET

ROOT = Path(__file__).parent.parent
OURS = ("migrate", "app", "worker")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return read


def filled(value: str, given: dict[str, str]) -> str:
    """A value as Compose fills it in; raises KeyError for one that has to be given and is not."""

    def fill(match: re.Match[str]) -> str:
        name, kind, default = match.group(1), match.group(2), match.group(3)
        return given[name] if kind == ":?" else given.get(name, default)

    return re.sub(r"\$\{(\w+)(:[-?])([^}]*)\}", fill, value)


def parsed(command: list[str]) -> click.Context:
    """Let the command line take a command apart without running it; an unknown one fails here."""
    name, *arguments = command
    found = main.get_command(click.Context(main), name)
    assert found is not None, f"there is no command {name}"
    return found.make_context(name, list(arguments))


def test_every_environment_name_is_a_setting(compose: dict[str, Any]) -> None:
    known = {setting.name for setting in SETTINGS}
    for service in OURS:
        assert set(compose["services"][service]["environment"]) <= known


def test_what_is_not_given_has_no_default_where_it_is_secret(compose: dict[str, Any]) -> None:
    services = compose["services"]
    secrets = [
        services[service]["environment"][name]
        for service in OURS
        for name in ("DIAGNOSTIC_SECRET", "DIAGNOSTIC_DATABASE")
    ]
    for value in [*secrets, services["database"]["environment"]["POSTGRES_PASSWORD"]]:
        with pytest.raises(KeyError):
            filled(value, {})
    assert "DIAGNOSTIC_SECRET" not in DOCKERFILE


def test_the_settings_can_be_read_with_nothing_but_the_two_secrets(compose: dict[str, Any]) -> None:
    environment = compose["services"]["app"]["environment"]
    given = {"DIAGNOSTIC_SECRET": SECRET, "DATABASE_PASSWORD": "a-password"}
    settings = Settings.from_environment({name: filled(value, given) for name, value in environment.items()})
    database = compose["services"]["database"]["environment"]
    assert settings.database_url == (
        f"postgresql://{database['POSTGRES_USER']}:a-password@database:5432/{database['POSTGRES_DB']}"
    )
    assert settings.mail_server == "smtp://mailpit:1025"


def test_every_command_exists(compose: dict[str, Any]) -> None:
    for service in OURS:
        parsed(compose["services"][service]["command"])
    entry, command = (re.search(rf"^{word} (\[.*\])$", DOCKERFILE, re.MULTILINE) for word in ("ENTRYPOINT", "CMD"))
    assert entry is not None
    assert command is not None
    assert yaml.safe_load(entry.group(1)) == ["diagnostic"]
    assert parsed(yaml.safe_load(command.group(1))).params["port"] == 8000
    check = compose["services"]["worker"]["healthcheck"]["test"]
    assert check[:2] == ["CMD", "diagnostic"]
    parsed(check[2:])


def test_the_published_port_is_the_one_served_and_on_this_machine_only(compose: dict[str, Any]) -> None:
    app = compose["services"]["app"]
    served = parsed(app["command"]).params
    assert served["host"] == "0.0.0.0"  # noqa: S104 - within the container
    assert app["ports"] == [f"127.0.0.1:8000:{served['port']}"]
    assert f"EXPOSE {served['port']}" in DOCKERFILE
    for service in compose["services"].values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_the_health_checks_ask_for_a_path_that_is_served(compose: dict[str, Any], tmp_path: Path) -> None:
    app = compose["services"]["app"]
    port = parsed(app["command"]).params["port"]
    asked = re.findall(r"http://127\.0\.0\.1:(\d+)(/\w+)", f"{app['healthcheck']['test']} {DOCKERFILE}")
    assert asked == [(str(port), "/health")] * 2
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'db.sqlite3'}",
        secret=SECRET,
        base_url="http://127.0.0.1:8000",
        mail_server=f"maildir://{tmp_path / 'mails'}",
        mail_from="diagnostic@consultancy.example",
    )
    assert "/health" in {route.path for route in create_app(settings).routes}


def test_what_a_service_waits_for_has_a_health_check_or_ends(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for service in services.values():
        for name, wait in service.get("depends_on", {}).items():
            if wait["condition"] == "service_healthy":
                assert "test" in services[name]["healthcheck"]
            else:
                assert wait["condition"] == "service_completed_successfully"
                assert services[name]["restart"] == "no"


def test_what_is_stored_lies_in_a_volume(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            assert volume.partition(":")[0] in compose["volumes"]
    assert compose["services"]["database"]["volumes"] == ["database:/var/lib/postgresql"]


def test_the_image_runs_as_nobody_in_particular(compose: dict[str, Any]) -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users == ["10001"]
    for service in OURS:
        assert compose["services"][service]["read_only"] is True
        assert compose["services"][service]["cap_drop"] == ["ALL"]


def test_the_image_is_built_from_what_it_is_given() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = [line.split()[1:-1] for line in DOCKERFILE.splitlines() if re.match(r"COPY (?!--from)", line)]
    for name in (name for names in copied for name in names):
        assert (ROOT / name).exists()
        assert f"!{name}" in ignored
