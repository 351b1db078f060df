"""New prices take effect: as each subscription is billed for its first period with them."""

from odoo.tools import split_every

from benchmarks import _job_prices

BATCH = 200


class Job(_job_prices.Job):
    """Planned prices; the billing job applies them to the batch that it bills."""

    def seed(self):
        """Plan the new price of all subscriptions."""
        super().seed()
        self.env.invalidate_all()
        super().ready()
        self.revision.action_preview()
        self.revision.action_confirm()

    def ready(self):
        """Choose whose prices take effect."""
        self.rows = self.env["subscription.price.revision.line"].search([])
        self.day = self.rows[:1].day

    def left(self):
        """Return how many prices are still planned."""
        return len(self.rows.filtered(lambda one: one.state == "planned"))

    def ours(self):
        """Apply the prices to batches, as the billing job does before it bills them."""
        subscriptions = self.rows.subscription_id
        for ids in split_every(BATCH, subscriptions.ids):
            batch = subscriptions.browse(ids)
            periods = [(one, one._get_timeline().period(self.day)) for one in batch]
            batch._before_billing(periods)
            self.env.cr.commit()

    def loop(self):
        """End each line, make its successor with the new price, and note what it brings."""
        for row in self.each(self.rows):
            line, subscription = row.line_id, row.subscription_id
            values = line.copy_data()[0]
            values |= {
                "subscription_id": subscription.id,
                "price_unit": row.price_after,
                "date_from": self.day,
                "previous_line_id": line.id,
            }
            line._write_kept({"date_to": self.day})
            self.env["subscription.line"]._create_kept([values])
            row.state = "done"
            more = row.price_after - row.price_before
            subscription._write_kept({"mrr": subscription.mrr + more})
            self.env["subscription.mrr.movement"].create(
                {
                    "subscription_id": subscription.id,
                    "plan_id": subscription.plan_id.id,
                    "date": self.day,
                    "kind": "expansion",
                    "amount": more,
                }
            )
            self.env.cr.commit()

    def outcome(self):
        """Return the lines that ended, those that follow them, and the prices."""
        lines = self.env["subscription.line"].search([])
        going = lines.filtered(lambda one: not one.date_to)
        return {
            "ended": len(lines - going),
            "prices": round(sum(going.mapped("price_unit")), 2),
            "follow": len(going.previous_line_id),
            "done": len(self.rows.filtered(lambda one: one.state == "done")),
            "a month": round(sum(going.subscription_id.mapped("mrr")), 2),
            "moved": round(sum(going.subscription_id.mrr_movement_ids.mapped("amount")), 2),
        }
