"""The identity of a violation over its whole life, and the comparison of two snapshots."""
