from ..common import SubscriptionCommon


class TestScreens(SubscriptionCommon):
    """What people open takes as many queries for many subscriptions as for few."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # With a country Odoo looks for a fiscal position.
        cls.partner_a.country_id = cls.env.ref("base.us")
        cls.plan = cls._plan(setup_fee=15.0)
        cls.many = cls.env["subscription.subscription"].union(
            *(cls._subscription() for _number in range(20))
        )
        cls._bill(cls.many, "2024-02-01")
        for one in cls.many:
            one._add_charge("credit", cls.product, -4.0)

    def _count_queries(self, view, records):
        """Return how many queries it takes to show these in that kind of view."""
        shown = records.get_view(view_type=view)["models"][records._name]
        specification = {
            name: {"fields": {"display_name": {}}}
            if records._fields[name].type == "many2one"
            else {}
            for name in shown
        }
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        records.web_read(specification)
        return self.cr.sql_log_count - before

    def test_a_long_list_takes_no_more_queries_than_a_short_one(self):
        for view in ("list", "kanban", "calendar"):
            with self.subTest(view):
                # Caches that are not the records' are filled by the first.
                self._count_queries(view, self.many[:2])
                few = self._count_queries(view, self.many[:2])
                self.assertEqual(self._count_queries(view, self.many), few)

    def test_invoices_know_in_one_query_that_they_bill_subscriptions(self):
        ids = self.many.period_ids.move_line_ids.move_id.ids
        invoices = self.env["account.move"].browse(ids)
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            self.assertEqual(set(invoices.mapped("rental_badge")), {"R"})
