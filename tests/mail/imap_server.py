"""A real IMAP server, Dovecot, for tests: one user, one Maildir, encrypted by STARTTLS or from the start."""

import getpass
import mailbox
import os
import shutil
import socket
import subprocess
import time
from base64 import b64encode
from email import message_from_bytes
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import pytest

from tests.mail.server import certificate
from tests.ports import free_port

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
USER, PASSWORD = "survey@diagnostic.example", "p@ss:wörd/?#"


class ImapServer:
    """Runs on ports of its own while in its ``with`` block. Its folder has to be one that other users may enter.

    ``tokens`` is where it asks whether an access token is good, and then takes nothing else.
    """

    def __init__(self, folder: Path, tokens: str | None = None) -> None:
        if DOVECOT is None:
            message = "Dovecot is not here: apt-get install dovecot-imapd"
            if os.environ.get("CI"):
                pytest.fail(message)
            pytest.skip(message)
        self._folder, self._tokens = folder, tokens
        self.port, self.tls_port = free_port(), free_port()
        self.ca, _ = certificate(folder)
        self._maildir = folder / "mail"
        self.box = mailbox.Maildir(self._maildir, create=True)

    def url(self, scheme: str = "imap", password: str | None = PASSWORD, folder: str = "") -> str:
        port = self.port if scheme == "imap" else self.tls_port
        secret = "" if password is None else f":{quote(password, safe='')}"
        return f"{scheme}://{quote(USER, safe='')}{secret}@127.0.0.1:{port}/{folder}?ca={self.ca}"

    def add(self, raw: bytes) -> None:
        """Let a mail arrive."""
        key = self.box.add(raw)
        _give_away(self._maildir / "new" / key)

    def empty(self) -> None:
        for file in [*(self._maildir / "new").iterdir(), *(self._maildir / "cur").iterdir()]:
            file.unlink()

    def flags(self) -> list[tuple[str, str]]:
        """Subject and flags of every mail there is, by subject."""
        found = []
        for file in [*(self._maildir / "new").iterdir(), *(self._maildir / "cur").iterdir()]:
            subject = message_from_bytes(file.read_bytes())["Subject"]
            found.append((str(subject), file.name.partition(":2,")[2]))
        return sorted(found)

    def __enter__(self) -> "ImapServer":
        for path in (self._maildir, *self._maildir.iterdir()):
            _give_away(path)
        config = self._folder / "dovecot.conf"
        config.write_text(self._config())
        self._process = subprocess.Popen([str(DOVECOT), "-F", "-c", config], stderr=subprocess.DEVNULL)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        log = self._folder / "dovecot.log"
        pytest.fail(log.read_text() if log.exists() else "Dovecot does not start")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(10)

    def _config(self) -> str:
        mine = (
            ""
            if os.geteuid() == 0
            else f"default_internal_user = {getpass.getuser()}\ndefault_login_user = {getpass.getuser()}\n"
        )
        owner = "nobody" if os.geteuid() == 0 else getpass.getuser()
        return f"""\
base_dir = {self._folder}/run
state_dir = {self._folder}/state
log_path = {self._folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{self.ca}
ssl_key = <{self._folder}/key.pem
{mine}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = {self.tls_port}
  }}
}}
service anvil {{
  chroot =
}}
mail_location = maildir:{self._maildir}
first_valid_uid = 1
mail_uid = {owner}
mail_gid = {"nogroup" if owner == "nobody" else os.getgid()}
auth_failure_delay = 0
auth_mechanisms = {"xoauth2" if self._tokens else "plain"}
{self._passdb()}
userdb {{
  driver = static
  args = home={self._folder} allow_all_users=yes
}}
"""

    def _passdb(self) -> str:
        if self._tokens is None:
            users, digest = self._folder / "users", sha256(PASSWORD.encode()).digest()
            users.write_text(f"{USER}:{{SHA256.b64}}{b64encode(digest).decode()}\n")
            return f"passdb {{\n  driver = passwd-file\n  args = username_format=%u {users}\n}}\n"
        oauth = self._folder / "oauth.conf"
        oauth.write_text(f"tokeninfo_url = {self._tokens}\nusername_attribute = email\nforce_introspection = no\n")
        return f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {oauth}\n}}\n"


def _give_away(path: Path) -> None:
    """Dovecot reads mail as nobody where it is started by root."""
    if os.geteuid() == 0:
        shutil.chown(path, "nobody", "nogroup")
