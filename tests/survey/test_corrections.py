"""An address is corrected while its first mail counts as refused, and not otherwise; the link stays the same.

Whether somebody has answered makes no difference to anything: it would tell who has.
"""

import pytest
from tortoise.exceptions import IntegrityError

from diagnostic.errors import AlreadyAnswered, NotPossible
from diagnostic.storage.models import Ballot, Invitation, Message, MessageKind, MessageState, Participant, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.invitations import token
from diagnostic.survey.waves import correct_address, do_not_contact, send_link_again
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
        await correct_address(message, RIGHT)
    with pytest.raises(IntegrityError):
        await Participant.filter(email=ANN).update(email=RIGHT)
    assert await everything() == before


async def test_that_somebody_asked_for_their_link_does_not_show_at_the_refused_address(
    open_wave: Wave, message: Message
) -> None:
    await send_link_again(ANN, SECRET)
    assert await Message.filter(kind=MessageKind.NEW_LINK).count() == 1
    await correct_address(message, RIGHT)
    assert await Participant.filter(email=RIGHT).exists()


async def test_a_link_sent_again_and_refused_corrects_nothing(open_wave: Wave, message: Message) -> None:
    await Message.filter(id=message.id).update(state=MessageState.SENT)
    await send_link_again(ANN, SECRET)
    await Message.filter(kind=MessageKind.NEW_LINK).update(state=MessageState.REFUSED)
    await refused_by_both(message, ONLY_REFUSED)
    await refused_by_both(await Message.get(kind=MessageKind.NEW_LINK), ONLY_REFUSED)


async def test_an_address_is_corrected_although_somebody_answered_and_the_link_answers_no_second_time(
    open_wave: Wave, message: Message
) -> None:
    """Refused, it would tell the consultant who has answered. Whoever sends first counts; the second is told."""
    link = (await tokens(open_wave, "a"))[0]
    await answer(open_wave, link, "a")
    await correct_address(message, RIGHT)
    invitation = await Invitation.get(participant__email=RIGHT)
    assert token(invitation, SECRET) == link
    with pytest.raises(AlreadyAnswered):
        await answer(open_wave, link, "a")
    assert await Ballot.all().count() == 1


async def test_a_correction_sends_the_same_link_and_gives_no_second_answer(open_wave: Wave, message: Message) -> None:
    link = (await tokens(open_wave, "a"))[0]
    await correct_address(message, RIGHT)
    invitation = await Invitation.get(participant__email=RIGHT)
    assert token(invitation, SECRET) == link
    await answer(open_wave, link, "a")
    with pytest.raises(AlreadyAnswered):
        await answer(open_wave, link, "a")
    assert (await Ballot.all().count(), await Invitation.filter(wave=open_wave).count()) == (1, 16)


async def test_while_the_corrected_mail_is_on_its_way_the_address_is_not_corrected_again(
    open_wave: Wave, message: Message
) -> None:
    await correct_address(message, RIGHT)
    waiting = await Message.get(invitation__participant__email=RIGHT)
    assert waiting.id != message.id, "what still comes back of the first is not about this address"
    with pytest.raises(NotPossible, match=ONLY_REFUSED):
        await correct_address(waiting, "another@novara.example")


async def test_an_address_is_never_another_persons(open_wave: Wave, message: Message) -> None:
    before = await everything()
    with pytest.raises(NotPossible, match="is on the roster already, and one person answers once"):
        await correct_address(message, "Person1@novara.example")
    assert await everything() == before


async def test_who_asked_not_to_be_written_to_has_no_address_to_correct(open_wave: Wave, message: Message) -> None:
    await do_not_contact(await Invitation.get(participant__email=ANN))
    await refused_by_both(message, "asked not to be written to")


async def test_after_the_end_of_a_wave_nothing_is_corrected(open_wave: Wave, message: Message) -> None:
    await answer_all(open_wave, a=5, b=5)
    await close(open_wave, SECRET, after_the_end(open_wave))
    before = await everything()
    with pytest.raises(NotPossible, match="not open"):
        await correct_address(message, RIGHT)
    assert await everything() == before
