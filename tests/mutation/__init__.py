"""What the tests say when the package is not as it stands: a mutant, or a check taken out."""
