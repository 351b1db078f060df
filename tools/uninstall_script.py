# Runs in Odoo's shell: uninstalls our addons and checks that nothing of them is left.
import os

# Odoo locks this table without waiting, and gives up if an autovacuum is at it just then.
env.cr.execute("ALTER TABLE ir_module_module SET (autovacuum_enabled = off)")
env.cr.commit()
# What settings made goes as well.
env["subscription.billing.workers"]._set_workers(2)
env.cr.commit()
names = os.environ["RENTAL_ADDONS"].split(",")
# One after the other: what is left has to work.
for name in reversed(names):
    env["ir.module.module"].search([("name", "=", name)]).button_immediate_uninstall()
    env = env(cr=env.cr)
left = env["ir.module.module"].search([("name", "in", names), ("state", "=", "installed")])
env.cr.execute(
    "SELECT table_name || '.' || column_name FROM information_schema.columns"
    " WHERE table_name LIKE 'subscription\\_%' OR column_name LIKE 'rental\\_%'"
)
columns = [row[0] for row in env.cr.fetchall()]
env.cr.execute("SELECT model FROM ir_model WHERE model LIKE 'subscription.%'")
models = [row[0] for row in env.cr.fetchall()]
jobs = (
    env["ir.cron"]
    .with_context(active_test=False)
    .search([("name", "ilike", "subscription")])
)
if left or columns or models or jobs:
    found = left.mapped("name") + columns + models + jobs.mapped("name")
    raise SystemExit(f"left behind: {found}")
