"""The consultants' pages, a module by subject."""

from litestar import Router
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from diagnostic.errors import NotPossible
from diagnostic.web.consultant.access import (
    SignInNeeded,
    not_possible,
    own_library,
    owned_alliance,
    owned_wave,
    require_sign_in,
    signed_in,
    to_sign_in,
)
from diagnostic.web.consultant.account import Account
from diagnostic.web.consultant.actions import Actions
from diagnostic.web.consultant.alliances import Alliances
from diagnostic.web.consultant.answers import AnswersFromFiles
from diagnostic.web.consultant.briefing import Briefing
from diagnostic.web.consultant.comments import Comments
from diagnostic.web.consultant.drafts import Drafts
from diagnostic.web.consultant.files import Files
from diagnostic.web.consultant.firm import FirmPages
from diagnostic.web.consultant.firm_playbook import FirmPlaybook
from diagnostic.web.consultant.firm_texts import FirmTexts
from diagnostic.web.consultant.holders import Holders
from diagnostic.web.consultant.launch import Launch
from diagnostic.web.consultant.names import Names
from diagnostic.web.consultant.passwords import Passwords
from diagnostic.web.consultant.people import People
from diagnostic.web.consultant.preview import Previews
from diagnostic.web.consultant.programme import Programmes
from diagnostic.web.consultant.returned import Returned
from diagnostic.web.consultant.rosters import Rosters
from diagnostic.web.consultant.running import Running
from diagnostic.web.consultant.sharing import Sharing
from diagnostic.web.consultant.sign_in import SignIn
from diagnostic.web.consultant.studio import STUDIO, owned_instrument, workbench
from diagnostic.web.consultant.themes import Themes
from diagnostic.web.consultant.waves import Waves


def public_pages() -> list[ControllerRouterHandler]:
    """What one reaches without being signed in."""
    return [SignIn, Passwords]


def signed_in_pages() -> Router:
    """Everything else: no page here can forget to ask who it is, nor whose alliance it shows."""
    return Router(
        path="/",
        route_handlers=[
            Account,
            FirmPages,
            FirmTexts,
            FirmPlaybook,
            Alliances,
            Actions,
            Sharing,
            Rosters,
            People,
            AnswersFromFiles,
            Drafts,
            Holders,
            Programmes,
            Previews,
            Launch,
            Waves,
            Names,
            Running,
            Returned,
            Briefing,
            Files,
            Comments,
            Themes,
            *STUDIO,
        ],
        guards=[require_sign_in],
        dependencies={
            "consultant": Provide(signed_in, sync_to_thread=False),
            "alliance": Provide(owned_alliance),
            "wave": Provide(owned_wave),
            "instrument": Provide(owned_instrument),
            "bench": Provide(workbench, sync_to_thread=False),
            "library": Provide(own_library),
        },
        exception_handlers={SignInNeeded: to_sign_in, NotPossible: not_possible},
    )
