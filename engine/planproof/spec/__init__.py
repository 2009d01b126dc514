"""YAML to Spec: the wire shape, with positions, every error of a file at once."""
