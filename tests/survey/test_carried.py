"""What people carry from wave to wave: counted as the ballots are opened, joined by nobody, gone with the Report."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import msgspec
import pytest

from diagnostic.analysis import BySide
from diagnostic.disclosure import PROTECTED
from diagnostic.questionnaire import SIDES, Side
from diagnostic.questionnaire.form import Compared
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Carried, Response, StoredReport, Wave
from diagnostic.survey import sealing
from diagnostic.survey.actions import ActionDetails, add_action
from diagnostic.survey.agreed import proposed_targets
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.ballots import cast, layers, open_all, room
from diagnostic.survey.carried import earlier_waves, fields_of, first_waves, followed, targets
from diagnostic.survey.closing import close
from diagnostic.survey.perceived import asked_of, field_of
from diagnostic.survey.plans import WavePlan, draft_wave, frozen_questionnaire, today
from diagnostic.survey.reports import correct, publish
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.targets import Target
from diagnostic.survey.waves import launch
from tests.answering import after_the_end, send, shown_report, tokens
from tests.conftest import SECRET

TRUST, STICK = "trust@b", "decisions@alliance"
FIRST, NOW = ["1", "2", "2", "3", "1", "2"] * 2, ["3", "3", "4", "3", "3", "3"] * 2
SAID = [(1.0, 1.0), (2.0, 1.5), (2.0, 2.0), (3.0, 0.0), (1.0, 2.0), (2.0, 1.0)] * 2
Said = Sequence[Mapping[str, object]]
Hold = Callable[..., Awaitable[Wave]]


@dataclass(frozen=True)
class Sheet:
    """What a page seals: a `BallotContent` that may be a lie."""

    fields: Mapping[str, Sequence[str]]
    carried: object


async def cast_sheet(wave: Wave, side: Side, link: str, sheet: Sheet) -> None:
    size, said = room(wave, frozen_questionnaire(wave)), json.dumps({"fields": sheet.fields, "carried": sheet.carried})
    padded = (said.encode() + b"\x80").ljust(size, b"\0")
    for layer in layers(wave):
        raw = sealing.Layer(layer.name, layer.public_key)
        padded = _sealed(padded, raw, wave, side)
    await cast(link, padded)


def _sealed(padded: bytes, layer: sealing.Layer, wave: Wave, side: Side) -> bytes:
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), layer.public_key)
    return sealing._SUITE.encrypt(padded, key, sealing.bound_to(wave.id, side, layer.name))


@pytest.fixture
def hold(roster: Alliance, plan: WavePlan, library: Library) -> Hold:
    """Holds a wave of twelve a side who all answer the same two statements, and carry what is said."""

    async def wave(
        answers: Sequence[str],
        carried: Said = (),
        names: Sequence[str] = (TRUST, STICK),
        *,
        seen: Sequence[str] = (),
        published: bool = True,
    ) -> Wave:
        people = [
            f"p{n}@{company}.example,{company.title()},Sales" for company in ("novara", "helix") for n in range(12)
        ]
        file = "\n".join(["email,company,function", *people]).encode()
        await apply_roster(roster, read_roster(file, "r.csv", roster, ("en", "de")), remove_missing=True)
        made = await draft_wave(roster, msgspec.structs.replace(plan, targets=list(names)), library)
        await launch(made, SECRET)
        for side in ("a", "b"):
            for n, link in enumerate(await tokens(made, side)):
                asked = [
                    field.name for each in targets(made) for field in fields_of(each, frozen_questionnaire(made), side)
                ]
                fields = {name: [answers[n]] for name in asked or ["decisions.stick"]}
                fields |= {"perceived.trust:b": [seen[n]]} if seen else {}
                if carried:
                    await cast_sheet(made, side, link, Sheet(fields, carried[n]))
                else:
                    await send(link, fields)
        number = await Wave.filter(alliance=roster).count()
        await close(made, SECRET, after_the_end(made) + timedelta(hours=number))
        if published:
            await publish(made)
        return await Wave.get(id=made.id)

    return wave


def both(pairs: Sequence[tuple[float, float]]) -> Said:
    return [{TRUST: pair, STICK: pair} for pair in pairs]


async def test_what_is_carried_is_counted_and_gone_with_the_report(hold: Hold) -> None:
    first = await hold(FIRST)
    second = await hold(NOW, both(SAID), published=False)
    assert await Carried.filter(wave=first).count() == 0
    rows = await Carried.filter(wave=second)
    assert {(row.side, row.target) for row in rows} == {(side, target) for side in "ab" for target in (TRUST, STICK)}
    assert {json.dumps(row.changes, sort_keys=True) for row in rows} == {'{"0.0": 2, "1.0": 4, "1.5": 2, "2.0": 4}'}
    await publish(second)
    assert await Carried.all().count() == 0
    report = await shown_report(second)
    assert report is not None
    assert [(each.target, each.since, each.changes) for each in report.carried] == [
        (target, 1, BySide(12, 12)) for target in (TRUST, STICK)
    ]
    # Both sides rose by more than a point, and their gap, of which there is none, stays.
    assert {each.word for each in report.carried} == {"risen"}
    await correct(second, "It was counted wrongly.")
    corrected = await shown_report(second)
    assert corrected is not None
    assert corrected.carried == report.carried


@pytest.mark.part("proofs")
async def test_nothing_changes_when_changes_change_owners_within_a_side(hold: Hold) -> None:
    await hold(FIRST)
    second = await hold(NOW, both(SAID))
    others = [{TRUST: one, STICK: two} for one, two in zip(SAID[5:] + SAID[:5], SAID[::-1], strict=True)]
    third = await hold(NOW, others)
    bodies = [msgspec.json.decode((await StoredReport.get(wave=wave)).body)["carried"] for wave in (second, third)]
    # Whether it is better is asked once.
    assert [[change | {"perceived": None} for change in body] for body in bodies] == [bodies[1], bodies[1]]


async def test_what_cannot_be_so_is_not_counted_and_spoils_nothing(hold: Hold) -> None:
    await hold(FIRST)
    said = [
        [1.0], "1.0", None, [2.0, 9.0], [7.0, 1.0], [2.3, 1.0], [2.0, "1"], [True, 1.0], [2.0, 10**400], {"first": 2.0},
        1.0, [],
    ]  # fmt: skip
    sheets = [{TRUST: wrong, "of.nothing": (2.0, 1.0), STICK: pair} for wrong, pair in zip(said, SAID, strict=True)]
    second = await hold(NOW, sheets, published=False)
    rows = {(row.side, row.target): row.changes for row in await Carried.filter(wave=second)}
    assert rows["a", TRUST] == rows["b", TRUST] == {}
    assert sum(rows["a", STICK].values()) == 12


async def test_first_answers_that_nobody_gave_are_not_believed(hold: Hold) -> None:
    await hold(FIRST)
    forged = [(5.0, -2.0)] * 3 + SAID[3:]
    report = await shown_report(await hold(NOW, both(forged)))
    assert report is not None
    assert {each.word for each in report.carried} == {"cannot_tell"}


@pytest.mark.part("proofs")
async def test_a_later_wave_counts_from_the_first_with_the_same_targets(hold: Hold) -> None:
    await hold(FIRST, names=[])
    first = await hold(FIRST, names=[STICK])
    second = await hold(NOW, [{STICK: pair} for pair in SAID])
    assert {target: wave.id for target, wave in first_waves(second, await earlier_waves(second)).items()} == {
        TRUST: second.id, STICK: first.id
    }  # fmt: skip
    report = await shown_report(second)
    assert report is not None
    assert [(each.target, each.since) for each in report.carried] == [(STICK, 2)]


@pytest.mark.parametrize("chosen", [["nothing@a"], [TRUST, "trust@a", STICK, "commitment@alliance"]])
async def test_a_plan_names_three_targets_at_most_that_pulses_ask(
    chosen: list[str], roster: Alliance, plan: WavePlan, library: Library
) -> None:
    with pytest.raises(InvalidDetails):
        await draft_wave(roster, msgspec.structs.replace(plan, targets=chosen), library)


async def test_a_full_diagnostic_follows_what_pulses_ask_of_a_scale(
    roster: Alliance, plan: WavePlan, library: Library
) -> None:
    full = msgspec.structs.replace(plan, questionnaire="alliance-health", targets=[TRUST])
    pulse = msgspec.structs.replace(plan, targets=[TRUST])
    drafted = [targets(await draft_wave(roster, each, library)) for each in (full, pulse)]
    assert sorted(drafted[0][0].statements) == ["trust.candour@b", "trust.reliability@b"]
    assert {frozenset(each[0].statements) for each in drafted} == {frozenset(drafted[0][0].statements)}


async def test_what_actions_are_to_move_is_proposed_then_what_is_kept_already(
    hold: Hold, roster: Alliance, library: Library
) -> None:
    pulse = library.questionnaires["alliance-pulse"]
    assert await proposed_targets(roster, pulse, library) == []
    await hold(FIRST)
    assert await proposed_targets(roster, pulse, library) == [TRUST, STICK], "people have kept their answers to these"
    for n, statement in enumerate(("communication.timely@a", "trust.candour@a", "trust.candour@a", None)):
        day = today(roster) - timedelta(days=5 - n)
        await add_action(roster, ActionDetails(text="A call", owner="Both", agreed_on=day, statement=statement))
    assert await proposed_targets(roster, pulse, library) == ["trust@a", "communication@a"]


async def test_without_actions_the_largest_findings_are_proposed(
    hold: Hold, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    full = library.questionnaires["alliance-health"]
    wave = await draft_wave(roster, msgspec.structs.replace(plan, questionnaire=full.id), library)
    await launch(wave, SECRET)
    for side, ratings in (("a", "4545545454"), ("b", "1212212121")):
        for link, rating in zip(await tokens(wave, side), ratings, strict=False):
            names = [name for name in full.fields() if name.startswith(("commitment.", "trust.candour"))]
            own = [name for name in names if not name.endswith(":they_of_us")]
            await send(link, {name: [rating if name.startswith("commitment") else "34"[side == "a"]] for name in own})
    await close(wave, SECRET, after_the_end(wave))
    await publish(wave)
    assert await proposed_targets(roster, full, library) == ["commitment@alliance"]


@pytest.mark.part("proofs")
async def test_a_page_knows_where_answers_are_kept_the_same_for_a_side_and_from_wave_to_wave(hold: Hold) -> None:
    first = await hold(FIRST, names=[STICK])
    second = await hold(NOW, [{STICK: pair} for pair in SAID])
    (kept,) = followed(first, "b", await earlier_waves(first))
    fresh, again = sorted(followed(second, "b", await earlier_waves(second)), key=lambda each: each.key == kept.key)
    assert (kept.first, again.first, fresh.first) == (True, False, True)
    assert (again.noted, list(again.targets), list(fresh.targets)) == ([STICK], [STICK], [TRUST])
    assert kept.key != followed(first, "a", await earlier_waves(first))[0].key


SEEN = ["1", "2", "3", "3", "3", "2", "-", "3", "4", "", "2", "3"]
"""One sees it worse, three the same, five better; of the others one was not here, and two said nothing that counts."""


async def test_what_people_see_themselves_is_counted_apart_and_gone_with_the_report(hold: Hold) -> None:
    await hold(FIRST)
    second = await hold(NOW, seen=SEEN, published=False)
    assert {(row.side, row.target): row.perceived for row in await Carried.filter(wave=second)} == {
        ("a", TRUST): [1, 3, 5], ("b", TRUST): [1, 3, 5], ("a", STICK): [0, 0, 0], ("b", STICK): [0, 0, 0]
    }  # fmt: skip
    assert not [row for row in await Response.filter(wave=second) if any("perceived" in key for key in row.values)]
    await publish(second)
    report = await shown_report(second)
    assert report is not None
    assert [change.perceived for change in report.carried] == [
        BySide("better", "better"),
        BySide(PROTECTED, PROTECTED),
    ]
    await correct(second, "It was counted wrongly.")
    corrected = await shown_report(second)
    assert corrected is not None
    assert corrected.carried == report.carried


@pytest.mark.part("proofs")
async def test_it_is_asked_once_of_what_an_earlier_wave_followed_first_and_by_pulses_alone(
    hold: Hold, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    async def drafted(**how: object) -> Wave:
        return await draft_wave(roster, msgspec.structs.replace(plan, **how), library)

    first = await hold(FIRST, names=[TRUST])

    async def asked_in(wave: Wave, side: Side = "a") -> Compared | None:
        return asked_of(wave, side, await earlier_waves(wave))

    assert await asked_in(first) is None
    second = await drafted(targets=[TRUST, STICK])
    for side, word in zip(SIDES, ("they", "we"), strict=True):
        asked = await asked_in(second, side)
        assert asked == Compared(
            first.closes_on, {"perceived.trust:b": [f"trust.candour:{word}", f"trust.reliability:{word}"]}
        )
    assert await asked_in(await drafted(questionnaire="alliance-health", targets=[TRUST])) is None
    # A wave drafted by an earlier release goes on as it was promised.
    await Wave.filter(id=second.id).update(asked_again=None)
    assert await asked_in(await Wave.get(id=second.id)) is None
    await hold(NOW, seen=SEEN)
    third = await asked_in(await drafted(targets=[TRUST, STICK]))
    assert third is not None
    assert list(third.fields) == ["perceived.decisions:alliance"], "of trust the second wave has asked it"


def test_the_fullest_sheet_with_three_targets_fits_into_a_ballot(library: Library) -> None:
    fullest = {
        field: ["x" * item.most_bytes()] for field, item in library.questionnaires["alliance-pulse"].fields().items()
    }
    asked = [Target("t" * 50 + f"{n}@alliance", ()) for n in range(3)]
    seen = {field_of(target): ["3"] for target in asked}
    carried = {target.id: (4.5, -3.125) for target in asked}
    content = sealing.BallotContent({**fullest, **seen}, "g" * 60, sealing.new_receipt(), carried)
    assert len(msgspec.json.encode(content)) < sealing.ballot_size(library.questionnaires["alliance-pulse"], 3)


async def test_whoever_says_this_alone_has_answered(
    hold: Hold, roster: Alliance, plan: WavePlan, library: Library
) -> None:
    await hold(FIRST, names=[TRUST])
    second = await draft_wave(roster, msgspec.structs.replace(plan, targets=[TRUST]), library)
    await launch(second, SECRET)
    for side in SIDES:
        for n, link in enumerate(await tokens(second, side)):
            # The last of each side cannot say, which is an answer, and counts for nothing.
            fields = {"perceived.trust:b": [["1", "2", "3", "-"][n % 3 if n < 11 else 3]]}
            await cast_sheet(second, side, link, Sheet(fields, {}))
    opened = await open_all(second, frozen_questionnaire(second), SECRET)
    assert (len(opened.people), len(opened.perceived)) == (24, 22)
