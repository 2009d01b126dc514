"""However a name is handed on from module to module, its use at the end is hit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

STEPS = st.tuples(
    st.sampled_from(["import", "rename", "module", "star", "alias", "relative"]), st.booleans()
)


@dataclass
class Chain:
    """Modules that hand on ``requests.get``: the last one, and how it is written behind that."""

    files: dict[str, str] = field(default_factory=dict)
    module: str = "requests"
    names: tuple[str, ...] = ("get",)

    def add(self, number: int, kind: str, in_package: bool) -> None:
        module = f"app.p{number}" if in_package else f"app.m{number}"
        path = f"app/p{number}/__init__.py" if in_package else f"app/m{number}.py"
        first, new = self.names[0], f"n{number}"
        match kind:
            case "rename":
                text, self.names = (
                    f"from {self.module} import {first} as {new}\n",
                    (new, *self.names[1:]),
                )
            case "module":
                text, self.names = f"import {self.module} as {new}\n", (new, *self.names)
            case "star" if self.module != "requests":
                text = f"from {self.module} import *\n"
            case "alias":
                chain = ".".join(self.names)
                text = f"import {self.module} as x{number}\n{new} = x{number}.{chain}\n"
                self.names = (new,)
            case "relative" if self.module.startswith("app."):
                dots = ".." if in_package else "."
                text = f"from {dots}{self.module.removeprefix('app.')} import {first}\n"
            case _:
                text = f"from {self.module} import {first}\n"
        self.files[path], self.module = text, module


# The fixtures make values and keep nothing
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(STEPS, min_size=1, max_size=6),
    st.sampled_from(["from", "module", "star", "inside"]),
    st.lists(st.integers(0, 5), max_size=3),
)
def test_the_use_at_the_end_is_hit(
    judge, rule, steps: Sequence[tuple[str, bool]], use: str, cycles: Sequence[int]
) -> None:
    chain = Chain({"app/__init__.py": ""})
    for number, (kind, in_package) in enumerate(steps):
        chain.add(number, kind, in_package)
    for number in cycles:  # modules that also take everything back from the last
        path = list(chain.files)[number % len(chain.files)]
        chain.files[path] += f"from {chain.module} import *\n"
    written = ".".join(chain.names)
    chain.files["tests/user.py"] = {
        "from": f"from {chain.module} import {chain.names[0]}\n{written}(1)\n",
        "module": f"import {chain.module} as it\nit.{written}(1)\n",
        "star": f"from {chain.module} import *\n{written}(1)\n",
        "inside": f"import {chain.module}\n{chain.module}.{written}(1)\n",
    }[use]
    found = judge(chain.files, rule(match={"calls": ["requests.get"]}))
    lines = [(v.place.path, v.place.start.line) for v in found.violations]
    assert ("tests/user.py", 1) in lines
