from odoo import Command

from .common import SubscriptionCommon


class SellingCommon(SubscriptionCommon):
    """Quotations with plans."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.subscription_deposit_account_id = cls._liability()
        cls.fee = cls.env.ref("subscription_rental.product_setup_fee")

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref("sales_team.group_sale_manager")

    @classmethod
    def _liability(cls):
        return cls.env["account.account"].create(
            {
                "name": "Deposits",
                "code": "219900",
                "account_type": "liability_current",
                "company_ids": [Command.set(cls.env.company.ids)],
            }
        )

    @classmethod
    def _order(cls, *lines, **values):
        """Return a quotation of these lines: (product, plan or None, other values)."""
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.partner_a.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "rental_plan_id": plan.id if plan else False,
                            "tax_ids": [Command.clear()],
                            **others,
                        }
                    )
                    for product, plan, others in lines
                ],
                **values,
            }
        )

    @classmethod
    def _rental(cls, plan=None, **others):
        return cls._order((cls.product, plan or cls.plan, others))

    @classmethod
    def _confirm(cls, order):
        order.action_confirm()
        return order.rental_subscription_ids
