"""One module per sentence a user can say. Owns the transactions."""
