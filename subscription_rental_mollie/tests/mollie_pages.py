"""The pages of our own Mollie's interface: what each request does to its state."""

import json
import re
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

# Longer than Odoo waits for an answer.
TOO_LONG = 12
KEY_LIVES = 3600
LIMIT = 1000.0


class _RefusedError(Exception):
    def __init__(self, status, detail):
        super().__init__(detail)
        self.status, self.detail = status, detail


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def log_message(self, *_arguments):
        """Say nothing."""

    def do_GET(self):
        self._handle("GET")

    def do_POST(self):
        self._handle("POST")

    def do_DELETE(self):
        self._handle("DELETE")

    def _handle(self, method):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        self.server.requests.append((method, self.path))
        trouble = self.server.troubles.pop(0) if self.server.troubles else ""
        before = {"broken": 503, "busy": 429, "running": 409}
        if trouble in before:
            self._answer(before[trouble], {"status": before[trouble], "detail": trouble})
            return
        if trouble == "silent":
            self._hang_up()
            return
        status, data = self._do(method, json.loads(body or "{}"))
        if trouble == "dropped":
            self._hang_up()
        elif trouble == "lost":
            self._answer(500, {"status": 500, "detail": "lost"})
        elif trouble == "slow":
            time.sleep(TOO_LONG)
        else:
            self._answer(status, data)

    def _hang_up(self):
        self.close_connection = True
        self.connection.close()

    def _answer(self, status, data):
        body = json.dumps(data).encode() if data is not None else b""
        self.send_response(status)
        self.send_header("Content-Type", "application/hal+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _do(self, method, data):
        """Return (status, answer); the same key is done once for an hour."""
        if self.headers.get("Authorization") != f"Bearer {self.server.key}":
            return 401, {"status": 401, "detail": "Missing authentication"}
        key = self.headers.get("Idempotency-Key") if method == "POST" else None
        now = datetime.now().timestamp()  # noqa: DTZ005 - only differences count
        known = self.server.remembered.get(key)
        if key and known and now - known[0] < KEY_LIVES:
            if known[1] != (self.path, data):
                return 400, {"status": 400, "detail": "Key used for another request"}
            return known[2]
        try:
            answer = self._route(method, data)
        except _RefusedError as refused:
            return refused.status, {"status": refused.status, "detail": refused.detail}
        if key:
            self.server.remembered[key] = (now, (self.path, data), answer)
        return answer

    def _route(self, method, data):
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        for wanted, pattern, name in ROUTES:
            found = re.fullmatch(pattern, parts.path)
            if wanted == method and found:
                return getattr(self, name)(data, query, *found.groups())
        raise _RefusedError(404, "No such page")

    # === pages === #

    def _profile(self, _data, _query):
        links = {"dashboard": {"href": "https://my.mollie.com/dashboard/org_1"}}
        return 200, {"name": "Bike shop", "mode": "test", "_links": links}

    def _methods(self, _data, query):
        first = query.get("sequenceType") == "first"
        names = self.server.first if first else self.server.recurring
        rows = [{"id": name} for name in sorted(names)]
        return 200, {"_embedded": {"methods": rows}}

    def _make_customer(self, data, _query):
        number = self.server.number("cst")
        self.server.customers[number] = data
        return 201, {"id": number, **data}

    def _customer(self, _data, _query, number):
        return 200, self._find(self.server.customers, number)

    def _make_payment(self, data, _query):
        number = self.server.number("tr")
        made = {"once": self._once, "first": self._first, "recurring": self._recur}
        sequence = data.get("sequenceType", "oneoff")
        own = made.get(sequence, self._once)(data)
        payment = {
            "resource": "payment",
            "id": number,
            "sequenceType": sequence,
            "createdAt": "2024-01-10T12:00:00+00:00",
            "details": None,
            **data,
            **own,
        }
        self.server.payments[number] = payment
        return 201, payment

    def _once(self, data):
        href = "https://www.mollie.com/checkout/select/1?token=2"
        return {
            "status": "open",
            "method": (data.get("method") or ["ideal"])[0],
            "_links": {"checkout": {"href": href}},
        }

    def _first(self, data):
        if data.get("customerId") not in self.server.customers:
            raise _RefusedError(422, "The customer id is invalid")
        free = data["method"][0] in ("creditcard", "paypal")
        if float(data["amount"]["value"]) == 0 and not free:
            raise _RefusedError(422, "The amount is lower than the minimum")
        return self._once(data)

    def _recur(self, data):
        mandate = self.server.mandates.get(data.get("mandateId")) or {}
        if mandate.get("status") != "valid" or mandate["customerId"] != data["customerId"]:
            raise _RefusedError(422, "The customer has no suitable mandates")
        debit = mandate["method"] == "directdebit"
        if debit and float(data["amount"]["value"]) > LIMIT:
            raise _RefusedError(422, "The amount is higher than the maximum")
        return {"status": "pending" if debit else "paid", "method": mandate["method"]}

    def _payment(self, _data, _query, number):
        return 200, self._find(self.server.payments, number)

    def _chargebacks(self, _data, _query, number):
        rows = self.server.chargebacks.get(number, [])
        return 200, {"_embedded": {"chargebacks": rows}}

    def _list_refunds(self, _data, _query, number):
        return 200, {"_embedded": {"refunds": self.server.refunds.get(number, [])}}

    def _make_refund(self, data, _query, number):
        payment = self._find(self.server.payments, number)
        done = float((payment.get("amountRefunded") or {}).get("value", 0))
        value = data["amount"]["value"]
        if done + float(value) > float(payment["amount"]["value"]):
            raise _RefusedError(422, "The amount is higher than what is left")
        reference = data["metadata"]["reference"]
        return 201, self.server.refund(number, value, reference)

    def _refund(self, _data, _query, number, refund):
        rows = {row["id"]: row for row in self.server.refunds.get(number, [])}
        return 200, self._find(rows, refund)

    def _customers_payments(self, _data, query, customer):
        every = [
            data
            for data in reversed(self.server.payments.values())
            if data.get("customerId") == customer
        ]
        ids = [data["id"] for data in every]
        begin = ids.index(query["from"]) if "from" in query else 0
        rows = every[begin : begin + int(query["limit"])]
        return 200, {"_embedded": {"payments": rows}}

    def _mandate(self, _data, _query, _customer, number):
        return 200, self._find(self.server.mandates, number)

    def _revoke(self, _data, _query, _customer, number):
        self._find(self.server.mandates, number)
        del self.server.mandates[number]
        return 204, None

    @staticmethod
    def _find(records, number):
        if number not in records:
            raise _RefusedError(404, "No such thing exists")
        return records[number]


ROUTES = (
    ("GET", "/v2/profiles/me", "_profile"),
    ("GET", "/v2/methods", "_methods"),
    ("POST", "/v2/customers", "_make_customer"),
    ("GET", "/v2/customers/([^/]+)", "_customer"),
    ("POST", "/v2/payments", "_make_payment"),
    ("GET", "/v2/payments/([^/]+)", "_payment"),
    ("GET", "/v2/payments/([^/]+)/chargebacks", "_chargebacks"),
    ("GET", "/v2/payments/([^/]+)/refunds", "_list_refunds"),
    ("POST", "/v2/payments/([^/]+)/refunds", "_make_refund"),
    ("GET", "/v2/payments/([^/]+)/refunds/([^/]+)", "_refund"),
    ("GET", "/v2/customers/([^/]+)/payments", "_customers_payments"),
    ("GET", "/v2/customers/([^/]+)/mandates/([^/]+)", "_mandate"),
    ("DELETE", "/v2/customers/([^/]+)/mandates/([^/]+)", "_revoke"),
)
