"""A sentence ends with one full stop, also where it ends with a company's name or with what somebody asks."""

import pytest
from jinja2 import Environment
from markupsafe import Markup

from diagnostic.full_stops import FullStops, in_a_row, one_stop


@pytest.mark.parametrize(
    ("filled", "right"),
    [
        ("It is decided at Novara Pharma Inc..", "It is decided at Novara Pharma Inc."),
        ("“It is decided at Novara Inc.”. Then", "“It is decided at Novara Inc.” Then"),
        ("„Wer entscheidet?“.", "„Wer entscheidet?“"),
        ("Who decides?. Then", "Who decides? Then"),
        ("„Zu Novara Inc..“.", "„Zu Novara Inc.“"),
        ("And so on... Then", "And so on... Then"),
        ("And so on…. Then", "And so on… Then"),
        ("(at Novara Inc.).", "(at Novara Inc.)."),
        ("at Novara Inc., at Helix S.A.: 4.2", "at Novara Inc., at Helix S.A.: 4.2"),
        ("page ../briefing.css", "page ../briefing.css"),
        ("決定は守られます。。", "決定は守られます。"),
        ("「誰が決めますか？」。次に", "「誰が決めますか？」次に"),
        ("次に進みます。 その後", "次に進みます。その後"),
        ("Novara Inc.です。 Next", "Novara Inc.です。Next"),
    ],
)
def test_two_full_stops_become_one(filled: str, right: str) -> None:
    assert one_stop(filled) == right


def test_sentences_have_a_blank_between_them_unless_the_full_stop_has_its_own_width() -> None:
    assert in_a_row(["One.", "Two?", "Three."]) == "One. Two? Three."
    assert in_a_row(["一つ。", "二つ？", "Three.", "四つ。"]) == "一つ。二つ？Three. 四つ。"
    assert in_a_row([]) == ""


@pytest.mark.parametrize(
    ("template", "page"),
    [
        ("To {{ name }}. Now", "To Helix &amp; Co. Now"),
        ("To <b>{{ name }}</b>.", "To <b>Helix &amp; Co</b>."),
        ("To {{ name }}, now", "To Helix &amp; Co., now"),
        ("{{ name if name else 'us' }}.", "Helix &amp; Co."),
        ("{{ number }}.", "7."),
        ("{{ cut }}. {{ markup }}.", "And so on.... <i>Co</i>."),
        ("{{ name }}.svg", "Helix &amp; Co..svg"),
    ],
)
def test_a_template_prints_no_two_full_stops(template: str, page: str) -> None:
    environment = Environment(autoescape=True, extensions=[FullStops])
    names = {"name": "Helix & Co.", "number": 7, "cut": "And so on...", "markup": Markup("<i>Co</i>")}
    assert environment.from_string(template).render(names) == page
