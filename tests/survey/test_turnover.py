"""A wave that nearly the same people answer shows levels alone, however those who changed came or went."""

import pytest

from diagnostic.errors import NotPossible
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Invitation, Participant, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.invitations import sending_ends
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.purging import delete_roster
from diagnostic.survey.reports import publish
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.turnover import Turnover, few_joined_or_left
from diagnostic.survey.waves import do_not_contact, launch
from tests.answering import after_the_end, answer_all, shown_report
from tests.conftest import SECRET


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The rosters are counted in Python."""
    return sqlite_url


@pytest.fixture
async def second(open_wave: Wave, alliance: Alliance, plan: WavePlan, library: Library) -> Wave:
    """A draft after a wave that all sixteen were invited to and whose Report is there."""
    await answer_all(open_wave)
    await close(open_wave, SECRET, after_the_end(open_wave))
    await publish(open_wave)
    return await draft_wave(alliance, plan, library)


async def upload(alliance: Alliance, a: list[str], b: list[str]) -> None:
    """Upload a roster of these people and no others."""
    rows = ["email,company,function"]
    rows += [
        f"{name}@{domain},{company},Sales"
        for company, domain, names in zip(("Novara", "Helix"), ("novara.example", "helix.example"), (a, b), strict=True)
        for name in names
    ]
    roster = read_roster("\n".join(rows).encode(), "roster.csv", alliance, ("en", "de"))
    await apply_roster(alliance, roster, remove_missing=True)


def old(*numbers: int) -> list[str]:
    return [f"person{n}" for n in numbers]


def new(count: int) -> list[str]:
    return [f"newcomer{n}" for n in range(count)]


LONG = pytest.mark.part("proofs")


@pytest.mark.parametrize(
    ("a", "few"),
    [
        (old(*range(8)), False),  # the same eight
        pytest.param(old(*range(8)) + new(1), True, marks=LONG),
        (old(*range(8)) + new(4), True),
        (old(*range(8)) + new(5), False),
        pytest.param(old(*range(1, 8)), True, marks=LONG),  # one was taken off the roster, and the invitation with them
        pytest.param(old(*range(4, 8)) + new(1), True, marks=LONG),
        pytest.param(old(5, 6, 7), False, marks=LONG),  # five were taken off
        # Eight were, and eight came: they may be seven of the eight under other addresses, and one who is new.
        (new(8), True),
        # Of the six who came five may be those who were taken off.
        (old(5, 6, 7) + new(6), True),
    ],
)  # fmt: skip
async def test_one_to_four_who_joined_or_left_make_a_wave_of_levels(
    second: Wave, alliance: Alliance, a: list[str], few: bool
) -> None:
    await upload(alliance, a, old(*range(8)))
    assert await few_joined_or_left(second, alliance) is few


@pytest.mark.parametrize(
    ("joined", "left", "forgotten", "few"),
    [
        (0, 0, 0, False), (1, 0, 0, True), (4, 0, 0, True), (5, 0, 0, False), (0, 1, 0, True), (5, 4, 0, True),
        (0, 0, 1, True), (0, 0, 5, False), (0, 3, 2, False), (1, 0, 5, True), (5, 0, 5, True),
        # Between one and ten of the ten who came may have been there before: then four who left are possible.
        (10, 0, 10, True),
        # Of those who came five at least are new, but of those who left it cannot be told.
        (10, 0, 5, True),
        # At least five are new, and ten have left for certain.
        (10, 10, 5, False),
    ],
)  # fmt: skip
def test_whoever_is_forgotten_may_have_come_back(joined: int, left: int, forgotten: int, few: bool) -> None:
    assert Turnover(joined, left, forgotten).may_be_few(5) is few


async def test_who_asked_not_to_be_written_to_has_left(second: Wave, alliance: Alliance) -> None:
    one = await Invitation.filter(participant__email="person0@novara.example").first()
    assert one is not None
    await do_not_contact(one)
    assert await few_joined_or_left(second, alliance)


async def test_who_changes_sides_has_left_one_and_joined_the_other(second: Wave, alliance: Alliance) -> None:
    rows = b"email,company,function\nperson0@novara.example,Helix,Sales\nperson0@helix.example,Novara,Sales\n"
    await apply_roster(alliance, read_roster(rows, "roster.csv", alliance, ("en", "de")))
    assert await Participant.filter(alliance=alliance, side="a").count() == 8
    assert await few_joined_or_left(second, alliance)


async def test_where_a_roster_was_deleted_nobody_can_tell_who_joined(second: Wave, alliance: Alliance) -> None:
    await delete_roster(alliance)
    await upload(alliance, old(*range(8)), old(*range(8)))
    assert await few_joined_or_left(second, alliance)
    await launch(second, SECRET)
    assert (await Wave.get(id=second.id)).few_changed


async def test_a_wave_that_promised_more_is_kept_to_it(second: Wave, alliance: Alliance) -> None:
    await upload(alliance, old(*range(8)) + new(4), old(*range(8)))
    second.k = 4
    assert await few_joined_or_left(second, alliance), "the earlier wave promised five"


async def test_a_wave_after_a_deleted_roster_shows_levels_alone(second: Wave, alliance: Alliance) -> None:
    await delete_roster(alliance)
    await upload(alliance, old(*range(8)), old(*range(8)))
    await launch(second, SECRET)
    await answer_all(second)
    await close(second, SECRET, sending_ends(second, alliance))
    await publish(second)
    report = await shown_report(second)
    assert report is not None
    assert report.release.few_changed
    stick = next(each for each in report.statements if each.id == "decisions.stick@alliance")
    # A mean of 21 / 8 = 2.625, shown to half a point, and no counts.
    assert stick.sides.a.mean == 2.5


async def test_nobody_is_taken_off_a_roster_before_those_invited_were_counted(
    open_wave: Wave, alliance: Alliance
) -> None:
    await answer_all(open_wave)
    await close(open_wave, SECRET, after_the_end(open_wave))
    with pytest.raises(NotPossible, match="just being prepared"):
        await upload(alliance, old(1, 2), old(3))
    await publish(open_wave)
    await upload(alliance, old(1, 2), old(3))
    report = await shown_report(open_wave)
    assert report is not None
    assert report.participation.a.invited == report.participation.b.invited == 8
