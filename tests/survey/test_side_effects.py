"""Which comments wait for somebody to look at them: sentences as people write them about an alliance."""

import pytest

from diagnostic.survey.side_effects import may_report_side_effect

REPORTS = [
    "A patient told our field force about a side effect of the 10 mg tablets, and nobody knew whom to call.",
    "Three doctors mentioned side-effects last month.",
    "Adverse events are passed on too late.",
    "Who forwards AEs, they or we?",
    "One clinic saw a skin reaction after the second injection.",
    "My neighbour is allergic and was given it all the same.",
    "There was a bad reaction to the first dose in Leeds.",
    "A patient got a rash and stopped.",
    "She felt dizzy after taking it.",
    "An old man was hospitalised in March.",
    "A customer was taken to hospital; their hotline was closed.",
    "A pregnant colleague was sent samples.",
    "One of the trial patients died, and we read it in the newspaper.",
    "A nurse spoke of an overdose.",
    "It did not work for two of my patients.",
    "Batch 4711 smells odd.",
    "We got a faulty batch.",
    "Two of the tablets in the sample pack were broken.",
    "A product complaint lay in their inbox for ten days.",
    "He collapsed\nafter\ntaking two.",
    "Ein Arzt hat uns von einer Nebenwirkung berichtet.",
    "Über Arzneimittelnebenwirkungen reden wir nie gemeinsam.",
    "Unerwünschte Ereignisse melden sie uns nicht.",
    "Ein Patient hatte Ausschlag am ganzen Arm.",
    "Nach der Einnahme wurde ihr schwindlig.",
    "Meine Mutter kam danach ins Krankenhaus.",
    "Die Patientin ist gestorben, und niemand hat es gemeldet.",
    "Das Präparat hat er nicht vertragen.",
    "Eine allergische Reaktion im Oktober wurde nicht weitergegeben.",
    "Die Charge war verfärbt.",
    "Charge 0815 riecht seltsam.",
    "Zwei Chargen waren falsch beschriftet.",
    "Die Tabletten waren zerbrochen.",
    "Reklamationen landen immer bei uns.",
    "Eine Schwangere bekam Muster.",
    "Es gab einen Todesfall in der Studie.",
]

EVERYDAY = [
    "Nobody knows who is in charge.",
    "Their team was in charge of pricing, then we were.",
    "The training was free of charge, which helped.",
    "They charge us for every small change.",
    "The product launch was badly timed.",
    "A quick reaction would help more than a perfect one.",
    "Their reaction to our proposal took three weeks.",
    "Reaction time is too long.",
    "They are allergic to criticism.",
    "The market turned adverse, and the adverse conditions were blamed on us.",
    "Thank you for the hospitality in Basel.",
    "The hospital accounts belong to them, the practices to us.",
    "We studied the plan and agreed to it.",
    "The idea died in committee.",
    "The joint project quietly died.",
    "Death by slides.",
    "We discuss every detail to death.",
    "Deadlines move without a word.",
    "Forecasting is a headache.",
    "It was a rash decision.",
    "We are bleeding talent.",
    "Send the leads in batches, please; the first batch was good.",
    "Patients come first for both of us.",
    "Their field force did not help.",
    "As far as I recall nobody complained.",
    "Complaints about meetings are ignored.",
    "Both companies take too long to react.",
    "Kritik ist dort unerwünscht.",
    "Sie reagieren allergisch auf Kritik.",
    "Ihre Reaktion auf unseren Vorschlag kam spät.",
    "Den Ausschlag gab am Ende der Preis.",
    "Ausschlaggebend war der Preis.",
    "Das Projekt ist gestorben.",
    "Die Teams haben sich anfangs nicht vertragen.",
    "Der Außendienst im Krankenhaus gehört zu Helix.",
    "Bitte mehr Charme und weniger Folien.",
    "Unsere Kulturen sind verschieden, das ist schwierig.",
    "Wer entscheidet? Das ist nicht klar.",
    "Die Übergabe wird nicht dokumentiert.",
]


@pytest.mark.parametrize("comment", REPORTS)
def test_what_may_be_a_report_is_flagged(comment: str) -> None:
    assert may_report_side_effect(comment)
    assert may_report_side_effect(f"Sie fragen, was fehlt. {comment.upper()} (Sorry.)")


@pytest.mark.parametrize("comment", EVERYDAY)
def test_what_everybody_writes_about_an_alliance_is_not(comment: str) -> None:
    assert not may_report_side_effect(comment)
    assert not may_report_side_effect(comment.upper())


def test_an_everyday_phrase_does_not_hide_a_report_beside_it() -> None:
    assert may_report_side_effect("They are allergic to criticism. A doctor reported an allergic shock.")
    assert may_report_side_effect("Nobody is in charge of side effects.")
    assert may_report_side_effect("The project died when two patients died.")
