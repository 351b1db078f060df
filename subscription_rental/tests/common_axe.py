import json
import os
from pathlib import Path

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# A desk and a phone.
SIZES = {1400: "1400x900", 390: "390x844"}
CHECK = """
(async () => {
    const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

    /** Wait for all of `wanted` in the page that `getPage` returns. */
    async function settle(path, wanted, getPage) {
        const missing = () => wanted.filter((one) => !getPage().querySelector(one));
        for (let tries = 0; missing().length; tries++) {
            if (tries > 300) {
                throw new Error(`${path}: not there: ${missing()}`);
            }
            await wait(100);
        }
    }

    /** Open `path` in a frame as wide as a desk or a phone. */
    function open(path, width) {
        const frame = document.createElement("iframe");
        frame.title = path;
        frame.style = "position: fixed; inset: 0; height: 3000px; background: white;";
        frame.style.zIndex = 9999;
        frame.style.width = `${width}px`;
        frame.src = path;
        document.body.append(frame);
        return frame;
    }

    /** Return what breaks a rule in the parts `wanted` of the page in `view`. */
    async function look(where, wanted, view) {
        const script = view.document.createElement("script");
        const loaded = new Promise((done) => script.addEventListener("load", done));
        script.src = "%(axe)s";
        view.document.head.append(script);
        await loaded;
        // What fades in has less contrast until then.
        await wait(500);
        const {violations} = await view.axe.run(
            // The form of payment methods is Odoo's.
            {include: wanted.map((one) => [one]), exclude: [["#o_payment_form"]]},
            {
                runOnly: {type: "tag", values: %(levels)s},
                resultTypes: ["violations"],
                iframes: false,
            },
        );
        return violations.flatMap(({id, nodes}) =>
            nodes.map((node) => `${where}: ${id}: ${node.html} ${node.failureSummary}`),
        );
    }

    const found = [];
    for (const [path, wanted] of %(framed)s) {
        for (const width of %(widths)s) {
            const frame = open(path, width);
            await settle(path, wanted, () => frame.contentDocument);
            found.push(...(await look(`${path}, ${width}`, wanted, frame.contentWindow)));
            frame.remove();
        }
    }
    const here = %(here)s;
    if (here.length) {
        await settle("here", here, () => document);
        found.push(...(await look("here", here, window)));
    }
    if (found.length) {
        console.error(found.join("\\n"));
    } else {
        console.log("test successful");
    }
})().catch((error) => console.error(error.message));
"""


class AxeMixin:
    """Looks at pages with axe-core, for a case that has a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        script = os.environ.get("RENTAL_AXE")
        if not script:
            cls.skipTest(cls, "RENTAL_AXE names no axe-core: ./dev test does.")
        vals = {
            "name": "axe.js",
            "raw": Path(script).read_bytes(),
            "mimetype": "text/javascript",
            "public": True,
        }
        cls.axe = cls.env["ir.attachment"].sudo().create(vals)

    def _check_pages(self, pages, login):
        """Fail with what breaks a rule of WCAG, level AA, on these pages, in one browser.

        :param pages: {path: [selectors of what is looked at]}; all of them have to be there
        """
        self.browser_size = "1400x3000"
        self._look("/my", login, framed=list(pages.items()))

    def _check_screen(self, path, wanted, login):
        """Do the same on a page that no frame may show, as the backend is."""
        for size in SIZES.values():
            self.browser_size = size
            self._look(path, login, here=wanted)

    def _look(self, path, login, framed=(), here=()):
        check = {
            "axe": f"/web/content/{self.axe.id}",
            "levels": json.dumps(LEVELS),
            "framed": json.dumps(framed),
            "here": json.dumps(here),
            "widths": json.dumps(list(SIZES)),
        }
        self.browser_js(path, CHECK % check, login=login, timeout=180)
