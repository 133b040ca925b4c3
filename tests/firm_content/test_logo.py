"""A logo from outside: what is kept of it, and what is refused."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image

from diagnostic.errors import NotPossible
from diagnostic.firm_content.logo import LARGEST_FILE, LARGEST_MADE, drawn_anew
from tests.firm_content.pictures import SVG, bomb, from_a_phone, logo, saved, with_passengers


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=("PNG",))


@pytest.mark.parametrize("sent", [with_passengers(), from_a_phone()])
def test_nothing_but_the_pixels_comes_along(sent: bytes) -> None:
    made = drawn_anew(sent)
    picture = opened(made)
    picture.load()
    assert picture.info == {}
    assert not picture.getexif()
    assert set(chunks(made)) == {b"IHDR", b"IDAT", b"IEND"}
    for passenger in (b"script", b"tracker", b"48.137"):
        assert passenger not in made


def chunks(png: bytes) -> Iterator[bytes]:
    """The kinds of all of them, to the last byte of the file."""
    at = 8
    while at < len(png):
        yield png[at + 4 : at + 8]
        at += 12 + int.from_bytes(png[at : at + 4], "big")
    assert at == len(png)


def test_the_margin_is_cut_off_and_what_lies_on_its_side_is_put_upright() -> None:
    assert opened(drawn_anew(saved(logo(size=(300, 100))))).size == (300, 100)
    wide, high = opened(drawn_anew(from_a_phone())).size
    # It stands 100 wide and 300 high in the file, which says that it is to be turned. JPEG blurs an edge.
    assert abs(wide - 300) + abs(high - 100) <= 16


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "CMYK", "I;16", "1"])
def test_pictures_of_every_kind_are_taken(mode: str) -> None:
    picture = logo("black")
    sent = picture.convert("L").convert("I;16") if mode == "I;16" else picture.convert(mode)
    assert opened(drawn_anew(saved(sent, "JPEG" if mode == "CMYK" else "PNG"))).mode == "RGB"


def test_what_is_transparent_is_white() -> None:
    picture = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    picture.paste((0, 80, 80, 255), (20, 20, 60, 80))
    made = opened(drawn_anew(saved(picture)))
    assert made.size == (40, 60)
    assert made.getpixel((0, 0)) == (0, 80, 80)


def test_a_large_one_is_made_small_enough_to_be_in_every_file() -> None:
    noise = Image.effect_noise((2000, 1500), 90).convert("RGB")
    made = drawn_anew(saved(noise, "JPEG", quality=60))
    assert max(opened(made).size) <= 1200
    assert len(made) <= LARGEST_MADE


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (SVG, "cannot be read as a picture"),
        (b"", "cannot be read as a picture"),
        (b"<html><script>alert(1)</script></html>", "cannot be read as a picture"),
        (saved(logo(), "GIF"), "cannot be read as a picture"),
        (saved(logo(), "TIFF"), "cannot be read as a picture"),
        (saved(logo())[:200], "cannot be read as a picture"),
        (bomb(), "more than 25 million pixels"),
        (bomb(1, 30_000_000), "more than 25 million pixels"),
        (saved(Image.new("RGBA", (200, 100), (255, 255, 255, 255))), "nothing of this picture would be seen"),
        (saved(Image.new("RGBA", (200, 100), (0, 0, 0, 0))), "nothing of this picture would be seen"),
        (saved(logo("#eeeeee")), "nothing of this picture would be seen"),
        (saved(logo(size=(300, 8))), "It needs 16 each way"),
        (saved(logo(size=(1000, 100))), "8 times as wide as high"),
        (b"\x89PNG\r\n\x1a\n" + bytes(LARGEST_FILE), "more than 2 MB"),
    ],
)
def test_what_is_no_logo_is_refused_with_the_reason(sent: bytes, says: str) -> None:
    with pytest.raises(NotPossible, match=says):
        drawn_anew(sent)
