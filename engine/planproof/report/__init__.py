"""Values to strings: text and JSON. Prints nothing, reads no database."""
