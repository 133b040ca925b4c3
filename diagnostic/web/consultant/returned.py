"""Mails that came back after the mail server had taken them: as files, or said by hand."""

from datetime import UTC, datetime

from litestar import Controller, Response, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency

from diagnostic.addresses import check_address
from diagnostic.errors import NotPossible
from diagnostic.mail.bounces import LARGEST
from diagnostic.mail.returned import BounceOutcome, ProcessedBounce, came_back, process_bounce
from diagnostic.process_pool import ProcessPool
from diagnostic.storage.models import Message, MessageKind, MessageState, Wave
from diagnostic.survey.waves import must_be_open
from diagnostic.web.consultant.forms import submitted_form
from diagnostic.web.pages import Req, flash, redirect
from diagnostic.web.security.request_limits import FILES

MOST = 50
"""Files at once."""


class Returned(Controller):
    """A first mail that came back counts as refused, and its address can be corrected. Nobody learns who answered."""

    path = "/waves/{wave_id:uuid}/returned"

    @post("/", **FILES)
    async def upload(
        self, request: Req, wave: NamedDependency[Wave], readers: NamedDependency[ProcessPool]
    ) -> Response[bytes]:
        """Read what mail servers sent back, saved as .eml files; each is answered."""
        must_be_open(wave)
        files = [file for file in (await request.form()).getall("mails", []) if isinstance(file, UploadFile)]
        files = [file for file in files if file.filename]
        if not files:
            raise NotPossible("Choose the mails that came back, each saved as a file (.eml).")
        if len(files) > MOST:
            raise NotPossible(f"Choose at most {MOST} files at once; there are {len(files)}.")
        for file in files:
            data = await file.read(LARGEST + 1)
            name = file.filename[:80]
            if len(data) > LARGEST:
                flash(request, f"{name}: larger than 1 MB, and was not read. No bounce is that large.", "warn")
                continue
            heard = await process_bounce(data, readers, wave)
            flash(request, f"{name}: {_words(heard)}", "good" if heard.outcome is BounceOutcome.MARKED else "warn")
        return redirect(f"/waves/{wave.id}")

    @post("/by-hand")
    async def by_hand(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        """Take a consultant's word for it that a mail came back."""
        must_be_open(wave)
        email = check_address((await submitted_form(request))["email"])
        outcome = await came_back(wave, email)
        if outcome is BounceOutcome.NOT_OURS:
            raise NotPossible(f"Nobody is invited to this wave at {email}.")
        if outcome is BounceOutcome.KNOWN:
            first = Message.filter(wave_id=wave.id, kind=MessageKind.INVITATION, invitation__participant__email=email)
            if await first.filter(state=MessageState.WAITING).exists():
                raise NotPossible(f"The first mail to {email} has not been sent yet, so that none can have come back.")
            raise NotPossible(f"The first mail to {email} counts as refused already.")
        over = datetime.now(UTC) >= wave.deadline(wave.alliance)
        then = "Extend the last day, which is over, and correct it" if over else "Correct the address below"
        flash(request, f"{email} is marked. {then}, and the same invitation goes there.")
        return redirect(f"/waves/{wave.id}")


_BY_HAND = "If you know the address, mark it by hand below."


def _words(heard: ProcessedBounce) -> str:
    match heard.outcome:
        case BounceOutcome.MARKED:
            return f"about {heard.email}, which failed ({heard.reason}). It is marked, and can be corrected below."
        case BounceOutcome.KNOWN:
            return f"about {heard.email}, which is marked already or is just being sent again. Nothing changed."
        case BounceOutcome.DELAY:
            return f"about {heard.email}, only a delay ({heard.reason}). Nobody is marked."
        case BounceOutcome.NOT_OURS:
            return (
                "it does not say which of our mails it is about, or it is about another wave's. "
                f"{_BY_HAND} Nobody is marked."
            )
        case BounceOutcome.NO_BOUNCE:
            return f"no mail server says in it that a mail could not be delivered. {_BY_HAND} Nobody is marked."
