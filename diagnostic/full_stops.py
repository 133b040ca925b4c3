"""One full stop where two would meet.

A company may be called “Novara Pharma Inc.”, and what is quoted may end with a question mark; the sentence around it
brings a full stop of its own. Texts are put right where they are filled in, and templates where they are read.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_TWO = re.compile(r"(?<![.…])([.!?…][”“’‘»«\"'\u2069]*)\.(?![./\w])")
WIDE = ("。", "！", "？", "：")
"""Of full width, as in Japanese, where no blank stands behind a sentence or a colon."""
_WIDE_TWO = re.compile(r"([。！？][」』）]*)。")
_WIDE_BLANK = re.compile(r"(?<=[。！？：]) +")
_STOP = re.compile(r"(</\w+>)*\.(?!\w|\.)")


def one_stop(text: str) -> str:
    """A text in which no full stop follows the end of a sentence: ``at Inc..`` is ``at Inc.``.

    An ellipsis stays, whether it is a character or three. Behind a full stop of full width no blank stays.
    """
    while (fewer := _TWO.sub(r"\1", text)) != text:
        text = fewer
    return text if text.isascii() else _WIDE_BLANK.sub("", _WIDE_TWO.sub(r"\1", text))


def in_a_row(sentences: Iterable[str], between: str = " ") -> str:
    """One after the other; behind a full stop of full width nothing stands between them."""
    each = list(sentences)
    return "".join(one if one.endswith(WIDE) else one + between for one in each[:-1]) + "".join(each[-1:])


def without_stop(sentence: str) -> str:
    """A sentence without its full stop, so that it stands in another."""
    return sentence.removesuffix(".").removesuffix("。")


class FullStops(Extension):
    """For templates: what is printed right before a full stop comes without its own."""

    def __init__(self, environment: Any) -> None:
        super().__init__(environment)
        environment.filters["before_stop"] = before_stop

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        tokens = list(stream)
        inside: list[Token] = []
        for token, after in zip(tokens, [*tokens[1:], None], strict=True):
            inside.append(token)
            if token.type == "variable_begin":
                yield from inside[:-1]
                inside = [token]
            elif token.type == "variable_end":
                stops = after is not None and after.type == "data" and _STOP.match(after.value)
                yield from _filtered(inside) if stops else inside
                inside = []
        yield from inside


def _filtered(printed: list[Token]) -> Iterator[Token]:
    """``{{ x }}`` as ``{{ (x)|before_stop }}``."""
    begin, *expression, end = printed
    yield begin
    yield Token(begin.lineno, "lparen", "(")
    yield from expression
    yield Token(end.lineno, "rparen", ")")
    yield Token(end.lineno, "pipe", "|")
    yield Token(end.lineno, "name", "before_stop")
    yield end


def before_stop(value: Any) -> Any:
    """What is printed, without the full stop at its end."""
    return value[:-1] if isinstance(value, str) and re.search(r"[^.]\.$", value) else value
