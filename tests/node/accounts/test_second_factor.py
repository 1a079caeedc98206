"""A second factor: who needs one, setting it up, and codes that open once."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from answerable.node.accounts import factors, sealing, second_factor
from answerable.node.accounts.models import AuditEvent, Role, User
from tests.factories import NOW, PASSWORD, code_of, give_codes, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
SECOND = "/accounts/2fa/authenticate/"
ALL = "/accounts/2fa/"
ACTIVATE = "/accounts/2fa/totp/activate/"
SETTINGS = "/accounts/settings/"


@pytest.fixture(autouse=True)
def _no_earlier_tries() -> None:
    cache.clear()


def _password(client: Client, user: User) -> str:
    answer = client.post(LOGIN, {"login": user.username, "password": PASSWORD})
    return answer.headers.get("Location", "")


def _again(client: Client) -> None:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def _waiting_letters(client: Client) -> str:
    return str(client.get(ACTIVATE).context["letters"]).replace(" ", "")


@pytest.mark.parametrize("role", sorted(second_factor.GUARDED))
def test_a_role_that_can_do_harm_leads_to_setting_up_a_factor(client: Client, role: Role) -> None:
    user = make_user("amal", role, password=PASSWORD, second_factor=False)
    _password(client, user)

    assert client.get("/").headers["Location"] == ALL
    assert client.get(SETTINGS).headers["Location"] == ALL
    assert "Your role needs a second factor" in client.get(ALL).content.decode()


@pytest.mark.parametrize("role", sorted(set(Role) - second_factor.GUARDED))
def test_other_roles_may_do_without(client: Client, role: Role) -> None:
    user = make_user("amal", role, password=PASSWORD, second_factor=False)
    _password(client, user)

    assert client.get(SETTINGS).status_code == 200


def test_who_must_set_one_up_can_still_sign_out_and_change_the_language(client: Client) -> None:
    user = make_user("amal", Role.CLEARER, password=PASSWORD, second_factor=False)
    _password(client, user)

    language = client.post("/preferences/", {"language": "uk", "next": ALL})
    out = client.post("/accounts/logout/")

    assert language.headers["Location"] == ALL
    assert out.headers["Location"] == LOGIN


def test_setting_up_codes_opens_the_rest_and_shows_recovery_codes_once(client: Client) -> None:
    user = make_user("amal", Role.CLEARER, password=PASSWORD, second_factor=False)
    _password(client, user)
    _again(client)

    secret = _waiting_letters(client)
    done = client.post(ACTIVATE, {"code": code_of(secret, timezone.now())})

    assert done.headers["Location"] == "/accounts/2fa/recovery-codes/"
    codes = r'class="ref">\d{10}<'
    assert len(re.findall(codes, client.get(done.headers["Location"]).content.decode())) == 10
    assert not re.findall(codes, client.get(done.headers["Location"]).content.decode())
    assert client.get(SETTINGS).status_code == 200
    assert AuditEvent.objects.filter(verb="second factor added", by=user).exists()


def test_the_secret_stands_nowhere_in_clear(client: Client) -> None:
    user = make_user("amal", Role.CLEARER, password=PASSWORD, second_factor=False)
    _password(client, user)
    _again(client)
    secret = _waiting_letters(client)

    waiting = [
        str(Session(session_data=s.session_data).get_decoded()) for s in Session.objects.all()
    ]
    client.post(ACTIVATE, {"code": code_of(secret, timezone.now())})

    assert not any(secret in one for one in waiting)
    kept = json.dumps([one.data for one in Authenticator.objects.all()])
    assert secret not in kept
    assert sealing.unseal(Authenticator.objects.get(type="totp").data["secret"]) == secret


def test_the_code_that_switched_codes_on_does_not_open_afterwards(client: Client) -> None:
    user = make_user("amal", Role.CLEARER, password=PASSWORD, second_factor=False)
    _password(client, user)
    _again(client)
    code = code_of(_waiting_letters(client), timezone.now())
    client.post(ACTIVATE, {"code": code})
    client.post("/accounts/logout/")

    _password(client, user)
    client.post(SECOND, {"code": code})

    assert client.get(SETTINGS).status_code == 302


def test_a_password_alone_does_not_open_where_there_is_a_factor(client: Client) -> None:
    user = make_user("amal", Role.CLEARER, password=PASSWORD)
    secret = give_codes(user)

    there = _password(client, user)
    before = client.get(SETTINGS).status_code
    client.post(SECOND, {"code": code_of(secret, timezone.now())})

    assert (there, before) == (SECOND, 302)
    assert client.get(SETTINGS).status_code == 200


def test_a_code_opens_once_even_when_the_cache_is_lost_between(client: Client) -> None:
    user = make_user("amal", Role.CLEARER, password=PASSWORD)
    code = code_of(give_codes(user), timezone.now())
    _password(client, user)
    client.post(SECOND, {"code": code})
    cache.clear()

    other = Client()
    _password(other, user)
    other.post(SECOND, {"code": code})

    assert client.get(SETTINGS).status_code == 200
    assert other.get(SETTINGS).status_code == 302


def test_a_code_earlier_than_the_last_one_opens_no_more() -> None:
    user = make_user("amal", Role.CLEARER)
    secret = give_codes(user)

    assert factors.take_code(user, code_of(secret, NOW, later=1), NOW) is not None
    assert factors.take_code(user, code_of(secret, NOW), NOW) is None
    assert factors.take_code(user, code_of(secret, NOW, later=-1), NOW) is None


@pytest.mark.parametrize("later", [-2, 2])
def test_a_code_a_minute_off_opens_nothing(later: int) -> None:
    user = make_user("amal", Role.CLEARER)
    secret = give_codes(user)

    assert factors.take_code(user, code_of(secret, NOW, later=later), NOW) is None


def test_a_recovery_code_opens_once(client: Client) -> None:
    user = make_user("amal", Role.CLEARER, password=PASSWORD)
    give_codes(user)
    spare = Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"seed": sealing.seal("ab" * 40), "used_mask": 0},
    )
    code = spare.wrap().get_unused_codes()[0]

    assert factors.take_code(user, code, NOW) == spare
    assert factors.take_code(user, code, NOW) is None
    assert AuditEvent.objects.filter(verb="recovery code used").count() == 1


def test_guessing_codes_ends_in_a_lock(client: Client) -> None:
    user = make_user("amal", Role.CLEARER, password=PASSWORD)
    secret = give_codes(user)
    _password(client, user)
    for _try in range(8):
        client.post(SECOND, {"code": "000000"})

    client.post(SECOND, {"code": code_of(secret, timezone.now())})

    assert client.get(SETTINGS).status_code == 302


def test_a_secret_of_another_key_opens_nothing_and_breaks_nothing(client: Client) -> None:
    user = make_user("amal", Role.CLEARER, password=PASSWORD)
    secret = give_codes(user)
    Authenticator.objects.update(data={"secret": "v1.AAAA"})
    _password(client, user)

    answer = client.post(SECOND, {"code": code_of(secret, timezone.now())})

    assert answer.status_code == 200
    with pytest.raises(sealing.NotSealed):
        sealing.unseal("in clear")


@pytest.mark.parametrize(
    "credential",
    [
        "{}",
        "[]",
        "1",
        "null",
        '"x"',
        '{"id": 1}',
        '{"response": []}',
        '{"id":"AA","rawId":"AA","type":"public-key","response":{}}',
        '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"","signature":"","userHandle":"////"}}',
    ],
)
def test_a_made_up_passkey_is_refused_politely(client: Client, credential: str) -> None:
    user = make_user("amal", Role.CLEARER, password=PASSWORD)
    _password(client, user)
    _again(client)
    add = client.post("/accounts/2fa/passkeys/add/", {"credential": credential})
    stranger = Client()
    give_codes(user)
    _password(stranger, user)

    answers = [
        stranger.post("/accounts/2fa/passkeys/login/", {"credential": credential}),
        stranger.post(SECOND, {"credential": credential}),
    ]

    assert add.status_code == 200
    assert {one.status_code for one in answers} <= {200, 302}
    assert stranger.get(SETTINGS).status_code == 302


@pytest.mark.parametrize(
    "path", [ACTIVATE, "/accounts/2fa/passkeys/add/", "/accounts/2fa/totp/deactivate/"]
)
def test_changing_factors_takes_showing_oneself_again(client: Client, path: str) -> None:
    user = make_user("amal", Role.CLEARER, password=PASSWORD)
    if "deactivate" in path:
        give_codes(user)
    client.force_login(user)

    answer = client.get(path)

    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")


def test_showing_oneself_again_leads_to_no_other_site(client: Client) -> None:
    client.force_login(make_user("amal", Role.CLEARER, password=PASSWORD))

    answer = client.post(
        "/accounts/reauthenticate/?next=https://evil.example/", {"password": PASSWORD}
    )

    assert not answer.headers["Location"].startswith("http")


def test_switching_the_last_factor_off_leads_back_to_setting_one_up(client: Client) -> None:
    user = make_user("amal", Role.CLEARER, password=PASSWORD)
    give_codes(user)
    client.force_login(user)
    _again(client)

    client.post("/accounts/2fa/totp/deactivate/")

    assert client.get("/").headers["Location"] == ALL


def test_an_administrator_takes_away_lost_factors_on_record(client: Client) -> None:
    boss = make_user("boss", Role.ADMINISTRATOR)
    amal = make_user("amal", Role.CLEARER, password=PASSWORD)
    give_codes(amal)
    theirs = Client()
    theirs.force_login(amal)
    client.force_login(boss)

    page = client.post(f"/administration/people/{amal.pk}/factors/").content.decode()

    amal.refresh_from_db()
    assert "One-time password" in page
    assert not amal.has_second_factor
    assert not amal.check_password(PASSWORD)
    assert theirs.get(SETTINGS).status_code == 302
    assert AuditEvent.objects.filter(verb="second factor reset", by=boss).exists()


def test_nobody_else_takes_away_factors(client: Client) -> None:
    amal = make_user("amal", Role.CLEARER)
    give_codes(amal)
    client.force_login(make_user("bela", Role.OFFICER))

    assert client.post(f"/administration/people/{amal.pk}/factors/").status_code == 403
    assert Authenticator.objects.filter(user=amal).exists()


def test_a_demonstration_asks_for_no_factor(client: Client, demo_node: None) -> None:
    make_user("amal", Role.CLEARER, second_factor=False)
    client.post("/accounts/enter/", {"username": "amal"})

    assert client.get(SETTINGS).status_code == 200


def test_the_mark_of_a_demonstration_counts_nowhere_else(client: Client) -> None:
    client.force_login(make_user("amal", Role.CLEARER, second_factor=False))
    session = client.session
    session["demo_seat"] = True
    session.save()

    assert client.get(SETTINGS).headers["Location"] == ALL
