"""Who turned a task red, found out once: the history behind a commit does not change.

It is kept in the index, which may lose or damage it: then it is found out again.
"""

from __future__ import annotations

import hashlib

import msgspec

from planproof.evaluate.packed import to_bytes
from planproof.report.blame import Culprit
from planproof.usecases.find_culprit import Case
from planproof.usecases.kept_verdicts import keep_results
from planproof.usecases.prepare import prepare_stored

_VERSION = 1


class KeptCulprit:
    """That of one task which is red at ``head``, or on top of it."""

    def __init__(self, case: Case, head: str | None) -> None:
        self._memo = case.index.memo
        self._row = f"culprit: {case.plan.slug} {case.task.key}"
        prepared = prepare_stored(case.workspace.root, case.stored)
        passed = case.store.passing_commits(case.task)
        asked = [_VERSION, keep_results(prepared).key, case.plan.base_commit, head, [*passed]]
        self._name = hashlib.sha256(to_bytes(asked)).digest()

    def recall(self) -> Culprit | None:
        stored = self._memo.get(self._row)
        if stored is None or not stored.startswith(self._name):
            return None
        content = stored[len(self._name) :]
        digest, packed = content[:32], content[32:]
        if hashlib.sha256(packed).digest() != digest:
            return None
        try:
            return msgspec.msgpack.decode(packed, type=Culprit)
        except msgspec.MsgspecError:
            return None

    def keep(self, culprit: Culprit) -> None:
        try:
            packed = msgspec.msgpack.encode(culprit)
        except UnicodeEncodeError:  # a name that is no UTF-8
            return
        self._memo.put(self._row, self._name + hashlib.sha256(packed).digest() + packed)
