"""What became of each violation between two trees: one identity for its whole life."""

from planproof.progress.compare import compare
from planproof.progress.comparison import Comparison, Counts, Pair
from planproof.progress.recorded import Identified, Recorded, record

__all__ = ["Comparison", "Counts", "Identified", "Pair", "Recorded", "compare", "record"]
