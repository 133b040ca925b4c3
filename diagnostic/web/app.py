"""The web application, put together for one set of settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from litestar import Litestar, Router
from litestar.config.compression import CompressionConfig
from litestar.di import Provide
from litestar.middleware import DefineMiddleware

from diagnostic.briefing.html import stylesheet
from diagnostic.briefing.languages import check_words
from diagnostic.content import content_layers
from diagnostic.firm_content.folders import FirmContent
from diagnostic.process_pool import ProcessPool
from diagnostic.questionnaire.library import Library
from diagnostic.reading.instruments.supplied import IMPORTED, SuppliedWords
from diagnostic.settings import Settings
from diagnostic.storage import connected, pending_migrations
from diagnostic.translation.drafts import Drafts
from diagnostic.web.assets import Assets, static_handlers
from diagnostic.web.consultant import public_pages, signed_in_pages
from diagnostic.web.errors import error_pages
from diagnostic.web.health import health_handler
from diagnostic.web.holders import holders_router
from diagnostic.web.log import log_access
from diagnostic.web.mailbox import mailbox_handlers
from diagnostic.web.pages import UNCOMPRESSED, template_config
from diagnostic.web.renderings import Renderings
from diagnostic.web.respondent import respondent_router
from diagnostic.web.respondent_messages import Messages
from diagnostic.web.security.csrf import FormKeys, csrf_config
from diagnostic.web.security.headers import security_headers
from diagnostic.web.security.request_limits import LARGEST_FORM, MOST_FIELDS, RequestLimits
from diagnostic.web.security.sessions import Sessions
from diagnostic.web.security.store import DatabaseStore
from diagnostic.web.vega import vega_handler


def create_app(settings: Settings) -> Litestar:
    """Everything is built anew for each application: a Litestar handler belongs to the one it was first put in."""
    library = Library.load(settings.content)
    supplied = SuppliedWords.load(*(layer / IMPORTED for layer in content_layers(settings.content, "questionnaires")))
    check_words(settings.content)
    drafts = Drafts.load(settings.content, library.questionnaires)
    messages = Messages(library.frame)
    assets = Assets(Path(__file__).parent / "static", {"briefing.css": stylesheet(settings.content)})
    bundler, readers = ProcessPool(), ProcessPool()
    firms = FirmContent(settings.content)
    renderings = Renderings(firms, assets.version, library.side_effects)
    pending: list[str] = []

    @asynccontextmanager
    async def database(_: Litestar) -> AsyncIterator[None]:
        pending.extend(await pending_migrations(settings.database_url))
        async with connected(settings.database_url):
            try:
                yield
            finally:
                await renderings.close()
                firms.close()
                bundler.shutdown(wait=False)
                readers.shutdown(wait=False)

    return Litestar(
        route_handlers=[
            *static_handlers(assets),
            health_handler(pending),
            *mailbox_handlers(settings),
            respondent_router(library, settings.secret, messages),
            holders_router(library.frame, settings.secret, messages),
            vega_handler(bundler),
            _consultants(
                settings,
                product=library,
                supplied=supplied,
                drafts=drafts,
                assets=assets,
                firms=firms,
                renderings=renderings,
                readers=readers,
            ),
        ],
        lifespan=[database],
        template_config=template_config(settings, assets, library.frame, drafts),
        compression_config=CompressionConfig(backend="gzip", exclude_opt_key=UNCOMPRESSED, exclude=["^/static/"]),
        before_send=[security_headers(settings), log_access],
        exception_handlers={Exception: error_pages(settings, messages)},
        request_max_body_size=LARGEST_FORM,
        multipart_form_part_limit=MOST_FIELDS,
        middleware=[RequestLimits()],
        openapi_config=None,
        logging_config=None,
    )


def _consultants(settings: Settings, **parts: object) -> Router:
    """The consultants' pages: behind sessions, and every form with a key that other sites cannot know."""
    return Router(
        path="/",
        route_handlers=[*public_pages(), signed_in_pages()],
        middleware=[
            DefineMiddleware(FormKeys, config=csrf_config(settings)),
            Sessions(DatabaseStore("session"), settings),
        ],
        dependencies={name: _given(part) for name, part in {"settings": settings, **parts}.items()},
        opt={UNCOMPRESSED: True},
    )


def _given(part: object) -> Provide:
    """What a page may ask for by its name."""
    return Provide(lambda: part, sync_to_thread=False)
