"""Real packages, fetched once from the package index into ``.cache/packages`` and never again."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for ast_facts and ast_agreement
sys.path.append(str(Path(__file__).parents[1] / "bench"))  # for what the benchmark measures too

CACHE = Path(__file__).parent.parent.parent / ".cache" / "packages"
NPM_CACHE = CACHE.with_name("npm")


MEASURED: list[str] = []


@pytest.fixture(scope="session")
def measured() -> Callable[[str], None]:
    """``measured("…")`` adds a line to what is printed when all is done."""
    return MEASURED.append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if MEASURED:
        terminalreporter.section("measured")
        for line in sorted(MEASURED):
            terminalreporter.line(line)


@pytest.fixture(scope="session")
def package() -> Callable[[str], Path]:
    """``package("django==5.1.4")`` → the folder with its unpacked wheel."""
    return fetch


@pytest.fixture(scope="session")
def sdist() -> Callable[[str], Path]:
    """``sdist("maturin==1.7.4")`` → the folder with its unpacked source release."""
    return fetch_sdist


def fetch_sdist(requirement: str) -> Path:
    folder = CACHE / f"{requirement.replace('==', '-')}-source"
    if not (folder / ".complete").exists():
        archives = CACHE / "archives" / f"{requirement.partition('==')[0]}-source"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        sources = ["--no-binary", ":all:", "--dest", str(archives)]
        subprocess.run([*command, *sources, requirement], check=True)
        with tarfile.open(next(archives.glob("*.tar.gz"))) as archive:
            archive.extractall(folder, filter="data")
        (folder / ".complete").touch()
    return folder


def fetch(requirement: str) -> Path:
    folder = CACHE / requirement.replace("==", "-")
    if not (folder / ".complete").exists():
        archive = download(requirement)
        unpack(archive, folder)
        (folder / ".complete").touch()
    return folder


def download(requirement: str) -> Path:
    name = requirement.partition("==")[0]
    target = CACHE / "archives" / name
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    wheels = ["--only-binary", ":all:", "--dest", str(target)]
    subprocess.run([*command, *wheels, requirement], check=True)
    return next(target.glob("*.whl"))


def unpack(archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive) as bundle:
        bundle.extractall(folder)  # noqa: S202 - a pinned wheel


@pytest.fixture(scope="session")
def tool() -> Callable[[str, str], Path]:
    """``tool("ast-grep-cli==0.51.1", "ast-grep")`` → the command, installed beside the packages."""
    return install


def install(requirement: str, command: str) -> Path:
    folder = CACHE / "tools" / requirement.replace("==", "-")
    if not (folder / ".complete").exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder)]
        subprocess.run([*pip, requirement], check=True)
        (folder / ".complete").touch()
    return folder / "bin" / command


@pytest.fixture(scope="session")
def environment() -> Callable[[str, tuple[str, ...]], Path]:
    """``environment("jedi", ("jedi==0.20.1",))`` → the Python of an environment of its own."""
    return create


def create(name: str, requirements: tuple[str, ...]) -> Path:
    folder = CACHE / "environments" / name
    stamp, wanted = folder / ".complete", "\n".join(requirements)
    python = folder / "bin" / "python"
    if not stamp.exists() or stamp.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", *requirements],
            check=True,
        )
        stamp.write_text(wanted)
    return python


@pytest.fixture(scope="session")
def npm_package() -> Callable[[str], Path]:
    """``npm_package("rxjs@7.8.1")`` → the folder of a package of the npm registry."""
    return fetch_npm


def fetch_npm(package: str) -> Path:
    npm = shutil.which("npm")
    assert npm, "this suite needs node and npm"
    folder = NPM_CACHE / package.replace("/", "-")
    if not folder.exists():
        archives = NPM_CACHE / "archives"
        archives.mkdir(parents=True, exist_ok=True)
        command = [npm, "pack", "--silent", package, "--pack-destination", str(archives)]
        name = subprocess.run(command, check=True, capture_output=True, text=True, cwd=archives)
        unpacking = folder.with_name(f"{folder.name}.part")
        with tarfile.open(archives / name.stdout.split()[-1]) as archive:
            archive.extractall(unpacking, filter="data")
        unpacking.rename(folder)
    return next(each for each in folder.iterdir() if each.is_dir())
