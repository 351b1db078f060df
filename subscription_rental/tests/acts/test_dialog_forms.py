from lxml import etree

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDialogs(TransactionCase):
    """How dialogs open, and what their buttons say (LC3, LC11, BI7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forms = dict(cls._get_forms())

    @classmethod
    def _get_forms(cls):
        """Yield each window of ours that opens as a dialog, with its form."""
        data = cls.env["ir.model.data"].search(
            [
                ("model", "=", "ir.actions.act_window"),
                ("module", "=like", "subscription_rental%"),
            ]
        )
        actions = cls.env["ir.actions.act_window"].browse(data.mapped("res_id"))
        for action in actions.filtered(lambda one: one.target == "new"):
            model = cls.env[action.res_model]
            yield (
                action,
                etree.fromstring(model.get_view(action.view_id.id, "form")["arch"]),
            )

    def test_no_calendar_opens_over_a_dialog(self):
        """A focused day opens its calendar: something else is focused, and comes first.

        A form focuses its first field; a dialog, if nothing has the focus, the first
        element in it that takes it.
        """
        self.assertGreater(len(self.forms), 20)
        for action, form in self.forms.items():
            with self.subTest(action.xml_id):
                node, field = self._get_first_field(self.env[action.res_model], form)
                if field and field.type in ("date", "datetime"):
                    self.assertEqual(form.get("disable_autofocus"), "1")
                    before = "preceding::*[@tabindex='0']|ancestor::*[@tabindex='0']"
                    self.assertTrue(node.xpath(before))

    def test_buttons_say_what_they_do(self):
        for action, form in self.forms.items():
            with self.subTest(action.xml_id):
                said = {node.get("string") for node in form.iterfind(".//footer/button")}
                self.assertFalse(said & {"Apply", "Confirm", "OK", "Validate", "Yes"})

    def _get_first_field(self, model, form):
        """Return the first field that one can write to, with its node, or nothing."""
        for node in form.iter("field"):
            field = model._fields.get(node.get("name"))
            hidden = node.get("invisible") in ("1", "True")
            readonly = node.get("readonly") in ("1", "True")
            if field and not (hidden or readonly or field.readonly):
                return node, field
        return None, None
