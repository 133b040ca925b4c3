"""A subject that lists of mails cut off is the consultant's to shorten, and the pages say so."""

import pytest

from diagnostic.storage.models import Alliance, Wave
from tests.web.consultant_desk import Desk


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What the pages say depends on no engine."""
    return sqlite_url


async def test_own_words_are_never_cut_and_the_draft_says_which_subject_is_too_long(draft: Wave) -> None:
    desk = Desk()
    await desk.sign_in()
    await Alliance.all().update(company_a="Novara Pharmaceuticals Gesellschaft mit beschränkter Haftung")
    await desk.get(f"/waves/{draft.id}")
    assert "Lists of mails will cut off" not in desk.words, "long names are shortened"

    own = "What we would like to hear from each and every one of you before the workshop"
    await desk.get(f"/waves/{draft.id}/text/de")
    await desk.post(f"/waves/{draft.id}/text/de", subject=own, message="Two minutes.")
    assert own in desk.words
    assert f"The subject has {len(own)} characters" in desk.words
    await desk.get(f"/waves/{draft.id}")
    # “Erinnerung: ” stands before it in the reminder.
    assert f"Deutsch invitation ({len(own)} characters), Deutsch reminder ({len(own) + 12} characters)" in desk.words
