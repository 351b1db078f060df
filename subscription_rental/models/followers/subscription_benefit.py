from odoo import api, fields, models


class SubscriptionBenefit(models.Model):
    """The ledger of what a plan gave its subscribers: a tag, or a pricelist."""

    _name = "subscription.benefit"
    _description = "Benefit of Subscribers"
    _order = "id"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        help="Empty for tags: all companies see them.",
    )
    category_id = fields.Many2one(
        "res.partner.category",
        string="Tag",
        index="btree_not_null",
        ondelete="cascade",
    )
    pricelist_id = fields.Many2one(
        "product.pricelist", index="btree_not_null", ondelete="restrict"
    )
    previous_pricelist_id = fields.Many2one(
        "product.pricelist",
        index="btree_not_null",
        ondelete="set null",
        help="Returns when this one ends.",
    )
    date_start = fields.Date(required=True)
    date_end = fields.Date(help="Empty while it lasts.")
    _is_one_thing = models.Constraint(
        "CHECK((category_id IS NULL) != (pricelist_id IS NULL))",
        "A benefit is a tag or a pricelist.",
    )
    _one_tag = models.UniqueIndex(
        "(partner_id, category_id) WHERE date_end IS NULL AND category_id IS NOT NULL",
        "This customer has the tag already.",
    )
    _one_pricelist = models.UniqueIndex(
        "(partner_id, company_id) WHERE date_end IS NULL AND pricelist_id IS NOT NULL",
        "This customer has a pricelist of a plan already.",
    )

    @api.model
    def _end_doubles(self, first, others):
        """End benefits of the partners `others` that `first`, or one before them, has.

        They are about to become one contact, who has each benefit once.
        """
        today = fields.Date.context_today(self)
        partners = first | others
        found = set()
        rows = self.search([("partner_id", "in", partners.ids), ("date_end", "=", False)])
        for row in rows.sorted(lambda one: (one.partner_id != first, one.id)):
            key = row.category_id or (row.company_id, "pricelist")
            if key in found:
                row.date_end = max(today, row.date_start)
            found.add(key)
        self.flush_model(["date_end"])
