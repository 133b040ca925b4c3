"""Style sheets and scripts: read once at the start, sent small, kept by browsers until they change."""

import base64
import gzip
import hashlib
import mimetypes
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from rcssmin import cssmin
from rjsmin import jsmin

FOREVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
A_WHILE = "public, max-age=300"
_IMPORT = re.compile(r'@import "([a-z]+\.css)";')
_SMALLER: dict[str, Callable[[str], str]] = {".js": jsmin, ".css": cssmin}


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
        files = {file.name: as_sent(file) for file in sorted(folder.iterdir()) if file.is_file()}
        self._assets = {name: Asset.of(name, body) for name, body in {**files, **more}.items()}

    def url(self, name: str) -> str:
        """Where an asset is served; the address changes with its content."""
        asset = self._assets.get(name)
        return f"/static/{name}?v={asset.version}" if asset else f"/static/{name}"

    def integrity(self, name: str) -> str:
        """What a browser holds an asset against, so that a page runs no other; raises `NotFoundException`."""
        return integrity(self.get(name).body)

    @property
    def version(self) -> str:
        """Changes with any of them."""
        return " ".join(asset.version for asset in self._assets.values())

    def get(self, name: str) -> Asset:
        try:
            return self._assets[name]
        except KeyError:
            raise NotFoundException from None


def as_sent(file: Path) -> bytes:
    """What browsers get of a file: with the style sheets it imports, without comments and blanks that mean nothing."""
    if file.suffix not in _SMALLER:
        return file.read_bytes()
    whole = _IMPORT.sub(lambda found: (file.parent / found[1]).read_text(encoding="utf-8"), file.read_text("utf-8"))
    return _SMALLER[file.suffix](whole).encode()


def integrity(body: bytes) -> str:
    """The digest of a file, as a page names it beside its address (Subresource Integrity)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(body).digest()).decode()}"


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
