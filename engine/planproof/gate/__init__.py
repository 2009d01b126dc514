"""May this change be merged? Contracts of base and head, the ratchet, and what was weakened."""
