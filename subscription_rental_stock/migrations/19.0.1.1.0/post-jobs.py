"""Let crons made by an earlier version call the job that does their work now."""

from odoo import SUPERUSER_ID, api

# A cron's interval is the user's, so its record is not updated; what it calls is ours.
JOBS = {
    "ir_cron_ship": ("subscription.delivery.job", "_cron_ship"),
}


def migrate(cr, _version):
    """Set the model and method of these crons; leave their interval as it is."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, (model, method) in JOBS.items():
        cron = env.ref(f"subscription_rental_stock.{name}", raise_if_not_found=False)
        if cron:
            model_id = env["ir.model"]._get_id(model)
            cron.write({"model_id": model_id, "code": f"model.{method}()"})
