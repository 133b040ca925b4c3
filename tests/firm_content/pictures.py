"""Logos to upload: ours, and what somebody might send in place of one."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo


def logo(colour: str = "#7a1f3d", size: tuple[int, int] = (300, 100), *, margin: int = 20) -> Image.Image:
    """A bar of a colour with a margin of white around it."""
    picture = Image.new("RGB", (size[0] + 2 * margin, size[1] + 2 * margin), "white")
    ImageDraw.Draw(picture).rectangle((margin, margin, margin + size[0] - 1, margin + size[1] - 1), fill=colour)
    return picture


def saved(picture: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def with_passengers() -> bytes:
    """A PNG with text in it, and a script behind its end."""
    text = PngInfo()
    text.add_text("Comment", "<script>alert('stolen')</script>")
    text.add_text("Long", "https://tracker.example/pixel.gif", zip=True)
    return saved(logo(), pnginfo=text) + b"<script>alert('stolen')</script>"


def from_a_phone() -> bytes:
    """A JPEG that says where it was taken, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "48.137N 11.575E"
    return saved(logo(size=(100, 300)), "JPEG", exif=exif, comment=b"48.137N 11.575E")


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A few kilobytes that unpack to gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><image href="https://tracker.example/p.gif"/></svg>'
