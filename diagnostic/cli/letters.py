"""How the letters of a text would read, where they had to be guessed."""

from collections.abc import Iterator

from diagnostic.reading.seen import Seen


def letters(seen: Seen) -> Iterator[str]:
    """What --encoding may say of a file, a line each; nothing of one whose letters are known."""
    if seen.encodings:
        yield "  Letters had to be guessed; --encoding says another:"
    yield from (f"    {each.name}: {each.sample}" for each in seen.encodings)
