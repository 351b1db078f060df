"""The examples in the rules' own documentation are true."""

import doctest
import importlib
import pkgutil

import pytest

import billing
import mollie
import sepa

MODULES = [
    f"{package.__name__}.{module.name}"
    for package in (billing, mollie, sepa)
    for module in pkgutil.iter_modules(package.__path__)
]
# What an error says beside its name is lxml's.
FLAGS = doctest.ELLIPSIS


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(name)
    assert doctest.testmod(module, optionflags=FLAGS).failed == 0


def test_there_are_examples():
    modules = [importlib.import_module(name) for name in MODULES]
    assert sum(doctest.testmod(module).attempted for module in modules) >= 8
