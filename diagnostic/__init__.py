"""Finds where the two companies of an alliance see the same thing differently."""

from importlib.metadata import version

__version__ = version("alliance-diagnostic")
