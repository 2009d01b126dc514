"""What became of each violation between two trees: one identity for its whole life."""

from typing import TYPE_CHECKING

from planproof._lazy import lazily

if TYPE_CHECKING:
    from planproof.progress.comparison import Comparison, Pair
    from planproof.progress.counts import Counts
    from planproof.progress.recorded import Identified, Recorded, record
else:
    __getattr__ = lazily(
        __name__,
        {
            "comparison": ("Comparison", "Pair"),
            "counts": ("Counts",),
            "recorded": ("Identified", "Recorded", "record"),
        },
    )

__all__ = ["Comparison", "Counts", "Identified", "Pair", "Recorded", "record"]
