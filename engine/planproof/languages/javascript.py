"""JavaScript, with JSX."""

from __future__ import annotations

from planproof.languages.ecmascript import EcmaScript


class JavaScript(EcmaScript):
    """ECMAScript as scripts and modules, with JSX and decorators."""

    name = "javascript"
    extensions = (".js", ".jsx", ".mjs", ".cjs")
    interpreters = ("node", "nodejs", "bun", "deno")
    queries = ("ecmascript.scm", "javascript.scm", "jsx.scm")
    metrics = ("ecmascript.scm",)
    package = "tree_sitter_javascript"
    statements = EcmaScript.statements | {"field_definition", "using_declaration"}
    values = (*EcmaScript.values, ("field_definition", "value"))

    def grammar(self) -> object:
        import tree_sitter_javascript

        return tree_sitter_javascript.language()


JAVASCRIPT = JavaScript()
