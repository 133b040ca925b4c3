"""A logo that comes from outside: read within limits, and drawn anew, so that nothing of the file itself is kept.

Few imports: whatever stands here is loaded again in the process that reads.
"""

import io
import warnings

from PIL import Image, ImageOps

from diagnostic.errors import NotPossible

LARGEST_FILE, LARGEST_MADE = 2_000_000, 200_000
"""Bytes of what is sent, and of what is made of it, which is in every file of every briefing."""
_MOST_PIXELS = 25_000_000
_TOO_MANY = "The picture has more than 25 million pixels. Save the logo smaller."
_SMALLEST = 16
_WIDEST = 8
"""So many times as wide as high, or as high as wide: beyond that nothing of it could be made out where it stands."""
_ROOM = (1200, 400)
"""Pixels: sharp in print at the size in which it is printed."""
_FAINTEST = 200
"""Of 255: where all of it is lighter, paper shows nothing."""
_READABLE = "Give a PNG or a JPEG; what you have can be saved as one by any program that shows pictures."


def drawn_anew(data: bytes) -> bytes:
    """A PNG of a picture: upright, on white, without the margin around it, no larger than it is ever needed.

    What a file holds besides its pixels does not come along: no text, no place where it was taken, no program.

    Raises
    ------
    NotPossible
        Where it is no PNG or JPEG, is too large or too small, or would not be seen on paper; says which.
    """
    if len(data) > LARGEST_FILE:
        raise NotPossible(f"The file has more than {LARGEST_FILE // 1_000_000} MB. Save the logo smaller.")
    try:
        with warnings.catch_warnings():
            # That a picture unpacks to too much is warned of, and looked at below.
            warnings.simplefilter("ignore")
            opened = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
            if opened.width * opened.height > _MOST_PIXELS:
                raise NotPossible(_TOO_MANY)
            # Of any kind of colours and transparency; of a JPEG from a phone, which way up it is.
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise NotPossible(_TOO_MANY) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise NotPossible(f"This cannot be read as a picture. {_READABLE}") from error
    picture = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright).convert("RGB")
    shades = ImageOps.grayscale(picture)
    shown = shades.point(lambda shade: 255 if shade <= _FAINTEST else 0).getbbox()
    if shown is None:
        raise NotPossible("On white nothing of this picture would be seen. Upload the logo for light paper.")
    picture = picture.crop(shown)
    wide, high = picture.size
    if min(wide, high) < _SMALLEST or max(wide / high, high / wide) > _WIDEST:
        least = f"The logo is {wide} × {high} pixels. It needs {_SMALLEST} each way"
        raise NotPossible(f"{least}, and may be {_WIDEST} times as wide as high, or as high as wide.")
    picture.thumbnail(_ROOM, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    if len(out.getvalue()) > LARGEST_MADE:
        # A photograph, or a logo with shading; 256 colours show it as well.
        out = io.BytesIO()
        picture.quantize().save(out, "PNG", optimize=True)
    return out.getvalue()
