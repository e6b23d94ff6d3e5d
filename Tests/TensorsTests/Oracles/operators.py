"""Values and gradients of operators by PyTorch.

    python3 operators.py FILE

writes for each case its inputs, its output, a random weight of the output's shape, and the gradients of
the weighted sum.
"""
import sys

import numpy as np
import torch
from torch.nn import functional as F

import tensor_files

torch.manual_seed(1)


def normal(*shape):
    return torch.randn(*shape, dtype=torch.float64)


def positive(*shape):
    return torch.rand(*shape, dtype=torch.float64) + 0.5


def apart(*shape):
    """Numbers that no small step brings together or over an integer."""
    count = int(np.prod(shape))
    return ((torch.randperm(count) - count // 2).double() * 0.37 + 0.12).reshape(shape)


CASES = {
    "add": ([normal(2, 3), normal(3)], lambda a, b: a + b),
    "subtract": ([normal(2, 1), normal(3)], lambda a, b: a - b),
    "multiply": ([normal(2, 3), normal(2, 3)], lambda a, b: a * b),
    "divide": ([normal(2, 3), positive(3)], lambda a, b: a / b),
    "numbers": ([positive(4)], lambda a: 2 - (3 * a + 1) / 4 + 5 / a - 0.5),
    "power": ([positive(4)], lambda a: a ** 1.7),
    "maximum": ([normal(5), normal(5)], torch.maximum),
    "minimum": ([normal(5), normal(5)], torch.minimum),
    "arcTangent": ([normal(6), normal(6)], torch.atan2),
    "matrixProduct": ([normal(2, 3, 4), normal(4, 5)], torch.matmul),
    "negated": ([normal(3)], torch.neg),
    "exponential": ([normal(4)], torch.exp),
    "logarithm": ([positive(4)], torch.log),
    "squareRoot": ([positive(4)], torch.sqrt),
    "reciprocalSquareRoot": ([positive(4)], torch.rsqrt),
    "reciprocal": ([positive(4)], torch.reciprocal),
    "squared": ([normal(4)], torch.square),
    "sine": ([normal(4)], torch.sin),
    "cosine": ([normal(4)], torch.cos),
    "hyperbolicTangent": ([normal(4)], torch.tanh),
    "errorFunction": ([normal(4)], torch.erf),
    "magnitude": ([apart(4)], torch.abs),
    "sign": ([apart(4)], torch.sign),
    "floor": ([apart(7)], torch.floor),
    "truncated": ([apart(7)], torch.trunc),
    "rounded": ([apart(7)], torch.round),
    "remainder": ([apart(7)], lambda a: torch.remainder(a, 2.0)),
    "sigmoid": ([normal(4)], torch.sigmoid),
    "relu": ([apart(6)], torch.relu),
    "silu": ([normal(4)], F.silu),
    "gelu": ([normal(4)], F.gelu),
    "mish": ([normal(4)], F.mish),
    "softplus": ([normal(4)], F.softplus),
    "clamped": ([apart(9)], lambda a: a.clamp(-0.7, 0.9)),
    "clampedAbove": ([apart(9)], lambda a: a.clamp(max=0.9)),
    "selecting": ([apart(6), normal(6)], lambda a, b: torch.where(a > 0, a, b)),
    "sum": ([normal(2, 3, 4)], lambda a: a.sum((0, 2))),
    "sumOfAll": ([normal(2, 3)], lambda a: a.sum()),
    "mean": ([normal(2, 3, 4)], lambda a: a.mean(1, keepdim=True)),
    "variance": ([normal(2, 5)], lambda a: a.var(1, unbiased=False)),
    "largest": ([apart(3, 4)], lambda a: a.amax(1)),
    "smallest": ([apart(3, 4)], lambda a: a.amin(0)),
    "logSumExp": ([normal(3, 4)], lambda a: a.logsumexp(1)),
    "softmax": ([normal(3, 4)], lambda a: a.softmax(-1)),
    "logSoftmax": ([normal(3, 4)], lambda a: a.log_softmax(0)),
    "cumulativeSum": ([normal(3, 4)], lambda a: a.cumsum(1)),
    "reversed": ([normal(3, 4)], lambda a: a.flip(1)),
    "reshaped": ([normal(3, 4)], lambda a: a.reshape(2, -1)),
    "expanded": ([normal(3, 1)], lambda a: a.expand(2, 3, 4)),
    "permuted": ([normal(2, 3, 4)], lambda a: a.permute(2, 0, 1)),
    "transposed": ([normal(2, 3, 4)], lambda a: a.transpose(1, 2)),
    "unsqueezed": ([normal(3)], lambda a: a.unsqueeze(1)),
    "squeezed": ([normal(3, 1)], lambda a: a.squeeze(1)),
    "slice": ([normal(3, 7)], lambda a: a[:, 1:6:2]),
    "select": ([normal(3, 4)], lambda a: a.select(1, -2)),
    "selectMany": ([normal(3, 4)], lambda a: a.index_select(1, torch.tensor([2, 0, 2]))),
    "gathered": ([normal(3, 4)], lambda a: a.gather(1, torch.tensor([[0, 3], [1, 1], [2, 0]]))),
    "windows": ([normal(2, 7)], lambda a: a.unfold(1, 3, 2)),
    "split": ([normal(2, 6)], lambda a: a.chunk(3, 1)[1]),
    "concatenation": ([normal(2, 3), normal(2, 2)], lambda a, b: torch.cat([a, b], 1)),
    "stack": ([normal(2, 3), normal(2, 3)], lambda a, b: torch.stack([a, b], 1)),
    "paddedConstant": ([normal(1, 2, 4)], lambda a: F.pad(a, (1, 2), value=0.5)),
    "paddedReflection": ([normal(1, 2, 4)], lambda a: F.pad(a, (3, 1), mode="reflect")),
    "paddedReplication": ([normal(1, 2, 4)], lambda a: F.pad(a, (1, 3), mode="replicate")),
    "linear": ([normal(2, 3, 4), normal(5, 4), normal(5)], F.linear),
    "linearWithoutBias": ([normal(2, 4), normal(5, 4)], F.linear),
    "convolved": ([normal(2, 4, 9), normal(6, 2, 3), normal(6)],
                  lambda x, w, b: F.conv1d(x, w, b, stride=2, padding=1, dilation=2, groups=2)),
    "transposeConvolved": ([normal(2, 4, 5), normal(4, 3, 4), normal(3)],
                           lambda x, w, b: F.conv_transpose1d(x, w, b, stride=2, padding=1)),
    "groupNormalized": ([normal(2, 6, 5), normal(6), normal(6)],
                        lambda x, w, b: F.group_norm(x, 3, w, b)),
    "layerNormalized": ([normal(2, 3, 5), normal(5), normal(5)],
                        lambda x, w, b: F.layer_norm(x, (5,), w, b)),
    "interpolatedNearest": ([normal(1, 2, 4)], lambda x: F.interpolate(x, size=9)),
    "interpolatedLinear": ([normal(1, 2, 4)],
                           lambda x: F.interpolate(x, size=9, mode="linear", align_corners=False)),
}

arrays = {}
for name, (inputs, function) in CASES.items():
    inputs = [x.clone().requires_grad_() for x in inputs]
    output = function(*inputs)
    weight = torch.randn_like(output)
    gradients = torch.autograd.grad((output * weight).sum(), inputs, allow_unused=True)
    arrays[f"{name}/output"] = output
    arrays[f"{name}/weight"] = weight
    for k, (x, gradient) in enumerate(zip(inputs, gradients)):
        arrays[f"{name}/input{k}"] = x
        arrays[f"{name}/gradient{k}"] = torch.zeros_like(x) if gradient is None else gradient
tensor_files.save(sys.argv[1], {name: x.detach().numpy() for name, x in arrays.items()})
