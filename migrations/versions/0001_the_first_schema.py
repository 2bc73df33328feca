"""the first schema

Revision ID: 0001
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op

from webinar.core.db import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("site_roles", sa.JSON(), nullable=False),
        sa.Column("told_about", sa.JSON(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("signed_in_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_account_fs_uniquifier")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_public_id")),
    )
    op.create_table(
        "answer_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_sheet")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=26), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("etag", sa.String(length=26), nullable=False),
        sa.Column("last_modified", UtcDateTime(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("is_stale", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_calendar_feed_kind_key")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feed_is_stale"), ["is_stale"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_calendar_feed_kind_subject_id"), ["kind", "subject_id"], unique=False
        )

    op.create_table(
        "calendar_leaving",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=120), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("held_until", sa.Date(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject_id", "uid", name=op.f("pk_calendar_leaving")),
    )
    with op.batch_alter_table("calendar_leaving", schema=None) as batch_op:
        batch_op.create_index(
            "ix_calendar_leaving_revision", ["kind", "subject_id", "revision"], unique=False
        )

    op.create_table(
        "calendar_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("base_url", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("zones", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_state")),
    )
    op.create_table(
        "category",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("accent", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("public_id", name=op.f("uq_category_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_category_slug")),
    )
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_category_deleted_at"), ["deleted_at"], unique=False)

    op.create_table(
        "comment",
        sa.Column("subject_kind", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.String(length=26), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=120), nullable=False),
        sa.Column("author_email", sa.String(length=254), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("shown_at", UtcDateTime(), nullable=True),
        sa.Column("email_confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["comment.id"], name=op.f("fk_comment_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_comment_public_id")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_author_email"), ["author_email"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_deleted_at"), ["deleted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_state"), ["state"], unique=False)
        batch_op.create_index(
            "ix_comment_subject", ["subject_kind", "subject_id", "state"], unique=False
        )

    op.create_table(
        "contact_message",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("promised_by", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_message")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contact_message_public_id")),
    )
    with op.batch_alter_table("contact_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contact_message_deleted_at"), ["deleted_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_contact_message_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_message_state"), ["state"], unique=False)

    op.create_table(
        "example_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_example_row")),
    )
    with op.batch_alter_table("example_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_example_row_row_id"), ["row_id"], unique=False)

    op.create_table(
        "former_slug",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("scope", sa.String(length=26), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("object_id", sa.String(length=26), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_slug")),
        sa.UniqueConstraint("kind", "scope", "slug", name=op.f("uq_former_slug_kind_scope_slug")),
    )
    with op.batch_alter_table("former_slug", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_slug_object_id"), ["object_id"], unique=False)

    op.create_table(
        "holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("day", name=op.f("uq_holiday_day")),
        sa.UniqueConstraint("public_id", name=op.f("uq_holiday_public_id")),
    )
    op.create_table(
        "imported_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("scope", sa.String(length=26), nullable=False),
        sa.Column("uid", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("object_kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.String(length=26), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_item")),
        sa.UniqueConstraint("kind", "scope", "uid", name=op.f("uq_imported_item_kind_scope_uid")),
    )
    with op.batch_alter_table("imported_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imported_item_object_id"), ["object_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_imported_item_scope"), ["scope"], unique=False)
        batch_op.create_index(batch_op.f("ix_imported_item_source"), ["source"], unique=False)
        batch_op.create_index(batch_op.f("ix_imported_item_uid"), ["uid"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("unique_key", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("run_at", UtcDateTime(), nullable=False),
        sa.Column("waits_since", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("lease_owner", sa.String(length=80), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_job_unique_key")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_due", ["state", "run_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_kind"), ["kind"], unique=False)

    op.create_table(
        "journal_entry",
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_kind", sa.String(length=20), nullable=False),
        sa.Column("actor_label", sa.String(length=300), nullable=False),
        sa.Column("actor_account_id", sa.Integer(), nullable=True),
        sa.Column("intention", sa.String(length=80), nullable=False),
        sa.Column("object_kind", sa.String(length=60), nullable=False),
        sa.Column("object_id", sa.String(length=26), nullable=False),
        sa.Column("object_title", sa.String(length=300), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("part_of", sa.String(length=26), nullable=True),
        sa.Column("undone_by", sa.String(length=26), nullable=True),
        sa.Column("goes_on_until", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("public_id", name=op.f("uq_journal_entry_public_id")),
    )
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_journal_entry_actor_account_id"), ["actor_account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_journal_entry_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_journal_entry_goes_on_until"), ["goes_on_until"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_journal_entry_intention"), ["intention"], unique=False)
        batch_op.create_index(batch_op.f("ix_journal_entry_object_id"), ["object_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_journal_entry_object_kind"), ["object_kind"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_journal_entry_part_of"), ["part_of"], unique=False)

    op.create_table(
        "limit_bucket",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("level", sa.Double(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_limit_bucket")),
    )
    with op.batch_alter_table("limit_bucket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_limit_bucket_at"), ["at"], unique=False)

    op.create_table(
        "page",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
        sa.UniqueConstraint("public_id", name=op.f("uq_page_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_page_slug")),
    )
    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_page_deleted_at"), ["deleted_at"], unique=False)

    op.create_table(
        "personal_link",
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.String(length=26), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_link")),
        sa.UniqueConstraint("public_id", name=op.f("uq_personal_link_public_id")),
    )
    with op.batch_alter_table("personal_link", schema=None) as batch_op:
        batch_op.create_index("ix_personal_link_subject", ["purpose", "subject_id"], unique=False)

    op.create_table(
        "post",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("public_id", name=op.f("uq_post_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_post_slug")),
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_deleted_at"), ["deleted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_published_at"), ["published_at"], unique=False)

    op.create_table(
        "questionnaire",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire")),
    )
    op.create_table(
        "revision_counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_counter")),
    )
    op.create_table(
        "room",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("join_address", sa.String(length=1000), nullable=False),
        sa.Column("opens_minutes_before", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_room_slug")),
    )
    with op.batch_alter_table("room", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_deleted_at"), ["deleted_at"], unique=False)

    op.create_table(
        "search_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.String(length=26), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint("kind", "object_id", name=op.f("uq_search_document_kind_object_id")),
    )
    with op.batch_alter_table("search_document", schema=None) as batch_op:
        batch_op.create_index("ix_search_document_order", ["at", "kind"], unique=False)

    op.create_table(
        "speaker",
        sa.Column("guid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("sort_name", sa.String(length=200), nullable=False),
        sa.Column("position_title", sa.String(length=200), nullable=False),
        sa.Column("affiliation", sa.String(length=300), nullable=False),
        sa.Column("biography", sa.Text(), nullable=False),
        sa.Column("biography_html", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("portrait", sa.JSON(), nullable=False),
        sa.Column("orcid", sa.String(length=19), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("claimed_at", UtcDateTime(), nullable=True),
        sa.Column("is_self_made", sa.Boolean(), nullable=False),
        sa.Column("is_reminded", sa.Boolean(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["speaker.id"], name=op.f("fk_speaker_merged_into_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker")),
        sa.UniqueConstraint("public_id", name=op.f("uq_speaker_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_speaker_slug")),
    )
    with op.batch_alter_table("speaker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speaker_deleted_at"), ["deleted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_speaker_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_speaker_guid"), ["guid"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_speaker_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_speaker_orcid"), ["orcid"], unique=False)
        batch_op.create_index(batch_op.f("ix_speaker_sort_name"), ["sort_name"], unique=False)

    op.create_table(
        "stored_file",
        sa.Column("storage_name", sa.String(length=80), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("scan", sa.String(length=10), nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_stored_file_public_id")),
        sa.UniqueConstraint("storage_name", name=op.f("uq_stored_file_storage_name")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_file_scan"), ["scan"], unique=False)

    op.create_table(
        "tag",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("public_id", name=op.f("uq_tag_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_tag_slug")),
    )
    op.create_table(
        "account_session",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=False),
        sa.Column("proved_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_account_session_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_account_session_key_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_account_session_public_id")),
    )
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_session_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_account_session_expires_at"), ["expires_at"], unique=False
        )

    op.create_table(
        "authenticator_app",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_authenticator_app_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_authenticator_app")),
    )
    op.create_table(
        "calendar_feed_body",
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.Column("body_gzip", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"],
            ["calendar_feed.id"],
            name=op.f("fk_calendar_feed_body_feed_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("feed_id", name=op.f("pk_calendar_feed_body")),
    )
    op.create_table(
        "checklist_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["speaker_id"],
            ["speaker.id"],
            name=op.f("fk_checklist_reminder_speaker_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_reminder")),
        sa.UniqueConstraint("speaker_id", "day", name=op.f("uq_checklist_reminder_speaker_id_day")),
    )
    op.create_table(
        "contact_answer",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("author_label", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["contact_message.id"], name=op.f("fk_contact_answer_message_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_answer")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contact_answer_public_id")),
    )
    with op.batch_alter_table("contact_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contact_answer_message_id"), ["message_id"], unique=False
        )

    op.create_table(
        "distinct_speakers",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["one_id"], ["speaker.id"], name=op.f("fk_distinct_speakers_one_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["speaker.id"],
            name=op.f("fk_distinct_speakers_other_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinct_speakers")),
        sa.UniqueConstraint(
            "one_id", "other_id", name=op.f("uq_distinct_speakers_one_id_other_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_distinct_speakers_public_id")),
    )
    with op.batch_alter_table("distinct_speakers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_distinct_speakers_other_id"), ["other_id"], unique=False
        )

    op.create_table(
        "follower",
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (email IS NULL)", name=op.f("ck_follower_one_identity")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_follower_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follower")),
        sa.UniqueConstraint("account_id", name=op.f("uq_follower_account_id")),
        sa.UniqueConstraint("email", name=op.f("uq_follower_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_follower_public_id")),
    )
    op.create_table(
        "import_file",
        sa.Column("name", sa.String(length=1000), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("entry_id", sa.String(length=26), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("who", sa.String(length=300), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_import_file_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_import_file_public_id")),
    )
    with op.batch_alter_table("import_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_file_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_file_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_file_file_id"), ["file_id"], unique=False)

    op.create_table(
        "outgoing_mail",
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("to_name", sa.String(length=200), nullable=False),
        sa.Column("reply_to", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("link_generation", sa.Integer(), nullable=True),
        sa.Column("stop_path", sa.String(length=40), nullable=False),
        sa.Column("cause", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["personal_link.id"],
            name=op.f("fk_outgoing_mail_link_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
        sa.UniqueConstraint(
            "kind", "to_address", "cause", name=op.f("uq_outgoing_mail_kind_to_address_cause")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_outgoing_mail_public_id")),
    )
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outgoing_mail_created_at"), ["created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_outgoing_mail_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_outgoing_mail_state"), ["state"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_outgoing_mail_to_address"), ["to_address"], unique=False
        )

    op.create_table(
        "passkey",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_passkey_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_passkey_public_id")),
    )
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkey_account_id"), ["account_id"], unique=False)

    op.create_table(
        "question",
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("help", sa.Text(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("required_from", UtcDateTime(), nullable=True),
        sa.Column("frozen_from", UtcDateTime(), nullable=True),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("only_for", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"], ["questionnaire.id"], name=op.f("fk_question_questionnaire_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("public_id", name=op.f("uq_question_public_id")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_deleted_at"), ["deleted_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_question_questionnaire_id"), ["questionnaire_id"], unique=False
        )

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_recovery_code_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recovery_code_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "series",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("description_html", sa.Text(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("rule", sa.String(length=300), nullable=False),
        sa.Column("starts_wall", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("made_until", sa.DateTime(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("is_unlisted", sa.Boolean(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_series_category_id")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_series_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("public_id", name=op.f("uq_series_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_series_slug")),
    )
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_series_category_id"), ["category_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_series_deleted_at"), ["deleted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_series_room_id"), ["room_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_series_state"), ["state"], unique=False)

    op.create_table(
        "site",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("tagline", sa.String(length=240), nullable=False),
        sa.Column("accent", sa.String(length=20), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("other_zones", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("mail_from", sa.String(length=254), nullable=False),
        sa.Column("logo_id", sa.Integer(), nullable=True),
        sa.Column("office_hours", sa.JSON(), nullable=False),
        sa.Column("away_text", sa.Text(), nullable=False),
        sa.Column("answer_hours", sa.Integer(), nullable=False),
        sa.Column("install_id", sa.String(length=26), nullable=False),
        sa.Column("examples_loaded_at", UtcDateTime(), nullable=True),
        sa.Column("was_used", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["logo_id"], ["stored_file.id"], name=op.f("fk_site_logo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("public_id", name=op.f("uq_site_public_id")),
    )
    op.create_table(
        "speaker_merge",
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", UtcDateTime(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("split_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["speaker.id"], name=op.f("fk_speaker_merge_kept_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"],
            ["speaker.id"],
            name=op.f("fk_speaker_merge_merged_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_merge")),
        sa.UniqueConstraint("public_id", name=op.f("uq_speaker_merge_public_id")),
    )
    with op.batch_alter_table("speaker_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speaker_merge_kept_id"), ["kept_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_speaker_merge_merged_id"), ["merged_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_answer_file_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_answer_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["answer_sheet.id"], name=op.f("fk_answer_sheet_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("sheet_id", "question_id", name=op.f("uq_answer_sheet_id_question_id")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_question_id"), ["question_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_sheet_id"), ["sheet_id"], unique=False)

    op.create_table(
        "personal_feed",
        sa.Column("follower_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("contains", sa.JSON(), nullable=False),
        sa.Column("alarm", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["follower_id"],
            ["follower.id"],
            name=op.f("fk_personal_feed_follower_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_feed")),
        sa.UniqueConstraint("public_id", name=op.f("uq_personal_feed_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_personal_feed_token_hash")),
    )
    with op.batch_alter_table("personal_feed", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_personal_feed_follower_id"), ["follower_id"], unique=False
        )

    op.create_table(
        "webinar",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("subtitle", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("description_html", sa.Text(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("is_unlisted", sa.Boolean(), nullable=False),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("slot_wall", sa.DateTime(), nullable=True),
        sa.Column("tag_words", sa.Text(), nullable=False),
        sa.Column("tagged", sa.JSON(), nullable=False),
        sa.Column("papers_due_wall", sa.DateTime(), nullable=True),
        sa.Column("papers_due_fold", sa.Integer(), nullable=False),
        sa.Column("papers_due_at", UtcDateTime(), nullable=True),
        sa.Column("registration_closes_wall", sa.DateTime(), nullable=True),
        sa.Column("registration_closes_fold", sa.Integer(), nullable=False),
        sa.Column("registration_closes_at", UtcDateTime(), nullable=True),
        sa.Column("registration_address", sa.String(length=1000), nullable=False),
        sa.Column("has_calls", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("starts_wall", sa.DateTime(), nullable=False),
        sa.Column("starts_fold", sa.Integer(), nullable=False),
        sa.Column("ends_wall", sa.DateTime(), nullable=False),
        sa.Column("ends_fold", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_webinar_category_id")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_webinar_room_id")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_webinar_series_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webinar")),
        sa.UniqueConstraint("public_id", name=op.f("uq_webinar_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_webinar_slug")),
    )
    with op.batch_alter_table("webinar", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webinar_category_id"), ["category_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_webinar_deleted_at"), ["deleted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_webinar_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_webinar_room_id"), ["room_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_webinar_series_id"), ["series_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_webinar_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_webinar_state"), ["state"], unique=False)

    op.create_table(
        "calendar_programme",
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["webinar_id"],
            ["webinar.id"],
            name=op.f("fk_calendar_programme_webinar_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("webinar_id", name=op.f("pk_calendar_programme")),
    )
    op.create_table(
        "call",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("belongs_to", sa.String(length=12), nullable=False),
        sa.Column("webinar_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("is_unlisted", sa.Boolean(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("opens_wall", sa.DateTime(), nullable=True),
        sa.Column("opens_fold", sa.Integer(), nullable=False),
        sa.Column("opens_at", UtcDateTime(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("description_html", sa.Text(), nullable=False),
        sa.Column("guidelines", sa.Text(), nullable=False),
        sa.Column("guidelines_html", sa.Text(), nullable=False),
        sa.Column("example", sa.Text(), nullable=False),
        sa.Column("example_html", sa.Text(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("needs_code", sa.Boolean(), nullable=False),
        sa.Column("reminds_days", sa.Integer(), nullable=False),
        sa.Column("told_closing", UtcDateTime(), nullable=True),
        sa.Column("most_invitations", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("closes_wall", sa.DateTime(), nullable=True),
        sa.Column("closes_fold", sa.Integer(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"], ["questionnaire.id"], name=op.f("fk_call_questionnaire_id")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_call_series_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["webinar_id"], ["webinar.id"], name=op.f("fk_call_webinar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("public_id", name=op.f("uq_call_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_call_slug")),
    )
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_closes_at"), ["closes_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_call_deleted_at"), ["deleted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_call_series_id"), ["series_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_call_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_call_webinar_id"), ["webinar_id"], unique=False)

    op.create_table(
        "checklist",
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("is_reminding", sa.Boolean(), nullable=False),
        sa.Column("remind_days", sa.Integer(), nullable=False),
        sa.Column("is_waiting", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["webinar_id"], ["webinar.id"], name=op.f("fk_checklist_webinar_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist")),
        sa.UniqueConstraint("public_id", name=op.f("uq_checklist_public_id")),
        sa.UniqueConstraint("webinar_id", name=op.f("uq_checklist_webinar_id")),
    )
    op.create_table(
        "checklist_item",
        sa.Column("webinar_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["webinar_id"],
            ["webinar.id"],
            name=op.f("fk_checklist_item_webinar_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_checklist_item_public_id")),
    )
    with op.batch_alter_table("checklist_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_checklist_item_deleted_at"), ["deleted_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_checklist_item_webinar_id"), ["webinar_id"], unique=False
        )

    op.create_table(
        "personal_feed_state",
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("etag", sa.String(length=26), nullable=False),
        sa.Column("last_modified", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"],
            ["personal_feed.id"],
            name=op.f("fk_personal_feed_state_feed_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("feed_id", name=op.f("pk_personal_feed_state")),
    )
    op.create_table(
        "personal_feed_use",
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("client", sa.String(length=40), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"],
            ["personal_feed.id"],
            name=op.f("fk_personal_feed_use_feed_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("feed_id", "client", name=op.f("pk_personal_feed_use")),
    )
    op.create_table(
        "session",
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("guid", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("track", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column("abstract_html", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("recording_url", sa.String(length=1000), nullable=False),
        sa.Column("slides_url", sa.String(length=1000), nullable=False),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("starts_wall", sa.DateTime(), nullable=False),
        sa.Column("starts_fold", sa.Integer(), nullable=False),
        sa.Column("ends_wall", sa.DateTime(), nullable=False),
        sa.Column("ends_fold", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_session_room_id")),
        sa.ForeignKeyConstraint(["webinar_id"], ["webinar.id"], name=op.f("fk_session_webinar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_session_public_id")),
        sa.UniqueConstraint("webinar_id", "guid", name=op.f("uq_session_webinar_id_guid")),
        sa.UniqueConstraint("webinar_id", "slug", name=op.f("uq_session_webinar_id_slug")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_deleted_at"), ["deleted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_room_id"), ["room_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_webinar_id"), ["webinar_id"], unique=False)

    op.create_table(
        "webinar_role",
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_webinar_role_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["webinar_id"],
            ["webinar.id"],
            name=op.f("fk_webinar_role_webinar_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webinar_role")),
        sa.UniqueConstraint("public_id", name=op.f("uq_webinar_role_public_id")),
        sa.UniqueConstraint(
            "webinar_id",
            "account_id",
            "role",
            name=op.f("uq_webinar_role_webinar_id_account_id_role"),
        ),
    )
    with op.batch_alter_table("webinar_role", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_webinar_role_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "webinar_tag",
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tag_id"], ["tag.id"], name=op.f("fk_webinar_tag_tag_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["webinar_id"],
            ["webinar.id"],
            name=op.f("fk_webinar_tag_webinar_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("webinar_id", "tag_id", name=op.f("pk_webinar_tag")),
    )
    with op.batch_alter_table("webinar_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webinar_tag_tag_id"), ["tag_id"], unique=False)

    op.create_table(
        "access_code",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("most_uses", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("is_for_late", sa.Boolean(), nullable=False),
        sa.Column("only_for", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_access_code_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_code")),
        sa.UniqueConstraint("call_id", "code", name=op.f("uq_access_code_call_id_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_access_code_public_id")),
    )
    with op.batch_alter_table("access_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_code_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_access_code_deleted_at"), ["deleted_at"], unique=False)

    op.create_table(
        "calendar_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("webinar_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("revised_at", UtcDateTime(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("is_readable", sa.Boolean(), nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("first_listed_at", UtcDateTime(), nullable=True),
        sa.Column("covered_by", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("collections", sa.JSON(), nullable=False),
        sa.Column("held_until", sa.Date(), nullable=True),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("schedule", sa.String(length=26), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_calendar_entry_call_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_calendar_entry_series_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["session.id"],
            name=op.f("fk_calendar_entry_session_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["webinar_id"],
            ["webinar.id"],
            name=op.f("fk_calendar_entry_webinar_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_entry")),
        sa.UniqueConstraint("call_id", name=op.f("uq_calendar_entry_call_id")),
        sa.UniqueConstraint("series_id", name=op.f("uq_calendar_entry_series_id")),
        sa.UniqueConstraint("session_id", name=op.f("uq_calendar_entry_session_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_calendar_entry_uid")),
    )
    with op.batch_alter_table("calendar_entry", schema=None) as batch_op:
        batch_op.create_index("ix_calendar_entry_listed", ["is_listed", "ends_at"], unique=False)
        batch_op.create_index(
            "ix_calendar_entry_order", ["webinar_id", "starts_at", "uid"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_calendar_entry_revision"), ["revision"], unique=False)
        batch_op.create_index(
            "ix_calendar_entry_whole",
            ["webinar_id", "kind"],
            unique=True,
            sqlite_where=sa.text("session_id IS NULL"),
            postgresql_where=sa.text("session_id IS NULL"),
        )

    op.create_table(
        "call_track",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("needs_code", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("closes_wall", sa.DateTime(), nullable=True),
        sa.Column("closes_fold", sa.Integer(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_track_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_track")),
        sa.UniqueConstraint("public_id", name=op.f("uq_call_track_public_id")),
    )
    with op.batch_alter_table("call_track", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_track_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_call_track_closes_at"), ["closes_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_call_track_deleted_at"), ["deleted_at"], unique=False)

    op.create_table(
        "call_type",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("session_kind", sa.String(length=20), nullable=False),
        sa.Column("needs_code", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("closes_wall", sa.DateTime(), nullable=True),
        sa.Column("closes_fold", sa.Integer(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_type_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_type")),
        sa.UniqueConstraint("public_id", name=op.f("uq_call_type_public_id")),
    )
    with op.batch_alter_table("call_type", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_type_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_call_type_closes_at"), ["closes_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_call_type_deleted_at"), ["deleted_at"], unique=False)

    op.create_table(
        "checklist_mark",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("said_by", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["checklist_item.id"],
            name=op.f("fk_checklist_mark_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"],
            ["speaker.id"],
            name=op.f("fk_checklist_mark_speaker_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_mark")),
        sa.UniqueConstraint(
            "item_id", "speaker_id", name=op.f("uq_checklist_mark_item_id_speaker_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_checklist_mark_public_id")),
    )
    with op.batch_alter_table("checklist_mark", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_checklist_mark_speaker_id"), ["speaker_id"], unique=False
        )

    op.create_table(
        "review_board",
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("webinar_id", sa.Integer(), nullable=True),
        sa.Column("middle", sa.String(length=10), nullable=False),
        sa.Column("letters", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_review_board_call_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["webinar_id"],
            ["webinar.id"],
            name=op.f("fk_review_board_webinar_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_board")),
        sa.UniqueConstraint("call_id", name=op.f("uq_review_board_call_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_review_board_public_id")),
        sa.UniqueConstraint("webinar_id", name=op.f("uq_review_board_webinar_id")),
    )
    op.create_table(
        "session_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_session_role_session_id")
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speaker.id"], name=op.f("fk_session_role_speaker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_role")),
        sa.UniqueConstraint(
            "session_id",
            "speaker_id",
            "role",
            name=op.f("uq_session_role_session_id_speaker_id_role"),
        ),
    )
    with op.batch_alter_table("session_role", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_role_session_id"), ["session_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_session_role_speaker_id"), ["speaker_id"], unique=False
        )

    op.create_table(
        "star",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follower_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("webinar_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("registered_at", UtcDateTime(), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(session_id IS NULL) <> (webinar_id IS NULL)", name=op.f("ck_star_one_subject")
        ),
        sa.ForeignKeyConstraint(
            ["follower_id"], ["follower.id"], name=op.f("fk_star_follower_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_star_session_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["webinar_id"], ["webinar.id"], name=op.f("fk_star_webinar_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_star")),
        sa.UniqueConstraint(
            "follower_id", "session_id", name=op.f("uq_star_follower_id_session_id")
        ),
        sa.UniqueConstraint(
            "follower_id", "webinar_id", name=op.f("uq_star_follower_id_webinar_id")
        ),
    )
    with op.batch_alter_table("star", schema=None) as batch_op:
        batch_op.create_index("ix_star_revision", ["follower_id", "revision"], unique=False)
        batch_op.create_index(batch_op.f("ix_star_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_star_webinar_id"), ["webinar_id"], unique=False)

    op.create_table(
        "calendar_mention",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["calendar_entry.id"],
            name=op.f("fk_calendar_mention_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "kind", "object_id", name=op.f("pk_calendar_mention")),
    )
    with op.batch_alter_table("calendar_mention", schema=None) as batch_op:
        batch_op.create_index("ix_calendar_mention_object", ["kind", "object_id"], unique=False)

    op.create_table(
        "calendar_news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["calendar_entry.id"],
            name=op.f("fk_calendar_news_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_news")),
        sa.UniqueConstraint("public_id", name=op.f("uq_calendar_news_public_id")),
    )
    with op.batch_alter_table("calendar_news", schema=None) as batch_op:
        batch_op.create_index("ix_calendar_news_entry", ["entry_id", "updated_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_calendar_news_updated_at"), ["updated_at"], unique=False
        )

    op.create_table(
        "calendar_told",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["calendar_entry.id"],
            name=op.f("fk_calendar_told_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_calendar_told")),
    )
    op.create_table(
        "paper",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decision", sa.String(length=12), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("announced_note", sa.Text(), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("former_state", sa.String(length=12), nullable=False),
        sa.Column("parting_words", sa.Text(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("track_id", sa.Integer(), nullable=True),
        sa.Column("type_id", sa.Integer(), nullable=True),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("reminded_closing", UtcDateTime(), nullable=True),
        sa.Column("code_id", sa.Integer(), nullable=True),
        sa.Column("spent_code_id", sa.Integer(), nullable=True),
        sa.Column("licence", sa.String(length=40), nullable=False),
        sa.Column("licence_words", sa.String(length=300), nullable=False),
        sa.Column("doi", sa.String(length=200), nullable=True),
        sa.Column("embargo_until", UtcDateTime(), nullable=True),
        sa.Column("shows_downloads", sa.Boolean(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("submitter_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("waiting", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("current_number", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_paper_call_id")),
        sa.ForeignKeyConstraint(["code_id"], ["access_code.id"], name=op.f("fk_paper_code_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_paper_session_id")),
        sa.ForeignKeyConstraint(["sheet_id"], ["answer_sheet.id"], name=op.f("fk_paper_sheet_id")),
        sa.ForeignKeyConstraint(
            ["spent_code_id"], ["access_code.id"], name=op.f("fk_paper_spent_code_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitter_id"], ["speaker.id"], name=op.f("fk_paper_submitter_id")
        ),
        sa.ForeignKeyConstraint(["track_id"], ["call_track.id"], name=op.f("fk_paper_track_id")),
        sa.ForeignKeyConstraint(["type_id"], ["call_type.id"], name=op.f("fk_paper_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("doi", name=op.f("uq_paper_doi")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_paper_slug")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_code_id"), ["code_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_decision"), ["decision"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_deleted_at"), ["deleted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_embargo_until"), ["embargo_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_published_at"), ["published_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_sheet_id"), ["sheet_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_submitter_id"), ["submitter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_track_id"), ["track_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_type_id"), ["type_id"], unique=False)

    op.create_table(
        "review_nudge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("day", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_review_nudge_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["board_id"], ["review_board.id"], name=op.f("fk_review_nudge_board_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_nudge")),
        sa.UniqueConstraint(
            "account_id", "board_id", "day", name=op.f("uq_review_nudge_account_id_board_id_day")
        ),
    )
    with op.batch_alter_table("review_nudge", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_nudge_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_review_nudge_board_id"), ["board_id"], unique=False)

    op.create_table(
        "review_phase",
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("opens_wall", sa.DateTime(), nullable=False),
        sa.Column("opens_fold", sa.Integer(), nullable=False),
        sa.Column("opens_at", UtcDateTime(), nullable=False),
        sa.Column("closes_wall", sa.DateTime(), nullable=False),
        sa.Column("closes_fold", sa.Integer(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("may_review", sa.Boolean(), nullable=False),
        sa.Column("reads", sa.String(length=10), nullable=False),
        sa.Column("sees_others", sa.String(length=10), nullable=False),
        sa.Column("shows_authors", sa.Boolean(), nullable=False),
        sa.Column("shows_reviewers", sa.Boolean(), nullable=False),
        sa.Column("may_edit", sa.Boolean(), nullable=False),
        sa.Column("reminds_before", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["board_id"], ["review_board.id"], name=op.f("fk_review_phase_board_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_phase")),
        sa.UniqueConstraint("public_id", name=op.f("uq_review_phase_public_id")),
    )
    with op.batch_alter_table("review_phase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_phase_board_id"), ["board_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_phase_closes_at"), ["closes_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_review_phase_deleted_at"), ["deleted_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_review_phase_opens_at"), ["opens_at"], unique=False)

    op.create_table(
        "score_category",
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("help", sa.String(length=500), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["board_id"], ["review_board.id"], name=op.f("fk_score_category_board_id")
        ),
        sa.ForeignKeyConstraint(
            ["track_id"], ["call_track.id"], name=op.f("fk_score_category_track_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_category")),
        sa.UniqueConstraint("public_id", name=op.f("uq_score_category_public_id")),
    )
    with op.batch_alter_table("score_category", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_category_board_id"), ["board_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_score_category_deleted_at"), ["deleted_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_score_category_track_id"), ["track_id"], unique=False)

    op.create_table(
        "author_invitation",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("times_sent", sa.Integer(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("correction", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_author_invitation_paper_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_author_invitation")),
        sa.UniqueConstraint("paper_id", "email", name=op.f("uq_author_invitation_paper_id_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_author_invitation_public_id")),
    )
    with op.batch_alter_table("author_invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_author_invitation_paper_id"), ["paper_id"], unique=False
        )

    op.create_table(
        "file_downloads",
        sa.Column("stored_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_file_downloads_paper_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["stored_id"],
            ["stored_file.id"],
            name=op.f("fk_file_downloads_stored_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("stored_id", "paper_id", "day", name=op.f("pk_file_downloads")),
    )
    with op.batch_alter_table("file_downloads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_file_downloads_paper_id"), ["paper_id"], unique=False)

    op.create_table(
        "paper_author",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("affiliation", sa.String(length=300), nullable=False),
        sa.Column("orcid", sa.String(length=19), nullable=False),
        sa.Column("is_presenting", sa.Boolean(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_author_paper_id")),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speaker.id"], name=op.f("fk_paper_author_speaker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_author")),
    )
    with op.batch_alter_table("paper_author", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_author_paper_id"), ["paper_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_paper_author_speaker_id"), ["speaker_id"], unique=False
        )

    op.create_table(
        "paper_erratum",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("concerns", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_erratum_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_erratum")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_erratum_public_id")),
    )
    with op.batch_alter_table("paper_erratum", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paper_erratum_deleted_at"), ["deleted_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_paper_erratum_paper_id"), ["paper_id"], unique=False)

    op.create_table(
        "paper_figure",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_paper_figure_file_id")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_figure_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_figure")),
        sa.UniqueConstraint("paper_id", "name", name=op.f("uq_paper_figure_paper_id_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_figure_public_id")),
    )
    with op.batch_alter_table("paper_figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_figure_paper_id"), ["paper_id"], unique=False)

    op.create_table(
        "paper_version",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("changes_note", sa.String(length=500), nullable=False),
        sa.Column("front", sa.JSON(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_version_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_version")),
        sa.UniqueConstraint("paper_id", "number", name=op.f("uq_paper_version_paper_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_version_public_id")),
    )
    with op.batch_alter_table("paper_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_version_paper_id"), ["paper_id"], unique=False)

    op.create_table(
        "review",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("recommendation", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("to_authors", sa.Text(), nullable=False),
        sa.Column("private_note", sa.Text(), nullable=False),
        sa.Column("handed_in_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_review_account_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_review_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("account_id", "paper_id", name=op.f("uq_review_account_id_paper_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_review_public_id")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_paper_id"), ["paper_id"], unique=False)

    op.create_table(
        "review_assignment",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_review_assignment_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_review_assignment_paper_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_assignment")),
        sa.UniqueConstraint(
            "account_id", "paper_id", name=op.f("uq_review_assignment_account_id_paper_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_review_assignment_public_id")),
    )
    with op.batch_alter_table("review_assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_assignment_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_review_assignment_paper_id"), ["paper_id"], unique=False
        )

    op.create_table(
        "review_guarded_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(length=26), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_review_guarded_entry_paper_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_guarded_entry")),
    )
    with op.batch_alter_table("review_guarded_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_guarded_entry_entry_id"), ["entry_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_review_guarded_entry_paper_id"), ["paper_id"], unique=False
        )

    op.create_table(
        "review_interest",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("is_from_desk", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_review_interest_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_review_interest_paper_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_interest")),
        sa.UniqueConstraint(
            "account_id", "paper_id", name=op.f("uq_review_interest_account_id_paper_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_review_interest_public_id")),
    )
    with op.batch_alter_table("review_interest", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_interest_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_review_interest_paper_id"), ["paper_id"], unique=False)

    op.create_table(
        "review_remark",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_review_remark_account_id")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_review_remark_paper_id")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["review_remark.id"], name=op.f("fk_review_remark_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_remark")),
        sa.UniqueConstraint("public_id", name=op.f("uq_review_remark_public_id")),
    )
    with op.batch_alter_table("review_remark", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_remark_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_review_remark_deleted_at"), ["deleted_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_review_remark_paper_id"), ["paper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_remark_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "paper_file",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=True),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("trouble", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cover_id"], ["stored_file.id"], name=op.f("fk_paper_file_cover_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_paper_file_file_id")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_file_paper_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["paper_version.id"], name=op.f("fk_paper_file_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_file_public_id")),
    )
    with op.batch_alter_table("paper_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_file_paper_id"), ["paper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_file_version_id"), ["version_id"], unique=False)

    op.create_table(
        "review_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["score_category.id"], name=op.f("fk_review_score_category_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_score_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_score")),
        sa.UniqueConstraint(
            "review_id", "category_id", name=op.f("uq_review_score_review_id_category_id")
        ),
    )
    with op.batch_alter_table("review_score", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_score_category_id"), ["category_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_review_score_review_id"), ["review_id"], unique=False)

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


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
        op.execute("DROP TABLE search_index_heads")
    else:
        op.execute("DROP INDEX search_index_tokens")
        op.execute("DROP INDEX search_index_heads")
    with op.batch_alter_table("review_score", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_score_review_id"))
        batch_op.drop_index(batch_op.f("ix_review_score_category_id"))

    op.drop_table("review_score")
    with op.batch_alter_table("paper_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_file_version_id"))
        batch_op.drop_index(batch_op.f("ix_paper_file_paper_id"))

    op.drop_table("paper_file")
    with op.batch_alter_table("review_remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_remark_parent_id"))
        batch_op.drop_index(batch_op.f("ix_review_remark_paper_id"))
        batch_op.drop_index(batch_op.f("ix_review_remark_deleted_at"))
        batch_op.drop_index(batch_op.f("ix_review_remark_account_id"))

    op.drop_table("review_remark")
    with op.batch_alter_table("review_interest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_interest_paper_id"))
        batch_op.drop_index(batch_op.f("ix_review_interest_account_id"))

    op.drop_table("review_interest")
    with op.batch_alter_table("review_guarded_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_guarded_entry_paper_id"))
        batch_op.drop_index(batch_op.f("ix_review_guarded_entry_entry_id"))

    op.drop_table("review_guarded_entry")
    with op.batch_alter_table("review_assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_assignment_paper_id"))
        batch_op.drop_index(batch_op.f("ix_review_assignment_account_id"))

    op.drop_table("review_assignment")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_paper_id"))
        batch_op.drop_index(batch_op.f("ix_review_account_id"))

    op.drop_table("review")
    with op.batch_alter_table("paper_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_version_paper_id"))

    op.drop_table("paper_version")
    with op.batch_alter_table("paper_figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_figure_paper_id"))

    op.drop_table("paper_figure")
    with op.batch_alter_table("paper_erratum", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_erratum_paper_id"))
        batch_op.drop_index(batch_op.f("ix_paper_erratum_deleted_at"))

    op.drop_table("paper_erratum")
    with op.batch_alter_table("paper_author", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_author_speaker_id"))
        batch_op.drop_index(batch_op.f("ix_paper_author_paper_id"))

    op.drop_table("paper_author")
    with op.batch_alter_table("file_downloads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_file_downloads_paper_id"))

    op.drop_table("file_downloads")
    with op.batch_alter_table("author_invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_author_invitation_paper_id"))

    op.drop_table("author_invitation")
    with op.batch_alter_table("score_category", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_category_track_id"))
        batch_op.drop_index(batch_op.f("ix_score_category_deleted_at"))
        batch_op.drop_index(batch_op.f("ix_score_category_board_id"))

    op.drop_table("score_category")
    with op.batch_alter_table("review_phase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_phase_opens_at"))
        batch_op.drop_index(batch_op.f("ix_review_phase_deleted_at"))
        batch_op.drop_index(batch_op.f("ix_review_phase_closes_at"))
        batch_op.drop_index(batch_op.f("ix_review_phase_board_id"))

    op.drop_table("review_phase")
    with op.batch_alter_table("review_nudge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_nudge_board_id"))
        batch_op.drop_index(batch_op.f("ix_review_nudge_account_id"))

    op.drop_table("review_nudge")
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_type_id"))
        batch_op.drop_index(batch_op.f("ix_paper_track_id"))
        batch_op.drop_index(batch_op.f("ix_paper_submitter_id"))
        batch_op.drop_index(batch_op.f("ix_paper_state"))
        batch_op.drop_index(batch_op.f("ix_paper_sheet_id"))
        batch_op.drop_index(batch_op.f("ix_paper_session_id"))
        batch_op.drop_index(batch_op.f("ix_paper_published_at"))
        batch_op.drop_index(batch_op.f("ix_paper_embargo_until"))
        batch_op.drop_index(batch_op.f("ix_paper_deleted_at"))
        batch_op.drop_index(batch_op.f("ix_paper_decision"))
        batch_op.drop_index(batch_op.f("ix_paper_code_id"))
        batch_op.drop_index(batch_op.f("ix_paper_call_id"))

    op.drop_table("paper")
    op.drop_table("calendar_told")
    with op.batch_alter_table("calendar_news", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_news_updated_at"))
        batch_op.drop_index("ix_calendar_news_entry")

    op.drop_table("calendar_news")
    with op.batch_alter_table("calendar_mention", schema=None) as batch_op:
        batch_op.drop_index("ix_calendar_mention_object")

    op.drop_table("calendar_mention")
    with op.batch_alter_table("star", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_star_webinar_id"))
        batch_op.drop_index(batch_op.f("ix_star_session_id"))
        batch_op.drop_index("ix_star_revision")

    op.drop_table("star")
    with op.batch_alter_table("session_role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_role_speaker_id"))
        batch_op.drop_index(batch_op.f("ix_session_role_session_id"))

    op.drop_table("session_role")
    op.drop_table("review_board")
    with op.batch_alter_table("checklist_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checklist_mark_speaker_id"))

    op.drop_table("checklist_mark")
    with op.batch_alter_table("call_type", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_type_deleted_at"))
        batch_op.drop_index(batch_op.f("ix_call_type_closes_at"))
        batch_op.drop_index(batch_op.f("ix_call_type_call_id"))

    op.drop_table("call_type")
    with op.batch_alter_table("call_track", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_track_deleted_at"))
        batch_op.drop_index(batch_op.f("ix_call_track_closes_at"))
        batch_op.drop_index(batch_op.f("ix_call_track_call_id"))

    op.drop_table("call_track")
    with op.batch_alter_table("calendar_entry", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_calendar_entry_whole",
            sqlite_where=sa.text("session_id IS NULL"),
            postgresql_where=sa.text("session_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_calendar_entry_revision"))
        batch_op.drop_index("ix_calendar_entry_order")
        batch_op.drop_index("ix_calendar_entry_listed")

    op.drop_table("calendar_entry")
    with op.batch_alter_table("access_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_code_deleted_at"))
        batch_op.drop_index(batch_op.f("ix_access_code_call_id"))

    op.drop_table("access_code")
    with op.batch_alter_table("webinar_tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webinar_tag_tag_id"))

    op.drop_table("webinar_tag")
    with op.batch_alter_table("webinar_role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webinar_role_account_id"))

    op.drop_table("webinar_role")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_webinar_id"))
        batch_op.drop_index(batch_op.f("ix_session_starts_at"))
        batch_op.drop_index(batch_op.f("ix_session_room_id"))
        batch_op.drop_index(batch_op.f("ix_session_ends_at"))
        batch_op.drop_index(batch_op.f("ix_session_deleted_at"))

    op.drop_table("session")
    op.drop_table("personal_feed_use")
    op.drop_table("personal_feed_state")
    with op.batch_alter_table("checklist_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checklist_item_webinar_id"))
        batch_op.drop_index(batch_op.f("ix_checklist_item_deleted_at"))

    op.drop_table("checklist_item")
    op.drop_table("checklist")
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_webinar_id"))
        batch_op.drop_index(batch_op.f("ix_call_state"))
        batch_op.drop_index(batch_op.f("ix_call_series_id"))
        batch_op.drop_index(batch_op.f("ix_call_deleted_at"))
        batch_op.drop_index(batch_op.f("ix_call_closes_at"))

    op.drop_table("call")
    op.drop_table("calendar_programme")
    with op.batch_alter_table("webinar", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webinar_state"))
        batch_op.drop_index(batch_op.f("ix_webinar_starts_at"))
        batch_op.drop_index(batch_op.f("ix_webinar_series_id"))
        batch_op.drop_index(batch_op.f("ix_webinar_room_id"))
        batch_op.drop_index(batch_op.f("ix_webinar_ends_at"))
        batch_op.drop_index(batch_op.f("ix_webinar_deleted_at"))
        batch_op.drop_index(batch_op.f("ix_webinar_category_id"))

    op.drop_table("webinar")
    with op.batch_alter_table("personal_feed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_personal_feed_follower_id"))

    op.drop_table("personal_feed")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_sheet_id"))
        batch_op.drop_index(batch_op.f("ix_answer_question_id"))

    op.drop_table("answer")
    with op.batch_alter_table("speaker_merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_speaker_merge_merged_id"))
        batch_op.drop_index(batch_op.f("ix_speaker_merge_kept_id"))

    op.drop_table("speaker_merge")
    op.drop_table("site")
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_series_state"))
        batch_op.drop_index(batch_op.f("ix_series_room_id"))
        batch_op.drop_index(batch_op.f("ix_series_deleted_at"))
        batch_op.drop_index(batch_op.f("ix_series_category_id"))

    op.drop_table("series")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_account_id"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_questionnaire_id"))
        batch_op.drop_index(batch_op.f("ix_question_deleted_at"))

    op.drop_table("question")
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passkey_account_id"))

    op.drop_table("passkey")
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_to_address"))
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_state"))
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_kind"))
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_created_at"))

    op.drop_table("outgoing_mail")
    with op.batch_alter_table("import_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_file_file_id"))
        batch_op.drop_index(batch_op.f("ix_import_file_entry_id"))
        batch_op.drop_index(batch_op.f("ix_import_file_created_at"))

    op.drop_table("import_file")
    op.drop_table("follower")
    with op.batch_alter_table("distinct_speakers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_distinct_speakers_other_id"))

    op.drop_table("distinct_speakers")
    with op.batch_alter_table("contact_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_answer_message_id"))

    op.drop_table("contact_answer")
    op.drop_table("checklist_reminder")
    op.drop_table("calendar_feed_body")
    op.drop_table("authenticator_app")
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_session_expires_at"))
        batch_op.drop_index(batch_op.f("ix_account_session_account_id"))

    op.drop_table("account_session")
    op.drop_table("tag")
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_file_scan"))

    op.drop_table("stored_file")
    with op.batch_alter_table("speaker", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_speaker_sort_name"))
        batch_op.drop_index(batch_op.f("ix_speaker_orcid"))
        batch_op.drop_index(batch_op.f("ix_speaker_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_speaker_guid"))
        batch_op.drop_index(batch_op.f("ix_speaker_email"))
        batch_op.drop_index(batch_op.f("ix_speaker_deleted_at"))

    op.drop_table("speaker")
    with op.batch_alter_table("search_document", schema=None) as batch_op:
        batch_op.drop_index("ix_search_document_order")

    op.drop_table("search_document")
    with op.batch_alter_table("room", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_deleted_at"))

    op.drop_table("room")
    op.drop_table("revision_counter")
    op.drop_table("questionnaire")
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_published_at"))
        batch_op.drop_index(batch_op.f("ix_post_deleted_at"))

    op.drop_table("post")
    with op.batch_alter_table("personal_link", schema=None) as batch_op:
        batch_op.drop_index("ix_personal_link_subject")

    op.drop_table("personal_link")
    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_page_deleted_at"))

    op.drop_table("page")
    with op.batch_alter_table("limit_bucket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_limit_bucket_at"))

    op.drop_table("limit_bucket")
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_entry_part_of"))
        batch_op.drop_index(batch_op.f("ix_journal_entry_object_kind"))
        batch_op.drop_index(batch_op.f("ix_journal_entry_object_id"))
        batch_op.drop_index(batch_op.f("ix_journal_entry_intention"))
        batch_op.drop_index(batch_op.f("ix_journal_entry_goes_on_until"))
        batch_op.drop_index(batch_op.f("ix_journal_entry_at"))
        batch_op.drop_index(batch_op.f("ix_journal_entry_actor_account_id"))

    op.drop_table("journal_entry")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_kind"))
        batch_op.drop_index("ix_job_due")

    op.drop_table("job")
    with op.batch_alter_table("imported_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_imported_item_uid"))
        batch_op.drop_index(batch_op.f("ix_imported_item_source"))
        batch_op.drop_index(batch_op.f("ix_imported_item_scope"))
        batch_op.drop_index(batch_op.f("ix_imported_item_object_id"))

    op.drop_table("imported_item")
    op.drop_table("holiday")
    with op.batch_alter_table("former_slug", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_slug_object_id"))

    op.drop_table("former_slug")
    with op.batch_alter_table("example_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_example_row_row_id"))

    op.drop_table("example_row")
    with op.batch_alter_table("contact_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_message_state"))
        batch_op.drop_index(batch_op.f("ix_contact_message_email"))
        batch_op.drop_index(batch_op.f("ix_contact_message_deleted_at"))

    op.drop_table("contact_message")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index("ix_comment_subject")
        batch_op.drop_index(batch_op.f("ix_comment_state"))
        batch_op.drop_index(batch_op.f("ix_comment_parent_id"))
        batch_op.drop_index(batch_op.f("ix_comment_deleted_at"))
        batch_op.drop_index(batch_op.f("ix_comment_author_email"))

    op.drop_table("comment")
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_category_deleted_at"))

    op.drop_table("category")
    op.drop_table("calendar_state")
    with op.batch_alter_table("calendar_leaving", schema=None) as batch_op:
        batch_op.drop_index("ix_calendar_leaving_revision")

    op.drop_table("calendar_leaving")
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feed_kind_subject_id"))
        batch_op.drop_index(batch_op.f("ix_calendar_feed_is_stale"))

    op.drop_table("calendar_feed")
    op.drop_table("answer_sheet")
    op.drop_table("account")
