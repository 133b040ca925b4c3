"""From answers to the Report."""

from collections.abc import Sequence

import polars as pl
from msgspec.structs import replace

from diagnostic.analysis.carried import Carried, carried_changes
from diagnostic.analysis.comments import comments as comments_of
from diagnostic.analysis.cuts import cuts
from diagnostic.analysis.expectations import expectations
from diagnostic.analysis.few_changed import levels_only
from diagnostic.analysis.findings import findings
from diagnostic.analysis.languages import Beyond, beyond_language, differ
from diagnostic.analysis.one_sided import one_sided
from diagnostic.analysis.ownership import responsibilities
from diagnostic.analysis.priorities import priorities
from diagnostic.analysis.report import (
    SCHEMA,
    Alliance,
    BySide,
    CarriedChange,
    Correction,
    MainLanguage,
    Participation,
    QuestionnaireReference,
    Release,
    Report,
    Wave,
)
from diagnostic.analysis.scales import scales, short_forms
from diagnostic.analysis.shared import shared
from diagnostic.analysis.statements import statements
from diagnostic.analysis.straight_lining import straight_lining
from diagnostic.analysis.tally import tally
from diagnostic.analysis.views import views
from diagnostic.analysis.wordings import wordings
from diagnostic.questionnaire import Questionnaire, Side


def analyse(
    responses: pl.DataFrame,
    comments: Sequence[tuple[str, Side, str]],
    questionnaire: Questionnaire,
    release: Release,
    *,
    alliance: Alliance,
    wave: Wave,
    invited: BySide[int | None],
    languages: BySide[MainLanguage] | None = None,
    simulated: bool = False,
    imported: str | None = None,
    correction: Correction | None = None,
    earlier: Sequence[Report] = (),
    carried: Sequence[Carried] = (),
    said: tuple[CarriedChange, ...] | None = None,
) -> Report:
    """The Report of one wave: the only reader of answers, and nothing in it undoes the release plan.

    Parameters
    ----------
    responses
        One row a person, as `diagnostic.questionnaire.responses.tabulate` makes it.
    comments
        (question, side, text), in any order.
    invited
        How many were invited on each side; None where that is not known.
    languages
        In what each side was invited; None where that is not known.
    simulated
        Whether the answers were made up, which every rendering then says.
    imported
        The tool that collected the answers, '' where it is not known which; None of those that were answered here.
    correction
        What was wrong with the Report whose place this one takes.
    earlier
        The Reports of the alliance's waves that closed before, in that order: what few who joined or left since would
        have to fear to be set against.
    carried
        What was carried into this wave on each target agreed for it.
    said
        What an earlier Report of this wave said of it, where nothing is left of what was carried.
    """
    tallies = BySide.of(lambda side: tally(responses, questionnaire, side))
    rated = statements(tallies, questionnaire, release)
    by_id = {statement.id: statement for statement in rated.statements}
    scored, scale_family = scales(tallies, rated.statements, questionnaire, release, invited)
    alike = shared(tallies, rated.statements, scored, release)
    beyond = Beyond()
    if differ(languages):
        beyond = beyond_language(tallies, rated.statements, scored, questionnaire, release, invited)
    judged = tuple(alike.laid_over_statement(beyond.laid_over_statement(each)) for each in rated.statements)
    scored = tuple(alike.laid_over_scale(beyond.laid_over_scale(scale)) for scale in scored)
    owned, ownership_families = responsibilities(tallies, questionnaire, release)
    picks = priorities(tallies, questionnaire, release)
    expected = tuple(expectations(tallies, questionnaire, release))
    one_side = tuple(one_sided(tallies, questionnaire, release))
    by_group = cuts(tallies, rated.statements, release)
    families = (
        *rated.families,
        scale_family,
        *alike.families,
        *ownership_families,
        picks.family,
        *by_group.families,
    )
    people = BySide.of(lambda side: tallies[side].people)
    shown_comments, withheld_comments = comments_of(comments, questionnaire, people, release)
    report = Report(
        schema=SCHEMA,
        questionnaire=QuestionnaireReference(questionnaire.id, questionnaire.version),
        alliance=alliance,
        wave=wave,
        simulated=simulated,
        imported=imported,
        correction=correction,
        release=release,
        participation=BySide.of(lambda side: Participation(invited[side], people[side])),
        straight_lining=straight_lining(tallies, rated.statements, one_side, questionnaire, release),
        languages=languages,
        language_offset=beyond.offset,
        offset=rated.offset,
        statements=judged,
        one_sided=one_side,
        views=tuple(views(tallies, by_id, questionnaire, release)),
        scales=scored,
        short_forms=tuple(short_forms(tallies, rated.statements, questionnaire, release)),
        cuts=by_group.cuts,
        no_groups=by_group.no_groups,
        responsibilities=owned,
        expectations=expected,
        priorities=picks.of_workshop,
        choices=picks.others,
        comments=shown_comments,
        withheld_comments=withheld_comments,
        findings=(),
        families=tuple(family for family in families if family.size),
        texts=wordings(questionnaire, alliance),
    )
    report = replace(
        report, findings=findings(report), carried=carried_changes(report, earlier, carried) if said is None else said
    )
    return levels_only(report, earlier) if release.few_changed else report
