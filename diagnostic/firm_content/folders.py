"""The content as a firm has it: a folder that lies over the deployment's, as that lies over the product's.

The firm's own parts are in the database; what makes a briefing reads files. So they are written into a folder, beside
links to what the deployment has, and a folder once written is never changed: its name is a digest of what is in it.
"""

import asyncio
import atexit
import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import NamedTuple
from uuid import UUID

import msgspec
import tomlkit

from diagnostic.briefing import brand, playbook
from diagnostic.briefing.brand import Brand, Colours
from diagnostic.briefing.side_files import in_one_file
from diagnostic.errors import InvalidContent
from diagnostic.storage.models import Firm
from diagnostic.survey.firms import firm_behind

LOGO = "logo.png"
_REPORTS = "reports"


class OwnContent(NamedTuple):
    """A content folder, and what tells it from another firm's; '' where the firm has nothing of its own."""

    folder: Path | None
    digest: str


class FirmContent:
    """The folders of all firms, for as long as it is open; ``deployment`` is the deployment's own."""

    def __init__(self, deployment: Path | None) -> None:
        self.deployment = deployment
        self._place: Path | None = None

    async def of(self, consultant_id: UUID) -> OwnContent:
        """The content of the firm of a consultant, as it is now."""
        firm = await firm_behind(consultant_id)
        return await asyncio.to_thread(self._written, files_of(firm, self.deployment))

    def _written(self, files: Mapping[str, bytes]) -> OwnContent:
        if not files:
            return OwnContent(self.deployment, "")
        digest = hashlib.sha256(msgspec.msgpack.encode(sorted(files.items()))).hexdigest()
        if self._place is None:
            self._place = Path(mkdtemp(prefix="diagnostic-firms-"))
            atexit.register(self.close)  # where whoever opened it has no chance to
        folder = self._place / digest
        if not folder.is_dir():
            new = Path(mkdtemp(dir=self._place))
            _fill(new / _REPORTS, files, self.deployment)
            try:
                new.rename(folder)
            except OSError:  # another thread was faster
                shutil.rmtree(new)
        return OwnContent(folder, digest)

    def close(self) -> None:
        """Remove what was written."""
        if self._place is not None:
            shutil.rmtree(self._place, ignore_errors=True)
            atexit.unregister(self.close)
            self._place = None

    def __enter__(self) -> "FirmContent":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def files_of(firm: Firm, deployment: Path | None) -> dict[str, bytes]:
    """A firm's own files, by their names in `reports`; none where it has nothing of its own.

    Name, contact and logo belong together: with one of them of its own, it has none of somebody else's.
    """
    files: dict[str, bytes] = {}
    named, coloured = bool(firm.name or firm.contact or firm.logo), bool(firm.accent)
    if named or coloured:
        whole = inherited(deployment)
        if named:
            logo = LOGO if firm.logo else ""
            whole = msgspec.structs.replace(whole, name=firm.name, contact=firm.contact, logo=logo)
        if coloured:
            whole = msgspec.structs.replace(whole, colours=Colours(firm.accent, firm.wash))
        files[brand.FILE] = tomlkit.dumps(msgspec.to_builtins(whole)).encode()
    if firm.logo:
        files[LOGO] = bytes(firm.logo)
    if firm.playbook:
        files[playbook.FILE] = firm.playbook.encode()
    return files


def inherited(deployment: Path | None) -> Brand:
    """The brand that counts where a firm has none; the product's where the deployment's has faults."""
    try:
        return Brand.load(deployment)
    except InvalidContent:  # whoever runs the server is told where theirs is used
        return Brand()


def playbook_text(firm: Firm, deployment: Path | None) -> str:
    """The playbook that counts for a firm, as one file of TOML with all its languages in it."""
    return firm.playbook or in_one_file(deployment, playbook.FILE)


def _fill(reports: Path, files: Mapping[str, bytes], deployment: Path | None) -> None:
    reports.mkdir()
    for name, data in files.items():
        (reports / name).write_bytes(data)
    if deployment is None:
        return
    own = deployment / _REPORTS
    # The languages of a file belong to the words it has, so not to those of a file that takes its place.
    replaced = {Path(name).stem for name in files}
    for path in own.rglob("*"):
        link = reports / path.relative_to(own)
        if path.is_file() and not link.exists() and path.parent.name not in replaced:
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path.resolve())
