"""The firm's playbook: taken out as a file, brought in again, and a rule added or taken out without one."""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from tomlkit.exceptions import TOMLKitError

from diagnostic.briefing.playbook import Occasion, Playbook, in_language
from diagnostic.errors import Fault, Faults, InvalidContent, NotPossible
from diagnostic.firm_content.folders import FirmContent, playbook_text
from diagnostic.firm_content.rules import NewRule, own_rules, with_rule, without_rule
from diagnostic.process_pool import ProcessPool
from diagnostic.questionnaire.language_codes import with_base
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Consultant, Firm
from diagnostic.survey.firms import changing, firm_of
from diagnostic.text import one_line
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.consultant.rosters import in_a_reader
from diagnostic.web.pages import Req, english_first, flash, page, redirect
from diagnostic.web.security.request_limits import FILES

LARGEST_PLAYBOOK = 400_000
OCCASIONS: dict[str, dict[Occasion, str]] = {
    "The companies differ": {
        "scale_gap": "A gap on a whole section",
        "gap": "A gap on a statement",
        "likely_gap": "A gap that is very likely",
        "worth_asking": "A difference worth asking about",
        "said_apart": "These people answered differently",
    },
    "How they see themselves and each other": {
        "blind_spot": "A blind spot: a company rates itself higher than its partner does",
        "hidden_strength": "A hidden strength: the partner rates it higher than it does itself",
        "a_only_concern": "A concern of the first company alone",
        "b_only_concern": "A concern of the second company alone",
        "rated_better_than_expected": "Rated better than it expects",
        "rated_worse_than_expected": "Rated worse than it expects",
        "trust_low": "A company trusts the other too little",
    },
    "What both see": {
        "shared_strength": "A shared strength",
        "shared_concern": "A shared concern",
        "said_low": "These people at both companies rate it low",
        "picked": "A topic picked for the workshop",
    },
    "Inside a company": {
        "divided_side": "A company is divided",
        "group_difference": "A group within a company stands apart",
        "fault_line": "The line runs between groups, not between companies",
        "said_group": "These people of one group answered differently",
        "cant_say": "Many cannot say",
    },
    "Who owns what": {
        "contested": "An activity that both companies claim",
        "orphaned": "An activity that neither claims",
        "said_contested": "These people: both companies claim it",
        "said_orphaned": "These people: neither claims it",
        "overclaim": "Two shares that add up to more than the whole",
    },
    "What moved since an earlier wave": {
        "both_rose": "Both companies’ levels rose",
        "both_fell": "Both companies’ levels fell",
        "one_side_rose": "One company’s level rose",
        "one_side_fell": "One company’s level fell",
        "opposite": "One rose, and the other fell",
        "level_rose": "The level of what is said of a company rose",
        "level_fell": "The level of what is said of a company fell",
        "gap_closing": "A gap is closing",
        "gap_widening": "A gap is widening",
        "gap_turned": "A gap has turned round",
        "shared_concern_improved": "A shared concern has improved",
    },
    "Whatever is left": {
        "nothing_clear": "The answers show no gap for certain",
        "not_judged": "The answers are too few to judge any",
    },
}
"""What a rule may be for, by what it is about."""
_TEXTS = ("question", "probes", "interview")


class FirmPlaybook(Controller):
    """Nothing that has faults takes the place of anything."""

    path = "/firm/playbook"

    @get("/")
    async def show(
        self,
        *,
        request: Req,
        consultant: NamedDependency[Consultant],
        firms: NamedDependency[FirmContent],
        library: NamedDependency[Library],
    ) -> Response[bytes]:
        return await _playbook_page(request, consultant, firms, library)

    @get("/playbook.toml")
    async def download(
        self, consultant: NamedDependency[Consultant], firms: NamedDependency[FirmContent]
    ) -> Response[bytes]:
        text = playbook_text(await firm_of(consultant), firms.deployment)
        headers = {"Content-Disposition": 'attachment; filename="playbook.toml"'}
        return Response(text.encode(), media_type="application/toml", headers=headers)

    @post("/", **FILES)
    async def upload(
        self,
        *,
        request: Req,
        consultant: NamedDependency[Consultant],
        firms: NamedDependency[FirmContent],
        library: NamedDependency[Library],
        readers: NamedDependency[ProcessPool],
    ) -> Response[bytes]:
        file = (await request.form()).get("playbook")
        if not isinstance(file, UploadFile) or not file.filename:
            raise NotPossible("Choose the file with the playbook.")
        data = await file.read()
        try:
            text = _decoded(data)
            await _checked(readers, Playbook.read, text)
        except Faults as faults:
            return await _playbook_page(request, consultant, firms, library, faults=faults)
        async with changing(consultant, f"uploaded a playbook, {one_line(file.filename)[:80]}") as firm:
            firm.playbook = text
        flash(request, "The playbook is stored. Briefings are made with it from now on.")
        return redirect("/firm/playbook")

    @post("/rules")
    async def add(
        self,
        *,
        request: Req,
        consultant: NamedDependency[Consultant],
        firms: NamedDependency[FirmContent],
        library: NamedDependency[Library],
        readers: NamedDependency[ProcessPool],
    ) -> Response[bytes]:
        form, firm = await submitted_form(request), await firm_of(consultant)
        rule = _rule(form, library)
        try:
            text = await _checked(readers, with_rule, playbook_text(firm, firms.deployment), rule)
            if len(text) > LARGEST_PLAYBOOK:
                raise InvalidContent([Fault("The playbook", "it would be too large; take rules out first")])
        except Faults as faults:
            # A line of the file that was to be tells somebody nothing who has filled in a form.
            told = InvalidContent([Fault("The rule", fault.what) for fault in faults.faults], faults.more)
            return await _playbook_page(request, consultant, firms, library, form=form, faults=told)
        return await _replaced(request, consultant, firm, text, f"added the rule “{rule.name}”")

    @post("/rules/out")
    async def take_out(
        self,
        *,
        request: Req,
        consultant: NamedDependency[Consultant],
        firms: NamedDependency[FirmContent],
        library: NamedDependency[Library],
        readers: NamedDependency[ProcessPool],
    ) -> Response[bytes]:
        form, firm = await submitted_form(request), await firm_of(consultant)
        if not firm.playbook:
            raise NotPossible("The playbook is the product’s own, and has no rule of yours.")
        try:
            text = await _checked(readers, without_rule, firm.playbook, form["name"])
        except Faults as faults:
            return await _playbook_page(request, consultant, firms, library, faults=faults)
        return await _replaced(request, consultant, firm, text, f"took out the rule “{form['name']}”")


async def _replaced(request: Req, consultant: Consultant, before: Firm, text: str, what: str) -> Response[Any]:
    async with changing(consultant, what) as firm:
        if firm.playbook != before.playbook:
            raise NotPossible("A colleague has just changed the playbook. Look at it again, then repeat what you did.")
        firm.playbook = text
    flash(request, f"You {what}. Briefings are made with it from now on.")
    return redirect("/firm/playbook")


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST_PLAYBOOK:
        raise InvalidContent([Fault("The file", f"it has more than {LARGEST_PLAYBOOK // 1000} KB")])
    try:
        # As it was written, blanks that do not break too; TOML has no control characters, and its checks find others.
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise InvalidContent([Fault("The file", "it is no text in UTF-8; save it as that")]) from None


async def _checked(readers: ProcessPool, work: Callable[..., Any], *given: object) -> Any:
    """Beside the requests and within limits; raises `InvalidContent` with the faults there are."""
    try:
        return await in_a_reader(readers, work, *given)
    except (BrokenExecutor, MemoryError, TOMLKitError):
        raise InvalidContent([Fault("The file", "it takes too long to read, or is no TOML")]) from None


def _rule(form: Form, library: Library) -> NewRule:
    texts: dict[str, dict[str, Any]] = {key: {} for key in _TEXTS}
    for language in library.frame.languages:
        texts["question"][language] = " ".join(form[f"question_{language}"].split())
        for key in ("probes", "interview"):
            lines = (one_line(line) for line in form[f"{key}_{language}"].splitlines())
            texts[key][language] = [line for line in lines if line]
    return NewRule(
        name=one_line(form["name"]), finding=form["finding"], tool=form["tool"], scale=form["scale"], **texts
    )


async def _playbook_page(
    request: Req,
    consultant: Consultant,
    firms: FirmContent,
    library: Library,
    *,
    form: Form | None = None,
    faults: Faults | None = None,
) -> Response[bytes]:
    firm = await firm_of(consultant)
    stale: Faults | None = None
    others: Playbook | None = None
    try:
        others = Playbook.load(firms.deployment)
    except Faults as error:  # whoever runs the server is told
        stale = None if firm.playbook else error
    try:
        playbook = Playbook.read(firm.playbook) if firm.playbook else others or Playbook.load()
    except Faults as error:  # it came in under the rules of an older product
        stale, playbook = error, Playbook.load()
    languages = [(code, library.frame.text(code, "language")) for code in english_first(library.frame.languages)]
    speaks = {code for rule in playbook.rules for code in rule.question}
    return page(
        request,
        "firm_playbook.html",
        status=422 if faults else 200,
        own=bool(firm.playbook),
        form=form or Form(),
        faults=faults,
        stale=stale,
        rules=[] if stale else own_rules(playbook, others),
        occasions=OCCASIONS,
        named={occasion: said for about in OCCASIONS.values() for occasion, said in about.items()},
        tools={key: in_language(tool.name, "en") for key, tool in playbook.tools.items()},
        scales=_scales(library),
        languages=languages,
        unspoken=[(code, called) for code, called in languages if not speaks.intersection(with_base(code))],
    )


def _scales(library: Library) -> dict[str, str]:
    """The sections there are, by their ids."""
    return {
        scale.id: questionnaire.text("en", f"scales.{scale.id}.title", brand="…")
        for questionnaire in library.questionnaires.values()
        if "en" in questionnaire.languages
        for scale in questionnaire.scales
    }
