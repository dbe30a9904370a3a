"""What a person does, one function each: read the books, ask the domain, return a view.

Writing functions take an open, writable :class:`~pumpsched.store.books.Books` and leave committing
to the caller, so that a preview is the same run, rolled back.
"""
