"""Blobs to facts. Owns index.db, which is derived: delete it at will."""
