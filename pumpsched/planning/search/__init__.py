"""The search for a better plan; only its solver file knows PyVRP."""
