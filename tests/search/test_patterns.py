"""What each type of patterns means."""

from __future__ import annotations

import pytest

from pattern_sights import Sights

ROUTES = """\
from fastapi import APIRouter, FastAPI

router = APIRouter(prefix="/users")

@router.get("/{id}")
def one(id): ...

@router.post("/")
def add(): ...

app = FastAPI()
app.include_router(router, prefix="/v1")
"""

FUNCTIONS = """\
import functools
from auth import login_required as guarded

@guarded
@functools.cache
def get_user(request, pk): ...

class Api:
    @guarded
    def get_all(self, request): ...

def helper(request): ...
"""


def test_routes_are_told_by_method_and_path() -> None:
    seen = Sights({"api.py": ROUTES})

    assert seen("api_route method=POST") == ["api.py:8 route  · POST /v1/users"]
    assert seen("api_route path=/v1/users/**") == [
        "api.py:5 route  · GET /v1/users/{id}",
        "api.py:8 route  · POST /v1/users",
    ]
    assert seen("api_route method=get,post path=/v1/users/*") == [
        "api.py:5 route  · GET /v1/users/{id}"
    ]
    assert seen("api_route path=/v2/**") == []
    assert seen("api_route in=other") == []


def test_a_route_of_which_the_prefix_is_not_known_is_marked() -> None:
    text = "from fastapi import APIRouter\n\nr = APIRouter()\n\n@r.post('/x')\ndef f(): ...\n"
    (found,) = Sights({"api.py": text})("api_route method=POST path=/v1/x")

    assert "?" in found


def test_functions_are_told_by_name_decorators_and_parameters() -> None:
    seen = Sights({"views.py": FUNCTIONS})

    assert seen("function name=get_* decorators=login_required") == [
        "views.py:6 function get_user · @guarded @auth.login_required @functools.cache (request, pk)",
        "views.py:10 method Api.get_all · @guarded @auth.login_required (self, request)",
    ]
    assert seen.symbols("function decorators=guarded,cache") == ["get_user"]
    assert seen.symbols("function decorators=functools.cache") == ["get_user"]
    assert seen.symbols("function parameters=request,pk") == ["get_user"]
    assert seen.symbols("function name=Api.*") == ["Api.get_all"]
    assert seen.symbols("function name=/^help/") == ["helper"]
    assert seen.symbols("function decorators=/^auth/ parameters=self") == ["Api.get_all"]


def test_functions_of_other_languages_are_functions_too() -> None:
    seen = Sights(
        {
            "a.go": "package a\n\nfunc GetUser(id int) {}\n",
            "a.rs": "#[inline]\nfn get_user(id: i32) {}\n",
            "A.java": "class A { @Deprecated void getUser(int id) {} }\n",
            "a.ts": "export const getUser = (id: number) => id;\n",
        }
    )

    assert seen.symbols("function name=/(?i)getuser|get_user/ parameters=id") == [
        "A.getUser", "GetUser", "get_user", "getUser"
    ]  # fmt: skip
    assert seen.symbols("function decorators=Deprecated") == ["A.getUser"]


CLASSES = {
    "pkg/__init__.py": "from .base import Base as Root\n",
    "pkg/base.py": "class Base:\n    def run(self): ...\n",
    "pkg/near.py": "from pkg import Root\n\n\nclass Near(Root):\n    def run(self): ...\n",
    "far.py": "from pkg import near as n\n\n\nclass Far(n.Near):\n    def stop(self): ...\n",
    "other.py": "class Base: ...\n\n\nclass Near(Base): ...\n\n\nclass Lost(unknown.Near): ...\n",
}


def test_classes_are_told_by_bases_however_far_above() -> None:
    seen = Sights(CLASSES)

    assert seen.symbols("class bases=pkg.base.Base") == ["Far", "Near"]
    assert seen("class bases=Near") == [
        "far.py:4 class Far · (n.Near)",
        "other.py:7 class Lost · (unknown.Near)",
    ]
    assert seen.symbols("class bases=Base methods=run") == ["Near"]
    assert seen.symbols("class bases=Near methods=stop") == ["Far"]
    assert seen.symbols("class name=Bas*") == ["Base", "Base"]


def test_a_class_with_a_base_that_nobody_knows_is_marked_where_it_may_stand_below() -> None:
    files = {
        "a.py": "class Base: ...\n\n\nclass Near(Base): ...\n",
        "b.py": "import a\n\nthing = a.make()\n\n\nclass Far(thing.Near): ...\n",
    }

    assert Sights(files).symbols("class bases=Base") == ["Near", "Far?"]


def test_a_base_with_another_name_in_the_same_file_is_the_same_base() -> None:
    files = {"a.py": "class Base: ...\n\n\nRoot = Base\n\n\nclass Near(Root): ...\n"}

    assert Sights(files).symbols("class bases=Base") == ["Near"]


def test_classes_are_told_by_decorators_and_in_other_languages() -> None:
    seen = Sights(
        {
            "a.py": "import dataclasses\n\n@dataclasses.dataclass(frozen=True)\nclass Point: ...\n",
            "A.java": "class A extends B implements C { void run() {} }\n",
            "a.ts": "class T extends B<number> implements C { run() {} }\n",
            "a.rs": "#[derive(Debug)]\nstruct S { a: i32 }\nimpl S { fn run(&self) {} }\n",
            "a.go": "package a\n\ntype G struct{}\n\nfunc (g *G) run() {}\n",
        }
    )

    assert seen.symbols("class decorators=dataclass") == ["Point"]
    assert seen.symbols("class bases=B,C") == ["A", "T"]
    assert seen.symbols("class methods=run") == ["A", "G", "S", "T"]
    assert seen.symbols("class decorators=Debug") == ["S"]


REACT = """\
import React, {memo, Component as Base} from 'react';
import {observer} from 'mobx-react';
export const Typed: React.FC<Props> = ({title}) => null;
export function Plain(props: P) { return <div>{props.size}</div>; }
const Memo = memo(function Inner({q}) { return <p/>; });
const Lazy = React.lazy(() => import('./X'));
const Ref = React.forwardRef<A, B>((props, ref) => <div ref={ref} {...props}/>);
class Old extends Base<P> { render() { const {title} = this.props; return <b/>; } }
class Model extends Record { render() { return <b/>; } }
const Watched = observer(({store}) => <p>{store.x}</p>);
const helper = () => <i/>;
function NotOne() { return 1; }
const LIMIT_OF = () => <i/>;
export default () => <i/>;
"""


def test_components_of_react_are_functions_classes_and_what_wraps_them() -> None:
    seen = Sights({"src/App.tsx": REACT})
    watched = "if mobx-react.observer gives a component"

    assert seen("component framework=react") == [
        "src/App.tsx:3 component Typed · react function {title}",
        "src/App.tsx:4 component Plain · react function {size}",
        "src/App.tsx:5 component Memo · react memo {q}",
        "src/App.tsx:6 component Lazy · react lazy",
        "src/App.tsx:7 component Ref · react forwardRef",
        "src/App.tsx:8 component Old · react class {title}",
        f"src/App.tsx:10 component Watched · react wrapped {{store}} ? {watched}",
        "src/App.tsx:14 component App · react function",
    ]
    assert seen.symbols("component props=title") == ["Typed", "Lazy?", "Ref?", "Old"]
    assert seen.symbols("component name=*e*") == ["Typed", "Memo", "Ref", "Watched?"]


def test_a_class_is_a_component_through_the_classes_of_the_tree() -> None:
    seen = Sights(
        {
            "base.js": "import React from 'react';\n"
            "export class Widget extends React.PureComponent {}\n",
            "kit/index.js": "export {Widget as Root} from '../base';\n",
            "button.js": "import {Root} from './kit';\nexport class Button extends Root {}\n",
            "store.js": "import {Component} from '@ember/component';\n"
            "export class Store extends Component {}\n",
        }
    )

    assert seen.symbols("component") == ["Widget", "Button"]


def test_components_without_jsx_and_of_other_makers() -> None:
    seen = Sights(
        {
            "compiled.js": "import React from 'react';\n"
            "export function Card(props) { return React.createElement('div', props); }\n"
            "const Cond = ({a}) => a ? React.createElement('b') : null;\n",
            "held.jsx": "function Held() { const el = <b/>; return el; }\n",
            "page.jsx": "import dynamic from 'next/dynamic';\n"
            "const Chart = dynamic(() => import('./chart'));\nconst P = withRouter(Chart);\n",
            "memo.jsx": "const Impl = () => <b/>;\nconst Kept = generic(Impl);\n"
            "function Late() { return useMemo(() => (<b/>), []); }\n",
            "box.jsx": "import {styled} from '@mui/material/styles';\n"
            "const Box = styled('div', {a: 1})(() => ({}));\nconst Own = styled.b`x`;\n",
            "index.jsx": "export default function () { return <i/>; }\n",
        }
    )

    assert seen.symbols("component") == [
        "Box", "Own", "Card", "Cond", "Held", "index", "Impl", "Kept?", "Late", "Chart", "P?"
    ]  # fmt: skip


def test_components_of_vue_and_svelte_are_files_and_what_defines_them() -> None:
    seen = Sights(
        {
            "src/UserCard.vue": "<script setup>\ndefineProps({user: Object, 'is-big': Boolean})\n"
            "</script>\n<template><b/></template>\n",
            "src/Typed.vue": '<script setup lang="ts">\ndefineProps<{ user?: U; n: number }>()\n'
            "</script>\n",
            "src/Old.vue": "<script>\nexport default { props: ['user'] }\n</script>\n",
            "src/Bare.vue": "<template><b/></template>\n",
            "src/lib/Button.svelte": "<script>\n  export let user;\n  export let kind = 'a';\n"
            "</script>\n",
            "src/lib/Rune.svelte": "<script>\n  let {user, ...rest} = $props();\n</script>\n",
            "src/made.ts": "import { defineComponent } from 'vue';\n"
            "export const Made = defineComponent({ props: { user: Object } });\n",
        }
    )

    assert seen.symbols("component framework=vue") == [
        "Bare", "Old", "Typed", "UserCard", "Made"
    ]  # fmt: skip
    assert seen.symbols("component framework=svelte") == ["Button", "Rune"]
    assert seen("component props=user") == [
        "src/Old.vue:1 component Old · vue file {user}",
        "src/Typed.vue:1 component Typed · vue file {user, n}",
        "src/UserCard.vue:1 component UserCard · vue file {user, is-big}",
        "src/lib/Button.svelte:1 component Button · svelte file {user, kind}",
        "src/lib/Rune.svelte:1 component Rune · svelte file {user}",
        "src/made.ts:2 component Made · vue component {user}",
    ]
    assert seen.symbols("component props=kind") == ["Button", "Rune?"]


PYTESTS = """\
import unittest
from helpers import CaseBase

def test_one(): ...

class TestGroup:
    def test_two(self): ...
    class TestInner:
        def test_three(self): ...

class Cases(unittest.TestCase):
    def test_four(self): ...
    def helper(self): ...

class More(CaseBase):
    def test_five(self): ...

class NotOne:
    def test_nothing(self): ...

def helper():
    def test_inside(): ...
"""


def test_tests_of_python_are_those_that_pytest_and_unittest_collect() -> None:
    seen = Sights(
        {
            "test_a.py": PYTESTS,
            "helpers.py": "from unittest import TestCase\n\nclass CaseBase(TestCase): ...\n",
            "lib.py": "def test_connection(): ...\n\nclass TestTool: ...\n",
        }
    )

    assert seen("test in=*.py") == [
        "helpers.py:3 class CaseBase · unittest",
        "lib.py:1 function test_connection · pytest ? pytest does not look into this file by itself",
        "test_a.py:4 function test_one · pytest",
        "test_a.py:6 class TestGroup · pytest",
        "test_a.py:7 method TestGroup.test_two · pytest",
        "test_a.py:8 class TestGroup.TestInner · pytest",
        "test_a.py:9 method TestGroup.TestInner.test_three · pytest",
        "test_a.py:11 class Cases · unittest",
        "test_a.py:12 method Cases.test_four · unittest",
        "test_a.py:15 class More · unittest",
        "test_a.py:16 method More.test_five · unittest",
    ]
    assert seen.symbols("test framework=unittest name=test_*") == [
        "Cases.test_four", "More.test_five"
    ]  # fmt: skip
    assert seen.symbols("test name=/Group/") == [
        "TestGroup", "TestGroup.test_two", "TestGroup.TestInner", "TestGroup.TestInner.test_three"
    ]  # fmt: skip


def test_a_test_case_of_a_package_that_is_not_there_is_marked() -> None:
    text = "from company.testing import BigTestCase\n\nclass A(BigTestCase):\n    def test_x(self): ...\n"

    assert Sights({"a.py": text}).symbols("test") == ["A?", "A.test_x?"]


def test_tests_of_other_languages_are_tests_too() -> None:
    seen = Sights(
        {
            "src/a.test.ts": "describe('cart', () => {\n  it('adds', () => {});\n"
            "  test.each([1])('adds %s', (n) => {});\n  it.todo('later');\n});\n",
            "src/b.js": "import {test} from 'node:test';\ntest('runs', () => {});\n",
            "src/c.js": "test('is it?', () => {});\n/x/.test('y');\n",
            "a_test.go": 'package a\n\nimport "testing"\n\nfunc TestX(t *testing.T) {}\n'
            "func Testify(t *testing.T) {}\nfunc TestHelper(n int) {}\n",
            "A.java": "import org.junit.jupiter.api.Test;\n\nclass A { @Test void works() {} }\n",
            "a.rs": "#[cfg(test)]\nmod tests {\n  #[test]\n  fn works() {}\n"
            "  #[tokio::test]\n  async fn waits() {}\n  fn helper() {}\n}\n",
        }
    )

    assert seen("test") == [
        "A.java:3 method A.works · junit",
        "a.rs:4 function tests.works · rust",
        "a.rs:6 function tests.waits · rust",
        "a_test.go:5 function TestX · go",
        "src/a.test.ts:1 group cart · jest",
        "src/a.test.ts:2 case cart › adds · jest",
        "src/a.test.ts:3 case cart › adds %s · jest",
        "src/a.test.ts:4 case cart › later · jest",
        "src/b.js:2 case runs · jest",
        "src/c.js:1 case is it? · jest ? if this is a test's, and no function of its own",
    ]
    assert seen.symbols("test 'name=cart › adds*'") == ["cart › adds", "cart › adds %s"]
    assert seen.symbols("test name='adds %s'") == ["cart › adds %s"]


MODELS = {
    "shop/models.py": "from django.db import models\n\n\nclass Order(models.Model):\n"
    "    total = models.IntegerField()\n\n\nclass Line(Order):\n    class Meta:\n"
    "        db_table = 'lines'\n",
    "db.py": "from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase): ...\n\n\n"
    "class User(Base):\n    __tablename__ = 'users'\n",
    "data.py": "from pydantic import BaseModel\nimport dataclasses\n\n\nclass Payload(BaseModel):\n"
    "    a: int\n\n\nclass More(Payload): ...\n\n\n@dataclasses.dataclass\nclass Point: ...\n",
}


def test_models_stand_for_tables_or_describe_data() -> None:
    seen = Sights(MODELS)

    assert seen("model") == [
        "data.py:5 model Payload · pydantic",
        "data.py:9 model More · pydantic",
        "db.py:7 model User · table users",
        "shop/models.py:4 model Order · table shop_order",
        "shop/models.py:8 model Line · table lines",
    ]
    assert seen.symbols("model table=users") == ["User"]
    assert seen.symbols("model table=shop_*") == ["Order"]
    assert seen.symbols("model name=*r") == ["User", "Order"]


def test_models_of_other_languages_are_models_too() -> None:
    seen = Sights(
        {
            "a.ts": "import {Entity} from 'typeorm';\n@Entity('users')\nexport class User {}\n",
            "A.java": 'import jakarta.persistence.*;\n@Entity @Table(name="users")\nclass User {}\n',
            "a.go": 'package a\nimport "gorm.io/gorm"\ntype User struct { gorm.Model\n Name string }\n'
            'func (User) TableName() string { return "people" }\n',
            "s.prisma": "model Post {\n  id Int @id\n}\n",
        }
    )

    assert seen("model") == [
        "A.java:3 model User · table users",
        "a.go:3 model User · table people",
        "a.ts:3 model User · table users",
        "s.prisma:1 model Post · table Post",
    ]


COMMANDS = {
    "cli.py": "import click\nimport typer\n\napp = typer.Typer()\n\n\n@click.group()\n"
    "def main(): ...\n\n\n@main.command('do-it')\n@click.option('--x')\ndef do(x): ...\n\n\n"
    "@app.command()\ndef list_all(): ...\n\n\n@other.command()\ndef lost(): ...\n",
    "tool.py": "import argparse\n\np = argparse.ArgumentParser()\n"
    "s = p.add_subparsers().add_parser('serve')\n",
    "shop/management/commands/prune.py": "from django.core.management.base import BaseCommand\n\n\n"
    "class Command(BaseCommand): ...\n",
    "shop/management/base.py": "from django.core.management.base import BaseCommand\n\n\n"
    "class Command(BaseCommand): ...\n",
    "cmd.go": 'package a\n\nimport "github.com/spf13/cobra"\n\nvar up = &cobra.Command{\n'
    '\tUse: "up [flags]",\n}\n',
    "cli.js": "const {program} = require('commander');\nprogram.command('push <what>').action(f);\n",
    "y.mjs": "import yargs from 'yargs';\nyargs.command('pull', 'gets it');\n",
    "other.js": "editor.command('bold');\n",
}


def test_commands_are_told_where_they_are_made() -> None:
    seen = Sights(COMMANDS)

    assert seen("command") == [
        "cli.js:2 command push · commander push",
        "cli.py:8 function main · click main",
        "cli.py:13 function do · click do-it",
        "cli.py:17 function list_all · typer list-all",
        "cli.py:21 function lost · typer lost ? if other is a group",
        "cmd.go:6 command up · cobra up",
        "shop/management/commands/prune.py:4 class Command · django prune",
        "tool.py:3 parser tool · argparse tool",
        "tool.py:4 subcommand serve · argparse serve",
        "y.mjs:2 command pull · yargs pull",
    ]
    assert seen.symbols("command name=do-*") == ["do"]
    assert seen.symbols("command framework=django") == ["Command"]


@pytest.mark.parametrize(
    ("text", "said", "near"),
    [
        ("api_route method=DELETE",
         "2 of type api_route here: GET 1, POST 1, none with method=DELETE", ()),
        ("api_route path=/v1/usrs",
         "2 of type api_route here: GET 1, POST 1, none with path=/v1/usrs",
         ("/v1/users", "/v1/users/{id}")),
        ("api_route method=POST path='/v1/users/{id}'",
         "2 of type api_route here: GET 1, POST 1, none with all of that", ()),
        ("function name=ad", "2 of type function here, none with name=ad", ("add",)),
        ("component", "there is no component here that can be told", ()),
        ("class bases=A", "there is no class here that can be told", ()),
    ],
)  # fmt: skip
def test_a_miss_says_what_there_is(text: str, said: str, near: tuple[str, ...]) -> None:
    assert Sights({"api.py": ROUTES}).missing(text) == (said, near)
