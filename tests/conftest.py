"""Options and fixtures of the whole suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from warm_start import WARM

# Time is measured by the benchmark, never by a test: a busy machine is no mistake
settings.register_profile("planproof", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("planproof")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-packages", action="store_true", help="fetch and use real packages")
    parser.addoption("--run-browser", action="store_true", help="open pages in a real browser")
    parser.addoption("--crash-rounds", type=int, default=3, help="kills per crash test")
    parser.addoption("--update-goldens", action="store_true", help="rewrite the golden files")


@pytest.fixture(scope="session", autouse=True)
def cold_runs(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The processes of xdist share them."""
    top = tmp_path_factory.getbasetemp()
    WARM.seen = (top.parent if "PYTEST_XDIST_WORKER" in os.environ else top) / "cold runs"
    WARM.seen.mkdir(exist_ok=True)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What drives a browser is installed by its own make target only."""
    is_browser = collection_path == Path(__file__).parent / "browser"
    return True if is_browser and not config.getoption("--run-browser") else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Suites over real packages, and in a browser, are make targets of their own: deselected here,
    never skipped."""
    others = [name for name in ("packages", "browser") if not config.getoption(f"--run-{name}")]
    left = [item for item in items if any(map(item.get_closest_marker, others))]
    kept = [item for item in items if item not in left]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept
