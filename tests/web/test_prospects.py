"""What a draft's page says of what the wave will be able to tell."""

from diagnostic.storage.models import Participant, Wave
from diagnostic.survey.waves import invited
from diagnostic.web.consultant.prospects import prospects


async def test_a_draft_says_what_it_will_be_able_to_tell(draft: Wave) -> None:
    await draft.fetch_related("alliance")
    found = await prospects(draft, await invited(draft))
    assert found is not None
    # Eight a side: 4, 5.6 and 7.2 of them answer. None of these gives a verdict.
    assert [(rate.response, rate.answers) for rate in found.rates] == [
        ("50%", "4 + 4"),
        ("70%", "6 + 6"),
        ("90%", "7 + 7"),
    ]
    assert {rate.gap for rate in found.rates} == {"–"}
    assert any("fewer than 8 answers: figures, but no verdicts" in sentence for sentence in found.sentences)
    # Five of marketing and three of medical: 4 and 2 answer, too few for a group, together six are one.
    assert found.groups[0] == "Novara: no group would reach 5 answers, so none would be kept."


async def test_a_larger_roster_can_tell_more(draft: Wave) -> None:
    await draft.fetch_related("alliance")
    for side, domain in (("a", "novara"), ("b", "helix")):
        for n in range(40):
            address = f"more{n}@{domain}.example"
            await Participant.create(
                alliance=draft.alliance, email=address, side=side, attribute="Sales", language="en"
            )
    found = await prospects(draft, await invited(draft))
    assert found is not None
    assert found.rates[2].gap.endswith(" points")
    assert "Sales" in found.groups[0]


async def test_without_anybody_on_a_side_there_is_nothing_to_say(draft: Wave) -> None:
    await draft.fetch_related("alliance")
    await Participant.filter(side="b").delete()
    assert await prospects(draft, await invited(draft)) is None
