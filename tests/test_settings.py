from pathlib import Path

import pytest

from diagnostic.errors import InvalidSettings
from diagnostic.settings import SETTINGS, Settings

SECRET = "x" * 40


def test_the_secret_alone_is_enough() -> None:
    settings = Settings.from_environment({"DIAGNOSTIC_SECRET": SECRET})
    assert settings.secret == SECRET
    assert settings.database_url.startswith("sqlite:")
    assert settings.base_url == "http://127.0.0.1:8000"


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(InvalidSettings) as caught:
        Settings.from_environment(
            {
                "DIAGNOSTIC_SECRET": "short",
                "DIAGNOSTIC_DATABASE": "mysql://x",
                "DIAGNOSTIC_BASE_URL": "example.org/path",
                "DIAGNOSTIC_MAIL_SERVER": "localhost",
                "DIAGNOSTIC_MAIL_FROM": "nobody",
                "DIAGNOSTIC_MAIL_RATE": "many",
                "DIAGNOSTIC_CONTENT": "/nowhere",
            }
        )
    assert [fault.where for fault in caught.value.faults] == [
        "DIAGNOSTIC_DATABASE", "DIAGNOSTIC_SECRET", "DIAGNOSTIC_BASE_URL", "DIAGNOSTIC_MAIL_SERVER",
        "DIAGNOSTIC_MAIL_FROM", "DIAGNOSTIC_MAIL_RATE", "DIAGNOSTIC_CONTENT",
    ]  # fmt: skip


def test_a_message_does_not_repeat_a_secret() -> None:
    with pytest.raises(InvalidSettings) as caught:
        Settings.from_environment(
            {
                "DIAGNOSTIC_SECRET": "hunter2",
                "DIAGNOSTIC_DATABASE": "mysql://u:hunter2@h/d",
                "DIAGNOSTIC_MAIL_SERVER": "hunter2",
            }
        )
    assert "hunter2" not in str(caught.value)


def test_a_secret_is_not_shown_with_the_settings() -> None:
    assert SECRET not in repr(Settings.from_environment({"DIAGNOSTIC_SECRET": SECRET}))


def test_every_setting_can_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(SECRET + "\n")
    assert Settings.from_environment({"DIAGNOSTIC_SECRET_FILE": str(file)}).secret == SECRET
    with pytest.raises(InvalidSettings, match="cannot be read"):
        Settings.from_environment({"DIAGNOSTIC_SECRET_FILE": str(tmp_path / "none")})


def test_every_setting_says_what_it_is_for() -> None:
    assert all(setting.help.endswith(".") and setting.name.startswith("DIAGNOSTIC_") for setting in SETTINGS)
