"""The store: the only place that knows SQL. Rows go in and out as domain values, never as rows.

What only reads opens a :class:`pumpsched.store.reading.opening.ReadStore`, which loads no
framework. What changes the store opens it with :func:`pumpsched.store.engine.open_store`, and
changes it in :func:`pumpsched.store.books.writing`.
"""
