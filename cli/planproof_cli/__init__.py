"""The command line: a Typer application, one module per command group."""
