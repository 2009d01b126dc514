"""The two example specs refuse an unfinished refactor of a small project and accept the finished one."""

from __future__ import annotations

from pathlib import Path

import pytest

from planproof_testing import Project

EXAMPLES = Path(__file__).parents[2] / "examples"

AUTH_OLD = {
    "server/auth/legacy.py": "def legacy_login(name, password):\n    return name\n",
    "server/auth/tokens.py": "class TokenStore:\n    def verify(self, token):\n        return token\n",
    "server/views/profile.py": (
        "from server.auth.legacy import legacy_login as enter\n\n\n"
        "@session_required\n"
        "def profile(request):\n"
        "    return enter(request.name, password=request.secret)\n"
    ),
    "web/app.ts": 'import { useSession } from "@acme/session-auth";\nuseSession();\n',
}
AUTH_NEW = {
    "server/auth/tokens.py": AUTH_OLD["server/auth/tokens.py"]
    + "\n\ndef issue(user):\n    return user\n",
    "server/views/profile.py": (
        "from server.auth import tokens\n\n\n"
        "@token_required\n"
        "def profile(request):\n"
        "    return tokens.issue(request.user)\n"
    ),
    "web/app.ts": 'import { useToken } from "@acme/token-auth";\nuseToken();\n',
}
API_OLD = {
    "app/models/user.py": "class User(Base):\n    objects = UserManager()\n\n\nclass UserManager:\n    pass\n",
    "app/views.py": (
        "from app.models.user import User\n\n\n"
        "def show(user_id):\n"
        "    return User.objects.get(user_id=user_id)\n"
    ),
    "clients/python.py": (
        "def users(session):\n"
        '    response = session.get("/v1/users")\n'
        "    if response.status_code != 200:\n"
        "        raise ValueError(response)\n"
        "    return response\n"
    ),
    "clients/browser.ts": "export const users = () => fetch('/v1/users');\n",
}
API_NEW = {
    "app/models/account.py": "class Account(Base):\n    objects = AccountManager()\n\n\nclass AccountManager:\n    pass\n",
    "app/views.py": (
        "from app.models.account import Account\n\n\n"
        "def show(account_id, other):\n"
        "    if other.account_id == Account.objects.get(account_id=account_id).account_id:\n"
        "        return other\n"
    ),
    "clients/python.py": (
        "import accounts_sdk\n\n\n"
        "def users(token):\n"
        "    response = accounts_sdk.Client(token).accounts()\n"
        "    if not response.ok:\n"
        "        raise ApiError(response)\n"
    ),
    "clients/browser.ts": "export const users = () => new AccountsClient().list();\n",
}


@pytest.mark.parametrize(
    ("name", "before", "after", "guards"),
    [
        ("auth_migration", AUTH_OLD, AUTH_NEW, {"tokens-are-never-printed"}),
        ("api_refactor", API_OLD, API_NEW, set()),
    ],
)
def test_the_old_code_is_refused_by_every_rule_and_the_new_accepted(
    name: str, before: dict[str, str], after: dict[str, str], guards: set[str], tmp_path: Path
) -> None:
    project = Project(tmp_path / "project", tmp_path / "home")
    project.home.mkdir()
    spec = str(EXAMPLES / f"{name}.yaml")

    for path, text in before.items():
        project.write(path, text)
    project.git("init", "--quiet")
    answer = project.run("verify", spec, "--json")
    assert answer.code == 1, answer.out
    rules = {rule["rule"]: rule["violations"] for rule in rules_in(answer.data)}
    assert {rule for rule, count in rules.items() if not count} == guards

    for path in before.keys() - after.keys():
        (project.root / path).unlink()
    for path, text in after.items():
        project.write(path, text)
    answer = project.run("verify", spec, "--json")
    assert answer.code == 0, answer.out


def rules_in(data: dict[str, list[dict[str, object]]]) -> list[dict[str, object]]:
    return data["rules"]
