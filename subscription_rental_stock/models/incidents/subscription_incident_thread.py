from odoo import api, fields, models
from odoo.tools import plaintext2html


class SubscriptionIncident(models.Model):
    """What an incident's customer and the clerks tell each other (PO2).

    The customer reads it on a page of the portal, and is told of each answer by mail.
    Internal notes are for clerks.
    """

    _inherit = "subscription.incident"
    _mail_post_token_field = "link_token"

    link_token = fields.Char(
        related="subscription_id.access_token",
        groups=fields.NO_ACCESS,
        help="The link to its subscription opens its page, too.",
    )
    is_former = fields.Boolean(
        string="Of a Former Customer",
        readonly=True,
        copy=False,
        help="Reported before another customer took the subscription over, who does not "
        "see it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Tell the customer by mail of what is answered: they follow their incidents."""
        incidents = super().create(vals_list)
        # Whoever reports it need not be allowed to add followers.
        for incident in incidents.sudo():
            incident.message_subscribe(partner_ids=incident.partner_id.ids)
        return incidents

    @api.model
    def _get_thread_with_access(self, thread_id, *, mode="read", token=None, **_kwargs):
        """Return the thread also for who has the link of its subscription, to be read.

        Customers answer on their page, where what they send is looked at.
        """
        if thread := super()._get_thread_with_access(thread_id, mode=mode):
            return thread
        incident = self.browse(thread_id).exists().sudo()
        opened = incident and incident.subscription_id._is_opened_by(token)
        seen = mode == "read" and opened and not incident.is_former
        return incident if seen else self.browse()

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """Lead the customer from the mail to the page of this incident."""
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        if not self:
            return groups
        customer = self.sudo().partner_id.commercial_partner_id
        own = self.sudo().message_partner_ids.filtered(
            lambda one: one.commercial_partner_id == customer
        )
        page = {
            "active": True,
            "has_button_access": True,
            "button_access": {"url": self.get_base_url() + self.sudo()._get_page_path()},
        }
        return [("rental_customer", lambda data: data["id"] in own.ids, page), *groups]

    def _get_page_path(self):
        """Return the path of this incident's page, with a link that works."""
        self.ensure_one()
        return self.subscription_id.get_portal_url(suffix=f"/incident/{self.id}")

    def _hear_customer(self, text, photos):
        """Keep what the customer says and shows; tell who looks after it.

        :param photos: [(name, content)]
        """
        self.ensure_one()
        if not text and not photos:
            return
        user = self.env.user
        author = self.partner_id if user._is_public() else user.partner_id
        # Of the customer's people, the one who writes is answered.
        self.message_subscribe(partner_ids=author.ids)
        self.message_post(
            body=plaintext2html(text or ""),
            author_id=author.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=photos,
            partner_ids=self.user_id.partner_id.ids,
        )

    def _get_pictures(self):
        """Return the pictures of what customer and clerks told each other, latest first."""
        self.ensure_one()
        told = self.env["mail.message"]._get_search_domain_share()
        comment = self.env.ref("mail.mt_comment")
        seen = self.message_ids.filtered_domain(told).filtered(
            lambda message: message.subtype_id == comment
        )
        return seen.attachment_ids.filtered(
            lambda file: (file.mimetype or "").startswith("image/")
        )

    def _tell_owner(self):
        """Tell the responsible user of a new incident."""
        self.ensure_one()
        here = self.with_context(lang=self.user_id.sudo().lang)
        here.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=here.env._("Reported by the customer"),
            user_id=self.user_id.id,
        )

    def _get_incident_color(self):
        """Return the colour of the state of this incident."""
        self.ensure_one()
        colors = {"reported": "warning", "decided": "info", "closed": "success"}
        return colors.get(self.state, "secondary")

    def _leave_to(self, customer):
        """Hide these incidents of `customer` from who takes their subscription over."""
        for incident in self:
            told = incident.message_partner_ids.filtered(
                lambda one: one.commercial_partner_id == customer
            )
            incident.message_unsubscribe(partner_ids=told.ids)
        self._write_kept({"is_former": True})
