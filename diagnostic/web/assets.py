"""Style sheets and scripts: read once at the start, sent compressed, kept by browsers until they change."""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

FOREVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
A_WHILE = "public, max-age=300"


@dataclass(frozen=True)
class Asset:
    body: bytes
    compressed: bytes
    media_type: str
    version: str


class Assets:
    """The files of a folder, and what else is served beside them, by name."""

    def __init__(self, folder: Path, more: Mapping[str, bytes]) -> None:
        files = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}
        self._assets = {name: _asset(name, body) for name, body in {**files, **more}.items()}

    def url(self, name: str) -> str:
        """Where an asset is served; the address changes with its content."""
        asset = self._assets.get(name)
        return f"/static/{name}?v={asset.version}" if asset else f"/static/{name}"

    def get(self, name: str) -> Asset:
        try:
            return self._assets[name]
        except KeyError:
            raise NotFoundException from None


def static_handlers(assets: Assets) -> list[HTTPRouteHandler]:
    """The handlers that serve the assets, outside sessions."""

    @get("/static/{name:str}", sync_to_thread=False)
    def static(request: Request[Any, Any, Any], name: FromPath[str], v: FromQuery[str] = "") -> Response[bytes]:
        asset = assets.get(name)
        headers = {"Cache-Control": FOREVER if v == asset.version else A_WHILE, "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            return Response(
                asset.compressed, media_type=asset.media_type, headers={**headers, "Content-Encoding": "gzip"}
            )
        return Response(asset.body, media_type=asset.media_type, headers=headers)

    @get("/favicon.ico", sync_to_thread=False)
    def icon() -> Response[bytes]:
        """What browsers ask for unasked, on pages that name no icon."""
        asset = assets.get("mark.svg")
        return Response(asset.body, media_type=asset.media_type, headers={"Cache-Control": A_DAY})

    return [static, icon]


def _asset(name: str, body: bytes) -> Asset:
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(
        body=body,
        compressed=gzip.compress(body, mtime=0),
        media_type=f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type,
        version=hashlib.sha256(body).hexdigest()[:12],
    )
