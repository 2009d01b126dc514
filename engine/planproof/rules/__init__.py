"""Spec rules compiled into matchers; one module per matcher."""
