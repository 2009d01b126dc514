"""Patterns of code: a type and conditions, such as ``api_route method=POST``."""
