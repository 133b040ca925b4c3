"""A link that was damaged on its way leads to its form; one that was cut short to a page for respondents."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Invitation, Participant, Wave
from diagnostic.survey.invitations import token
from diagnostic.web.links import is_respondents, repaired_link
from tests.conftest import SECRET
from tests.web.consultant_desk import app_for_all, inside
from tests.web.markup import Page

SITE = "http://diagnostic.example"
TOKEN = "Zk3-_x9QpLm2Rt7VbNc4Yd8W"


def damages(token: str) -> dict[str, str]:
    """What has happened to links, and what the path then was."""
    half, rest = token[:11], token[11:]
    return {
        "a full stop after it": f"/a/{token}.",
        "a comma": f"/a/{token},",
        "the bracket of a plain-text link": f"/a/{token}>",
        "a round bracket": f"/a/{token})",
        "a square bracket": f"/a/{token}]",
        "a quotation mark": f'/a/{token}"',
        "an apostrophe": f"/a/{token}'",
        "a semicolon": f"/a/{token};",
        "several of these": f'/a/{token}").>',
        "a typographic quotation mark": f"/a/{token}”",
        "a blank": f"/a/{token} ",
        "a blank in front": f"/a/ {token}",
        "a blank that was encoded twice": f"/a/{token}%2520",
        "a blank inside": f"/a/{half} {rest}",
        "a line break inside": f"/a/{half}\n{rest}",
        "a line break encoded once more": f"/a/{half}%0D%0A{rest}",
        "a soft line break": f"/a/{half}=\n{rest}",
        "a soft line break whose line end is gone": f"/a/{half}={rest}",
        "a line break in a quoted reply": f"/a/{half}\r\n> {rest}",
        "a quoted equals sign in front": f"/a/=3D{token}",
        "what is left of one": f"/a/3D{token}",
        "a quoted equals sign after it": f"/a/{token}=3D",
        "what is left of that": f"/a/{token}3D",
        "its hyphen and underline quoted": f"/a/{token}".replace("-", "=2D").replace("_", "=5f"),
        "its hyphen made typographic": f"/a/{token}".replace("-", "\N{NON-BREAKING HYPHEN}"),
        "an upper-case path": f"/A/{token}",
        "a double slash": f"/a//{token}",
        "another double slash": f"//a/{token}",
        "a slash after it": f"/a/{token}/",
        "a zero-width space inside": f"/a/{half}\N{ZERO WIDTH SPACE}{rest}",
        "a soft hyphen inside": f"/a/{half}\N{SOFT HYPHEN}{rest}",
        "a mark of direction in front": f"/a/\N{LEFT-TO-RIGHT MARK}{token}",
        "a no-break space": f"/a/{token}\N{NO-BREAK SPACE}",
        "an entity after it": f"/a/{token}&amp;language=de",
        "an entity for a blank": f"/a/{token}&nbsp;",
        "brackets around it": f"/a/[{token}]",
        "angle brackets around it": f"/a/<{token}>",
        "the next word": f"/a/{token}Please",
        "the next words": f"/a/{token} please answer",
        "a path after it": f"/a/{token}/index.html",
    }


WHOLE = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", min_size=24, max_size=24)
INVISIBLE = st.text(" \t\r\n\N{ZERO WIDTH SPACE}\N{SOFT HYPHEN}\N{NO-BREAK SPACE}=", max_size=3)
AFTER = st.one_of(st.just(""), st.tuples(st.sampled_from(".,;:)>]}\"'!?/#|*”»…"), st.text(max_size=40)).map("".join))


@pytest.mark.parametrize("path", damages(TOKEN).values(), ids=damages(TOKEN))
def test_a_damaged_link_is_read(path: str) -> None:
    assert repaired_link(path) == f"/a/{TOKEN}"
    assert (
        repaired_link(path.replace("/a/", "/stop/").replace("/A/", "/STOP/").replace("/a//", "/stop//"))
        == f"/stop/{TOKEN}"
    )


@given(WHOLE)
def test_a_whole_link_stays_as_it_is(whole: str) -> None:
    assert repaired_link(f"/a/{whole}") == f"/a/{whole}"


@given(WHOLE, st.lists(INVISIBLE, min_size=25, max_size=25), st.text(".,<([\"' ", max_size=3), AFTER)
def test_whatever_cannot_belong_to_a_token_is_taken_out(
    whole: str, between: list[str], before: str, after: str
) -> None:
    inside = "".join(junk + one for junk, one in zip(between, whole, strict=False))
    # "=2D" and the like are read as what they stand for: that is tried above.
    inside = inside.replace("=2", "2").replace("=3", "3").replace("=5", "5")
    assert repaired_link(f"/a/{before}{inside}{after}") == f"/a/{whole}"


@given(st.text(max_size=60))
@example("3D" + TOKEN)
def test_a_token_is_only_ever_what_stands_there_with_something_left_out(text: str) -> None:
    found = repaired_link(f"/a/{text}")
    if found is not None and not set("%&=") & set(text):
        spelt = iter(text.replace("—", "--").translate(str.maketrans("‐‑–−", "----")))
        assert all(one in spelt for one in found.removeprefix("/a/")), "its characters, in their order"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/a",
        "/a/",
        f"/a/{TOKEN[:-1]}",
        f"/{TOKEN}",
        f"/b/{TOKEN}",
        "/a/%",
        "/a/" + "\n" * 24,
        f"/a/{TOKEN[:11]}.{TOKEN[11:]}",
    ],
)
def test_what_is_cut_short_is_not_guessed_at(path: str) -> None:
    assert repaired_link(path) is None


def test_what_is_left_of_a_link_is_told_from_a_consultants_page() -> None:
    assert all(
        is_respondents(path) for path in ("/a", "/A/", "/a/abc", "//a/x", "/stop", "/stop/x/y", "/lost/", "/%20a/")
    )
    assert not any(is_respondents(path) for path in ("/", "/alliances", "/account", "/sign-in", "/static/a", "/as/a/b"))


@pytest.fixture
async def client(database: str) -> AsyncIterator[httpx.AsyncClient]:
    transport = inside(app_for_all())
    async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
        yield client


@pytest.fixture
async def invitation(open_wave: Wave) -> Invitation:
    return await Invitation.get(wave=open_wave, participant__email="person0@helix.example")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_damaged_link_shows_the_form_and_takes_what_it_is_asked(
    client: httpx.AsyncClient, invitation: Invitation
) -> None:
    own = token(invitation, SECRET)
    for damage, path in damages(own).items():
        for method in ("GET", "HEAD"):
            answer = await client.request(method, f"{SITE}{quote(path, safe='/%&=;')}", follow_redirects=True)
            assert (answer.status_code, answer.url.path.rstrip("/").replace("//", "/")) == (200, f"/a/{own}"), damage
    stopped = await client.post(f"/STOP/{own}%3E", data={"List-Unsubscribe": "One-Click"}, follow_redirects=True)
    assert stopped.status_code == 200
    assert await Participant.filter(do_not_contact=True).count() == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_is_left_of_a_link_gets_a_page_in_every_language(client: httpx.AsyncClient) -> None:
    for path in ("/a", "/a/", "/a/abc", "/A/abc", "/a/abc/def", "/stop", "/stop/", "/stop/abc", "/lost/x"):
        for language, words in (("en", "We do not know this link"), ("de", "Diesen Link kennen wir nicht")):
            answer = await client.get(path, headers={"Accept-Language": language})
            page = Page(answer.text)
            assert (answer.status_code, answer.history) == (404, []), path
            assert page.all("h1")[0].words == page.all("title")[0].words == words
            assert page.all("html")[0].get("lang") == language
            assert {a.get("href") for a in page.all("a")} >= {
                "?language=en",
                "?language=de",
                f"/lost?language={language}",
            }
            assert "/sign-in" not in answer.text
            assert "/alliances" not in answer.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_sign_in_tells_respondents_that_they_need_no_account(
    client: httpx.AsyncClient, library: Library
) -> None:
    page = Page((await client.get("/", follow_redirects=True)).text)
    offered = [a.get("lang") for a in page.all("a") if a.get("href").startswith("/lost")]
    assert offered[0] == "en"
    assert sorted(offered) == sorted(library.frame.languages)
