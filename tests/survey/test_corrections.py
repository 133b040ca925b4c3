"""An address is corrected while its first mail counts as refused and nobody has answered, and not otherwise."""

from datetime import UTC, datetime

import pytest
from tortoise.exceptions import IntegrityError

from diagnostic.errors import AlreadyAnswered, NotPossible, UnknownLink
from diagnostic.storage.models import Ballot, Invitation, Message, MessageKind, MessageState, Participant, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.invitations import find
from diagnostic.survey.waves import PAUSE, correct_address, do_not_contact, send_link_again
from tests.answering import after_the_end, answer, answer_all, tokens
from tests.conftest import SECRET
from tests.stored import everything

ANN, RIGHT = "person0@novara.example", "right@novara.example"
ONLY_REFUSED = "Only an address whose first mail was refused can be corrected"


@pytest.fixture
async def message(open_wave: Wave) -> Message:
    """Ann's first mail, refused; all others are sent."""
    await Message.all().update(state=MessageState.SENT)
    await Message.filter(invitation__participant__email=ANN).update(state=MessageState.REFUSED, error="550 Unknown")
    return await Message.get(invitation__participant__email=ANN)


async def refused_by_both(message: Message, words: str) -> None:
    """By the rules, in words; and by the database, whoever asks. Nothing has changed."""
    before = await everything()
    with pytest.raises(NotPossible, match=words):
        await correct_address(message, RIGHT, SECRET)
    with pytest.raises(IntegrityError):
        await Participant.filter(email=ANN).update(email=RIGHT)
    assert await everything() == before


async def test_once_somebody_asked_for_their_link_the_mail_goes_again_and_nothing_is_corrected(
    open_wave: Wave, message: Message
) -> None:
    await send_link_again(ANN, SECRET)
    await refused_by_both(message, ONLY_REFUSED)
    await Message.filter(id=message.id).update(state=MessageState.SENT)
    # Now one of its own, beside the first mail that arrived.
    await send_link_again(ANN, SECRET, datetime.now(UTC) + PAUSE)
    assert await Message.filter(kind=MessageKind.NEW_LINK).count() == 1
    await refused_by_both(message, ONLY_REFUSED)


async def test_a_link_sent_again_and_refused_corrects_nothing(open_wave: Wave, message: Message) -> None:
    await Message.filter(id=message.id).update(state=MessageState.SENT)
    await send_link_again(ANN, SECRET)
    await Message.filter(kind=MessageKind.NEW_LINK).update(state=MessageState.REFUSED)
    await refused_by_both(message, ONLY_REFUSED)
    await refused_by_both(await Message.get(kind=MessageKind.NEW_LINK), ONLY_REFUSED)


async def test_nothing_is_corrected_once_somebody_answered_with_a_link_that_counts_as_refused(
    open_wave: Wave, message: Message
) -> None:
    """A worker that died between sending and marking sends again, and the second mail may be refused."""
    link = (await tokens(open_wave, "a"))[0]
    await answer(open_wave, link, "a")
    await refused_by_both(message, ONLY_REFUSED)
    with pytest.raises(AlreadyAnswered):
        await find(link)


async def test_whoever_answers_first_keeps_the_right_and_a_corrected_address_gets_the_only_other(
    open_wave: Wave, message: Message
) -> None:
    old = (await tokens(open_wave, "a"))[0]
    await correct_address(message, RIGHT, SECRET)
    with pytest.raises(UnknownLink):
        await answer(open_wave, old, "a")
    invitation = await Invitation.get(participant__email=RIGHT)
    assert (invitation.generation, await Invitation.filter(wave=open_wave).count()) == (2, 16)
    assert await Ballot.all().count() == 0
    # Its mail is on its way, so the address is not corrected a second time.
    with pytest.raises(NotPossible, match=ONLY_REFUSED):
        await correct_address(message, "another@novara.example", SECRET)


async def test_an_address_is_never_another_persons(open_wave: Wave, message: Message) -> None:
    before = await everything()
    with pytest.raises(NotPossible, match="is on the roster already, and one person answers once"):
        await correct_address(message, "Person1@novara.example", SECRET)
    assert await everything() == before


async def test_who_asked_not_to_be_written_to_has_no_address_to_correct(open_wave: Wave, message: Message) -> None:
    await do_not_contact(await Invitation.get(participant__email=ANN))
    await refused_by_both(message, "asked not to be written to")


async def test_after_the_end_of_a_wave_nothing_is_corrected(open_wave: Wave, message: Message) -> None:
    await answer_all(open_wave, a=5, b=5)
    await close(open_wave, SECRET, after_the_end(open_wave))
    before = await everything()
    with pytest.raises(NotPossible, match="not open"):
        await correct_address(message, RIGHT, SECRET)
    assert await everything() == before
