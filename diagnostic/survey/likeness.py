"""How much two texts are about the same: for suggestions that a person looks at."""

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from diagnostic.questionnaire.subjects import Subjects
from diagnostic.text import is_unspaced, words_of

_PART = 4
"""Words are compared by parts of so many letters, so that "meeting" and "Meetings", "Preis" and "Preise", and
"Entscheidung" and "Entscheidungswege" are alike."""
_OF_SUBJECTS = 0.2
"""What the same subjects weigh beside the same words, which weigh 1."""


def likeness(texts: Sequence[str], others: Sequence[str], subjects: Subjects) -> NDArray[np.float64]:
    """How much each text is like each of the others, 0 to 1.2: shape (texts, others).

    By the parts of words that both have, and by what words of either language speak of: of each the cosine.
    """
    every = [*texts, *others]
    words, spoken = [frozenset(_parts(text)) for text in every], [subjects.of(text) for text in every]
    found: NDArray[np.float64] = _cosines(words, len(texts)) + _OF_SUBJECTS * _cosines(spoken, len(texts))
    return found


def _cosines(has: Sequence[Set[str]], texts: int) -> NDArray[np.float64]:
    """Between the first so many and the others: shape (texts, len(has) - texts), 0 to 1.

    What few have weighs more: the logarithm of the number of all over how many have it (Spärck Jones 1972).
    """
    numbers = {name: number for number, name in enumerate(frozenset().union(*has))}
    columns = [numbers[name] for own in has for name in own]
    begins = np.concatenate(([0], np.cumsum([len(own) for own in has], dtype=int)))
    there = csr_array((np.ones(len(columns)), columns, begins), shape=(len(has), len(numbers)))
    weighed = (there * np.log((1 + len(has)) / np.maximum(there.sum(axis=0), 1))).tocsr()
    length = np.sqrt((weighed**2).sum(axis=1))
    unit = diags_array(1 / np.where(length > 0, length, 1)) @ weighed
    found: NDArray[np.float64] = (unit[:texts] @ unit[texts:].T).toarray()
    return found


def _parts(text: str) -> Iterator[str]:
    """Parts of the words of four letters and more; shorter ones are hardly ever what something is about.

    Where a word begins and ends is a part of it. Of scripts without blanks, two letters that follow each other are one.
    """
    words = words_of(text)
    for word in words:
        if len(word) >= _PART:
            marked = f" {word} "
            yield from (marked[at : at + _PART] for at in range(len(marked) - _PART + 1))
    yield from (one + next_one for one, next_one in pairwise(words) if is_unspaced(one) and is_unspaced(next_one))
