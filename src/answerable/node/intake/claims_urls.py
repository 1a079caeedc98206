"""Addresses of what a report states: its claims, and the decisions on them."""

from django.urls import path

from answerable.node.intake.views import claims, claims_added

OF_REPORT = "<str:receipt_number>/claims/"

app_name = "claims"
urlpatterns = [
    path(OF_REPORT, claims.of_report, name="of-report"),
    path(OF_REPORT + "read/", claims.read_again, name="read"),
    path(OF_REPORT + "confirm/", claims.confirm_incident, name="confirm-all"),
    path(OF_REPORT + "incident/", claims.take_over, name="take-over"),
    path(OF_REPORT + "add/", claims_added.add, name="add"),
    path(OF_REPORT + "<int:pk>/toll/", claims_added.toll, name="toll"),
    path(OF_REPORT + "<int:pk>/", claims.correct, name="correct"),
    path(OF_REPORT + "<int:pk>/decide/", claims.decide, name="decide"),
]
