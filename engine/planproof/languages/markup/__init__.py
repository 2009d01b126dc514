"""Components that are written as markup around scripts: which parts of them are code."""
