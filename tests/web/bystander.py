"""Somebody who asks for a page while somebody else means harm, and how long they wait.

By hand, against a server of one's own: ``python -m tests.web.bystander URL EMAIL PASSWORD ALLIANCE-ID``.
"""

import asyncio
import re
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx

from tests.questionnaire import hostile_files

TYPED = {"Content-Type": "application/x-www-form-urlencoded"}
PATIENCE = 300.0
Attack = Callable[[httpx.AsyncClient, str, str], Awaitable[int]]


async def many_fields(client: httpx.AsyncClient, roster: str, key: str) -> int:
    """Anonymous."""
    return (await client.post("/sign-in", content=b"a=1&" * 400_000, headers=TYPED)).status_code


async def many_parts(client: httpx.AsyncClient, roster: str, key: str) -> int:
    """Anonymous."""
    part = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    return (await client.post("/sign-in", content=part * 60_000, headers=headers)).status_code


async def many_answers(client: httpx.AsyncClient, roster: str, key: str) -> int:
    return (await client.post("/lost", content=b"&a" * 250_000, headers=TYPED)).status_code


def uploading(data: Callable[[], bytes]) -> Attack:
    async def attack(client: httpx.AsyncClient, roster: str, key: str) -> int:
        files = {"roster": ("roster.xlsx", await asyncio.to_thread(data))}
        return (await client.post(roster, data={"_csrf_token": key}, files=files)).status_code

    return attack


ATTACKS: dict[str, Attack] = {
    "400,000 fields to /sign-in": many_fields,
    "60,000 parts to /sign-in": many_parts,
    "250,000 fields to /lost": many_answers,
    "a string of 100 MB in 99 kB": uploading(hostile_files.one_long_string),
    "a sheet larger than it says": uploading(hostile_files.larger_than_it_says),
    "300,000 rows": uploading(hostile_files.many_rows),
    "two cells far apart": uploading(hostile_files.far_corner),
    "20,000 faulty rows": uploading(hostile_files.faulty),
    "20,000 honest rows": uploading(hostile_files.honest),
}


async def under_attack(client: httpx.AsyncClient, attack: Attack, roster: str, key: str) -> tuple[int, float, float]:
    """The answer to an attack, how long it took, and the longest that a bystander waited for a page meanwhile."""
    began = time.monotonic()
    attacking = asyncio.ensure_future(attack(client, roster, key))
    longest = 0.0
    async with httpx.AsyncClient(base_url=client.base_url, timeout=PATIENCE) as bystander:
        while True:
            done = attacking.done()
            asked = time.monotonic()
            assert (await bystander.get("/sign-in")).status_code == 200
            longest = max(longest, time.monotonic() - asked)
            if done:
                break
            await asyncio.sleep(0.05)
    try:
        status = await attacking
    except httpx.TransportError:
        status = 0  # hung up on while it was still sending
    return status, time.monotonic() - began, longest


async def signed_in(url: str, email: str, password: str) -> httpx.AsyncClient:
    client = httpx.AsyncClient(base_url=url, timeout=PATIENCE, follow_redirects=True)
    key = key_of((await client.get("/sign-in")).text)
    answer = await client.post("/sign-in", data={"_csrf_token": key, "email": email, "password": password})
    assert answer.url.path == "/alliances"
    return client


def key_of(page: str) -> str:
    found = re.search(r'name="_csrf_token" value="([^"]*)"', page)
    assert found
    return found[1]


async def all_attacks(
    url: str, email: str, password: str, alliance: str
) -> AsyncIterator[tuple[str, int, float, float]]:
    client = await signed_in(url, email, password)
    roster = f"/alliances/{alliance}/roster"
    for name, attack in ATTACKS.items():
        key = key_of((await client.get(roster)).text)
        yield name, *(await under_attack(client, attack, roster, key))
    await client.aclose()


async def main() -> None:
    async for name, status, took, waited in all_attacks(*sys.argv[1:5]):
        print(f"{name}: {status or 'hung up'} after {took:.1f} s; a bystander waited {waited:.1f} s", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
