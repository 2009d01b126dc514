"""What the action of GitHub does between its steps: which commits, which cache, what to show."""
