"""`/oai`: libraries harvest what readers see."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from flask import Response, current_app, request

from webinar.core import clock, limits
from webinar.core.access import anyone, policy
from webinar.core.http import client_address, only_reads
from webinar.organization.queries import site
from webinar.papers.blueprint import bp
from webinar.papers.citing.works import Work, present_work
from webinar.papers.oai import answers, asking, queries
from webinar.papers.oai.asking import Question, WrongQuestion
from webinar.papers.oai.queries import Record

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@bp.route("/oai", methods=["GET", "POST"])
@policy(anyone)
@only_reads
def harvest() -> Response:
    """OAI-PMH 2.0 answers every question with 200; what is wrong stands in the document."""
    limits.spend_reading("oai", client_address(), burst=60, every=timedelta(seconds=1))
    asked = request.form if request.method == "POST" else request.args
    pairs = list(asked.items(multi=True))
    answer = answers.Answer(f"{_base()}/oai", dict(pairs), clock.now())
    try:
        _tell(answer, asking.read(pairs))
    except WrongQuestion as error:
        answer.refuse(error)
    return Response(answer.written(), content_type="text/xml; charset=utf-8")


def _tell(answer: answers.Answer, question: Question) -> None:
    """The answer to a question in order. Raises WrongQuestion."""
    verb = question.verb
    if verb == "Identify":
        answer.identify(site().name, _mail(), queries.earliest() or _EPOCH)
    elif verb == "ListSets":
        if not (found := queries.sets()):
            raise WrongQuestion("noSetHierarchy", "There are no sets yet.")
        answer.sets(found)
    elif verb == "ListMetadataFormats":
        if question.identifier:
            _record(question.identifier)
        answer.formats()
    elif verb == "GetRecord":
        record = _record(question.identifier)
        answer.record(record, _work(record))
    else:
        _list(answer, question)


def _list(answer: answers.Answer, question: Question) -> None:
    selection = question.selection
    page = queries.records(selection)
    if not page.records:
        if question.is_resumed:
            raise WrongQuestion("badResumptionToken", "The list has changed: begin it again.")
        raise WrongQuestion("noRecordsMatch", "No paper is like that.")
    works = {}
    if question.verb == "ListRecords":
        works = {
            record.paper.id: work for record in page.records if (work := _work(record)) is not None
        }
    answer.listed(question.verb, page, works, selection)


def _record(identifier: str) -> Record:
    found = queries.record(answers.public_id_in(identifier, _host()))
    if found is None:
        raise WrongQuestion("idDoesNotExist", "There is no paper of this name.")
    return found


def _work(record: Record) -> Work | None:
    return None if record.is_deleted else present_work(record.paper, record.files)


def _base() -> str:
    return str(current_app.config["BASE_URL"])


def _host() -> str:
    return urlsplit(_base()).hostname or "localhost"


def _mail() -> str:
    """Who looks after it: the address that the site writes from."""
    host = _host()
    # The protocol's schema asks for a dot behind the @.
    return site().mail_from or f"webinar@{host if '.' in host else f'{host}.localdomain'}"
