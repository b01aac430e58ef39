"""Eight effects at once: the Hill readout of eight neighboring levels, as vector instructions spelled out.

The readout runs at every moment of every patient, and a loop that reviews interrupt leaves its odd ends to slow code;
spelled out, there are none. The same arithmetic as log2 and exp2 in `elementary`, with shorter polynomials: right to
1e-13. No NaN may come in.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from lentus.response.kernels.vectors import VECTOR, fused, spread, start_of

_WHOLE = ir.VectorType(ir.IntType(64), 8)
_HALF_ROOT_BITS = 0x3FE6A09E667F3BCD  # the bits of the square root of 1/2
_LOWEST, _HIGHEST, _LEAST = -1021.0, 1021.0, 1e-300
# log2(m) = r (d0 + d1 z + ...) with r = (m - 1) / (m + 1) and z = r squared; 2**x = 1 + c1 x + c2 x**2 + ...
_LOG = (
    2.885390081777851, 0.9617966941122648, 0.5770779426603496, 0.4122092240551597, 0.319906804081783,
    0.28288501926501675,
)  # fmt: skip
_EXP = (
    1.0, 0.6931471805599453, 0.2402265069581299, 0.055504108664760424, 0.009618129159402564, 0.0013333558179042975,
    0.00015403455852451017, 1.5252686846349355e-05, 1.3255224879099302e-06, 1.0203121047816833e-07,
)  # fmt: skip


@intrinsic
def eight_shares(typing_context: Any, out: Any, at: Any, levels: Any, b: Any, minus: Any, shift: Any) -> Any:
    """out[at + i] = 1 / (1 + (half / levels[b + i]) ** g), for i of 0..7; as good as 0 for levels of 0 and below.

    `minus` is -g and `shift` is g * log2(half).
    """

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        to, place, source, row, negative, shifted = arguments
        kinds = signature.args
        level = builder.load(start_of(context, builder, kinds[2], source, row), align=8)
        effect = _share(builder, level, spread(builder, negative), spread(builder, shifted))
        builder.store(effect, start_of(context, builder, kinds[0], to, place), align=8)
        return context.get_dummy_value()

    i, f = types.int64, types.float64
    return types.void(out, i, levels, i, f, f), emit


@intrinsic
def lane_shares(typing_context: Any, work: Any, out: Any, levels: Any, minus: Any, shift: Any) -> Any:
    """Put out + i from levels + i, minus + i and shift + i, all offsets in `work`: to each lane its own half and g."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array, to, *offsets = arguments
        kind = signature.args[0]
        parts = [builder.load(start_of(context, builder, kind, array, offset), align=8) for offset in offsets]
        builder.store(_share(builder, *parts), start_of(context, builder, kind, array, to), align=8)
        return context.get_dummy_value()

    i = types.int64
    return types.void(work, i, i, i, i), emit


def _share(builder: Any, level: Any, minus: Any, shift: Any) -> Any:
    # A level a rounding below zero would have its sign read as a huge exponent, and a full effect.
    positive = builder.select(builder.fcmp_ordered(">", level, _number(_LEAST)), level, _number(_LEAST))
    power = _held(builder, fused(builder, minus, _log2(builder, positive), shift))
    one = _number(1.0)
    return builder.fdiv(one, builder.fadd(one, _exp2(builder, power)))


def _number(value: float) -> Any:
    return ir.Constant(VECTOR, [value] * 8)


def _bits(value: int) -> Any:
    return ir.Constant(_WHOLE, [value] * 8)


def _pair(builder: Any, x: Any, terms: tuple[float, ...], first: int) -> Any:
    return fused(builder, x, _number(terms[first + 1]), _number(terms[first]))


def _log2(builder: Any, value: Any) -> Any:
    bits = builder.bitcast(value, _WHOLE)
    exponent = builder.ashr(builder.sub(bits, _bits(_HALF_ROOT_BITS)), _bits(52))
    mantissa = builder.bitcast(builder.sub(bits, builder.shl(exponent, _bits(52))), VECTOR)
    r = builder.fdiv(builder.fsub(mantissa, _number(1.0)), builder.fadd(mantissa, _number(1.0)))
    z = builder.fmul(r, r)
    z2 = builder.fmul(z, z)
    low = fused(builder, z2, _pair(builder, z, _LOG, 2), _pair(builder, z, _LOG, 0))
    high = _pair(builder, z, _LOG, 4)
    series = fused(builder, builder.fmul(z2, z2), high, low)
    return fused(builder, r, series, builder.sitofp(exponent, VECTOR))


def _exp2(builder: Any, power: Any) -> Any:
    whole = builder.call(_rounding(builder), [power])
    x = builder.fsub(power, whole)
    x2 = builder.fmul(x, x)
    x4 = builder.fmul(x2, x2)
    low = fused(builder, x2, _pair(builder, x, _EXP, 2), _pair(builder, x, _EXP, 0))
    middle = fused(builder, x2, _pair(builder, x, _EXP, 6), _pair(builder, x, _EXP, 4))
    high = _pair(builder, x, _EXP, 8)
    series = fused(builder, builder.fmul(x4, x4), high, fused(builder, x4, middle, low))
    exponent = builder.shl(builder.fptosi(whole, _WHOLE), _bits(52))
    return builder.bitcast(builder.add(builder.bitcast(series, _WHOLE), exponent), VECTOR)


def _held(builder: Any, power: Any) -> Any:
    flags = ["nnan", "nsz"]
    low, high = _number(_LOWEST), _number(_HIGHEST)
    lifted = builder.select(builder.fcmp_ordered(">", power, low, flags=flags), power, low, flags=flags)
    return builder.select(builder.fcmp_ordered("<", lifted, high, flags=flags), lifted, high, flags=flags)


def _rounding(builder: Any) -> Any:
    kind = ir.FunctionType(VECTOR, [VECTOR])
    return cgutils.get_or_insert_function(builder.module, kind, "llvm.rint.v8f64")
