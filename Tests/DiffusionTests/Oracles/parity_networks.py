"""PyTorch twins of the published DiffuSETS networks and of SE-Diff's beat decoder.

Written from their description (layers, widths, keys), as an oracle for the Swift networks: the same
safetensors file must give the same output and the same gradients.

    python3 parity_networks.py run FILE     random checkpoints, inputs, outputs, gradients, losses
    python3 parity_networks.py time NETWORK BATCH REPEATS THREADS
                                            seconds of each training step, NETWORK unet or autoencoder
"""
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class ResBlock(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.groupnorm_1 = nn.GroupNorm(32, i)
        self.conv_1 = nn.Conv1d(i, o, 3, padding=1)
        self.groupnorm_2 = nn.GroupNorm(32, o)
        self.conv_2 = nn.Conv1d(o, o, 3, padding=1)
        if i != o:
            self.residual_layer = nn.Conv1d(i, o, 1)

    def forward(self, x):
        skip = self.residual_layer(x) if hasattr(self, "residual_layer") else x
        h = self.conv_1(F.silu(self.groupnorm_1(x)))
        return self.conv_2(F.silu(self.groupnorm_2(h))) + skip


class OneHead(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.in_proj = nn.Linear(width, 3 * width)
        self.out_proj = nn.Linear(width, width)

    def forward(self, x):
        q, k, v = self.in_proj(x).chunk(3, dim=-1)
        weight = (q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])).softmax(-1)
        return self.out_proj(weight @ v)


class AttentionBlock(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.groupnorm = nn.GroupNorm(32, width)  # built, never applied
        self.attention = OneHead(width)

    def forward(self, x):
        return x + self.attention(x.transpose(-1, -2)).transpose(-1, -2)


class PadRight(nn.Module):
    def forward(self, x):
        return F.pad(x, (0, 1))


class Encoder(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.Conv1d(12, 128, 3, padding=1), ResBlock(128, 128), ResBlock(128, 128),
            nn.Conv1d(128, 128, 3, stride=2), ResBlock(128, 256), ResBlock(256, 256),
            nn.Conv1d(256, 256, 3, stride=2), ResBlock(256, 512), ResBlock(512, 512),
            nn.Conv1d(512, 512, 3, stride=2), ResBlock(512, 512), ResBlock(512, 512),
            ResBlock(512, 512), AttentionBlock(512), ResBlock(512, 512), nn.GroupNorm(32, 512),
            nn.SiLU(), nn.Conv1d(512, 8, 3, padding=1), nn.Conv1d(8, 8, 1))

    def forward(self, x, noise):
        h = x.transpose(1, 2)
        for module in self:
            if getattr(module, "stride", None) == (2,):
                h = F.pad(h, (0, 1))
            h = module(h)
        mean, logvar = h.chunk(2, dim=1)
        logvar = logvar.clamp(-30, 20)
        return (mean + (0.5 * logvar).exp() * noise) * 0.18215, mean, logvar


class Decoder(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.Conv1d(4, 4, 1), nn.Conv1d(4, 512, 3, padding=1), ResBlock(512, 512),
            AttentionBlock(512), ResBlock(512, 512), ResBlock(512, 512), ResBlock(512, 512),
            ResBlock(512, 512), nn.Upsample(scale_factor=2), nn.Conv1d(512, 512, 3, padding=1),
            ResBlock(512, 512), ResBlock(512, 512), ResBlock(512, 512), nn.Upsample(scale_factor=2),
            nn.Conv1d(512, 512, 3, padding=1), ResBlock(512, 256), ResBlock(256, 256),
            ResBlock(256, 256), nn.Upsample(scale_factor=2), nn.Conv1d(256, 256, 3, padding=1),
            ResBlock(256, 128), ResBlock(128, 128), ResBlock(128, 128), nn.GroupNorm(32, 128),
            nn.SiLU(), nn.Conv1d(128, 12, 3, padding=1))

    def forward(self, z):
        h = z / 0.18215
        for module in self:
            h = module(h)
        return h.transpose(1, 2)


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        self.decoder = Decoder()

    def forward(self, x, noise):
        z, mean, logvar = self.encoder(x, noise)
        return self.decoder(z), mean, logvar


class SelfAttention(nn.Module):
    def __init__(self, c, hidden, heads):
        super().__init__()
        self.to_q = nn.Linear(c, hidden)
        self.to_k = nn.Linear(c, hidden)
        self.to_v = nn.Linear(c, hidden)
        self.to_out = nn.Linear(hidden, c)
        self.attention = nn.MultiheadAttention(hidden, heads, batch_first=True)
        self.norm = nn.LayerNorm(c)

    def forward(self, x):
        h = self.norm(x)
        y, _ = self.attention(self.to_q(h), self.to_k(h), self.to_v(h))
        return self.to_out(y) + x


class CrossAttention(nn.Module):
    def __init__(self, c, hidden, heads, condition):
        super().__init__()
        self.to_q = nn.Linear(c, hidden)
        self.to_k = nn.Linear(c, hidden)
        self.to_v = nn.Linear(c, hidden)
        self.to_out = nn.Linear(hidden, c)
        self.attention = nn.MultiheadAttention(hidden, heads, batch_first=True)
        self.normalization = nn.LayerNorm(c)
        self.value_combiner = nn.Linear(condition, c)
        self.condition_normalization = nn.LayerNorm(c)

    def forward(self, x, condition):
        token = self.condition_normalization(self.value_combiner(condition))
        token = token.repeat(1, x.shape[1], 1)
        y, _ = self.attention(
            self.to_q(self.normalization(x)), self.to_k(token), self.to_v(token))
        return self.to_out(y) + x


class TimeEmbedding(nn.Module):
    def __init__(self, channels, steps=1000, width=64):
        super().__init__()
        half = width // 2
        rate = torch.exp(-10 * torch.arange(half, dtype=torch.float32) / (half - 1))
        angle = torch.arange(1, steps + 1, dtype=torch.float32)[:, None] * rate[None]
        table = torch.cat([angle.sin(), angle.cos()], dim=1)
        self.embeddings = nn.Parameter(table, requires_grad=False)
        self.fc1 = nn.Linear(width, 128)
        self.fc2 = nn.Linear(128, channels)

    def forward(self, t):
        return self.fc2(F.mish(self.fc1(self.embeddings[t])))[:, :, None]


class Block(nn.Module):
    def __init__(self, i, o, hidden, heads, kernel, condition):
        super().__init__()
        s = (i + o) // 2
        self.pre_shortcut_convs = nn.Conv1d(i, s, kernel, padding="same")
        self.shortcut_convs = nn.Conv1d(s, s, 1)
        self.post_shortcut_convs = nn.Conv1d(s, o, kernel, padding="same")
        self.down = nn.Conv1d(o, o, 3, stride=2, padding=1)  # built, never applied
        self.layer_norm1 = nn.GroupNorm(1, s)
        self.layer_norm2 = nn.GroupNorm(1, o)
        self.res_conv = nn.Conv1d(i, o, 1) if i != o else nn.Identity()
        self.self_attention = SelfAttention(s, hidden, heads)
        self.cross_attention = CrossAttention(s, hidden, heads, condition)
        self.attention_norm = nn.LayerNorm(s)
        self.time_emb = TimeEmbedding(i)

    def forward(self, x, t, condition):
        h = x + self.time_emb(t)
        h = self.shortcut_convs(F.mish(self.layer_norm1(self.pre_shortcut_convs(h))))
        h = self.self_attention(h.transpose(1, 2))
        h = self.attention_norm(self.cross_attention(h, condition)).transpose(1, 2)
        h = F.mish(self.layer_norm2(self.post_shortcut_convs(h)))
        return h + self.res_conv(x)


class Bottleneck(nn.Module):
    def __init__(self, c, hidden, heads, condition):
        super().__init__()
        self.time_emb = TimeEmbedding(c)
        self.bottleneck_conv1 = nn.Conv1d(c, c, 3, padding=1)
        self.bottleneck_conv1_2 = nn.Conv1d(c, c, 3, padding=1)
        self.bottleneck_conv2 = nn.Conv1d(c, c, 3, padding=1)
        self.bottleneck_layer_norm1 = nn.GroupNorm(1, c)
        self.bottleneck_layer_norm2 = nn.GroupNorm(1, c)
        self.attention_norm = nn.LayerNorm(c)
        self.self_attention = SelfAttention(c, hidden, heads)
        self.cross_attention = CrossAttention(c, hidden, heads, condition)

    def forward(self, x, t, condition):
        h = self.bottleneck_conv1(x + self.time_emb(t))
        h = self.bottleneck_conv1_2(F.mish(self.bottleneck_layer_norm1(h)))
        h = self.self_attention(h.transpose(1, 2))
        h = self.attention_norm(self.cross_attention(h, condition)).transpose(1, 2)
        h = self.bottleneck_conv2(h)
        return F.mish(self.bottleneck_layer_norm2(h)) + x


class Down(nn.Module):
    def __init__(self, i, o, condition):
        super().__init__()
        self.down = nn.Conv1d(o, o, 3, stride=2, padding=1)
        self.block = Block(i, o, o, 8, 7, condition)

    def forward(self, x, t, condition):
        skip = self.block(x, t, condition)
        return self.down(skip), skip


class Up(nn.Module):
    def __init__(self, i, o, hidden, upsampled, condition):
        super().__init__()
        self.block = Block(i, o, hidden, 8, 7, condition)
        self.up = nn.ConvTranspose1d(upsampled, upsampled, 4, stride=2, padding=1)

    def forward(self, x, t, condition, skip):
        h = self.up(x)
        return self.block(h if skip is None else torch.cat([h, skip], 1), t, condition)


class UNet(nn.Module):
    def __init__(self, text=1536):
        super().__init__()
        condition = text + 3
        widths = [4, 8, 16, 32, 64, 128, 256]
        self.downsampling_blocks = nn.ModuleList(
            Down(widths[k], widths[k + 1], condition) for k in range(6))
        self.bottelneck = Bottleneck(256, 32, 4, condition)
        hidden = [512, 512, 256, 128, 64, 32]
        inputs, outputs = [256, 256, 128, 64, 32, 16], [128, 64, 32, 16, 8, 4]
        self.upsampling_blocks = nn.ModuleList(
            Up(inputs[k], outputs[k], hidden[k], inputs[k] // (2 if k else 1), condition)
            for k in range(6))
        self.output_conv = nn.Sequential(
            nn.Conv1d(4, 4, 3, padding=1), nn.Mish(), nn.Conv1d(4, 4, 1))

    def forward(self, x, t, condition):
        condition = condition[:, None]
        skips = []
        for down in self.downsampling_blocks:
            x, skip = down(x, t, condition)
            skips.append(skip)
        x = self.bottelneck(x, t, condition)
        skips = [None] + skips[:-1][::-1]
        for up, skip in zip(self.upsampling_blocks, skips):
            x = up(x, t, condition, skip)
        return self.output_conv(x)


class BeatDecoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.input = nn.Conv1d(4, 128, 3, padding=1)
        self.blocks = nn.ModuleList(ResBlock(128, 128) for _ in range(3))
        self.time = nn.Linear(128, 61)
        self.norm = nn.GroupNorm(32, 128)
        self.conv = nn.Conv1d(128, 128, 3, padding=1)
        self.last = ResBlock(128, 128)
        self.output = nn.Conv1d(128, 12, 1)
        self.amplitude = nn.Sequential(nn.Linear(4, 32), nn.SiLU(), nn.Linear(32, 24))

    def forward(self, z):
        h = self.input(z)
        for block in self.blocks:
            h = block(h)
        h = self.conv(F.silu(self.norm(self.time(h))))
        h = self.output(self.last(h))
        scale, offset = self.amplitude(z.mean(-1))[:, :, None].chunk(2, dim=1)
        return h * (F.softplus(scale) + 1e-3) + offset


def randomize(network, seed):
    """Moves every tensor off its start, so that no scale of 1 and no shift of 0 hides a mistake."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.requires_grad and parameter.dim() == 1:
                parameter += 0.1 * torch.randn(parameter.shape, generator=generator)


def beat_loss(predicted, first, present):
    distance = ((predicted - first) ** 2).mean((1, 2))
    return distance[present].mean()


def spectral_loss(predicted, beats, records, floor, weight):
    """SE-Diff's L_spec by the fast Fourier transform, record by record."""
    def spectrum(x):
        x = x - x.mean(-1, keepdim=True)
        return torch.log(floor + (torch.fft.rfft(x).abs() ** 2 + 1e-12).sqrt())

    frequencies = torch.fft.rfftfreq(beats.shape[-1], 1 / 102.4)
    losses = []
    for record in sorted(set(records)):
        mine = [k for k, owner in enumerate(records) if owner == record]
        distance = (spectrum(predicted[record])[None] - spectrum(beats[mine])) ** 2
        losses.append((distance * weight(frequencies)).mean())
    return torch.stack(losses).mean()


def run(path):
    import tensor_files

    torch.manual_seed(5)
    arrays = {}

    def keep(name, network):
        for key, tensor in network.state_dict().items():
            arrays[f"{name}.{key}"] = tensor.clone()

    def keep_gradients(name, network):
        for key, parameter in network.named_parameters():
            if parameter.grad is not None:
                flat = parameter.grad.flatten()
                arrays[f"gradient/{name}.{key}"] = flat[:: max(1, len(flat) // 64)].clone()
                arrays[f"norm/{name}.{key}"] = flat.norm()

    unet, autoencoder, beat_decoder = UNet(), Autoencoder(), BeatDecoder()
    for seed, (name, network) in enumerate(
            [("unet", unet), ("autoencoder", autoencoder), ("beat_decoder", beat_decoder)]):
        randomize(network, seed)
        keep(name, network)

    x, t = torch.randn(3, 4, 128), torch.tensor([0, 417, 999])
    condition = torch.cat([F.normalize(torch.randn(3, 1536)), torch.tensor(
        [[1, 62, 88], [0, 35, 61], [1, 80, 140]])], 1)
    noise = torch.randn(3, 4, 128)
    output = unet(x, t, condition)
    loss = ((output - noise) ** 2).sum() / len(x)
    loss.backward()
    keep_gradients("unet", unet)
    arrays.update({"unet/x": x, "unet/steps": t, "unet/condition": condition, "unet/noise": noise,
                   "unet/output": output, "unet/loss": loss})

    leads, noise = torch.randn(2, 1024, 12), torch.randn(2, 4, 128)
    first, present = torch.randn(2, 12, 61), torch.tensor([True, False])
    beats, records = torch.randn(5, 12, 61), [0, 0, 1, 0, 1]
    output, mean, log_variance = autoencoder(leads, noise)
    latent, _, _ = autoencoder.encoder(leads, noise)
    predicted = beat_decoder(latent)
    terms = {
        "reconstruction": ((output - leads) ** 2).sum() / len(leads),
        "divergence": -0.5 * (1 + log_variance - mean ** 2 - log_variance.exp()).sum(1).mean(),
        "beat": beat_loss(predicted, first, present),
        "spectrum": spectral_loss(predicted, beats, records, 0.01, lambda f: 1 + f / 51.2),
    }
    total = (terms["reconstruction"] + 0.3 * terms["divergence"] + 700 * terms["beat"]
             + 50 * terms["spectrum"])
    total.backward()
    keep_gradients("autoencoder", autoencoder)
    keep_gradients("beat_decoder", beat_decoder)
    arrays.update({f"loss/{name}": value for name, value in terms.items()})
    arrays.update({
        "autoencoder/leads": leads, "autoencoder/noise": noise, "autoencoder/mean": mean,
        "autoencoder/logVariance": log_variance, "autoencoder/latent": latent,
        "autoencoder/output": output, "beats/first": first, "beats/present": present,
        "beats/all": beats, "beats/predicted": predicted, "loss/total": total})
    tensor_files.save(path, {name: x.detach().numpy() for name, x in arrays.items()})


def measure(name, batch, repeats, threads):
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    network = UNet() if name == "unet" else Autoencoder()
    optimizer = torch.optim.AdamW((p for p in network.parameters() if p.requires_grad), lr=1e-4)
    noise = torch.randn(batch, 4, 128)
    x, t = torch.randn(batch, 4, 128), torch.randint(0, 1000, (batch,))
    condition, leads = torch.randn(batch, 1539), torch.randn(batch, 1024, 12)
    for _ in range(repeats):
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        if name == "unet":
            loss = ((network(x, t, condition) - noise) ** 2).sum() / batch
        else:
            output, mean, log_variance = network(leads, noise)
            divergence = -0.5 * (1 + log_variance - mean ** 2 - log_variance.exp()).sum(1).mean()
            loss = ((output - leads) ** 2).sum() / batch + 0.1 * divergence
        loss.backward()
        optimizer.step()
        loss.item()
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "run":
        run(sys.argv[2])
    else:
        measure(sys.argv[2], *map(int, sys.argv[3:6]))
