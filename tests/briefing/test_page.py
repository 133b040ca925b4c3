"""The briefing as a page."""

import itertools
import re
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote

import msgspec
import pytest

from diagnostic.analysis import Report, Withheld, from_json, to_json
from diagnostic.analysis.few_changed import levels_only, without_figures
from diagnostic.briefing import html
from diagnostic.briefing.editions import edition
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.errors import NotPossible
from tests.briefing.conftest import SALES_APART, found, gap, typical_report
from tests.briefing.simulated import simulated


class _Page(HTMLParser):
    """Tags with their attributes, and the text a reader sees."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._style = False
        self.feed(data.decode())
        self.text = re.sub(r"\s+", " ", " ".join(self.texts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = self._style and tag != "style"

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page_of(report: Report, stylesheet_url: str | None = None) -> _Page:
    return _rendered(to_json(report), stylesheet_url)


@cache
def _rendered(report: bytes, stylesheet_url: str | None) -> _Page:
    return _Page(html.render(from_json(report), stylesheet_url=stylesheet_url))


def test_no_page_says_none_or_nan_or_shows_an_unfilled_placeholder(any_report: Report) -> None:
    text = page_of(any_report).text
    assert not re.search(r"\b(nan|None|inf)\b|[{}]", text)


def test_a_file_stands_alone(any_report: Report) -> None:
    page = page_of(any_report)
    assert page.all("style")
    assert not page.all("link")
    addresses = [image["src"] or "" for image in page.all("img")] + [s["srcset"] or "" for s in page.all("source")]
    assert all(address.startswith("data:image/svg+xml,") for address in addresses)


def test_a_served_page_has_no_style_of_its_own(any_report: Report) -> None:
    page = page_of(any_report, stylesheet_url="/static/briefing.css")
    assert [link["href"] for link in page.all("link")] == ["/static/briefing.css"]
    assert not page.all("style")


@pytest.mark.parametrize("url", [None, "/static/briefing.css"])
def test_nothing_carries_a_style_attribute_or_a_script(any_report: Report, url: str | None) -> None:
    page = page_of(any_report, url)
    assert not any("style" in attributes for _, attributes in page.tags)
    assert not page.all("script")
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)


def test_every_picture_says_its_finding_in_words(any_report: Report) -> None:
    images = page_of(any_report).all("img")
    assert images
    assert all(len(image["alt"] or "") > 20 for image in images)


def test_every_picture_has_marks_in_both_widths(any_report: Report) -> None:
    page = page_of(any_report)
    for address in [i["src"] for i in page.all("img")] + [s["srcset"] for s in page.all("source")]:
        drawing = unquote(str(address))
        assert drawing.count("<text") >= 2
        assert "<rect" in drawing or "<circle" in drawing
        assert " style=" not in drawing
        assert "http" not in drawing.replace("http://www.w3.org", "")


def test_the_alt_text_of_the_overview_names_the_largest_gap(typical: Report) -> None:
    alts = [image["alt"] or "" for image in page_of(typical).all("img")]
    assert any("At the top: “Novara keeps trust.candour”, Novara 4.2, Helix 2.5, gap −1.7" in alt for alt in alts)


def test_the_headline_says_who_rates_whom_how_much_higher(typical: Report) -> None:
    assert (
        "Novara rates itself higher than Helix does on “Novara keeps trust.candour”: 4.2 against 2.5; allowing for"
        " luck, the gap is probably about 1.4 points." in page_of(typical).text
    )


def test_a_difference_that_is_no_gap_is_no_headline(typical: Report) -> None:
    unclear = tuple(msgspec.structs.replace(s, gap=gap(0.3, 0.5)) for s in typical.statements[:1])
    text = page_of(msgspec.structs.replace(typical, statements=unclear, findings=())).text
    assert "These answers show no gap between Novara and Helix. The difference that stands out most is on" in text
    assert "see things differently" not in text
    assert "These are the differences that stand out most: questions to ask, not findings to present." in text


def test_the_headline_is_the_gap_that_is_likely_largest_and_not_the_largest_difference(typical: Report) -> None:
    lucky = msgspec.structs.replace(typical.statements[0], gap=gap(-1.7, size=-0.5))
    steady = msgspec.structs.replace(typical.statements[1], gap=gap(-0.8, size=-0.7))
    text = page_of(msgspec.structs.replace(typical, statements=(lucky, steady), scales=(), findings=())).text
    assert (
        "on “Novara keeps trust.goodwill”: 3.8 against 3.0; allowing for luck, the gap is probably about 0.7 points."
        in text
    )


def test_verdicts_are_counted_and_said_to_be_judged_together(typical: Report) -> None:
    text = page_of(typical).text
    # Of six shown three are clear of zero by more than .4: -1.7, -.8, +1.1
    assert "6 statements were judged, for people like those who answered: 3 with a gap, on 3" in text
    assert "in 5% of such briefings or fewer would any statement be called a gap" in text
    assert "On 3 statements there were too few answers, too widely spread, to show agreement" in text


@pytest.mark.parametrize(
    ("verdict", "reason", "words"),
    [
        ("undetermined", "lost_in_adjustment", "among 6 statements one like it comes up too easily by luck"),
        ("undetermined", "interval_too_wide", "neither a difference nor agreement is shown"),
        ("undetermined", "could_not_show_alignment", "answers so few and so far apart could not have shown agreement"),
        ("too_few", "few_answers", "Not judged: fewer than 8 people of a side answered"),
        ("gap", "difference_shown", "stands out even among 6 statements."),
    ],
)
def test_a_verdict_says_why(typical: Report, verdict: str, reason: str, words: str) -> None:
    changed = msgspec.structs.replace(typical.statements[0], gap=gap(-1.7, verdict=verdict, reason=reason))
    text = page_of(msgspec.structs.replace(typical, statements=(changed, *typical.statements[1:]))).text
    assert words in text


def test_aligned_is_said_only_of_what_was_shown_to_be(any_report: Report) -> None:
    text = page_of(any_report).text
    assert "significant" not in text.lower()
    table = text[text.index("The figures behind every chart") : text.index("The short version of the method")]
    assert "Aligned" not in table


def test_a_small_difference_within_the_margin_is_called_both(typical: Report) -> None:
    aligned = gap(0.2, 0.1, verdict="aligned", reason="small_difference_within_margin")
    changed = msgspec.structs.replace(typical.statements[0], gap=aligned)
    text = page_of(msgspec.structs.replace(typical, statements=(changed,), scales=(), findings=())).text
    assert "On every statement shown the two sides are aligned." in text
    assert "Aligned" in text


def test_what_one_side_does_not_expect_to_hear_opens_its_table(typical: Report) -> None:
    text = page_of(typical).text
    surprise = "Helix rates Novara worse than Novara expects on “Novara keeps trust.candour”"
    assert f"{surprise}: Novara expects 3.9, Helix says 2.5." in text


def test_divided_sides_and_who_cannot_say_are_named(typical: Report) -> None:
    text = page_of(typical).text
    # Side b: 6, 8, 4, 2, 1 of 21; the lower two are 14, the upper two 3.
    assert "Helix is divided on “The alliance keeps decisions.stick”: 14 of 21 answered at the lower end, 3" in text
    assert (
        "At Helix more people cannot say whether “The alliance keeps decisions.fair”: 7% at Novara, 9% at Helix" in text
    )


def test_a_group_apart_in_both_companies_is_named_before_any_gap_and_only_to_the_consultant() -> None:
    apart = msgspec.structs.replace(found("group_difference", "trust.candour@a", 1, None), group="Sales")
    report = typical_report(cuts=(SALES_APART,), findings=(apart, found("gap", "trust.candour@a", 1, "gap")))
    text = page_of(report).text
    # Sales 1.75, the others 2.125 higher, on either side.
    told = (
        "In both companies Sales answers lower than everybody else on “Novara keeps trust.candour”: "
        "1.8 against 3.9 at Novara, 1.8 against 3.9 at Helix."
    )
    assert told in text
    assert text.index(told) < text.index("Every scale at a glance")
    assert text.index("it is not Novara against Helix") < text.index("Every scale at a glance")
    assert "Sales" not in page_of(edition(report, "participants")).text


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("no_attribute", "it was decided before the first answer to keep none"),
        ("small_groups", "no group of fewer than 5 is kept"),
        ("one_group", "all that is kept is a single group"),
    ],
)
def test_where_nothing_is_shown_by_group_it_says_why(why: str, words: str) -> None:
    assert words in page_of(typical_report(no_groups=why)).text


def test_the_overall_difference_is_stated_in_summary_and_headline_and_taken_off_each_gap(typical: Report) -> None:
    text = page_of(typical).text
    assert text.count("Over everything asked Novara answers 0.3 points higher") == 2
    assert "Without the overall difference between the companies −1.4 would be left." in text


def test_how_surely_an_activity_is_contested_stands_beside_it(typical: Report) -> None:
    text = page_of(typical).text
    assert "contested holds in 87%" in text
    assert "Both companies claim “Pricing” now." in text


def test_a_contest_that_few_answers_do_not_settle_is_told_by_how_many_claim_it(typical: Report) -> None:
    owned = [msgspec.structs.replace(r, certain=False) for r in typical.responsibilities]
    text = page_of(msgspec.structs.replace(typical, responsibilities=tuple(owned))).text
    assert "14 of 20 at Novara and 14 of 20 at Helix say “we are responsible” for “Pricing”." in text
    assert "Both companies claim" not in text
    assert "perhaps contested holds in 87%" in text, "in the table, too"


def test_the_first_page_counts_each_kind_of_what_is_withheld_once_whatever_the_reasons() -> None:
    report = simulated(25)
    first, second, *others = without_figures(report.scales)
    protected = msgspec.structs.replace(
        first, gap=msgspec.structs.replace(first.gap, mean_difference=Withheld("protected"))
    )
    assert second.gap.mean_difference == Withheld("few_changed")
    report = msgspec.structs.replace(report, scales=(protected, second, *others))
    assert ": 13 of 13 scale scores; " in page_of(report).text


def test_for_whom_the_verdicts_of_every_number_hold_is_said_beside_them(typical: Report) -> None:
    assert "p and verdict are for people like those who answered" in page_of(typical).text


def test_contested_activities_come_first_then_orphaned_ones(typical: Report) -> None:
    text = page_of(typical).text
    rows = text[text.index("contested and orphaned activities first") :]
    places = [rows.index(name) for name in ("Pricing", "Training", "Medical", "Marketing")]
    assert places == sorted(places)


def test_shares_that_add_up_to_more_than_the_whole_are_summed(typical: Report) -> None:
    assert (
        "Together the two medians make 125%: 25 percentage points more than there is to share" in page_of(typical).text
    )


def test_withheld_statements_are_named_with_the_reason(typical: Report) -> None:
    text = page_of(typical).text
    assert "1 of 7 statements: Novara keeps trust.competence" in text
    assert "the figures could tell what somebody answered" in text


def test_the_smallest_report_says_what_is_withheld_and_that_answers_are_simulated(smallest: Report) -> None:
    text = page_of(smallest).text
    assert "Simulated answers" in text
    assert "No statement can be compared" in text
    assert "fewer than 8 people answered, too few for comments" in text
    assert "At Novara fewer than half answered" in text


def test_a_side_without_a_known_number_of_invited_is_said_to_be_so(typical: Report) -> None:
    assert "How many were invited is not known here" in page_of(typical).text


def test_names_and_comments_stay_text(hostile: Report) -> None:
    page = page_of(hostile)
    assert not page.all("script")
    assert "<script>alert(1)</script>" in page.text
    assert "\u202e" not in page.text


def test_a_hostile_name_stays_text_inside_the_pictures(hostile: Report) -> None:
    for image in page_of(hostile).all("img"):
        assert "<script" not in unquote(image["src"] or "")


def test_the_companies_are_named_as_they_were_given(typical: Report) -> None:
    text = page_of(typical).text
    assert "Novara" in text
    assert "Helix GmbH" in text


def test_headings_leave_out_no_level(any_report: Report) -> None:
    levels = [int(tag[1]) for tag, _ in page_of(any_report).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_table_has_a_caption_and_every_heading_cell_a_scope(any_report: Report) -> None:
    page = page_of(any_report)
    assert len(page.all("caption")) == len(page.all("table"))
    assert all("scope" in cell for cell in page.all("th"))


def test_every_table_scrolls_in_a_region_the_keyboard_reaches(any_report: Report) -> None:
    regions = [div for div in page_of(any_report).all("div") if div.get("role") == "region"]
    assert len(regions) == len(page_of(any_report).all("table"))
    assert all(region.get("tabindex") == "0" and region.get("aria-label") for region in regions)


def test_every_entry_of_the_contents_leads_to_a_section(any_report: Report) -> None:
    page = page_of(any_report)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {(a["href"] or "")[1:] for a in page.all("a")} <= set(ids)


def test_a_reversed_statement_is_said_to_be_unfavourable(typical: Report) -> None:
    assert "(agreement is unfavourable)" in page_of(typical).text


def test_a_language_the_report_does_not_speak_is_refused(typical: Report) -> None:
    with pytest.raises(NotPossible, match="it has en"):
        html.render(typical, "fr")


def test_the_json_form_is_the_report_itself(typical: Report) -> None:
    assert from_json(RENDERERS["json"](typical)) == typical
    assert RENDERERS["json"](typical) == to_json(typical)


def test_a_high_level_is_not_called_agreement(typical: Report) -> None:
    text = page_of(typical).text
    assert "does not say that they see it alike" in text


def test_where_few_joined_or_left_each_sides_level_is_there_and_nothing_is_claimed(typical: Report) -> None:
    words = page_of(levels_only(typical)).text
    assert "so each side’s levels are shown, and no gaps" in words
    # Candour: 4.2 and 2.5, to half a point.
    assert "Level of Novara: 4.0, of Helix" in words
    for claimed in ("No gap can be shown", "No side is surely divided", "No statement has both averages"):
        assert claimed not in words
