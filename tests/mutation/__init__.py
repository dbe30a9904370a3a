"""What the tests say when the package is not as it stands: a mutant, or a check taken out.

    python -m tests.mutation                      # every module of the arithmetic, some minutes
    python -m tests.mutation reservoir outlook    # some of them
    python -m tests.mutation --changed            # those that are not as they were tried last
    python -m tests.mutation residual --sample 40 # a part of each, evenly spread

A mutant nobody notices is printed and makes the command fail, unless ``survivors.toml`` says why
nobody could: most compute the same by other steps. What came of a module that was tried whole is
kept in ``tried.toml``.
"""
