"""Each guard refuses what it is there for, and nothing else does; and no column is left to chance, on both engines."""
# ruff: noqa: S608 - SQL made of what stands here

import contextlib
from collections.abc import Awaitable, Callable, Iterable
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple
from uuid import uuid4

import msgspec
import pytest
from tortoise.exceptions import BaseORMException

from diagnostic.questionnaire.library import Library
from diagnostic.storage import connection, transaction
from diagnostic.storage.guards import GUARDS
from diagnostic.storage.inspection import columns, missing_guards
from diagnostic.storage.models import (
    Alliance,
    Ballot,
    Carried,
    Comment,
    Consultant,
    Invitation,
    KeyHolder,
    Message,
    MessageState,
    MixedBallot,
    MixStep,
    Participant,
    Receipt,
    Response,
    StoredReport,
    Wave,
)
from diagnostic.survey import holding
from diagnostic.survey.alliances import create_alliance
from diagnostic.survey.closing import close
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.reports import publish
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import launch
from tests.answering import after_the_end, answer_all
from tests.conftest import DETAILS, SECRET
from tests.holding import HOLDERS, held, key_of, mix

MESSAGES = {guard.name: guard.message for guard in GUARDS}


class Ids(NamedTuple):
    """What the statements below are about."""

    consultant: object
    alliance: object
    elsewhere: object
    """An alliance without a wave, and somebody on its roster."""
    stranger: object
    open: object
    draft: object
    closed: object
    nobody: object
    """Who was invited and has not answered."""
    unspent: object
    spent: object
    refused: object
    """Who was invited, has not answered, and whose first mail was refused."""
    quiet: object
    """Who asked not to be written to, before the launch."""
    ballot: object
    response: object
    comment: object
    receipt: object
    carried: object
    report: object
    mixing: object
    """A wave of another alliance whose first key-holder has done their part, the second not."""
    key: object
    holder: object
    mixed: object
    """A ballot that the first holder passed on."""
    step: object
    keyless: object
    """A draft whose key-holders have not made their keys, and one of these."""
    draft_key: object


@pytest.fixture
async def ids(roster: Alliance, plan: WavePlan, library: Library, mallory: Consultant) -> Ids:
    """A closed wave with answers, comments and a Report; an open one in which one person has answered; a draft."""
    await Participant.filter(alliance=roster).update(attribute="Marketing")  # many enough to be kept with an answer
    closed = await draft_wave(roster, plan, library)
    await launch(closed, SECRET)
    await answer_all(closed, text=lambda side, n: f"comment {n} of {side}")
    await close(closed, SECRET, after_the_end(closed))
    await publish(closed)
    quiet = await Participant.filter(alliance=roster).first() or Participant()
    await Participant.filter(id=quiet.id).update(do_not_contact=True)
    opened = await draft_wave(roster, msgspec.structs.replace(plan, targets=["trust@b"]), library)
    was_planned = {"opens_on": date(2020, 1, 6), "closes_on": date(2020, 1, 20)}
    await Wave.filter(id=opened.id).update(**was_planned, held_up="The baseline was open.")
    await launch(opened, SECRET, as_scheduled=True)
    await answer_all(opened, a=1, b=0)
    carried = await Carried.create(
        wave=opened, side="a", target="trust@b", changes={"0.5": 1}, fits=True, perceived=[0, 0, 1]
    )
    unspent, other = await Invitation.filter(wave=opened, answered=False).limit(2)
    await Message.filter(invitation_id=other.id).update(state=MessageState.REFUSED)
    await Message.filter(invitation__answered=True).update(state=MessageState.REFUSED)
    mixed = await half_mixed(await Consultant.get(alliances__id=roster.id), plan, library)
    elsewhere = await create_alliance(await Consultant.get(alliances__id=roster.id), DETAILS)
    keyless = await draft_wave(roster, plan, library)
    await holding.choose(keyless, HOLDERS, SECRET)
    first = await key_of(mixed, "a")
    return Ids(
        mixing=mixed.id,
        key=first.id,
        holder=(await KeyHolder.filter(key=first).first() or KeyHolder()).id,
        mixed=(await MixedBallot.filter(wave=mixed).first() or MixedBallot()).id,
        step=(await MixStep.get(wave=mixed)).id,
        draft_key=(await key_of(keyless, "a")).id,
        keyless=keyless.id,
        consultant=mallory.id,
        alliance=roster.id,
        elsewhere=elsewhere.id,
        stranger=(await Participant.create(alliance=elsewhere, email="x@novara.example", side="a", language="en")).id,
        open=opened.id,
        draft=(await draft_wave(roster, plan, library)).id,
        closed=closed.id,
        nobody=unspent.participant_id,
        unspent=unspent.id,
        spent=(await Invitation.get(wave=opened, answered=True)).id,
        refused=other.participant_id,
        quiet=quiet.id,
        ballot=(await Ballot.get(wave=opened)).id,
        response=(await Response.filter(wave=closed).first() or Response()).id,
        comment=(await Comment.filter(wave=closed).first() or Comment()).id,
        receipt=(await Receipt.filter(wave=closed).first() or Receipt()).id,
        carried=carried.id,
        report=(await StoredReport.get()).id,
    )


async def half_mixed(alice: Consultant, plan: WavePlan, library: Library) -> Wave:
    alliance = await create_alliance(alice, DETAILS)
    lines = [f"{n}@{company.lower()}.example,{company}" for company in ("Novara", "Helix") for n in range(5)]
    data = "\n".join(["email,company", *lines]).encode()
    await apply_roster(alliance, read_roster(data, "roster.csv", alliance, ("en",)))
    wave = await draft_wave(alliance, plan, library)
    keys = await held(wave)
    await launch(wave, SECRET)
    await answer_all(wave, a=5, b=5)
    await close(wave, SECRET, after_the_end(wave))
    await mix(wave, keys, "a")
    return wave


def _set(table: str, row: str, *changes: str) -> tuple[str, ...]:
    return tuple(f"UPDATE {table} SET {change} WHERE id = '{{{row}}}'" for change in changes)


_INVITATION = "INSERT INTO invitation (id, wave_id, participant_id, nonce, generation, token_hash, answered) VALUES "
_PERSON = "INSERT INTO participant (id, alliance_id, email, side, language, do_not_contact) VALUES "
_BALLOT = "INSERT INTO ballot (id, wave_id, side, sealed) VALUES "
_KEY = "INSERT INTO company_key (id, wave_id, side, asked_at, reminded) VALUES "
_HOLDER = "INSERT INTO key_holder (id, key_id, email, language, nonce, token_hash) VALUES "
_STEP = "INSERT INTO mix_step (id, wave_id, holder, upload, taken, given, taken_digest, given_digest, done_at) VALUES "
_MIXED = "INSERT INTO mixed_ballot (id, wave_id, holder, upload, side, sealed) VALUES "
_LAUNCHED = "state = 'open', launched_at = '2026-01-01 09:00:00+00:00'"

ATTEMPTS: dict[str, tuple[str, ...]] = {
    "wave_plan_frozen": _set(
        "wave",
        "open",
        "alliance_id = '{elsewhere}'",
        "kind = 'health'",
        "questionnaire = '{{}}'",
        "languages = '[]'",
        "k = 4",
        "comment_k = 4",
        "statement_margin = 0.5",
        "scale_margin = 0.5",
        "pulses = 2",
        "targets = '[]'",
        "asked_again = '[]'",
        "imported = '{{}}'",
        "inference = 3",
        "attribute = NULL",
        "attribute = 'name'",
        "retention_days = 300",
        "few_changed = NOT few_changed",
        "public_key = 'another'",
        "launched_at = '2020-01-01 00:00:00+00:00'",
        "invitation_texts = '{{}}'",
    )
    + _set("wave", "closed", "k = 4", "retention_days = 300", "questionnaire = '{{}}'"),
    "wave_in_range": (
        *_set("wave", "open", "closes_on = '9999-12-31'"),
        *_set(
            "wave",
            "draft",
            f"{_LAUNCHED}, closes_on = '2027-01-03'",
            f"{_LAUNCHED}, closes_on = '2026-01-30', k = 3",
            f"{_LAUNCHED}, closes_on = '2026-01-30', k = 100000",
            f"{_LAUNCHED}, closes_on = '2026-01-30', comment_k = 1",
            f"{_LAUNCHED}, closes_on = '2026-01-30', retention_days = 0",
            f"{_LAUNCHED}, closes_on = '2026-01-30', retention_days = 100000",
        ),
    ),
    "wave_extended_only": _set("wave", "open", "closes_on = '2020-01-01'"),
    "wave_state_forward": (
        *_set("wave", "open", "state = 'draft'"),
        *_set("wave", "closed", "state = 'open'", "state = 'draft'", "state = 'destroyed'"),
        *_set("wave", "mixing", "state = 'open'", "state = 'draft'"),
    ),
    "wave_ended_once": _set("wave", "closed", "closed_at = '2040-01-01 00:00:00+00:00'", "closed_at = NULL"),
    "wave_key_destroyed_only": (
        *_set("wave", "open", "wrapped_private_key = 'another'"),
        *_set("wave", "closed", "wrapped_private_key = 'again'"),
    ),
    "wave_not_deleted": ("DELETE FROM wave WHERE id = '{open}'", "DELETE FROM wave WHERE id = '{mixing}'"),
    "wave_launched_with_keys": _set("wave", "keyless", f"{_LAUNCHED}, closes_on = '2026-01-30'", "state = 'mixing'"),
    "wave_mixed_before_opened": _set("wave", "mixing", "state = 'closed'"),
    "company_key_not_added": (
        _KEY + "('{new}', '{open}', 'a', '2026-01-01 09:00:00+00:00', 0)",
        _KEY + "('{new}', '{closed}', 'a', '2026-01-01 09:00:00+00:00', 0)",
    ),
    "company_key_not_removed": ("DELETE FROM company_key WHERE id = '{key}'",),
    "company_key_frozen": _set(
        "company_key",
        "key",
        "side = 'c'",
        "public_key = NULL",
        "rehearsed_at = NULL",
        "wave_id = '{open}'",
        "wrapped_key = 'another'",
    ),
    "company_key_kept": _set("company_key", "key", "wrapped_key = NULL"),
    "key_holder_not_added": (_HOLDER + "('{new}', '{key}', 'x@novara.example', 'en', 'n', 'h')",),
    "key_holder_not_removed": ("DELETE FROM key_holder WHERE id = '{holder}'",),
    "key_holder_frozen": _set(
        "key_holder",
        "holder",
        "email = 'x@novara.example'",
        "language = 'xx'",
        "nonce = 'another'",
        "token_hash = 'another'",
        "key_id = '{draft_key}', email = 'y@novara.example'",
    ),
    "mix_step_while_mixing": (
        _STEP + "('{new}', '{open}', 'a', '{new}', '{{}}', '{{}}', 'x', 'x', '2026-01-01 09:00:00+00:00')",
        _STEP + "('{new}', '{closed}', 'a', '{new}', '{{}}', '{{}}', 'x', 'x', '2026-01-01 09:00:00+00:00')",
    ),
    "mix_step_never_changed": _set(
        "mix_step",
        "step",
        "holder = 'b'",
        "upload = '{new}'",
        "taken = '{{}}'",
        "given = '{{}}'",
        "taken_digest = 'x'",
        "given_digest = 'x'",
        "done_at = '2040-01-01 00:00:00+00:00'",
        "wave_id = '{open}'",
        "id = '{new}'",
    ),
    "mix_step_not_removed": ("DELETE FROM mix_step WHERE id = '{step}'",),
    "mixed_ballot_while_mixing": (
        _MIXED + "('{new}', '{open}', 'a', '{new}', 'a', 'early')",
        _MIXED + "('{new}', '{closed}', 'a', '{new}', 'a', 'late')",
        _MIXED + "('{new}', '{mixing}', 'a', '{new}', 'a', 'after it was done')",
    ),
    "mixed_ballot_never_changed": _set(
        "mixed_ballot",
        "mixed",
        "holder = 'b'",
        "upload = '{new}'",
        "side = 'c'",
        "sealed = 'another'",
        "wave_id = '{open}'",
        "id = '{new}'",
    ),
    "mixed_ballot_not_removed": ("DELETE FROM mixed_ballot WHERE id = '{mixed}'",),
    "roster_not_extended": (_PERSON + "('{new}', '{alliance}', 'new@novara.example', 'a', 'en', FALSE)",),
    "roster_not_shortened": ("DELETE FROM participant WHERE id = '{quiet}'",),
    "roster_frozen": (
        *_set("participant", "nobody", "side = 'c'", "attribute = 'Other'", "attribute = NULL"),
        *_set("participant", "nobody", "alliance_id = '{elsewhere}'"),
        *_set("participant", "stranger", "alliance_id = '{alliance}'"),
    ),
    "do_not_contact_for_good": _set(
        "participant", "quiet", "do_not_contact = FALSE", "email = 'another@novara.example'"
    ),
    "address_corrected_after_refusal": _set("participant", "nobody", "email = 'another@novara.example'"),
    "invitation_not_added": (
        _INVITATION + "('{new}', '{open}', '{stranger}', 'n', 1, 'h', FALSE)",
        _INVITATION + "('{new}', '{closed}', '{stranger}', 'n', 1, 'h', FALSE)",
    ),
    "invitation_not_removed": ("DELETE FROM invitation WHERE id = '{unspent}'",),
    "invitation_spent_once": (
        *_set("invitation", "spent", "answered = FALSE"),
        *_set("invitation", "unspent", "generation = 0", "nonce = 'another'", "token_hash = 'another'"),
        *_set("invitation", "unspent", "participant_id = '{stranger}'", "wave_id = '{draft}'"),
    ),
    "ballot_while_open": (
        _BALLOT + "('{new}', '{closed}', 'a', 'late')",
        _BALLOT + "('{new}', '{draft}', 'a', 'early')",
        _BALLOT + "('{new}', '{mixing}', 'a', 'late')",
    ),
    "ballot_never_changed": _set(
        "ballot", "ballot", "side = 'b'", "sealed = 'another'", "wave_id = '{closed}'", "id = '{new}'"
    ),
    "ballot_not_removed": (
        "DELETE FROM ballot WHERE id = '{ballot}'",
        "DELETE FROM ballot WHERE wave_id = '{mixing}'",
    ),
    "response_never_changed": _set(
        "response",
        "response",
        "side = 'c'",
        "\"group\" = 'x'",
        "\"values\" = '{{}}'",
        "wave_id = '{open}'",
        "id = '{new}'",
    ),
    "comment_never_changed": _set(
        "comment", "comment", "side = 'c'", "question = 'x'", "text = 'x'", "wave_id = '{open}'", "id = '{new}'"
    ),
    "response_at_the_close_only": (
        "INSERT INTO response (id, wave_id, side, \"values\") VALUES ('{new}', '{closed}', 'a', '{{}}')",
    ),
    "receipt_never_changed": _set("receipt", "receipt", "code = 'X'", "wave_id = '{open}'", "id = '{new}'"),
    "receipt_at_the_close_only": ("INSERT INTO receipt (id, wave_id, code) VALUES ('{new}', '{closed}', 'X')",),
    "carried_never_changed": _set(
        "carried",
        "carried",
        "side = 'c'",
        "target = 'x'",
        "changes = '{{}}'",
        "fits = FALSE",
        "perceived = '[0, 0, 9]'",
        "wave_id = '{closed}'",
        "id = '{new}'",
    ),
    "carried_at_the_close_only": (
        "INSERT INTO carried (id, wave_id, side, target, changes, fits)"
        " VALUES ('{new}', '{closed}', 'a', 'x', '{{}}', TRUE)",
    ),
    "comment_at_the_close_only": (
        "INSERT INTO comment (id, wave_id, side, question, text) VALUES ('{new}', '{closed}', 'a', 'q', 'x')",
    ),
    "companies_frozen": _set(
        "alliance",
        "alliance",
        "company_a = 'Another'",
        "company_b = 'Another'",
        "domains_a = '[]'",
        "domains_b = '[]'",
        "controller = 'Another'",
        "contact = 'another@elsewhere.example'",
        "timezone = 'UTC'",
        "brand = 'Another'",
        "consultant_id = '{consultant}'",
    ),
    "report_frozen": _set("report", "report", "body = '[]'", "wave_id = '{open}'", "number = 2", "id = '{new}'"),
    "report_kept": ("DELETE FROM report WHERE id = '{report}'",),
}
"""By guard, the statements that it refuses."""


class _Undo(Exception):
    """Ends a transaction without a trace."""


def statements(guard: str, ids: Ids) -> Iterable[str]:
    return (attempt.format(**ids._asdict(), new=uuid4()) for attempt in ATTEMPTS[guard])


async def run(statement: str) -> None:
    await connection().execute_query(statement)


async def undone(work: Callable[[], Awaitable[None]]) -> None:
    with contextlib.suppress(_Undo):
        async with transaction():
            await work()
            raise _Undo


async def without(guard: str, statement: str) -> None:
    """Run a statement as if this guard were not there, and undo both."""

    async def work() -> None:
        (table,) = (each.table for each in GUARDS if each.name == guard)
        on = "" if connection().capabilities.dialect == "sqlite" else f" ON {table}"
        await run(f"DROP TRIGGER {guard}{on}")
        await run(statement)

    await undone(work)


def test_every_guard_has_its_attempts() -> None:
    assert ATTEMPTS.keys() == MESSAGES.keys()


async def test_each_guard_refuses_what_nothing_else_would(ids: Ids) -> None:
    assert not await missing_guards()
    for guard, message in MESSAGES.items():
        for statement in statements(guard, ids):
            with pytest.raises(BaseORMException, match=message):
                await run(statement)
            await without(guard, statement)
    assert not await missing_guards()
    # Nor is the wave deleted from above, with its alliance.
    with pytest.raises(BaseORMException, match=r"fixed while a wave is open|an open wave"):
        await run(f"DELETE FROM alliance WHERE id = '{ids.alliance}'")


MAY_CHANGE = {
    # The end of a wave, later; its state and the key that is destroyed, forward only; counts, reminders and warnings;
    # what became of its mail and of the worker's steps; what its consultant calls it.
    "wave": {
        "id", "name", "state", "closes_on", "wrapped_private_key", "closed_at", "participation", "participation_at",
        "reminders_sent", "reminded_at", "warned_at", "remind_on", "reminder_texts", "remind_everybody",
        "mail_paused", "mail_paused_at", "mail_resumes_at", "mail_pauses", "failed_step", "failed_at",
    },
    # What the person is called and spoken to in. An address for good is a guard's own matter, tried above.
    "participant": {"id", "name", "language", "do_not_contact", "refused"},
    # What a roster's column is called, which a wave keeps for itself; whether all of it is invented; the colleague;
    # what charts call the companies.
    "alliance": {"id", "attribute", "simulated", "created_at", "second_id", "short_a", "short_b"},
    # Forward only.
    "invitation": {"id", "generation", "answered"},
    "ballot": set(),
    "response": set(),
    "comment": set(),
    "receipt": set(),
    "carried": set(),
    "report": set(),
    # Since when what its holders are to do is waited for, and how often they were reminded.
    "company_key": {"asked_at", "reminded"},
    "key_holder": set(),
    "mix_step": set(),
    "mixed_ballot": set(),
}  # fmt: skip
"""By table, the columns that may still change once a wave is launched. All others are refused."""
ROWS = {
    "wave": "open", "participant": "nobody", "alliance": "alliance", "invitation": "unspent", "ballot": "ballot",
    "response": "response", "comment": "comment", "receipt": "receipt",
    "carried": "carried", "report": "report",
    "company_key": "key", "key_holder": "holder", "mix_step": "step", "mixed_ballot": "mixed",
}  # fmt: skip


async def test_what_is_not_known_to_move_stays_once_a_wave_is_launched(ids: Ids) -> None:
    """A new column of these tables fails here until it is guarded, or stands among those that may change."""
    for table, row in ROWS.items():
        there = await columns(table)
        assert MAY_CHANGE[table] <= there
        for column in sorted(there - MAY_CHANGE[table]):
            # A guard is asked before the column is: what comes back are its words, not that there has to be a value.
            # Of a wave whose answers are given here it is NULL.
            value = "'{}'" if column == "imported" else "NULL"
            with pytest.raises(BaseORMException) as refusal:
                await run(f"UPDATE {table} SET \"{column}\" = {value} WHERE id = '{getattr(ids, row)}'")
            assert any(message in str(refusal.value) for message in MESSAGES.values()), f"{table}.{column}"


async def test_what_may_change_can(ids: Ids) -> None:
    """Guards in the way of what people are told they can do would be switched off by somebody some day."""
    for statement in (
        f"UPDATE wave SET closes_on = '{date.today() + timedelta(days=360)}' WHERE id = '{{open}}'",  # noqa: DTZ011
        "UPDATE wave SET k = 6, closes_on = '2030-01-01' WHERE id = '{draft}'",
        "UPDATE participant SET name = 'Ann', language = 'de' WHERE id = '{nobody}'",
        "UPDATE participant SET do_not_contact = TRUE WHERE id = '{nobody}'",
        "UPDATE participant SET email = 'right@novara.example' WHERE id = '{refused}'",
        # The same for whoever has answered although the first mail came back, or it would tell who has.
        "UPDATE participant SET email = 'right@novara.example'"
        " WHERE id = (SELECT participant_id FROM invitation WHERE id = '{spent}')",
        "UPDATE invitation SET generation = 2, token_hash = 'another' WHERE id = '{unspent}'",
        "DELETE FROM response WHERE wave_id = '{closed}'",
        "DELETE FROM comment WHERE wave_id = '{closed}'",
        "DELETE FROM receipt WHERE wave_id = '{closed}'",
        "DELETE FROM invitation WHERE wave_id = '{closed}'",
        "INSERT INTO report (id, wave_id, number, body) VALUES ('{new}', '{closed}', 2, '[]')",
        # With all that was in it: nobody has to keep what nobody wants any more.
        "DELETE FROM wave WHERE id = '{closed}'",
        "DELETE FROM alliance WHERE id = '{elsewhere}'",
        "UPDATE company_key SET public_key = 'a', wrapped_key = 'b', rehearsed_at = NULL WHERE id = '{draft_key}'",
        "DELETE FROM company_key WHERE id = '{draft_key}'",
        "UPDATE wave SET state = 'destroyed' WHERE id = '{mixing}'",
    ):
        await undone(partial(run, statement.format(**ids._asdict(), new=uuid4())))
