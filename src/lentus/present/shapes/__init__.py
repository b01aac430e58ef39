"""The shape of every `--json` output, as types: the builders are held to them by mypy, readers by the schemas.

Amounts are exact text with a unit ("80 mg/day"), numbers without a unit are text ("40", "2/3") unless they count
things, times are ISO 8601 with their offset. A key is always there; what is not known is null, empty or left empty.
"""

from __future__ import annotations

from lentus.present.shapes.about import SchemasOutput, VersionOutput
from lentus.present.shapes.advice import (
    AdviceShape,
    AdviseOutput,
    CheckOutput,
    JudgedShape,
    OptionShape,
    ReviewOutput,
    ReviewsOutput,
    ToldShape,
    WithheldShape,
)
from lentus.present.shapes.audit import AUDIT_OUTPUTS
from lentus.present.shapes.common import FindingShape, OverrideShape, PatientShape, SeverityWord, SourceShape
from lentus.present.shapes.emergency import EmergencyOutput, StepShape
from lentus.present.shapes.exchange import EXCHANGE_OUTPUTS
from lentus.present.shapes.knowledge import (
    BandShape,
    FactShape,
    MonographOutput,
    ProductShape,
    ProductsOutput,
    RuleShape,
    StatementShape,
    TableShape,
)
from lentus.present.shapes.models import MODEL_OUTPUTS
from lentus.present.shapes.plans import PlanDayShape, PlanOutput
from lentus.present.shapes.pump_change import AlternativeShape, MisjudgedShape, PumpChangeOutput
from lentus.present.shapes.pump_common import (
    BridgeIfShape,
    BridgeShape,
    ContainersShape,
    DrawUpShape,
    DueShape,
    FigureShape,
    PumpCommon,
    SaidShape,
)
from lentus.present.shapes.pump_deliver import (
    BalanceShape,
    PumpDeliverOutput,
    PumpPrimeOutput,
    StrokesShape,
    TipShape,
    WindowShape,
)
from lentus.present.shapes.pump_devices import (
    DeviceFigureShape,
    DeviceShape,
    DeviceToldShape,
    DeviceUnknownShape,
    PumpDevicesOutput,
)
from lentus.present.shapes.pump_plans import ComparedShape, PumpCompareOutput, PumpVerifyOutput, VerifiedWindowShape
from lentus.present.shapes.pump_refill import PumpRefillOutput, ResidualShape, TestedShape, TrendShape
from lentus.present.shapes.pump_sheet import PumpSheetOutput, SheetComparedShape, SheetFindingShape
from lentus.present.shapes.qualifying import CaseShape, MismatchShape, QualifyOutput, SuiteShape

OUTPUTS: dict[str, type] = {
    "review-output": ReviewOutput,
    "reviews-output": ReviewsOutput,
    "advise-output": AdviseOutput,
    "check-output": CheckOutput,
    "plan-output": PlanOutput,
    "products-output": ProductsOutput,
    "monograph-output": MonographOutput,
    "emergency-output": EmergencyOutput,
    "qualify-output": QualifyOutput,
    "version-output": VersionOutput,
    "schemas-output": SchemasOutput,
}
"""Every output by the name that `lentus schema` knows it by."""

PUMP_OUTPUTS: dict[str, type] = {
    "pump-change-output": PumpChangeOutput,
    "pump-refill-output": PumpRefillOutput,
    "pump-prime-output": PumpPrimeOutput,
    "pump-deliver-output": PumpDeliverOutput,
    "pump-verify-output": PumpVerifyOutput,
    "pump-compare-output": PumpCompareOutput,
    "pump-devices-output": PumpDevicesOutput,
    "pump-sheet-output": PumpSheetOutput,
}
"""Every output of `lentus pump` by the name that `lentus schema` knows it by."""

__all__ = [
    "AUDIT_OUTPUTS",
    "EXCHANGE_OUTPUTS",
    "MODEL_OUTPUTS",
    "OUTPUTS",
    "PUMP_OUTPUTS",
    "AdviceShape",
    "AdviseOutput",
    "AlternativeShape",
    "BalanceShape",
    "BandShape",
    "BridgeIfShape",
    "BridgeShape",
    "CaseShape",
    "CheckOutput",
    "ComparedShape",
    "ContainersShape",
    "DeviceFigureShape",
    "DeviceShape",
    "DeviceToldShape",
    "DeviceUnknownShape",
    "DrawUpShape",
    "DueShape",
    "EmergencyOutput",
    "FactShape",
    "FigureShape",
    "FindingShape",
    "JudgedShape",
    "MisjudgedShape",
    "MismatchShape",
    "MonographOutput",
    "OptionShape",
    "OverrideShape",
    "PatientShape",
    "PlanDayShape",
    "PlanOutput",
    "ProductShape",
    "ProductsOutput",
    "PumpChangeOutput",
    "PumpCommon",
    "PumpCompareOutput",
    "PumpDeliverOutput",
    "PumpDevicesOutput",
    "PumpPrimeOutput",
    "PumpRefillOutput",
    "PumpSheetOutput",
    "PumpVerifyOutput",
    "QualifyOutput",
    "ResidualShape",
    "ReviewOutput",
    "ReviewsOutput",
    "RuleShape",
    "SaidShape",
    "SchemasOutput",
    "SeverityWord",
    "SheetComparedShape",
    "SheetFindingShape",
    "SourceShape",
    "StatementShape",
    "StepShape",
    "StrokesShape",
    "SuiteShape",
    "TableShape",
    "TestedShape",
    "TipShape",
    "ToldShape",
    "TrendShape",
    "VerifiedWindowShape",
    "VersionOutput",
    "WindowShape",
    "WithheldShape",
]
