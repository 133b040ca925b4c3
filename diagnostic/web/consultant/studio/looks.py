"""The form as its respondents will see it: either side, every language, desktop and phone, before there is a wave."""

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from diagnostic.errors import NotPossible
from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.editing import offered
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Consultant
from diagnostic.survey.instruments import of_version
from diagnostic.web.consultant.studio.saying import Names, example_names, title
from diagnostic.web.consultant.studio.workbench import Workbench
from diagnostic.web.pages import Req, english_first, page
from diagnostic.web.respondent_page import example_promise, form_context
from diagnostic.web.security.headers import CONTENT_POLICY, WITH_FRAME

FRAMED = CONTENT_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


class Looks(Controller):
    """Previews; nothing can be sent from them."""

    path = "/questionnaires"

    @get("/{instrument_id:uuid}/look")
    async def look(
        self,
        *,
        request: Req,
        bench: NamedDependency[Workbench],
        language: FromQuery[str] = "",
        side: FromQuery[str] = "a",
        width: FromQuery[str] = "desktop",
    ) -> Response[bytes]:
        whole = await _whole(bench)
        names = await bench.names()
        answer = page(
            request,
            "studio/look.html",
            instrument=bench.instrument,
            title=title(whole),
            companies=[("a", names.us), ("b", names.them)],
            languages=[(code, bench.product.frame.text(code, "language")) for code in english_first(whole.languages)],
            language=_language(whole, language),
            side="b" if side == "b" else "a",
            width="phone" if width == "phone" else "desktop",
        )
        answer.headers["Content-Security-Policy"] = WITH_FRAME
        return answer

    @get("/{instrument_id:uuid}/form")
    async def form(
        self,
        bench: NamedDependency[Workbench],
        *,
        language: FromQuery[str] = "",
        side: FromQuery[str] = "a",
    ) -> Response[bytes]:
        whole = await _whole(bench)
        return _form(whole, bench.product, await bench.names(), language, side)

    @get("/shown/{shown:str}")
    async def of_the_product(
        self,
        *,
        consultant: NamedDependency[Consultant],
        product: NamedDependency[Library],
        shown: FromPath[str],
        language: FromQuery[str] = "",
        side: FromQuery[str] = "a",
    ) -> Response[bytes]:
        """One of the product's questionnaires."""
        if shown not in product.questionnaires:
            raise NotFoundException
        return _form(product.named(shown), product, await example_names(consultant), language, side)


async def _whole(bench: Workbench) -> Questionnaire:
    found = offered(of_version(await bench.newest()), bench.product.frame.languages)
    if found is None:
        raise NotPossible("There is nothing to look at before it is complete in one language at least.")
    return found


def _language(questionnaire: Questionnaire, wanted: str) -> str:
    return wanted if wanted in questionnaire.languages else english_first(questionnaire.languages)[0]


def _form(questionnaire: Questionnaire, product: Library, names: Names, language: str, side: str) -> Response[bytes]:
    seen = names.seen_by("b" if side == "b" else "a")
    promise = example_promise(us=seen["us"], them=seen["them"], brand=seen["brand"])
    context = form_context(
        questionnaire,
        product.frame,
        _language(questionnaire, language),
        promise,
        languages=[code for code in english_first(questionnaire.languages) if code in product.frame.languages],
        preview=True,
    )
    return Template("respondent/form.html", context=context, headers={"Content-Security-Policy": FRAMED})
