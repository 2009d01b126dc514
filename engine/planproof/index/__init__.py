"""Blobs to facts. Owns index.db, which is derived: delete it at will."""

from planproof.index.scan import MAX_BYTES, scan

__all__ = ["MAX_BYTES", "scan"]
