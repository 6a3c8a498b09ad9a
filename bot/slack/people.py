"""Who a Slack user is: asked of Slack once (by e-mail address), known by the chat identity ever after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.known_users import Known, KnownUsers, Unreachable
from bot.slack.client import NETWORK
from bot.slack.incoming import Incoming
from bot.slack.installation import Workspace, Workspaces
from commands.message import UserError

log = structlog.get_logger()


@dataclass(frozen=True)
class People(KnownUsers[Incoming]):
    """Finds the person behind a Slack user, and their workspace; registers those whom Slack vouches for."""

    platform = "slack"
    workspaces: Workspaces
    client: AsyncWebClient
    allow_guests: bool

    async def workspace(self, team: str, enterprise: str = "") -> Workspace | None:
        """The workspace that something came from; without a thread when it is the one we always serve."""
        if self.workspaces.is_home(team, enterprise):
            return self.workspaces.home
        return await self.threads.run(lambda: self.workspaces.find(team, enterprise))

    async def placed(self, incoming: Incoming) -> Incoming | None:
        """The same with its workspace; None when the app is not installed there."""
        workspace = await self.workspace(incoming.team, incoming.enterprise)
        return replace(incoming, workspace=workspace) if workspace else None

    async def who(self, incoming: Incoming) -> Known:
        """The person. UserError for one who may not talk to us; raises Unreachable, Overloaded."""
        key = (incoming.team, incoming.user)
        known = await self.find(key)
        if known is None:
            user = await self._profile(incoming)
            self._must_be_welcome(incoming, user)
            profile = user.get("profile") or {}
            name = str(profile.get("real_name") or user.get("real_name") or "")
            known = await self.register(key, "" if is_guest(user) else str(profile["email"]), name)
        return known

    async def _profile(self, incoming: Incoming) -> Mapping[str, Any]:
        try:
            answer = await self.client.users_info(user=incoming.user, token=incoming.workspace.token)
        except NETWORK as error:
            log.warning("slack user not looked up", error=type(error).__name__)
            raise Unreachable from error
        return answer.get("user") or {}

    def _must_be_welcome(self, incoming: Incoming, user: Mapping[str, Any]) -> None:
        """UserError unless Slack vouches for a member of our own workspace, or organisation."""
        if user.get("is_bot") or user.get("is_app_user") or user.get("is_workflow_bot") or user.get("deleted"):
            raise UserError("Jag pratar bara med människor, så det här svarar jag inte på.")
        workspace, own_team = incoming.workspace, str(user.get("team_id") or incoming.user_team)
        enterprise = str((user.get("enterprise_user") or {}).get("enterprise_id") or "")
        same_organisation = bool(workspace.enterprise) and enterprise == workspace.enterprise
        if user.get("is_stranger") or (
            own_team not in ("", incoming.team, workspace.team) and not same_organisation
        ):
            raise UserError(
                "Du hör till en annan arbetsyta i Slack, och Läget är bara till för programmets egen. "
                "Be en koordinator om det du behöver."
            )
        if is_guest(user) and not self.allow_guests:
            raise UserError(
                "Du är gäst i den här arbetsytan, och Läget är till för dess medlemmar. "
                "Be en koordinator om det du behöver."
            )
        if is_guest(user):
            return  # a guest is a reader of their own: their address links them to nobody
        # Slack leaves the field out of some answers; only its own "no" is a no.
        if not (user.get("profile") or {}).get("email") or user.get("is_email_confirmed") is False:
            raise UserError(
                "Jag vet inte vem du är, för Slack ger mig ingen bekräftad e-postadress till dig. "
                "Bekräfta adressen i Slack, eller be en administratör lägga till dig i programmet."
            )
        if not self.workspaces.vouches_for(workspace, str(user["profile"]["email"])):
            raise UserError(
                "Jag vet inte vem du är, för din e-postadress hör inte till den här arbetsytans egna. "
                "Be en administratör koppla dig till programmet."
            )


def is_guest(user: Mapping[str, Any]) -> bool:
    """Whether somebody was let into the workspace from outside, to some of its channels."""
    return bool(user.get("is_restricted") or user.get("is_ultra_restricted"))
