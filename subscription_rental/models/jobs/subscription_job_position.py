from odoo import api, fields, models


class SubscriptionJobPosition(models.Model):
    """Where a job's work stopped when its time was up: the next call goes on there."""

    _name = "subscription.job.position"
    _description = "Position of a Job"
    _inherit = ["subscription.kept.mixin"]

    name = fields.Char(
        string="Job", required=True, readonly=True, help="The job, its stage and a model."
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade", index=True
    )
    last_id = fields.Integer(
        string="Up To",
        readonly=True,
        help="The last record that was worked on; 0 when it comes to its end.",
    )
    # On another day all of it is looked at anew.
    date = fields.Date(readonly=True)
    _one_per_work = models.UniqueIndex(
        "(name, company_id)", "The position of this job is known already."
    )

    @api.model
    def _get_last_done(self, name, company, today):
        """Return the id of the record at which that work of `company` stopped, or 0.

        What stopped on another day may never have come to its end: it begins anew.
        """
        domain = [
            ("name", "=", name),
            ("company_id", "=", company.id),
            ("date", "=", today),
        ]
        return self.sudo().search_fetch(domain, ["last_id"]).last_id

    @api.model
    def _stop_at(self, name, company, last_id, today):
        """Note that this work of `company` has come to the record of this id."""
        noted = {"last_id": last_id, "date": today}
        domain = [("name", "=", name), ("company_id", "=", company.id)]
        if known := self.sudo().search(domain):
            known._write_kept(noted)
        else:
            self._create_kept([{"name": name, "company_id": company.id, **noted}])

    @api.model
    def _begin_anew(self, job):
        """Let `job`, the name of its model, begin with the first: it came to its end."""
        stopped = [("name", "=like", f"{job}/%"), ("last_id", "!=", 0)]
        if known := self.sudo().search(stopped):
            known._write_kept({"last_id": 0})
