"""The command line: everything impure or pretty. One file per noun, imported when invoked."""
