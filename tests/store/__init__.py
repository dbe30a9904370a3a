"""The store: what it refuses, what it keeps, what it notices."""
