import base64
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from diagnostic.cli.preview import preview
from diagnostic.questionnaire import Answers, Value
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Ballot, Invitation, Participant, Wave, WaveState
from diagnostic.survey.ballots import open_all, seal
from diagnostic.survey.invitations import look_up, token
from diagnostic.survey.plans import WavePlan, draft_wave, frozen_questionnaire
from diagnostic.survey.roster import Headcount
from diagnostic.survey.sealing import in_fours
from diagnostic.survey.waves import invited, launch
from tests.conftest import SECRET
from tests.web.consultant_desk import app_for_all, inside
from tests.web.markup import Page

SOME_ANSWERS = [("trust.candour:we", "4"), ("trust.candour:they", "-"), ("decisions.stick", "2")]
AGREED = ("_consent", "yes")


@pytest.fixture
async def client(database: str) -> AsyncIterator[httpx.AsyncClient]:
    transport = inside(app_for_all())
    async with httpx.AsyncClient(transport=transport, base_url="http://diagnostic.example") as client:
        yield client


@pytest.fixture
async def roster(roster: Alliance) -> Alliance:
    """Two of Helix's people have other addresses: one elsewhere, one below Helix's domain."""
    await Participant.filter(email="person1@helix.example").update(email="person1@elsewhere.example")
    await Participant.filter(email="person2@helix.example").update(email="person2@uk.helix.example")
    return roster


@pytest.fixture
async def invitation(open_wave: Wave) -> Invitation:
    """The right of one person at Helix to answer."""
    return await Invitation.get(wave=open_wave, participant__email="person0@helix.example").prefetch_related(
        "participant", "wave__alliance"
    )


@pytest.fixture
def link(invitation: Invitation) -> str:
    return f"/a/{token(invitation, SECRET)}"


@pytest.fixture
def stop_link(invitation: Invitation) -> str:
    return f"/stop/{token(invitation, SECRET)}"


async def send(client: httpx.AsyncClient, link: str, fields: list[tuple[str, str]]) -> httpx.Response:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return await client.post(link, content=urlencode(fields), headers=headers)


async def stored() -> tuple[int, int, int]:
    """Ballots, invitations spent, people who want no mail."""
    return (
        await Ballot.all().count(),
        await Invitation.filter(answered=True).count(),
        await Participant.filter(do_not_contact=True).count(),
    )


async def test_people_rate_either_company_first_each_always_the_same_and_no_ballot_tells(
    client: httpx.AsyncClient, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    wave = await draft_wave(roster, replace(plan, questionnaire="alliance-pulse-2"), library)
    await launch(wave, SECRET)
    fields = [("trust.bad_news:we", "4"), ("trust.bad_news:they", "2"), ("decisions.went_back", "-")]
    first: set[str] = set()
    for invitation in await Invitation.filter(wave=wave).prefetch_related("participant", "wave__alliance"):
        link = f"/a/{token(invitation, SECRET)}"
        read = re.findall(r'name="trust.bad_news:(we|they)" value="1"', (await client.get(link)).text)
        assert read == re.findall(r'name="trust.bad_news:(we|they)" value="1"', (await client.get(link)).text)
        assert sorted(read) == ["they", "we"]
        first.add(read[0])
        # As a browser sends them: in the order of the page.
        said = [*(field for one in read for field in fields if field[0].endswith(f":{one}")), fields[2], AGREED]
        assert (await send(client, link, said)).status_code == 200
    assert first == {"we", "they"}, "of sixteen links"
    opened = await open_all(wave, frozen_questionnaire(wave), SECRET)
    assert len(opened.people) == 16
    # In one order for all of a side, whichever they read.
    assert len({(answers.side, *answers.values) for answers, _ in opened.people}) == 2


async def test_languages_are_offered_in_one_order_everywhere(
    client: httpx.AsyncClient, draft: Wave, library: Library
) -> None:
    draft.languages = ["de", "en"]
    await draft.save()
    await launch(draft, SECRET)
    somebody = await Invitation.get(wave=draft, participant__email="person0@helix.example")
    link = f"/a/{token(somebody, SECRET)}"
    everywhere = ["en", *sorted({*library.frame.languages} - {"en"})]
    of_the_wave = ["en", "de"]
    for path, offered in (
        (link, of_the_wave),
        (link.replace("/a/", "/stop/"), of_the_wave),
        ("/lost", everywhere),
        ("/a/unknown", everywhere),
    ):
        page = Page((await client.get(path)).text)
        inside = [element for element in page.elements if page.all("nav")[0] in element.parents]
        codes = [element.get("lang") for element in inside if element.get("lang")]
        assert codes == offered, path


async def test_the_page_states_the_waves_numbers(client: httpx.AsyncClient, link: str, open_wave: Wave) -> None:
    page = Page((await client.get(link)).text)

    facts = " ".join(element.words for element in page.all("dd"))
    assert await invited(open_wave) == {"a": Headcount(8, outside=0), "b": Headcount(8, outside=1)}
    assert "Helix: 8, of whom 1 with an address outside helix.example" in facts
    assert "Novara: 8, of whom 0 with an address outside novara.example" in facts
    assert (
        "If fewer than 5 people at one company answer, all answers are destroyed unread, "
        "those of the other company too." in facts
    )
    assert "Shown only if at least 8 people" in facts
    assert "“function”: for you, “Marketing”" in facts
    assert "deleted 90 days after" in facts
    assert "Arden Consulting, 1 Quay Street, Bristol" in facts
    day = f"{open_wave.closes_on.day} {open_wave.closes_on:%B %Y}"
    assert re.search(rf"{day}, end of day \(Central European (Standard|Summer) Time\)", facts), "as the mail says it"
    text = page.all("main")[0].words
    assert "About 3 to 5 minutes. You may skip any question." in text
    assert "Results of fewer than 5 people are never shown." in text
    assert "Alice Arden is asking on behalf of Helix and Novara, who work together on Cardiva." in text


async def test_a_simulated_alliance_says_so(client: httpx.AsyncClient, link: str, invitation: Invitation) -> None:
    words = "This is a demonstration."
    assert words not in (await client.get(link)).text

    invitation.wave.alliance.simulated = True
    await invitation.wave.alliance.save()

    assert words in (await client.get(link)).text


async def test_looking_changes_nothing(client: httpx.AsyncClient, link: str, stop_link: str) -> None:
    for method in ("GET", "HEAD"):
        for address in (link, stop_link):
            assert (await client.request(method, address)).status_code == 200

    assert await stored() == (0, 0, 0)


async def test_answers_are_sealed_once_with_consent(
    client: httpx.AsyncClient, link: str, open_wave: Wave, invitation: Invitation
) -> None:
    fields = [*SOME_ANSWERS, AGREED, ("whats_new", "Ein Gespräch"), ("not_a_field", "1")]

    answer = await send(client, link, fields)

    assert answer.status_code == 200
    assert "Your answers have arrived." in answer.text
    assert "data-stored" in Page(answer.text).all("body")[0].attributes
    assert await stored() == (1, 1, 0)
    await open_wave.refresh_from_db()
    values: dict[str, Value] = {
        "trust.candour@b": 4,
        "trust.candour@a": 0,
        "decisions.stick@alliance": 2,
        "whats_new": "Ein Gespräch",
    }
    opened = await open_all(open_wave, frozen_questionnaire(open_wave), SECRET)
    # One alone keeps no group.
    assert opened.people == [(Answers("b", values), None)]
    (receipt,) = opened.receipts
    assert in_fours(receipt) in answer.text


@pytest.mark.parametrize("ballot", ["", "é", "AAAA", "=" * 20, "A" * 400_000])
async def test_what_cannot_be_a_ballot_is_not_stored(client: httpx.AsyncClient, link: str, ballot: str) -> None:
    answer = await client.post(link, data={"_ballot": ballot, "_consent": "yes"})
    assert answer.status_code == 400
    assert "That did not reach us in full" in answer.text
    assert await stored() == (0, 0, 0)


async def test_a_ballot_without_consent_is_not_stored(client: httpx.AsyncClient, open_wave: Wave, link: str) -> None:
    ballot, _ = await seal(await look_up(link.rpartition("/")[2]), {"decisions.stick": ["4"]})
    fields = {"_ballot": base64.b64encode(ballot).decode()}
    assert (await client.post(link, data=fields)).status_code == 400
    assert await stored() == (0, 0, 0)
    assert (await client.post(link, data={**fields, "_consent": "yes"})).status_code == 200
    assert await stored() == (1, 1, 0)


async def test_a_second_submit_is_thanked_and_not_stored(client: httpx.AsyncClient, link: str) -> None:
    await send(client, link, [*SOME_ANSWERS, AGREED])

    second = await send(client, link, [("decisions.stick", "5"), AGREED])

    assert second.status_code == 410
    assert "They arrived and are sealed." in second.text
    assert "data-stored" not in second.text, "what was filled in meanwhile stays in the browser"
    assert await stored() == (1, 1, 0)


async def test_without_consent_nothing_is_stored_and_the_answers_are_kept(client: httpx.AsyncClient, link: str) -> None:
    answer = await send(client, link, SOME_ANSWERS)

    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.by_id("consent").get("aria-invalid") == "true"
    assert "Please tick this box" in page.by_id("summary").words
    checked = {(c.get("name"), c.get("value")) for c in page.controls() if "checked" in c.attributes}
    assert checked == set(SOME_ANSWERS)
    assert await stored() == (0, 0, 0)


async def test_an_empty_form_with_consent_is_refused(client: httpx.AsyncClient, link: str) -> None:
    answer = await send(client, link, [AGREED])

    assert answer.status_code == 422
    assert "You have not answered any question yet. One is enough." in answer.text
    assert await stored() == (0, 0, 0)


async def test_faults_are_shown_beside_the_question_and_at_the_top(client: httpx.AsyncClient, link: str) -> None:
    answer = await send(client, link, [("decisions.stick", "7"), AGREED])

    page = Page(answer.text)
    links = [element.get("href") for element in page.all("a") if page.by_id("summary") in element.parents]
    assert answer.status_code == 422
    assert links == ["#q-decisions.stick"]
    assert page.by_id("f-decisions.stick").words == "Please choose one of the 5 points, or “Can’t say”."
    assert "checked" in page.by_id("consent").attributes
    assert await stored() == (0, 0, 0)


async def test_a_form_of_any_bytes_is_answered(client: httpx.AsyncClient, link: str) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for content in (b"\xff\xfe%zz&=&;&%00=%00", b"--x\r\nContent-Disposition: form-data", b"decisions.stick=%F0%9F"):
        assert (await client.post(link, content=content, headers=headers)).status_code == 422

    assert await stored() == (0, 0, 0)


async def test_a_form_that_is_too_large_is_refused_kindly(client: httpx.AsyncClient, link: str) -> None:
    answer = await client.post(link, content=b"whats_new=" + b"x" * 600_000)

    assert answer.status_code == 413
    assert "That was too much at once" in answer.text


async def test_an_unknown_link_says_so_in_the_readers_language(client: httpx.AsyncClient) -> None:
    english = await client.get("/a/nothing")
    german = await client.get("/a/nothing", headers={"Accept-Language": "nl, de-AT;q=0.8, en;q=0.5"})
    sent = await send(client, "/a/nothing", [AGREED])

    assert (english.status_code, german.status_code, sent.status_code) == (404, 404, 404)
    assert "We do not know this link" in english.text
    assert "Diesen Link kennen wir nicht" in german.text
    assert (await client.head("/a/nothing")).status_code == 404


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (WaveState.CLOSED, "This survey has ended"),
        (WaveState.DESTROYED, "This survey has ended without a result"),
    ],
)
async def test_a_link_of_a_wave_that_is_over_says_why(
    client: httpx.AsyncClient, link: str, open_wave: Wave, state: WaveState, words: str
) -> None:
    await Wave.filter(id=open_wave.id).update(state=state)

    for answer in (await client.get(link), await send(client, link, [*SOME_ANSWERS, AGREED])):
        assert answer.status_code == 410
        assert words in answer.text
        assert "alice@consultancy.example" in answer.text
    assert (await client.head(link)).status_code == 410
    assert (await Ballot.all().count()) == 0


async def test_the_language_is_the_participants_unless_another_is_chosen(
    client: httpx.AsyncClient, link: str, invitation: Invitation
) -> None:
    await Participant.filter(id=invitation.participant.id).update(language="de")

    own = Page((await client.get(link)).text)
    other = Page((await client.get(f"{link}?language=en")).text)
    none = Page((await client.get(f"{link}?language=xx")).text)

    assert [page.all("html")[0].get("lang") for page in (own, other, none)] == ["de", "en", "de"]
    assert [page.all("html")[0].get("dir") for page in (own, other, none)] == ["ltr"] * 3
    switch = own.all("button", form="sheet", name="_language")
    assert [(button.get("formaction"), button.get("value")) for button in switch] == [
        ("?language=en", "en"),
        ("?language=de", "de"),
    ]


async def test_no_more_mail_is_asked_for_by_the_button_or_by_one_click(
    client: httpx.AsyncClient, link: str, stop_link: str, invitation: Invitation
) -> None:
    asked = Page((await client.get(stop_link)).text)
    assert [button.words for button in asked.all("button")] == ["Do not write to me again"]

    # RFC 8058, section 3.1: a POST with this body, without cookies.
    done = await send(client, stop_link, [("List-Unsubscribe", "One-Click")])

    assert done.status_code == 200
    assert await stored() == (0, 0, 1)
    await invitation.participant.refresh_from_db()
    assert invitation.participant.do_not_contact
    assert (await client.get(link)).status_code == 200, "the link can still be used"
    assert (await send(client, link, [*SOME_ANSWERS, AGREED])).status_code == 200
    assert (await client.get(stop_link)).status_code == 200, "a used link can still be stopped"
    assert (await client.post("/stop/nothing")).status_code == 404


async def test_no_answer_sets_a_cookie_or_says_the_token(client: httpx.AsyncClient, link: str, stop_link: str) -> None:
    answers = [
        await client.get(link),
        await client.get(stop_link),
        await send(client, link, [("decisions.stick", "9")]),
        await client.post(stop_link),
        await send(client, link, [*SOME_ANSWERS, AGREED]),
        await client.get(link),
    ]

    for answer in answers:
        assert "set-cookie" not in answer.headers
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert link.removeprefix("/a/") not in answer.text
        assert "style=" not in answer.text
        assert "http://" not in answer.text
        assert "https://" not in answer.text


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_preview_is_one_file_that_loads_nothing(tmp_path: Path, library: Library, language: str) -> None:
    out = tmp_path / "form.html"

    result = CliRunner().invoke(preview, ["alliance-health", "--language", language, "--out", str(out)])

    page = Page(out.read_text(encoding="utf-8"))
    assert result.exit_code == 0, result.output
    assert not page.all("script")
    assert [element.get("href") for element in page.all("link")] == ["data:,"]
    names = {control.get("name") for control in page.controls()}
    assert names == {*library.questionnaires["alliance-health"].fields(), "_consent"}


def test_the_preview_of_nothing_says_what_there_is(tmp_path: Path) -> None:
    result = CliRunner().invoke(preview, ["nothing", "--out", str(tmp_path / "x.html")])

    assert "alliance-health" in str(result.exception)
