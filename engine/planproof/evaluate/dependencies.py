"""The facet ``dependencies``: imports of some modules by others, directly or through more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planproof.evaluate.dependency_search import DirectSearch, TransitiveSearch
from planproof.evaluate.import_graph import ImportGraph
from planproof.evaluate.modules import Modules
from planproof.evaluate.tree_files import TreeFiles
from planproof.evaluate.tree_hits import TreeHits, Undecided
from planproof.rules import DependencyTerm, Hit, Matcher, names_module

_MOST_SHOWN = 8
"""Modules of a chain that a message names."""

_FEW = 3
_LIKENESS = 0.6


def find_dependencies(matchers: Sequence[Matcher], files: TreeFiles) -> Sequence[TreeHits]:
    """What each of the terms hits: imports in the modules that must not have them.

    The name of a hit is the chain of modules from the one that imports to the one that is meant.
    """
    graph = ImportGraph(files)
    return [_find(term, graph) for term in matchers if isinstance(term, DependencyTerm)]


def _find(term: DependencyTerm, graph: ImportGraph) -> TreeHits:
    search = (TransitiveSearch if term.transitive else DirectSearch)(term, graph)
    if not search.sources:
        return TreeHits({}, tuple(_nobody(term, graph.modules)))
    hits: dict[str, list[Hit]] = {}
    for found in search.run():
        name, through = _shown(found.chain), found.between
        hit = Hit(0, found.use.span, name, mark=found.mark, through=through)
        hits.setdefault(found.use.file.path, []).append(hit)
    return TreeHits(hits, tuple(search.undecided()))


def _nobody(term: DependencyTerm, modules: Modules) -> Iterator[Undecided]:
    """A rule about modules that do not exist judges nothing."""
    for source in term.sources:
        near = nearest_modules(source.text, modules)
        hint = f"; nearest: {', '.join(near)}" if near else ""
        yield Undecided(f"from: {source.text}", f"names no module of the tree{hint}")


def nearest_of_dependency(term: DependencyTerm, files: TreeFiles) -> Sequence[str]:
    """Modules that look like those of its terms that name none, best first."""
    modules = Modules(files)
    named = {name for module in modules.all for name in module.names}
    lost = (t for t in (*term.sources, *term.targets) if not any(names_module(t, n) for n in named))
    return list(
        dict.fromkeys(near for each in lost for near in nearest_modules(each.text, modules))
    )


def nearest_modules(text: str, modules: Modules) -> Sequence[str]:
    """At most three names of modules, or of what they are in, that look like a term."""
    from difflib import get_close_matches

    wanted = text.split("*")[0].strip(".:#")
    depth = wanted.count(".") + 1
    names = {_beginning(name, depth) for each in modules.all for name in each.names}
    return get_close_matches(wanted, sorted(names - {wanted}), _FEW, _LIKENESS) if wanted else ()


def _beginning(name: str, depth: int) -> str:
    return ".".join(name.split(".")[:depth])


def _shown(chain: Sequence[str]) -> str:
    """``a → b → c``; of a long chain its beginning and its end."""
    if len(chain) > _MOST_SHOWN:
        half = _MOST_SHOWN // 2
        chain = [*chain[:half], f"… {len(chain) - 2 * half} more …", *chain[-half:]]
    return " → ".join(chain)
