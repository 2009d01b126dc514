"""One module per language, one query file per language, one registry that is written out."""
