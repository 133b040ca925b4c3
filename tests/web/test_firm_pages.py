"""What a firm has of its own, by its pages: stored, checked, seen by its own people alone, and in every file."""

import io
import re
import tomllib
import zipfile
from datetime import UTC, datetime
from typing import get_args

import msgspec
import pytest
from litestar import Litestar
from PIL import Image

from diagnostic.briefing.playbook import Occasion, Playbook
from diagnostic.content import content_folder
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import (
    Alliance,
    Consultant,
    Firm,
    FirmChange,
    Invitation,
    Message,
    MessageKind,
    Rendering,
    Wave,
)
from diagnostic.survey.firms import changing, firm_of
from diagnostic.survey.plans import WavePlan, draft_wave, redraft_wave
from diagnostic.survey.waves import launch
from diagnostic.web.consultant.firm_playbook import OCCASIONS
from diagnostic.worker.composing import composer
from tests.answering import closed
from tests.conftest import SECRET
from tests.firm_content.pictures import SVG, bomb, logo, saved, with_passengers
from tests.web.consultant_desk import Desk, app_for_all, settings_for

RULE = {
    "name": "our-own-talk", "finding": "not_judged", "tool": "coaching", "question_en": "What would “{a}” tell us?",
    "probes_en": "Who says so?\nSince when?", "interview_en": "What helps?", "question_de": "Was würde {a} sagen?",
}  # fmt: skip


@pytest.fixture
def app(database: str) -> Litestar:
    return app_for_all()


@pytest.fixture
async def desk(app: Litestar, alice: Consultant) -> Desk:
    desk = Desk(app)
    await desk.sign_in()
    await desk.get("/firm")
    return desk


@pytest.fixture
async def hers(app: Litestar, mallory: Consultant) -> Desk:
    """Somebody else's desk."""
    desk = Desk(app)
    await desk.sign_in(mallory.email)
    await desk.get("/firm")
    return desk


async def test_what_is_stored_is_shown_with_who_changed_it_and_can_be_taken_back(desk: Desk, alice: Consultant) -> None:
    await desk.post("/firm/name", name="  Arden\n& Co ", contact="+44 1")
    await desk.post("/firm/colours", accent="#7A1F3D", wash="#f7e6ec")
    await desk.post("/firm/sender", sender="Arden & Co")
    await desk.upload("/firm/logo", "logo.png", with_passengers(), "logo")
    assert "The logo is stored." in desk.words
    firm = await firm_of(alice)
    assert (firm.name, firm.contact, firm.accent, firm.sender) == ("Arden & Co", "+44 1", "#7a1f3d", "Arden & Co")
    assert "Alice Arden called the firm “Arden & Co”, contact “+44 1”" in desk.words
    assert await FirmChange.filter(changed_by="Alice Arden").count() == 4
    shown = await desk.http.get("/firm/logo.png")
    assert shown.headers["Content-Type"] == "image/png"
    assert b"script" not in shown.content
    with zipfile.ZipFile(io.BytesIO((await desk.http.get("/firm/content.zip")).content)) as packed:
        assert packed.namelist() == ["reports/brand.toml", "reports/logo.png"]
        brand = tomllib.loads(packed.read("reports/brand.toml").decode())
    assert brand["colours"] == {"accent": "#7a1f3d", "wash": "#f7e6ec"}
    for part in ("name", "colours", "logo", "sender", "playbook"):
        await desk.post("/firm/back", part=part)
        await desk.get("/firm")
    back = await firm_of(alice)
    assert msgspec.json.encode([back.name, back.contact, back.logo, back.accent, back.wash, back.sender]) == (
        b'["","",null,"","",""]'
    )
    assert (await desk.http.get("/firm/logo.png")).status_code == 404


@pytest.mark.parametrize(
    ("form", "fields", "says"),
    [
        ("colours", {"accent": "#ffd700", "wash": "#f7e6ec"}, "White text on #ffd700 has a contrast of 1.4"),
        ("colours", {"accent": "#7a1f3d", "wash": "#333333"}, "Dark text on #333333 has a contrast of"),
        ("colours", {"accent": "red", "wash": "url(//x)"}, "'url(//x)' is no colour"),
        ("colours", {"accent": "#7a1f3d;}", "wash": "#f7e6ec"}, "is no colour"),
        ("name", {"name": "x" * 121, "contact": ""}, "Give at most 120 characters; these are 121."),
        ("sender", {"sender": "The board <board@novara.example>"}, "Leave out"),
    ],
)
async def test_what_cannot_be_is_refused_on_the_page_and_nothing_is_stored(
    desk: Desk, form: str, fields: dict[str, str], says: str
) -> None:
    answer = await desk.post(f"/firm/{form}", **fields)
    assert answer.status_code == 422
    assert says in desk.words
    assert next(iter(fields.values())) in [control.get("value") for control in desk.page.all("input")]
    assert not await Firm.exists()


@pytest.mark.parametrize("sent", [SVG, bomb(), b"<script>", saved(logo())[:300]])
async def test_what_is_no_logo_is_refused_and_the_one_there_is_stays(desk: Desk, sent: bytes) -> None:
    await desk.upload("/firm/logo", "logo.png", saved(logo()), "logo")
    before = (await desk.http.get("/firm/logo.png")).content
    assert Image.open(io.BytesIO(before)).size == (300, 100)
    await desk.upload("/firm/logo", "logo.png", sent, "logo")
    assert desk.path == "/firm"
    assert "The logo is stored" not in desk.words
    assert (await desk.http.get("/firm/logo.png")).content == before


async def test_colleagues_have_one_firm_and_nobody_else_sees_or_changes_it(
    desk: Desk, hers: Desk, alice: Consultant, mallory: Consultant
) -> None:
    """Both have no firm to begin with, which makes them no colleagues."""
    await desk.post("/firm/name", name="Arden", contact="")
    await desk.upload("/firm/logo", "logo.png", saved(logo()), "logo")
    await desk.get("/firm/playbook")
    await desk.post("/firm/playbook/rules", **RULE)
    await hers.get("/firm")
    assert "Arden" not in hers.words
    for path in ("/firm/logo.png", "/firm/content.zip"):
        assert (await hers.http.get(path)).status_code == 404, path
    assert "our-own-talk" not in (await hers.http.get("/firm/playbook/playbook.toml")).text
    await hers.post("/firm/name", name="Moss", contact="")
    for part in ("logo", "playbook"):
        await hers.post("/firm/back", part=part)
        await hers.get("/firm")
    assert ((await firm_of(alice)).name, (await firm_of(mallory)).name) == ("Arden", "Moss")
    assert (await desk.http.get("/firm/logo.png")).status_code == 200

    await Consultant.filter(id__in=[alice.id, mallory.id]).update(firm="Arden and Moss")
    await desk.get("/firm")
    assert "It is the same for you and Mallory Moss" in desk.words
    await desk.post("/firm/name", name="Both", contact="")
    await hers.get("/firm")
    assert "Alice Arden called the firm “Both”" in hers.words
    await Consultant.filter(id=mallory.id).update(firm="arden and moss")
    await hers.get("/firm")
    assert "Both" not in hers.words


async def test_files_are_made_anew_when_the_firm_changes_and_kept_when_it_does_not(
    desk: Desk, open_wave: Wave, mallory: Consultant
) -> None:
    wave = await closed(open_wave)
    address = f"/waves/{wave.id}/briefing"
    plain = (await desk.made(f"{address}/briefing.md")).content
    await desk.get("/firm")
    await desk.post("/firm/name", name="Arden & Co", contact="+44 1")
    named = (await desk.made(f"{address}/briefing.md")).content
    assert plain + b"\nArden &amp; Co \xc2\xb7 +44 1\n" == named
    kept = await Rendering.get(format="md")
    async with changing(mallory, "called the firm something") as firm:
        firm.name = "Moss"
    assert (await desk.made(f"{address}/briefing.md")).content == named
    assert (await Rendering.get(format="md")).id == kept.id, "another firm's change makes nothing anew"

    page = (await desk.made(address)).text
    assert "data:image/png" not in page
    await desk.get("/firm")
    await desk.upload("/firm/logo", "logo.png", saved(logo()), "logo")
    await desk.post("/firm/colours", accent="#7a1f3d", wash="#f7e6ec")
    page = (await desk.made(address)).text
    footer = page.partition('<footer class="imprint">')[2]
    assert footer.count('<img src="data:image/png;base64,') == 1
    assert 'alt="Arden &amp; Co"' in footer
    colours = await desk.http.get(f"{address}/colours.css")
    assert colours.text == ":root{--accent:#7a1f3d;--accent-wash:#f7e6ec}"
    assert f'<link rel="stylesheet" href="{address}/colours.css">' in page
    await desk.get("/firm")
    await desk.post("/firm/back", part="name")
    await desk.get("/firm")
    await desk.post("/firm/back", part="logo")
    assert (await desk.made(f"{address}/briefing.md")).content == plain


async def test_a_rule_added_by_a_form_is_in_the_briefing(
    desk: Desk, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    wave = await draft_wave(roster, msgspec.structs.replace(plan, questionnaire="alliance-health"), library)
    await launch(wave, SECRET)
    await closed(wave)
    assert "our-own-talk" not in (await desk.made(f"/waves/{wave.id}/briefing/briefing.md")).text
    await desk.get("/firm/playbook")
    for finding in ("nothing_clear", "not_judged"):
        await desk.post("/firm/playbook/rules", **{**RULE, "name": f"our-own-{finding}", "finding": finding})
        assert f"You added the rule “our-own-{finding}”." in desk.words
    told = (await desk.made(f"/waves/{wave.id}/briefing/briefing.md")).text
    assert "What would “Novara” tell us?" in told
    assert "Was würde Novara sagen?" in (await desk.made(f"/waves/{wave.id}/briefing/briefing.md?language=de")).text
    await desk.get("/firm/playbook")
    for finding in ("nothing_clear", "not_judged"):
        await desk.post("/firm/playbook/rules/out", name=f"our-own-{finding}")
    assert "There is none yet." in desk.words
    assert "What would “Novara” tell us?" not in (await desk.made(f"/waves/{wave.id}/briefing/briefing.md")).text


async def test_a_playbook_with_faults_replaces_nothing_and_each_is_told_with_its_line(desk: Desk) -> None:
    await desk.get("/firm/playbook")
    whole = (await desk.http.get("/firm/playbook/playbook.toml")).text
    assert Playbook.read(whole) == Playbook.load(), "every language is in it"
    assert "# A rule’s texts" in whole.replace("'", "’"), "what explains it, too"
    own = whole.replace('name = "hidden-strength"', 'name = "ours"')
    await desk.upload("/firm/playbook", "mine.toml", b"\xef\xbb\xbf" + own.replace("\n", "\r\n").encode(), "playbook")
    assert "The playbook is stored." in desk.words
    assert (await desk.http.get("/firm/playbook/playbook.toml")).text == own
    lines = whole.splitlines()
    wrong = whole.replace('tool = "team_decisions"', 'tool = "team_spirit"', 1).replace(": on whom", ": on {who}", 1)
    places = [n for n, (old, new) in enumerate(zip(lines, wrong.splitlines(), strict=True), 1) if old != new]
    for data, says in (
        (wrong.encode(), [f"playbook.toml, line {place}" for place in places]),
        (b"[trust", ["playbook.toml"]),
        (b"rules = []", ["missing required field"]),
        (b"a = " + b"[" * 100_000, ["playbook.toml"]),
        (whole.encode("utf-16"), ["it is no text in UTF-8"]),
        (whole.encode() + b"#" * 400_000, ["it has more than 400 KB"]),
    ):
        answer = await desk.upload("/firm/playbook", "mine.toml", data, "playbook")
        assert answer.status_code == 422
        assert "Nothing was stored" in desk.words
        for one in says:
            assert one in desk.words
        assert (await desk.http.get("/firm/playbook/playbook.toml")).text == own
    await desk.post("/firm/playbook/rules", **{**RULE, "question_en": "What of {nobody}?"})
    assert "nothing fills {nobody}" in desk.words
    assert desk.page.by_id("question_en").words == "What of {nobody}?", "what was typed is still there"
    await desk.post("/firm/back", part="playbook")
    assert (await desk.http.get("/firm/playbook/playbook.toml")).text == whole


async def test_a_playbook_of_ones_own_says_which_languages_it_does_not_speak(desk: Desk, alice: Consultant) -> None:
    async with changing(alice, "uploaded a playbook") as firm:
        firm.playbook = (content_folder() / "reports" / "playbook.toml").read_text(encoding="utf-8")
    await desk.get("/firm/playbook")
    assert re.search(r"It does not speak Deutsch[^:]*: there its sentences are English", desk.words)
    assert "There is none yet." in desk.words, "a language that is missing makes no rule another one"


async def test_a_playbook_that_no_longer_fits_is_told_on_its_page_and_can_be_left(
    desk: Desk, alice: Consultant
) -> None:
    """As after an update whose checks are stricter."""
    async with changing(alice, "uploaded a playbook") as firm:
        firm.playbook = "rules = []"
    await desk.get("/firm/playbook")
    assert "Your playbook no longer fits" in desk.words
    await desk.post("/firm/back", part="playbook")
    await desk.get("/firm/playbook")
    assert "no longer fits" not in desk.words


def test_everything_a_rule_may_be_for_can_be_chosen_once() -> None:
    kinds = [kind for part in get_args(Occasion) for kind in (get_args(part) or [part])]
    flat = {deep for kind in kinds for deep in (get_args(kind) or [kind])}
    offered = [occasion for about in OCCASIONS.values() for occasion in about]
    assert sorted(offered) == sorted(flat)


async def test_new_waves_begin_with_the_firms_words_and_what_is_launched_never_changes(
    desk: Desk, roster: Alliance, plan: WavePlan, library: Library, database_url: str
) -> None:
    before = await draft_wave(roster, plan, library)
    for mail, text in (("pulse", "Our pulse"), ("reminder", "Ours again"), ("reminder_everybody", "Ours to all")):
        await desk.get(f"/firm/mail?language=en&mail={mail}")
        await desk.post(f"/firm/mail?language=en&mail={mail}", subject="{brand}: " + text, message=f"{text}, {{us}}.")
        assert f"{text}, Novara." in (await desk.http.get(f"/firm/mail/framed.html?language=en&mail={mail}")).text
    await before.refresh_from_db()
    assert (before.invitation_texts["en"]["message"], before.reminder_texts) == (
        library.frame.texts["en"]["mail.pulse.message"], {},
    )  # fmt: skip
    wave = await draft_wave(roster, plan, library)
    assert wave.invitation_texts["en"] == {"subject": "{brand}: Our pulse", "message": "Our pulse, {us}."}
    assert wave.invitation_texts["de"] == {
        part: library.frame.texts["de"][f"mail.pulse.{part}"] for part in ("subject", "message")
    }
    # Whoever is reminded decides which of the firm's reminders it is; what was written for this wave stays.
    assert wave.reminder_texts == {"en": {"subject": "{brand}: Ours again", "message": "Ours again, {us}."}}
    await redraft_wave(wave, roster, msgspec.structs.replace(plan, remind_everybody=True), library)
    assert wave.reminder_texts["en"]["message"] == "Ours to all, {us}."
    wave.reminder_texts = {"en": {"subject": "Mine", "message": "Mine"}}
    await wave.save()
    await redraft_wave(wave, roster, plan, library)
    assert wave.reminder_texts["en"]["message"] == "Mine"

    await launch(wave, SECRET)
    await desk.get("/firm")
    await desk.post("/firm/sender", sender="Arden & Co")
    await desk.get("/firm/mail?language=en&mail=pulse")
    await desk.post("/firm/mail?language=en&mail=pulse", subject="Later", message="Later")
    invitation = await Invitation.filter(wave=wave, participant__side="a").first()
    assert invitation is not None
    message = await Message.get(invitation_id=invitation.id, kind=MessageKind.INVITATION)
    written = await composer(settings_for(database_url), library).write(message, datetime.now(UTC))
    assert written["Subject"] == "Cardiva: Our pulse"
    assert written["From"] == "Arden & Co <survey@diagnostic.example>"
    for image in ("<img", "url("):
        assert image not in written.as_string()
    await desk.get(f"/waves/{wave.id}/mail")
    assert "Arden & Co" in desk.words
    await desk.get("/firm/mail?language=en&mail=pulse")
    await desk.post("/firm/mail/back?language=en&mail=pulse")
    again = await draft_wave(roster, plan, library)
    assert again.invitation_texts["en"]["message"] == library.frame.texts["en"]["mail.pulse.message"]


async def test_words_that_cannot_be_sent_are_refused(desk: Desk, alice: Consultant) -> None:
    await desk.get("/firm/mail?language=de&mail=reminder")
    answer = await desk.post(
        "/firm/mail?language=de&mail=reminder", subject="{who}", message="https://elsewhere.example"
    )
    assert answer.status_code == 422
    assert "{who} is no placeholder here." in desk.words
    assert "Leave web addresses out" in desk.words
    for query in ("language=xx", "mail=nothing"):
        assert (await desk.http.get(f"/firm/mail?{query}")).status_code == 404
    assert not await Firm.exists()
