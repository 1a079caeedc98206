"""A number larger than any key of a row names no row, also where several may be ticked."""

import pytest
from django.core.exceptions import ValidationError

from answerable.node.accounts.models import Office
from answerable.node.desk.forms.fields import Rows
from tests.factories import make_office


@pytest.mark.django_db
@pytest.mark.parametrize("key", [10**30, -(10**30)])
def test_it_is_refused_like_any_other_that_is_no_choice(key: int) -> None:
    office, field = make_office(), Rows(Office.objects.all())

    assert list(field.clean([str(office.pk)])) == [office]
    with pytest.raises(ValidationError):
        field.clean([str(office.pk), str(key)])
