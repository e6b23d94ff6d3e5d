"""Layers, losses and steps of optimisers by PyTorch.

    python3 layers.py FILE

writes for each case its parameters, its inputs, its output, a random weight of the output's shape, and
the gradients of the weighted sum with respect to all of them.
"""
import sys

import torch
from torch import nn
from torch.nn import functional as F

import tensor_files

torch.manual_seed(3)
torch.set_default_dtype(torch.float64)
arrays = {}


def case(name, module, inputs, run=None):
    for parameter in module.parameters():
        nn.init.normal_(parameter, std=0.5)
    inputs = [x.requires_grad_() if x.is_floating_point() else x for x in inputs]
    output = (run or module)(*inputs)
    weight = torch.randn_like(output)
    (output * weight).sum().backward()
    arrays.update({f"{name}/output": output, f"{name}/weight": weight})
    for key, parameter in module.named_parameters():
        arrays.update({f"{name}/parameter/{key}": parameter, f"{name}/gradient/{key}": parameter.grad})
    for k, x in enumerate(inputs):
        arrays[f"{name}/input{k}"] = x
        if x.is_floating_point():
            arrays[f"{name}/inputGradient{k}"] = x.grad


r = torch.randn
case("linear", nn.Linear(3, 4), [r(2, 5, 3)])
case("linearWithoutBias", nn.Linear(3, 4, bias=False), [r(2, 3)])
case("convolution", nn.Conv1d(4, 6, 3, stride=2, padding=1, groups=2), [r(2, 4, 9)])
case("sameConvolution", nn.Conv1d(2, 3, 5, padding="same"), [r(2, 2, 9)])
case("transposedConvolution", nn.ConvTranspose1d(3, 2, 4, stride=2, padding=1), [r(2, 3, 5)])
case("groupNorm", nn.GroupNorm(2, 6), [r(3, 6, 4)])
case("layerNorm", nn.LayerNorm(5), [r(2, 3, 5)])
case("embedding", nn.Embedding(7, 3), [torch.tensor([[1, 6], [0, 1]])])
for name, function in [("silu", nn.SiLU), ("gelu", nn.GELU), ("mish", nn.Mish), ("relu", nn.ReLU),
                       ("tanh", nn.Tanh)]:
    case(name, function(), [r(3, 4)])
case("upsample", nn.Upsample(scale_factor=2), [r(2, 3, 4)])
case("upsampleLinear", nn.Upsample(scale_factor=3, mode="linear"), [r(2, 3, 4)])
case("downsampleBoth", nn.Conv1d(3, 3, 3, stride=2, padding=1), [r(2, 3, 8)])
down = nn.Conv1d(3, 3, 3, stride=2)
case("downsampleRight", down, [r(2, 3, 8)], lambda x: down(F.pad(x, (0, 1))))
case("sequential", nn.Sequential(nn.Linear(3, 4), nn.SiLU(), nn.Linear(4, 2)), [r(5, 3)])
a, b, c = (nn.MultiheadAttention(8, 4, batch_first=True) for _ in range(3))
case("selfAttention", a, [r(2, 5, 8)], lambda x: a(x, x, x)[0])
case("crossAttention", b, [r(2, 5, 8), r(2, 3, 8), r(2, 3, 8)], lambda q, k, v: b(q, k, v)[0])
mask = torch.tensor([[True, False, True], [True, True, False]])
case("maskedAttention", c, [r(2, 5, 8), r(2, 3, 8)],
     lambda q, k: c(q, k, k, key_padding_mask=~mask)[0])
none = nn.Identity()
case("meanSquaredError", none, [r(3, 4), r(3, 4)], lambda x, y: F.mse_loss(x, y))
case("sumOfSquaredErrors", none, [r(3, 4), r(3, 4)], lambda x, y: F.mse_loss(x, y, reduction="sum") / 3)
case("crossEntropy", none, [r(3, 4), torch.tensor([1, 0, 3])], F.cross_entropy)
case("binaryCrossEntropy", none, [r(3, 4), torch.rand(3, 4)], F.binary_cross_entropy_with_logits)
case("normalDivergence", none, [r(3, 4), r(3, 4)],
     lambda m, v: torch.distributions.kl_divergence(
         torch.distributions.Normal(m, (0.5 * v).exp()), torch.distributions.Normal(0.0, 1.0)))

# Twenty steps of AdamW on a quadratic form, with one parameter that has a gradient every other step,
# two groups, and gradients clipped at a norm that the first steps exceed; in the widths of both kernels.
for kind in (torch.float32, torch.float64):
    first, second = (nn.Parameter(r(40, 7).to(kind)), nn.Parameter(r(5).to(kind)))
    target = (r(40, 7).to(kind), r(5).to(kind))
    label = "adamw32" if kind is torch.float32 else "adamw64"
    arrays.update({f"{label}/first0": first.detach().clone(), f"{label}/second0": second.detach().clone(),
                   f"{label}/target0": target[0], f"{label}/target1": target[1]})
    optimizer = torch.optim.AdamW(
        [{"params": [first], "weight_decay": 0.1}, {"params": [second], "weight_decay": 0.0}],
        lr=0.05, betas=(0.8, 0.95), eps=1e-6)
    norms = []
    for step in range(20):
        optimizer.zero_grad(set_to_none=True)
        loss = ((first - target[0]) ** 2).sum()
        if step % 2 == 0:
            loss = loss + ((second - target[1]) ** 4).sum()
        loss.backward()
        norms.append(nn.utils.clip_grad_norm_([first, second], 12.0).item())
        optimizer.step()
    arrays.update({f"{label}/first": first, f"{label}/second": second,
                   f"{label}/norms": torch.tensor(norms)})

tensor_files.save(sys.argv[1], {name: x.detach().numpy() for name, x in arrays.items()})
