"""salvage: what salvage (rescue) therapy is, in plain words, with a source for every line."""

__version__ = "0.1.0"
