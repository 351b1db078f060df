"""How long the server takes for what people open in a back office."""

import threading
import time

TRIES = 5


class Screens:
    """Open what a clerk, an accountant and an owner open."""

    def __init__(self, env):
        self.env = env

    def run(self):
        """Return, for each screen, what it took: milliseconds and queries."""
        subscriptions = self.env["subscription.subscription"]
        return {
            "subscriptions": subscriptions.search_count([]),
            "periods": self.env["subscription.period"].search_count([]),
            "invoices": self.env["account.move"].search_count(
                [("move_type", "=", "out_invoice")]
            ),
            "screens": {
                name: [self._time(screen, number) for number in range(TRIES)]
                for name, screen in self._get_screens().items()
            },
            "counted": self.counted,
        }

    def _get_screens(self):
        listed = self._get_fields("list")
        shown = self._get_fields("form")
        subscriptions = self.env["subscription.subscription"]

        def lists(domain):
            return lambda number: subscriptions.web_search_read(
                domain, listed, offset=80 * number, limit=80, count_limit=10001
            )

        def form(number):
            middle = subscriptions.search([], offset=500 * number, limit=1)
            return middle.web_read(shown)

        return self._get_books() | {
            "today": lambda _number: self.env["subscription.today"].get_today(),
            "list": lists([]),
            "form": form,
            "customer": lists([("partner_id", "ilike", "Customer 77")]),
            "past due": lists([("is_past_due", "=", True)]),
            "billing error": lists([("billing_error", "!=", False)]),
            "in trial": lists([("is_in_trial", "=", True)]),
            "by state": lambda _number: subscriptions.web_read_group(
                [], ["state"], ["__count", "recurring_amount:sum"]
            ),
            "next invoice": lambda _number: subscriptions.web_read_group(
                [("next_invoice_date", "!=", False)],
                ["next_invoice_date:month"],
                ["__count"],
            ),
        }

    def _get_books(self):
        """Return what an accountant and an owner open."""
        env = self.env
        today = env.company._subscription_today()
        closing = env["subscription.closing"]._get_next_to_close(env.company, today)
        # As every night.
        self.counted = self._time(lambda _number: closing._count_figures(), 0)
        rows = env["subscription.deferral"]
        shown = self._get_fields("form", "subscription.closing")
        listed = self._get_fields("list", "subscription.deferral")
        return {
            "key figures": lambda _number: env["subscription.figures"].get_figures(),
            "month end": lambda _number: closing.web_read(shown),
            "deferred report": lambda number: rows.web_search_read(
                [], listed, offset=80 * number, limit=80, count_limit=10001
            ),
            "deferred, pivot": lambda _number: rows.formatted_read_group(
                [], ["revenue_account_id", "date_month:month"], ["amount:sum"]
            ),
        }

    def _get_fields(self, kind, name="subscription.subscription"):
        """Return the specification of what the client asks for in that view."""
        model = self.env[name]
        names = model.get_view(view_type=kind)["models"][name]
        return {name: self._specify(model._fields[name]) for name in names}

    def _specify(self, field):
        if field.type == "many2one":
            return {"fields": {"display_name": {}}}
        if field.type == "one2many" and field.comodel_name.startswith("subscription."):
            lines = self.env[field.comodel_name]
            kept = [one for one in lines._fields.values() if one.type != "one2many"]
            return {
                "fields": {one.name: {} for one in kept if one.name[0] != "_"},
                "limit": 40,
            }
        return {}

    def _time(self, screen, number):
        """Open a screen with cold caches of records, as another user would."""
        self.env.invalidate_all()
        sent = []
        thread = threading.current_thread()
        thread.query_hooks = [lambda *_args: sent.append(1)]
        start, busy = time.perf_counter(), time.process_time()
        screen(number)
        took = 1000 * (time.perf_counter() - start)
        busy = 1000 * (time.process_time() - busy)
        thread.query_hooks = []
        return {"ms": took, "cpu": busy, "queries": len(sent)}
