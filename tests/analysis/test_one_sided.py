"""What one side alone was asked: one view, shown or withheld by itself, and in nothing else."""

from msgspec.structs import replace

from diagnostic.analysis import Alliance, BySide, Release, Report, Wave, Withheld, analyse
from diagnostic.analysis.wordings import wordings
from diagnostic.briefing.editions import edition
from diagnostic.questionnaire import SIDES
from diagnostic.questionnaire.responses import tabulate
from tests.usual_instrument import usual

ALLIANCE = Alliance("Cardiva", BySide("Novara", "Helix"))


def report(of_a: str, of_b: str, release: Release | None = None) -> Report:
    """A letter for each person's answer to THEM_1: how often the *partner* keeps an appointment."""
    questionnaire = usual()
    rows = [
        (questionnaire.validate({"THEM_1:they": [answer], "OFTEN_1:they": [other], "OFTEN_1:we": [other]}, side), None)
        for side, answers in zip(SIDES, (of_a, of_b), strict=True)
        for answer, other in zip(answers, "1234512345", strict=False)
    ]
    return analyse(
        tabulate(questionnaire, rows),
        [],
        questionnaire,
        release or Release(),
        alliance=ALLIANCE,
        wave=Wave("baseline", None),
        invited=BySide(None, None),
    )


def test_it_is_what_those_said_who_were_asked() -> None:
    found = {one.id: one for one in report("112233345-", "444455").one_sided}
    assert list(found) == ["THEM_1@a", "THEM_1@b", "US_1@a", "US_1@b"]
    of_helix = found["THEM_1@b"]  # by Novara, side a
    assert (of_helix.by, of_helix.target) == ("a", "b")
    assert of_helix.answers.counts == (2, 2, 3, 1, 1)
    assert (of_helix.answers.n, of_helix.answers.cant_say) == (9, 1)
    assert of_helix.answers.mean == 24 / 9
    assert found["THEM_1@a"].answers.counts == (0, 0, 0, 4, 2)


def test_each_is_withheld_by_itself() -> None:
    found = {one.id: one.answers for one in report("112233345", "444445").one_sided}
    # Five of six the same: whoever is the sixth would know all others' answers.
    assert found["THEM_1@a"].counts == Withheld("protected")
    assert found["THEM_1@a"].mean == Withheld("protected")
    assert found["THEM_1@b"].counts == (2, 2, 3, 1, 1)
    assert found["US_1@a"].n == Withheld("protected"), "nobody answered it"


def test_it_enters_nothing_else() -> None:
    with_it, without = report("112233345", "444455"), report("---------", "------")
    assert not {"THEM_1", "US_1"} & {statement.item for statement in with_it.statements}
    (scale,) = [scale for scale in with_it.scales if scale.id == "CONTACT@b"]
    assert scale.statements == ("OFTEN_1@b",)
    assert replace(with_it, one_sided=()) == replace(without, one_sided=())


def test_where_few_joined_or_left_it_is_withheld() -> None:
    whole = report("112233345", "444455", Release(few_changed=True))
    assert {one.answers.mean for one in whole.one_sided if one.item == "THEM_1"} == {Withheld("few_changed")}


def test_a_scale_of_nothing_else_has_its_name_and_no_score() -> None:
    alone = usual().without(items=["OFTEN_1", "OFTEN_2", "OFTEN_3"])
    texts = wordings(alone, ALLIANCE)["en"]
    assert texts["scale:CONTACT@b"] == "Contact: Helix"


def test_both_companies_get_it() -> None:
    whole = report("112233345", "444455")
    neutral = edition(whole, "participants").one_sided
    assert [(one.id, one.answers.counts, one.answers.mean) for one in neutral] == [
        (one.id, one.answers.counts, one.answers.mean) for one in whole.one_sided
    ]
