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
from litestar.params import FromPath

FOREVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
A_WHILE = "public, max-age=300"


@dataclass(frozen=True)
class Asset:
    body: bytes
    compressed: bytes
    media_type: str
    version: str

    @classmethod
    def of(cls, name: str, body: bytes, version: str | None = None) -> "Asset":
        """A file, its version told by what is in it unless it is given."""
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return cls(
            body=body,
            compressed=gzip.compress(body, mtime=0),
            media_type=media_type,
            version=version or hashlib.sha256(body).hexdigest()[:12],
        )


class Assets:
    """The files of a folder, and what else is served beside them, by name."""

    def __init__(self, folder: Path, more: Mapping[str, bytes]) -> None:
        files = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}
        self._assets = {name: Asset.of(name, body) for name, body in {**files, **more}.items()}

    def url(self, name: str) -> str:
        """Where an asset is served; the address changes with its content."""
        asset = self._assets.get(name)
        return f"/static/{name}?v={asset.version}" if asset else f"/static/{name}"

    @property
    def version(self) -> str:
        """Changes with any of them."""
        return " ".join(asset.version for asset in self._assets.values())

    def get(self, name: str) -> Asset:
        try:
            return self._assets[name]
        except KeyError:
            raise NotFoundException from None


def answer(request: Request[Any, Any, Any], asset: Asset) -> Response[bytes]:
    """An asset, kept by the browser for good where it was asked for by its version."""
    forever = request.query_params.get("v") == asset.version
    headers = {"Cache-Control": FOREVER if forever else A_WHILE, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return Response(asset.compressed, media_type=asset.media_type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(asset.body, media_type=asset.media_type, headers=headers)


def static_handlers(assets: Assets) -> list[HTTPRouteHandler]:
    """The handlers that serve the assets, outside sessions."""

    @get("/static/{name:str}", sync_to_thread=False)
    def static(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
        return answer(request, assets.get(name))

    @get("/favicon.ico", sync_to_thread=False)
    def icon() -> Response[bytes]:
        """What browsers ask for unasked, on pages that name no icon."""
        asset = assets.get("mark.svg")
        return Response(asset.body, media_type=asset.media_type, headers={"Cache-Control": A_DAY})

    return [static, icon]
