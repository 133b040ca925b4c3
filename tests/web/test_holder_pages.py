"""A key-holder's page as requests: looking changes nothing, and a link without the key spoils nothing."""

import base64
import json
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from diagnostic.storage.models import KeyHolder, MixedBallot, MixStep, StoredValue, Wave
from diagnostic.survey import closing, holding, mixing
from diagnostic.survey.waves import launch
from tests.answering import after_the_end, answer_all
from tests.conftest import SECRET
from tests.holding import HOLDERS, held, key_of, new_private, peeled, proof, public
from tests.stored import everything
from tests.web.consultant_desk import app_for_all, inside


@pytest.fixture
async def client(database: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=inside(app_for_all()), base_url="http://diagnostic.example") as client:
        yield client


async def link(side: str) -> str:
    holder = await KeyHolder.filter(key__side=side).first()
    assert holder is not None
    return f"/key/{holding.token(holder, SECRET)}"


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


async def test_looking_at_a_link_changes_nothing_and_hands_out_no_ballot_too_early(
    client: httpx.AsyncClient, draft: Wave
) -> None:
    await held(draft)
    await launch(draft, SECRET)
    await answer_all(draft)
    before, path = await everything(but={StoredValue}), await link("a")
    for query in (
        "",
        "?give=key",
        "?give=ballots",
        "?give=ballots&from=-1",
        "?give=other",
        "?language=de",
        "?language=xx",
    ):
        for method in ("GET", "HEAD"):
            assert (await client.request(method, path + query)).status_code == 200
    assert (await client.get(f"{path}?give=ballots")).json() == []
    assert await everything(but={StoredValue}) == before
    answer = await client.get(path)
    assert path not in answer.text
    assert "set-cookie" not in answer.headers


async def test_an_unknown_link_is_a_page_that_says_so(client: httpx.AsyncClient) -> None:
    for method in ("GET", "POST", "HEAD"):
        assert (await client.request(method, "/key/not-a-token-anybody-has")).status_code == 404


async def test_a_damaged_link_is_repaired(client: httpx.AsyncClient, draft: Wave) -> None:
    await holding.choose(draft, HOLDERS, SECRET)
    path = await link("a")
    answer = await client.get(f"{path}.")
    assert (answer.status_code, answer.headers["location"]) == (308, path)


async def test_a_key_is_made_and_tried_out_by_requests(client: httpx.AsyncClient, draft: Wave) -> None:
    await holding.choose(draft, HOLDERS, SECRET)
    path, private = await link("a"), new_private()
    made = {"do": "make", "public_key": text(public(private)), "wrapped_key": text(b"locked away")}
    for broken in ({"public_key": "x"}, {"public_key": text(b"x")}, {"wrapped_key": ""}, {"do": "other"}):
        assert (await client.post(path, data={**made, **broken})).status_code == 409
    assert (await client.post(path, data=made)).status_code == 204
    assert (await client.get(path, params={"give": "key"})).json()["wrapped_key"] == text(b"locked away")
    assert (await client.post(path, data={"do": "try", "proof": text(b"guessed")})).status_code == 409
    assert (await key_of(draft, "a")).rehearsed_at is None
    right = text(await proof(draft, "a", private))
    assert (await client.post(path, data={"do": "try", "proof": right})).status_code == 204
    assert (await key_of(draft, "a")).rehearsed_at is not None


async def test_who_has_the_link_and_not_the_key_sends_no_list(client: httpx.AsyncClient, draft: Wave) -> None:
    keys = await held(draft)
    early = text(await proof(draft, "a", keys.a))
    await launch(draft, SECRET)
    await answer_all(draft)
    await closing.close(draft, SECRET, after_the_end(draft))
    path = await link("a")
    came = [(side, base64.b64decode(sealed)) for side, sealed in (await client.get(f"{path}?give=ballots")).json()]
    assert mixing.digest(came) == mixing.digest(await mixing.incoming(draft, "a"))
    assert (await client.get(f"{await link('b')}?give=ballots")).json() == []
    given, upload = peeled(came, keys.a, draft.id, "a"), str(uuid4())
    part = {"do": "part", "upload": upload, "ballots": json.dumps([(side, text(sealed)) for side, sealed in given])}
    end = {"do": "finish", "upload": upload, "taken": mixing.digest(came), "given": mixing.digest(given)}
    for wrong in ("", text(b"guessed"), early, text(await proof(draft, "b", keys.b))):
        assert (await client.post(path, data={**part, "proof": wrong})).status_code == 409
        assert (await client.post(path, data={**end, "proof": wrong})).status_code == 409
    assert not await MixedBallot.exists()
    right = text(await proof(draft, "a", keys.a))
    assert (await client.post(path, data={**part, "proof": right})).status_code == 204
    for _ in range(2):
        assert (await client.post(path, data={**end, "proof": right})).status_code == 204
    assert await MixStep.all().count() == 1
