"""Magnetic resonance imaging, and the pump read before and after."""

from __future__ import annotations

from lentus.quantity import DoseRate, FlowRate, Volume
from lentus.web.pages.actions.action import fact
from lentus.web.pages.actions.asked import OTHER, strength
from lentus.web.pages.actions.fields import Group, amount, day, when, yesno

MRI = fact(
    "mri",
    "MRI",
    "pump",
    "mri",
    (
        Group(
            "Scan",
            (
                when("Scanned"),
                yesno("interrogated_after", "Pump read afterwards"),
                yesno("flow_confirmed", "Flow confirmed to run again"),
            ),
        ),
        OTHER,
    ),
)
INTERROGATION = fact(
    "interrogation",
    "Read the pump with the programmer",
    "pump",
    "interrogation",
    (
        Group(
            "What the screen shows",
            (
                when("Read"),
                amount("daily_dose", "Daily dose", DoseRate, "intrathecal"),
                strength(hint="As programmed."),
                amount("flow", "Flow", FlowRate),
                amount("reservoir", "Reservoir volume", Volume, hint="In mL."),
                day("alarm_date", "Alarm date"),
                amount("low_reservoir_alarm", "Low-reservoir alarm at", Volume, hint="In mL."),
            ),
        ),
        Group(
            "State of the pump",
            (yesno("stalled", "Stalled"), yesno("replacement_indicated", "Replacement indicator shown")),
        ),
        OTHER,
    ),
)
