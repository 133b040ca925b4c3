"""The script that draws charts in a browser: Vega, Vega-Lite and Vega-Embed as vl-convert brings them along."""

import asyncio
from importlib.metadata import version
from typing import Any

import vl_convert
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler

from diagnostic.process_pool import ProcessPool
from diagnostic.web.assets import Asset, answer

_VERSION = version("vl-convert-python")
VEGA_URL = f"/static/vega-{vl_convert.get_vega_version()}.js?v={_VERSION}"


def vega_handler(bundler: ProcessPool) -> HTTPRouteHandler:
    """Put together when it is first asked for, by another process: it takes two seconds, in which nothing else runs."""
    asset: Asset | None = None
    one_at_a_time = asyncio.Lock()

    @get(VEGA_URL.partition("?")[0])
    async def vega(request: Request[Any, Any, Any]) -> Response[bytes]:
        nonlocal asset
        async with one_at_a_time:
            if asset is None:
                bundle = bundler.submit(vl_convert.javascript_bundle, "window.vegaEmbed = vegaEmbed;")
                script = (await asyncio.wrap_future(bundle)).encode()
                asset = await asyncio.to_thread(Asset.of, "vega.js", script, _VERSION)
            return answer(request, asset)

    return vega
