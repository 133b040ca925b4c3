"""Style sheets and scripts: read once at the start, sent compressed, kept by browsers until they change."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

FOREVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=300"


@dataclass(frozen=True)
class Asset:
    body: bytes
    compressed: bytes
    media_type: str
    version: str


class Assets:
    """The files of some folders and some single files, by name."""

    def __init__(self, *places: Path) -> None:
        files = [file for place in places for file in (sorted(place.iterdir()) if place.is_dir() else [place])]
        self._assets = {file.name: _read(file) for file in files if file.is_file()}

    def url(self, name: str) -> str:
        """Where an asset is served; the address changes with its content."""
        asset = self._assets.get(name)
        return f"/static/{name}?v={asset.version}" if asset else f"/static/{name}"

    def get(self, name: str) -> Asset:
        try:
            return self._assets[name]
        except KeyError:
            raise NotFoundException from None


def static_handler(assets: Assets) -> HTTPRouteHandler:
    """The handler that serves the assets, outside sessions."""

    @get("/static/{name:str}", sync_to_thread=False)
    def static(request: Request[Any, Any, Any], name: FromPath[str], v: FromQuery[str] = "") -> Response[bytes]:
        asset = assets.get(name)
        headers = {"Cache-Control": FOREVER if v == asset.version else A_WHILE, "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            return Response(
                asset.compressed, media_type=asset.media_type, headers={**headers, "Content-Encoding": "gzip"}
            )
        return Response(asset.body, media_type=asset.media_type, headers=headers)

    return static


def _read(file: Path) -> Asset:
    body = file.read_bytes()
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Asset(
        body=body,
        compressed=gzip.compress(body, mtime=0),
        media_type=f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type,
        version=hashlib.sha256(body).hexdigest()[:12],
    )
