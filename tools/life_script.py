# Runs in Odoo's shell without a database: upgrades an addon of ours in one, uninstalls it,
# and checks that nothing of it is left.
import os
import sys
import threading

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

database, name = os.environ["RENTAL_DATABASE"], os.environ["RENTAL_ADDON"]
threading.current_thread().dbname = database
# As `odoo server -u` does.
registry = Registry.new(database, update_module=True, upgrade_modules=[name])
# What is logged up to here is to be nothing.
sys.stdout.write(f"{os.environ['RENTAL_UPGRADED']}\n")
sys.stdout.flush()
env = api.Environment(registry.cursor(), SUPERUSER_ID, {})


def owned(model):
    """Return the records of `model` that the addon alone has made, ours by name."""
    known = env["ir.model.data"].search([("model", "=", model)])
    owners = known.grouped("res_id")
    ids = [key for key, rows in owners.items() if set(rows.mapped("module")) == {name}]
    return env[model].with_context(active_test=False).browse(ids).exists()


# Odoo locks this table without waiting, and gives up if an autovacuum is at it just then.
env.cr.execute("ALTER TABLE ir_module_module SET (autovacuum_enabled = off)")
env.cr.commit()
if name == "subscription_rental":
    # What settings made goes as well.
    env["subscription.billing.workers"]._set_workers(2)
    env.cr.commit()
columns = {
    (env[field.model]._table, field.name)
    for field in owned("ir.model.fields")
    if field.store and field.model in env
}
models = owned("ir.model").mapped("model")
jobs = owned("ir.cron")
addon = env["ir.module.module"].search([("name", "=", name), ("state", "=", "installed")])
assert addon, "the addon is not installed"
addon.button_immediate_uninstall()
env = env(cr=env.cr)
left = env["ir.module.module"].search([("name", "=", name), ("state", "=", "installed")])
env.cr.execute("SELECT table_name, column_name FROM information_schema.columns")
columns &= set(env.cr.fetchall())
models = env["ir.model"].search([("model", "in", models)]).mapped("model")
if name == "subscription_rental":
    # By their names, too: whoever made them.
    env.cr.execute(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_name LIKE 'subscription\\_%' OR column_name LIKE 'rental\\_%'"
    )
    columns |= set(env.cr.fetchall())
    models += env["ir.model"].search([("model", "=like", "subscription.%")]).mapped("model")
    jobs |= (
        env["ir.cron"]
        .with_context(active_test=False)
        .search([("name", "ilike", "subscription")])
    )
if left or columns or models or jobs.exists():
    found = left.mapped("name") + sorted(columns) + models + jobs.exists().mapped("name")
    raise SystemExit(f"left behind: {found}")
