"""A payment provider that hangs, drops the line, fails, or answers late: over real HTTP."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

# Longer than Odoo waits for an answer.
TOO_LONG = 12


class Provider(ThreadingHTTPServer):
    """Takes charges by POST, each with its reference; knows what it really charged."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.charged = []
        self.behaviour = "done"
        # The code of a refusal, beside a sentence that says nothing of it.
        self.code = ""
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self):
        """Return where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    def stop(self):
        """Listen no more."""
        self.shutdown()
        self.server_close()
        self._thread.join()

    def charge(self, reference, amount):
        """Take money; the same reference twice takes it once, as providers do."""
        if reference not in [known for known, _amount in self.charged]:
            self.charged.append((reference, amount))


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        getattr(self, f"_{self.server.behaviour}")(data)

    def log_message(self, *_arguments):
        """Say nothing."""

    def _answer(self, status, **data):
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _done(self, data):
        self.server.charge(data["reference"], data["amount"])
        self._answer(200, state="done")

    def _renewed(self, data):
        """Charge a card that its network has renewed, and say until when it is valid."""
        self.server.charge(data["reference"], data["amount"])
        self._answer(200, state="done", card={"exp_month": 3, "exp_year": 2030})

    def _pending(self, data):
        self.server.charge(data["reference"], data["amount"])
        self._answer(200, state="pending")

    def _declined(self, _data):
        self._answer(200, state="declined", message="Insufficient funds")

    def _refused(self, _data):
        self._answer(402, message="card_declined")

    def _stopped(self, _data):
        error = {"code": "card_declined", "decline_code": self.server.code}
        self._answer(402, message="Your card was declined", error=error)

    def _authenticate(self, _data):
        self._answer(402, message="Error code: authentication_required")

    def _coded(self, _data):
        """Say it by a code, beside a sentence that says nothing of it."""
        self._answer(402, message="Your card was declined", code="authentication_required")

    def _unauthorised(self, _data):
        self._answer(401, message="Invalid API key")

    def _busy(self, _data):
        self._answer(429, message="Too many requests")

    def _broken(self, _data):
        self._answer(500, message="Internal error")

    def _dropped(self, data):
        """Charge, and drop the line before the answer."""
        self.server.charge(data["reference"], data["amount"])
        self.close_connection = True
        self.connection.close()

    def _hanging(self, data):
        """Charge, and answer when nobody listens any more."""
        self.server.charge(data["reference"], data["amount"])
        time.sleep(TOO_LONG)


def speak(registry, url):
    """Return the patches that let the provider `none` speak with the server at `url`."""
    transactions, providers = registry["payment.transaction"], registry["payment.provider"]

    def send(transaction):
        answer = transaction._send_api_request(
            "POST",
            "charge",
            json={
                "reference": transaction.reference,
                "amount": transaction.amount,
            },
        )
        transaction._process("none", {"reference": transaction.reference, **answer})

    def apply(transaction, data):
        if data["state"] == "done":
            transaction._set_done()
        elif data["state"] == "pending":
            transaction._set_pending()
        elif data["state"] == "returned":
            # Weeks after it was done, by the provider's webhook.
            said = data.get("message", "Debit returned")
            transaction._set_error(said, extra_allowed_states=("done",))
        else:
            transaction._set_error(data["message"])

    return [
        patch.object(transactions, "_send_payment_request", send),
        patch.object(transactions, "_apply_updates", apply),
        patch.object(transactions, "_extract_amount_data", lambda _tx, _data: None),
        patch.object(providers, "_build_request_url", lambda _provider, *_a, **_k: url()),
        patch.object(
            providers,
            "_parse_response_error",
            lambda _provider, response: response.json()["message"],
        ),
    ]
