from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time

from ..common_write_off import LATE, WriteOffCommon


@freeze_time(f"{LATE} 12:00:00")
class TestWriteOffMeanwhile(WriteOffCommon, HttpCase):
    """BI16: what went off the list while the dialog was open is told of."""

    def _open(self, *invoices):
        """Return what the browser has of the dialog that was opened for these invoices."""
        rows = self._propose().filtered(lambda one: one.move_id in invoices)
        dialogs = self.env["subscription.write.off.dialog"]
        dialogs = dialogs.with_context(active_ids=rows.ids)
        return dialogs.default_get(["write_off_ids", "move_ids", "date"])

    def _press(self, values):
        """Save the dialog, and press its button, as the browser does."""
        return self.env["subscription.write.off.dialog"].create(values).action_write_off()

    def test_what_was_paid_meanwhile_is_named_and_the_rest_is_booked(self):
        invoice, paid, credited = (self._invoice() for _number in range(3))
        values = self._open(invoice, paid, credited)
        self._pay(paid, LATE)
        credited._reverse_moves([{"invoice_date": self.today}], cancel=True)
        # Somebody else opens the list.
        self._propose()
        told = self._press(values)["params"]
        self.assertIn(f"{paid.name} was paid in the meantime.", told["message"])
        self.assertIn(f"{credited.name} was credited in the meantime.", told["message"])
        self.assertNotIn(invoice.name, told["message"])
        self.assertEqual(told["next"]["type"], "ir.actions.act_window_close")
        self.assertTrue(invoice.rental_is_written_off)

    def test_a_dialog_that_is_stored_already_tells_too(self):
        invoice, held = self._invoice(), self._invoice()
        ask = self._ask(self._propose())
        cases = self.env["subscription.dunning.case"].sudo()
        case = cases._open_case(held, "overdue", self.today, self.today)
        case._hold("They dispute it", self.today)
        self._propose()
        told = ask.action_write_off()["params"]["message"]
        self.assertEqual(told, f"Something may still come of {held.name}.")
        self.assertTrue(invoice.rental_is_written_off)
        self.assertOwed(held, 34.5)

    def test_if_all_are_gone_nothing_is_booked_and_all_are_named(self):
        paid, kept = self._invoice(), self._invoice()
        values = self._open(paid, kept)
        self._pay(paid, LATE)
        self.company.subscription_write_off_terminated = False
        self._propose()
        with self.assertRaisesRegex(
            UserError, f"{paid.name} was paid.*{kept.name} is not proposed by the rule"
        ):
            self._press(values)
        self.assertFalse(self._balance(self.loss, LATE))

    def test_nothing_is_told_of_invoices_that_the_user_must_not_see(self):
        invoice, hidden = self._invoice(), self._invoice()
        values = self._open(invoice, hidden)
        self._pay(hidden, LATE)
        self._propose()
        self.env["ir.rule"].sudo().create(
            {
                "name": "Not this one",
                "model_id": self.env["ir.model"]._get_id("account.move"),
                "domain_force": [("id", "!=", hidden.id)],
            }
        )
        with self.assertRaises(AccessError):
            self._press(values)
        self.assertFalse(invoice.rental_is_written_off)

    def test_if_none_is_gone_the_dialog_just_closes(self):
        done = self._press(self._open(self._invoice()))
        self.assertEqual(done, {"type": "ir.actions.act_window_close"})

    def test_an_accountant_writes_off_and_undoes_it_in_the_browser(self):
        invoice = self._invoice()
        self.env.user.write({"login": "tourist", "password": "tourist"})
        self.start_tour(
            "/odoo/subscription-write-offs",
            "subscription_rental_write_off",
            login="tourist",
        )
        row = self.env["subscription.write.off"].search([("move_id", "=", invoice.id)])
        self.assertEqual((row.state, row.decided_by_id), ("kept", self.env.user))
        entries = self.env["account.move"].search(
            [("ref", "=", f"Written off: {invoice.name}")]
        )
        self.assertEqual(entries.mapped("state"), ["cancel"])
        self.assertOwed(invoice, 34.5)
