"""The rows of the table, one module per kind of question."""
