"""Make people."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import BaseUserManager

if TYPE_CHECKING:
    from answerable.node.accounts.models import User


class UserManager(BaseUserManager["User"]):
    """Add a person; without a password nobody can sign in as that person."""

    def create_user(
        self, username: str, *, name: str = "", password: str | None = None, at: datetime
    ) -> User:
        """Add a person who may sign in with the password, from this moment on."""
        user = self.model(username=username, name=name or username, created_at=at)
        user.set_password(password)
        user.save(using=self._db)
        return user
