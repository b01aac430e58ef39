"""The pages, one module each. A new page's router is listed here."""

from __future__ import annotations

from fastapi import APIRouter

from lentus.web.pages import (
    account,
    actions,
    admin,
    calculators,
    calendar,
    compare,
    emergency,
    first_start,
    forecast,
    history,
    monograph,
    orders,
    patient,
    patients,
    printing,
    signin,
    today,
)

ROUTERS: tuple[APIRouter, ...] = (
    signin.router,
    first_start.router,
    today.router,
    patients.router,
    patient.router,
    history.router,
    forecast.router,
    actions.router,
    orders.router,
    emergency.router,
    monograph.router,
    calculators.router,
    compare.router,
    printing.router,
    calendar.router,
    account.router,
    admin.router,
)
