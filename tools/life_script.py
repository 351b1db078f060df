# Runs in Odoo's shell without a database: upgrades all addons of ours in one, uninstalls
# them from the top down, and checks each time that nothing of them is left.
import os
import sys
import threading

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

CORE = "subscription_rental"
database, names = os.environ["RENTAL_DATABASE"], set(os.environ["RENTAL_ADDONS"].split(","))
threading.current_thread().dbname = database
# As `odoo server -u` does.
registry = Registry.new(database, update_module=True, upgrade_modules=[CORE])
# What is logged up to here is to be nothing.
sys.stdout.write(f"{os.environ['RENTAL_UPGRADED']}\n")
sys.stdout.flush()


def system():
    """Return the superuser's environment on the addons that are installed now."""
    return api.Environment(Registry(database).cursor(), SUPERUSER_ID, {})


def installed(env):
    """Return those of our addons that are installed."""
    domain = [("name", "in", list(names)), ("state", "=", "installed")]
    return env["ir.module.module"].search(domain)


def owned(env, model, going):
    """Return the records of `model` that only the addons `going` have made, by name."""
    known = env["ir.model.data"].search([("model", "=", model)])
    owners = known.grouped("res_id")
    ids = [key for key, rows in owners.items() if set(rows.mapped("module")) <= going]
    return env[model].with_context(active_test=False).browse(ids).exists()


def get_columns(env):
    """Return {(table, column)} of the database."""
    env.cr.execute("SELECT table_name, column_name FROM information_schema.columns")
    return set(env.cr.fetchall())


def uninstall(addons):
    """Uninstall addons that no other one builds on; return what is left of them."""
    env, going = addons.env, set(addons.mapped("name"))
    columns = {
        (env[field.model]._table, field.name)
        for field in owned(env, "ir.model.fields", going)
        if field.store and field.model in env
    }
    models = owned(env, "ir.model", going).mapped("model")
    jobs = owned(env, "ir.cron", going).mapped("name")
    addons.button_immediate_uninstall()
    env.cr.close()
    env = system()
    found = [one.name for one in installed(env) if one.name in going]
    found += sorted(columns & get_columns(env))
    found += env["ir.model"].search([("model", "in", models)]).mapped("model")
    domain = [("name", "in", jobs)]
    found += env["ir.cron"].with_context(active_test=False).search(domain).mapped("name")
    return env, found


def left_by_name(env):
    """Return what looks as if it were ours, whoever made it."""
    found = sorted(
        (table, column)
        for table, column in get_columns(env)
        if table.startswith("subscription_") or column.startswith("rental_")
    )
    found += env["ir.model"].search([("model", "=like", "subscription.%")]).mapped("model")
    jobs = env["ir.cron"].with_context(active_test=False)
    return found + jobs.search([("name", "ilike", "subscription")]).mapped("name")


env = system()
missing = names - set(installed(env).mapped("name"))
assert not missing, f"not installed: {missing}"
# Odoo locks this table without waiting, and gives up if an autovacuum is at it just then.
env.cr.execute("ALTER TABLE ir_module_module SET (autovacuum_enabled = off)")
# What settings made goes as well.
env["subscription.billing.workers"]._set_workers(2)
env.cr.commit()
while addons := installed(env):
    below = set(addons.dependencies_id.mapped("name"))
    top = addons.filtered(lambda addon, below=below: addon.name not in below)
    told = ", ".join(top.mapped("name"))
    env, found = uninstall(top)
    if found:
        raise SystemExit(f"left behind by {told}: {found}")
if found := left_by_name(env):
    raise SystemExit(f"left behind: {found}")
