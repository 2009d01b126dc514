"""Questions over a tree: names, what uses them, what is like them."""
