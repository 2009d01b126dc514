"""The peer: the cosine of TF-IDF over the tokens of a function's text, its own name left out."""

from __future__ import annotations

import heapq
import re
from array import array
from collections import Counter, defaultdict
from functools import cached_property
from math import log, sqrt

_WORD = re.compile(rb"[A-Za-z_]\w*")


class TokenCosine:
    """Words of code, literals and comments alike; a term counts with the logarithm of how often it
    stands there, and of how few functions have it."""

    def __init__(self) -> None:
        self._texts: list[Counter[bytes]] = []
        self._lists: defaultdict[bytes, array[int]] = defaultdict(lambda: array("I"))

    def add(self, text: bytes, name: str) -> None:
        counts = Counter(_WORD.findall(text))
        del counts[name.encode()]
        for word in counts:
            self._lists[word].append(len(self._texts))
        self._texts.append(counts)

    def ranked(self, asked: int, most: int) -> list[int]:
        """The functions most like one, best first."""
        scores = [0.0] * len(self._texts)
        for word, weight in self._weights(asked).items():
            idf = self._idf(word)
            for one in self._lists[word]:
                scores[one] += weight * (1 + log(self._texts[one][word])) * idf
        norms = self._norms
        scores = [score / norm for score, norm in zip(scores, norms, strict=True)]
        return heapq.nlargest(most, range(len(scores)), key=scores.__getitem__)

    def ranked_by_words(self, words: bytes, most: int) -> list[int]:
        """The functions most like some words, best first."""
        scores = [0.0] * len(self._texts)
        for word in set(_WORD.findall(words)) & self._lists.keys():
            idf = self._idf(word)
            for one in self._lists[word]:
                scores[one] += (1 + log(self._texts[one][word])) * idf * idf
        scores = [score / norm for score, norm in zip(scores, self._norms, strict=True)]
        return heapq.nlargest(most, range(len(scores)), key=scores.__getitem__)

    def _weights(self, one: int) -> dict[bytes, float]:
        counts = self._texts[one]
        return {word: (1 + log(count)) * self._idf(word) for word, count in counts.items()}

    def _idf(self, word: bytes) -> float:
        return log((len(self._texts) + 1) / (len(self._lists[word]) + 1))

    @cached_property
    def _norms(self) -> list[float]:
        return [
            sqrt(sum(weight * weight for weight in self._weights(one).values())) or 1.0
            for one in range(len(self._texts))
        ]
