# Runs in Odoo's shell: uninstalls our addons and checks that nothing of them is left.
import os

names = os.environ["RENTAL_ADDONS"].split(",")


def owned(model):
    """Return the records of `model` that these addons alone have made, ours by name."""
    known = env["ir.model.data"].search([("model", "=", model)])
    owners = known.grouped("res_id")
    ids = [key for key, rows in owners.items() if set(rows.mapped("module")) <= set(names)]
    return env[model].with_context(active_test=False).browse(ids).exists()


# Odoo locks this table without waiting, and gives up if an autovacuum is at it just then.
env.cr.execute("ALTER TABLE ir_module_module SET (autovacuum_enabled = off)")
env.cr.commit()
if "subscription_rental" in names:
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
here = env["ir.module.module"].search([("name", "in", names), ("state", "=", "installed")])
assert len(here) == len(names), "these addons are not installed"
for name in reversed(names):
    # One after the other: what is left has to work.
    env["ir.module.module"].search([("name", "=", name)]).button_immediate_uninstall()
    env = env(cr=env.cr)
left = env["ir.module.module"].search([("name", "in", names), ("state", "=", "installed")])
env.cr.execute("SELECT table_name, column_name FROM information_schema.columns")
columns &= set(env.cr.fetchall())
models = env["ir.model"].search([("model", "in", models)]).mapped("model")
if "subscription_rental" in names:
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
