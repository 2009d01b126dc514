"""Plans, tasks, transitions, the ledger. Owns plans.db, which is precious."""
