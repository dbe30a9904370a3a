"""The commands, a noun a file: options read, a use case called, its answer shown."""
