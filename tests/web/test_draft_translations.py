"""Draft translations: told to consultants wherever they choose a language, and to respondents never."""

import re

import pytest

from diagnostic.storage.models import Alliance, Consultant, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.reports import publish
from tests.answering import after_the_end, answer_all, tokens
from tests.conftest import SECRET
from tests.web.consultant_desk import Desk

DRAFT = "draft translation"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is looked at is the same on either engine."""
    return sqlite_url


@pytest.fixture
async def desk(database: str, alice: Consultant) -> Desk:
    desk = Desk()
    await desk.sign_in()
    return desk


async def test_planning_says_which_languages_are_drafts(desk: Desk, roster: Alliance) -> None:
    await desk.get(f"/alliances/{roster.id}/waves/new")
    assert f"Deutsch {DRAFT}" in desk.words
    assert f"English {DRAFT}" not in desk.words
    await desk.get(f"/alliances/{roster.id}/pulses/new")
    assert f"Deutsch {DRAFT}" in desk.words


async def test_before_the_launch_it_is_told_again(desk: Desk, draft: Wave) -> None:
    for path in (f"/waves/{draft.id}", f"/waves/{draft.id}/launch"):
        await desk.get(path)
        assert "Draft translation: Deutsch" in desk.words, path


async def test_the_files_of_a_briefing_and_its_page_tell_consultants_alone(desk: Desk, open_wave: Wave) -> None:
    await answer_all(open_wave)
    await close(open_wave, SECRET, after_the_end(open_wave))
    await publish(open_wave)
    await desk.get(f"/waves/{open_wave.id}")
    assert "Draft translation: Deutsch" in desk.words
    for edition, tells in {"consultant": True, "participants": False}.items():
        page = (await desk.made(f"/waves/{open_wave.id}/briefing?edition={edition}")).text
        assert ("Deutsch (draft translation)" in page) is tells
        file = await desk.made(f"/waves/{open_wave.id}/briefing/briefing.md?edition={edition}&language=de")
        assert "translation" not in file.text


async def test_no_respondent_is_told(open_wave: Wave) -> None:
    desk, (link, *_) = Desk(), await tokens(open_wave, "a")
    for path in (f"/a/{link}?language=de", f"/stop/{link}?language=de", "/lost?language=de"):
        page = (await desk.get(path)).text
        assert not re.search("translation", page, re.IGNORECASE), path


async def test_the_studio_says_it_until_somebody_has_worded_the_language(desk: Desk) -> None:
    await desk.get("/questionnaires/new?made_from=alliance-pulse")
    await desk.post("/questionnaires/new", made_from="alliance-pulse", title="Cardiva check")
    ours = "can be asked, as a draft translation of ours until you have worded something in it yourselves"
    assert f"Deutsch {ours}" in desk.words
    assert f"English {ours}" not in desk.words
