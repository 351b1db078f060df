"""The examples in the rules' own documentation are true."""

import doctest
import importlib
import pkgutil

import pytest

import billing

MODULES = [module.name for module in pkgutil.iter_modules(billing.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(f"billing.{name}")
    assert doctest.testmod(module).failed == 0


def test_there_are_examples():
    modules = [importlib.import_module(f"billing.{name}") for name in MODULES]
    assert sum(doctest.testmod(module).attempted for module in modules) >= 8
