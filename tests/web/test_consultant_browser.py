"""The consultants' pages in a real browser, at a desk and on a phone: they fit, and axe finds nothing serious.

With ``SCREENSHOTS`` set to a folder, a picture of every page is left there.
"""

import os
from datetime import timedelta

from axe_playwright_python.async_playwright import Axe
from msgspec.structs import replace
from playwright.async_api import Page, expect

from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import (
    Alliance,
    Consultant,
    MailCount,
    Message,
    MessageKind,
    MessageState,
    Participant,
    Wave,
)
from diagnostic.survey.actions import ActionDetails, add_action
from diagnostic.survey.alliances import create_alliance
from diagnostic.survey.closing import close
from diagnostic.survey.instruments import begin
from diagnostic.survey.plans import WavePlan, draft_wave, today
from diagnostic.survey.programme import scheduled
from diagnostic.survey.reports import correct, publish
from diagnostic.survey.waves import launch
from tests.answering import after_the_end, answer_all
from tests.browsing import DESK, PHONE, needs_browser
from tests.conftest import DETAILS, HASHED, SECRET
from tests.web.consultant_browser import database_url, page, scripted, served, server
from tests.web.consultant_server import Serving

pytestmark = needs_browser

__all__ = ["database_url", "page", "scripted", "served", "server"]


async def look_at(page: Page, name: str) -> None:
    """The shown page fits both widths, and axe has nothing serious to say."""
    await page.wait_for_load_state()
    for width, viewport in (("desk", DESK), ("phone", PHONE)):
        await page.set_viewport_size(viewport)
        if folder := os.environ.get("SCREENSHOTS"):
            await page.screenshot(path=f"{folder}/consultant-{name}-{width}.png", full_page=True)
        too_wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert too_wide <= 0, f"{name} is {too_wide} pixels wider than a {width}"
        found = (await Axe().run(page)).response["violations"]
        serious = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]
        assert serious == [], f"{name}, {width}: {serious}"
    await page.set_viewport_size(DESK)


async def test_the_studio_fits_and_can_be_read_by_everybody(page: Page, alice: Consultant, library: Library) -> None:
    made = await begin(alice, library.named("alliance-pulse"), "Cardiva check", library)
    base = f"/questionnaires/{made.id}"
    for path in (
        "/questionnaires",
        "/questionnaires/from-file",
        base,
        f"{base}/items/trust.candour",
        f"{base}/items/new/activities",
        f"{base}/texts",
        f"{base}/look",
    ):
        await page.goto(path)
        await look_at(page, path.replace(base, "/studio").strip("/").replace("/", "-"))
    await page.goto(f"{base}/items/trust.candour")
    await page.locator('[name="en.we"]').fill("We hide nothing from {nobody}.")
    await expect(page.locator("#beside")).to_contain_text("says {nobody}, which stands for nothing there")
    await expect(page.locator("#beside")).to_contain_text("We hide nothing from {nobody}.")
    await page.get_by_role("button", name="Save").dblclick()
    await expect(page.locator(".asked .fault").first).to_contain_text("says {nobody}")
    await page.goto(f"{base}/versions")
    await expect(page.locator(".change")).to_have_count(1)
    await look_at(page, "studio-versions")


LONG = f"{'annamaria.von.und.zu.' * 3}stein@novara.example"


FAULTY = (
    "Verteiler Stand 12.11.\nVorname;Nachname;E-Mail;Firma;Sprache;Abteilung\n"
    "Ada;Ost;ada@novara.example;Novara GmbH;Deutsch;Medical\nBen;West;ben@helix;Helix;Klingon;Sales\n"
    f"{'Anna-' * 20};Süd;anna@helix.example;{'Acme ' * 20};en;Sales\nAda;Ost;ADA@novara.example;Novara;de;Medical\n"
)
"""A list with something of everything that is asked and said."""


async def test_every_page_fits_and_can_be_read_by_everybody(
    page: Page, draft: Wave, roster: Alliance, server: Serving
) -> None:
    await Participant.filter(email="person0@novara.example").update(email=LONG)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)
    alliance, wave = f"/alliances/{roster.id}", f"/waves/{draft.id}"
    for path in (
        "/alliances",
        "/alliances/new",
        alliance,
        f"{alliance}/roster",
        f"{alliance}/edit",
        f"{alliance}/waves/new",
        wave,
        f"{wave}/plan",
        f"{wave}/text/en",
        f"{wave}/mail",
        f"{wave}/delete",
        f"{wave}/launch",
        f"{wave}/name",
        f"{alliance}/pulses/new",
        "/account",
        "/firm",
        "/firm/playbook",
        "/firm/mail",
        "/password/forgotten",
        "/nothing/here",
    ):
        await page.goto(path)
        await look_at(page, path.replace(alliance, "/alliance").replace(wave, "/draft").strip("/").replace("/", "-"))
    await page.goto(f"{alliance}/roster")
    await page.get_by_label("Or paste the list").fill(FAULTY)
    await page.get_by_role("button", name="Check the list").click()
    await look_at(page, "roster-desk")
    await page.goto(f"{alliance}/roster")
    await page.get_by_role("link", name=LONG).click()
    await look_at(page, "person")
    await page.goto(f"{wave}/launch")
    await page.get_by_role("button", name="Launch and invite 16 people").click()
    await look_at(page, "open")
    said = "550 5.1.1 Requested action not taken: mailbox unavailable"
    await Message.filter(invitation__participant__email=LONG).update(state=MessageState.REFUSED, error=said)
    await Participant.filter(email=LONG).update(refused=said)
    for kind, days in ((MessageKind.INVITATION, 5), (MessageKind.REMINDER, 2)):
        day = today(roster) - timedelta(days=days)
        await MailCount.bulk_create([MailCount(wave=draft, day=day, kind=kind, side=side, sent=7) for side in "ab"])
    await page.goto(wave)
    await look_at(page, "open-refused")
    await page.goto(f"{alliance}/roster")
    await look_at(page, "roster-refused")
    await page.goto(f"{wave}/remind")
    await look_at(page, "open-remind")
    await page.context.clear_cookies()
    await page.goto("/sign-in")
    await look_at(page, "sign-in")
    assert problems == []


COMMENTS = {
    ("a", 0): "A patient had a rash after the second tablet, and nobody knew whom to call.",
    ("a", 1): "Nothing new.",
    ("b", 1): "Nothing new.",
    ("b", 2): "Aword" * 30,
    ("b", 3): "Die Übergabe ist jedes Mal ein Rätsel:\nWer ruft an? " + "Niemand weiß es. " * 20,
}


async def test_what_follows_a_close_fits_and_can_be_read_by_everybody(
    page: Page, open_wave: Wave, roster: Alliance
) -> None:
    await answer_all(open_wave, text=lambda side, n: COMMENTS.get((side, n), f"Person {n} of {side} wants less."))
    await close(open_wave, SECRET, after_the_end(open_wave))
    wave = f"/waves/{open_wave.id}"
    await page.goto(wave)
    await look_at(page, "being-prepared")
    await publish(open_wave)
    await page.goto(wave)
    await look_at(page, "closed")
    await page.goto(f"{wave}/comments")
    await look_at(page, "comments")
    for words, decision, text in (
        ("a rash", "Nobody", None),
        ("Die Übergabe", "Both companies", "Die Übergabe ist ein Rätsel."),
    ):
        row = page.locator("article.comment", has=page.locator("blockquote", has_text=words))
        if text:
            await row.get_by_text("Reword or translate").click()
            await row.get_by_label("As it is read").fill(text)
        await row.get_by_role("button", name=decision, exact=True).click()
        await expect(row.get_by_role("button", name=decision, exact=True)).to_have_attribute("aria-pressed", "true")
    await look_at(page, "comments-decided")
    await correct(open_wave, "Two gaps were drawn the wrong way round. " * 3)
    await page.goto(wave)
    await look_at(page, "corrected")
    await page.goto(f"/alliances/{roster.id}/roster")
    await page.locator("summary", has_text="Delete the roster").click()
    await look_at(page, "roster-delete")
    await page.get_by_label("I mean it").check()
    await page.get_by_role("button", name="Delete the roster").click()
    await look_at(page, "roster-deleted")


async def test_months_of_pulses_fit_and_can_be_read_by_everybody(
    page: Page, roster: Alliance, plan: WavePlan, library: Library, alice: Consultant
) -> None:
    await create_alliance(alice, replace(DETAILS, brand="An orphan medicine of a long name", company_a="Ørsted Müller"))
    await Consultant.create(email="carol@consultancy.example", name="Carol", password_hash=HASHED, firm="Arden")
    await Consultant.filter(id=alice.id).update(firm="Arden")
    for turn in range(2):
        wave = await draft_wave(roster, plan, library)
        await launch(wave, SECRET)
        await answer_all(wave, text=lambda side, n: f"Person {n} of {side} wants less.")
        await close(wave, SECRET, after_the_end(wave))
        await publish(wave)
        if turn == 0:
            statement = "decisions.stick@alliance"
            said = ActionDetails(text="A call every Monday", owner="Both", agreed_on=today(roster), statement=statement)
            action = await add_action(roster, said)
    alliance = f"/alliances/{roster.id}"
    await page.goto(f"{alliance}/pulses/new")
    await look_at(page, "pulses-new")
    await page.locator("summary", has_text="days of your own").click()
    await look_at(page, "pulses-own-days")
    await page.get_by_role("button", name="Look at the dates").click()
    await look_at(page, "pulses-dates")
    await page.get_by_role("button", name="Plan").click()
    await page.wait_for_url(f"**{alliance}")
    await look_at(page, "alliance-with-pulses")
    pulse = f"/waves/{(await scheduled(roster))[0].id}"
    for path in (
        "/alliances",
        "/alliances?q=nothing+like+it",
        pulse,
        f"{pulse}/move",
        f"{pulse}/skip",
        f"{pulse}/reminder/en",
        f"{alliance}/pulses/stop",
        f"{alliance}/actions/new",
        f"{alliance}/actions/{action.id}",
        f"{alliance}/sharing",
    ):
        await page.goto(path)
        await look_at(
            page,
            path.replace(alliance, "alliance")
            .replace(pulse, "pulse")
            .replace(f"{action.id}", "one")
            .strip("/")
            .replace("/", "-"),
        )


async def test_what_ended_below_k_fits_too(page: Page, ended_wave: Wave) -> None:
    await page.goto(f"/waves/{ended_wave.id}/close")
    await page.get_by_role("button", name="Close the wave").click()
    await look_at(page, "below-k-at-the-end")
    await page.get_by_label("Yes, destroy all answers").check()
    await page.get_by_role("button", name="Destroy").click()
    await look_at(page, "destroyed")


async def test_sending_moves_on_without_a_reload(page: Page, open_wave: Wave, server: Serving) -> None:
    await page.goto(f"/waves/{open_wave.id}")
    await expect(page.get_by_text("0 of 16 invitations sent")).to_be_visible()
    sent = await Message.filter(wave=open_wave).limit(7).values_list("id", flat=True)
    await Message.filter(id__in=sent).update(state=MessageState.SENT)
    await page.get_by_text("7 of 16 invitations sent").wait_for()
    await Message.filter(wave=open_wave).update(state=MessageState.SENT)
    await page.get_by_text("16 of 16 invitations sent").wait_for()
    await page.locator("[data-progress]").wait_for(state="detached")


async def test_the_keyboard_reaches_the_page_past_its_head(page: Page) -> None:
    await page.goto("/alliances")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.locator("main *:focus")).to_have_count(1)


async def test_faults_are_where_the_keyboard_is(page: Page) -> None:
    await page.goto("/alliances/new")
    await page.evaluate("document.querySelector('main form').noValidate = true")
    await page.get_by_role("button", name="Set up the alliance").click()
    await expect(page.locator("#faults")).to_be_focused()
    await page.get_by_role("link", name="First company: Please fill this in.").click()
    await expect(page.locator("#company_a")).to_be_focused()
