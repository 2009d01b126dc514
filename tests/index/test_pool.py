"""A pool outlives what it reads, and nothing of it outlives its owner."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from planproof.index.extract import Extract, extract_all
from planproof.index.pool import Pool
from planproof.index.worker import Reading, Text

SMALL: list[Text] = [("python", b"import m%d\nm%d.call()\n" % (n, n)) for n in range(5)]
SLOW: Text = ("python", b"\n".join(b"a" + b".b" * 2_400 for _ in range(300)))
"""Just inside every bound, and half a minute of work."""


def expected(jobs: list[Text]) -> list[Extract]:
    return [normal(extract_all(content, language)) for language, content in jobs]


def normal(extract: Extract) -> Extract:
    return extract._replace(segments=tuple(tuple(sorted(each)) for each in extract.segments))


def run(pool: Pool[Text, Extract], chunks: list[list[Text]]) -> list[list[Extract]]:
    return [[normal(each) for each in extracts] for extracts in pool.run(chunks)]


def test_extracts_come_in_the_order_of_the_chunks():
    chunks = [[job] * (at % 3) for at, job in enumerate(SMALL * 10)]
    with Pool(2, Reading()) as pool:
        assert run(pool, chunks) == [expected(chunk) for chunk in chunks]
        assert run(pool, chunks[:3]) == [expected(chunk) for chunk in chunks[:3]]


def test_chunks_are_asked_for_as_they_are_needed():
    asked = 0

    def chunks() -> Iterator[list[Text]]:
        nonlocal asked
        for _ in range(200):
            asked += 1
            yield SMALL

    with Pool(2, Reading()) as pool:
        next(pool.run(chunks()))
    assert asked < 40


@pytest.mark.parametrize("at", [0, 2, 4])
def test_a_source_that_takes_too_long_is_the_only_one_lost(at: int):
    chunk = [*SMALL[:at], SLOW, *SMALL[at:]]
    with Pool(2, Reading(), seconds=0.7, seconds_per_byte=0) as pool:
        first, second = run(pool, [chunk, SMALL])
    assert first[at].facts is None
    assert first[at].reason == "TOO_COMPLEX"
    assert [*first[:at], *first[at + 1 :]] == expected(SMALL)
    assert second == expected(SMALL)


def test_a_worker_that_dies_once_loses_nothing():
    chunks = [SMALL * 40 for _ in range(6)]
    with Pool(2, Reading()) as pool:
        answers = pool.run(chunks)
        found = [next(answers)]
        os.kill(pool.processes()[0], signal.SIGKILL)
        found.extend(answers)
    assert [[normal(each) for each in one] for one in found] == [expected(c) for c in chunks]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs a timer that interrupts")
def test_what_is_lost_because_somebody_kills_a_worker_is_not_held_against_the_source():
    with Pool(1, Reading()) as pool:
        before = signal.signal(
            signal.SIGALRM, lambda *_: os.kill(pool.processes()[0], signal.SIGKILL)
        )
        signal.setitimer(signal.ITIMER_REAL, 1.0)
        try:
            ((lost,),) = pool.run([[SLOW]])
        finally:
            signal.signal(signal.SIGALRM, before)
    assert (lost.reason, lost.kept) == ("TOO_COMPLEX", False)


def test_leaving_a_pool_in_the_middle_leaves_no_process():
    started: list[int] = []
    with Pool(2, Reading()) as pool:
        next(pool.run([SMALL, [SLOW], [SLOW]]))
        started = pool.processes()
    assert len(started) == 2
    assert not any(exists(process) for process in started)


PROGRAM = """
    import sys
    from planproof.index.pool import Pool
    from planproof.index.worker import Reading
    slow = ("python", b"\\n".join(b"a" + b".b" * 2_400 for _ in range(20)))
    with Pool(2, Reading()) as pool:
        answers = pool.run([[("python", b"x")], [slow], [slow], [slow]])
        next(answers)
        print(*pool.processes(), flush=True)
        next(answers)
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_its_parent(how: signal.Signals):
    command = [sys.executable, "-c", textwrap.dedent(PROGRAM)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert parent.stdout is not None
    workers = [int(word) for word in parent.stdout.readline().split()]
    parent.stdout.close()
    assert len(workers) == 2
    parent.send_signal(how)
    parent.wait(timeout=20)
    deadline = time.monotonic() + (60 if how is signal.SIGKILL else 0)  # the chunk at work
    while any(map(exists, workers)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(exists, workers))


def test_a_pool_starts_from_a_program_with_threads():
    program = """
        import threading, time
        from planproof.index.pool import Pool
        from planproof.index.worker import Reading
        threading.Thread(target=time.sleep, args=(5,), daemon=True).start()
        if __name__ == "__main__":
            with Pool(2, Reading()) as pool:
                print([len(each) for each in pool.run([[("python", b"x")]])])
    """
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[1]\n"


def exists(process: int) -> bool:
    """Whether it runs; one that waits to be reaped does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
