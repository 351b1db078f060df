from odoo.tests import freeze_time, new_test_user

from ..common import GoodsCommon


@freeze_time("2024-01-10 12:00:00")
class TestResponsible(GoodsCommon):
    """An incident is given to a person who looks after it (B4)."""

    def setUp(self):
        super().setUp()
        self.seller = new_test_user(
            self.env,
            login="seller",
            groups="subscription_rental.group_user_own",
            company_id=self.company.id,
        )
        self.rented = self._ordered(user_id=self.seller.id)
        self._ship(self.rented, "P1")

    def _report(self, reporter):
        """Return who is responsible for an incident that `reporter` reports."""
        incidents = self.env["subscription.incident"].with_user(reporter).sudo()
        unit = self.rented.assignment_ids
        return incidents.create({"assignment_id": unit.id, "kind": "broken"}).user_id

    def test_the_salesperson_gets_it_whoever_reports_it(self):
        self.assertEqual(self._report(self.env.user), self.seller)

    def test_a_visitors_report_goes_to_a_person_who_works_here(self):
        self.seller.active = False
        owner = self._report(self.env.ref("base.public_user"))
        self.assertTrue(owner.active and not owner.share)

    def test_a_robots_report_goes_to_a_person_who_works_here(self):
        self.seller.active = False
        owner = self._report(self.env.ref("base.user_root"))
        self.assertTrue(owner.active and not owner.share)
