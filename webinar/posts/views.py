"""The organizers' pages for news, and the Atom feed that readers subscribe to."""

from datetime import UTC

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.queries import current_actor
from webinar.core.access import anyone, policy
from webinar.core.atom import MEDIA_TYPE
from webinar.core.conflicts import compare_with
from webinar.core.db import StaleEdit
from webinar.core.http import public
from webinar.core.notices import say, say_changed
from webinar.core.plainerror import N_
from webinar.organization.queries import site
from webinar.posts import atom as feeds
from webinar.posts import operations, pages
from webinar.posts.forms import PostForm
from webinar.posts.models import Post
from webinar.posts.operations import NoSuchPost
from webinar.posts.policy import may_write_posts
from webinar.posts.queries import DELETED, DRAFT, PUBLISHED, feed_rows, post_by_id, posts_in_state

bp = Blueprint("posts", __name__)
pages.add_to(bp)


@bp.get("/feeds/news.atom")
@policy(anyone)
@public
def atom() -> ResponseReturnValue:
    """The newest posts; 304 for readers who have them."""
    written = feeds.write(feed_rows(), site(), current_app.config["BASE_URL"])
    response = Response(written.data, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response.set_etag(written.etag)
    response.last_modified = written.changed_at.astimezone(UTC)
    return response.make_conditional(request)


@bp.get("/organize/news/")
@policy(may_write_posts)
def index() -> ResponseReturnValue:
    state = request.args.get("state", "")
    state = state if state in (DRAFT, PUBLISHED, DELETED) else ""
    return render_template("posts/index.html", posts=posts_in_state(state), state=state)


@bp.route("/organize/news/new", methods=["GET", "POST"])
@policy(may_write_posts)
def new() -> ResponseReturnValue:
    form = PostForm()
    if not form.is_submitted():
        return render_template("posts/edit.html", form=form, post=None)
    if not form.validate():
        return render_template("posts/edit.html", form=form, post=None), 422
    post = operations.create_post(by=current_actor(), **_values(form))
    return _saved(post, is_new=True)


@bp.get("/organize/news/<post_id>/edit")
@policy(may_write_posts)
def edit(post_id: str) -> ResponseReturnValue:
    post = _post(post_id)
    form = PostForm(obj=post)
    return render_template("posts/edit.html", form=form, post=post)


@bp.post("/organize/news/<post_id>/edit")
@policy(may_write_posts)
def save(post_id: str) -> ResponseReturnValue:
    post = _post(post_id)
    form = PostForm()
    if not form.validate_on_submit():
        return render_template("posts/edit.html", form=form, post=post), 422
    try:
        post = operations.edit_post(
            by=current_actor(),
            post_id=post_id,
            expected_version=form.expected_version,
            **_values(form),
        )
    except StaleEdit:
        post = _post(post_id)
        saved = {name: str(getattr(post, name)) for name in _values(form)}
        rows = compare_with(form, saved, post.version)
        page = render_template("posts/edit.html", form=form, post=post, conflict_rows=rows)
        return page, 409
    return _saved(post)


def _values(form: PostForm) -> dict[str, str]:
    names = ("title", "summary", "body", "language", "slug")
    return {name: form[name].data or "" for name in names}


def _saved(post: Post, *, is_new: bool = False) -> ResponseReturnValue:
    """Publish at once when that button was pressed; then look at it."""
    if "publish" in request.form:
        operations.publish_post(by=current_actor(), post_id=post.public_id)
        words = gettext("Published.")
    else:
        words = gettext("Saved.")
    if is_new:
        say(words, undo=url_for("posts.step", post_id=post.public_id, step="delete"))
    else:
        say_changed(words)
    return redirect(url_for("posts.show", post_id=post.public_id), 303)


@bp.get("/organize/news/<post_id>/")
@policy(may_write_posts)
def show(post_id: str) -> ResponseReturnValue:
    """Preview: as readers see it or will see it, also of a deleted post."""
    post = post_by_id(post_id, deleted=True)
    if post is None:
        abort(404)
    return render_template("posts/show.html", post=post)


def _post(post_id: str) -> Post:
    post = post_by_id(post_id)
    if post is None:
        abort(404)
    return post


_STEPS = {
    "publish": (operations.publish_post, N_("Published."), "unpublish"),
    "unpublish": (operations.unpublish_post, N_("It is a draft again."), "publish"),
    "delete": (operations.delete_post, N_("Deleted. It can be restored for 30 days."), "restore"),
    "restore": (operations.restore_post, N_("Restored."), "delete"),
}


@bp.post("/organize/news/<post_id>/<any(publish, unpublish, delete, restore):step>")
@policy(may_write_posts)
def step(post_id: str, step: str) -> ResponseReturnValue:
    """One of the four steps in the life of a post."""
    take, words, back = _STEPS[step]
    try:
        take(by=current_actor(), post_id=post_id)
    except NoSuchPost:
        abort(404)
    say(gettext(words), undo=url_for("posts.step", post_id=post_id, step=back))
    return redirect(url_for("posts.show", post_id=post_id), 303)
