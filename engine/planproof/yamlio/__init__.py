"""The only room that knows YAML: reading with positions and limits, deterministic writing."""
