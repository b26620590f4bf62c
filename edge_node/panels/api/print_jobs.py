"""Papers: what waits, what came out, what nobody knows."""

from pydantic import Field

from edge_node.office import papers
from edge_node.panels.api import answers
from edge_node.panels.api.asking import asked
from edge_node.panels.session import office
from edge_node.store.print_jobs import PrintJob, print_jobs
from queue_core.domain.errors import Unknown
from queue_core.domain.printing import PrintState
from queue_core.web.access import Right, needs
from queue_core.web.api.contract import LARGEST_ID, Filter, api_blueprint, refuses

blueprint = api_blueprint("print_jobs", "Paper")

_STAFF = (Right.RECEPTION, Right.DEVICES)


class PrintJobFilter(Filter):
    """Which jobs; `cursor` is the id of the last one seen."""

    state: PrintState | None = None
    limit: int = Field(100, ge=1, le=500)
    cursor: int | None = Field(None, ge=1, le=LARGEST_ID)


@blueprint.get("/print-jobs")
@needs(*_STAFF)
@blueprint.input(PrintJobFilter, location="query", arg_name="wanted")
@blueprint.output(answers.PrintJobs)
def list_print_jobs(wanted: PrintJobFilter) -> answers.PrintJobs:
    """Papers, the newest first."""
    connection = office().database.read()
    found = print_jobs(connection, wanted.state, wanted.limit + 1, before=wanted.cursor)
    page = found[: wanted.limit]
    return answers.PrintJobs(
        jobs=tuple(_told(job) for job in page),
        next_cursor=page[-1].id if len(found) > wanted.limit else None,
    )


@blueprint.post("/print-jobs/<int:job>/retry")
@needs(*_STAFF)
@blueprint.output(answers.PrintJob)
@refuses("unknown_job", "not_allowed_now")
def retry_print_job(job: int) -> answers.PrintJob:
    """Print once more what did not come out, or may not have."""
    return _told(papers.retry_print(office(), asked(), _known(job)))


@blueprint.post("/print-jobs/<int:job>/drop")
@needs(*_STAFF)
@blueprint.output(answers.PrintJob)
@refuses("unknown_job", "not_allowed_now")
def drop_print_job(job: int) -> answers.PrintJob:
    """Give a paper up."""
    return _told(papers.drop_print(office(), asked(), _known(job)))


def _known(job: int) -> int:
    if job > LARGEST_ID:
        raise Unknown("job")
    return job


def _told(job: PrintJob) -> answers.PrintJob:
    return answers.PrintJob(
        id=job.id,
        ticket=job.ticket,
        printer=job.printer,
        kind=job.kind,
        state=job.state,
        copy_of_ticket=job.copy,
        attempts=job.attempts,
        created_at=job.created_at,
        valid_until=job.valid_until,
        detail=job.detail,
    )
