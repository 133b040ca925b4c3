"""What somebody reads who asks what is kept; and each check fails where what it looks for has been undone."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from diagnostic.errors import NotPossible
from diagnostic.storage import connection, request_cleanup
from diagnostic.storage.guards import GUARDS, postgres_statements, sqlite_statements
from diagnostic.storage.models import (
    Alliance,
    Ballot,
    Carried,
    Comment,
    Invitation,
    Message,
    MessageKind,
    Participant,
    Response,
    StoredReport,
    Wave,
)
from diagnostic.survey.closing import close, destroy
from diagnostic.survey.invitations import sending_ends
from diagnostic.survey.purging import delete_roster
from diagnostic.survey.reports import correct, publish
from diagnostic.survey.verifying import verify
from tests.answering import after_the_end, answer_all
from tests.conftest import ENGINES, SECRET
from tests.due import delete_expired_responses

on_one_engine = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

BALLOT = "No ballot is left."
KEY = "The key that opens ballots is destroyed."
ANSWERED = "Nothing says who has answered: every link counts as used, and no reminder is kept."
SIDES_OF_K = "Each company has 5 responses or more, or all are deleted."
UNOPENED = "Nothing was opened: there is no response, no comment and no Report."
GROUPS_OF_K = "Groups are kept only where that was promised, and each has 5 people or more."
ORDER = "Responses lie in the order of their random numbers, which is nobody's."
RECEIPTS = "Receipts lie in the order of the alphabet, which is nobody's."
CARRIED = "Changes that people carried are gone, counted into the Report."
RETENTION = "Responses, comments and receipts are gone 90 days after the end."
COLUMNS = "No column was added to responses, comments, receipts, carried changes, ballots or invitations."
FIXED = "The database itself refuses to change what was promised to be fixed."
FILES = "Every file that is kept shows the comments as was decided."
CLEAN = "After every deletion the database's files were cleaned of it."
OF_A_CLOSED_WAVE = [
    BALLOT, KEY, ANSWERED, SIDES_OF_K, GROUPS_OF_K, ORDER, RECEIPTS, CARRIED, RETENTION, COLUMNS, FIXED, FILES, CLEAN,
]  # fmt: skip


def day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


@pytest.fixture
async def wave(open_wave: Wave) -> Wave:
    """A closed wave of eight people a side, kept without groups: three of them would have stood alone as “other”."""
    await answer_all(open_wave, text=lambda side, n: f"comment {n} of {side}")
    await close(open_wave, SECRET, after_the_end(open_wave))
    await publish(open_wave)
    return await Wave.get(id=open_wave.id)


@pytest.fixture
async def destroyed(open_wave: Wave) -> Wave:
    await answer_all(open_wave, a=8, b=4)
    await destroy(open_wave, SECRET, sending_ends(open_wave, await Alliance.get(id=open_wave.alliance_id)))
    return await Wave.get(id=open_wave.id)


async def failing(wave: Wave, now: datetime | None = None) -> list[str]:
    return [check.promise for check in (await verify(await Wave.get(id=wave.id), now)).checks if not check.holds]


async def stored(wave: Wave) -> dict[str, str]:
    return dict((await verify(await Wave.get(id=wave.id))).stored)


async def test_of_a_closed_wave_everything_holds_and_is_said_in_words(wave: Wave) -> None:
    findings = await verify(wave)
    assert [check.promise for check in findings.checks if check.holds] == OF_A_CLOSED_WAVE
    assert len(findings.checks) == len(OF_A_CLOSED_WAVE)
    assert findings.controller == "Arden Consulting, 1 Quay Street, Bristol"
    assert wave.closed_at is not None
    assert dict(findings.stored) == {
        "Wave": f"pulse of Cardiva, closed on {day(wave.closed_at)}",
        "Answered": "Novara 8, Helix 8",
        "Responses": f"Novara 8, Helix 8; to be deleted on {day(wave.closed_at + timedelta(days=90))}",
        "Kept with a response": "its company and the function",
        "Comments": "16, with nothing that leads to a response",
        "Receipts": "16, with nothing that leads to anything else",
        "Invitations": "16, all marked as used",
        "Reports": "1",
        "Files made of the Report": "none",
    }


@on_one_engine
async def test_what_is_stored_dwindles_with_time(wave: Wave) -> None:
    await correct(wave, "A fault.")
    assert (await stored(wave))["Reports"] == "2, the last one a correction"
    later = datetime.now(UTC) + timedelta(days=120)
    await delete_expired_responses(later)
    await delete_roster(await Alliance.get(id=wave.alliance_id))
    now = await stored(wave)
    assert (now["Responses"], now["Comments"]) == ("none", "none")
    assert now["Invitations"] == "none: the roster was deleted"
    assert now["Answered"] == "Novara 8, Helix 8"
    assert await failing(wave, later) == []


async def test_of_a_destroyed_wave_nothing_was_opened(destroyed: Wave) -> None:
    promises = [check.promise for check in (await verify(destroyed)).checks if check.holds]
    assert promises == [UNOPENED if promise == SIDES_OF_K else promise for promise in OF_A_CLOSED_WAVE]
    now = await stored(destroyed)
    assert (now["Answered"], now["Responses"], now["Reports"]) == ("not kept", "none", "none")


@on_one_engine
async def test_before_its_end_there_is_nothing_to_verify(draft: Wave) -> None:
    with pytest.raises(NotPossible, match="draft"):
        await verify(draft)
    draft.state = draft.state.OPEN
    with pytest.raises(NotPossible, match="not ended"):
        await verify(draft)


@on_one_engine
async def test_verifying_changes_nothing(wave: Wave) -> None:
    async def everything() -> list[list[dict[str, object]]]:
        return [await model.all().order_by("id").values() for model in (Wave, Invitation, Response, Comment, Message)]

    before = await everything()
    await verify(wave)
    assert await everything() == before


async def unguarded(sabotage: Callable[[Wave], Awaitable[object]], wave: Wave) -> None:
    """Do what the guards refuse, as somebody could who rules the database, and cover the traces."""
    on_sqlite = connection().capabilities.dialect == "sqlite"
    for guard in GUARDS:
        await connection().execute_script(
            f"DROP TRIGGER {guard.name}"
            if on_sqlite
            else f"DROP TRIGGER {guard.name} ON {guard.table}; DROP FUNCTION {guard.name}"
        )
    await sabotage(wave)
    for guard in GUARDS:
        for statement in (sqlite_statements if on_sqlite else postgres_statements)(guard):
            await connection().execute_script(statement)


async def put_a_ballot_back(wave: Wave) -> None:
    await Ballot.create(wave=wave, side="a", sealed=b"sealed")


async def put_the_key_back(wave: Wave) -> None:
    await Wave.filter(id=wave.id).update(wrapped_private_key=b"the key")


async def mark_somebody_as_not_having_answered(wave: Wave) -> None:
    one = await Invitation.filter(wave=wave).first()
    assert one is not None
    await Invitation.filter(id=one.id).update(answered=False)


async def keep_a_reminder(wave: Wave) -> None:
    await Message.create(kind=MessageKind.REMINDER, wave=wave, invitation=await Invitation.filter(wave=wave).first())


async def delete_responses_of_a_side(wave: Wave) -> None:
    ids = await Response.filter(wave=wave, side="b").order_by("id").values_list("id", flat=True)
    await Response.filter(id__in=ids[:4]).delete()


async def delete_all_responses_of_a_side(wave: Wave) -> None:
    await Response.filter(wave=wave, side="b").delete()


async def put_one_into_a_group_of_their_own(wave: Wave) -> None:
    one = await Response.filter(wave=wave, side="a").first()
    assert one is not None
    await Response.filter(id=one.id).update(group="Medical")


async def keep_groups_that_were_not_promised(wave: Wave) -> None:
    await Wave.filter(id=wave.id).update(attribute=None)
    await Response.filter(wave=wave).update(group="Marketing")


async def write_responses_in_another_order(wave: Wave) -> None:
    rows = await Response.filter(wave=wave).order_by("-id")
    await Response.filter(wave=wave).delete()
    for row in rows:
        await Response.create(id=row.id, wave=wave, side=row.side, group=row.group, values=row.values)


async def keep_what_was_carried(wave: Wave) -> None:
    await Carried.create(wave=wave, side="a", target="trust@b", changes={"0.5": 3}, fits=True)


async def add_a_column(wave: Wave) -> None:
    await connection().execute_script("ALTER TABLE response ADD COLUMN invitation_id VARCHAR(36)")


async def drop_a_guard(wave: Wave) -> None:
    on = "" if connection().capabilities.dialect == "sqlite" else " ON report"
    await connection().execute_script(f"DROP TRIGGER report_frozen{on}")


async def hollow_a_guard_out(wave: Wave) -> None:
    if connection().capabilities.dialect == "sqlite":
        await connection().execute_script(
            "DROP TRIGGER report_frozen; CREATE TRIGGER report_frozen BEFORE UPDATE ON report WHEN 1 = 2"
            " BEGIN SELECT RAISE(ABORT, 'a Report cannot be changed'); END"
        )
    else:
        await connection().execute_script(
            "CREATE OR REPLACE FUNCTION report_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
        )


async def switch_a_guard_off(wave: Wave) -> None:
    await connection().execute_script("ALTER TABLE report DISABLE TRIGGER report_frozen")


async def leave_cleaning_undone(wave: Wave) -> None:
    await request_cleanup()


BEHIND_THE_GUARDS: list[tuple[Callable[[Wave], Awaitable[None]], list[str]]] = [
    (put_a_ballot_back, [BALLOT]),
    (put_the_key_back, [KEY]),
    (mark_somebody_as_not_having_answered, [ANSWERED]),
    (keep_a_reminder, [ANSWERED]),
    (delete_responses_of_a_side, [SIDES_OF_K]),
    (delete_all_responses_of_a_side, [SIDES_OF_K]),
    (put_one_into_a_group_of_their_own, [GROUPS_OF_K]),
    (keep_groups_that_were_not_promised, [GROUPS_OF_K]),
    (write_responses_in_another_order, [ORDER]),
    (keep_what_was_carried, [CARRIED]),
    (add_a_column, [COLUMNS]),
]
IN_THE_OPEN: list[tuple[Callable[[Wave], Awaitable[None]], list[str]]] = [
    (drop_a_guard, [FIXED]),
    (hollow_a_guard_out, [FIXED]),
    (leave_cleaning_undone, [CLEAN]),
]
FIRST = (put_a_ballot_back, put_the_key_back, put_one_into_a_group_of_their_own, write_responses_in_another_order)
"""What `.ci/run` undoes behind the guards: of ballots, keys, groups and their order."""
ASKED_OF_THE_ENGINE = (write_responses_in_another_order, add_a_column, drop_a_guard, hollow_a_guard_out)
"""What is looked up in the engine's own tables; the rest is the same on both."""


def on_engines(
    table: list[tuple[Callable[[Wave], Awaitable[None]], list[str]]],
) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("database_url", "sabotage", "fail"),
        [
            pytest.param(
                engine,
                sabotage,
                fail,
                id=f"{sabotage.__name__}-{engine}",
                marks=pytest.mark.part("proofs" if table is BEHIND_THE_GUARDS and sabotage not in FIRST else "run"),
            )
            for sabotage, fail in table
            for engine in ENGINES
            if engine == "sqlite" or sabotage in ASKED_OF_THE_ENGINE
        ],
        indirect=["database_url"],
    )


@on_engines(BEHIND_THE_GUARDS)
async def test_what_was_undone_behind_the_guards_is_found(
    wave: Wave, sabotage: Callable[[Wave], Awaitable[None]], fail: list[str]
) -> None:
    await unguarded(sabotage, wave)
    assert await failing(wave) == fail


@on_engines(IN_THE_OPEN)
async def test_a_guard_that_guards_nothing_and_a_debt_are_found(
    wave: Wave, sabotage: Callable[[Wave], Awaitable[None]], fail: list[str]
) -> None:
    await sabotage(wave)
    assert await failing(wave) == fail


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_guard_that_is_switched_off_is_found(wave: Wave) -> None:
    await switch_a_guard_off(wave)
    assert await failing(wave) == [FIXED]


@on_one_engine
@pytest.mark.parametrize("left", ["responses", "comments"])
async def test_what_outstays_its_days_is_found(wave: Wave, left: str) -> None:
    assert wave.closed_at is not None
    due = wave.closed_at + timedelta(days=90)
    await (Comment if left == "responses" else Response).filter(wave=wave).delete()
    assert await failing(wave, due - timedelta(seconds=1)) == []
    assert await failing(wave, due) == [RETENTION]


@on_one_engine
@pytest.mark.parametrize("what", ["a response", "a comment", "a Report"])
async def test_that_a_wave_was_opened_which_should_have_been_destroyed_unread_is_found(
    destroyed: Wave, what: str
) -> None:
    async def open_it(wave: Wave) -> None:
        if what == "a response":
            await Response.create(id=uuid4(), wave=wave, side="b", values={"decisions.stick": 2})
        elif what == "a comment":
            await Comment.create(wave=wave, side="b", question="whats_new", text="Four of us wrote this.")
        else:
            await StoredReport.create(wave=wave, body="{}")

    await unguarded(open_it, destroyed)
    assert await failing(destroyed) == [UNOPENED]


@on_one_engine
async def test_a_person_deleted_beside_the_roster_leaves_nothing_that_fails(wave: Wave) -> None:
    await Participant.filter(invitations__wave=wave, email="person0@novara.example").delete()
    assert await failing(wave) == []
    assert (await stored(wave))["Invitations"] == "15, all marked as used"


@on_one_engine
async def test_a_wave_of_an_alliance_without_attribute_says_that_the_company_alone_is_kept(wave: Wave) -> None:
    async def keep_none(wave: Wave) -> None:
        await Wave.filter(id=wave.id).update(attribute=None)
        await Response.filter(wave=wave).update(group=None)

    await unguarded(keep_none, wave)
    assert await failing(wave) == []
    assert (await stored(wave))["Kept with a response"] == "its company"
