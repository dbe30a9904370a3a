"""A second, deliberately plain reading of the arithmetic, to hold the real one against."""
