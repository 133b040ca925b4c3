import asyncio
import math
from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from diagnostic.analysis.report import INFERENCE, Withheld
from diagnostic.errors import AlreadyAnswered, InvalidRoster, NotPossible, WaveEnded
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import (
    Alliance,
    Ballot,
    Comment,
    Invitation,
    Message,
    MessageKind,
    MessageState,
    Participant,
    Response,
    Wave,
    WaveState,
)
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.closing import BelowK, close, destroy
from diagnostic.survey.invitations import begun_stamp, has_begun, look_up, sending_ends
from diagnostic.survey.plans import (
    WavePlan,
    delete_draft,
    draft_wave,
    frozen_questionnaire,
    redraft_wave,
    set_invitation_text,
)
from diagnostic.survey.reminders import remind
from diagnostic.survey.reports import publish
from diagnostic.survey.roster import Headcount, apply_roster, read_roster
from diagnostic.survey.waves import (
    correct_address,
    do_not_contact,
    extend,
    invited,
    launch,
    participation,
    refresh_participation,
    refused_addresses,
)
from tests.answering import after_the_end, answer, answer_all, on_a_working_day, send, shown_report, tokens
from tests.conftest import SECRET
from tests.due import delete_expired_responses, ended, find


async def test_a_draft_freezes_the_questionnaire_less_what_is_off(roster: Alliance, library: Library) -> None:
    closes_on = (datetime.now(UTC) + timedelta(days=9)).date()
    plan = WavePlan(
        questionnaire="alliance-health",
        languages=["en"],
        closes_on=closes_on,
        scales_off=["commitment"],
        items_off=["sales_plan"],
    )
    wave = await draft_wave(roster, plan, library)
    frozen = frozen_questionnaire(await Wave.get(id=wave.id))
    assert frozen == library.questionnaires["alliance-health"].without(["commitment"], ["sales_plan"])
    assert not any(field.startswith("commitment") or field == "sales_plan" for field in frozen.fields())


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("k", {"k": 3}),
        ("comment_k", {"comment_k": 4}),
        ("languages", {"languages": []}),
        ("languages", {"languages": ["xx"]}),
        ("closes_on", {"closes_on": datetime.now(UTC).date() - timedelta(days=2)}),
        ("retention_days", {"retention_days": 0}),
        ("scales_off", {"scales_off": ["nonsense"]}),
        ("items_off", {"items_off": ["trust.candour"]}),
        ("questionnaire", {"questionnaire": "none"}),
        ("remind_on", {"remind_on": [datetime.now(UTC).date() + timedelta(days=3)] * 2}),
    ],
)
async def test_a_plan_names_the_field_at_fault(
    roster: Alliance, plan: WavePlan, library: Library, field: str, changes: dict[str, object]
) -> None:
    with pytest.raises(InvalidDetails) as caught:
        await draft_wave(roster, msgspec.structs.replace(plan, **changes), library)
    assert [fault.where for fault in caught.value.faults] == [field]
    assert await Wave.all().count() == 0


async def test_redrafting_keeps_the_texts_that_were_edited(
    draft: Wave, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    await set_invitation_text(draft, "en", "My subject", "My words")
    await redraft_wave(draft, roster, msgspec.structs.replace(plan, k=6), library)
    wave = await Wave.get(id=draft.id)
    assert wave.k == 6
    assert wave.invitation_texts["en"] == {"subject": "My subject", "message": "My words"}


async def test_a_launch_invites_everybody_once_and_fixes_the_wave(
    open_wave: Wave, plan: WavePlan, library: Library
) -> None:
    wave = await Wave.get(id=open_wave.id)
    assert wave.state is WaveState.OPEN
    assert await Invitation.filter(wave=wave).count() == 16
    messages = await Message.filter(wave=wave)
    assert Counter(m.kind for m in messages) == {MessageKind.INVITATION: 16}
    assert {m.invitation_id for m in messages} == {i.id for i in await Invitation.filter(wave=wave)}
    assert await invited(wave) == {"a": Headcount(8, outside=0), "b": Headcount(8, outside=0)}
    alliance = await Alliance.get(id=wave.alliance_id)
    for refused in (
        delete_draft(wave),
        set_invitation_text(wave, "en", "x", "y"),
        redraft_wave(wave, alliance, plan, library),
        launch(wave, SECRET),
    ):
        with pytest.raises(NotPossible):
            await refused


async def test_nobody_is_invited_while_a_side_is_too_small(
    alliance: Alliance, plan: WavePlan, library: Library
) -> None:
    rows = ["email,company", *(f"p{n}@novara.example,Novara" for n in range(8)), "p@helix.example,Helix"]
    await apply_roster(alliance, read_roster("\n".join(rows).encode(), "r.csv", alliance, ("en",)))
    wave = await draft_wave(alliance, plan, library)
    with pytest.raises(NotPossible, match="Helix has 1 people"):
        await launch(wave, SECRET)
    assert (await Wave.get(id=wave.id)).state is WaveState.DRAFT
    assert await Message.all().count() == await Invitation.all().count() == 0


async def test_those_who_asked_are_not_written_to_but_keep_their_link(open_wave: Wave) -> None:
    link = (await tokens(open_wave, "a"))[0]
    await do_not_contact(await find(link))
    await Message.filter(wave=open_wave).update(state=MessageState.SENT)
    await remind(open_wave, on_a_working_day(2))
    reminded = await Message.filter(kind=MessageKind.REMINDER).prefetch_related("invitation__participant")
    assert len(reminded) == 15
    assert not any(m.invitation and m.invitation.participant.do_not_contact for m in reminded)
    await answer(open_wave, link, "a")


async def test_reminders_go_to_those_who_have_not_answered_and_not_too_often(open_wave: Wave) -> None:
    await answer_all(open_wave, a=3, b=0)
    now = datetime.now(UTC)
    with pytest.raises(NotPossible, match="less than a day"):
        await remind(open_wave, now)
    await Message.filter(wave=open_wave).update(state=MessageState.SENT)
    await remind(open_wave, on_a_working_day(2))
    assert await Message.filter(kind=MessageKind.REMINDER).count() == 13
    await remind(open_wave, on_a_working_day(5))
    with pytest.raises(NotPossible, match="2 reminders"):
        await remind(open_wave, on_a_working_day(8))


async def test_of_reminders_at_the_same_time_one_is_sent(open_wave: Wave) -> None:
    await Message.filter(wave=open_wave).update(state=MessageState.SENT)
    later = on_a_working_day(2)
    again = [await Wave.get(id=open_wave.id) for _ in range(4)]
    results = await asyncio.gather(*(remind(wave, later) for wave in again), return_exceptions=True)
    assert [type(result) for result in results if isinstance(result, Exception)] == [NotPossible] * 3
    assert await Message.filter(kind=MessageKind.REMINDER).count() == 16


async def test_of_two_drafts_launched_at_the_same_time_one_is_opened(
    draft: Wave, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    other = await draft_wave(roster, plan, library)
    results = await asyncio.gather(launch(draft, SECRET), launch(other, SECRET), return_exceptions=True)
    assert [type(result) for result in results if result is not None] == [NotPossible]
    assert await Wave.filter(state=WaveState.OPEN).count() == 1


async def test_participation_is_counted_once_an_hour(open_wave: Wave) -> None:
    launched = open_wave.launched_at
    assert launched is not None
    await answer_all(open_wave, a=3, b=2)
    await refresh_participation(open_wave, launched + timedelta(minutes=59))
    shown = await participation(open_wave)
    assert (shown.a.invited, shown.a.answered, shown.b.answered) == (8, 0, 0)
    await refresh_participation(open_wave, launched + timedelta(minutes=61))
    shown = await participation(await Wave.get(id=open_wave.id))
    assert (shown.a.answered, shown.b.answered) == (3, 2)


async def test_the_closing_date_moves_one_way(open_wave: Wave) -> None:
    before = open_wave.closes_on
    with pytest.raises(NotPossible):
        await extend(open_wave, before - timedelta(days=1))
    await extend(open_wave, before + timedelta(days=3))
    assert (await Wave.get(id=open_wave.id)).closes_on == before + timedelta(days=3)


async def test_a_wave_ends_with_its_last_day_where_the_alliance_is(open_wave: Wave) -> None:
    alliance = await Alliance.get(id=open_wave.alliance_id)
    wave = await Wave.get(id=open_wave.id)
    # The last second of a summer day in Berlin is 21:59:59 UTC; the day ends two hours before UTC's.
    wave.closes_on = datetime(2027, 7, 1, tzinfo=UTC).date()
    assert wave.deadline(alliance) == datetime(2027, 7, 1, 22, 0, tzinfo=UTC)
    wave.closes_on = datetime(2027, 1, 15, tzinfo=UTC).date()
    assert wave.deadline(alliance) == datetime(2027, 1, 15, 23, 0, tzinfo=UTC)
    assert sending_ends(wave, alliance) == datetime(2027, 1, 16, 23, 0, tzinfo=UTC)
    assert [w.id for w in await ended(sending_ends(open_wave, alliance))] == [open_wave.id]
    assert await ended(sending_ends(open_wave, alliance) - timedelta(seconds=1)) == []


async def test_a_side_below_k_is_never_opened(open_wave: Wave) -> None:
    await answer_all(open_wave, a=8, b=4)
    over = sending_ends(open_wave, await Alliance.get(id=open_wave.alliance_id))
    with pytest.raises(BelowK, match="Helix"):
        await close(open_wave, SECRET, over)
    assert await Ballot.filter(wave=open_wave).count() == 12
    with pytest.raises(NotPossible, match="still answer"):
        await destroy(open_wave, SECRET, over - timedelta(seconds=1))
    await destroy(open_wave, SECRET, over)
    wave = await Wave.get(id=open_wave.id)
    assert wave.state is WaveState.DESTROYED
    assert wave.wrapped_private_key is None
    assert await Ballot.all().count() == await Response.all().count() == await Comment.all().count() == 0
    assert await Invitation.filter(answered=False).count() == 0


async def test_the_day_that_was_promised_stands_unless_everybody_has_answered(open_wave: Wave) -> None:
    await answer_all(open_wave, a=8, b=7)
    end = open_wave.deadline(await Alliance.get(id=open_wave.alliance_id))
    counted = open_wave.launched_at + timedelta(minutes=61) if open_wave.launched_at else None
    with pytest.raises(NotPossible, match="People can answer until the end of"):
        await close(open_wave, SECRET, counted)
    with pytest.raises(NotPossible, match="can still send until"):
        await close(open_wave, SECRET, end + timedelta(hours=22))
    (last,) = [link for link in await tokens(open_wave, "b") if not (await look_up(link)).answered]
    await answer(open_wave, last, "b")
    # An attempt to close tells no more than the hourly count, which does not know of the last one yet.
    with pytest.raises(NotPossible, match="By the last hourly count"):
        await close(open_wave, SECRET, counted)
    await close(open_wave, SECRET, end + timedelta(hours=23, minutes=30))
    assert (await Wave.get(id=open_wave.id)).state is WaveState.CLOSED


async def test_whoever_had_begun_may_send_for_a_day_more_and_nobody_else(open_wave: Wave, alliance: Alliance) -> None:
    stamp = begun_stamp(open_wave, SECRET)
    assert has_begun(open_wave, stamp, SECRET)
    assert not has_begun(open_wave, stamp, SECRET[::-1])
    assert not has_begun(open_wave, "é" + stamp[1:], SECRET)
    end = open_wave.deadline(alliance)
    late, missed = (await tokens(open_wave, "a"))[:2]
    form = {"decisions.stick": ["4"]}
    with pytest.raises(WaveEnded):
        await send(late, form, end)
    await send(late, form, end + timedelta(hours=24, seconds=-1), begun=True)
    with pytest.raises(AlreadyAnswered):
        await send(late, form, end + timedelta(hours=1), begun=True)
    with pytest.raises(WaveEnded):
        await send(missed, form, end + timedelta(hours=24), begun=True)
    assert await Ballot.filter(wave=open_wave).count() == 1


async def test_after_the_last_day_the_ballots_themselves_count(open_wave: Wave) -> None:
    await answer_all(open_wave)
    alliance = await Alliance.get(id=open_wave.alliance_id)
    over = sending_ends(open_wave, alliance)
    await Wave.filter(id=open_wave.id).update(participation_at=over - timedelta(minutes=1))
    await close(open_wave, SECRET, over)
    assert await Response.filter(wave=open_wave).count() == 16


async def test_a_wave_that_can_be_opened_cannot_be_destroyed(open_wave: Wave) -> None:
    await answer_all(open_wave, a=5, b=5)
    with pytest.raises(NotPossible):
        await destroy(open_wave, SECRET, sending_ends(open_wave, await Alliance.get(id=open_wave.alliance_id)))
    assert await Ballot.filter(wave=open_wave).count() == 10


async def test_the_report_is_computed_once_and_outlives_the_responses(open_wave: Wave) -> None:
    await answer_all(open_wave)
    await close(open_wave, SECRET, after_the_end(open_wave))
    await publish(open_wave)
    report = await shown_report(open_wave)
    assert report is not None
    assert (report.participation.a.answered, report.participation.b.invited) == (8, 8)
    stick = next(s for s in report.statements if s.id == "decisions.stick@alliance")
    # Eight people a side answer 1 2 3 4 5 1 2 3: mean 21 / 8.
    assert stick.sides.a.mean == stick.sides.b.mean == 21 / 8
    await publish(open_wave)
    assert await shown_report(open_wave) == report
    closed_at = (await Wave.get(id=open_wave.id)).closed_at
    assert closed_at is not None
    assert await delete_expired_responses(closed_at + timedelta(days=89)) == 0
    assert await delete_expired_responses(closed_at + timedelta(days=91)) == 32, "as many responses and receipts"
    assert await Response.all().count() == 0
    assert await shown_report(open_wave) == report


@pytest.mark.parametrize("inference", [1, INFERENCE])
async def test_a_wave_is_read_by_the_rules_it_was_planned_under(draft: Wave, inference: int) -> None:
    assert draft.inference == INFERENCE, "a new plan has the newest"
    await Wave.filter(id=draft.id).update(inference=inference)
    planned = await Wave.get(id=draft.id)
    await launch(planned, SECRET)
    await answer_all(planned)
    await close(planned, SECRET, after_the_end(planned))
    await publish(planned)
    report = await shown_report(planned)
    assert report is not None
    assert report.release.inference == inference
    # The margin of a scale was a share of its four steps. Now it is half a standard deviation: eight people a side
    # answer 1 2 3 4 5 1 2 3, whose variance is (69 - 21² / 8) / 7.
    expected = {1: planned.scale_margin * 4, INFERENCE: 0.5 * math.sqrt(13.875 / 7)}
    margins = [scale.gap.margin for scale in report.scales if not isinstance(scale.gap.margin, Withheld)]
    assert margins == [pytest.approx(expected[inference], abs=5e-4)]


async def test_an_address_can_be_corrected_only_after_its_first_mail_was_refused(open_wave: Wave) -> None:
    message = await Message.filter(wave=open_wave).prefetch_related("invitation__participant").first()
    assert message is not None
    assert message.invitation is not None
    with pytest.raises(NotPossible):
        await correct_address(message, "new@novara.example")
    await Message.filter(id=message.id).update(state=MessageState.REFUSED, error="no such user")
    assert [m.id for m in await refused_addresses(open_wave)] == [message.id]
    person = message.invitation.participant
    links = {link for side in "ab" for link in await tokens(open_wave, side)}
    with pytest.raises(NotPossible, match="no mail address"):
        await correct_address(message, "nonsense")
    # A wave with invented colleagues would be found out too late: respondents have read who is from outside.
    with pytest.raises(NotPossible, match="stays so"):
        await correct_address(message, "friend@consultancy.example")
    await correct_address(message, "New@Novara.example" if person.side == "a" else "New@helix.example")
    assert (await Participant.get(id=person.id)).email.startswith("new@")
    assert {link for side in "ab" for link in await tokens(open_wave, side)} == links
    assert (await Message.get(invitation__participant_id=person.id)).state is MessageState.WAITING


async def test_the_roster_stays_as_it_is_while_a_wave_is_open(open_wave: Wave) -> None:
    alliance = await Alliance.get(id=open_wave.alliance_id)
    roster = read_roster(b"email,company\nnew@helix.example,Helix", "r.csv", alliance, ("en",))
    with pytest.raises(NotPossible, match="fixed"):
        await apply_roster(alliance, roster)
    assert await Participant.filter(alliance=alliance).count() == 16


def test_every_fault_of_a_roster_is_named_by_row(alliance_without_database: Alliance) -> None:
    data = (
        "email;company;function;language\n"
        "ann@novara.example;Novara;Marketing;de\n"
        "not an address;Novara;;\n"
        "bob@helix.example;Acme;;\n"
        ";Helix;;\n"
        "eve@helix.example;Helix;;\n"
        "ann@novara.example;Novara;Medical;de\n"
    ).encode("utf-8-sig")
    with pytest.raises(InvalidRoster) as caught:
        read_roster(data, "roster.csv", alliance_without_database, ("en", "de"))
    assert [fault.where for fault in caught.value.faults] == ["companies", "row 3", "row 5", "row 7"]
    assert "companies: Which company is “Acme”?" in str(caught.value)


def test_without_a_column_for_the_company_the_address_says_it(alliance_without_database: Alliance) -> None:
    roster = read_roster(b"email,floor\na@helix.example,Novara", "r.csv", alliance_without_database, ("en",))
    assert [line.side for line in roster.lines] == ["b"]
    with pytest.raises(InvalidRoster, match=r"row 2: b\.example is a mail domain of neither company"):
        read_roster(b"email,floor\na@b.example,Novara", "r.csv", alliance_without_database, ("en",))


def test_a_roster_flags_role_addresses_doubles_and_foreign_domains(alliance_without_database: Alliance) -> None:
    data = (
        b"Email,Company,Name\n"
        b"info@novara.example,Novara,\n"
        b"x@elsewhere.example,novara,X\n"
        b"y@helix.example,A,\n"
        b"z@mail.helix.example,B,\n"
        b"z@mail.helix.example,Helix,\n"
    )
    roster = read_roster(data, "r.csv", alliance_without_database, ("en",))
    assert [line.email for line in roster.lines] == [
        "info@novara.example", "x@elsewhere.example", "y@helix.example", "z@mail.helix.example",
    ]  # fmt: skip
    assert sorted(note.where for note in roster.notes) == ["row 2", "row 3", "row 4"]


def test_a_workbook_is_read_like_a_text_file(
    alliance_without_database: Alliance, tmp_path_factory: pytest.TempPathFactory
) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["email", "company", "function"],
        ["ann@novara.example", "Novara", 7],
        ["bob@helix.example", "Helix", None],
    ):
        sheet.append(row)
    file = tmp_path_factory.mktemp("book") / "roster.xlsx"
    book.save(file)
    roster = read_roster(file.read_bytes(), "roster.xlsx", alliance_without_database, ("en",))
    assert [(line.email, line.side, line.attribute) for line in roster.lines] == [
        ("ann@novara.example", "a", "7"), ("bob@helix.example", "b", None),
    ]  # fmt: skip


def roster_faults(data: bytes, alliance: Alliance, name: str = "r.csv") -> list[str]:
    with pytest.raises(InvalidRoster) as caught:
        read_roster(data, name, alliance, ("en",))
    return [str(fault) for fault in caught.value.faults]


def test_rows_are_counted_as_the_spreadsheet_shows_them(
    alliance_without_database: Alliance, tmp_path_factory: pytest.TempPathFactory
) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for place, value in (("A1", "email"), ("B1", "company"), ("A3", "ann@novara.example"), ("B3", "Novara")):
        sheet[place] = value
    sheet["A6"] = "bob@helix.example"
    file = tmp_path_factory.mktemp("book") / "roster.xlsx"
    book.save(file)
    expected = ["row 6: There is no company; write Novara or Helix."]
    assert roster_faults(file.read_bytes(), alliance_without_database, "roster.xlsx") == expected
    text = b"email,company\n\nann@novara.example,Novara\n,\n\nbob@helix.example\n"
    assert roster_faults(text, alliance_without_database) == expected


def test_a_row_that_does_not_fit_hides_no_other_fault(alliance_without_database: Alliance) -> None:
    ragged = b"email,company\nann@novara.example,Novara\nbob@helix.example,Helix,Doe, Bob\nnobody,Helix\n"
    too_long, no_address = roster_faults(ragged, alliance_without_database)
    assert too_long.startswith("row 3: has more cells than there are headings")
    assert no_address.startswith("row 4: ")


def test_a_stray_quotation_mark_is_named_with_the_faults_before_it(alliance_without_database: Alliance) -> None:
    stray = b'email,company\nnobody,Helix\n"bob@helix.example,Helix\nann@novara.example,Novara\n'
    places = [fault.partition(":")[0] for fault in roster_faults(stray, alliance_without_database)]
    assert sorted(places) == ["row 2", "row 3"]


def test_the_line_that_names_the_separator_to_excel_is_no_row(alliance_without_database: Alliance) -> None:
    data = "sep=;\r\nemail;company\r\nann@novara.example;Novara\r\n"
    roster = read_roster(data.encode("utf-8-sig"), "r.csv", alliance_without_database, ("en",))
    assert [(line.row, line.email) for line in roster.lines] == [(2, "ann@novara.example")]


def test_a_roster_has_at_most_twenty_megabytes(alliance_without_database: Alliance) -> None:
    (fault,) = roster_faults(b"x" * 20_000_001, alliance_without_database)
    assert fault == "r.csv: is larger than 20 MB; keep a line a person"


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"email,company\n", b"PK\x03\x04 no workbook"])
def test_what_is_no_roster_is_refused_in_words(alliance_without_database: Alliance, data: bytes) -> None:
    for name in ("roster.csv", "roster.xlsx"):
        with pytest.raises(InvalidRoster):
            read_roster(data, name, alliance_without_database, ("en",))


async def test_uploading_a_roster_again_updates_it(roster: Alliance) -> None:
    rows = b"email,company,name,function\nperson0@novara.example,Novara,Ann,Sales\nnew@helix.example,Helix,Bo,Sales"
    change = await apply_roster(roster, read_roster(rows, "r.csv", roster, ("en",)))
    assert ([line.email for line in change.added], [line.email for line in change.changed]) == (
        ["new@helix.example"], ["person0@novara.example"],
    )  # fmt: skip
    assert len(change.missing) == 15
    assert await Participant.filter(alliance=roster).count() == 17
    assert (await Participant.get(email="person0@novara.example")).name == "Ann"
    await Participant.filter(email="person7@helix.example").update(do_not_contact=True)
    await apply_roster(roster, read_roster(rows, "r.csv", roster, ("en",)), remove_missing=True)
    # Who asked not to be written to is remembered.
    assert sorted([person.email for person in await Participant.filter(alliance=roster)]) == [
        "new@helix.example",
        "person0@novara.example",
        "person7@helix.example",
    ]
