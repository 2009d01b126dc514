"""Data that ships with planproof: JSON Schemas and spec packs. Imports nothing of ours."""
