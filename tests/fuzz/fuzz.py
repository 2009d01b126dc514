"""``make fuzz``: throws damaged input at the loader, the terms, the globs and the scanners.

    fuzz.py [--seconds N] [TARGET …]

Each target runs N seconds (30 unless told) in a process of its own under atheris, which is fetched
from the package index once. An input that raises, takes longer than five seconds or more than 1 GB
ends the run with status 1 and is kept in ``.cache/fuzz/crashes``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CACHE = ROOT / ".cache" / "fuzz"
ATHERIS = "atheris==3.0.0"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("targets", nargs="*")
    options = parser.parse_args()
    sys.path.insert(0, str(install()))
    from targets import TARGETS

    unknown = set(options.targets) - set(TARGETS)
    if unknown:
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    failed = [name for name in options.targets or TARGETS if not run(name, options.seconds)]
    print(f"failed: {', '.join(failed)}" if failed else "every target held")
    return 1 if failed else 0


def install() -> Path:
    folder = CACHE / ATHERIS.replace("==", "-")
    if not (folder / ".complete").exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder)]
        subprocess.run([*pip, ATHERIS], check=True)
        (folder / ".complete").touch()
    return folder


def run(name: str, seconds: int) -> bool:
    crashes = CACHE / "crashes"
    crashes.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [
            sys.executable, str(HERE / "one.py"), name, str(corpus(name)),
            f"-max_total_time={seconds}", "-timeout=5", "-rss_limit_mb=1024", "-max_len=20000",
            f"-artifact_prefix={crashes}/{name}-", "-verbosity=0", "-print_final_stats=1",
        ],
        capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    counted = next((n for n in done.stderr.splitlines() if "number_of_executed_units" in n), "? ?")
    print(
        f"{name:24} {'held' if done.returncode == 0 else 'FAILED'} {counted.split()[-1]:>10} runs"
    )
    if done.returncode:
        print(done.stdout[-3000:], done.stderr[-1000:], sep="\n")
    return done.returncode == 0


def corpus(name: str) -> Path:
    from targets import SEEDS

    folder = CACHE / "corpus" / name
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in SEEDS.get(name, ()):
        for seed in sorted(ROOT.glob(pattern)):
            if seed.is_file() and not seed.name.endswith(".golden"):
                (folder / seed.name).write_bytes(seed.read_bytes())
    return folder


if __name__ == "__main__":
    sys.exit(main())
