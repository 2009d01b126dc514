"""Vue and Svelte: what is read of a file, and that nothing in it is hidden by the rest."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.index.scan import scan
from planproof.languages import by_name, language_of
from planproof.languages.component import Component
from planproof.model.document import Document, Role

VUE = "<script setup>\nimport {{ a }} from './a'\n</script>\n<template>{}</template>\n"
SVELTE = "<script>\nimport {{ a }} from './a'\n</script>\n{}\n"


def component(name: str) -> Component:
    found = by_name(name)
    assert isinstance(found, Component)
    return found


def read(name: str, text: str) -> Document:
    document = scan(text.encode(), name)
    assert isinstance(document, Document)
    return document


def names(document: Document, *roles: Role) -> list[str]:
    wanted = [row for row in document if not roles or any(role in row.roles for role in roles)]
    return [row.name for row in wanted]


def unread(name: str, text: str) -> list[str]:
    source = text.encode()
    return [source[start:end].decode().strip() for start, end in component(name).unread(source)]


def is_seen(name: str, text: str, word: str) -> bool:
    """Whether every place of the word is an occurrence or unread."""
    document, source = read(name, text), text.encode()
    spans = [row.span for row in document] + list(document.broken)
    at = source.find(word.encode())
    while at >= 0:
        if not any(span.start <= at < span.end for span in spans):
            return False
        at = source.find(word.encode(), at + 1)
    return True


def test_components_are_told_by_their_ending() -> None:
    assert language_of("a/B.vue") is by_name("vue")
    assert language_of("a/B.SVELTE") is by_name("svelte")


@pytest.mark.parametrize(
    "head",
    [
        "<script>",
        "<script setup>",
        '<script lang="ts">',
        "<script setup lang='tsx'>",
        '<script lang="jsx">',
        '<script context="module">',
        "<script module>",
        '<script type="text/javascript">',
        '<script\n  lang="ts"\n  setup\n>',
        "<script lang=ts>",
    ],
)
@pytest.mark.parametrize("name", ["vue", "svelte"])
def test_scripts_are_read_where_they_stand(name: str, head: str) -> None:
    text = f"<!-- ä -->\n{head}\nimport x from './x'\nlegacy(x)\n</script>\n"
    document = read(name, text)
    (call,) = [row for row in document if Role.CALL in row.roles]
    assert text.encode()[call.span.start : call.span.end] == b"legacy"
    assert [binding.local for binding in document.imports] == ["x"]
    assert document.broken == ()


@pytest.mark.parametrize("name", ["vue", "svelte"])
def test_each_of_several_scripts_is_read(name: str) -> None:
    text = "<script>\na()\n// end</script><script>b()</script>\n<script lang='ts'>\nlet c: D = d()"
    document = read(name, f"{text}\n</script>")
    assert names(document, Role.CALL) == ["a", "b", "d"]
    assert names(document, Role.ANNOTATION) == ["D"]


@pytest.mark.parametrize("name", ["vue", "svelte"])
@pytest.mark.parametrize("first", ["/*", "`", "f(", "let a = {", "'", "// x", "x = /[", "<div>"])
@pytest.mark.parametrize("second", ["*/", "`", ")", "}", "'", "]/", "</div>"])
def test_no_script_reaches_into_the_next_one(name: str, first: str, second: str) -> None:
    text = f"<script>\n{first}\n</script>\n<script>\nlegacy()\n{second}\n</script>\n"
    assert is_seen(name, text, "legacy")
    value = "={legacy()}" if name == "svelte" else '="legacy()"'
    markup = f"<Foo @a{value}>{second}</Foo>"
    text = f"<script>{first}</script>\n<template>\n{markup}</template>"
    assert is_seen(name, text, "legacy")


@pytest.mark.parametrize(
    ("template", "calls"),
    [
        ("<p>{{ f(1) }}</p>", ["f"]),
        ("<p>{{ f(1) }}{{ g() }}</p>", ["f", "g"]),
        ('<p :a="f(x)" @b="g()" v-c="h()" v-if="i()"/>', ["f", "g", "h", "i"]),
        ('<p @click="a = f(); g()"/>', ["f", "g"]),
        ("<p @click='() => f()'/>", ["f"]),
        ("<p @click=f()>x</p>", ["f"]),
        ('<p v-for="(x, i) of f()" :key="g(x)"/>', ["f", "g"]),
        ('<p :style="{ a: f(), b: 1 }"/>', ["f"]),
        ('<p :a="f(x as string)"/>', ["f"]),
        ('<p onclick="f()"/>', ["f"]),
        ('<p :a="\n  f(\n  1)\n"/>', ["f"]),
        ("<template #a><p>{{ f() }}</p></template><p>{{ g() }}</p>", ["f", "g"]),
        ("<p>{{ '</template>' + f() }}</p>", ["f"]),
        ("a < b && c <d {{ f() }}", []),
        ("<p>1 < 2 {{ f() }}</p>", ["f"]),
    ],
)
def test_expressions_in_a_template_are_read(template: str, calls: list[str]) -> None:
    text = VUE.format(template)
    assert names(read("vue", text), Role.CALL) == calls
    assert is_seen("vue", text, "f(")


@pytest.mark.parametrize(
    ("markup", "calls"),
    [
        ("{f(1)}{g()}", ["f", "g"]),
        ("{#if f() < 1}{:else if g()}x{:else}{h()}{/if}", ["f", "g", "h"]),
        ("{#each f() as x, i (g(x))}{h(x)}{/each}", ["f", "g", "h"]),
        ("{#each f() as { x, y }, i (x.y)}{h(x)}{/each}", ["f", "h"]),
        ("{#await f() then v}{g(v)}{:catch e}{h(e)}{/await}", ["f", "g", "h"]),
        ("{#await f()}{:then v}{g(v)}{/await}", ["f", "g"]),
        ("{@html f('}')}", ["f"]),
        ("{@const x = f({ a: 1 })}", ["f"]),
        ("{#snippet row(x)}{f(x)}{/snippet}{@render row(1)}", ["f", "row"]),
        ("<p on:click={() => f({ a: /[}]/ })} b={g(`${h('`')}`)} />", ["f", "g", "h"]),
        ('<p class="a {f()} b {g() ? "x" : \'y\'}" />', ["f", "g"]),
        ("<p {...f()} {x} style={{ a: g() }} />", ["f", "g"]),
        ("{#key f()}{/key}", ["f"]),
        ("{f(/* } */ 1, '}', `}`) // }\n}", ["f"]),
    ],
)
def test_expressions_in_the_markup_are_read(markup: str, calls: list[str]) -> None:
    text = SVELTE.format(markup)
    assert names(read("svelte", text), Role.CALL) == calls
    assert unread("svelte", text) == (['="a', "b"] if "class" in markup else [])


def test_a_component_that_is_used_is_a_reference_to_it() -> None:
    script = "<script setup>\nimport Foo from './Foo.vue'\n</script>\n"
    document = read("vue", f"{script}<template><Foo/><Foo.Bar\n/><foo/></template>")
    assert names(document)[1:] == ["Foo", "Foo.Bar"]
    document = read("svelte", "<Foo/><div/><Foo.Bar></Foo.Bar><a.b>x</a.b>")
    assert names(document) == ["Foo", "Foo.Bar", "a.b"]


def test_what_svelte_names_in_directives_is_read() -> None:
    text = "<p use:act={1} transition:fade in:fly|local bind:value class:on on:click={go}/>"
    assert names(read("svelte", text)) == ["act", "fade", "fly", "value", "on", "go"]
    assert unread("svelte", text) == []


def test_text_for_people_and_styles_are_no_code() -> None:
    text = VUE.format("<p>Please login</p>") + "<style scoped>\n.login { color: red }\n</style>\n"
    assert unread("vue", text) == []
    text = "<p>Please login</p><style>.login { color: red }</style>"
    assert unread("svelte", text) == []


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("<style>\n.a { color: v-bind('legacy()') }\n</style>", "legacy"),
        ("<i18n>legacy</i18n>", "legacy"),
        ("<template lang='pug'>\np(@click='legacy()')\n</template>", "legacy"),
        ("<script lang='coffee'>\nlegacy()\n</script>", "legacy"),
        ("<script type='text/x-other'>\nlegacy()\n</script>", "legacy"),
        ("<script lang='ts' lang='coffee'>\nlegacy()\n</script>", "legacy"),
        ("<Script>\nlegacy()\n</Script>", "legacy"),
        ("<script src='./a.js'>\nlegacy()\n</script>", "legacy"),
        ("<script generics='T extends Legacy'>\na()\n</script>", "Legacy"),
        ("<template><p>[[ legacy() ]]</p></template>", "legacy"),
        ("<template><p>${legacy()}</p></template>", "legacy"),
        ("<template><p v-pre>{{ legacy() }}</p></template>", "legacy"),
        ("<template><p :a='legacy(' /></template>", "legacy"),
        ("<template><p :a='legacy) + (b' /></template>", "legacy"),
        ("<template><p :a='&quot;x&quot; + legacy()' /></template>", "legacy"),
        ("<template><Foo :legacy='1' @legacy='x' legacy='y' v-legacy /></template>", "legacy"),
        ("<template><p v-legacy:a='1' :[legacy]='1' /></template>", "legacy"),
        ("<template><legacy-thing/></template>", "legacy"),
        ("<template><legacy/></template>", "legacy"),
        ("<template><script>legacy()</script></template>", "legacy"),
        ("<template><textarea>{{ legacy() }}</textarea></template>", "legacy"),
        ("<script>\nlegacy()\n", "legacy"),
        ("<script\nlegacy()\n", "legacy"),
        ("<template>{{ legacy() \n", "legacy"),
        ("<template><p>legacy(<p></template>\n<script>legacy()</script>", "script"),
        ("<![CDATA[ <script>legacy()</script> ]]>", "legacy"),
        ("<a b='<script>'>legacy()</script></a>", "legacy"),
        ("<" * 5_000 + "legacy()", "legacy"),
        ("<a " * 5_000 + "legacy()", "legacy"),
        ("<template>" + "{{" * 5_000 + "legacy()", "legacy"),
        ("legacy()", "legacy"),
        ("<script>let a = '</script>legacy()';</script>", "legacy"),
    ],
)
def test_whatever_else_stands_in_a_vue_file_is_searched_by_its_letters(
    text: str, hidden: str
) -> None:
    if hidden == "script":
        assert is_seen("vue", text, "legacy()<") or read("vue", text).broken
        return
    assert is_seen("vue", text, hidden)


@pytest.mark.parametrize(
    "text",
    [
        "<script lang='coffee'>\nlegacy()\n</script>",
        "{#nonsense legacy()}",
        "{legacy(",
        "<p a={legacy(} />",
        "{#if legacy( }x{/if}",
        "<script>\nlegacy()\n",
        "<p a='{legacy(}' />",
        "<textarea><script>legacy()</script></textarea>",
        "<Foo legacy={1} on:legacy let:legacy/>",
        "} legacy()",
        "{" * 5_000 + "legacy()",
        "<a" * 5_000 + " legacy()",
        "{a}} legacy()",
        "<p onclick='legacy()'/>",
        "{#each legacy() as {a = 1}}{/each}",
        "{'<script>'}{legacy()}",
        "<p title='<script>' on:click={legacy}/>",
    ],
)
def test_whatever_else_stands_in_a_svelte_file_is_searched_by_its_letters(text: str) -> None:
    assert is_seen("svelte", text, "legacy")


@pytest.mark.parametrize(
    "text",
    [
        "<!-- <script>check()</script> -->",
        "<template><!-- <script>check()</script> --></template>",
        "<docs>\n<script>check()</script>\n</docs>",
        "<template><p a='<script>check()</script>'/></template>",
        "<template>{{ '<script>check()</script>' }}</template>",
        "<template><p v-pre>{{</p></template><script>check()</script>",
        "<template><script>check()</script></template>",
        "<template lang='pug'>\n</template x\n<script>check()</script>",
    ],
)
def test_what_only_looks_like_a_script_is_none(text: str) -> None:
    assert "check" not in names(read("vue", text))


@pytest.mark.parametrize(
    "text",
    [
        "<!-- <script>check()</script> -->",
        "{'<script>check()</script>'}",
        "{`<script>check()</script>`}",
        "<p a='<script>check()</script>'/>",
        "{/* <script>check()</script> */ 1}",
        "<textarea><script>check()</script></textarea>",
    ],
)
def test_what_only_looks_like_a_script_is_none_in_svelte_either(text: str) -> None:
    assert "check" not in names(read("svelte", text))


def test_names_of_a_template_without_setup_are_no_names_of_the_module() -> None:
    script = "import {{ check, other }} from './a'\nexport default {{}}\n"
    template = '<template><p @click="check()">{{ free() }}</p></template>'
    document = read("vue", f"<script>\n{script}</script>\n{template}".replace("{{ c", "{ c"))
    assert names(document, Role.CALL) == []
    plain = f"<script>\nimport {{ check }} from './a'\nexport default {{}}\n</script>\n{template}"
    document = read("vue", plain)
    assert names(document, Role.CALL) == ["free"]
    assert is_seen("vue", plain, "check")


def test_a_name_that_a_loop_binds_is_not_that_of_an_import() -> None:
    loop = '<p v-for="a in list" @click="a()">{{ b() }}</p><i #c="{ d }"/>'
    document = read("vue", VUE.format(loop))
    assert names(document, Role.CALL) == ["b"]
    assert is_seen("vue", VUE.format(loop), "a()")
    document = read("svelte", SVELTE.format("{#each list as a}{a()}{b()}{/each}"))
    assert names(document, Role.CALL) == ["b"]


def test_a_script_in_another_file_is_imported() -> None:
    document = read("vue", "<template/>\n<script src='./page.js'></script>\n<script>a()</script>")
    assert [(each.target, each.level) for each in document.imports] == [("page", 1)]
    assert names(document, Role.CALL) == ["a"]
    document = read("vue", '<script lang="ts" src="./page.ts" />')
    assert [(each.target, each.level) for each in document.imports] == [("page", 1)]


def test_comments_of_the_markup_are_comments() -> None:
    from planproof.index.comments import comments

    text = "<!-- legacy */ one --><template><!-- two --></template>\n<script>\n// three\n</script>"
    assert [said for _, said in comments(text.encode(), "vue")] == [
        "<!-- legacy */ one -->",
        "<!-- two -->",
        "// three",
    ]


def test_a_syntax_error_in_a_script_leaves_the_markup_unread() -> None:
    text = "<script>\nfunction (\n</script>\n<p>{legacy()}</p><script>legacy()</script>"
    assert is_seen("svelte", text, "legacy")
    assert "legacy" not in names(read("svelte", text))


PIECES = st.sampled_from(
    [
        "<script>",
        "</script>",
        "<script",
        "setup>",
        "<script",
        'lang="ts">',
        "<template>",
        "</template>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
        "{{",
        "}}",
        "{",
        "}",
        "`",
        "'",
        '"',
        "/*",
        "*/",
        "//",
        "<Foo",
        "</Foo>",
        "<p",
        "</p>",
        ">",
        "/>",
        ':a="',
        '@b="',
        "on:c={",
        "a={",
        "name()",
        "name",
        "{#if",
        "{:else}",
        "{/if}",
        "{#each",
        "as",
        "(x)",
        "{#snippet",
        "f(a)}",
        "let",
        "const",
        "import(",
        ";",
        ",",
        "(",
        ")",
        "[",
        "]",
        "=>",
        "</",
        "<",
        "&",
        "\\",
        "=",
        ".",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25), st.sampled_from([" ", "", "\n"]))
@pytest.mark.parametrize("name", ["vue", "svelte"])
def test_what_is_given_to_the_parser_keeps_its_place(
    name: str, pieces: list[str], between: str
) -> None:
    source = between.join(pieces).replace("\t", " ").encode()
    language = component(name)
    code = language.code(source)
    assert len(code) == len(source)
    for was, now in zip(source, code, strict=True):
        assert now in (was, *b" \n;(){}/*`", *b"constfunctionimport")
    document = scan(source, name)
    assert isinstance(document, Document)
    regions = [(each.start, each.end) for each in document.broken]
    assert all(0 <= start < end <= len(source) for start, end in regions)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=20), st.sampled_from([" ", "", "\n"]))
@pytest.mark.parametrize("name", ["vue", "svelte"])
def test_no_piece_of_markup_breaks_the_scripts_around_it(
    name: str, pieces: list[str], between: str
) -> None:
    """Each part is whole by itself, so all of them together have no syntax error."""
    markup = between.join(pieces).replace("\t", " ").replace("script", "span")
    text = f"<script>\nfirst()\n</script>\n{markup}\n<script>\nlast()\n</script>\n"
    document = read(name, text)
    assert names(document)[0] == "first"
    regions = {(each.start, each.end) for each in document.broken}
    assert regions == set(component(name).unread(text.encode()))
