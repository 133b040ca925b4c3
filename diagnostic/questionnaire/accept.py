"""What every question type uses to take or refuse a raw answer."""

from collections.abc import Mapping, Sequence


class Rejected(Exception):
    """A raw answer that cannot be taken; ``code`` is a key of the frame's fault texts."""

    def __init__(self, code: str, details: Mapping[str, str | int | float] | None = None) -> None:
        self.code = code
        self.details = dict(details or {})
        super().__init__(code)


def only(raw: Sequence[str]) -> str:
    """The single value of a field; a field sent twice is refused rather than guessed at."""
    if len(raw) != 1:
        raise Rejected("one_answer")
    return raw[0].strip()
