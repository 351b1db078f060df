from odoo.tests import freeze_time

from ..common import SubscriptionCommon


@freeze_time("2024-01-10 12:00:00")
class TestTemplates(SubscriptionCommon):
    """Odoo renders a template on any record before it saves it: an upgrade does, too."""

    def test_each_is_saved_whatever_record_it_is_tried_on(self):
        records = self._draft() | self._subscription() | self._subscription()
        records[2]._cancel(records[2].date_start)
        ours = self.env["ir.model.data"].search(
            [("model", "=", "mail.template"), ("module", "=", "subscription_rental")]
        )
        templates = self.env["mail.template"].browse(ours.mapped("res_id")).exists()
        tried = templates.filtered(lambda one: one.model == records._name)
        self.assertIn(self.env.ref("subscription_rental.mail_template_renewal"), tried)
        for template in tried:
            for record in records:
                with self.subTest(template=template.name, state=record.state):
                    for name in ("subject", "body_html", "email_from", "reply_to"):
                        options = {"post_process": True} if name == "body_html" else {}
                        template._render_field(name, record.ids, options=options)
