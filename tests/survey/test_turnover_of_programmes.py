"""Over a whole programme, every wave that differs from any earlier one by few people shows levels alone."""

from collections.abc import Awaitable, Callable

import pytest

from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Invitation, Message, MessageKind, MessageState, Participant, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.reports import publish
from diagnostic.survey.roster import apply_roster, read_roster, try_again
from diagnostic.survey.waves import do_not_contact, launch
from tests.answering import after_the_end, answer_all, shown_report
from tests.conftest import SECRET

Held = Callable[[], Awaitable[Wave]]


@pytest.fixture
def held(roster: Alliance, plan: WavePlan, library: Library) -> Held:
    """Holds one more wave with whoever is on the roster: eight people a side to begin with."""

    async def wave() -> Wave:
        made = await draft_wave(roster, plan, library)
        await launch(made, SECRET)
        await answer_all(made, 5, 5)
        await close(made, SECRET, after_the_end(made))
        await publish(made)
        return await Wave.get(id=made.id)

    return wave


async def upload(alliance: Alliance, names: list[str]) -> None:
    """These at Novara, and the eight at Helix."""
    rows = [f"{name}@novara.example,Novara,Sales" for name in names]
    rows += [f"person{n}@helix.example,Helix,Sales" for n in range(8)]
    file = "\n".join(["email,company,function", *rows]).encode()
    await apply_roster(alliance, read_roster(file, "roster.csv", alliance, ("en", "de")), remove_missing=True)


EIGHT = [f"person{n}" for n in range(8)]


@pytest.mark.part("proofs")
async def test_one_who_joins_each_time_is_one_since_the_wave_before_however_many_since_the_first(
    roster: Alliance, held: Held
) -> None:
    few = [(await held()).few_changed]
    for number in range(1, 6):
        await upload(roster, EIGHT + [f"newcomer{n}" for n in range(number)])
        few.append((await held()).few_changed)
    # Five are new since the first at the end, but one since the wave before.
    assert few == [False, True, True, True, True, True]
    # And one since the last but one, though nobody since the last.
    assert (await held()).few_changed
    # Five who join at once are five or more since every one of them.
    await upload(roster, EIGHT + [f"newcomer{n}" for n in range(10)])
    assert not (await held()).few_changed


@pytest.mark.part("proofs")
async def test_who_leaves_and_returns_counts_both_times(roster: Alliance, held: Held) -> None:
    assert not (await held()).few_changed
    assert not (await held()).few_changed
    await upload(roster, EIGHT[1:])
    assert (await held()).few_changed
    await upload(roster, EIGHT)
    returned = await held()
    # The same eight as in the first two waves; but not as in the third.
    assert returned.few_changed
    report = await shown_report(returned)
    assert report is not None
    assert report.levels_alone
    # With the invitations of the first waves deleted nobody knows that it is the same person.
    assert await Invitation.filter(participant__email="person0@novara.example").count() == 1


async def test_a_level_that_stands_is_the_one_of_the_wave_before(roster: Alliance, held: Held) -> None:
    first = await held()
    await upload(roster, EIGHT[1:])
    second = await held()
    levels = []
    for wave in (first, second):
        report = await shown_report(wave)
        assert report is not None
        levels.append(next(each for each in report.statements if each.id == "decisions.stick@alliance").sides.a.mean)
    # Five answered 1 to 5.
    assert levels == [3.0, 3.0]


async def test_who_asks_not_to_be_written_to_has_left_for_every_later_wave(held: Held) -> None:
    first = await held()
    one = await Invitation.filter(wave=first, participant__email="person0@novara.example").get()
    await do_not_contact(one)
    assert (await held()).few_changed
    # Nobody left since the second wave, but somebody since the first.
    assert (await held()).few_changed


async def refuse(wave: Wave, email: str) -> Participant:
    """The mail server refused this address for good."""
    person = await Participant.get(email=email)
    first = Message.filter(wave=wave, kind=MessageKind.INVITATION, invitation__participant=person)
    await Message.filter(id__in=await first.values_list("id", flat=True)).update(state=MessageState.REFUSED)
    await Participant.filter(id=person.id).update(refused="550 no such user")
    return person


async def test_an_address_that_was_refused_was_never_there_and_its_owner_joins_when_it_is_tried_again(
    held: Held,
) -> None:
    first = await held()
    person = await refuse(first, "person7@novara.example")
    # Left out of the second wave, and not there in the first.
    assert not (await held()).few_changed
    await try_again(person)
    assert (await held()).few_changed


async def test_who_is_invited_again_right_away_joins_as_well(held: Held) -> None:
    await try_again(await refuse(await held(), "person7@novara.example"))
    assert (await held()).few_changed
