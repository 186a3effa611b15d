"""Examples in docstrings are run: an example that does not work is worse than none."""

import doctest
import importlib


def test_examples_in_docstrings_work(source_files):
    failed = []
    for file in source_files:
        if ">>> " not in file.text:
            continue
        name = file.name.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        module = importlib.import_module(name)
        result = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
        if result.failed:
            failed.append(f"{file.name}: {result.failed} of {result.attempted}")
    assert failed == []
