"""The books of the paper: papers in hand against tickets and print jobs.

The trap: a job in `unknown` may have left a paper or not (the last ticket of a roll does); one
that is `printed` has left exactly one, any other none.
"""

from collections import Counter
from collections.abc import Iterator

from okienko.demo.day.books import Books
from okienko.demo.day.checks import Question
from queue_core.domain.printing import OPEN, PrintState


def papers_tell_the_truth(books: Books) -> Iterator[str]:
    """Each paper's code leads to a ticket, whose number and matter stand on it."""
    by_token = {ticket.token: ticket for ticket in books.tickets}
    for paper in books.papers:
        ticket = by_token.get(paper.token)
        if ticket is None:
            yield f"{paper.name}: its code leads to no ticket"
        elif ticket.number != paper.number:
            yield f"{paper.name}: {paper.number} is printed, its code leads to {ticket.number}"


def no_number_on_two_papers(books: Books) -> Iterator[str]:
    """A number stands on one paper; more are marked as copies."""
    originals = Counter(paper.number for paper in books.papers if not paper.is_copy)
    for number, papers in originals.items():
        if papers > 1:
            yield f"{number} is on {papers} papers"


def papers_match_jobs(books: Books) -> Iterator[str]:
    """For each ticket, as many papers as its jobs say: originals and copies apart."""
    numbers = {ticket.id: ticket.number for ticket in books.tickets}
    papers = Counter((paper.number, paper.is_copy) for paper in books.papers)
    sure: Counter[tuple[str, bool]] = Counter()
    perhaps: Counter[tuple[str, bool]] = Counter()
    for job in books.jobs:
        key = (numbers.get(job.ticket or "", "?"), job.copy)
        sure[key] += job.state is PrintState.PRINTED
        perhaps[key] += job.state is PrintState.UNKNOWN
    for key in sorted(papers.keys() | sure.keys()):
        if not sure[key] <= papers[key] <= sure[key] + perhaps[key]:
            what = "copies of " if key[1] else ""
            yield f"{papers[key]} papers, {sure[key]} printed jobs: {what}{key[0]}"


def every_ticket_asked_for_paper(books: Books) -> Iterator[str]:
    """Each ticket taken at a kiosk has exactly one job that is no copy."""
    jobs = Counter(job.ticket for job in books.jobs if not job.copy)
    for ticket in books.tickets:
        if ticket.kiosk is not None and jobs[ticket.id] != 1:
            yield f"{ticket.number} has {jobs[ticket.id]} print jobs"


def no_job_is_left(books: Books) -> Iterator[str]:
    """Every job ended one way or another."""
    for job in books.jobs:
        if job.state in OPEN:
            yield f"job {job.id} is still {job.state}"


QUESTIONS: dict[str, Question] = {
    "every paper tells the truth": papers_tell_the_truth,
    "no number is on two papers, copies aside": no_number_on_two_papers,
    "as many papers as printed jobs, unknown ones aside": papers_match_jobs,
    "every ticket of a kiosk asked for one paper": every_ticket_asked_for_paper,
    "no print job is left": no_job_is_left,
}
