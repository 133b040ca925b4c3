"""The briefing on paper: how long it is, how full its pages are, and that nothing stands in it twice."""

from msgspec.structs import replace

from diagnostic.briefing.pdf import render
from diagnostic.questionnaire.library import Library
from tests.briefing.reading_pdf import texts
from tests.briefing.test_moved import programme


def test_a_pulse_says_on_its_last_page_that_a_character_could_not_be_printed() -> None:
    pulse = programme((25, 25), Library.load())
    pages = texts(render(replace(pulse, comments=(replace(pulse.comments[0], text="We need \ue000."),))))
    assert len(pages) == 2
    assert "We need □." in pages[1]
    assert "□ stands for a character" in pages[1]
