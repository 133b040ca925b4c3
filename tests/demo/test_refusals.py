"""``diagnostic demo`` does not begin where it would take what belongs to others."""

import socket
from pathlib import Path

from click.testing import CliRunner

from diagnostic.cli import main
from tests.ports import free_port


def test_a_port_in_use_is_said_in_words(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["demo", "--folder", str(tmp_path / "demo"), "--port", str(port)])
    assert result.exit_code == 1
    assert f"Port {port} is in use" in result.output
    assert not (tmp_path / "demo").exists()


def test_a_folder_with_anything_else_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years of work", encoding="utf-8")
    result = CliRunner().invoke(main, ["demo", "--fresh", "--folder", str(tmp_path), "--port", str(free_port())])
    assert result.exit_code == 1
    assert "is not a demonstration's folder" in result.output
    assert (tmp_path / "thesis.txt").exists()
