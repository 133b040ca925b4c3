"""Making files of a Report beside the requests that ask for them: claimed, watched, kept; logged where one fails."""

import asyncio
import hashlib
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, Protocol

import structlog

import diagnostic
from diagnostic import __version__
from diagnostic.analysis.report import Edition, Report
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Figure, pick_all
from diagnostic.briefing.editions import edition
from diagnostic.briefing.picture import Picture
from diagnostic.briefing.wording import Wording
from diagnostic.content import content_layers
from diagnostic.errors import InvalidContent
from diagnostic.firm_content.folders import FirmContent, OwnContent
from diagnostic.questionnaire.library import SIDE_EFFECTS
from diagnostic.questionnaire.side_effects import SideEffects
from diagnostic.storage.models import RenderingState, Wave
from diagnostic.survey import renderings
from diagnostic.survey.planned import planned_after
from diagnostic.survey.renderings import Key, RenderingProgress
from diagnostic.survey.reports import stored_report
from diagnostic.web.vega import VEGA_URL

_MAKERS = ("python-docx", "python-pptx", "typst", "vl-convert-python", "xlsxwriter")
"""The libraries that files are made with."""

WAIT_FOR_FILE = 1.5
"""Seconds a request waits for a file before it shows how far that is."""
BEAT = 0.5
"""Seconds between two signs of being at work."""
AT_ONCE = 2
"""Files that one server process makes at a time."""

PAGES = 3
"""Pages whose charts are kept in memory."""


class Make(Protocol):
    """Makes a file of a Report, with the content that is its consultant's firm's."""

    def __call__(self, report: Report, *, content: Path | None) -> bytes: ...


logger = structlog.get_logger("diagnostic.web")


class RenderingRequest(NamedTuple):
    """A file of a wave's Report."""

    format: str
    edition: Edition
    language: str


class Renderings:
    """One for each server process."""

    def __init__(self, firms: FirmContent, assets: str, words: SideEffects) -> None:
        self.firms = firms
        self.words = words
        self._maker = made_by(firms.deployment, assets)
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="rendering")
        self._tasks: set[asyncio.Task[None]] = set()
        self._pictures: dict[Key, dict[str, Picture]] = {}
        self._one_at_a_time = asyncio.Lock()

    async def ask(
        self, wave: Wave, wanted: RenderingRequest, make: Make, *, again: bool = False
    ) -> RenderingProgress | None:
        """How far a file is after a moment's wait; whoever asks first has it made. None where there is no Report."""
        own = await self.content_of(wave)
        key = await self._key(wave, wanted, own)
        if key is None:
            return None
        mine = await renderings.claim(wave, key, datetime.now(UTC), again=again)
        if mine:
            # What it is made with is what its key says, whatever the firm changes meanwhile.
            task = asyncio.create_task(self._make(wave, key, mine, partial(make, content=own.folder)))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            await asyncio.wait({task}, timeout=WAIT_FOR_FILE)
            return await renderings.standing(wave, key)
        return await self._watch(wave, key)

    async def look(self, wave: Wave, wanted: RenderingRequest) -> RenderingProgress | None:
        """How far a file is; None where nobody is making it."""
        key = await self._key(wave, wanted, await self.content_of(wave))
        return await renderings.standing(wave, key) if key else None

    async def picture(self, wave: Wave, wanted: RenderingRequest, name: str) -> Picture | None:
        """One chart of a briefing; a page asks for all of them within seconds, so those of a few pages are kept."""
        own = await self.content_of(wave)
        key = await self._key(wave, wanted, own)
        report = await stored_report(wave, self.words)
        if key is None or report is None:
            return None
        async with self._one_at_a_time:
            if key not in self._pictures:
                found = await asyncio.to_thread(_pictures, report, wanted, own.folder)
                while len(self._pictures) >= PAGES:
                    del self._pictures[next(iter(self._pictures))]
                self._pictures[key] = found
            return self._pictures[key].get(name)

    async def content_of(self, wave: Wave) -> OwnContent:
        """The content of the firm whose wave it is."""
        return await self.firms.of(wave.alliance.consultant_id)

    async def close(self) -> None:
        """Leave what is not finished to others."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _key(self, wave: Wave, wanted: RenderingRequest, own: OwnContent) -> Key | None:
        shown = await renderings.shown_by(wave)
        if shown is None:
            return None
        # No decision about what may be shown: a file that has an older plan breaks no promise until it is made anew.
        planned = " ".join(map(str, await planned_after(wave)))
        made_with = f"{self._maker}\0{planned}\0{own.digest}"
        return Key(*wanted, shown, hashlib.sha256(made_with.encode()).hexdigest())

    async def _watch(self, wave: Wave, key: Key) -> RenderingProgress | None:
        """Wait a moment for what another request, or another server, makes."""
        found = await renderings.standing(wave, key)
        for _ in range(round(WAIT_FOR_FILE / 0.15)):
            if found is None or found.state is not RenderingState.IN_WORK:
                break
            await asyncio.sleep(0.15)
            found = await renderings.standing(wave, key)
        return found

    async def _make(self, wave: Wave, key: Key, mine: RenderingProgress, make: Callable[[Report], bytes]) -> None:
        try:
            report = await stored_report(wave, self.words)
            if report is None:
                await renderings.give_up(mine)
                return
            body = await self._made(edition(report, _edition(key)), mine, make)
            if body is not None:
                await renderings.keep(wave, key, mine, body)
        except asyncio.CancelledError:
            await renderings.give_up(mine)
            raise
        except Exception as error:
            _log(error, wave, key)
            await renderings.failed(mine)

    async def _made(self, report: Report, mine: RenderingProgress, make: Callable[[Report], bytes]) -> bytes | None:
        """The file; None where meanwhile nobody wants it."""
        work = asyncio.get_running_loop().run_in_executor(self._threads, make, report)
        work.add_done_callback(_looked_at)
        while not work.done():
            await asyncio.wait({work}, timeout=BEAT)
            if not await renderings.seen_at_work(mine):
                work.cancel()
                return None
        return work.result()


def made_by(content: Path | None, assets: str) -> str:
    """A digest of all that shapes a file: the product, its libraries, the contents, and what a page links to.

    Taken once, when the server starts: whoever changes the contents restarts it.
    """
    made_with = "\0".join(f"{name} {version(name)}" for name in _MAKERS)
    digest = hashlib.sha256(f"{__version__}\0{assets}\0{VEGA_URL}\0{made_with}".encode())
    # Which comments are held back shows in every file. Of own words, what they lack is said in the installed ones.
    folders = ("reports", f"questionnaires/{SIDE_EFFECTS}")
    layers = [layer for folder in folders for layer in content_layers(content, folder)]
    for folder in (Path(diagnostic.__file__).parent, *layers):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"\0{file.relative_to(folder)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def _pictures(report: Report, wanted: RenderingRequest, content: Path | None) -> dict[str, Picture]:
    parts = document(edition(report, wanted.edition), Wording(report, wanted.language, content)).parts
    return {figure.picture.name: figure.picture for figure in pick_all(parts, Figure) if figure.picture}


def _looked_at(work: asyncio.Future[bytes]) -> None:
    """What fails after nobody waits for it is of no interest."""
    if not work.cancelled():
        work.exception()


def _edition(key: Key) -> Edition:
    return "participants" if key.edition == "participants" else "consultant"


def _log(error: Exception, wave: Wave, key: Key) -> None:
    """What failed by its kind and place: its words may quote a comment. Those on the contents' faults quote files."""
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    logger.error(
        "rendering_failed",
        wave=str(wave.id),
        format=key.format,
        edition=key.edition,
        language=key.language,
        error=str(error) if isinstance(error, InvalidContent) else type(error).__name__,
        where=" ".join(places[-4:]),
    )
