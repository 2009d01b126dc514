"""What rows are measured with: the options, the repositories and the peers, made when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import fetching
from generated import fill
from processes import Command, Ended, NotMeasuredError, Surroundings
from repositories import HERE, SPECS, Repository, prepare
from timing import Limits

DJANGO = "5.1.4"
HOME_ASSISTANT = "2025.11.1"
ANSIBLE = "12.3.0"
SKLEARN = "1.9.1"
PANDAS = "3.1.1"
AST_GREP = "ast-grep-cli==0.51.0"
SEMGREP = "semgrep==1.182.0"
TYPER = "typer==0.17.0"
RELEASES = {
    "django": (f"django=={DJANGO}", f"[dD]jango-{DJANGO}.tar.gz", ("--no-binary", ":all:")),
    "ha": (
        f"homeassistant=={HOME_ASSISTANT}",
        f"homeassistant-{HOME_ASSISTANT}-*.whl",
        ("--only-binary", ":all:", "--ignore-requires-python"),
    ),
    "ansible": (
        f"ansible=={ANSIBLE}",
        f"ansible-{ANSIBLE}-*.whl",
        ("--only-binary", ":all:", "--ignore-requires-python"),
    ),
    "sklearn": (
        f"scikit-learn=={SKLEARN}",
        f"scikit_learn-{SKLEARN}-*.whl",
        ("--only-binary", ":all:", "--ignore-requires-python"),
    ),
    "pandas": (
        f"pandas=={PANDAS}",
        f"pandas-{PANDAS}-*.whl",
        ("--only-binary", ":all:", "--ignore-requires-python"),
    ),
}
"""Of each release: what is asked for, what comes, and how it is asked for."""
NAMES = {"django": f"Django {DJANGO}", "ha": f"Home Assistant {HOME_ASSISTANT}"}


@dataclass(frozen=True)
class Lab:
    """``limits`` bound the rounds of each row; ``full`` asks for what takes many minutes too."""

    cache: Path
    scratch: Path
    surroundings: Surroundings
    limits: Limits
    full: bool = False

    @cached_property
    def _made(self) -> dict[str, Repository | NotMeasuredError]:
        return {}

    def repository(self, name: str) -> Repository:
        """``django`` or ``ha``. What could not be made once is not tried again."""
        if name not in self._made:
            try:
                self._made[name] = self._make(name)
            except NotMeasuredError as error:
                self._made[name] = error
        made = self._made[name]
        if isinstance(made, NotMeasuredError):
            raise made
        return made

    @property
    def django(self) -> Repository:
        return self.repository("django")

    @property
    def ha(self) -> Repository:
        return self.repository("ha")

    def planned(self, name: str) -> Repository:
        """The same with a plan, whose task 1 has the ten rules; every file as committed."""
        repository = self.repository(name)
        repository.undo_edits()
        if not repository.planned:
            repository.plan()
        return repository

    def generated(self, files: int) -> Repository:
        """So many Python files, near-copies of those of Home Assistant; without a plan."""
        name = f"generated-{files}"
        if name not in self._made:
            source = self.ha
            fetching.say(f"preparing {files} files")
            into = fill(source.root, source.python, files)
            root = self.cache / "repositories" / name
            self._made[name] = prepare(root, self.surroundings, into, SPECS)
        return self.repository(name)

    @cached_property
    def semgrep_hits(self) -> Ended:
        """One run of semgrep over Home Assistant: it takes a minute."""
        return self.semgrep(self.ha).run()

    def ast_grep(self, repository: Repository) -> Command:
        """``ast-grep scan`` of everything with the ten rules."""
        config = str(HERE / "ast-grep" / "sgconfig.yml")
        program = str(fetching.install(self.cache, AST_GREP) / "ast-grep")
        return repository.command(program, "scan", "--config", config, "--json=stream")

    def semgrep(self, repository: Repository) -> Command:
        """``semgrep scan`` of everything with the ten rules, two jobs, without the network."""
        commands = fetching.install(self.cache, SEMGREP)
        config = str(HERE / "semgrep" / "ten.yml")
        quiet = ("--metrics=off", "--disable-version-check", "--quiet", "--json")
        path = {"PATH": f"{commands}:{self.surroundings.environment()['PATH']}"}
        words = (str(commands / "semgrep"), "scan", *quiet, "-j", "2", "--config", config, ".")
        return Command(
            words, repository.root, Surroundings(self.surroundings.home), extra=path, patience=900
        )

    @cached_property
    def typer(self) -> Command:
        """A two-command application of the library that planproof's command line is made with."""
        python = str(fetching.install(self.cache, TYPER) / "python")
        surroundings = Surroundings(self.surroundings.home)
        return Command((python, "two_commands.py", "one"), HERE / "typer", surroundings, (0,))

    def _make(self, name: str) -> Repository:
        requirement, pattern, options = RELEASES[name]
        archive = fetching.download(self.cache, requirement, pattern, options)
        root = self.cache / "repositories" / requirement.replace("==", "-")
        fetching.say(f"preparing {requirement}")
        repository = prepare(
            root, self.surroundings, lambda to: fetching.unpack(archive, to), SPECS
        )
        for path in repository.python:  # into the page cache
            (root / path).read_bytes()
        return repository
