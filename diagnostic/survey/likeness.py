"""How much two texts are about the same, by the words they share: for suggestions that a person looks at."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from diagnostic.text import words_of

_PART = 4
"""Words are compared by parts of so many letters, so that "meeting" and "Meetings", "Preis" and "Preise" are alike."""


def likeness(texts: Sequence[str], others: Sequence[str]) -> NDArray[np.float64]:
    """How much each text is like each of the others, 0 to 1: shape (texts, others).

    The weight of what both have in common, as a share of the lighter one's (the overlap coefficient of Szymkiewicz and
    Simpson). What stands in few of all these texts weighs more: the logarithm of their number over how many have it
    (Spärck Jones 1972).
    """
    parts = [frozenset(_parts(text)) for text in (*texts, *others)]
    numbers = {part: number for number, part in enumerate(frozenset().union(*parts))}
    columns = [numbers[part] for own in parts for part in own]
    begins = np.concatenate(([0], np.cumsum([len(own) for own in parts], dtype=int)))
    has = csr_array((np.ones(len(columns)), columns, begins), shape=(len(parts), len(numbers)))
    weight = np.log((1 + len(parts)) / np.maximum(has.sum(axis=0), 1))
    total = has @ weight
    lighter = np.minimum.outer(total[: len(texts)], total[len(texts) :])
    shared = (has[: len(texts)].multiply(weight) @ has[len(texts) :].T).toarray()
    found: NDArray[np.float64] = np.divide(shared, lighter, out=np.zeros_like(shared), where=lighter > 0)
    return found


def _parts(text: str) -> Iterator[str]:
    """Parts of the words of four letters and more; shorter ones are hardly ever what something is about."""
    for word in words_of(text):
        if len(word) >= _PART:
            yield from (word[at : at + _PART] for at in range(len(word) - _PART + 1))
