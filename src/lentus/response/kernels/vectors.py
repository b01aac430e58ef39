"""Eight moments at once, spelled out: what a loop's vectorizer would not see through an array's possible aliases.

Each of these is a few vector instructions on eight neighboring float64 numbers, from an offset on. The caller keeps
eight numbers of room behind every offset; nothing here checks that.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

LANES = 8
VECTOR = ir.VectorType(ir.DoubleType(), LANES)


def start_of(context: Any, builder: Any, kind: Any, array: Any, offset: Any) -> Any:
    """A pointer to the vector at an offset of a one-dimensional array."""
    data = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [offset]), VECTOR.as_pointer())


def fused(builder: Any, a: Any, b: Any, c: Any) -> Any:
    """The fused a * b + c in every lane, rounded once."""
    function = cgutils.get_or_insert_function(builder.module, ir.FunctionType(VECTOR, [VECTOR] * 3), "llvm.fma.v8f64")
    return builder.call(function, [a, b, c])


def spread(builder: Any, value: Any) -> Any:
    """One number in every lane."""
    one = builder.insert_element(ir.Constant(VECTOR, ir.Undefined), value, ir.Constant(ir.IntType(32), 0))
    lanes = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(one, ir.Constant(VECTOR, ir.Undefined), lanes)


@intrinsic
def two_modes(typing_context: Any, out: Any, at: Any, table: Any, t: Any, a: Any, b: Any) -> Any:
    """out[at + i] = a * table[t + i] + b * table[t + i + 8], for i of 0..7."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        to, place, rows, row, *weights = arguments
        kinds = signature.args
        total = _weighed(context, builder, kinds[2], rows, row, weights)
        builder.store(total, start_of(context, builder, kinds[0], to, place), align=8)
        return context.get_dummy_value()

    return types.void(out, types.int64, table, types.int64, types.float64, types.float64), emit


@intrinsic
def three_modes(typing_context: Any, out: Any, at: Any, table: Any, t: Any, a: Any, b: Any, c: Any) -> Any:
    """out[at + i] = a * table[t + i] + b * table[t + i + 8] + c * table[t + i + 16], for i of 0..7."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        to, place, rows, row, *weights = arguments
        kinds = signature.args
        total = _weighed(context, builder, kinds[2], rows, row, weights)
        builder.store(total, start_of(context, builder, kinds[0], to, place), align=8)
        return context.get_dummy_value()

    f = types.float64
    return types.void(out, types.int64, table, types.int64, f, f, f), emit


def _weighed(context: Any, builder: Any, kind: Any, rows: Any, row: Any, weights: Any) -> Any:
    total = None
    for number, weight in enumerate(weights):
        offset = builder.add(row, ir.Constant(ir.IntType(64), number * LANES))
        mode = builder.load(start_of(context, builder, kind, rows, offset), align=8)
        lanes = spread(builder, weight)
        total = builder.fmul(lanes, mode) if total is None else fused(builder, lanes, mode, total)
    return total


@intrinsic
def stream(typing_context: Any, out: Any, at: Any, source: Any, begin: Any, count: Any) -> Any:
    """Copy `count` numbers past the caches; `out[at]` stands on 64 bytes, and `count` is a multiple of 8."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        to, place, rows, row, total = arguments
        kinds = signature.args
        mark = builder.module.add_metadata([ir.Constant(ir.IntType(32), 1)])
        step = ir.Constant(ir.IntType(64), LANES)
        with cgutils.for_range(builder, builder.sdiv(total, step)) as loop:
            shift = builder.mul(loop.index, step)
            vector = builder.load(start_of(context, builder, kinds[2], rows, builder.add(row, shift)), align=8)
            target = start_of(context, builder, kinds[0], to, builder.add(place, shift))
            builder.store(vector, target, align=64).set_metadata("nontemporal", mark)
        return context.get_dummy_value()

    return types.void(out, types.int64, source, types.int64, types.int64), emit


@intrinsic
def columns(
    typing_context: Any, out: Any, at: Any, matrix: Any, m: Any, stride: Any, x: Any, b: Any, n: Any, weight: Any,
    start: Any, s: Any,
) -> Any:  # fmt: skip
    """out[at + i] = weight * start[s + i] + sum over j < n of x[b + j] * matrix[m + j * stride + i], i of 0..7."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        to, place, cells, cell, width, given, base, total, share, begin, opening = arguments
        kinds = signature.args
        first = builder.load(start_of(context, builder, kinds[9], begin, opening), align=8)
        # Two sums, because a chain of multiply-adds waits for itself.
        even = cgutils.alloca_once_value(builder, builder.fmul(spread(builder, share), first))
        odd = cgutils.alloca_once_value(builder, ir.Constant(VECTOR, [0.0] * LANES))
        numbers = context.make_array(kinds[5])(context, builder, given).data
        one = ir.Constant(ir.IntType(64), 1)

        def add(index: Any, sums: Any) -> None:
            value = builder.load(builder.gep(numbers, [builder.add(base, index)]))
            offset = builder.add(cell, builder.mul(index, width))
            column = builder.load(start_of(context, builder, kinds[2], cells, offset), align=8)
            builder.store(fused(builder, spread(builder, value), column, builder.load(sums)), sums)

        with cgutils.for_range(builder, builder.ashr(total, one)) as loop:
            pair = builder.shl(loop.index, one)
            add(pair, even)
            add(builder.add(pair, one), odd)
        with builder.if_then(builder.trunc(total, ir.IntType(1))):
            add(builder.sub(total, one), even)
        whole = builder.fadd(builder.load(even), builder.load(odd))
        builder.store(whole, start_of(context, builder, kinds[0], to, place), align=8)
        return context.get_dummy_value()

    i, f = types.int64, types.float64
    return types.void(out, i, matrix, i, i, x, i, i, f, start, i), emit
