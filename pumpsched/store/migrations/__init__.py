"""Numbered changes of the layout, each all or nothing; never edited after a release."""
