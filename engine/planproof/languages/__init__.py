"""Languages: how a file's language is told, and what each one means by its words."""

from typing import TYPE_CHECKING

from planproof._lazy import lazily

if TYPE_CHECKING:
    from planproof.languages.calls import Given, Kind
    from planproof.languages.code import is_code
    from planproof.languages.escapes import decoded_escape
    from planproof.languages.grammar import Grammar, compiled_query, digest_of, grammar_of
    from planproof.languages.language import Language
    from planproof.languages.layout import CONFIGURATIONS, Alias, read_configuration
    from planproof.languages.registry import LANGUAGES, by_name, language_of
    from planproof.languages.skim import Skim, SkimKind, Skimmed
    from planproof.languages.told import Imported, ModuleName, Related
else:
    __getattr__ = lazily(
        __name__,
        {
            "calls": ("Given", "Kind"),
            "code": ("is_code",),
            "escapes": ("decoded_escape",),
            "grammar": ("Grammar", "compiled_query", "digest_of", "grammar_of"),
            "language": ("Language",),
            "layout": ("CONFIGURATIONS", "Alias", "read_configuration"),
            "registry": ("LANGUAGES", "by_name", "language_of"),
            "skim": ("Skim", "SkimKind", "Skimmed"),
            "told": ("Imported", "ModuleName", "Related"),
        },
    )

__all__ = [
    "CONFIGURATIONS",
    "LANGUAGES",
    "Alias",
    "Given",
    "Grammar",
    "Imported",
    "Kind",
    "Language",
    "ModuleName",
    "Related",
    "Skim",
    "SkimKind",
    "Skimmed",
    "by_name",
    "compiled_query",
    "decoded_escape",
    "digest_of",
    "grammar_of",
    "is_code",
    "language_of",
    "read_configuration",
]
