from freezegun import freeze_time

from odoo.exceptions import ValidationError

from ..common_due import DueCommon

COLUMNS = {
    "partner_id": "Due customer",
    "name": "example.com",
    "product_id": "Domain",
    "quantity": "1",
    "amount": "15.00",
    "currency_id": "EUR",
    "date_start": "2024-01-31",
    "date_due": "2025-01-31",
    "duration_count": "1",
    "duration_unit": "Years",
}


@freeze_time("2025-01-20 12:00:00")
class TestImported(DueCommon):
    """DD1: a file of due dates: a bad row is named, and nothing is half imported."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_a.name = "Due customer"
        cls.env.ref("base.EUR").active = True

    def _load(self, *changes):
        rows = self.env["subscription.due.date"]
        data = [list({**COLUMNS, **change}.values()) for change in changes]
        result = rows.load(list(COLUMNS), data)
        return rows.browse(result["ids"] or []), result["messages"]

    def test_a_row_that_is_right_is_imported(self):
        loaded, messages = self._load({})
        self.assertFalse(messages)
        self.assertHeld(loaded, ("2024-01-31", "2025-01-31", "active"))

    def test_what_is_left_empty_is_as_the_product_says(self):
        gaps = ("date_due", "duration_count", "duration_unit")
        loaded, messages = self._load(dict.fromkeys(gaps, ""))
        self.assertFalse(messages)
        self.assertHeld(loaded, ("2024-01-31", "2025-01-31", "active"))
        self.assertEqual(loaded.duration_unit, "year")

    def test_a_row_that_cannot_be_meant_is_named(self):
        for name, value, said in (
            ("quantity", "-1", "example.org: the quantity is more than 0"),
            ("quantity", "0", "example.org: the quantity is more than 0"),
            ("quantity", "NaN", "example.org: Quantity: enter a number"),
            ("quantity", "1e300", "example.org: Quantity: enter a number"),
            ("amount", "-15", "example.org: the amount is 0 or more"),
            ("amount", "NaN", "example.org: Amount: enter a number"),
            ("amount", "inf", "example.org: Amount: enter a number"),
            ("amount", "1e20", "example.org: Amount: enter a number"),
            ("amount", "many", "many"),
            ("currency_id", "XYZ", "XYZ"),
            ("duration_count", "0", "example.org: it can be renewed for 1 to 10 Years"),
            ("duration_count", "-3", "example.org: it can be renewed for 1 to 10 Years"),
            ("duration_count", "99999999999", "example.org: Renewed For: enter a number"),
            ("duration_unit", "Decades", "Decades"),
            ("date_start", "9999-12-31", "example.org: Start: choose a day"),
            ("date_due", "2023-01-31", "due after it starts"),
        ):
            with self.subTest(name, value=value):
                count = self.env["subscription.due.date"].search_count([])
                wrong = {"name": "example.org", name: value}
                loaded, messages = self._load({}, wrong)
                self.assertFalse(loaded)
                self.assertIn(said, messages[0]["message"])
                # Odoo tells of the file as a whole first.
                self.assertEqual(messages[-1]["rows"], {"from": 1, "to": 1})
                after = self.env["subscription.due.date"].search_count([])
                self.assertEqual(after, count, "nothing is half imported")

    def test_no_duration_and_no_due_date_is_told_and_not_a_fault_of_the_database(self):
        loaded, messages = self._load({"date_due": "", "duration_count": "0"})
        self.assertFalse(loaded)
        self.assertIn("it can be renewed for 1 to 10 Years", messages[0]["message"])

    def test_the_same_is_refused_on_the_form(self):
        row = self._due()
        unused = self.env["res.currency"].search([("active", "=", False)], limit=1)
        for vals in ({"quantity": -1.0}, {"amount": -1.0}, {"currency_id": unused.id}):
            with self.subTest(**vals), self.assertRaises(ValidationError):
                row.write(vals)
