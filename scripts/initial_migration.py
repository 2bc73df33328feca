"""Write the first migration anew from the models, while nothing is released yet.

Search tables are not in the models: their statements are appended by hand here.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from webinar.app import create_app
from webinar.core import places
from webinar.core.schema import _config
from webinar.settings import Settings

UP = """
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5("
            "everything, tokenize='ascii', prefix='1 2 3', detail=none)"
        )
        op.execute(
            "CREATE VIRTUAL TABLE search_index_heads USING fts5("
            "title, people, tokenize='ascii', prefix='1 2 3', detail=column)"
        )
    else:
        op.execute("ALTER TABLE search_document ADD COLUMN heads tsvector")
        op.execute("ALTER TABLE search_document ADD COLUMN tokens tsvector")
        op.execute("CREATE INDEX search_index_tokens ON search_document USING gin (tokens)")
        op.execute("CREATE INDEX search_index_heads ON search_document USING gin (heads)")
"""
DOWN = """
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
        op.execute("DROP TABLE search_index_heads")
    else:
        op.execute("DROP INDEX search_index_tokens")
        op.execute("DROP INDEX search_index_heads")
"""


def main() -> None:
    versions = places.migrations() / "versions"
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), secret="x" * 40, testing=True)
        app = create_app(settings)
        for old in versions.glob("0001*.py"):
            old.unlink()
        with app.app_context():
            command.revision(_config(), "the first schema", autogenerate=True, rev_id="0001")
    path = next(versions.glob("0001*.py"))
    text = path.read_text()
    text = re.sub(r"webinar\.core\.db\.UtcDateTime\([^)]*\)", "UtcDateTime()", text)
    text = text.replace(
        "from alembic import op\n",
        "from alembic import op\n\nfrom webinar.core.db import UtcDateTime\n",
    )
    text = re.sub(r"    # ### (commands auto|end Alembic).*\n", "", text)
    up, down = text.split("\n\ndef downgrade() -> None:\n")
    text = up.rstrip() + "\n" + UP + "\n\ndef downgrade() -> None:" + DOWN + down
    path.write_text(text)
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(path)], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
