"""What mail gateways, link previews and virus filters do with a link that was not meant for them."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from urllib.parse import urldefrag, urlencode

import httpx
from playwright.async_api import BrowserContext, Dialog, Error, Page

from tests.web.markup import Page as Markup

CONSENT = "_consent"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PREVIEWS = (
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
    "WhatsApp/2.23.20.0 A",
    "TelegramBot (like TwitterBot)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17928; Pro)",
    "Mozilla/5.0 (Macintosh) AppleWebKit/601.2.4 (KHTML, like Gecko) facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    "Mozilla/5.0 (compatible; GoogleDocs; apps-spreadsheets; +http://docs.google.com)",
    "Barracuda Sentinel (EE)",
    "",
)
"""The last says nothing of itself."""

Look = Callable[[httpx.AsyncClient, str], Awaitable[object]]
Send = Callable[[httpx.AsyncClient, str, Markup], Awaitable[httpx.Response]]


def asking(method: str, **headers: str) -> Look:
    async def look(http: httpx.AsyncClient, address: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await http.request(method, address, headers=named, follow_redirects=True)
        assert answer.status_code < 500
        assert method not in ("GET", "HEAD") or answer.status_code == 200

    return look


async def preview(http: httpx.AsyncClient, address: str) -> None:
    for name in PREVIEWS:
        await asking("HEAD", User_Agent=name)(http, address)
        await asking("GET", User_Agent=name)(http, address)


async def crowd(http: httpx.AsyncClient, address: str) -> None:
    """Every gateway between two companies at the same moment."""
    await asyncio.gather(*(asking("GET")(http, address) for _ in range(12)))


LOOKS: Mapping[str, Look] = {
    "asks for the head": asking("HEAD"),
    "opens it": asking("GET"),
    "fetches it ahead": asking("GET", Sec_Purpose="prefetch"),
    "renders it ahead": asking("GET", Sec_Purpose="prefetch;prerender"),
    "fetches it ahead as browsers used to": asking("GET", Purpose="prefetch", X_Moz="prefetch"),
    "asks for a part of it": asking("GET", Range="bytes=0-1023"),
    "asks what can be done there": asking("OPTIONS"),
    "takes it for a shared folder": asking("PROPFIND", Depth="0"),
    "shows a preview": preview,
    "opens it many times at once": crowd,
}
"""What only looks, at the form and at the page that stops mails alike."""


def as_served(markup: Markup) -> list[tuple[str, str]]:
    """The fields that a browser would send of a form nobody has touched."""
    return [
        (control.get("name"), control.get("value"))
        for control in markup.controls()
        if control.get("name") and (control.get("type") not in ("radio", "checkbox") or "checked" in control.attributes)
    ]


def at_random(markup: Markup) -> list[tuple[str, str]]:
    """A value for every field but the box that says that one agrees."""
    chance = random.Random(7)
    names = {c.get("name"): c for c in markup.controls() if c.get("name") not in ("", CONSENT)}
    filled: list[tuple[str, str]] = []
    for name, control in names.items():
        values = [c.get("value") for c in markup.controls() if c.get("name") == name and c.get("value")]
        if control.tag == "select":
            values = [o.get("value") for o in markup.all("option") if control in o.parents and o.get("value")]
        filled.append((name, chance.choice(values or ["42"])))
    return filled


async def _nothing(http: httpx.AsyncClient, address: str, _: Markup) -> httpx.Response:
    return await _post(http, address, [])


async def _post(http: httpx.AsyncClient, address: str, fields: Sequence[tuple[str, str]]) -> httpx.Response:
    return await http.post(address, content=urlencode(fields), headers=FORM)


SENDS: Mapping[str, Send] = {
    "sends the form as it was served": lambda http, to, page: _post(http, to, as_served(page)),
    "sends nothing": _nothing,
    "sends every field empty": lambda http, to, page: _post(http, to, [(c.get("name"), "") for c in page.controls()]),
    "sends random answers": lambda http, to, page: _post(http, to, at_random(page)),
    "sends random answers as JSON": lambda http, to, page: http.post(to, json=dict(at_random(page))),
    "sends random answers in parts": lambda http, to, page: http.post(
        to, files=[(name, (None, value)) for name, value in at_random(page)]
    ),
}
"""What sends the form, without the box that says that one agrees."""

PRESSED = "button, input[type=submit], input[type=button], [role=button], summary"
FILL = """() => {
  for (const form of document.forms) {
    const groups = new Set();
    for (const field of form.elements) {
      if (!field.name || field.name === "_consent") continue;
      if (field.type === "radio") groups.add(field.name);
      else if (field.type === "checkbox") field.click();
      else if (field.tagName === "SELECT") field.selectedIndex = field.options.length - 1;
      else if (field.type === "email") field.value = "scanner@elsewhere.example";
      else field.value = "42";
      field.dispatchEvent(new Event("input", {bubbles: true}));
    }
    for (const name of groups) {
      const all = [...form.elements].filter((field) => field.name === name);
      all[name.length % all.length].click();
    }
  }
}"""


async def opened(context: BrowserContext) -> Page:
    page = await context.new_page()

    async def agree(dialog: Dialog) -> None:
        await dialog.accept("42")

    page.on("dialog", agree)
    return page


async def follow_everything(context: BrowserContext, address: str) -> set[str]:
    """Open a page, scroll to its end, and follow every link, on the pages behind it too, as long as they are ours."""
    page = await opened(context)
    waiting, seen = [address], set[str]()
    origin = "/".join(address.split("/")[:3]) + "/"
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        await page.goto(at, wait_until="load")
        await page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        links = await page.evaluate("[...document.querySelectorAll('[href]')].map((link) => link.href)")
        waiting += [urldefrag(link).url for link in links if link.startswith(origin)]
    await page.close()
    return seen


ACT = """([what, scripts]) => {
  const form = document.forms[0], button = document.querySelectorAll(PRESSED)[what];
  const leaves = button?.name === "_language"; // by a script, or as a form
  let sent = false;
  window.stale = true;
  addEventListener("submit", (event) => { sent = !event.defaultPrevented; });
  if (what === "submit") { form.submit(); return true; }
  if (what === "requestSubmit") form.requestSubmit();
  else button?.click();
  // With scripts switched off nothing hears of a form that is sent, and nothing keeps it back either.
  if (scripts) return sent || leaves;
  return what === "requestSubmit" || (button?.type === "submit" && button.form !== null && !button.disabled);
}""".replace("PRESSED", f"'{PRESSED}'")
"""Do one thing, and tell whether it sends the form."""


async def press_everything(context: BrowserContext, address: str, *, fill: bool, scripts: bool = True) -> None:
    """Press each button of a page, whether it shows or not, and the same of the page that comes then.

    Then send the form: as its last button would, and as a script can that asks nobody.
    """
    page = await opened(context)
    await page.goto(address, wait_until="load")
    count = await page.locator(PRESSED).count()
    for what in (*range(count), "requestSubmit", "submit"):
        await page.goto(address, wait_until="load")
        for _ in range(2):
            if await page.evaluate("document.forms.length") == 0:
                break
            if fill:
                await page.evaluate(FILL)
            await _act(page, what, scripts=scripts)
    await page.close()


async def _act(page: Page, what: int | str, *, scripts: bool) -> None:
    async with asyncio.timeout(60):
        waiting = await page.evaluate(ACT, [what, scripts])
        while waiting:
            try:
                waiting = await page.evaluate("window.stale || document.readyState !== 'complete'")
            except Error:  # just between two pages
                await asyncio.sleep(0.02)
