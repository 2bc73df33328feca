"""Which rows belong to the example programme."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinar.core.db import Base


class ExampleRow(Base):
    """One row that loading the examples made."""

    __tablename__ = "example_row"
    __is_public__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    #: table name
    kind: Mapped[str] = mapped_column(sa.String(30))
    #: number of the row in that table
    row_id: Mapped[int] = mapped_column(index=True)
