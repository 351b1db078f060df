"""`./dev bench matrix`: sell in many ways; what is signed, paid and invoiced must agree."""

import argparse
import os
import random
import sys

from tools import test_part
from tools.console import Problem, say

# Where the matrix is: of services, and of goods that are handed over.
TESTS = {
    "subscription_rental": "selling/test_matrix.py",
    "subscription_rental_stock": "handover/test_matrix_goods.py",
}


def main(arguments):
    """Check so many cases in a database of their own; return 1 if one differs."""
    options = _parser().parse_args(arguments)
    os.environ["MATRIX_SEED"] = str(options.seed)
    os.environ["MATRIX_SIZE"] = str(options.size)
    os.environ["MATRIX_WAYS"] = str(options.ways)
    say(f"--seed {options.seed} --size {options.size} --ways {options.ways}")
    addon = "subscription_rental_stock" if options.goods else "subscription_rental"
    name = "matrix-goods" if options.goods else "matrix"
    try:
        return test_part.test_addon(addon, name, f"{addon}/tests/{TESTS[addon]}")
    except Problem as problem:
        sys.stderr.write(f"\n{problem}\n")
        return 1


def _parser():
    parser = argparse.ArgumentParser(prog="./dev bench matrix", description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--size", type=int, default=300, help="cases; 0: all (300)")
    parser.add_argument("--ways", type=int, default=3, help="values that meet (3)")
    parser.add_argument("--goods", action="store_true", help="goods that are handed over")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
