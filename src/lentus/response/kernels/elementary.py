"""Base-2 exponential and logarithm that a compiler can turn into vector code.

Numba's wheel has no vectorised `exp` or `log`: a loop that calls them runs one point at a time. These are straight
lines of arithmetic and integer shifts instead. Hazards, all met before: rounding by adding and subtracting a large
number is destroyed without a word when reassociation is allowed, so rounding is asked for by name and fastmath never;
`.view` must be called on a numpy scalar; the fused multiply-add is asked for by name too, so that every machine and
every lane rounds alike. The polynomials are near-minimax fits, evaluated pairwise (Estrin) because a chain of
multiply-adds waits for itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from lentus.response.kernels.compiling import inlined

LOG2_E = 1.4426950408889634
LN_2 = 0.6931471805599453
_HALF_ROOT_BITS = 0x3FE6A09E667F3BCD  # the bits of the square root of 1/2
_LOWEST, _HIGHEST = -1021.0, 1021.0


@intrinsic
def fma(typing_context: Any, a: Any, b: Any, c: Any) -> Any:
    """The fused a * b + c, rounded once; float64."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.fma(*arguments)

    return types.float64(types.float64, types.float64, types.float64), emit


@intrinsic
def nearest(typing_context: Any, value: Any) -> Any:
    """The nearest whole number, as float64; a half goes to the even one."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        double = ir.DoubleType()
        function = builder.module.declare_intrinsic("llvm.rint", [double])
        return builder.call(function, arguments)

    return types.float64(types.float64), emit


@intrinsic
def held(typing_context: Any, value: Any, low: Any, high: Any) -> Any:
    """The value held between two bounds; there must be no NaN, which is what makes it one instruction a side."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        value, low, high = arguments
        flags = ["nnan", "nsz"]
        above = builder.fcmp_ordered(">", value, low, flags=flags)
        lifted = builder.select(above, value, low, flags=flags)
        below = builder.fcmp_ordered("<", lifted, high, flags=flags)
        return builder.select(below, lifted, high, flags=flags)

    return types.float64(types.float64, types.float64, types.float64), emit


@inlined
def _raised(term: float, whole: float) -> float:
    """`term`, within a factor 2 of 1, times 2 to a whole power: added to the exponent's bits."""
    bits = np.float64(term).view(np.int64) + (np.int64(whole) << 52)
    return np.int64(bits).view(np.float64)


@inlined
def exp2(power: float) -> float:
    """2 to a power, to 6e-16; powers beyond +-1021 are held there, so that no exponent overflows into the sign."""
    power = held(power, _LOWEST, _HIGHEST)
    whole = nearest(power)
    x = power - whole
    x2 = x * x
    x4 = x2 * x2
    low = fma(x2, fma(x, 0.05550410866465167, 0.24022650695910075), fma(x, 0.6931471805599462, 1.0))
    middle = fma(x, 0.0013333558200794363, 0.00961812910761866)
    middle = fma(x2, fma(x, 1.5252672924971795e-05, 0.00015403530424780304), middle)
    high = fma(x2, 7.070977832871496e-09, fma(x, 1.0205905392788065e-07, 1.3215451632460127e-06))
    return _raised(fma(x4 * x4, high, fma(x4, middle, low)), whole)


@inlined
def log2(value: float) -> float:
    """The base-2 logarithm of a normal positive number, to 3e-16; the sign of another is read as a huge exponent."""
    bits = np.float64(value).view(np.int64)
    exponent = (bits - _HALF_ROOT_BITS) >> 52
    mantissa = np.int64(bits - (exponent << 52)).view(np.float64)
    r = (mantissa - 1.0) / (mantissa + 1.0)
    z = r * r
    z2 = z * z
    low = fma(z2, fma(z, 0.4121984020463439, 0.5770780172463483), fma(z, 0.9617966939243344, 2.885390081777927))
    high = fma(z2, 0.242916138860148, fma(z, 0.26144424539230243, 0.32061638824932787))
    return fma(r, fma(z2 * z2, high, low), np.float64(exponent))


@inlined
def exp(power: float) -> float:
    """The exponential; the product with log2(e) is carried to twice the precision, so that long decays stay exact."""
    high = power * LOG2_E
    low = fma(power, LOG2_E, -high)
    return fma(exp2(high), low * LN_2, exp2(high))
