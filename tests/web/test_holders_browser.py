"""A wave with two key-holders, played whole in real browsers: the consultant's, both holders' and a respondent's."""

import asyncio
import json
import re
from pathlib import Path

from playwright.async_api import Page, expect

from diagnostic.storage.models import Invitation, KeyHolder, Receipt, Response, Wave, WaveState
from diagnostic.survey import closing, holding, mixing
from diagnostic.survey.invitations import token
from diagnostic.survey.reports import publish
from diagnostic.survey.sealing import in_fours
from tests.answering import after_the_end, answer_all
from tests.browsing import DESK, begin, needs_browser
from tests.conftest import SECRET
from tests.web.consultant_server import Serving
from tests.web.test_consultant_browser import database_url, look_at, page, scripted, served, server

__all__ = ["database_url", "page", "scripted", "served", "server"]

pytestmark = needs_browser


async def links(wave: Wave) -> dict[str, str]:
    """The path of each holder's link, by address."""
    holders = await KeyHolder.filter(key__wave=wave)
    return {holder.email: f"/key/{holding.token(holder, SECRET)}" for holder in holders}


async def make_key(page: Page, name: str, *, words: tuple[str, str, str, str]) -> tuple[str, bytes]:
    """Make a key and try it out; returns the key code, and the backup file."""
    make, kept, label, try_out = words
    await look_at(page, f"holder-{name}-make")
    await page.get_by_role("button", name=make, exact=True).click()
    shown = page.locator(".code-shown code")
    await expect(shown).to_have_text(r := shown_code())
    code = await shown.inner_text()
    assert r.fullmatch(code)
    await look_at(page, f"holder-{name}-code")
    async with page.expect_download() as saved:
        await page.locator(".save").click()
    key_file = await asyncio.to_thread(Path(await (await saved.value).path()).read_bytes)
    assert code.encode() not in key_file
    assert json.loads(key_file)["side"] == name
    await page.get_by_role("button", name=kept).click()
    await expect(page.get_by_label(label)).to_be_visible()
    assert code not in await page.content(), "what is tried out is what was kept"
    await look_at(page, f"holder-{name}-try")
    await page.get_by_label(label).fill("0" * 24)
    await page.get_by_role("button", name=try_out).click()
    await expect(page.locator("form.try .fault")).to_be_visible()
    await look_at(page, f"holder-{name}-wrong")
    # As people type it: small, with blanks, an O for a nought.
    await page.get_by_label(label).fill(code.lower().replace("-", " ").replace("0", "o"))
    await page.get_by_role("button", name=try_out).click()
    await expect(page.locator("#holder[data-stage=ready]")).to_be_visible()
    await look_at(page, f"holder-{name}-ready")
    return code, key_file


def shown_code() -> re.Pattern[str]:
    return re.compile(r"([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}")


ENGLISH = ("Make the key", "I have kept the code", "Your key code", "Open the test ballot")
GERMAN = ("Schlüssel erzeugen", "Ich habe den Code verwahrt", "Ihr Schlüsselcode", "Probebogen öffnen")


async def test_a_wave_with_two_key_holders_is_played_whole(page: Page, server: Serving, draft: Wave) -> None:
    browser = page.context.browser
    assert browser is not None
    await settle_holders(page, draft)
    of = await links(draft)

    holder = await browser.new_page(viewport=DESK, base_url=server.url)
    await holder.goto(of["works.council@novara.example"])
    code_a, key_file = await make_key(holder, "a", words=ENGLISH)
    await shuffles_evenly(holder)
    await holder.goto(of["datenschutz@helix.example"])
    code_b, _ = await make_key(holder, "b", words=GERMAN)
    await holder.goto(of["deputy@novara.example"])
    await try_with_file(holder, code_a, key_file)

    await page.goto(f"/waves/{draft.id}/launch")
    await look_at(page, "launch-with-holders")
    await page.get_by_role("button", name="Launch and invite").click()
    await page.wait_for_url(f"**/waves/{draft.id}")
    await look_at(page, "open-with-holders")
    await holder.goto(of["works.council@novara.example"])
    await look_at(holder, "holder-open")
    fingerprint = await holder.locator(".hint code").last.inner_text()
    wave = await Wave.get(id=draft.id).prefetch_related("alliance")
    receipt = await respond(await browser.new_page(viewport=DESK, base_url=server.url), wave, fingerprint)
    await answer_all(wave, a=8, b=7)

    await closing.close(wave, SECRET, after_the_end(wave))
    await mix(page, holder, wave, of, code_a, code_b)
    steps = await mixing.steps_of(wave)
    assert [(step.holder, step.taken, step.given) for step in steps] == [
        ("a", {"a": 8, "b": 8}, {"a": 8, "b": 8}),
        ("b", {"a": 8, "b": 8}, {"a": 8, "b": 8}),
    ]
    assert steps[0].given_digest == steps[1].taken_digest

    await closing.open_mixed(wave, SECRET)
    await publish(wave)
    assert (await Wave.get(id=wave.id)).state == WaveState.CLOSED
    assert await Response.filter(wave=wave).count() == 16
    assert receipt in [in_fours(each.code) for each in await Receipt.filter(wave=wave)]
    await page.goto(f"/waves/{wave.id}")
    await look_at(page, "closed-with-holders")
    await page.goto(f"/waves/{wave.id}/briefing")
    await expect(page.locator("h1")).to_be_visible()
    await holder.goto(of["works.council@novara.example"])
    await look_at(holder, "holder-closed")


async def settle_holders(page: Page, draft: Wave) -> None:
    await page.goto(f"/waves/{draft.id}")
    await look_at(page, "draft-without-holders")
    await page.get_by_role("link", name="Choose two key-holders").click()
    await look_at(page, "holders")
    await page.locator("#email_a").fill("works.council@elsewhere.example")
    await page.locator("#email_b").fill("datenschutz@helix.example")
    await page.locator("#language_b").select_option("de")
    await page.get_by_role("button", name="Settle it").click()
    await expect(page.locator("#faults")).to_be_visible()
    await look_at(page, "holders-at-fault")
    await page.locator("#email_a").fill("works.council@novara.example")
    await page.locator("#second_a").fill("deputy@novara.example")
    await page.get_by_role("button", name="Settle it").click()
    await look_at(page, "draft-with-holders")
    await expect(page.get_by_text("Waits for the key of Novara and of Helix")).to_be_visible()


async def try_with_file(holder: Page, code: str, key_file: bytes) -> None:
    """The deputy uses the file, and the code of the same key."""
    await holder.get_by_text("See whether your code still works").click()
    await holder.get_by_text("Use your own backup file").click()
    await holder.set_input_files(
        "#try-file", {"name": "key-a.json", "mimeType": "application/json", "buffer": key_file}
    )
    await holder.get_by_label("Your key code").fill(code)
    await holder.get_by_role("button", name="Open the test ballot").click()
    await expect(holder.locator(".good-news")).to_be_visible()


EVENLY = """() => {
  const found = {};
  for (let n = 0; n < 12000; n += 1) {
    const order = shuffle([0, 1, 2]).join("");
    found[order] = (found[order] ?? 0) + 1;
  }
  return Object.values(found);
}"""


async def shuffles_evenly(holder: Page) -> None:
    """Every order comes equally often: chi squared with five degrees of freedom is above 38 once in three million."""
    counts = await holder.evaluate(EVENLY)
    assert len(counts) == 6
    assert sum((count - 2000) ** 2 / 2000 for count in counts) < 38


async def respond(respondent: Page, wave: Wave, fingerprint: str) -> str:
    """Answer one question in a browser; returns the receipt."""
    invitation = await Invitation.filter(wave=wave, participant__side="b").order_by("-participant__email").first()
    assert invitation is not None
    await respondent.goto(f"/a/{token(invitation, SECRET)}")
    await expect(respondent.get_by_text("Whoever runs the server cannot open")).to_be_visible()
    await respondent.locator(".privacy summary").click()
    await expect(respondent.get_by_text(fingerprint)).to_be_visible()
    await look_at(respondent, "consent-with-holders")
    await begin(respondent, f"/a/{token(invitation, SECRET)}")
    await respondent.locator(".step:visible [type=radio]").first.check(force=True)
    while await respondent.locator("button.next").is_visible():
        await respondent.click("button.next")
    await respondent.get_by_role("button", name="Send my answers").click()
    return await respondent.locator(".receipt code").inner_text()


async def mix(page: Page, holder: Page, wave: Wave, of: dict[str, str], *codes: str) -> None:
    """Both holders do their parts, as the consultant watches."""
    code_a, code_b = codes
    await page.goto(f"/waves/{wave.id}")
    await look_at(page, "mixing")
    await holder.goto(of["datenschutz@helix.example"])
    await look_at(holder, "holder-wait")
    await holder.goto(of["works.council@novara.example"])
    await look_at(holder, "holder-turn")
    await take_off(holder, code_b, "Take the lock off and shuffle", stage="turn")
    await look_at(holder, "holder-turn-wrong")
    await take_off(holder, code_a, "Take the lock off and shuffle", stage="done")
    await look_at(holder, "holder-done")
    await page.goto(f"/waves/{wave.id}")
    await look_at(page, "mixing-half")
    await holder.goto(of["datenschutz@helix.example"])
    await take_off(holder, code_b, "Schloss abnehmen und mischen", stage="opening")
    await look_at(holder, "holder-opening")


async def take_off(holder: Page, code: str, button: str, *, stage: str) -> None:
    await holder.locator("#peel-code").fill(code)
    await holder.get_by_role("button", name=button).click()
    if stage == "turn":
        await expect(holder.locator("form.peel .fault")).to_be_visible()
    await expect(holder.locator(f"#holder[data-stage={stage}]")).to_be_visible()
