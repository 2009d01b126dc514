"""``python -I -m planproof_cli.ci settle|plan|gate``: the action's own. No command for people."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

from planproof.errors import PlanproofError
from planproof_cli.ci import steps
from planproof_cli.ci.runner import say_error, without_commands
from planproof_cli.exits import Exit, of_error

_STEPS = {"settle": steps.settle, "plan": steps.plan, "gate": steps.gate}


def main(typed: list[str]) -> int:
    """Whatever goes wrong is an annotation, and a status that fails the job."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if len(typed) != 1 or typed[0] not in _STEPS:
        sys.stderr.write("planproof_cli.ci settle|plan|gate\n")
        return Exit.USAGE
    try:
        return _STEPS[typed[0]](os.environ)
    except PlanproofError as error:
        for one in error.diagnostics:
            say_error(f"{one.message}\n{one.fix}" if one.fix else one.message)
        return of_error(error)
    except Exception as error:
        from planproof_cli.trouble import report_bug

        say_error(f"{type(error).__name__}: {error}")
        with without_commands():
            return report_bug(error, typed, as_json=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
