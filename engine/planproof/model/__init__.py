"""The nouns: frozen values, no input or output.

Ranges are half-open. Offsets count bytes of the blob; lines and columns are 0-based inside and
1-based on every screen, columns in characters. Paths are relative to the repository, with ``/``.
"""
