"""What can be booked, where, and when: open to everybody, also to pages of other sites."""

from flask import Response

from cloud_hub.api import answers, questions
from cloud_hub.api.open_data import open_data
from cloud_hub.booking.offer import Matter, catalogue, free_terms
from cloud_hub.booking.wishes import TermsAsked
from cloud_hub.served import hub
from cloud_hub.store.offices import office_ids
from queue_core.domain.errors import Refused
from queue_core.web.access import public
from queue_core.web.api.contract import api_blueprint, refuses

blueprint = api_blueprint("catalogue", "What can be booked")

_FRESH_SECONDS = 60
_TERMS_FRESH_SECONDS = 5


@blueprint.get("/services")
@public
@blueprint.output(answers.Services)
def list_services() -> Response:
    """Every matter that can be booked, with its card and its places."""
    told = answers.Services(services=tuple(_service(matter) for matter in catalogue(hub())))
    return open_data(told, _FRESH_SECONDS)


@blueprint.get("/offices")
@public
@blueprint.output(answers.Offices)
def list_offices() -> Response:
    """Every place of the institution."""
    documents = [hub().office(id) for id in office_ids(hub())]
    offices = tuple(
        answers.Office(id=d.id, name=d.name, address=d.address, example=d.example)
        for d in documents
    )
    return open_data(answers.Offices(offices=offices), _FRESH_SECONDS)


@blueprint.get("/terms")
@public
@blueprint.input(questions.TermsFilter, location="query", arg_name="asked")
@blueprint.output(answers.Terms)
@refuses("unknown_office", "unknown_service", "too_many_persons", "invalid_fields")
def list_terms(asked: questions.TermsFilter) -> Response:
    """Free terms of a matter at a place, day by day inside the booking window."""
    if asked.last_day < asked.first_day:
        raise Refused("invalid_fields", fields=[{"field": "last_day", "fault": "before_first_day"}])
    wanted = TermsAsked(asked.office, asked.service, asked.first_day, asked.last_day, asked.persons)
    days = tuple(
        answers.DayOfTerms(
            day=one.day,
            full=one.full,
            closed=one.closed,
            reason=dict(one.reason),
            terms=tuple(answers.FreeTerm(start=t.start, free=t.free) for t in one.terms),
        )
        for one in free_terms(hub(), wanted)
    )
    told = answers.Terms(office=asked.office, service=asked.service, days=days)
    return open_data(told, _TERMS_FRESH_SECONDS)


def _service(matter: Matter) -> answers.Service:
    card = matter.places[0].booking.card
    return answers.Service(
        id=matter.id,
        names=dict(matter.service.names),
        descriptions=dict(matter.service.descriptions),
        card=answers.ServiceCard(
            documents=dict(card.documents),
            fees=dict(card.fees),
            forms=card.forms,
            remarks=dict(card.remarks),
        ),
        places=tuple(
            answers.ServicePlace(
                office=place.office.id,
                minutes=place.booking.minutes,
                persons_at_most=place.booking.persons_at_most,
            )
            for place in matter.places
        ),
    )
