"""A process with Odoo: one task of the benchmark, begun when it is told so."""

import json
import sys

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

from benchmarks import (
    _claim,
    _contestants,
    _debits,
    _deferral,
    _goods,
    _job,
    _job_run,
    _metered,
    _process,
    _screens,
    _screens_data,
    _seed,
    _ship,
    _shop,
    _takeover,
)

TASKS = {
    "seed": _seed.Seed,
    "bill": _contestants.Bill,
    "claim": _claim.Claim,
    "debits": _debits.Debits,
    "deferral": _deferral.Deferral,
    "job": _job_run.Run,
    "job_look": _job_run.Look,
    "job_seed": _job.Seed,
    "goods": _goods.Goods,
    "metered": _metered.Metered,
    "screens": _screens.Screens,
    "screens_data": _screens_data.Data,
    "ship": _ship.Ship,
    "shop_products": _shop.Products,
    "shop_plans": _shop.Plans,
    "shop": _shop.Visits,
    "takeover": _takeover.Takeover,
}


def main(settings, addons_path, database, task, *arguments):
    """Get ready, say so, wait for a line, run, say what was found."""
    config.parse_config(
        ["-c", settings, addons_path, "-d", database, "--log-level=warn", "--no-http"],
        setup_logging=True,
    )
    with Registry(database).cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        work = TASKS[task](env, *arguments)
        _say(_process.READY)
        sys.stdin.readline()
        _say(json.dumps(work.run()))


def _say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
