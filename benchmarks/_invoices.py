"""Invoices behind the newest periods, with payments of most, made by SQL from one."""

from odoo.fields import Date
from odoo.tools import SQL

# Of so many invoices one is not paid, and late.
UNPAID_EACH = 10
# Months over which the revenue of an invoice is spread.
MONTHS = 6


class Invoices:
    """Copy a posted invoice, its entry of payment and what reconciles them."""

    def __init__(self, env, invoice):
        self.env, self.cr = env, env.cr
        self.invoice = invoice
        if invoice.state == "draft":
            invoice.action_post()
        self.first = min(invoice.line_ids.ids)

    def make(self):
        """Give the newest period of each subscription an invoice; pay most of them."""
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.invoice.ids
        )
        wizard.create({})._create_payments()
        self.env.flush_all()
        payment = self.invoice.line_ids.matched_credit_ids.credit_move_id.move_id
        self.cr.execute("CREATE TEMP TABLE wanted AS " + WANTED)
        self.cr.execute("CREATE INDEX ON wanted (period_id)")
        self._copy_moves(self.invoice, "invoice_id", SQL("TRUE"))
        self._copy_moves(payment, "payment_id", SQL("is_paid"))
        self._reconcile()

    def _copy_moves(self, move, column, chosen):
        """Copy `move` and its items for each chosen row; note the copies in `column`."""
        named = SQL.identifier(column)
        self.cr.execute(SQL("ALTER TABLE wanted ADD COLUMN %s integer", named))
        self.cr.execute(
            SQL(
                "UPDATE wanted SET %s = nextval('account_move_id_seq') WHERE %s",
                named,
                chosen,
            )
        )
        own = {
            "id": SQL("wanted.%s", named),
            # Without the year Odoo would look for the highest among all that there are.
            "name": SQL("source.sequence_prefix || wanted.id"),
            "sequence_number": SQL("wanted.id"),
            "partner_id": SQL("wanted.partner_id"),
            "commercial_partner_id": SQL("wanted.partner_id"),
            "date": SQL("wanted.day"),
            "origin_payment_id": SQL("NULL::integer"),
            "access_token": SQL("NULL"),
        }
        if move == self.invoice:
            due = {"invoice_date": SQL("wanted.day"), "invoice_date_due": SQL("wanted.day")}
            own |= due | {
                "payment_state": SQL("CASE WHEN is_paid THEN 'paid' ELSE 'not_paid' END"),
                "amount_residual": SQL(
                    "CASE WHEN is_paid THEN 0 ELSE source.amount_total END"
                ),
                "amount_residual_signed": SQL(
                    "CASE WHEN is_paid THEN 0 ELSE source.amount_total_signed END"
                ),
            }
        self._insert("account_move", own, SQL("source.id = %s AND %s", move.id, chosen))
        self._copy_items(move, named, chosen)

    def _copy_items(self, move, named, chosen):
        is_open = SQL("is_paid OR account_type != 'asset_receivable'")
        own = {
            "move_id": SQL("wanted.%s", named),
            "partner_id": SQL("wanted.partner_id"),
            "date": SQL("wanted.day"),
            "reconciled": SQL("account_type = 'asset_receivable' AND is_paid"),
            "payment_id": SQL("NULL::integer"),
            "full_reconcile_id": SQL("NULL::integer"),
            "matching_number": SQL("NULL"),
            "amount_residual": SQL("CASE WHEN %s THEN 0 ELSE balance END", is_open),
            "amount_residual_currency": SQL(
                "CASE WHEN %s THEN 0 ELSE amount_currency END", is_open
            ),
        }
        if move == self.invoice:
            ours = "CASE WHEN display_type = 'product' THEN {} END"
            own |= {
                "invoice_date": SQL("wanted.day"),
                "date_maturity": SQL(
                    "CASE WHEN date_maturity IS NOT NULL THEN wanted.day END"
                ),
                "rental_subscription_id": SQL(ours.format("wanted.id")),
                "rental_line_id": SQL("NULL::integer"),
                "rental_period_id": SQL(ours.format("wanted.period_id")),
                "rental_first_day": SQL(ours.format("wanted.day")),
                "rental_last_day": SQL(ours.format("wanted.day + 180")),
            }
        source = SQL(
            "(SELECT item.*, account.account_type FROM account_move_line item "
            "JOIN account_account account ON account.id = item.account_id)"
        )
        where = SQL("source.move_id = %s AND %s", move.id, chosen)
        self._insert("account_move_line", own, where, source)

    def _insert(self, table, own, where, source=None):
        """Insert copies of rows of `table`; `own` columns are each copy's."""
        self.cr.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
        names = [name for (name,) in self.cr.fetchall()]
        names = [name for name in names if name != "id" or "id" in own]
        self.cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s source, wanted WHERE %s",
                SQL.identifier(table),
                SQL(", ").join(SQL.identifier(name) for name in names),
                SQL(", ").join(
                    own.get(name, SQL.identifier("source", name)) for name in names
                ),
                source or SQL.identifier(table),
                where,
            )
        )

    def _reconcile(self):
        """Let each payment settle its invoice."""
        partial = self.invoice.line_ids.matched_credit_ids
        account = partial.debit_move_id.account_id
        own = {
            "debit_move_id": SQL("debit.id"),
            "credit_move_id": SQL("credit.id"),
            "max_date": SQL("wanted.day"),
            "full_reconcile_id": SQL("NULL::integer"),
            "exchange_move_id": SQL("NULL::integer"),
        }
        self.cr.execute("ANALYZE account_move_line")
        self.cr.execute("ANALYZE wanted")
        source = SQL(
            "(SELECT partial.* FROM account_partial_reconcile partial WHERE id = %s)"
            " source, account_move_line debit, account_move_line credit",
            partial.id,
        )
        where = SQL(
            "debit.move_id = wanted.invoice_id AND credit.move_id = wanted.payment_id"
            " AND debit.account_id = %s AND credit.account_id = %s",
            account.id,
            account.id,
        )
        self.cr.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = 'account_partial_reconcile' AND column_name != 'id'"
        )
        names = [name for (name,) in self.cr.fetchall()]
        self.cr.execute(
            SQL(
                "INSERT INTO account_partial_reconcile (%s) SELECT %s FROM %s, wanted"
                " WHERE %s",
                SQL(", ").join(SQL.identifier(name) for name in names),
                SQL(", ").join(
                    own.get(name, SQL.identifier("source", name)) for name in names
                ),
                source,
                where,
            )
        )

    # === spread over months === #

    def defer(self):
        """Give each product line its rows of deferred revenue."""
        env, company = self.env, self.env.company
        account = env["account.account"].create(
            {"name": "Deferred", "code": "249900", "account_type": "liability_current"}
        )
        journal = env["account.journal"].search([("type", "=", "general")], limit=1)
        month = Date.today().replace(day=1)
        company.write(
            {
                "subscription_deferral_method": "day",
                "subscription_deferral_account_id": account.id,
                "subscription_deferral_journal_id": journal.id,
                "subscription_deferral_from": Date.subtract(month, months=2 * MONTHS),
            }
        )
        env.flush_all()
        self.cr.execute(
            SQL(
                DEFERRED,
                company=company.id,
                account=account.id,
                months=MONTHS,
                less=MONTHS - 1,
            )
        )


WANTED = f"""
    SELECT s.id, s.partner_id, period.id AS period_id, period.date_start AS day,
           s.id % {UNPAID_EACH} != 0 AS is_paid
      FROM subscription_subscription s
      JOIN LATERAL (SELECT id, date_start FROM subscription_period
                     WHERE subscription_id = s.id ORDER BY date_start DESC LIMIT 1
           ) period ON TRUE
     WHERE NOT EXISTS (SELECT FROM account_move_line item
                        WHERE item.rental_subscription_id = s.id)
"""
DEFERRED = """
    INSERT INTO subscription_deferral
           (company_id, move_line_id, subscription_id, period_id, revenue_account_id,
            deferral_account_id, date_month, amount)
    SELECT %(company)s, item.id, item.rental_subscription_id, item.rental_period_id,
           item.account_id, %(account)s,
           (date_trunc('month', item.date) + number * interval '1 month')::date,
           CASE number WHEN 0 THEN %(less)s ELSE -1 END
               * round(item.balance / %(months)s, 2)
      FROM account_move_line item, generate_series(0, %(less)s) number
     WHERE item.display_type = 'product' AND item.rental_subscription_id IS NOT NULL
           AND item.rental_first_day IS NOT NULL
"""
