import csv
import io
from pathlib import Path

from odoo.tools.misc import file_path

from .common import SubscriptionCommon

OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "date_format": "%Y-%m-%d"}


class MovingCommon(SubscriptionCommon):
    """Files that are imported as a person does it, by Odoo's own import screen.

    A test class counts by its own `_count` what its rows make.
    """

    # The model that a file's rows are of.
    model = None

    def _load_file(self, data, context=None):
        """Import a file; return what the import screen is told."""
        importer = self.env["base_import.import"].with_context(**(context or {}))
        importer = importer.create(
            {
                "res_model": self.model,
                "file": data,
                "file_type": "text/csv",
                "file_name": "rows.csv",
            }
        )
        preview = importer.parse_preview(dict(OPTIONS))
        self.assertNotIn("error", preview)
        matched = [preview["matches"].get(n) for n in range(len(preview["headers"]))]
        self.assertTrue(all(matched), f"each column is known: {preview['matches']}")
        result = importer.execute_import(
            ["/".join(match) for match in matched],
            preview["headers"],
            preview["options"] | OPTIONS,
        )
        self.env.invalidate_all()
        return result

    def _write_file(self, rows):
        names = list(dict.fromkeys(name for row in rows for name in row))
        file = io.StringIO()
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
        return file.getvalue().encode()

    def _import(self, *rows):
        """Import rows that are all good."""
        result = self._load_file(self._write_file(rows))
        self.assertFalse(result["messages"])
        return self.env[self.model].browse(result["ids"])

    def _refuse(self, *rows, context=None):
        """Import a file with bad rows: nothing changes; return the messages."""
        count = self._count()
        result = self._load_file(self._write_file(rows), context)
        self.assertFalse(result.get("ids"))
        self.assertTrue(result["messages"])
        self.assertEqual(self._count(), count, "nothing is half imported")
        return result["messages"]

    def _import_sample(self, name):
        """Import the sample file that the import screen offers."""
        offered = self.env[self.model].get_import_templates()
        self.assertTrue(offered[0]["template"].endswith(f"/{name}"))
        path = Path(file_path(f"subscription_rental/static/import/{name}"))
        result = self._load_file(path.read_bytes())
        self.assertFalse(result["messages"])
