"""Components written so that their compilers and planproof might read them differently.

Vue 3.5 and Svelte 5 take every ``legacy`` below for code, or for what is bound in the template.
"""

from __future__ import annotations

import pytest

from planproof.index.scan import scan
from planproof.languages import by_name
from planproof.model.document import Document, Role

_MANY = 100_000

_VUE = {
    "a comment may be short": "<template><!--> {{ legacy() }} <!-- --></template>",
    "so at the top": "<!--><template>{{ legacy() }}</template><!-- -->",
    "or with a dash more": "<template><!---> {{ legacy() }} <!-- --></template>",
    "a form feed ends a name": "<script>\n// </script\f><template>{{ legacy() }}</template><i18n>\n"
    "</script></i18n>",
    "a slash does not": "<script>\n// </script/><!--\nlegacy()\n// -->\n</script><template><p/></template>",
    "no control character is white space": "<script>\n// <\x0fscript><template>{{ legacy() }}"
    "</template><i18n>\n</script></i18n>",
    "a component named like a raw element": '<template><Textarea><p a="</textarea><!--">'
    "{{ legacy() }}--></p></Textarea></template>",
    "braces in a text area": "<template><textarea>{{ '</textarea><!--' }}{{ legacy() }} -->"
    "</textarea></template>",
    "a title that is SVG": "<template><svg><title><p a='</title><!--'>{{ legacy() }}</p>-->"
    "</title></svg></template>",
    "v-pre with a modifier": "<template><p v-pre.x>{{</p><p a='}}<!--'>{{ legacy() }} -->"
    "{{ '' }}</p></template>",
    "a quote as an entity": '<template>{{ "&quot;+legacy()+&quot;" }}</template>',
    "a property of the same name": "<template><p :legacy.prop /></template>",
    "the same with a dot": "<template><p .legacy /></template>",
    "a handler of a component": "<template><Foo onclick='legacy()'/></template>",
    "a cast is no element": "<script setup lang='ts'>\nlet y = <any>legacy() </any>/g/x\n</script>",
    "nor in the markup": "<script setup lang='ts'></script><template>"
    "<p :a='<any>legacy() </any>/g/x'/></template>",
}  # fmt: skip
_SVELTE = {
    "a pattern in an attribute is no block": '<p title="{/a/.test(legacy())}">x</p>',
    "white space that is not ASCII": "<script>\n// </script\u00a0>{legacy()}<textarea>\n"
    "</script></textarea>",
    "the same in a tag": "<script\u00a0>legacy()</script>",
    "and between attributes": "<p\u2003on:click={legacy} >x</p>",
    "an expression in a value without quotes": "<p a=x{b >/<!--/.y} on:click={legacy}>{'-->'}</p>",
    "a pattern that looks like a division": "{(() => { if (x) /}}<!--/.y; return legacy() })()}"
    " {'-->'}",
    "a closing tag with a space": "<div><style></style ><!--</style>{legacy()}--></div>",
    "the same of a script": "<div><script>// </script ><!--</script>{legacy()}<!-- --></div>",
    "an expression in a text area": "<textarea>{'</textarea><!--'}{legacy()}--></textarea>",
    "a text area in capitals": "<textarea></TEXTAREA>{'</textarea><!--'}{legacy()}{'-->'}",
    "a comment in a tag": "<p /* > <!-- */ on:click={legacy}>{'-->'}</p>",
    "an empty element without quotes": "<div><style a=x/>{legacy()}<p a='</style>'/></div>",
    "a cast is no element": "<script lang='ts'></script>{<any>legacy() </any>/g/x}",
}  # fmt: skip


def read(name: str, text: str) -> Document:
    document = scan(text.encode(), name)
    assert isinstance(document, Document)
    return document


def is_seen(name: str, text: str, word: str) -> bool:
    """Whether every place of the word is an occurrence or searched by its letters."""
    document, source = read(name, text), text.encode()
    spans = [row.span for row in document] + list(document.broken)
    places = [at for at in range(len(source)) if source.startswith(word.encode(), at)]
    return all(any(each.start <= at < each.end for each in spans) for at in places)


@pytest.mark.parametrize("text", _VUE.values(), ids=_VUE)
def test_nothing_that_vue_runs_is_hidden(text: str) -> None:
    assert is_seen("vue", text, "legacy")


@pytest.mark.parametrize("text", _SVELTE.values(), ids=_SVELTE)
def test_nothing_that_svelte_runs_is_hidden(text: str) -> None:
    assert is_seen("svelte", text, "legacy")


@pytest.mark.parametrize(
    ("name", "text", "called"),
    [
        ("vue", "<template><p v-bind:old.camel /></template>", "old"),
        ("vue", "<template><p :été /></template>", "été"),
        ("svelte", "<p use:été />", "été"),
        ("svelte", "<p bind:été />", "été"),
    ],
)
def test_a_name_that_an_attribute_stands_for_is_read(name: str, text: str, called: str) -> None:
    document = read(name, text)
    assert [row.name for row in document] == [called]
    assert document.broken == ()


def test_a_value_without_quotes_holds_expressions() -> None:
    document = read("svelte", "<a href=/x/{old({ a: 1 })}/y on:click={go}>x</a>")
    assert [row.name for row in document if row.name in ("old", "go")] == ["old", "go"]


@pytest.mark.parametrize(
    "text",
    [
        "<template><!x {{ check() }} ></template>",
        "<template><?x {{ check() }} ?></template>",
        "<template></ {{ check() }}></template>",
        "<template><![CDATA[ {{ check() }} ]]></template>",
        "<!x <script>check()</script> >",
        "<![CDATA[ <script>check()</script> ]]>",
        "<template v-pre>{{ check() }}</template>",
        "<template src='./a.html'>{{ check() }}</template>",
    ],
)
def test_what_vue_leaves_out_meets_nothing(text: str) -> None:
    assert [row.name for row in read("vue", text) if Role.CALL in row.roles] == []


def test_a_block_that_ends_before_a_tag_leaves_the_rest_readable() -> None:
    document = read("svelte", "{#if a}x{/if}<p>{g()}</p>{#each b as c}{h()}{/each}</p>")
    assert [row.name for row in document if Role.CALL in row.roles] == ["g", "h"]
    assert document.broken == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("svelte", "{#each a as x " + "( " * _MANY + "}"),
        ("svelte", '{"' + '\\"' * _MANY),
        ("svelte", "{" + "=/[" * _MANY),
        ("svelte", "<p a=" + "x{b" * _MANY + ">"),
        ("vue", "<script\n" * _MANY),
        ("vue", "<template>{{ a }}</template>" + "\n<script " * _MANY),
        ("vue", "<docs>" + "</ " * _MANY),
    ],
)
def test_what_never_ends_is_given_up_in_one_go(name: str, text: str) -> None:
    assert scan(text.encode(), name) is not None


@pytest.mark.parametrize("name", ["vue", "svelte"])
def test_a_value_in_markup_is_no_mere_name(name: str) -> None:
    language = by_name(name)
    assert language is not None
    assert language.is_name(b"<old-thing :old-prop @old.stop")
    assert not language.is_name(b':a="b.c"')
    assert not language.is_name(b"a=b.c")
