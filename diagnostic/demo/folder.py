"""Where a demonstration lives: one folder with its database, its secret, its mails and its sign-in."""

import secrets
import shutil
from pathlib import Path

import msgspec

from diagnostic.errors import NotPossible
from diagnostic.settings import Settings

MARKER = "demonstration.json"
DATABASE = "diagnostic.sqlite3"
SECRET = "secret"  # noqa: S105 - the name of the file
MAILS = "mails"
LOG = "log.txt"


class SignIn(msgspec.Struct, frozen=True):
    """What the marker file holds. ``ready`` is false until everything has been prepared once."""

    email: str
    password: str
    ready: bool = False


class DemoFolder:
    """A demonstration's folder. It touches no folder that it has not begun itself."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()

    @property
    def mails(self) -> Path:
        return self.path / MAILS

    @property
    def log(self) -> Path:
        """What site and worker say."""
        return self.path / LOG

    def sign_in(self) -> SignIn | None:
        """The consultant's sign-in where everything is prepared, else None."""
        if not (self.path / MARKER).is_file():
            return None
        try:
            found = msgspec.json.decode((self.path / MARKER).read_bytes(), type=SignIn)
        except msgspec.MsgspecError:
            return None
        return found if found.ready else None

    def begin(self) -> SignIn:
        """An empty folder with a new secret and sign-in; what an earlier demonstration left there is deleted.

        Raises
        ------
        NotPossible
            Where the folder holds anything and is not a demonstration's.
        """
        self._clear()
        self.path.mkdir(parents=True, exist_ok=True)
        sign_in = SignIn("robin@consultancy.example", "-".join(secrets.token_hex(2) for _ in range(4)))
        self._write(sign_in)
        _write_private(self.path / SECRET, secrets.token_urlsafe(48).encode())
        return sign_in

    def finish(self, sign_in: SignIn) -> None:
        """Say that everything is prepared, so that the next start leaves it as it is."""
        self._write(msgspec.structs.replace(sign_in, ready=True))

    def settings(self, port: int) -> Settings:
        """The settings of this demonstration, all within its folder and on this computer."""
        return Settings(
            database_url=f"sqlite:///{self.path / DATABASE}",
            secret=(self.path / SECRET).read_text(encoding="utf-8"),
            base_url=f"http://127.0.0.1:{port}",
            mail_server=f"maildir://{self.mails}",
            mail_from="Alliance diagnostic <diagnostic@consultancy.example>",
            demo=True,
        )

    def _clear(self) -> None:
        if not self.path.exists():
            return
        if not self.path.is_dir() or (any(self.path.iterdir()) and not (self.path / MARKER).is_file()):
            raise NotPossible(
                f"{self.path} is not a demonstration's folder, so it stays as it is. Name another with --folder."
            )
        for file in self.path.glob(f"{DATABASE}*"):
            file.unlink()
        shutil.rmtree(self.mails, ignore_errors=True)
        for name in (SECRET, LOG):
            (self.path / name).unlink(missing_ok=True)
        # Last, so that an interrupted clearing is still recognised as ours.
        (self.path / MARKER).unlink(missing_ok=True)

    def _write(self, sign_in: SignIn) -> None:
        _write_private(self.path / MARKER, msgspec.json.format(msgspec.json.encode(sign_in)))


def _write_private(file: Path, content: bytes) -> None:
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_bytes(content)
