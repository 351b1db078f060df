from odoo import models


class SubscriptionPlan(models.Model):
    """What offers of a plan say of its metered use: it is paid beside the price (PL15)."""

    _inherit = "subscription.plan"

    def _get_facts_beside_price(self, product, quantity, told):
        """Add what the use of `quantity` of `product` costs."""
        facts = super()._get_facts_beside_price(product, quantity, told)
        # Whoever is offered a plan may read what its use costs.
        tariff = self.sudo()._get_tariff(product)
        if not tariff:
            return facts
        interval = self.interval_count, self.interval_unit
        return [*facts, tariff._get_use_sentence(*interval, quantity, told)]

    def _get_offer_sentence(self):
        """Add what use costs."""
        sentences = [sentence for _name, sentence in self._get_use_sentences(None)]
        return "; ".join([super()._get_offer_sentence(), *sentences])

    def _get_law_rows(self, lines=None, told=None):
        """Name what use costs, of as many as are ordered: it is a part of the price."""
        rows = super()._get_law_rows(lines, told)
        if lines is None:
            uses = self._get_use_sentences(told)
        else:
            with_taxes = told and told.with_taxes
            uses = [
                (line.product_id.display_name, line._get_use_told(with_taxes))
                for line in lines.filtered("rental_tariff_id")
            ]
        return rows + [
            (self.env._("Use of %(product)s", product=name), sentence)
            for name, sentence in uses
        ]

    def _get_use_sentences(self, told):
        """Return [(product, what its use costs)] of the metered products of this plan."""
        self.ensure_one()
        # Whoever is offered a plan may read what its use costs.
        metered = self.sudo().line_ids.filtered("tariff_id")
        interval = self.interval_count, self.interval_unit
        return [
            (
                line._get_sold_name(),
                line.tariff_id._get_use_sentence(*interval, line.quantity, told),
            )
            for line in metered
        ]
